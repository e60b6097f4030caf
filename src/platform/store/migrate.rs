//! The schema's number, and the steps from one to the next.

use redb::ReadableDatabase;

use super::{Reading, Store, StoreError, Table, Write};

/// One row: the schema of the data. Not journalled: a migration begins a new journal.
pub(super) const SCHEMA: Table<(), u32> = Table::new("schema-1").not_journalled();

/// The schema that this program writes.
pub const KNOWN: u32 = 4;

/// What leads from the schema before to one: in one transaction, whole or not at all.
pub struct Step {
    /// The schema that it leads to.
    pub to: u32,
    /// What it does. Journalled: the journal replayed gives the same data.
    pub run: fn(&Write) -> Result<(), StoreError>,
}

/// The schema of the data.
pub fn schema(r: &impl Reading) -> Result<u32, StoreError> {
    Ok(r.get(&SCHEMA, &())?.unwrap_or(KNOWN))
}

impl Store {
    /// Takes the steps that are missing, in their order. One that was cut short is taken again at the next start.
    pub async fn upgrade(&self, steps: &'static [Step]) -> Result<(), StoreError> {
        let found = self.read(schema)?;
        for step in steps.iter().filter(|step| step.to > found) {
            let take = |w: &Write| {
                (step.run)(w)?;
                w.put(&SCHEMA, &(), &step.to)
            };
            self.write("upgrade", take).await?;
        }
        Ok(())
    }
}

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
