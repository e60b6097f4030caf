//! What it costs: tariffs, each a list of versions in force from a day on.

pub mod absence;
pub mod draft;
pub mod household;
pub mod modifier;
pub mod month;
pub mod office;
pub mod price;
pub mod quotient;
pub mod rule;
pub mod store;
pub mod subscription;
#[cfg(test)]
mod tests;
pub mod view;
pub mod why;

use std::collections::BTreeMap;

use chrono::NaiveTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    activity::ServiceId,
    id,
    platform::{dated::Dated, money::Cents},
    town::Level,
};
use modifier::{Modifier, Penalty, Pickup};
use rule::{Bracket, Rule};

id!(
    /// A tariff (tarif).
    TariffId
);

/// A tariff that registrations name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    pub late: Option<Penalty>,
    /// What coming without a booking costs; none: the same.
    #[serde(default)]
    pub unreserved: Option<Penalty>,
    /// What not coming costs, without having cancelled; none: the same.
    #[serde(default)]
    pub absent: Option<Penalty>,
    /// What a child costs who is fetched late.
    #[serde(default)]
    pub pickup: Option<Pickup>,
    /// Until when a child is fetched, by the town's clocks. Without an hour nobody is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched_by: Option<NaiveTime>,
    /// Its prices are flat rates of those who are registered, not of days.
    #[serde(default)]
    pub subscription: Option<Subscription>,
}

impl Version {
    /// What it costs that a child left at an hour; nothing in time, or where an hour is not known.
    pub fn late_pickup(&self, left: Option<NaiveTime>) -> Cents {
        let late = self.fetched_by.zip(left).map(|(by, left)| (left - by).num_seconds());
        // A minute that has begun counts whole.
        let minutes =
            late.and_then(|seconds| u32::try_from(seconds).ok()).map_or(0, |late| late.div_ceil(60));
        self.pickup.map_or(Cents::ZERO, |pickup| pickup.price(minutes))
    }

    /// One with these prices and nothing else.
    pub fn of(cases: Vec<Case>) -> Self {
        let decision = String::new();
        Self {
            decision,
            cases,
            late: None,
            unreserved: None,
            absent: None,
            pickup: None,
            fetched_by: None,
            subscription: None,
        }
    }
}

impl Case {
    /// One price for all.
    pub fn of(rule: Rule) -> Self {
        let when = When::default();
        Self { when, rule, every: None, modifiers: vec![], ceiling: vec![], minimum: None, third: None }
    }
}

/// A price and for whom it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// For whom, and when.
    #[serde(flatten)]
    pub when: When,
    /// The price before modifiers.
    pub rule: Rule,
    /// That price is one for each started unit of so many minutes; none: for the whole stay.
    #[serde(default)]
    pub every: Option<u32>,
    /// What is then added or taken off, in this order.
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
    /// The most that a child's month costs, by quotient.
    #[serde(default)]
    pub ceiling: Vec<Bracket>,
    /// The least that a month costs in which a child came.
    #[serde(default)]
    pub minimum: Option<Cents>,
    /// What somebody else pays of it.
    #[serde(default)]
    pub third: Option<Third>,
}

/// For whom a price is, and when: whatever is named must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct When {
    /// Levels; none named: all.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Youngest age, in whole years.
    #[serde(default)]
    pub from_age: Option<u32>,
    /// Oldest age, in whole years.
    #[serde(default)]
    pub to_age: Option<u32>,
    /// Who insures the family: CAF or MSA.
    #[serde(default)]
    pub regime: Option<Regime>,
    /// Whether the care plan says that the child brings its own meal.
    #[serde(default)]
    pub own_meal: Option<bool>,
    /// Booked the same day for this service too.
    #[serde(default)]
    pub with: Option<ServiceId>,
}

/// Who insures a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// The general scheme, and the CAF.
    General,
    /// The farmers' (MSA).
    Agricultural,
    /// Another.
    Other,
}

impl Regime {
    /// As a child's file says it.
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "general" => Some(Regime::General),
            "agricultural" => Some(Regime::Agricultural),
            "other" => Some(Regime::Other),
            _ => None,
        }
    }
}

/// Somebody who pays a part: the town's social centre (CCAS), an employer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Third {
    /// As families read it.
    pub name: String,
    /// So many percent of the price...
    #[serde(default)]
    pub percent: Option<Decimal>,
    /// ...or so many cents each time, never more than the price.
    #[serde(default)]
    pub cents: Option<Cents>,
}

/// A flat rate, owed by who is registered, whether they come or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    /// For how long.
    pub per: Span,
    /// How many of a family's children are charged at most; none: all.
    #[serde(default)]
    pub charged: Option<usize>,
}

/// What a flat rate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// A calendar month.
    Month,
    /// September to December, January to March, April to August.
    Term,
    /// A school year, from September.
    Year,
}

/// All tariffs.
#[derive(Debug, Default)]
pub struct Tariffs(pub BTreeMap<TariffId, Tariff>);

impl Version {
    fn has(&self, holds: impl Fn(&Rule) -> bool) -> bool {
        self.cases.iter().any(|case| holds(&case.rule))
    }
}

impl Tariffs {
    /// Whether a month of a tariff may cost less or more than its days.
    pub fn has_months(&self, tariff: TariffId, day: chrono::NaiveDate) -> bool {
        let version = self.0.get(&tariff).and_then(|tariff| tariff.versions.on(day));
        let month = |case: &Case| !case.ceiling.is_empty() || case.minimum.is_some();
        version.is_some_and(|version| version.value.cases.iter().any(month))
    }

    /// Whether a tariff counts the weeks of holidays on a day.
    pub fn looks_at_holidays(&self, tariff: TariffId, day: chrono::NaiveDate) -> bool {
        let version = self.0.get(&tariff).and_then(|tariff| tariff.versions.on(day));
        version.is_some_and(|version| version.value.has(|rule| matches!(rule, Rule::Weeks { .. })))
    }

    /// Whether a tariff's prices go by the length of the stay, or by when a child is fetched.
    pub fn looks_at_minutes(&self, tariff: TariffId, day: chrono::NaiveDate) -> bool {
        let version = self.0.get(&tariff).and_then(|tariff| tariff.versions.on(day));
        let timed = |case: &Case| case.every.is_some() || matches!(case.rule, Rule::Steps { .. });
        version.is_some_and(|version| version.value.pickup.is_some() || version.value.cases.iter().any(timed))
    }

    /// Whether the council has said what not coming costs, at a tariff on a day.
    pub fn says_of_absence(&self, tariff: TariffId, day: chrono::NaiveDate) -> bool {
        let version = self.0.get(&tariff).and_then(|tariff| tariff.versions.on(day));
        version.is_some_and(|version| version.value.absent.is_some())
    }

    /// Whether a price depends on quotients.
    pub fn look_at_quotient(&self) -> bool {
        let versions = self.0.values().flat_map(|tariff| tariff.versions.iter());
        versions.map(|version| &version.value).any(|version| version.has(|rule| rule.looks_at_quotient(true)))
    }

    /// Whether what coming without a booking costs depends on how often it happened.
    pub fn counts_unreserved(&self) -> bool {
        let versions = self.0.values().flat_map(|tariff| tariff.versions.iter());
        versions
            .map(|version| version.value.unreserved)
            .any(|penalty| matches!(penalty, Some(modifier::Penalty::Times { from, .. }) if from > 1))
    }

    /// Whether a price, ever, counts the days of a week; and the weeks of holidays.
    pub fn look_around(&self) -> (bool, bool) {
        let any = |holds: fn(&Rule) -> bool| {
            let versions = self.0.values().flat_map(|tariff| tariff.versions.iter());
            versions.map(|version| &version.value).any(|version| version.has(holds))
        };
        (any(|rule| matches!(rule, Rule::Week { .. })), any(|rule| matches!(rule, Rule::Weeks { .. })))
    }
}
