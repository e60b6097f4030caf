//! What is owed: bills and credit notes, what they say, what was paid of them.
//!
//! A bill that is issued never changes. What was wrong in it is mended by a credit note and, if need be, a new bill: both
//! come from the same comparison of what is owed now with what was billed. What a family owes a cash office is the
//! sum of its ledger, and nothing else.

pub mod cash;
pub mod desk;
pub mod issue;
pub mod job;
pub mod ledger;
mod mail;
pub mod number;
pub mod office;
pub mod pdf;
pub mod portal;
pub mod preview;
pub mod run;
pub mod store;
pub mod view;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use self::{cash::CashOffice, number::Number};
use crate::{
    activity::ServiceId,
    family::{Address, ChildId, FamilyId},
    id,
    platform::money::Cents,
    tariff::price::Booked,
};

id!(
    /// A cash office (régie): who takes the money of some services.
    OfficeId
);

/// What a charge is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A day.
    Day,
    /// What a month's ceiling takes off on that day.
    Ceiling,
    /// What is missing to a month's minimum, on its last day.
    Minimum,
    /// A flat rate, on the day on which it counts.
    Subscription,
    /// Fetching the child late on that day.
    Pickup,
}

/// What can be charged once to a family: this is what remembers whether it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Item {
    /// The child.
    pub child: ChildId,
    /// The service.
    pub service: ServiceId,
    /// What for.
    pub what: What,
    /// The day.
    pub day: NaiveDate,
}

/// What an item costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Charge {
    /// How the day was booked; none of what is no day.
    pub booked: Option<Booked>,
    /// What the family pays.
    pub unit: Cents,
    /// What somebody else pays beside it.
    pub third: Cents,
}

/// A line of a bill: days at one price, or their correction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The child.
    pub child: ChildId,
    /// The service.
    pub service: ServiceId,
    /// What for.
    pub what: What,
    /// What each costs.
    pub charge: Charge,
    /// Whether it takes back what an earlier bill said: its amount is then below zero.
    pub takes_back: bool,
    /// The days, in order.
    pub days: Vec<NaiveDate>,
}

/// A bill, or a credit note: as it was issued, for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Invoice {
    /// Its number.
    pub number: Number,
    /// Whose it is.
    pub family: FamilyId,
    /// First day that it bills.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// Day of issue.
    pub issued: NaiveDate,
    /// The day by which it is to be paid.
    pub due: NaiveDate,
    /// The bill of which it takes something back.
    pub mends: Option<Number>,
    /// Number of the write that issued it: their order.
    pub sequence: u64,
    /// Its lines.
    pub lines: Vec<Line>,
    /// What they come to; below zero: a credit note.
    pub total: Cents,
    /// What it shows beside them.
    pub printed: Printed,
}

/// What a bill shows beside its lines, as everything was called on the day of issue: what is renamed later changes no bill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Printed {
    /// Name of the town.
    pub town: String,
    /// Its postal address; empty: not said.
    pub town_address: String,
    /// Who answers questions: a service, a telephone, an address.
    pub contact: [String; 3],
    /// The cash office.
    pub office: CashOffice,
    /// "ALAIN".
    pub family: String,
    /// Who owes: "Lucie ALAIN".
    pub debtors: Vec<String>,
    /// Where they live.
    pub address: Option<Address>,
    /// Names of the children of the lines.
    pub children: BTreeMap<ChildId, String>,
    /// Names of their services.
    pub services: BTreeMap<ServiceId, String>,
    /// The council's decisions on their prices.
    pub decisions: BTreeSet<String>,
}

/// How something was paid.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Means {
    /// In cash.
    Cash,
    /// By cheque.
    Cheque,
    /// By a transfer.
    Transfer,
    /// By card, at the desk.
    Card,
    /// Through the service of online payment.
    Online,
}

impl What {
    /// In an order that keys hold: a new one comes last.
    const ALL: [What; 5] = [What::Day, What::Ceiling, What::Minimum, What::Subscription, What::Pickup];

    fn order(self) -> u32 {
        self as u32
    }

    fn of_order(order: u32) -> Option<Self> {
        Self::ALL.get(order as usize).copied()
    }
}

impl Line {
    /// What it charges, or takes back.
    pub fn items(&self) -> impl Iterator<Item = Item> {
        let Self { child, service, what, .. } = *self;
        self.days.iter().map(move |day| Item { child, service, what, day: *day })
    }

    /// What the line comes to.
    pub fn amount(&self) -> Cents {
        let sign = if self.takes_back { -1 } else { 1 };
        self.charge.unit * (self.days.len() as i64 * sign)
    }
}
