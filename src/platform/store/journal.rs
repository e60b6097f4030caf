//! The journal: every write, in the order of the commits, as the town reads it and as it is replayed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Reading, StoreError, Table, TableInfo};

/// Key: number of the write, from 1, without a gap. Value: what it changed.
pub(super) const JOURNAL: Table<u64, Entry> = Table::new("journal-1").not_journalled();

/// One write that was committed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who asked for it: `account 12`, `demo`, `session`.
    pub who: String,
    /// What it changed, in the order it was changed.
    pub changes: Vec<EntryChange>,
}

/// One row that was inserted, replaced or deleted.
#[derive(Debug, Serialize, Deserialize)]
pub struct EntryChange {
    /// Name of the table.
    pub table: String,
    /// Bytes of the key, in hexadecimal.
    pub key: String,
    /// The document before, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub before: Option<Box<RawValue>>,
    /// The document after, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "there")]
    pub after: Option<Box<RawValue>>,
}

/// A document that is there, even if it is `null`, which is what a row of an index holds.
fn there<'de, D: serde::Deserializer<'de>>(document: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(document).map(Some)
}

/// A change as the writer remembers it, to undo it or to write it down.
pub(super) struct Change {
    pub table: TableInfo,
    pub key: Vec<u8>,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
}

impl Change {
    pub fn entry(&self) -> EntryChange {
        EntryChange {
            table: self.table.name.into(),
            key: self.key.iter().map(|byte| format!("{byte:02x}")).collect(),
            before: self.before.as_deref().map(json),
            after: self.after.as_deref().map(json),
        }
    }
}

/// The JSON of a document's bytes, as it stands: what is replayed is the same to the byte. A row that is
/// damaged is written down as text: it can still be replaced, and `check` names it.
fn json(document: &[u8]) -> Box<RawValue> {
    let text = String::from_utf8_lossy(document.get(1..).unwrap_or_default()).into_owned();
    RawValue::from_string(text.clone())
        .unwrap_or_else(|_| serde_json::value::to_raw_value(&text).expect("a text always serialises"))
}

/// The number of the last write, 0 for none.
pub fn last(r: &impl Reading) -> Result<u64, StoreError> {
    Ok(r.last_key(&JOURNAL)?.unwrap_or(0))
}

/// An entry by its number.
pub fn entry(r: &impl Reading, number: u64) -> Result<Option<Entry>, StoreError> {
    r.get(&JOURNAL, &number)
}

/// The entries from number `from` on, `limit` at most.
pub fn entries(r: &impl Reading, from: u64, limit: usize) -> Result<Vec<(u64, Entry)>, StoreError> {
    r.first(&JOURNAL, from..=u64::MAX, limit)
}
