//! A series: of many days that are wanted at once, those that can be booked, and why the others cannot.
//!
//! It only adds: what is booked stays, and what a booked day excludes is left alone. The list that a parent confirms
//! and what is then booked come from here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{
    Booking, Cell,
    judge::{Bench, Reason},
    open::Open,
    plan::{Plan, Refused, Wish, plan},
    sheet::Asked,
};
use crate::{
    activity::{ServiceId, deadline::Limit},
    family::ChildId,
    platform::money::Cents,
    tariff::price::{Line, price},
};

/// What becomes of days that are wanted.
#[derive(Debug)]
pub struct Series {
    /// Booked, with what everything then costs; nothing is cancelled by it.
    pub plan: Plan,
    /// Booked already.
    pub known: BTreeSet<Cell>,
    /// Neither, and why.
    pub missed: Vec<Refused>,
    /// What was booked before cost that.
    before: Vec<Line>,
}

/// What a child is booked for, of one service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The child.
    pub child: ChildId,
    /// The service.
    pub service: ServiceId,
    /// How many days are added.
    pub days: usize,
    /// The first of them.
    pub first: NaiveDate,
    /// The last of them.
    pub last: NaiveDate,
}

/// What a month then comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    /// How many days are added.
    pub days: usize,
    /// What they add to the month.
    pub added: Cents,
    /// What the month then costs, with what was booked before.
    pub total: Cents,
}

/// Judges days that are wanted, at an instant.
pub fn series(open: &Open, wanted: &BTreeSet<Cell>, now: DateTime<Utc>) -> Series {
    let (bench, booked) = (Bench::at(open, now), open.booked());
    let (mut asked, mut known, mut missed) = (Asked::default(), BTreeSet::new(), Vec::new());
    for cell in wanted {
        if booked.contains_key(cell) {
            known.insert(*cell);
            continue;
        }
        match free(open, &bench, cell, now) {
            Ok(()) => drop(asked.ticks.insert(*cell, Booking::OnTime)),
            Err(reason) => missed.push(Refused { cell: *cell, wish: Wish::Book, reason }),
        }
    }
    let plan = plan(open, &asked, now);
    missed.extend(plan.refused.iter().cloned());
    missed.sort_by_key(|missed| missed.cell);
    let cells = booked.iter().filter_map(|(cell, booking)| open.priced(cell, *booking)).collect();
    let before = price(&open.tariffs, &open.household, &cells);
    Series { plan, known, missed, before }
}

/// Whether a cell may be booked on time, without taking the place of what is booked.
fn free(open: &Open, bench: &Bench, cell: &Cell, now: DateTime<Utc>) -> Result<(), Reason> {
    let judged = bench.judge(cell);
    let booking = judged.book?;
    let child = open.child(cell.child).map(|(_, child)| child);
    let rival = |service: &ServiceId| {
        open.services.exclude(cell.service, *service)
            && child.is_some_and(|child| child.booked.contains_key(&(*service, cell.day)))
    };
    let rival = open.services.list.iter().map(|service| service.id).find(rival);
    match (rival, booking) {
        (Some(rival), _) => Err(Reason::Excluded(rival)),
        (None, Booking::OnTime) => Ok(()),
        (None, Booking::Late) => {
            let limit = judged.limits.map_or(Limit::NEVER, |limits| limits.book);
            Err(super::judge::missed(limit, true, now))
        }
    }
}

impl Series {
    /// What is added, by child and service.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts: BTreeMap<(ChildId, ServiceId), Part> = BTreeMap::new();
        for Cell { child, service, day } in self.plan.added.keys().copied() {
            let part = Part { child, service, days: 0, first: day, last: day };
            let part = parts.entry((child, service)).or_insert(part);
            (part.days, part.first, part.last) = (part.days + 1, part.first.min(day), part.last.max(day));
        }
        parts.into_values().collect()
    }

    /// What is added, by first day of the month, and what that costs.
    pub fn months(&self) -> BTreeMap<NaiveDate, Sum> {
        let mut months: BTreeMap<NaiveDate, Sum> = BTreeMap::new();
        for cell in self.plan.added.keys() {
            months.entry(month(cell.day)).or_default().days += 1;
        }
        for (lines, added, total) in [(&self.plan.lines, 1, 1), (&self.before, -1, 0)] {
            for (line, day) in lines.iter().flat_map(|line| line.days.iter().map(move |day| (line, day))) {
                let sum = months.entry(month(*day)).or_default();
                sum.added += line.unit * added;
                sum.total += line.unit * total;
            }
        }
        months.retain(|_, sum| sum.days > 0 || sum.added != Cents::ZERO);
        months
    }

    /// What is added costs.
    pub fn cost(&self) -> Cents {
        self.months().values().map(|sum| sum.added).sum()
    }

    /// The first day that is added.
    pub fn first(&self) -> Option<NaiveDate> {
        self.plan.added.keys().map(|cell| cell.day).min()
    }
}

fn month(day: NaiveDate) -> NaiveDate {
    day.with_day0(0).unwrap_or(day)
}
