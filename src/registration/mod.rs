//! Which child may use which service, at which tariff, on which usual days.

pub mod file;
pub mod store;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{activity::ServiceId, tariff::TariffId};

/// A child's registration for a service, made by one of its families.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    /// The service.
    pub service: ServiceId,
    /// What it costs.
    pub tariff: TariffId,
    /// Weekdays that "Mes jours habituels" ticks, 1 for Monday.
    #[serde(default)]
    pub usual: Vec<u8>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, if it has one.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// The tariffs at which the town registers for a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The service.
    pub service: ServiceId,
    /// The first is what parents get who register by themselves.
    pub tariffs: Vec<TariffId>,
}

impl Registration {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }
}
