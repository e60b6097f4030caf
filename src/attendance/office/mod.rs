//! The town's door: roll calls, the counts of the kitchen, absences told.

mod absences;
mod call;
mod choose;
mod counts;
mod list;
mod presences;

use chrono::NaiveDate;
use rocket::{Route, routes};

use crate::{
    platform::error::Error,
    town::{SchoolId, Town},
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    let mut routes = routes![
        choose::page,
        call::page,
        call::lines,
        call::touch,
        counts::page,
        counts::file,
        presences::page,
        presences::change,
    ];
    routes.extend(absences::routes());
    routes
}

/// A day that an address names; without one: today.
fn day(named: Option<&str>, today: NaiveDate) -> NaiveDate {
    named.and_then(|text| text.parse().ok()).unwrap_or(today)
}

/// The schools that an address names: one, or all of them.
fn schools(town: &Town, named: &str) -> Result<Vec<SchoolId>, Error> {
    if named == "toutes" {
        return Ok(town.schools.keys().copied().collect());
    }
    let id = named.parse().map_err(|_| Error::Missing)?;
    if town.schools.contains_key(&id) { Ok(vec![id]) } else { Err(Error::Missing) }
}
