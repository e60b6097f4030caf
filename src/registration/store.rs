//! Rows of registrations.

use std::sync::Arc;

use super::{Offer, Registration};
use crate::{
    activity::ServiceId,
    family::{ChildId, FamilyId},
    platform::store::{Reading, StoreError, Table, TableInfo, Write},
};

/// All of a child's registrations by one family: they are always read together.
const REGISTRATIONS: Table<(FamilyId, ChildId), Vec<Registration>> = Table::new("registrations-1").kept();

/// One row: at which tariffs the town registers. Key: nothing.
const OFFERS: Table<(), Vec<Offer>> = Table::new("offers-1").kept();

/// The tables of this slice.
pub const TABLES: [TableInfo; 2] = [REGISTRATIONS.info(), OFFERS.info()];

/// At which tariffs the town registers.
pub fn offers(r: &impl Reading) -> Result<Arc<Vec<Offer>>, StoreError> {
    r.settings(|r| Ok(r.get(&OFFERS, &())?.unwrap_or_default()))
}

/// Sets at which tariffs the town registers.
pub fn set_offers(w: &Write, offers: &Vec<Offer>) -> Result<(), StoreError> {
    w.put(&OFFERS, &(), offers)
}

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

/// Whether a child is or was registered for a service.
pub fn is_registered(r: &impl Reading, service: ServiceId) -> Result<bool, StoreError> {
    Ok(r.all(&REGISTRATIONS)?.iter().any(|(_, all)| all.iter().any(|known| known.service == service)))
}
