//! What a file of settings changes of a town's: nothing that was used is written over, nothing is taken away.
//!
//! What bears the same number is the same thing. A version of prices or deadlines that has begun, or that prices a
//! day booked already, stays as it is; what the file does not name stays.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::Settings;
use crate::{
    activity::ServiceId,
    platform::dated::{Dated, From},
    tariff::TariffId,
    town::Calendar,
};

/// A part of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Part {
    Town,
    Calendar,
    Schools,
    Classes,
    Pools,
    Services,
    Tariffs,
    Offers,
    Absences,
    Files,
    Presences,
}

/// What becomes of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Where it stands.
    pub part: Part,
    /// Its name, in the file if it is there; empty for what there is one of.
    pub name: String,
    /// Its name here, if it has another.
    pub was: Option<String>,
    /// What becomes of it.
    pub fate: Fate,
    /// Versions of the file that are not taken: those of these days have begun, or were used.
    pub begun: Vec<NaiveDate>,
}

/// What becomes of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is not here yet.
    New,
    /// It is here, and another in the file.
    Changed,
    /// It is the same in both.
    Same,
    /// The file does not name it: it stays.
    Stays,
    /// It was used here under another name: nothing can be taken of this file.
    Clash,
}

/// What was used, and cannot become something else.
#[derive(Debug, Default)]
pub struct Used {
    /// Services that were booked.
    pub services: BTreeSet<ServiceId>,
    /// Versions of tariffs that have begun, or that price a day booked.
    pub versions: BTreeSet<(TariffId, NaiveDate)>,
}

/// What a file makes of a town's settings.
#[derive(Debug)]
pub struct Merge {
    /// Thing by thing, in the order of the parts.
    pub changes: Vec<Change>,
    /// The settings with it.
    pub settings: Settings,
}

impl Merge {
    /// Whether something keeps the file from being taken.
    pub fn clashes(&self) -> bool {
        self.changes.iter().any(|change| change.fate == Fate::Clash)
    }

    /// Whether it changes anything.
    pub fn changes_nothing(&self) -> bool {
        self.changes.iter().all(|change| matches!(change.fate, Fate::Same | Fate::Stays))
    }
}

/// What a file makes of the settings that are here. `identity`: whether the town takes the file's name and address
/// too. Whether parents are let in stays as it is.
pub fn merge(here: &Settings, file: &Settings, identity: bool, used: &Used, today: NaiveDate) -> Merge {
    let mut merging = Merging { changes: Vec::new(), used, today };
    let mut settings = here.clone();
    if identity {
        settings.town = file.town.clone();
        (settings.town.opened, settings.town.logo) = (here.town.opened, here.town.logo.clone());
        merging.whole(Part::Town, &here.town, &settings.town);
        // A contract is the town's own: another's money would go elsewhere.
        settings.payment = file.payment.clone().or(settings.payment);
        // An office that is here stays as it is: it has issued bills. Those of the file begin with the numbers that are free.
        let known: Vec<_> = settings.cash_offices.iter().map(|counted| counted.id).collect();
        let new = file.cash_offices.iter().filter(|counted| !known.contains(&counted.id));
        settings.cash_offices.extend(new.cloned());
    }
    settings.calendar = calendar(&here.calendar, &file.calendar);
    merging.whole(Part::Calendar, &here.calendar, &settings.calendar);
    settings.schools = merging.items(
        Part::Schools,
        &here.schools,
        &file.schools,
        |one| (one.id.0, &one.name),
        Merging::taken,
    );
    settings.classes = merging.items(
        Part::Classes,
        &here.classes,
        &file.classes,
        |one| (one.id.0, &one.name),
        Merging::taken,
    );
    settings.pools =
        merging.items(Part::Pools, &here.pools, &file.pools, |one| (one.id.0, &one.name), Merging::taken);
    let name = |id: &ServiceId| {
        let known = file.services.iter().chain(&here.services).find(|service| service.id == *id);
        known.map_or_else(String::new, |service| service.name.clone())
    };
    settings.services = merging.items(
        Part::Services,
        &here.services,
        &file.services,
        |one| (one.id.0, &one.name),
        |merging, here, file| {
            let begun = merging.today;
            let (deadlines, kept) = merging.versions(&here.deadlines, &file.deadlines, |from| from <= begun);
            let clash = here.name != file.name && merging.used.services.contains(&here.id);
            (crate::activity::Service { deadlines, ..file.clone() }, kept, clash)
        },
    );
    settings.tariffs = merging.items(
        Part::Tariffs,
        &here.tariffs,
        &file.tariffs,
        |one| (one.id.0, &one.name),
        |merging, here, file| {
            let used = |from| merging.used.versions.contains(&(here.id, from));
            let (versions, kept) = merging.versions(&here.versions, &file.versions, used);
            let any = here.versions.iter().any(|version| used(version.from));
            (crate::tariff::Tariff { versions, ..file.clone() }, kept, any && here.name != file.name)
        },
    );
    let mut offers = Vec::new();
    for offer in &file.offers {
        let known = here.offers.iter().find(|known| known.service == offer.service);
        let fate = known.map_or(Fate::New, |known| if known == offer { Fate::Same } else { Fate::Changed });
        merging.say(Part::Offers, name(&offer.service), fate);
        offers.push(offer.clone());
    }
    for offer in here.offers.iter().filter(|own| file.offers.iter().all(|offer| offer.service != own.service))
    {
        merging.say(Part::Offers, name(&offer.service), Fate::Stays);
        offers.push(offer.clone());
    }
    settings.offers = offers;
    for rules in &file.absences {
        let name = name(&rules.service);
        match settings.absences.iter_mut().find(|known| known.service == rules.service) {
            None => {
                merging.say(Part::Absences, name, Fate::New);
                settings.absences.push(rules.clone());
            }
            Some(known) => {
                let (versions, begun) =
                    merging.versions(&known.versions, &rules.versions, |from| from <= today);
                let fate = if same(&known.versions, &versions) { Fate::Same } else { Fate::Changed };
                known.versions = versions;
                merging.changes.push(Change { part: Part::Absences, name, was: None, fate, begun });
            }
        }
    }
    let unsaid =
        here.absences.iter().filter(|own| file.absences.iter().all(|said| said.service != own.service));
    unsaid.for_each(|own| merging.say(Part::Absences, name(&own.service), Fate::Stays));
    settings.files = file.files.clone();
    merging.whole(Part::Files, &here.files, &settings.files);
    settings.presences = file.presences.or(settings.presences);
    merging.whole(Part::Presences, &here.presences, &settings.presences);
    Merge { changes: merging.changes, settings }
}

struct Merging<'u> {
    changes: Vec<Change>,
    used: &'u Used,
    today: NaiveDate,
}

impl Merging<'_> {
    fn say(&mut self, part: Part, name: String, fate: Fate) {
        self.changes.push(Change { part, name, was: None, fate, begun: Vec::new() });
    }

    /// What there is one of.
    fn whole<T: Serialize>(&mut self, part: Part, here: &T, after: &T) {
        let fate = if same(here, after) { Fate::Same } else { Fate::Changed };
        self.say(part, String::new(), fate);
    }

    /// Things that bear numbers, those of the file first. `one`: the number and the name; `both`: what becomes of
    /// a thing that is in both, the versions that are not taken, whether it cannot be.
    fn items<T: Clone + Serialize>(
        &mut self,
        part: Part,
        here: &[T],
        file: &[T],
        one: impl Fn(&T) -> (u32, &String),
        both: impl Fn(&Self, &T, &T) -> (T, Vec<NaiveDate>, bool),
    ) -> Vec<T> {
        let mut all = Vec::new();
        for item in file {
            let (id, name) = one(item);
            let Some(known) = here.iter().find(|known| one(known).0 == id) else {
                self.say(part, name.clone(), Fate::New);
                all.push(item.clone());
                continue;
            };
            let (after, begun, clash) = both(self, known, item);
            let fate = match same(known, &after) {
                _ if clash => Fate::Clash,
                true => Fate::Same,
                false => Fate::Changed,
            };
            let was = Some(one(known).1.clone()).filter(|was| was != name);
            self.changes.push(Change { part, name: name.clone(), was, fate, begun });
            all.push(after);
        }
        for known in here.iter().filter(|known| file.iter().all(|item| one(item).0 != one(known).0)) {
            self.say(part, one(known).1.clone(), Fate::Stays);
            all.push(known.clone());
        }
        all
    }

    /// A thing that is taken as the file has it.
    fn taken<T: Clone>(&self, _: &T, file: &T) -> (T, Vec<NaiveDate>, bool) {
        (file.clone(), Vec::new(), false)
    }

    /// The versions of both, and those of the file that are not taken. Where one has begun here, none is added to
    /// the past.
    fn versions<T: Clone + Serialize>(
        &self,
        here: &Dated<T>,
        file: &Dated<T>,
        used: impl Fn(NaiveDate) -> bool,
    ) -> (Dated<T>, Vec<NaiveDate>) {
        let begun = here.on(self.today).is_some();
        let (mut all, mut kept) = (here.clone(), Vec::new());
        for From { from, value } in file.iter() {
            match here.iter().find(|known| known.from == *from) {
                Some(known) if same(&known.value, value) => {}
                Some(_) if used(*from) => kept.push(*from),
                None if begun && *from <= self.today => kept.push(*from),
                _ => all.set(*from, value.clone()),
            }
        }
        (all, kept)
    }
}

/// The file's calendar, with the years, holidays and closures of here that it says nothing of.
fn calendar(here: &Calendar, file: &Calendar) -> Calendar {
    let mut all = file.clone();
    let apart =
        |first: NaiveDate, last: NaiveDate, other: (NaiveDate, NaiveDate)| last < other.0 || other.1 < first;
    let years = here
        .years
        .iter()
        .filter(|own| file.years.iter().all(|year| apart(own.first, own.last, (year.first, year.last))));
    all.years.extend(years.cloned());
    all.years.sort_by_key(|year| year.first);
    let holidays = here
        .holidays
        .iter()
        .filter(|own| file.holidays.iter().all(|span| apart(own.first, own.last, (span.first, span.last))));
    all.holidays.extend(holidays.cloned());
    all.holidays.sort_by_key(|span| span.first);
    all.closures.extend(here.closures.iter().filter(|own| !file.closures.contains(own)).cloned());
    let days = here.town_hall_days_closed.iter().filter(|day| !file.town_hall_days_closed.contains(day));
    all.town_hall_days_closed.extend(days);
    all.town_hall_days_closed.sort();
    all
}

/// Whether two settings say the same in a file.
fn same<T: Serialize>(one: &T, other: &T) -> bool {
    let said = |value: &T| serde_json::to_value(value).ok();
    said(one) == said(other)
}

#[cfg(test)]
mod tests;
