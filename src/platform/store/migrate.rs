//! The schema's number, and the steps from one to the next.

use redb::ReadableDatabase;

use super::{StoreError, Table};

/// One row: the schema of the data. Not journalled: a migration begins a new journal.
pub(super) const SCHEMA: Table<(), u32> = Table::new("schema-1").not_journalled();

/// The schema that this program writes. There is no step yet: this is the first.
pub const KNOWN: u32 = 1;

/// Refuses data that a newer program wrote, before anything else is done to them.
pub(super) fn refuse_newer(db: &redb::Database) -> Result<(), StoreError> {
    let tx = db.begin_read()?;
    let table = match tx.open_table(super::definition(SCHEMA.info())) {
        Err(redb::TableError::TableDoesNotExist(_)) => return Ok(()),
        table => table?,
    };
    let Some(row) = table.get([].as_slice())? else { return Ok(()) };
    match super::doc::decode(SCHEMA.info().name, row.value())? {
        found if found > KNOWN => Err(StoreError::Newer { found, known: KNOWN }),
        _ => Ok(()),
    }
}
