//! What the form of a message sends.

use rocket::{
    Data,
    http::{ContentType, Status},
};

use crate::{
    account::NotSignedIn,
    family::FamilyId,
    message::{
        Attached, MOST_BYTES, ThreadId,
        draft::{Draft, Fault, Typed},
        view::{
            Wrong,
            portal::{self as view, Kept},
        },
    },
    platform::{
        Parts,
        blob::{Hash, Kind},
        error::{Answer, Error},
        upload::{NotSent, Posted},
    },
    town,
};

/// A file that was sent: what it is, by its own bytes, and the bytes.
pub type Attachment = Option<(Kind, Vec<u8>)>;

/// The number of a form: a new one, but for what is sent again.
pub fn number(parts: &Parts, typed: &Typed) -> String {
    if typed.form.is_empty() { parts.random.token() } else { typed.form.clone() }
}

/// What is typed in the form of a message.
fn typed<const MOST: u64>(posted: &Posted<MOST>) -> Typed {
    let text = |name| posted.field(name).to_owned();
    Typed {
        subject: text("objet"),
        words: text("message"),
        form: text("n"),
        family: text("famille"),
        seen: text("vu"),
    }
}

/// What the form of a message sends, and its file; what is wrong with the file.
pub fn sent(posted: Posted<{ MOST_BYTES }>) -> (Typed, Result<Attachment, Wrong>) {
    let typed = typed(&posted);
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
        _ => Status::UnprocessableEntity,
    }
}

/// Everything wrong with what was typed and with its file, or both.
pub fn read(
    draft: Result<Draft, Vec<Fault>>,
    file: Result<Attachment, Wrong>,
) -> Result<(Draft, Attachment), Vec<Wrong>> {
    match (draft, file) {
        (Ok(draft), Ok(file)) => Ok((draft, file)),
        (draft, file) => {
            let typed = draft.err().into_iter().flatten().map(Wrong::Draft);
            Err(file.err().into_iter().chain(typed).collect())
        }
    }
}

/// Whether a form was shown to this family: another may have been chosen in another tab, and what is written for one is
/// not another's to read.
///
/// # Errors
/// [`Error::Malformed`]: the form names none.
pub fn is_of(typed: &Typed, family: FamilyId) -> Result<bool, Error> {
    typed.family.parse::<FamilyId>().map(|known| known == family).map_err(|_| Error::Malformed)
}

/// A file as its message names it, and its bytes: hashed before the writer's turn.
pub fn attached(file: Attachment) -> (Option<Attached>, Option<Vec<u8>>) {
    let Some((kind, bytes)) = file else { return (None, None) };
    (Some(Attached { hash: Hash::of(&bytes), kind, bytes: bytes.len() as u64 }), Some(bytes))
}

/// What is answered to who is not let in: the page that keeps what was typed, whose file is not even read.
pub async fn kept(
    why: NotSignedIn,
    parts: &Parts,
    (kind, data): (Option<&ContentType>, Data<'_>),
    thread: Option<ThreadId>,
) -> Result<Answer, Error> {
    let why = match why {
        NotSignedIn::Nobody | NotSignedIn::Code | NotSignedIn::Enrol => Kept::SignedOut,
        NotSignedIn::NoFamily => Kept::NoFamily,
        other => return other.then("/contact").map(Answer::SeeOther),
    };
    keep(why, parts, &typed(&Posted::<0>::of(kind, data).await), thread)
}

/// The page that keeps what was typed, and shows nothing of anybody.
pub fn keep(why: Kept, parts: &Parts, typed: &Typed, thread: Option<ThreadId>) -> Result<Answer, Error> {
    let typed = Typed { form: number(parts, typed), ..typed.clone() };
    let town = parts.store.read(town::store::town)?;
    let page = view::kept(town::view::frame(&town.identity, ""), why, &typed, thread);
    let status = match why {
        Kept::SignedOut => Status::Unauthorized,
        Kept::NoFamily | Kept::OtherFamily => Status::UnprocessableEntity,
    };
    Ok(Answer::Page((status, page)))
}
