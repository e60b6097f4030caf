//! A month's ceiling and minimum: what they take off, or add, day by day in the order of dates.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{
    Case, TariffId,
    price::{Cell, Kind},
    quotient::Quotient,
    rule::bracket,
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
        for month in self.0.values() {
            let Some((case, quotient)) = month.last else { continue };
            let ceiling = bracket(&case.ceiling, quotient, false);
            let mut sum = Cents::ZERO;
            for ((_, cell), unit) in &month.days {
                let charged = ceiling.map_or(*unit, |ceiling| (*unit).min(ceiling - sum));
                if charged != *unit {
                    all.push((*cell, Kind::Ceiling, charged - *unit));
                }
                sum += charged;
            }
            let last = month.days.last_key_value();
            if let (Some(minimum), Some(((_, cell), _))) =
                (case.minimum.filter(|minimum| sum < *minimum), last)
            {
                all.push((*cell, Kind::Minimum, minimum - sum));
            }
        }
        all
    }
}
