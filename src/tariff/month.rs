//! A month's ceiling and minimum: what they take off, or add, day by day in the order of dates.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{
    Case, TariffId,
    price::{Cell, Kind},
    quotient::Quotient,
    rule::{Bounds, bracket},
};
use crate::platform::money::Cents;

/// The days of some months that have a ceiling or a minimum.
#[derive(Default)]
pub struct Months<'t>(BTreeMap<(usize, TariffId, i32, u32), Month<'t>>);

/// A child's days of a month at a tariff.
#[derive(Default)]
struct Month<'t> {
    days: BTreeMap<(NaiveDate, Cell), Cents>,
    last: Option<(&'t Case, Option<Quotient>)>,
}

impl<'t> Months<'t> {
    /// Takes in a day and what it costs, if its month has a ceiling or a minimum.
    pub fn note(&mut self, cell: &Cell, unit: Cents, case: &'t Case, quotient: Option<Quotient>) {
        if case.ceiling.is_empty() && case.minimum.is_none() {
            return;
        }
        let month = self.0.entry((cell.child, cell.tariff, cell.day.year(), cell.day.month())).or_default();
        month.days.insert((cell.day, *cell), unit);
        // What holds on the last of its days is the month's.
        if month.days.last_key_value().is_some_and(|((_, last), _)| last == cell) {
            month.last = Some((case, quotient));
        }
    }

    /// What is taken off, or added, and on which day.
    pub fn adjustments(&self) -> Vec<(Cell, Kind, Cents)> {
        let mut all = Vec::new();
        for sum in self.0.values().filter_map(Month::sum) {
            let taken_off = sum.days.iter().filter(|(_, unit, charged)| charged != unit);
            all.extend(taken_off.map(|(cell, unit, charged)| (*cell, Kind::Ceiling, *charged - *unit)));
            if let (Some(missing), Some((cell, ..))) = (sum.missing, sum.days.last()) {
                all.push((*cell, Kind::Minimum, missing));
            }
        }
        all
    }

    /// What a child's month comes to at a tariff, if it has a ceiling or a minimum; `day`: any of the month.
    pub fn sum(&self, child: usize, tariff: TariffId, day: NaiveDate) -> Option<Sum> {
        self.0.get(&(child, tariff, day.year(), day.month()))?.sum()
    }
}

/// What a month comes to, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// Each of its days: what it costs alone, and what is charged of it below the ceiling.
    pub days: Vec<(Cell, Cents, Cents)>,
    /// The ceiling, and the quotients that it is for.
    pub ceiling: Option<(Cents, Bounds)>,
    /// The minimum.
    pub minimum: Option<Cents>,
    /// What is missing to it.
    pub missing: Option<Cents>,
}

impl Month<'_> {
    fn sum(&self) -> Option<Sum> {
        let (case, quotient) = self.last?;
        let mut bounds = None;
        let ceiling = bracket(&case.ceiling, quotient, false, &mut |told| bounds = Some(told));
        let mut sum = Cents::ZERO;
        let mut days = Vec::with_capacity(self.days.len());
        for ((_, cell), unit) in &self.days {
            let charged = ceiling.map_or(*unit, |ceiling| (*unit).min(ceiling - sum));
            sum += charged;
            days.push((*cell, *unit, charged));
        }
        let missing = case.minimum.filter(|minimum| sum < *minimum).map(|minimum| minimum - sum);
        Some(Sum { days, ceiling: ceiling.zip(bounds), minimum: case.minimum, missing })
    }
}
