//! The list of a roll call, out of what several slices know.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    account::{self, AccountId, role::Duty},
    activity::ServiceId,
    attendance::{
        roll::{Line, sorted},
        store,
    },
    family::{self, Child, ChildId, FamilyId, letters::normal},
    platform::{
        error::Error,
        store::{Reading, StoreError},
    },
    registration, reservation, tariff,
    town::{SchoolId, Town},
};

/// A roll call as it stands.
pub struct List {
    /// The children, by name.
    pub lines: Vec<Line>,
    /// Whether the price goes by time: then arrival and leaving are asked.
    pub timed: bool,
    /// Who called the roll.
    pub callers: BTreeMap<AccountId, String>,
}

/// The list of a service on a day, for some schools.
pub fn read(
    r: &impl Reading,
    town: &Town,
    day: NaiveDate,
    service: ServiceId,
    schools: &[SchoolId],
) -> Result<List, StoreError> {
    let (mut marks, told) = (store::roll(r, day, service)?, store::told_on(r, day)?);
    let booked = reservation::store::month_of_all(r, day)?.into_iter();
    let booked = booked.filter(|(_, cell, _)| (cell.day, cell.service) == (day, service));
    let booked: BTreeMap<ChildId, FamilyId> = booked.map(|(family, cell, _)| (cell.child, family)).collect();
    let ids: BTreeSet<ChildId> = booked.keys().chain(marks.keys()).copied().collect();
    let mut lines = Vec::new();
    for id in ids {
        let Some(child) = family::store::child_of(r, id)? else { continue };
        if !school(town, &child, day).is_some_and(|school| schools.contains(&school)) {
            continue;
        }
        let Some(family) = booked.get(&id).copied().or_else(|| child.family_on(day)) else { continue };
        let mut line = line(r, town, (family, id, &child), day)?;
        (line.booked, line.mark) = (booked.contains_key(&id), marks.remove(&id));
        let own = told.get(&id).and_then(|told| told.iter().find(|told| told.family == family));
        line.told = own.map(|told| told.reason);
        lines.push(line);
    }
    let by: BTreeSet<AccountId> = lines.iter().filter_map(|line| Some(line.mark.as_ref()?.by)).collect();
    let mut callers = BTreeMap::new();
    for id in by {
        let duty = account::store::account_of(r, id)?.and_then(|account| account.duty);
        callers.extend(duty.map(|duty| (id, format!("{} {}", duty.first_name, duty.last_name))));
    }
    Ok(List { lines: sorted(lines), timed: is_timed(r, service, day)?, callers })
}

fn line(
    r: &impl Reading,
    town: &Town,
    (family, id, child): (FamilyId, ChildId, &Child),
    day: NaiveDate,
) -> Result<Line, StoreError> {
    let called = family::store::called(r, family, id, day)?;
    let class = child.class.on(day).and_then(|known| town.classes.get(&known.value.class?));
    Ok(Line {
        child: id,
        family,
        first_name: child.first_name.clone(),
        last_name: child.last_name.clone(),
        class: class.map(|class| class.name.clone()).unwrap_or_default(),
        diet: called.diet,
        care_plan: called.care_plan,
        fetched_by: called.fetched_by,
        booked: false,
        told: None,
        mark: None,
    })
}

/// The school of a child on a day.
pub fn school(town: &Town, child: &Child, day: NaiveDate) -> Option<SchoolId> {
    Some(town.classes.get(&child.class.on(day)?.value.class?)?.school)
}

/// Whether a tariff at which one registers for a service goes by time.
fn is_timed(r: &impl Reading, service: ServiceId, day: NaiveDate) -> Result<bool, StoreError> {
    let (tariffs, offers) = (tariff::store::tariffs(r)?, registration::store::offers(r)?);
    let of_service = offers.iter().filter(|offer| offer.service == service);
    Ok(of_service.flat_map(|offer| &offer.tariffs).any(|tariff| tariffs.looks_at_minutes(*tariff, day)))
}

/// Children of some schools whose name, or whose family's, begins so, and who are not on the list.
pub fn found(
    r: &impl Reading,
    town: &Town,
    day: NaiveDate,
    schools: &[SchoolId],
    text: &str,
    list: &List,
) -> Result<Vec<Line>, StoreError> {
    let words: Vec<String> = normal(text).split_whitespace().map(|word| format!(" {word}")).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let entries = family::store::entries(r)?;
    let mut lines = Vec::new();
    for (family, _) in entries.iter().filter(|(_, entry)| words.iter().all(|word| entry.words.contains(word)))
    {
        for (id, child) in family::store::children(r, family)? {
            let there = child.archived.is_none() && child.family_on(day) == Some(family);
            let listed = list.lines.iter().any(|line| line.child == id);
            if there && !listed && school(town, &child, day).is_some_and(|school| schools.contains(&school)) {
                lines.push(line(r, town, (family, id, &child), day)?);
            }
        }
    }
    Ok(sorted(lines))
}

/// The schools of some whose roll call of a service is somebody's; none: it is not their work.
///
/// # Errors
/// [`Error::Missing`]
pub fn called(duty: &Duty, schools: Vec<SchoolId>, service: ServiceId) -> Result<Vec<SchoolId>, Error> {
    let own: Vec<SchoolId> = schools.into_iter().filter(|school| duty.calls(*school, service)).collect();
    if own.is_empty() { Err(Error::Missing) } else { Ok(own) }
}
