//! The settings, step by step, with what is missing.

use std::sync::Arc;

use rocket::{State, get, http::Status};

use crate::{
    account::{Agent, role::Administrator},
    activity, attendance, family,
    office::{
        ready::{Missing, Settings, missing},
        store,
        view::{frame, settings as view},
    },
    payment,
    platform::{
        Parts,
        error::{Error, Page},
        store::{Reading, StoreError},
    },
    registration, tariff, town,
};

#[get("/mairie/reglages")]
pub async fn hub(agent: Agent<Administrator>, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
        let (tariffs, rights) = (tariff::store::tariffs(r)?, family::store::rights(r)?);
        let contract = payment::store::contract(r)?;
        let shown = view::Hub {
            town: &town,
            services: &services,
            tariffs: &tariffs,
            absences: &*tariff::store::absences(r)?,
            presences: &*attendance::store::limits(r)?,
            rights: &rights,
            payment: contract.as_ref(),
            mailed: store::mailed(r)?,
            missing: &lacks(r, town.date(now))?,
            today: town.date(now),
        };
        Ok((Status::Ok, view::hub(frame(&town.identity, &agent.bar, &agent.duty), &shown)))
    })
}

/// What is missing, as the data stand.
pub(super) fn lacks(r: &impl Reading, today: chrono::NaiveDate) -> Result<Vec<Missing>, StoreError> {
    let settings = Settings {
        town: &*town::store::town(r)?,
        services: &*activity::store::services(r)?,
        tariffs: &*tariff::store::tariffs(r)?,
        offers: &registration::store::offers(r)?,
        mailed: store::mailed(r)?,
    };
    Ok(missing(&settings, today))
}
