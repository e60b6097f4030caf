//! Rows of threads and of their messages; their files are kept by their hash.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{Message, State, Thread, ThreadId, pace::Sent};
use crate::{
    account::AccountId,
    family::FamilyId,
    platform::{
        blob::{self, Hash},
        store::{Reading, StoreError, Table, TableInfo, Write},
    },
};

const THREADS: Table<ThreadId, Thread> = Table::new("threads-1");
const MESSAGES: Table<(ThreadId, u32), Message> = Table::new("messages-1");
/// Index: those of a family.
const OF_FAMILY: Table<(FamilyId, ThreadId), ()> = Table::new("threads-of-family-1");
/// Index: those that wait for an answer, by since when (milliseconds since 1970).
const WAITING: Table<(u64, ThreadId), ()> = Table::new("threads-waiting-1");
/// Index: all, the last written to first (milliseconds that are left until the end of time).
const LATEST: Table<(u64, ThreadId), ()> = Table::new("threads-latest-1");
/// What an account has sent in the last days. No part of the audit.
const SENT: Table<AccountId, Sent> = Table::new("messages-sent-1").not_journalled();

/// The tables of this slice.
pub const TABLES: [TableInfo; 6] =
    [THREADS.info(), MESSAGES.info(), OF_FAMILY.info(), WAITING.info(), LATEST.info(), SENT.info()];

/// A thread.
///
/// # Errors
/// The database's.
pub fn thread(r: &impl Reading, id: ThreadId) -> Result<Option<Thread>, StoreError> {
    r.get(&THREADS, &id)
}

/// Its messages, in their order.
///
/// # Errors
/// The database's.
pub fn messages(r: &impl Reading, id: ThreadId) -> Result<Vec<Message>, StoreError> {
    Ok(r.range(&MESSAGES, (id, 0)..=(id, u32::MAX))?.into_iter().map(|(_, message)| message).collect())
}

/// One of them, by its number.
///
/// # Errors
/// The database's.
pub fn message(r: &impl Reading, id: ThreadId, number: u32) -> Result<Option<Message>, StoreError> {
    r.get(&MESSAGES, &(id, number))
}

/// A family's threads, the newest first.
///
/// # Errors
/// The database's.
pub fn of_family(r: &impl Reading, family: FamilyId) -> Result<Vec<(ThreadId, Thread)>, StoreError> {
    let keys = r.range(&OF_FAMILY, (family, ThreadId::MIN)..=(family, ThreadId::MAX))?;
    with_rows(r, keys.into_iter().rev().map(|((_, id), ())| id))
}

/// How many wait for an answer.
///
/// # Errors
/// The database's.
pub fn waiting_count(r: &impl Reading) -> Result<usize, StoreError> {
    Ok(r.all(&WAITING)?.len())
}

/// So many of those that wait for an answer, who has waited longest first, after so many.
///
/// # Errors
/// The database's.
pub fn waiting(r: &impl Reading, after: usize, limit: usize) -> Result<Vec<(ThreadId, Thread)>, StoreError> {
    page(r, &WAITING, after, limit)
}

/// So many of all, the last written to first, after so many.
///
/// # Errors
/// The database's.
pub fn latest(r: &impl Reading, after: usize, limit: usize) -> Result<Vec<(ThreadId, Thread)>, StoreError> {
    page(r, &LATEST, after, limit)
}

/// Rows of an index after so many: of the ones before, only the keys are read.
fn page(
    r: &impl Reading,
    index: &Table<(u64, ThreadId), ()>,
    after: usize,
    limit: usize,
) -> Result<Vec<(ThreadId, Thread)>, StoreError> {
    let all = (0, ThreadId::MIN)..=(u64::MAX, ThreadId::MAX);
    let keys = r.first(index, all, after.saturating_add(limit))?;
    with_rows(r, keys.into_iter().skip(after).map(|((_, id), ())| id))
}

fn with_rows(
    r: &impl Reading,
    ids: impl Iterator<Item = ThreadId>,
) -> Result<Vec<(ThreadId, Thread)>, StoreError> {
    ids.map(|id| Ok(thread(r, id)?.map(|known| (id, known)))).filter_map(Result::transpose).collect()
}

/// A number for a new thread.
///
/// # Errors
/// The database's.
pub fn next_id(r: &impl Reading) -> Result<ThreadId, StoreError> {
    Ok(ThreadId(r.last_key(&THREADS)?.map_or(1, |last| last.0 + 1)))
}

/// Writes a message at the end of a thread, which is then as given. `bytes`: of the message's file.
///
/// # Errors
/// The database's.
pub fn write(
    w: &Write,
    id: ThreadId,
    thread: &Thread,
    message: &Message,
    bytes: Option<&[u8]>,
) -> Result<(), StoreError> {
    if let Some((file, bytes)) = message.file.as_ref().zip(bytes) {
        blob::keep_as(w, &file.hash, bytes)?;
    }
    w.put(&MESSAGES, &(id, thread.messages), message)?;
    set(w, id, thread)
}

/// Changes a thread, and its places in the indexes.
///
/// # Errors
/// The database's.
pub fn set(w: &Write, id: ThreadId, thread: &Thread) -> Result<(), StoreError> {
    if let Some(before) = self::thread(w, id)? {
        w.delete(&LATEST, &(latest_first(before.at), id))?;
        if let State::Waiting(since) = before.state {
            w.delete(&WAITING, &(oldest_first(since), id))?;
        }
    }
    if let State::Waiting(since) = thread.state {
        w.put(&WAITING, &(oldest_first(since), id), &())?;
    }
    w.put(&LATEST, &(latest_first(thread.at), id), &())?;
    w.put(&OF_FAMILY, &(thread.family, id), &())?;
    w.put(&THREADS, &id, thread)
}

/// So many threads that nobody has written to since an instant.
///
/// # Errors
/// The database's.
pub fn before(r: &impl Reading, at: DateTime<Utc>, limit: usize) -> Result<Vec<ThreadId>, StoreError> {
    let keys = (latest_first(at), ThreadId::MAX)..=(u64::MAX, ThreadId::MAX);
    Ok(r.first(&LATEST, keys, limit)?.into_iter().map(|((_, id), ())| id).collect())
}

/// Erases a thread with its messages, and lets go of their files.
///
/// # Errors
/// The database's.
pub fn remove(w: &Write, id: ThreadId) -> Result<(), StoreError> {
    let Some(thread) = thread(w, id)? else { return Ok(()) };
    for (number, message) in (1..).zip(messages(w, id)?) {
        if let Some(file) = message.file {
            blob::release(w, &file.hash)?;
        }
        w.delete(&MESSAGES, &(id, number))?;
    }
    if let State::Waiting(since) = thread.state {
        w.delete(&WAITING, &(oldest_first(since), id))?;
    }
    w.delete(&LATEST, &(latest_first(thread.at), id))?;
    w.delete(&OF_FAMILY, &(thread.family, id))?;
    w.delete(&THREADS, &id)
}

fn oldest_first(at: DateTime<Utc>) -> u64 {
    at.timestamp_millis().unsigned_abs()
}

fn latest_first(at: DateTime<Utc>) -> u64 {
    u64::MAX - oldest_first(at)
}

/// What an account has sent in the last days.
///
/// # Errors
/// The database's.
pub fn sent(r: &impl Reading, account: AccountId) -> Result<Sent, StoreError> {
    Ok(r.get(&SENT, &account)?.unwrap_or_default())
}

/// Writes that down.
///
/// # Errors
/// The database's.
pub fn set_sent(w: &Write, account: AccountId, sent: &Sent) -> Result<(), StoreError> {
    w.put(&SENT, &account, sent)
}

/// The files that messages hold.
///
/// # Errors
/// The database's.
pub fn held(r: &impl Reading) -> Result<Vec<Hash>, StoreError> {
    Ok(r.all(&MESSAGES)?.into_iter().filter_map(|(_, message)| Some(message.file?.hash)).collect())
}

/// What is wrong with the indexes or with the numbers of messages, in the words of an engineer.
///
/// # Errors
/// The database's.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let threads = r.all(&THREADS)?;
    let mut faults = Vec::new();
    let (mut of_family, mut waiting, mut latest) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut numbers = BTreeSet::new();
    for (id, thread) in &threads {
        of_family.insert((thread.family, *id));
        latest.insert((latest_first(thread.at), *id));
        if let State::Waiting(since) = thread.state {
            waiting.insert((oldest_first(since), *id));
        }
        numbers.extend((1..=thread.messages).map(|number| (*id, number)));
    }
    let keys = |rows: Vec<((u64, ThreadId), ())>| rows.into_iter().map(|(key, ())| key).collect();
    let indexed = r.all(&OF_FAMILY)?.into_iter().map(|(key, ())| key).collect::<BTreeSet<_>>();
    let there = r.all(&MESSAGES)?.into_iter().map(|(key, _)| key).collect::<BTreeSet<_>>();
    for (what, agrees) in [
        ("of families", of_family == indexed),
        ("that wait", waiting == keys(r.all(&WAITING)?)),
        ("by date", latest == keys(r.all(&LATEST)?)),
    ] {
        if !agrees {
            faults.push(format!("threads {what}: the index does not agree with the threads"));
        }
    }
    if numbers != there {
        faults.push(format!("messages: {} are there, {} are expected", there.len(), numbers.len()));
    }
    Ok(faults)
}
