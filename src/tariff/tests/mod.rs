//! Prices: worked answers of real towns, and what holds for every family.

mod kinds;
mod lines;
mod properties;
mod towns;
mod why;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Case, Tariff, TariffId, Tariffs, Version, When,
    household::{Household, Pupil},
    modifier::{Modifier, Penalty},
    price::{Booked, Cell, Line, NoPrice, Quote, Together, quote},
    quotient::Quotient,
    rule::{Among, Bracket, Rule},
};
use crate::{
    activity::ServiceId,
    demo::TOWN,
    office::import::Settings,
    platform::{dated::Dated, money::Cents},
    town::Level,
};

const CANTEEN: u32 = 1;
const MORNING: u32 = 2;
const EVENING: u32 = 3;
const SNACK: u32 = 4;
const BUS: u32 = 5;
const CENTRE: u32 = 6;
const HALF_DAY: u32 = 7;

fn on(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

fn fixture() -> Tariffs {
    let tariffs = Settings::read(TOWN).unwrap().tariffs;
    Tariffs(tariffs.into_iter().map(|tariff| (tariff.id, tariff)).collect())
}

/// Tariff 1, with one price for everybody.
fn only(rule: Rule, modifiers: Vec<Modifier>, late: Option<Penalty>) -> Tariffs {
    let version = Version { late, ..Version::of(vec![Case { modifiers, ..Case::of(rule) }]) };
    let (id, versions) = (TariffId(1), Dated::since(on("2020-01-01"), version));
    Tariffs(BTreeMap::from([(id, Tariff { id, name: String::new(), versions })]))
}

fn flat(resident: i64) -> Rule {
    Rule::Flat { resident: Cents(resident), other: None }
}

fn grid(brackets: &[(&str, i64)]) -> Vec<Bracket> {
    let bracket = |(below, price): &(&str, i64)| Bracket { below: quotient(below), price: Cents(*price) };
    brackets.iter().map(bracket).collect()
}

/// An empty text is a quotient that is not known.
fn quotient(text: &str) -> Option<Quotient> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

fn family(known: &str, resident: bool, children: &[Level]) -> Household {
    let from = on("2020-01-01");
    Household {
        resident: Dated::since(from, resident),
        quotient: Dated::since(from, quotient(known)),
        children: children
            .iter()
            .map(|level| Pupil { level: Dated::since(from, *level), ..Pupil::default() })
            .collect(),
    }
}

/// A cell of the child of that rank, the eldest being 0.
fn cell(child: usize, tariff: u32, day: &str) -> Cell {
    Cell::of(child, ServiceId(tariff), TariffId(tariff), on(day))
}

fn quoted<'t>(tariffs: &'t Tariffs, family: &Household, cell: Cell) -> Result<Quote<'t>, NoPrice> {
    quote(tariffs, family, &Together::of([cell]), &cell)
}

fn unit(tariffs: &Tariffs, family: &Household, cell: Cell) -> Result<i64, NoPrice> {
    quoted(tariffs, family, cell).map(|quote| quote.unit.0)
}

/// Unit prices in cents, with the number of days, of each line.
fn units(lines: &[Line]) -> Vec<(usize, i64, usize)> {
    lines.iter().map(|line| (line.child, line.unit.0, line.days.len())).collect()
}
