//! What the form of a message sends.

use rocket::http::Status;

use crate::{
    account::{NotSignedIn, Parent},
    message::{
        MOST_BYTES, ThreadId,
        draft::{Draft, Fault, Typed},
        view::{Wrong, portal as view},
    },
    platform::{
        Parts,
        blob::Kind,
        error::{Answer, Error},
        upload::{NotSent, Posted},
    },
    town,
};

/// A file that was sent: what it is, by its own bytes, and the bytes.
pub type Sent = Option<(Kind, Vec<u8>)>;

/// The number of a form: a new one, but for what is sent again.
pub fn number(parts: &Parts, typed: &Typed) -> String {
    if typed.form.is_empty() { parts.random.token() } else { typed.form.clone() }
}

/// What the form of a message sends, and its file; what is wrong with the file.
pub fn sent(posted: Posted<{ MOST_BYTES }>) -> (Typed, Result<Sent, Wrong>) {
    let text = |name| posted.field(name).to_owned();
    let typed = Typed { subject: text("objet"), words: text("message"), form: text("n"), seen: text("vu") };
    let file = match posted.file {
        Err(NotSent::NoFile) => Ok(None),
        Err(NotSent::TooLarge) => Err(Wrong::TooLarge),
        Ok(file) => Kind::of(&file.bytes).map(|kind| Some((kind, file.bytes))).ok_or(Wrong::Type),
    };
    (typed, file)
}

/// The status of a page that says so.
pub fn status(wrong: &[Wrong]) -> Status {
    match wrong.first() {
        Some(Wrong::TooLarge) => Status::PayloadTooLarge,
        Some(Wrong::TooMany(_)) => Status::TooManyRequests,
        Some(Wrong::SignedOut) => Status::Unauthorized,
        _ => Status::UnprocessableEntity,
    }
}

/// Everything wrong with what was typed and with its file, or both.
pub fn read(
    draft: Result<Draft, Vec<Fault>>,
    file: Result<Sent, Wrong>,
) -> Result<(Draft, Sent), Vec<Wrong>> {
    match (draft, file) {
        (Ok(draft), Ok(file)) => Ok((draft, file)),
        (draft, file) => {
            let typed = draft.err().into_iter().flatten().map(Wrong::Draft);
            Err(file.err().into_iter().chain(typed).collect())
        }
    }
}

/// Who is signed in; where the session has ended, the page that keeps what was typed.
pub fn who(
    parent: Result<Parent, NotSignedIn>,
    parts: &Parts,
    typed: &Typed,
    thread: Option<ThreadId>,
) -> Result<Result<Parent, Answer>, Error> {
    match parent {
        Ok(parent) => Ok(Ok(parent)),
        Err(NotSignedIn::Nobody) => {
            let town = parts.store.read(town::store::town)?;
            let typed = Typed { form: number(parts, typed), ..typed.clone() };
            let page = view::signed_out(town::view::frame(&town.identity, ""), &typed, thread);
            Ok(Err(Answer::Page((status(&[Wrong::SignedOut]), page))))
        }
        Err(why) => why.then("/contact").map(Answer::SeeOther).map(Err),
    }
}
