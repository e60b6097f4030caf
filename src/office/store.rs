//! What is known of the set-up besides the settings themselves.

use chrono::{DateTime, Utc};

use crate::platform::store::{Reading, StoreError, Table, TableInfo, Write};

/// One row: when a test mail left last. Key: nothing.
const MAILED: Table<(), DateTime<Utc>> = Table::new("mail-tested-1");

/// The tables of this slice.
pub const TABLES: [TableInfo; 1] = [MAILED.info()];

/// Notes that a test mail has left.
pub fn note_mail(w: &Write, at: DateTime<Utc>) -> Result<(), StoreError> {
    w.put(&MAILED, &(), &at)
}

/// When a test mail left last, if one has.
pub fn mailed(r: &impl Reading) -> Result<Option<DateTime<Utc>>, StoreError> {
    r.get(&MAILED, &())
}
