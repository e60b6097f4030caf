//! What an absence that was told changes on the bill, day by day and service by service, out of what several slices
//! know.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    account,
    activity::{self, ServiceId},
    attendance::{
        Mark, State,
        effect::{Day, Effect, effect},
        store,
        told::{Reason, Told, began, nth},
        view::told::{Line, Shown, What},
    },
    family::{self, ChildId},
    platform::store::{Reading, StoreError},
    reservation,
    tariff::{
        self,
        absence::{Cause, Excuse, Terms},
    },
    town::Town,
};

/// An absence as pages show it. `known`: all that was told of the child.
pub fn shown(
    r: &impl Reading,
    town: &Town,
    (child, number, told): (ChildId, u32, &Told),
    known: &[Told],
    now: DateTime<Utc>,
) -> Result<Shown, StoreError> {
    let (limits, zone) = (store::limits(r)?, town.identity.timezone);
    let first = began(known, told);
    let mut booked: BTreeMap<ServiceId, BTreeSet<NaiveDate>> = BTreeMap::new();
    for (family, cell) in reservation::store::booked_between(r, child, first, told.last)? {
        if family == told.family && cell.day <= told.last {
            booked.entry(cell.service).or_default().insert(cell.day);
        }
    }
    let (services, absences) = (activity::store::services(r)?, tariff::store::absences(r)?);
    let closes = limits.certificate_until(told.last, zone);
    let (mut lines, mut days): (Vec<Line>, BTreeSet<NaiveDate>) = (Vec::new(), BTreeSet::new());
    for service in &services.list {
        let Some(of_service) = booked.get(&service.id) else { continue };
        for day in of_service.range(told.first..=told.last) {
            let mark = store::mark(r, *day, service.id, child)?;
            let terms = absences.on(service.id, *day).map(|terms| terms.value.clone()).unwrap_or_default();
            let nth = nth(known, told, of_service, *day);
            let of_day = Day { nth, certificate: told.hours(zone), begins: told.begins(zone), closes };
            let what = what(told.reason, mark.as_ref(), &terms, &of_day, now);
            days.insert(*day);
            match lines.iter_mut().find(|line| line.service == service.name && line.what == what) {
                Some(line) => line.days.push(*day),
                None => lines.push(Line { service: service.name.clone(), days: vec![*day], what }),
            }
        }
    }
    let account = account::store::account_of(r, told.by)?;
    let by = account.map(|account| account::store::name(r, &account)).transpose()?.unwrap_or_default();
    let name = family::store::child_of(r, child)?;
    let all = told.first.iter_days().take_while(|day| *day <= told.last).all(|day| days.contains(&day));
    Ok(Shown {
        child,
        name: name.map(|known| (known.first_name, known.last_name)).unwrap_or_default(),
        number,
        told: told.clone(),
        by,
        lines,
        all,
        open: limits.is_open(told.first, town.local(now)),
        sent_until: (told.reason == Reason::Ill && now < closes).then_some(closes),
        zone,
    })
}

/// The same as [`crate::attendance::outcome`] makes of a booked day, with what may still come.
fn what(reason: Reason, mark: Option<&Mark>, terms: &Terms, day: &Day, now: DateTime<Utc>) -> What {
    let cause = |cause| What::Owed(Effect::is(terms.owed(Excuse::Cause(cause))));
    match (mark.map(|mark| mark.state), reason) {
        (Some(State::Here), _) => What::Came,
        (Some(State::Ill), _) | (None | Some(State::Absent), Reason::Ill) => {
            What::Owed(effect(&terms.illness, day, now))
        }
        (None | Some(State::Absent), Reason::Other) => {
            What::Owed(Effect::is(crate::tariff::absence::Owed::Booked))
        }
        (Some(State::Outing), _) => cause(Cause::Outing),
        (Some(State::Teacher), _) => cause(Cause::Teacher),
        (Some(State::Strike), _) => cause(Cause::Strike),
    }
}
