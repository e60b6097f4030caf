//! Rows of tariffs.

use std::sync::Arc;

use serde_json::{Value, json};

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

/// Brings what an older program wrote up to date: a price by units of time, which was a kind of price of its own, is
/// now the price of a unit of whatever kind.
pub fn say_units_beside_prices(w: &Write) -> Result<(), StoreError> {
    const AS_WRITTEN: Table<TariffId, Value> = Table::new("tariffs-1").kept();
    for (id, mut tariff) in w.all(&AS_WRITTEN)? {
        let mut changed = false;
        let versions = tariff["versions"].as_array_mut().into_iter().flatten();
        for case in versions.filter_map(|version| version["cases"].as_array_mut()).flatten() {
            if case["rule"]["kind"] == "started" {
                let rule = case["rule"].take();
                case["every"] = rule["minutes"].clone();
                case["rule"] = json!({ "kind": "flat", "resident": rule["price"] });
                changed = true;
            }
        }
        if changed {
            w.put(&AS_WRITTEN, &id, &tariff)?;
        }
    }
    Ok(())
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
