//! A family's days and what they cost, read in one snapshot: what a bill is made from, and what parents read as "Présences".

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{of_child, told_of};
use crate::{
    activity::ServiceId,
    attendance::{
        Mark, State,
        month::{Day, Key, Words, days, school_year},
        outcome::minutes,
    },
    family::FamilyId,
    platform::store::{Reading, StoreError},
    reservation::{self, Booking, Cell, open::Open},
    tariff::{
        self,
        price::{self, Booked, Kind, Line, offered, price},
        subscription::subscriptions,
    },
};

/// An illness, or a week that prices look at, may have begun so long before.
const BEFORE: Days = Days::new(31);

/// Some days of a family, and what they cost.
pub struct Month {
    /// The family and the rules.
    pub open: Open,
    /// What became of each day that was booked or called.
    pub days: Vec<Day>,
    /// What these days cost: the engine's lines, each cut to these days.
    pub lines: Vec<Line>,
    /// Days that have no price: without a registration, or of a price that nobody decided.
    pub unpriced: Vec<(crate::family::ChildId, ServiceId, NaiveDate)>,
}

/// A family's days from one to another, both included. Whole months: a ceiling is a month's.
///
/// # Errors
/// The database's.
pub fn month(
    r: &impl Reading,
    family: FamilyId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Month, StoreError> {
    let tariffs = tariff::store::tariffs(r)?;
    let before = first.checked_sub_days(BEFORE).unwrap_or(first);
    let september = NaiveDate::from_ymd_opt(school_year(first), 9, 1).unwrap_or(first);
    let from = if tariffs.counts_unreserved() { before.min(september) } else { before };
    let open = reservation::store::open_past(r, family, from, last)?;
    let booked: BTreeMap<Key, Booked> = open
        .booked()
        .into_iter()
        .map(|(cell, booking)| ((cell.child, cell.service, cell.day), taken(booking)))
        .collect();
    let end = booked.keys().map(|(.., day)| *day).max().unwrap_or(last).max(last);
    let mut marks = BTreeMap::new();
    for child in &open.children {
        for (day, service, mark) in of_child(r, child.id, from, end)? {
            let key = (child.id, service, day);
            let cell = Cell { child: child.id, service, day };
            // Who came without a booking is the family's whose day it is, unless another has booked it.
            let own = booked.contains_key(&key)
                || (child.child.family_on(day) == Some(family) && !reservation::store::is_booked(r, &cell)?);
            if own {
                marks.insert(key, mark);
            }
        }
    }
    let mut told = BTreeMap::new();
    for child in &open.children {
        told.insert(child.id, told_of(r, child.id, from, end)?);
    }
    let words = Words { family, zone: open.town.identity.timezone, told };
    let mut days = days(&booked, &marks, &*tariff::store::absences(r)?, &words);
    let (cells, mut unpriced) = cells(&open, &days);
    let mut lines = price(&open.tariffs, &open.household, &cells);
    let flat = subscriptions(&open.tariffs, &open.household, &open.registered(), first..=last);
    let here = |line: &Line| {
        let pupil = open.household.children.get(line.child);
        pupil.zip(line.days.first()).is_some_and(|(pupil, day)| pupil.is_here(*day))
    };
    lines.extend(flat.into_iter().filter(|line| line.kind != Kind::Subscription || here(line)));
    for line in &mut lines {
        line.days.retain(|day| (first..=last).contains(day));
    }
    lines.retain(|line| !line.days.is_empty());
    days.retain(|day| (first..=last).contains(&day.day));
    unpriced.retain(|(.., day)| (first..=last).contains(day));
    Ok(Month { open, days, lines, unpriced })
}

/// What prices look at, and what has no price.
fn cells(open: &Open, days: &[Day]) -> (BTreeSet<price::Cell>, Vec<Key>) {
    let (mut cells, mut unpriced) = (BTreeSet::new(), Vec::new());
    for day in days {
        let Some(taken) = day.taken else { continue };
        let cell = Cell { child: day.child, service: day.service, day: day.day };
        let priced = open.priced(&cell, Booking::OnTime).map(|cell| price::Cell {
            booked: match (taken, day.booked) {
                // Where the council says nothing of absence, who booked late and did not come owes no less than who came.
                (Booked::Absent, Some(late @ Booked::Late))
                    if !open.tariffs.says_of_absence(cell.tariff, day.day) =>
                {
                    late
                }
                _ => taken,
            },
            minutes: here(day).and_then(|mark| minutes(mark.arrived, mark.left)),
            left: here(day).and_then(|mark| mark.left),
            ..cell
        });
        match priced.filter(|cell| offered(&open.tariffs, &open.household, cell).is_ok()) {
            Some(cell) => drop(cells.insert(cell)),
            None => unpriced.push((day.child, day.service, day.day)),
        }
    }
    (cells, unpriced)
}

/// The mark of a child who came.
fn here(day: &Day) -> Option<&Mark> {
    day.mark.as_ref().filter(|mark| mark.state == State::Here)
}

fn taken(booking: Booking) -> Booked {
    match booking {
        Booking::OnTime => Booked::OnTime,
        Booking::Late => Booked::Late,
    }
}
