//! What can be booked: services, the days they open, until when, and how many places there are.

pub mod deadline;
pub mod opening;
pub mod period;
pub mod store;
#[cfg(test)]
mod tests;
pub mod view;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    id,
    platform::dated::Dated,
    town::{Level, SchoolId},
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
    /// What it is, for what is counted together.
    pub kind: Kind,
    /// Weekdays it opens on, 1 for Monday.
    pub weekdays: Vec<u8>,
    /// Whether it opens on school days or in school holidays.
    pub days: Days,
    /// The schools it is for; none named: all.
    #[serde(default)]
    pub schools: Vec<SchoolId>,
    /// The levels it is for; none named: all.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// The places it takes its own from, if they are counted.
    #[serde(default)]
    pub pool: Option<PoolId>,
    /// Services that a child cannot be booked for on the same day.
    #[serde(default)]
    pub excludes: Vec<ServiceId>,
    /// Until when it is booked and cancelled.
    pub deadlines: Dated<Deadlines>,
    /// The last day it opens; it keeps its past.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// Kinds of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Kind {
    Canteen,
    Garderie,
    Snack,
    Bus,
    Leisure,
}

/// Days that a service opens on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    /// Outside the school holidays.
    School,
    /// In the school holidays.
    Holidays,
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

    /// Whether a child can have only one of two services on a day; either may say so.
    pub fn exclude(&self, one: ServiceId, other: ServiceId) -> bool {
        let says = |a: ServiceId, b| self.get(a).is_some_and(|service| service.excludes.contains(&b));
        one != other && (says(one, other) || says(other, one))
    }
}
