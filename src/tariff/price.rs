//! The price: all of a family's cells in, the lines of what they cost out.
//!
//! Never a cell alone: the second child present that day changes what the first one's tick costs, the third day of
//! a week what the fourth does, and a month has a ceiling. A unit price is rounded once, after the modifiers in
//! their order.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::{
    Case, TariffId, Tariffs, Third, Version, When,
    household::{Household, Pupil},
    modifier::{Modifier, Penalty},
    month,
    quotient::Quotient,
    rule::{Bounds, Facts},
    why::Step,
};
use crate::{activity::ServiceId, platform::money::Cents};

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
    /// How it was booked, or not.
    pub booked: Booked,
    /// Length of the stay in minutes, where it is known.
    pub minutes: Option<u32>,
    /// When the child left, by the town's clocks, where it is known.
    pub left: Option<NaiveTime>,
    /// First day of the holidays that it falls in, for prices by weeks of the same holidays.
    pub holidays: Option<NaiveDate>,
}

/// How a day was booked, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Booked {
    /// In time.
    OnTime,
    /// After the deadline.
    Late,
    /// The child came without a booking: for the nth time, 1 for the first.
    Unreserved(u32),
    /// It did not come, and nobody cancelled.
    Absent,
    /// It did not come, and nothing is owed.
    Excused,
}

impl Cell {
    /// A day booked in time.
    pub fn of(child: usize, service: ServiceId, tariff: TariffId, day: NaiveDate) -> Self {
        Self {
            child,
            service,
            tariff,
            day,
            booked: Booked::OnTime,
            minutes: None,
            left: None,
            holidays: None,
        }
    }
}

/// What one cell costs, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote<'t> {
    /// What the family pays, rounded.
    pub unit: Cents,
    /// What somebody else pays beside it.
    pub third: Cents,
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
    /// What was added because it was not booked, or not in time, or nobody came.
    pub penalty: Option<Penalty>,
    /// Who pays a part.
    pub third: Option<&'t Third>,
}

/// Why there is no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum NoPrice {
    /// The council has decided none for that day or that child.
    NotDecided,
    /// Not offered above the last bracket.
    NotOffered,
}

/// A line: cells of one child and service at one price, or what a month adds or takes off.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Which of the household's children.
    pub child: usize,
    /// The service.
    pub service: ServiceId,
    /// What it is.
    pub kind: Kind,
    /// What each costs the family.
    pub unit: Cents,
    /// What somebody else pays for each.
    pub third: Cents,
    /// The days, in order. Of what is owed for a month or a year: the day on which it counts.
    pub days: Vec<NaiveDate>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Days, booked so.
    Days(Booked),
    /// What a month's ceiling takes off those days.
    Ceiling,
    /// What is missing to a month's minimum.
    Minimum,
    /// A flat rate.
    Subscription,
    /// What fetching a child late costs, beside the price of its day: no ceiling takes it off.
    Pickup,
}

impl Line {
    /// Unit price times number of days.
    pub fn amount(&self) -> Cents {
        self.unit * self.days.len() as i64
    }

    /// Whether its days were booked after the deadline.
    pub fn is_late(&self) -> bool {
        self.kind == Kind::Days(Booked::Late)
    }
}

/// What is booked together: brothers and sisters that day, the child's other days of the week.
#[derive(Debug)]
pub struct Together {
    present: BTreeMap<(TariffId, NaiveDate), BTreeSet<usize>>,
    cells: Vec<Cell>,
}

impl Together {
    /// Of all of a family's cells.
    pub fn of(cells: impl IntoIterator<Item = Cell>) -> Self {
        let mut together = Self { present: BTreeMap::new(), cells: Vec::new() };
        for cell in cells {
            together.present.entry((cell.tariff, cell.day)).or_default().insert(cell.child);
            together.cells.push(cell);
        }
        together
    }

    /// The rank of a cell's child among those booked that day at its tariff, itself included (the
    /// eldest is 1), and how many they are.
    fn rank(&self, cell: &Cell) -> (usize, usize) {
        let others = self.present.get(&(cell.tariff, cell.day));
        let others = || others.into_iter().flatten().filter(|child| **child != cell.child);
        (1 + others().filter(|child| **child < cell.child).count(), 1 + others().count())
    }

    /// The child's cells at the same tariff.
    fn own<'a>(&'a self, cell: &'a Cell) -> impl Iterator<Item = &'a Cell> {
        self.cells.iter().filter(|other| (other.child, other.tariff) == (cell.child, cell.tariff))
    }

    /// Which day of its week a cell is, at its tariff.
    fn day_of_week(&self, cell: &Cell) -> usize {
        let earlier = |day: &NaiveDate| *day < cell.day && day.iso_week() == cell.day.iso_week();
        1 + self.own(cell).map(|other| other.day).filter(earlier).collect::<BTreeSet<_>>().len()
    }

    /// Which week of its holidays a cell is in, and whether it is the first day of that week.
    fn week_of_holidays(&self, cell: &Cell) -> (usize, bool) {
        let days: BTreeSet<NaiveDate> =
            self.own(cell).filter(|other| other.holidays == cell.holidays).map(|other| other.day).collect();
        let before: BTreeSet<_> =
            days.iter().map(NaiveDate::iso_week).filter(|week| *week < cell.day.iso_week()).collect();
        let first = !days.iter().any(|day| *day < cell.day && day.iso_week() == cell.day.iso_week());
        (1 + before.len(), first)
    }

    /// Whether the child is booked for another service the same day.
    fn is_with(&self, cell: &Cell, service: ServiceId) -> bool {
        self.cells
            .iter()
            .any(|other| (other.child, other.service, other.day) == (cell.child, service, cell.day))
    }
}

/// The lines of what all of a family's cells cost; `cells` are those of whole months. Cells without a price are
/// left out: the plan has refused them before.
pub fn price(tariffs: &Tariffs, household: &Household, cells: &BTreeSet<Cell>) -> Vec<Line> {
    let mut lines: BTreeMap<(usize, ServiceId, Kind, Cents, Cents), Vec<NaiveDate>> = BTreeMap::new();
    let months = months(tariffs, household, cells, |cell, quote, version| {
        let key = (cell.child, cell.service, Kind::Days(cell.booked), quote.unit, quote.third);
        lines.entry(key).or_default().push(cell.day);
        let late = version.late_pickup(cell.left);
        if late != Cents::ZERO {
            let key = (cell.child, cell.service, Kind::Pickup, late, Cents::ZERO);
            lines.entry(key).or_default().push(cell.day);
        }
    });
    for (cell, kind, amount) in months.adjustments() {
        lines.entry((cell.child, cell.service, kind, amount, Cents::ZERO)).or_default().push(cell.day);
    }
    let line = |((child, service, kind, unit, third), days)| Line { child, service, kind, unit, third, days };
    lines.into_iter().map(line).collect()
}

/// The months that have a ceiling or a minimum; `told` hears of each cell that has a price.
pub(super) fn months<'t>(
    tariffs: &'t Tariffs,
    household: &Household,
    cells: &BTreeSet<Cell>,
    mut told: impl FnMut(&Cell, &Quote<'t>, &'t Version),
) -> month::Months<'t> {
    let together = Together::of(cells.iter().copied());
    let mut months = month::Months::default();
    for cell in cells {
        if let Ok((quote, case, version)) = priced(tariffs, household, &together, cell, &mut ()) {
            told(cell, &quote, version);
            let quotient = household.quotient.on(cell.day).and_then(|known| known.value);
            months.note(cell, quote.unit, case, quotient);
        }
    }
    months
}

/// What one cell costs among the others, booked already or not.
pub fn quote<'t>(
    tariffs: &'t Tariffs,
    household: &Household,
    together: &Together,
    cell: &Cell,
) -> Result<Quote<'t>, NoPrice> {
    priced(tariffs, household, together, cell, &mut ()).map(|(quote, ..)| quote)
}

/// Who hears how a price comes about, step by step. Nobody does while boxes are ticked: `()`, which costs nothing.
pub(super) trait Watch<'t> {
    /// A bracket was looked up.
    fn bracket(&mut self, _bounds: Bounds) {}
    /// A step was made; `after`: what it comes to, exact, in cents.
    fn step(&mut self, _step: Step<'t>, _after: impl FnOnce() -> Decimal) {}
}

impl Watch<'_> for () {}

/// The same: nothing for a day that a flat rate has paid, nor for one that is excused.
pub(super) fn priced<'t>(
    tariffs: &'t Tariffs,
    household: &Household,
    together: &Together,
    cell: &Cell,
    watch: &mut impl Watch<'t>,
) -> Result<(Quote<'t>, &'t Case, &'t Version), NoPrice> {
    let (mut quote, case, version) = rate(tariffs, household, together, cell, watch)?;
    if let Some(subscription) = &version.subscription {
        (quote.unit, quote.third) = (Cents::ZERO, Cents::ZERO);
        watch.step(Step::Subscription(subscription), || Decimal::ZERO);
    }
    if cell.booked == Booked::Excused {
        (quote.unit, quote.third) = (Cents::ZERO, Cents::ZERO);
        watch.step(Step::Excused, || Decimal::ZERO);
    }
    Ok((quote, case, version))
}

/// What the council's price comes to for a cell, or for the flat rate that it stands for.
pub(super) fn rate<'t>(
    tariffs: &'t Tariffs,
    household: &Household,
    together: &Together,
    cell: &Cell,
    watch: &mut impl Watch<'t>,
) -> Result<(Quote<'t>, &'t Case, &'t Version), NoPrice> {
    let (version, since, case) = decided(tariffs, household, Some(together), cell)?;
    // What is not known costs what it costs others, as for the quotient.
    let resident = household.resident.on(cell.day).is_some_and(|known| known.value);
    let known = household.quotient.on(cell.day).and_then(|q| Some((q.value?, q.from)));
    let (penalty, nth) = match cell.booked {
        Booked::OnTime | Booked::Excused => (None, 1),
        Booked::Late => (version.late, 1),
        Booked::Unreserved(nth) => (version.unreserved, nth),
        Booked::Absent => (version.absent, 1),
    };
    let mut modifiers = Vec::new();
    let quotient = known.map(|(quotient, _)| quotient);
    let plain = if case.modifiers.is_empty() && case.every.is_none() && penalty.is_none() {
        case.rule.plain(resident, quotient, &mut |bounds| watch.bracket(bounds))
    } else {
        None
    };
    let whole = match plain {
        Some(price) => {
            let price = price.ok_or(NoPrice::NotOffered)?;
            watch.step(Step::Rule(&case.rule), || price.exact());
            if price < Cents::ZERO {
                watch.step(Step::Rounded, || Decimal::ZERO);
            }
            price.max(Cents::ZERO)
        }
        None => {
            let facts = facts(household, together, cell, case);
            let price = case.rule.price(&facts, &mut |bounds| watch.bracket(bounds));
            let mut exact = price.ok_or(NoPrice::NotOffered)?;
            watch.step(Step::Rule(&case.rule), || exact);
            for modifier in &case.modifiers {
                let before = exact;
                exact = modifier.apply(exact, &facts);
                if exact != before {
                    modifiers.push(modifier);
                    watch.step(Step::Modifier(modifier), || exact);
                }
            }
            if let Some(every) = case.every {
                let units = units(cell.minutes, every);
                exact *= Decimal::from(units);
                watch.step(Step::Units(units, every), || exact);
            }
            if let Some(penalty) = penalty {
                exact = penalty.apply(exact, resident, nth);
                watch.step(Step::Penalty(cell.booked, penalty), || exact);
            }
            // A reduction never makes a town pay.
            let whole = Cents::round(exact.max(Decimal::ZERO));
            if whole.exact() != exact {
                watch.step(Step::Rounded, || whole.exact());
            }
            whole
        }
    };
    let third = case.third.as_ref().map_or(Cents::ZERO, |third| third.part(whole));
    let quotient = known.filter(|_| case.rule.looks_at_quotient(resident));
    let third_by = case.third.as_ref().filter(|_| third != Cents::ZERO);
    if let Some(by) = third_by {
        watch.step(Step::Third(by), || (whole - third).exact());
    }
    let why =
        Why { since, decision: &version.decision, resident, quotient, modifiers, penalty, third: third_by };
    Ok((Quote { unit: whole - third, third, why }, case, version))
}

/// How many units of time a stay has begun. A stay whose length is not known yet: one, which is what is sure.
fn units(stay: Option<u32>, every: u32) -> u32 {
    stay.unwrap_or(every).div_ceil(every.max(1))
}

impl Third {
    /// Its part of a price.
    fn part(&self, whole: Cents) -> Cents {
        let share = self.percent.map(|percent| Cents::round(whole.exact() * percent / Decimal::ONE_HUNDRED));
        share.or(self.cents).unwrap_or(Cents::ZERO).clamp(Cents::ZERO, whole)
    }
}

/// Whether there is a price for a cell, whoever else is booked.
pub fn offered(tariffs: &Tariffs, household: &Household, cell: &Cell) -> Result<(), NoPrice> {
    let (_, _, case) = decided(tariffs, household, None, cell)?;
    let resident = household.resident.on(cell.day).is_some_and(|known| known.value);
    let quotient = household.quotient.on(cell.day).and_then(|known| known.value);
    let there = match case.rule.plain(resident, quotient, &mut |_| ()) {
        Some(price) => price.is_some(),
        None => {
            let facts = facts(household, &Together::of([*cell]), cell, case);
            case.rule.price(&facts, &mut |_| ()).is_some()
        }
    };
    if there { Ok(()) } else { Err(NoPrice::NotOffered) }
}

/// What the council has decided for a cell. `together`: what else is booked; none: whatever it may be.
fn decided<'t>(
    tariffs: &'t Tariffs,
    household: &Household,
    together: Option<&Together>,
    cell: &Cell,
) -> Result<(&'t Version, NaiveDate, &'t Case), NoPrice> {
    let tariff = tariffs.0.get(&cell.tariff).ok_or(NoPrice::NotDecided)?;
    let version = tariff.versions.on(cell.day).ok_or(NoPrice::NotDecided)?;
    let pupil = household.children.get(cell.child).ok_or(NoPrice::NotDecided)?;
    let with = |service| together.is_none_or(|together| together.is_with(cell, service));
    let case = version.value.cases.iter().find(|case| case.when.holds(pupil, cell.day, with));
    Ok((&version.value, version.from, case.ok_or(NoPrice::NotDecided)?))
}

impl When {
    /// Whether it holds for a child on a day; `with`: whether it is booked that day for another service.
    pub fn holds(&self, pupil: &Pupil, day: NaiveDate, with: impl Fn(ServiceId) -> bool) -> bool {
        let level = || pupil.level.on(day).map(|known| known.value);
        let age = || pupil.born.and_then(|born| day.years_since(born));
        (self.levels.is_empty() || level().is_some_and(|level| self.levels.contains(&level)))
            && self.from_age.is_none_or(|from| age().is_some_and(|age| age >= from))
            && self.to_age.is_none_or(|to| age().is_some_and(|age| age <= to))
            && self.regime.is_none_or(|regime| pupil.regime == Some(regime))
            && self.own_meal.is_none_or(|own| pupil.own_meal == own)
            && self.with.is_none_or(with)
    }
}

/// What rules look at, for one cell among others.
pub(super) fn facts(household: &Household, together: &Together, cell: &Cell, case: &Case) -> Facts {
    let (rank_present, present) = together.rank(cell);
    let others = case.rule.looks_at_others();
    Facts {
        resident: household.resident.on(cell.day).is_some_and(|known| known.value),
        quotient: household.quotient.on(cell.day).and_then(|known| known.value),
        children: household.count(cell.day),
        rank: household.rank(cell.child, cell.day),
        rank_present,
        present,
        minutes: cell.minutes,
        day_of_week: if others { together.day_of_week(cell) } else { 1 },
        week_of_holidays: if others { together.week_of_holidays(cell) } else { (1, true) },
    }
}
