//! The town's rows.

use std::sync::Arc;

use super::{Calendar, Class, ClassId, Identity, LogoMark, School, SchoolId, Town};
use crate::platform::{
    random::hex,
    store::{Reading, StoreError, Table, TableInfo, Write},
};

/// One row. Key: nothing.
const IDENTITY: Table<(), Identity> = Table::new("town-1").kept();
const SCHOOLS: Table<SchoolId, School> = Table::new("schools-1").kept();
const CLASSES: Table<ClassId, Class> = Table::new("classes-1").kept();
/// One row. Key: nothing.
const CALENDAR: Table<(), Calendar> = Table::new("calendar-1").kept();

/// One row. Key: nothing.
const LOGO: Table<(), LogoMark> = Table::new("logo-1").kept();
/// One row: its bytes, in hexadecimal. Key: nothing.
const LOGO_BYTES: Table<(), String> = Table::new("logo-bytes-1");

/// The tables of this slice.
pub const TABLES: [TableInfo; 6] =
    [IDENTITY.info(), SCHOOLS.info(), CLASSES.info(), CALENDAR.info(), LOGO.info(), LOGO_BYTES.info()];

/// The town as it stands: one that is not set up yet has no name, and is closed to parents.
pub fn town(r: &impl Reading) -> Result<Arc<Town>, StoreError> {
    r.settings(|r| {
        let identity = r.get(&IDENTITY, &())?.unwrap_or_else(Identity::unset);
        Ok(Town {
            identity: Identity { logo: r.get(&LOGO, &())?, ..identity },
            schools: r.all(&SCHOOLS)?.into_iter().collect(),
            classes: r.all(&CLASSES)?.into_iter().collect(),
            calendar: r.get(&CALENDAR, &())?.unwrap_or_default(),
        })
    })
}

/// Sets the town's name and choices.
pub fn set_identity(w: &Write, identity: &Identity) -> Result<(), StoreError> {
    w.put(&IDENTITY, &(), identity)
}

/// Adds or changes a school.
pub fn set_school(w: &Write, school: &School) -> Result<(), StoreError> {
    w.put(&SCHOOLS, &school.id, school)
}

/// Takes a school away.
pub fn remove_school(w: &Write, id: SchoolId) -> Result<(), StoreError> {
    w.delete(&SCHOOLS, &id)
}

/// A number that no school has.
pub fn next_school(r: &impl Reading) -> Result<SchoolId, StoreError> {
    Ok(SchoolId(r.last_key(&SCHOOLS)?.map_or(1, |id| id.0 + 1)))
}

/// Takes a class away.
pub fn remove_class(w: &Write, id: ClassId) -> Result<(), StoreError> {
    w.delete(&CLASSES, &id)
}

/// A number that no class has.
pub fn next_class(r: &impl Reading) -> Result<ClassId, StoreError> {
    Ok(ClassId(r.last_key(&CLASSES)?.map_or(1, |id| id.0 + 1)))
}

/// Adds or changes a class.
pub fn set_class(w: &Write, class: &Class) -> Result<(), StoreError> {
    w.put(&CLASSES, &class.id, class)
}

/// Sets the calendar.
pub fn set_calendar(w: &Write, calendar: &Calendar) -> Result<(), StoreError> {
    w.put(&CALENDAR, &(), calendar)
}

/// Sets the logo, or takes it away.
pub fn set_logo(w: &Write, logo: Option<(&LogoMark, &[u8])>) -> Result<(), StoreError> {
    match logo {
        Some((mark, bytes)) => {
            w.put(&LOGO, &(), mark)?;
            w.put(&LOGO_BYTES, &(), &hex(bytes))
        }
        None => {
            w.delete(&LOGO, &())?;
            w.delete(&LOGO_BYTES, &())
        }
    }
}

/// The bytes of the logo, if there is one.
pub fn logo(r: &impl Reading) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(text) = r.get(&LOGO_BYTES, &())? else { return Ok(None) };
    let byte = |n: usize| text.get(n..n + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    Ok((0..text.len()).step_by(2).map(byte).collect())
}
