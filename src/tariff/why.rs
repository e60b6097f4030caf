//! Why this price? The steps that led to it, as data, told by the very function that computes it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    Case, Subscription, Tariff, Tariffs, Third, Version,
    household::Household,
    modifier::{Modifier, Penalty},
    month::Sum,
    price::{Booked, Cell, NoPrice, Quote, Together, Watch, facts, months, priced},
    quotient::Quotient,
    rule::{Bounds, Facts, Rule},
};

/// What made of an amount another one.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<'t> {
    /// What the council's rule says.
    Rule(&'t Rule),
    /// So many started units, each of so many minutes.
    Units(u32, u32),
    /// What is added or taken off. Those that change nothing are not told.
    Modifier(&'t Modifier),
    /// Not booked, or not in time, or nobody came.
    Penalty(Booked, Penalty),
    /// To the cent, and never below nothing.
    Rounded,
    /// Somebody else pays a part.
    Third(&'t Third),
    /// A flat rate has paid the day.
    Subscription(&'t Subscription),
    /// The child did not come, and nothing is owed.
    Excused,
}

/// What one cell costs, and all that led to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told<'t> {
    /// What it costs.
    pub quote: Quote<'t>,
    /// The tariff.
    pub tariff: &'t Tariff,
    /// Its version in force.
    pub version: &'t Version,
    /// The day from which another version holds, if one is known.
    pub until: Option<NaiveDate>,
    /// The price that was for this child.
    pub case: &'t Case,
    /// What was looked at.
    pub facts: Facts,
    /// The quotient and its date of effect; none: not known.
    pub quotient: Option<(Quotient, NaiveDate)>,
    /// The bracket that was read, where the rule has some.
    pub bounds: Option<Bounds>,
    /// The steps, in order, each with the amount after it: exact, in cents. The last is what the family pays.
    pub steps: Vec<(Step<'t>, Decimal)>,
}

impl Told<'_> {
    /// Whether it reads as another does: the children who were counted matter where the price looks at them.
    pub fn reads_as(&self, other: &Self) -> bool {
        let facts = if self.case.counts_children() { self.facts } else { other.facts };
        Self { facts, ..self.clone() } == *other
    }
}

impl Case {
    fn counts_children(&self) -> bool {
        let by_modifier = |known: &Modifier| {
            matches!(known, Modifier::SiblingPercent { .. } | Modifier::SiblingPresent { .. })
        };
        let by_rule = matches!(
            self.rule,
            Rule::Ranks { .. }
                | Rule::Together { .. }
                | Rule::Children { .. }
                | Rule::Brackets { lower_from: Some(_), .. }
        );
        by_rule || self.modifiers.iter().any(by_modifier)
    }
}

#[derive(Default)]
struct Steps<'t> {
    bounds: Option<Bounds>,
    steps: Vec<(Step<'t>, Decimal)>,
}

impl<'t> Watch<'t> for Steps<'t> {
    fn bracket(&mut self, bounds: Bounds) {
        self.bounds = Some(bounds);
    }

    fn step(&mut self, step: Step<'t>, after: impl FnOnce() -> Decimal) {
        self.steps.push((step, after()));
    }
}

/// What one cell costs among the others, and why.
///
/// # Errors
/// Why there is no price.
pub fn why<'t>(
    tariffs: &'t Tariffs,
    household: &Household,
    together: &Together,
    cell: &Cell,
) -> Result<Told<'t>, NoPrice> {
    let mut watch = Steps::default();
    let (quote, case, version) = priced(tariffs, household, together, cell, &mut watch)?;
    let tariff = tariffs.0.get(&cell.tariff).ok_or(NoPrice::NotDecided)?;
    let quotient = household.quotient.on(cell.day).and_then(|known| Some((known.value?, known.from)));
    Ok(Told {
        until: tariff.versions.iter().map(|version| version.from).find(|from| *from > cell.day),
        facts: facts(household, together, cell, case),
        bounds: watch.bounds,
        steps: watch.steps,
        quote,
        tariff,
        version,
        case,
        quotient,
    })
}

/// What the month of a cell comes to among all of its family's, if its tariff has a ceiling or a minimum.
pub fn month(tariffs: &Tariffs, household: &Household, cells: &BTreeSet<Cell>, cell: &Cell) -> Option<Sum> {
    months(tariffs, household, cells, |_, _, _| ()).sum(cell.child, cell.tariff, cell.day)
}
