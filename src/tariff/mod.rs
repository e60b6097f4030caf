//! What it costs: tariffs, each a list of versions in force from a day on.

pub mod price;
pub mod quotient;
pub mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    id,
    platform::{dated::Dated, money::Cents},
    town::Level,
};
use quotient::Quotient;

id!(
    /// A tariff (tarif).
    TariffId
);

/// A tariff that registrations name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tariff {
    /// Its number.
    pub id: TariffId,
    /// "Cantine".
    pub name: String,
    /// Its versions. A version that was used is never rewritten: a new one begins.
    pub versions: Dated<Version>,
}

/// What the council decided, in force from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Reference of the decision.
    pub decision: String,
    /// Prices, the first whose conditions hold.
    pub cases: Vec<Case>,
    /// What a booking after the deadline costs; none: the same.
    #[serde(default)]
    pub late: Option<Late>,
}

/// A price and for whom it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Levels that it is for; none named: all.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// The price before modifiers.
    pub rule: Rule,
    /// What is then added or taken off, in this order.
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
}

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

/// What changes a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Modifier {
    /// A percentage from the nth child of the family booked that day at the same tariff, the eldest first.
    SiblingPercent {
        /// 2 for the second child.
        from_rank: usize,
        /// -50 for half price.
        percent: Decimal,
    },
    /// An amount for each child when brothers or sisters are booked that day at the same tariff.
    SiblingPresent {
        /// -10 for ten cents off.
        add: Cents,
    },
}

/// What a late booking costs, from the price it would have had.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Late {
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
    },
}

/// All tariffs.
#[derive(Debug, Default)]
pub struct Tariffs(pub BTreeMap<TariffId, Tariff>);
