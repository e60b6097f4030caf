//! The town's rows.

use std::sync::Arc;

use super::{Calendar, Class, ClassId, Identity, School, SchoolId, Town};
use crate::platform::store::{Reading, StoreError, Table, TableInfo, Write};

/// One row. Key: nothing.
const IDENTITY: Table<(), Identity> = Table::new("town-1").kept();
const SCHOOLS: Table<SchoolId, School> = Table::new("schools-1").kept();
const CLASSES: Table<ClassId, Class> = Table::new("classes-1").kept();
/// One row. Key: nothing.
const CALENDAR: Table<(), Calendar> = Table::new("calendar-1").kept();

/// The tables of this slice.
pub const TABLES: [TableInfo; 4] = [IDENTITY.info(), SCHOOLS.info(), CLASSES.info(), CALENDAR.info()];

/// The town as it stands.
///
/// # Errors
/// When no town has been entered yet, besides those of the database.
pub fn town(r: &impl Reading) -> Result<Arc<Town>, StoreError> {
    r.settings(|r| {
        Ok(Town {
            identity: r.get(&IDENTITY, &())?.ok_or_else(|| StoreError::Database("no town yet".into()))?,
            schools: r.all(&SCHOOLS)?.into_iter().collect(),
            classes: r.all(&CLASSES)?.into_iter().collect(),
            calendar: r.get(&CALENDAR, &())?.unwrap_or_default(),
        })
    })
}

/// Whether a town has been entered.
pub fn is_there(r: &impl Reading) -> Result<bool, StoreError> {
    Ok(r.get(&IDENTITY, &())?.is_some())
}

/// Sets the town's name and choices.
pub fn set_identity(w: &Write, identity: &Identity) -> Result<(), StoreError> {
    w.put(&IDENTITY, &(), identity)
}

/// Adds or changes a school.
pub fn set_school(w: &Write, school: &School) -> Result<(), StoreError> {
    w.put(&SCHOOLS, &school.id, school)
}

/// Adds or changes a class.
pub fn set_class(w: &Write, class: &Class) -> Result<(), StoreError> {
    w.put(&CLASSES, &class.id, class)
}

/// Sets the calendar.
pub fn set_calendar(w: &Write, calendar: &Calendar) -> Result<(), StoreError> {
    w.put(&CALENDAR, &(), calendar)
}
