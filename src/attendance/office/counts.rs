//! How many are booked, expected and came, a week at a time: on the screen, on paper, as CSV.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{Days, NaiveDate};
use rocket::{
    Responder, State, get,
    http::{ContentType, Header, Status},
};

use super::{day, list::school};
use crate::{
    account::{
        Agent,
        role::{Counts as MayCount, Duty, Families, Permission, Reader},
    },
    activity,
    attendance::{
        count::{Counts, Seat, counts},
        csv, store,
        view::counts::{self as view, Shown},
    },
    family::{self, Child, ChildId, FamilyId},
    office::view::frame,
    platform::{
        Parts,
        error::{Error, Page},
        store::{Reading, StoreError},
    },
    reservation,
    town::{self, Town, calendar::monday},
};

/// A week of counts, of the services and schools that are somebody's.
fn week(r: &impl Reading, town: &Town, duty: &Duty, first: NaiveDate) -> Result<Counts, StoreError> {
    let last = first + Days::new(6);
    let mut marks = store::between(r, first, last)?;
    let mut months = BTreeMap::new();
    for day in [first, last] {
        months.insert(day.format("%Y%m").to_string(), reservation::store::month_of_all(r, day)?);
    }
    let booked = months.into_values().flatten().filter(|(_, cell, _)| (first..=last).contains(&cell.day));
    let booked: BTreeMap<_, FamilyId> =
        booked.map(|(family, cell, _)| ((cell.day, cell.service, cell.child), family)).collect();
    let all_told = store::told_between(r, first, last)?;
    let is_told = |day: NaiveDate, id: ChildId, family: FamilyId| {
        all_told.iter().any(|(child, _, told)| *child == id && told.family == family && told.touches(day))
    };
    let keys: BTreeSet<_> = booked.keys().chain(marks.keys()).copied().collect();
    let mut children: BTreeMap<ChildId, Option<(Child, String)>> = BTreeMap::new();
    let mut seats = Vec::new();
    let reads = duty.has(Families::ROLES) || duty.has(Reader::ROLES);
    for key @ (day, service, id) in keys {
        if let std::collections::btree_map::Entry::Vacant(gap) = children.entry(id) {
            let diet = family::store::diet(r, id)?;
            gap.insert(family::store::child_of(r, id)?.map(|child| (child, diet)));
        }
        let Some((child, diet)) = &children[&id] else { continue };
        let Some(school) = school(town, child, day) else { continue };
        if reads || duty.calls(school, service) {
            let state = marks.remove(&key).map(|mark| mark.state);
            let family = booked.get(&key);
            let told = family.is_some_and(|family| is_told(day, id, *family));
            let (booked, diet) = (family.is_some(), diet.clone());
            seats.push(Seat { day, service, school, diet, booked, told, state });
        }
    }
    Ok(counts(seats))
}

/// A week; `jour`: any day of it.
#[get("/mairie/effectifs?<jour>")]
pub async fn page(
    agent: Agent<MayCount>,
    parts: &State<Arc<Parts>>,
    jour: Option<&str>,
) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let first = monday(day(jour, town.date(now)));
        let counts = &week(r, &town, &agent.duty, first)?;
        let services = &activity::store::services(r)?;
        let shown = Shown { town: &town, services, first, counts };
        Ok((Status::Ok, view::page(frame(&town.identity, &agent.bar, &agent.duty), &shown)))
    })
}

/// A file that the browser keeps.
#[derive(Responder)]
pub struct Saved {
    text: String,
    kind: ContentType,
    saved: Header<'static>,
}

/// The same as a file that a spreadsheet opens.
#[get("/mairie/effectifs.csv?<jour>")]
pub async fn file(
    agent: Agent<MayCount>,
    parts: &State<Arc<Parts>>,
    jour: Option<&str>,
) -> Result<Saved, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let first = monday(day(jour, town.date(now)));
        let counts = &week(r, &town, &agent.duty, first)?;
        let services = &activity::store::services(r)?;
        let shown = Shown { town: &town, services, first, counts };
        let name = format!("attachment; filename=\"effectifs-{first}.csv\"");
        let saved = Header::new("Content-Disposition", name);
        Ok(Saved { text: csv::sheet(&shown), kind: ContentType::CSV, saved })
    })
}
