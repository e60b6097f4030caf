//! Ways to say a price: what a council writes in its decision, before modifiers.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::quotient::Quotient;
use crate::platform::money::Cents;

/// A way to say a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// The same for all, or one for residents and one for others.
    Flat {
        /// For residents.
        resident: Cents,
        /// For others; none: the same.
        #[serde(default)]
        other: Option<Cents>,
    },
    /// By bracket of quotient.
    Brackets {
        /// For residents.
        resident: Vec<Bracket>,
        /// For others; none: the same.
        #[serde(default)]
        other: Option<Vec<Bracket>>,
        /// From so many children of the family on, the bracket below counts.
        #[serde(default)]
        lower_from: Option<usize>,
    },
    /// By bracket of quotient and rank of the child; one row without a bound: by rank alone.
    Ranks {
        /// For residents.
        grid: Vec<Row>,
        /// For others, by quotient alone; none: the same.
        #[serde(default)]
        other: Option<Vec<Bracket>>,
        /// Among whom the child has its rank.
        #[serde(default)]
        among: Among,
    },
    /// By the number of the family's children at the same tariff.
    Children {
        /// For one child, for each of two... the last one for more.
        prices: Vec<Cents>,
    },
    /// One price for all of the family's children who are there that day. It stands with the first.
    Together {
        /// For one, for two together... the last one for more.
        totals: Vec<Cents>,
    },
    /// A share of the quotient.
    Share {
        /// 0.36 for 0,36 % of the quotient.
        percent: Decimal,
        /// Never less.
        #[serde(default)]
        floor: Option<Cents>,
        /// Never more.
        #[serde(default)]
        ceiling: Option<Cents>,
        /// A lower quotient counts as this one.
        #[serde(default)]
        quotient_floor: Option<Quotient>,
        /// A higher one counts as this one.
        #[serde(default)]
        quotient_ceiling: Option<Quotient>,
        /// For others than residents; none: the same.
        #[serde(default)]
        other: Option<Cents>,
    },
    /// A straight line from point to point, level before the first and after the last.
    Points {
        /// Quotients and prices, in order.
        points: Vec<(Quotient, Cents)>,
        /// For others than residents; none: the same.
        #[serde(default)]
        other: Option<Cents>,
    },
    /// By steps of duration; beyond the last one nothing is offered.
    Steps {
        /// So many minutes at most, and the price of the whole stay.
        steps: Vec<(u32, Cents)>,
    },
    /// By the number of days in the week: each day costs what it adds, in the order of dates.
    Week {
        /// For one day, for two together... each further day costs as much as the last one added.
        totals: Vec<Cents>,
    },
    /// By quotient and number of weeks in the same holidays: each week costs what it adds.
    Weeks {
        /// Rows of totals: one week, two together...
        grid: Vec<Row>,
    },
}

/// A bracket: quotients below a bound, from the bound of the bracket before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bracket {
    /// Excluded; none: all that is above. A grid whose last bound is given offers nothing above it.
    #[serde(default)]
    pub below: Option<Quotient>,
    /// The price.
    pub price: Cents,
}

/// A bracket with several prices: by rank, or by number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// As in [`Bracket::below`].
    #[serde(default)]
    pub below: Option<Quotient>,
    /// For 1, 2, 3...; the last one for more.
    pub prices: Vec<Cents>,
}

/// Among whom a child has its rank, the eldest being 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Among {
    /// The family's children booked that day at the same tariff.
    #[default]
    Present,
    /// All of the family's children.
    Family,
}

/// What a rule looks at, for one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts {
    /// Whether the family lives in the town.
    pub resident: bool,
    /// Its quotient, if it is known.
    pub quotient: Option<Quotient>,
    /// How many children the family has.
    pub children: usize,
    /// Rank of the child among all of them.
    pub rank: usize,
    /// Its rank among those booked that day at the same tariff.
    pub rank_present: usize,
    /// How many those are.
    pub present: usize,
    /// Length of the stay in minutes, where it is known.
    pub minutes: Option<u32>,
    /// Which day of its week this is, at the same tariff: 1 for the first.
    pub day_of_week: usize,
    /// Which week of its holidays, and whether it is the first day there.
    pub week_of_holidays: (usize, bool),
}

impl Facts {
    /// The rank among some.
    pub fn rank(&self, among: Among) -> usize {
        match among {
            Among::Present => self.rank_present,
            Among::Family => self.rank,
        }
    }
}

impl Rule {
    /// Whether the quotient is looked at for who lives in the town or not.
    pub fn looks_at_quotient(&self, resident: bool) -> bool {
        match self {
            Rule::Brackets { .. } | Rule::Ranks { .. } | Rule::Weeks { .. } => true,
            Rule::Share { other, .. } | Rule::Points { other, .. } => resident || other.is_none(),
            _ => false,
        }
    }

    /// The price of the rules that look at residence and quotient alone, which most are, in whole cents.
    /// None: another rule; some none: not offered. `told` hears of the bracket.
    pub fn plain(
        &self,
        resident: bool,
        quotient: Option<Quotient>,
        told: &mut impl FnMut(Bounds),
    ) -> Option<Option<Cents>> {
        match self {
            Rule::Flat { resident: own, other } => {
                Some(Some(if resident { *own } else { other.unwrap_or(*own) }))
            }
            Rule::Brackets { resident: own, other, lower_from: None } => {
                let grid = if resident { own } else { other.as_ref().unwrap_or(own) };
                Some(bracket(grid, quotient, false, told))
            }
            _ => None,
        }
    }

    /// The price, exact, in cents. None: not offered. `told` hears of the bracket, where there is one.
    pub fn price(&self, facts: &Facts, told: &mut impl FnMut(Bounds)) -> Option<Decimal> {
        let resident = facts.resident;
        match self {
            Rule::Flat { .. } | Rule::Brackets { lower_from: None, .. } => {
                self.plain(resident, facts.quotient, told)?.map(Cents::exact)
            }
            Rule::Brackets { resident: own, other, lower_from } => {
                let grid = if resident { own } else { other.as_ref().unwrap_or(own) };
                let lower = lower_from.is_some_and(|from| facts.children >= from);
                bracket(grid, facts.quotient, lower, told).map(Cents::exact)
            }
            Rule::Ranks { grid, other, among } => match other {
                Some(other) if !resident => bracket(other, facts.quotient, false, told).map(Cents::exact),
                _ => row(grid, facts.quotient, told)
                    .and_then(|row| nth(&row.prices, facts.rank(*among)))
                    .map(Cents::exact),
            },
            Rule::Children { prices } => nth(prices, facts.children).map(Cents::exact),
            Rule::Together { totals } => match facts.rank_present {
                1 => nth(totals, facts.present).map(Cents::exact),
                _ => Some(Decimal::ZERO),
            },
            Rule::Share { other: Some(other), .. } | Rule::Points { other: Some(other), .. } if !resident => {
                Some(other.exact())
            }
            Rule::Share { percent, floor, ceiling, quotient_floor, quotient_ceiling, .. } => {
                share(*percent, facts.quotient, (*quotient_floor, *quotient_ceiling), (*floor, *ceiling))
            }
            Rule::Points { points, .. } => line(points, facts.quotient),
            Rule::Steps { steps } => match facts.minutes {
                Some(minutes) => steps.iter().find(|(most, _)| minutes <= *most),
                // Not known before the child is fetched: the shortest stay is what is sure.
                None => steps.first(),
            }
            .map(|(_, price)| price.exact()),
            Rule::Week { totals } => added(totals, facts.day_of_week),
            Rule::Weeks { grid } => match facts.week_of_holidays {
                (week, true) => row(grid, facts.quotient, told).and_then(|row| added(&row.prices, week)),
                (_, false) => Some(Decimal::ZERO),
            },
        }
    }

    /// Whether what a cell costs hangs on other cells of its child.
    pub fn looks_at_others(&self) -> bool {
        matches!(self, Rule::Week { .. } | Rule::Weeks { .. })
    }
}

/// The quotients of a bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The lowest of them; none: the first bracket.
    pub from: Option<Quotient>,
    /// Excluded; none: all that is above.
    pub below: Option<Quotient>,
    /// Whether the family's own is the bracket above this one.
    pub lowered: bool,
}

/// The place of a quotient among the bounds of so many brackets; of one that is not known, the last. `told` hears
/// of its bracket.
fn place(
    len: usize,
    bound: impl Fn(usize) -> Option<Quotient>,
    quotient: Option<Quotient>,
    lower: bool,
    told: &mut impl FnMut(Bounds),
) -> Option<usize> {
    let own = match quotient {
        Some(quotient) => (0..len).find(|n| bound(*n).is_none_or(|bound| quotient < bound))?,
        None => len.checked_sub(1)?,
    };
    let place = if lower && quotient.is_some() { own.saturating_sub(1) } else { own };
    let from = place.checked_sub(1).and_then(&bound);
    told(Bounds { from, below: bound(place), lowered: place < own });
    Some(place)
}

/// The price of a quotient; `lower`: of the bracket below its own. `told` hears of the bracket.
pub fn bracket(
    grid: &[Bracket],
    quotient: Option<Quotient>,
    lower: bool,
    told: &mut impl FnMut(Bounds),
) -> Option<Cents> {
    let place = place(grid.len(), |n| grid[n].below, quotient, lower, told)?;
    grid.get(place).map(|bracket| bracket.price)
}

fn row<'g>(grid: &'g [Row], quotient: Option<Quotient>, told: &mut impl FnMut(Bounds)) -> Option<&'g Row> {
    grid.get(place(grid.len(), |n| grid[n].below, quotient, false, told)?)
}

/// The nth, or the last for more.
fn nth(prices: &[Cents], n: usize) -> Option<Cents> {
    prices.get(n.saturating_sub(1)).or(prices.last()).copied()
}

/// What the nth adds to the total of those before it.
fn added(totals: &[Cents], n: usize) -> Option<Decimal> {
    let total = |n: usize| match n {
        0 => Some(Cents::ZERO),
        n => totals.get(n - 1).copied(),
    };
    let n = n.clamp(1, totals.len().max(1));
    Some((total(n)? - total(n - 1)?).exact())
}

fn share(
    percent: Decimal,
    quotient: Option<Quotient>,
    (least, most): (Option<Quotient>, Option<Quotient>),
    (floor, ceiling): (Option<Cents>, Option<Cents>),
) -> Option<Decimal> {
    // A quotient that is not known is the highest.
    let Some(quotient) = quotient.or(most) else { return ceiling.map(Cents::exact) };
    let quotient = least.map_or(quotient, |least| quotient.max(least));
    let quotient = most.map_or(quotient, |most| quotient.min(most));
    let price = quotient.exact() * percent / Decimal::ONE_HUNDRED;
    let price = floor.map_or(price, |floor| price.max(floor.exact()));
    Some(ceiling.map_or(price, |ceiling| price.min(ceiling.exact())))
}

fn line(points: &[(Quotient, Cents)], quotient: Option<Quotient>) -> Option<Decimal> {
    let (last, _) = points.last()?;
    let x = quotient.unwrap_or(*last);
    let after = points.iter().position(|(point, _)| x < *point);
    match after {
        None => points.last().map(|(_, price)| price.exact()),
        Some(0) => points.first().map(|(_, price)| price.exact()),
        Some(n) => {
            let ((x0, y0), (x1, y1)) = (points[n - 1], points[n]);
            let part = (x.exact() - x0.exact()) / (x1.exact() - x0.exact());
            Some(y0.exact() + (y1.exact() - y0.exact()) * part)
        }
    }
}

/// What is wrong with a grid, by the row where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing stands in it.
    Empty,
    /// A bound that is not above the one before: two brackets for one quotient.
    Overlap(usize),
    /// Rows after one that has no bound are never read.
    Unread(usize),
    /// A row without a price.
    NoPrice(usize),
    /// Less than nothing.
    Negative(usize),
    /// Fewer prices than another row.
    Uneven(usize),
    /// Not above the one before, where they must rise.
    Order(usize),
}

/// What is wrong with the bounds of a grid, as they are typed.
pub fn flaws(rows: &[(Option<Quotient>, &[Cents])]) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if rows.is_empty() {
        flaws.push(Flaw::Empty);
    }
    let width = rows.iter().map(|(_, prices)| prices.len()).max().unwrap_or(0);
    for (n, (below, prices)) in rows.iter().enumerate() {
        if prices.is_empty() {
            flaws.push(Flaw::NoPrice(n));
        } else if prices.len() < width {
            flaws.push(Flaw::Uneven(n));
        }
        if prices.iter().any(|price| *price < Cents::ZERO) {
            flaws.push(Flaw::Negative(n));
        }
        match n.checked_sub(1).and_then(|before| rows.get(before)) {
            Some((None, _)) => flaws.push(Flaw::Unread(n)),
            Some((Some(before), _)) if below.is_some_and(|below| below <= *before) => {
                flaws.push(Flaw::Overlap(n))
            }
            _ => {}
        }
    }
    flaws
}

/// What is wrong with what must rise: points of a line, steps of duration.
pub fn rising<T: PartialOrd>(values: &[T]) -> Vec<Flaw> {
    if values.is_empty() {
        return vec![Flaw::Empty];
    }
    let falls = |n: &usize| values.get(n - 1) >= values.get(*n);
    (1..values.len()).filter(falls).map(Flaw::Order).collect()
}
