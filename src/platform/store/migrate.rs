//! The schema's number, and the steps from one to the next.

use super::{Reading, StoreError, Table};

/// One row: the schema of the data. Not journalled: a migration begins a new journal.
pub(super) const SCHEMA: Table<(), u32> = Table::new("schema-1").not_journalled();

/// The schema that this program writes. There is no step yet: this is the first.
pub const KNOWN: u32 = 1;

/// Refuses data that a newer program wrote.
pub(super) fn refuse_newer(r: &impl Reading) -> Result<(), StoreError> {
    match r.get(&SCHEMA, &())? {
        Some(found) if found > KNOWN => Err(StoreError::Newer { found, known: KNOWN }),
        _ => Ok(()),
    }
}
