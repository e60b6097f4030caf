//! Which roll call: the services of a day, school by school, with how each stands.

use std::sync::Arc;

use chrono::NaiveDate;
use rocket::{State, get, http::Status};

use super::{day, list};
use crate::{
    account::{
        Agent,
        role::{Duty, RollCall},
    },
    activity::{self, opening::opening},
    attendance::{
        roll::tally,
        view::choose::{self as view, Call},
    },
    office::view::frame,
    platform::{
        Parts,
        error::{Error, Page},
        store::{Reading, StoreError},
    },
    town::{self, Town},
};

#[get("/mairie/pointage?<jour>")]
pub async fn page(
    agent: Agent<RollCall>,
    parts: &State<Arc<Parts>>,
    jour: Option<&str>,
) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let today = town.date(now);
        let day = day(jour, today);
        let calls = calls(r, &town, &agent.duty, day)?;
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok((Status::Ok, view::page(frame, day, today, &calls)))
    })
}

/// The roll calls that are somebody's on a day: of the services that open for a class of the school, or that are
/// booked all the same.
fn calls(r: &impl Reading, town: &Town, duty: &Duty, day: NaiveDate) -> Result<Vec<Call>, StoreError> {
    let services = activity::store::services(r)?;
    let mut calls = Vec::new();
    for service in &services.list {
        for (id, school) in town.schools.iter().filter(|(id, _)| duty.calls(**id, service.id)) {
            let of_school = town.classes.values().filter(|class| class.school == *id);
            let opens = of_school.into_iter().any(|class| opening(town, service, Some(class), day).is_ok());
            let lines = list::read(r, town, day, service.id, &[*id])?.lines;
            if opens || !lines.is_empty() {
                let (service, school) = ((service.id, service.name.clone()), (*id, school.name.clone()));
                calls.push(Call { service, school, tally: tally(&lines) });
            }
        }
    }
    Ok(calls)
}
