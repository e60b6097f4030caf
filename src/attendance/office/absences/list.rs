//! The absences of some days.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use rocket::{State, get, http::Status};

use crate::{
    account::{Agent, role::Reader},
    activity::draft::date,
    attendance::{
        store,
        view::absences::{self as view, Listed},
    },
    family,
    office::view::frame,
    platform::{
        Parts,
        error::{Error, Page},
    },
    town,
};

/// Days that are shown when none are named, and at most.
const WEEK: Days = Days::new(6);
const MOST: Days = Days::new(92);

/// From a day to a day; without them, today and the week to come.
#[get("/mairie/absences?<du>&<au>")]
pub async fn page(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    du: Option<&str>,
    au: Option<&str>,
) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let first = du.and_then(date).unwrap_or(town.date(now));
        let last: NaiveDate = au.and_then(date).unwrap_or(first + WEEK).clamp(first, first + MOST);
        let mut listed = Vec::new();
        for (child, number, told) in store::told_between(r, first, last)? {
            let Some(known) = family::store::child_of(r, child)? else { continue };
            let class = known.class.on(told.first).and_then(|known| town.classes.get(&known.value.class?));
            let class = class.map(|class| class.name.clone()).unwrap_or_default();
            let name = format!("{} {}", known.last_name, known.first_name);
            listed.push(Listed { child, number, name, class, told });
        }
        listed.sort_by(|one, other| (one.told.first, &one.name).cmp(&(other.told.first, &other.name)));
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok((Status::Ok, view::list(frame, first, last, &listed, town.identity.timezone)))
    })
}
