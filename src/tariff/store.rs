//! Rows of tariffs.

use std::sync::Arc;

use super::{
    Tariff, TariffId, Tariffs,
    absence::{Absences, Terms},
};
use crate::{
    activity::ServiceId,
    platform::{
        dated::Dated,
        store::{Reading, StoreError, Table, TableInfo, Write},
    },
};

const TARIFFS: Table<TariffId, Tariff> = Table::new("tariffs-1").kept();
/// What was decided about the absences of a service.
const ABSENCES: Table<ServiceId, Dated<Terms>> = Table::new("absences-1").kept();

/// The tables of this slice.
pub const TABLES: [TableInfo; 2] = [TARIFFS.info(), ABSENCES.info()];

/// All tariffs.
pub fn tariffs(r: &impl Reading) -> Result<Arc<Tariffs>, StoreError> {
    r.settings(|r| Ok(Tariffs(r.all(&TARIFFS)?.into_iter().collect())))
}

/// Adds a tariff, or a version to it.
pub fn set_tariff(w: &Write, tariff: &Tariff) -> Result<(), StoreError> {
    w.put(&TARIFFS, &tariff.id, tariff)
}

/// What was decided about absences, service by service.
pub fn absences(r: &impl Reading) -> Result<Arc<Absences>, StoreError> {
    r.settings(|r| Ok(Absences(r.all(&ABSENCES)?.into_iter().collect())))
}

/// Sets what was decided about the absences of a service; nothing decided is no row.
pub fn set_absences(w: &Write, service: ServiceId, versions: &Dated<Terms>) -> Result<(), StoreError> {
    match versions.iter().next() {
        Some(_) => w.put(&ABSENCES, &service, versions),
        None => w.delete(&ABSENCES, &service),
    }
}
