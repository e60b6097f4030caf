//! The price: all of a family's cells in, the lines of what they cost out.
//!
//! Never a cell alone: the second child present that day changes what the first one's tick costs.
//! A unit price is rounded once, after the modifiers in their order.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Bracket, Case, Late, Modifier, Rule, TariffId, Tariffs, Version, quotient::Quotient};
use crate::{
    activity::ServiceId,
    platform::{dated::Dated, money::Cents},
    town::Level,
};

/// What prices look at in a family.
#[derive(Debug, Default)]
pub struct Household {
    /// Whether it lives in the town.
    pub resident: Dated<bool>,
    /// Its quotient; none where the town does not know it.
    pub quotient: Dated<Option<Quotient>>,
    /// Its children, the eldest first.
    pub children: Vec<Pupil>,
}

/// What prices look at in a child.
#[derive(Debug, Default)]
pub struct Pupil {
    /// The level of its class.
    pub level: Dated<Level>,
}

/// One child, one service, one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Which of the household's children.
    pub child: usize,
    /// The service.
    pub service: ServiceId,
    /// The tariff of the child's registration.
    pub tariff: TariffId,
    /// The day.
    pub day: NaiveDate,
    /// Booked after the deadline.
    pub late: bool,
}

/// What one cell costs, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote<'t> {
    /// Rounded.
    pub unit: Cents,
    /// What led to it.
    pub why: Why<'t>,
}

/// Why a price: data, which views put into words.
#[derive(Clone, Debug, PartialEq)]
pub struct Why<'t> {
    /// First day of the version in force.
    pub since: NaiveDate,
    /// The council's decision.
    pub decision: &'t str,
    /// Whether the resident's price applied.
    pub resident: bool,
    /// The quotient that was looked up, and since when; none when it is not known or does not matter.
    pub quotient: Option<(Quotient, NaiveDate)>,
    /// Modifiers that changed the price.
    pub modifiers: Vec<&'t Modifier>,
    /// The late rule, if it applied.
    pub late: Option<Late>,
}

/// Why there is no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum NoPrice {
    /// The council has decided none for that day or that child.
    NotDecided,
    /// Not offered above the last bracket.
    NotOffered,
}

/// A line: cells of one child and service at one price.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Which of the household's children.
    pub child: usize,
    /// The service.
    pub service: ServiceId,
    /// Booked after the deadline.
    pub late: bool,
    /// What each costs.
    pub unit: Cents,
    /// The days, in order.
    pub days: Vec<NaiveDate>,
}

impl Line {
    /// Unit price times number of days.
    pub fn amount(&self) -> Cents {
        self.unit * self.days.len() as i64
    }
}

/// Who is booked together: what sibling rules look at.
#[derive(Debug)]
pub struct Together(BTreeMap<(TariffId, NaiveDate), BTreeSet<usize>>);

impl Together {
    /// Of all of a family's cells.
    pub fn of(cells: impl IntoIterator<Item = Cell>) -> Self {
        let mut present: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
        for cell in cells {
            present.entry((cell.tariff, cell.day)).or_default().insert(cell.child);
        }
        Self(present)
    }

    /// The rank of a cell's child among those booked that day at its tariff, itself included (the
    /// eldest is 1), and how many they are.
    fn rank(&self, cell: &Cell) -> (usize, usize) {
        let others = self.0.get(&(cell.tariff, cell.day));
        let others = || others.into_iter().flatten().filter(|child| **child != cell.child);
        (1 + others().filter(|child| **child < cell.child).count(), 1 + others().count())
    }
}

/// The lines of what all of a family's cells cost. Cells without a price are left out: the plan has
/// refused them before.
pub fn price(tariffs: &Tariffs, household: &Household, cells: &BTreeSet<Cell>) -> Vec<Line> {
    let together = Together::of(cells.iter().copied());
    let mut lines: BTreeMap<(usize, ServiceId, bool, Cents), Vec<NaiveDate>> = BTreeMap::new();
    for cell in cells {
        if let Ok(quote) = quote(tariffs, household, &together, cell) {
            let key = (cell.child, cell.service, cell.late, quote.unit);
            lines.entry(key).or_default().push(cell.day);
        }
    }
    let line = |((child, service, late, unit), days)| Line { child, service, late, unit, days };
    lines.into_iter().map(line).collect()
}

/// What one cell costs among the others, booked already or not.
pub fn quote<'t>(
    tariffs: &'t Tariffs,
    household: &Household,
    together: &Together,
    cell: &Cell,
) -> Result<Quote<'t>, NoPrice> {
    let (version, case, base, why) = written(tariffs, household, cell)?;
    let late = version.late.filter(|_| cell.late);
    if case.modifiers.is_empty() && late.is_none() {
        return Ok(Quote { unit: base, why });
    }
    let (rank, present) = together.rank(cell);
    let mut exact = base.exact();
    let mut modifiers = Vec::new();
    for modifier in &case.modifiers {
        let before = exact;
        exact = modified(modifier, exact, rank, present);
        if exact != before {
            modifiers.push(modifier);
        }
    }
    if let Some(late) = late {
        exact = with_late(late, exact);
    }
    // A reduction never makes a town pay.
    Ok(Quote { unit: Cents::round(exact.max(Decimal::ZERO)), why: Why { modifiers, late, ..why } })
}

/// Whether there is a price for a cell, whoever else is booked.
pub fn offered(tariffs: &Tariffs, household: &Household, cell: &Cell) -> Result<(), NoPrice> {
    written(tariffs, household, cell).map(drop)
}

/// What the council has decided for a cell: the price before modifiers, and why that one.
fn written<'t>(
    tariffs: &'t Tariffs,
    household: &Household,
    cell: &Cell,
) -> Result<(&'t Version, &'t Case, Cents, Why<'t>), NoPrice> {
    let tariff = tariffs.0.get(&cell.tariff).ok_or(NoPrice::NotDecided)?;
    let version = tariff.versions.on(cell.day).ok_or(NoPrice::NotDecided)?;
    let pupil = household.children.get(cell.child).ok_or(NoPrice::NotDecided)?;
    let level = pupil.level.on(cell.day).map(|known| known.value);
    let case = case(&version.value, level).ok_or(NoPrice::NotDecided)?;
    // What is not known costs what it costs others, as for the quotient.
    let resident = household.resident.on(cell.day).is_some_and(|known| known.value);
    let known = household.quotient.on(cell.day).and_then(|q| Some((q.value?, q.from)));
    let (base, by_quotient) = base(&case.rule, resident, known.map(|(quotient, _)| quotient))?;
    let why = Why {
        since: version.from,
        decision: &version.value.decision,
        resident,
        quotient: known.filter(|_| by_quotient),
        modifiers: Vec::new(),
        late: None,
    };
    Ok((&version.value, case, base.max(Cents::ZERO), why))
}

fn case(version: &Version, level: Option<Level>) -> Option<&Case> {
    let holds =
        |case: &&Case| case.levels.is_empty() || level.is_some_and(|level| case.levels.contains(&level));
    version.cases.iter().find(holds)
}

/// The price before modifiers, and whether the quotient was looked at.
fn base(rule: &Rule, resident: bool, quotient: Option<Quotient>) -> Result<(Cents, bool), NoPrice> {
    match rule {
        Rule::Flat { resident: own, other } => {
            Ok((if resident { *own } else { other.unwrap_or(*own) }, false))
        }
        Rule::Brackets { resident: own, other } => {
            let grid = if resident { own } else { other.as_ref().unwrap_or(own) };
            bracket(grid, quotient).map(|price| (price, true))
        }
    }
}

/// The price of a quotient; of one that is not known, the highest bracket's.
fn bracket(grid: &[Bracket], quotient: Option<Quotient>) -> Result<Cents, NoPrice> {
    let found = match quotient {
        Some(quotient) => grid.iter().find(|bracket| bracket.below.is_none_or(|bound| quotient < bound)),
        None => grid.last(),
    };
    found.map(|bracket| bracket.price).ok_or(NoPrice::NotOffered)
}

fn modified(modifier: &Modifier, exact: Decimal, rank: usize, present: usize) -> Decimal {
    match modifier {
        Modifier::SiblingPercent { from_rank, percent } if rank >= *from_rank => {
            plus_percent(exact, *percent)
        }
        Modifier::SiblingPresent { add } if present > 1 => exact + add.exact(),
        Modifier::SiblingPercent { .. } | Modifier::SiblingPresent { .. } => exact,
    }
}

fn with_late(late: Late, exact: Decimal) -> Decimal {
    match late {
        Late::Percent { percent } => plus_percent(exact, percent),
        Late::Add { cents } => exact + cents.exact(),
        Late::Replace { cents } => cents.exact(),
    }
}

fn plus_percent(exact: Decimal, percent: Decimal) -> Decimal {
    exact + exact * percent / Decimal::ONE_HUNDRED
}
