//! Rows of tariffs.

use std::sync::Arc;

use super::{Tariff, TariffId, Tariffs};
use crate::platform::store::{Reading, StoreError, Table, TableInfo, Write};

const TARIFFS: Table<TariffId, Tariff> = Table::new("tariffs-1").kept();

/// The tables of this slice.
pub const TABLES: [TableInfo; 1] = [TARIFFS.info()];

/// All tariffs.
pub fn tariffs(r: &impl Reading) -> Result<Arc<Tariffs>, StoreError> {
    r.settings(|r| Ok(Tariffs(r.all(&TARIFFS)?.into_iter().collect())))
}

/// Adds a tariff, or a version to it.
pub fn set_tariff(w: &Write, tariff: &Tariff) -> Result<(), StoreError> {
    w.put(&TARIFFS, &tariff.id, tariff)
}
