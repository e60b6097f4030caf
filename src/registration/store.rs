//! Rows of registrations.

use super::Registration;
use crate::{
    family::{ChildId, FamilyId},
    platform::store::{Reading, StoreError, Table, TableInfo, Write},
};

/// All of a child's registrations by one family: they are always read together.
const REGISTRATIONS: Table<(FamilyId, ChildId), Vec<Registration>> = Table::new("registrations-1").kept();

/// The tables of this slice.
pub const TABLES: [TableInfo; 1] = [REGISTRATIONS.info()];

/// A child's registrations by a family.
pub fn registrations(
    r: &impl Reading,
    family: FamilyId,
    child: ChildId,
) -> Result<Vec<Registration>, StoreError> {
    Ok(r.get(&REGISTRATIONS, &(family, child))?.unwrap_or_default())
}

/// Sets a child's registrations by a family.
pub fn set_registrations(
    w: &Write,
    family: FamilyId,
    child: ChildId,
    registrations: &Vec<Registration>,
) -> Result<(), StoreError> {
    w.put(&REGISTRATIONS, &(family, child), registrations)
}
