//! Rows of services.

use std::{collections::BTreeMap, sync::Arc};

use super::{Pool, PoolId, Service, ServiceId, Services};
use crate::platform::store::{Reading, StoreError, Table, TableInfo, Write};

/// Services by their place on the grid, then their number.
const SERVICES: Table<(u32, ServiceId), Service> = Table::new("services-1").kept();
const POOLS: Table<PoolId, Pool> = Table::new("pools-1").kept();

/// The tables of this slice.
pub const TABLES: [TableInfo; 2] = [SERVICES.info(), POOLS.info()];

/// All services, in the order of the grid.
pub fn services(r: &impl Reading) -> Result<Arc<Services>, StoreError> {
    r.settings(|r| {
        Ok(Services {
            list: r.all(&SERVICES)?.into_iter().map(|(_, service)| service).collect(),
            pools: r.all(&POOLS)?.into_iter().collect(),
        })
    })
}

/// Sets all services, in the order of the grid. One that is left out is no more.
pub fn set_services(w: &Write, all: &[Service]) -> Result<(), StoreError> {
    let places: BTreeMap<ServiceId, u32> =
        (0..).zip(all).map(|(place, service)| (service.id, place)).collect();
    for ((place, id), _) in w.all(&SERVICES)? {
        if places.get(&id) != Some(&place) {
            w.delete(&SERVICES, &(place, id))?;
        }
    }
    for (place, service) in (0..).zip(all) {
        w.put(&SERVICES, &(place, service.id), service)?;
    }
    Ok(())
}

/// Removes a pool of places.
pub fn remove_pool(w: &Write, id: PoolId) -> Result<(), StoreError> {
    w.delete(&POOLS, &id)
}

/// Adds or changes a pool of places.
pub fn set_pool(w: &Write, pool: &Pool) -> Result<(), StoreError> {
    w.put(&POOLS, &pool.id, pool)
}
