//! What changes a price: brothers and sisters, residence, lateness.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::rule::{Among, Facts};
use crate::platform::money::Cents;

/// What changes a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Modifier {
    /// A percentage from the nth child on, the eldest first.
    SiblingPercent {
        /// 2 for the second child.
        from_rank: usize,
        /// -50 for half price.
        percent: Decimal,
        /// For the children after that one, where it is another percentage: the last holds for the rest.
        #[serde(default)]
        then: Vec<Decimal>,
        /// Among whom.
        #[serde(default)]
        among: Among,
    },
    /// An amount for each child when brothers or sisters are booked that day at the same tariff.
    SiblingPresent {
        /// -10 for ten cents off.
        add: Cents,
    },
    /// An amount for families from elsewhere.
    Outsider {
        /// In cents.
        add: Cents,
    },
    /// An amount when the quotient is not known.
    UnknownQuotient {
        /// In cents.
        add: Cents,
    },
}

impl Modifier {
    /// The amount after it.
    pub fn apply(&self, exact: Decimal, facts: &Facts) -> Decimal {
        match self {
            Modifier::SiblingPercent { from_rank, percent, then, among } => {
                match facts.rank(*among).checked_sub(*from_rank) {
                    None => exact,
                    Some(0) => plus_percent(exact, *percent),
                    Some(n) => plus_percent(exact, *then.get(n - 1).or(then.last()).unwrap_or(percent)),
                }
            }
            Modifier::SiblingPresent { add } if facts.present > 1 => exact + add.exact(),
            Modifier::Outsider { add } if !facts.resident => exact + add.exact(),
            Modifier::UnknownQuotient { add } if facts.quotient.is_none() => exact + add.exact(),
            Modifier::SiblingPresent { .. }
            | Modifier::Outsider { .. }
            | Modifier::UnknownQuotient { .. } => exact,
        }
    }
}

/// What something that was not as booked, or not in time, makes of a price.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Penalty {
    /// So many percent more.
    Percent {
        /// 50 for half as much again.
        percent: Decimal,
    },
    /// An amount more.
    Add {
        /// In cents.
        cents: Cents,
    },
    /// Another price.
    Replace {
        /// In cents.
        cents: Cents,
        /// For families from elsewhere; none: the same.
        #[serde(default)]
        other: Option<Cents>,
    },
    /// So many times the price, from the nth time on.
    Times {
        /// 2 for twice.
        factor: Decimal,
        /// 1 for the first time.
        from: u32,
    },
}

impl Penalty {
    /// The amount after it; `nth`: which time it is, 1 for the first.
    pub fn apply(self, exact: Decimal, resident: bool, nth: u32) -> Decimal {
        match self {
            Penalty::Percent { percent } => plus_percent(exact, percent),
            Penalty::Add { cents } => exact + cents.exact(),
            Penalty::Replace { cents, other } => {
                if resident { cents } else { other.unwrap_or(cents) }.exact()
            }
            Penalty::Times { factor, from } if nth >= from => exact * factor,
            Penalty::Times { .. } => exact,
        }
    }
}

/// What fetching a child late costs, beside the price.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Pickup {
    /// Each time.
    Flat {
        /// In cents.
        cents: Cents,
    },
    /// By started unit of time.
    Started {
        /// Length of the unit.
        minutes: u32,
        /// Price of each.
        cents: Cents,
    },
}

impl Pickup {
    /// What so many minutes cost.
    pub fn price(self, late: u32) -> Cents {
        match self {
            _ if late == 0 => Cents::ZERO,
            Pickup::Flat { cents } => cents,
            Pickup::Started { minutes, cents } => cents * i64::from(late.div_ceil(minutes.max(1))),
        }
    }
}

fn plus_percent(exact: Decimal, percent: Decimal) -> Decimal {
    exact + exact * percent / Decimal::ONE_HUNDRED
}
