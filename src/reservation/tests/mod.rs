//! The rules of reservation, on a family of the fixture town.

mod grid;
mod hand;
mod judge;
mod notice;
mod plan;
mod properties;
mod series;
mod sheet;
mod trial;
mod usual;

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Booking, Cell, hand::Hand, open::Open, open::OpenChild, plan::Plan, sheet::Asked};
use crate::{
    activity::{PoolId, ServiceId, Services},
    demo::TOWN,
    family::{Child, ChildId, FamilyId, InClass, custody::Home},
    office::import::Settings,
    platform::dated::Dated,
    registration::Registration,
    tariff::{
        TariffId, Tariffs,
        household::{Household, Pupil},
    },
    town::{ClassId, SchoolId, Town},
};

const FAMILY: FamilyId = FamilyId(1);
const OTHER: FamilyId = FamilyId(2);

const BUS: u32 = 1;
const MORNING: u32 = 2;
const FIRST: u32 = 3;
const SECOND: u32 = 4;
const EVENING: u32 = 6;
const DAY: u32 = 7;
const HALF_DAY: u32 = 8;
const HOLIDAYS: u32 = 9;
const TARIFFS: [(u32, u32); 9] = [(1, 5), (2, 2), (3, 1), (4, 1), (5, 4), (6, 3), (7, 6), (8, 7), (9, 6)];
const CENTRE: PoolId = PoolId(1);

const NURSERY: u32 = 1;
const PRIMARY: u32 = 7;

/// A Wednesday: all of next week may still be booked and cancelled.
const EARLY: &str = "2026-11-25T10:00";
/// The Friday after, at nine: Monday's and Tuesday's canteen are late, Wednesday is over.
const FRIDAY: &str = "2026-11-27T09:00";
const MONDAY: &str = "2026-11-30";
const TUESDAY: &str = "2026-12-01";
const WEDNESDAY: &str = "2026-12-02";
const THURSDAY: &str = "2026-12-03";

fn on(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

/// What the town's clocks show.
fn at(local: &str) -> DateTime<Utc> {
    crate::town::instant(chrono_tz::Europe::Paris, format!("{local}:00").parse().unwrap())
}

/// A family with this quotient, whose children, the eldest first, are in these classes and registered
/// for everything. Nothing is booked.
fn open(quotient: &str, classes: &[u32]) -> Open {
    let settings = Settings::read(TOWN).unwrap();
    let town = Town {
        identity: settings.town,
        schools: settings.schools.into_iter().map(|school| (school.id, school)).collect(),
        classes: settings.classes.into_iter().map(|class| (class.id, class)).collect(),
        calendar: settings.calendar,
    };
    let from = on("2025-09-01");
    let level = |class| Dated::since(from, town.classes[&ClassId(class)].level);
    let pupil = |class| Pupil { level: level(class), ..Pupil::default() };
    Open {
        family: FAMILY,
        hand: Hand::Family,
        household: Arc::new(Household {
            resident: Dated::since(from, true),
            quotient: Dated::since(from, Some(quotient.parse().unwrap())),
            children: classes.iter().map(|class| pupil(*class)).collect(),
        }),
        services: Arc::new(Services {
            list: settings.services,
            pools: settings.pools.into_iter().map(|pool| (pool.id, pool)).collect(),
        }),
        tariffs: Arc::new(Tariffs(settings.tariffs.into_iter().map(|tariff| (tariff.id, tariff)).collect())),
        children: (1..).zip(classes).map(|(id, class)| pupil_of(ChildId(id), *class, from)).collect(),
        taken: BTreeMap::new(),
        acts: BTreeMap::new(),
        town: Arc::new(town),
    }
}

fn pupil_of(id: ChildId, class: u32, from: NaiveDate) -> OpenChild {
    let registration = |(service, tariff)| Registration {
        service: ServiceId(service),
        tariff: TariffId(tariff),
        usual: vec![],
        from,
        until: None,
    };
    let child = Child {
        first_name: format!("Enfant {id}"),
        last_name: "ALAIN".into(),
        born: on("2018-05-04"),
        class: Dated::since(from, InClass { class: Some(ClassId(class)) }),
        home: Dated::since(from, Home::with(FAMILY)),
        archived: None,
    };
    let registrations = Arc::new(TARIFFS.map(registration).into());
    OpenChild { id, child: child.into(), registrations, booked: BTreeMap::new(), marks: BTreeMap::new() }
}

/// The child's odd weeks become another family's.
fn share(open: &mut Open, child: usize) {
    let home = Home::Alternating { even: FAMILY, odd: OTHER, exceptions: BTreeMap::new() };
    known(open, child).home = Dated::since(on("2025-09-01"), home);
}

fn known(open: &mut Open, child: usize) -> &mut Child {
    Arc::make_mut(&mut open.children[child].child)
}

fn registrations(open: &mut Open, child: usize) -> &mut Vec<Registration> {
    Arc::make_mut(&mut open.children[child].registrations)
}

fn services(open: &mut Open) -> &mut Services {
    Arc::get_mut(&mut open.services).unwrap()
}

/// The town gives the Wednesday centre so many places, of which others have taken some on a day.
fn places(open: &mut Open, places: u32, day: &str, taken: u32) {
    services(open).pools.get_mut(&CENTRE).unwrap().places = places;
    open.taken.insert((CENTRE, on(day), SchoolId::MIN), taken);
}

fn cell(child: u32, service: u32, day: &str) -> Cell {
    Cell { child: ChildId(child), service: ServiceId(service), day: on(day) }
}

/// Stores a booking, or none, as the store does.
fn set(open: &mut Open, cell: Cell, booking: Option<Booking>) {
    let (index, child) = open.child(cell.child).unwrap();
    let place = open.places(open.services.get(cell.service).unwrap(), child, cell.day);
    if let Some((key, _)) = place {
        let taken = open.taken.entry(key).or_default();
        *taken = if booking.is_some() { *taken + 1 } else { *taken - 1 };
    }
    let booked = &mut open.children[index].booked;
    match booking {
        Some(booking) => drop(booked.insert((cell.service, cell.day), booking)),
        None => drop(booked.remove(&(cell.service, cell.day))),
    }
}

fn book(open: &mut Open, cells: &[Cell]) {
    for cell in cells {
        set(open, *cell, Some(Booking::OnTime));
    }
}

fn apply(open: &mut Open, plan: &Plan) {
    for cell in &plan.removed {
        set(open, *cell, None);
    }
    for (cell, booking) in &plan.added {
        set(open, *cell, Some(*booking));
    }
}

/// A form that had shown some cells booked, and has these ticked, in their ordinary rows.
fn ask(base: &[Cell], ticks: &[Cell]) -> Asked {
    let ticks = ticks.iter().map(|cell| (*cell, Booking::OnTime)).collect();
    Asked { base: base.iter().copied().collect(), ticks, ..Asked::default() }
}

/// Ticked one after the other before the parent's eyes, the latest last.
fn ask_live(base: &[Cell], ticks: &[Cell]) -> Asked {
    let newest = ticks.iter().rev().filter(|cell| !base.contains(cell)).copied().collect();
    Asked { newest, live: true, ..ask(base, ticks) }
}
