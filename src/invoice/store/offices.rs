//! Rows of cash offices.

use std::collections::BTreeMap;

use crate::{
    invoice::{OfficeId, cash::CashOffice},
    platform::store::{Reading, StoreError, Table, Write},
};

pub(super) const OFFICES: Table<OfficeId, CashOffice> = Table::new("cash-offices-1");

/// Every cash office.
///
/// # Errors
/// The database's.
pub fn offices(r: &impl Reading) -> Result<BTreeMap<OfficeId, CashOffice>, StoreError> {
    Ok(r.all(&OFFICES)?.into_iter().collect())
}

/// One of them.
///
/// # Errors
/// The database's.
pub fn office(r: &impl Reading, id: OfficeId) -> Result<Option<CashOffice>, StoreError> {
    r.get(&OFFICES, &id)
}

/// A number for a new one.
///
/// # Errors
/// The database's.
pub fn next_office(r: &impl Reading) -> Result<OfficeId, StoreError> {
    Ok(OfficeId(r.last_key(&OFFICES)?.map_or(1, |last| last.0 + 1)))
}

/// Sets one. None is ever removed: its bills stay.
///
/// # Errors
/// The database's.
pub fn set_office(w: &Write, id: OfficeId, office: &CashOffice) -> Result<(), StoreError> {
    w.put(&OFFICES, &id, office)
}
