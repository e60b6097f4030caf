//! The families' door: "Contact", and the threads of a family.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use maud::Markup;
use rocket::{Route, State, get, http::Status, post, routes};

use super::{
    Attached, MOST_BYTES, Message, Side, State as Stands, Thread, ThreadId,
    draft::{Draft, Typed},
    mail, store,
    view::{self, Wrong, portal as pages},
};
use crate::{
    account::{self, AccountId, NotSignedIn, Parent, Visitor, view::dress},
    family::{self, FamilyId},
    platform::{
        Parts,
        blob::{self, Hash, Kind},
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        file::File,
        outbox,
        store::{Read, Reading, StoreError, Write},
        upload::{NotSent, Posted},
    },
    town,
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![contact, send, thread, go_on, file]
}

/// For how long an answer of the town is told on the first page.
const TOLD: TimeDelta = TimeDelta::weeks(2);

/// What the town has lately answered to a family, the newest first.
///
/// # Errors
/// The database's.
pub fn answered(
    r: &impl Reading,
    family: FamilyId,
    now: DateTime<Utc>,
) -> Result<Vec<(ThreadId, Thread)>, StoreError> {
    let mut threads = store::of_family(r, family)?;
    threads.retain(|(_, thread)| thread.state == Stands::Answered && now < thread.at + TOLD);
    Ok(threads)
}

/// How the town is reached, for anybody; for a family, a form and what was written before.
#[get("/contact")]
async fn contact(
    visitor: Option<&Visitor>,
    parts: &State<Arc<Parts>>,
    parent: Option<Parent>,
) -> Result<Page, Error> {
    if let Some(parent) = parent {
        return Ok((Status::Ok, show(&parent, parts, &Typed::default(), &[])?));
    }
    let (town, bar) = (parts.store.read(town::store::town)?, visitor.map(Visitor::bar));
    let mut frame = town::view::frame(&town.identity, "");
    if let Some(bar) = &bar {
        dress(&mut frame, bar);
    }
    Ok((Status::Ok, pages::reached(frame, &town.identity, bar.is_some())))
}

/// The page of a family, with what was typed and what is wrong with it.
fn show(parent: &Parent, parts: &Parts, typed: &Typed, wrong: &[Wrong]) -> Result<Markup, Error> {
    let typed = Typed { form: number(parts, typed), ..typed.clone() };
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let threads = store::of_family(r, parent.family)?;
        let mut frame = town::view::frame(&town.identity, "");
        dress(&mut frame, &parent.bar);
        Ok(pages::contact(frame, &town.identity, &threads, &typed, wrong))
    })
}

/// The number of a form: a new one, but for what is sent again.
pub(super) fn number(parts: &Parts, typed: &Typed) -> String {
    if typed.form.is_empty() { parts.random.token() } else { typed.form.clone() }
}

/// What the form of a message sends, and its file; what is wrong with the file.
pub(super) fn sent(posted: Posted<{ MOST_BYTES }>) -> (Typed, Result<Option<(Kind, Vec<u8>)>, Wrong>) {
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
pub(super) fn status(wrong: &[Wrong]) -> Status {
    match wrong.first() {
        Some(Wrong::TooLarge) => Status::PayloadTooLarge,
        Some(Wrong::TooMany(_)) => Status::TooManyRequests,
        Some(Wrong::SignedOut) => Status::Unauthorized,
        _ => Status::UnprocessableEntity,
    }
}

/// Everything wrong with what was typed and with its file, or both.
pub(super) fn read(
    draft: Result<Draft, Vec<super::draft::Fault>>,
    file: Result<Option<(Kind, Vec<u8>)>, Wrong>,
) -> Result<(Draft, Option<(Kind, Vec<u8>)>), Vec<Wrong>> {
    match (draft, file) {
        (Ok(draft), Ok(file)) => Ok((draft, file)),
        (draft, file) => {
            let typed = draft.err().into_iter().flatten().map(Wrong::Draft);
            Err(file.err().into_iter().chain(typed).collect())
        }
    }
}

/// A message that a family sends.
struct Sending {
    family: FamilyId,
    by: AccountId,
    name: String,
    reply_to: String,
    at: DateTime<Utc>,
    form: String,
    draft: Draft,
    file: Option<(Kind, Vec<u8>)>,
    site: String,
    token: String,
}

impl Sending {
    fn new(
        parent: &Parent,
        parts: &Parts,
        typed: &Typed,
        draft: Draft,
        file: Option<(Kind, Vec<u8>)>,
    ) -> Result<Self, Error> {
        u128::from_str_radix(&typed.form, 16).map_err(|_| Error::Malformed)?;
        Ok(Self {
            family: parent.family,
            by: parent.account,
            name: format!("{} {}", parent.first_name, parent.last_name),
            reply_to: parent.mail.clone(),
            at: parts.clock.now(),
            form: typed.form.clone(),
            draft,
            file,
            site: parts.config.site.clone(),
            token: parts.random.token(),
        })
    }

    /// Writes it down, at the end of a thread or as a new one, and queues the mail that tells the town. The same form
    /// sent again changes nothing.
    fn carry_out(self, w: &Write, thread: Option<ThreadId>) -> Result<Result<ThreadId, Wrong>, Error> {
        let known = store::sent(w, self.by)?;
        if let Some(id) = known.by(&self.form) {
            return Ok(Ok(id));
        }
        if let Err(until) = known.may(self.at) {
            return Ok(Err(Wrong::TooMany(until)));
        }
        let (id, before) = match thread {
            Some(id) => (id, own(w, self.family, id)?),
            None => {
                let subject = self.draft.subject.clone();
                let state = Stands::Waiting(self.at);
                (store::next_id(w)?, Thread { family: self.family, subject, messages: 0, at: self.at, state })
            }
        };
        let since = match before.state {
            Stands::Waiting(since) => since,
            Stands::Answered | Stands::PutAway => self.at,
        };
        let thread =
            Thread { messages: before.messages + 1, at: self.at, state: Stands::Waiting(since), ..before };
        let (attached, bytes) = attached(self.file);
        let message = Message {
            side: Side::Family,
            by: self.by,
            name: self.name,
            at: self.at,
            words: self.draft.words,
            file: attached,
        };
        store::write(w, id, &thread, &message, bytes.as_deref())?;
        store::set_sent(w, self.by, &known.and(&self.form, id, self.at))?;
        let town = town::store::town(w)?;
        if !town.identity.contact.mail.is_empty() {
            let family = family::store::family(w, self.family)?.map(|known| known.name).unwrap_or_default();
            let about = (id, &thread, &message);
            let mail = mail::to_town(&town.identity, &family, about, &self.reply_to, &self.site);
            outbox::queue(w, mail, &self.token, self.at)?;
        }
        Ok(Ok(id))
    }
}

/// A file as its message names it, and its bytes.
pub(super) fn attached(file: Option<(Kind, Vec<u8>)>) -> (Option<Attached>, Option<Vec<u8>>) {
    let Some((kind, bytes)) = file else { return (None, None) };
    (Some(Attached { hash: Hash::of(&bytes), kind, bytes: bytes.len() as u64 }), Some(bytes))
}

/// A thread of a family's own.
fn own(r: &impl Reading, family: FamilyId, id: ThreadId) -> Result<Thread, Error> {
    store::thread(r, id)?.filter(|thread| thread.family == family).ok_or(Error::Missing)
}

/// Who is signed in; where the session has ended, the page that keeps what was typed.
fn who(
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
            let page = pages::signed_out(town::view::frame(&town.identity, ""), &typed, thread);
            Ok(Err(Answer::Page((status(&[Wrong::SignedOut]), page))))
        }
        Err(why) => why.then("/contact").map(Answer::SeeOther).map(Err),
    }
}

/// Begins a thread.
#[post("/contact", data = "<posted>")]
async fn send(
    parent: Result<Parent, NotSignedIn>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    posted: Posted<{ MOST_BYTES }>,
) -> Result<Answer, Error> {
    let (typed, file) = sent(posted);
    let parent = match who(parent, parts, &typed, None)? {
        Ok(parent) => parent,
        Err(answer) => return Ok(answer),
    };
    let refused =
        |wrong: Vec<Wrong>| Ok(Answer::Page((status(&wrong), show(&parent, parts, &typed, &wrong)?)));
    let (draft, file) = match read(typed.first(), file) {
        Ok(read) => read,
        Err(wrong) => return refused(wrong),
    };
    let sending = Sending::new(&parent, parts, &typed, draft, file)?;
    let done =
        parts.store.write(format!("account {}", parent.account), |w| sending.carry_out(w, None)).await?;
    match done {
        Ok(id) => Ok(Answer::SeeOther(SeeOther(format!("/contact/{id}?fait=envoye")))),
        Err(wrong) => refused(vec![wrong]),
    }
}

#[get("/contact/<id>?<fait>")]
async fn thread(
    parent: Parent,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let sent = fait == Some("envoye");
    Ok((Status::Ok, show_thread(&parent, parts, ThreadId(id), &Typed::default(), &[], sent)?))
}

/// The page of a thread.
fn show_thread(
    parent: &Parent,
    parts: &Parts,
    id: ThreadId,
    typed: &Typed,
    wrong: &[Wrong],
    sent: bool,
) -> Result<Markup, Error> {
    let typed = Typed { form: number(parts, typed), ..typed.clone() };
    parts.store.read(|r: &Read| {
        let town = town::store::town(r)?;
        let thread = own(r, parent.family, id)?;
        let messages = store::messages(r, id)?;
        let mut frame = town::view::frame(&town.identity, "");
        dress(&mut frame, &parent.bar);
        let shown = pages::Shown {
            id,
            thread: &thread,
            messages: &messages,
            zone: town.identity.timezone,
            mail: &parent.mail,
            typed: &typed,
            wrong,
            sent,
        };
        Ok(pages::thread(frame, &shown))
    })
}

/// Goes on with one.
#[post("/contact/<id>", data = "<posted>")]
async fn go_on(
    parent: Result<Parent, NotSignedIn>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    posted: Posted<{ MOST_BYTES }>,
) -> Result<Answer, Error> {
    let (id, (typed, file)) = (ThreadId(id), sent(posted));
    let parent = match who(parent, parts, &typed, Some(id))? {
        Ok(parent) => parent,
        Err(answer) => return Ok(answer),
    };
    parts.store.read(|r| own(r, parent.family, id).map(drop))?;
    let refused = |wrong: Vec<Wrong>| {
        Ok(Answer::Page((status(&wrong), show_thread(&parent, parts, id, &typed, &wrong, false)?)))
    };
    let (draft, file) = match read(typed.next(), file) {
        Ok(read) => read,
        Err(wrong) => return refused(wrong),
    };
    let sending = Sending::new(&parent, parts, &typed, draft, file)?;
    let done = parts
        .store
        .write(format!("account {}", parent.account), move |w| sending.carry_out(w, Some(id)))
        .await?;
    match done {
        Ok(id) => Ok(Answer::SeeOther(SeeOther(format!("/contact/{id}?fait=envoye")))),
        Err(wrong) => refused(vec![wrong]),
    }
}

/// The file of a message of the family's own.
#[get("/contact/<id>/<number>/<nom>")]
async fn file(
    parent: Parent,
    parts: &State<Arc<Parts>>,
    id: u32,
    number: u32,
    nom: &str,
) -> Result<File, Error> {
    parts.store.read(|r| {
        own(r, parent.family, ThreadId(id))?;
        opened(r, ThreadId(id), number, nom)
    })
}

/// The file of a message, under the name that its link gives it.
pub(super) fn opened(r: &impl Reading, id: ThreadId, number: u32, name: &str) -> Result<File, Error> {
    let file = store::message(r, id, number)?.and_then(|message| message.file).ok_or(Error::Missing)?;
    if view::file_name(&file) != name {
        return Err(Error::Missing);
    }
    let bytes = blob::bytes(r, &file.hash)?.ok_or(Error::Missing)?;
    Ok(File::new(bytes, file.kind, view::FILE))
}

/// Where an answer goes: to who wrote last for the family, if that person still comes in.
pub(super) fn heard(
    r: &impl Reading,
    thread: &Thread,
    messages: &[Message],
) -> Result<Option<String>, StoreError> {
    let last = messages.iter().rev().find(|message| message.side == Side::Family);
    let Some(by) = last.map(|message| message.by) else { return Ok(None) };
    let address = account::store::account_of(r, by)?.map(|account| account.mail);
    let open = account::store::addresses(r, thread.family)?;
    Ok(address.filter(|address| open.contains(address)))
}
