//! What is known of the set-up besides the settings themselves: when a test mail left, a file that waits for a yes.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    account::AccountId,
    platform::store::{Reading, StoreError, Table, TableInfo, Write},
};

/// One row: when a test mail left last. Key: nothing.
const MAILED: Table<(), DateTime<Utc>> = Table::new("mail-tested-1");

/// The file of settings that an administrator has sent and not confirmed.
const WAITING: Table<AccountId, Waiting> = Table::new("settings-waiting-1").not_journalled();

/// How long a file waits.
const PATIENCE: TimeDelta = TimeDelta::hours(2);

/// The tables of this slice.
pub const TABLES: [TableInfo; 2] = [MAILED.info(), WAITING.info()];

/// A file of settings that waits for a yes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// Since when.
    pub since: DateTime<Utc>,
    /// What its sender calls it.
    pub name: String,
    /// What it says: it could be read when it came.
    pub text: String,
}

/// Notes that a test mail has left.
pub fn note_mail(w: &Write, at: DateTime<Utc>) -> Result<(), StoreError> {
    w.put(&MAILED, &(), &at)
}

/// When a test mail left last, if one has.
pub fn mailed(r: &impl Reading) -> Result<Option<DateTime<Utc>>, StoreError> {
    r.get(&MAILED, &())
}

/// Keeps a file of settings until its sender confirms it, in the place of the one before. Those that nobody confirmed
/// go.
pub fn keep(w: &Write, sender: AccountId, file: &Waiting) -> Result<(), StoreError> {
    for (other, kept) in w.all(&WAITING)? {
        if kept.since + PATIENCE < file.since {
            w.delete(&WAITING, &other)?;
        }
    }
    w.put(&WAITING, &sender, file)
}

/// The file that waits for an administrator's yes.
pub fn waiting(
    r: &impl Reading,
    sender: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<Waiting>, StoreError> {
    Ok(r.get(&WAITING, &sender)?.filter(|kept| now < kept.since + PATIENCE))
}

/// It waits no more.
pub fn forget(w: &Write, sender: AccountId) -> Result<(), StoreError> {
    w.delete(&WAITING, &sender)
}
