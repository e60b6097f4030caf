//! The families' door: "Contact", and the threads of a family.

mod contact;
mod form;
mod sending;
mod thread;

use chrono::{DateTime, TimeDelta, Utc};
use rocket::{Route, routes};

use super::{Message, Side, State, Thread, ThreadId, store, view};
use crate::{
    account,
    family::FamilyId,
    platform::{
        blob,
        error::Error,
        file::File,
        store::{Reading, StoreError},
    },
};
pub(super) use form::{attached, number, read, sent, status};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![contact::page, contact::send, thread::page, thread::go_on, thread::file]
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
    threads.retain(|(_, thread)| thread.state == State::Answered && now < thread.at + TOLD);
    Ok(threads)
}

/// A thread of a family's own.
fn own(r: &impl Reading, family: FamilyId, id: ThreadId) -> Result<Thread, Error> {
    store::thread(r, id)?.filter(|thread| thread.family == family).ok_or(Error::Missing)
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
