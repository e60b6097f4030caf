//! What can be booked: services, the days they open, until when, and how many places there are.

pub mod deadline;
pub mod draft;
mod hours;
pub mod next;
pub mod office;
pub mod opening;
pub mod period;
pub mod sheet;
pub mod store;
#[cfg(test)]
mod tests;
pub mod version;
pub mod view;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use crate::{
    id,
    platform::dated::Dated,
    town::{ClassId, Level, SchoolId},
};
use deadline::Deadlines;

id!(
    /// A service (prestation).
    ServiceId
);
id!(
    /// Places that one or several services share.
    PoolId
);

/// A service that children are booked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Service {
    /// Its number.
    pub id: ServiceId,
    /// "Cantine 1er service".
    pub name: String,
    /// "Cantine 1", where there is little room; empty: the name.
    #[serde(default)]
    pub short: String,
    /// What it is, for what is counted together.
    pub kind: Kind,
    /// What one booking is; none: not said.
    #[serde(default)]
    pub unit: Option<Unit>,
    /// Weekdays it opens on, 1 for Monday.
    pub weekdays: Vec<u8>,
    /// Whether it opens on school days or in school holidays.
    pub days: Days,
    /// The days of [`Days::Given`], whatever their weekday.
    #[serde(default)]
    pub dates: BTreeSet<NaiveDate>,
    /// The schools it is for; none named: all.
    #[serde(default)]
    pub schools: Vec<SchoolId>,
    /// The levels it is for; none named: all.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// The classes it is for; none named: all.
    #[serde(default)]
    pub classes: Vec<ClassId>,
    /// The places it takes its own from, if they are counted.
    #[serde(default)]
    pub pool: Option<PoolId>,
    /// Services that a child cannot be booked for on the same day.
    #[serde(default)]
    pub excludes: Vec<ServiceId>,
    /// Services of which a child must be booked for one, at least, on the same day; none named: it stands alone.
    #[serde(default)]
    pub needs: Vec<ServiceId>,
    /// Whether all children whom it is for may be booked, without a registration, at the first tariff offered.
    #[serde(default)]
    pub open: bool,
    /// Whether only the town books it: parents read it.
    #[serde(default)]
    pub by_town: bool,
    /// Until when it is booked and cancelled.
    pub deadlines: Dated<Deadlines>,
    /// The last day it opens; it keeps its past.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// Kinds of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, VariantArray)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Kind {
    Canteen,
    Garderie,
    Snack,
    Bus,
    Leisure,
}

/// What one booking is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, VariantArray)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Unit {
    Meal,
    Session,
    QuarterHour,
    HalfHour,
    Hour,
    HalfDay,
    Day,
}

/// Days that a service opens on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    /// Outside the school holidays.
    School,
    /// In the school holidays.
    Holidays,
    /// On the dates that the service names.
    Given,
}

/// Places by day.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// Its number.
    pub id: PoolId,
    /// "Accueil de loisirs du mercredi".
    pub name: String,
    /// How many children a day.
    pub places: u32,
    /// Whether each school has that many, or all of them together.
    #[serde(default)]
    pub by_school: bool,
}

/// All services, in the order of the grid, and the places they share.
#[derive(Debug)]
pub struct Services {
    /// In the order of the grid.
    pub list: Vec<Service>,
    /// By number.
    pub pools: BTreeMap<PoolId, Pool>,
}

impl Services {
    /// A service by its number.
    pub fn get(&self, id: ServiceId) -> Option<&Service> {
        self.list.iter().find(|service| service.id == id)
    }

    /// Whether a child may have a service on a day on which it has others: none of those it needs is there.
    pub fn lacks(&self, id: ServiceId, others: &BTreeSet<ServiceId>) -> bool {
        self.get(id).is_some_and(|service| {
            !service.needs.is_empty() && !service.needs.iter().any(|needed| others.contains(needed))
        })
    }

    /// Whether a child can have only one of two services on a day; either may say so.
    pub fn exclude(&self, one: ServiceId, other: ServiceId) -> bool {
        let says = |a: ServiceId, b| self.get(a).is_some_and(|service| service.excludes.contains(&b));
        one != other && (says(one, other) || says(other, one))
    }
}
