//! Which child may use which service, at which tariff, on which usual days.

pub mod file;
pub mod store;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    activity::{Service, ServiceId, Services, opening::concerns},
    tariff::TariffId,
    town::Class,
};

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

/// A child's registrations, and those that nobody has to make: for a service open to all whom it is for, at
/// the first tariff offered. `classes` are all that the child is in, one after the other.
pub fn with_open(
    mut own: Vec<Registration>,
    services: &Services,
    offers: &[Offer],
    classes: &[&Class],
) -> Vec<Registration> {
    let is_for = |service: &&Service| classes.iter().any(|class| concerns(service, Some(class)).is_ok());
    for service in services.list.iter().filter(|service| service.open).filter(is_for) {
        let offer = offers.iter().find(|offer| offer.service == service.id);
        let Some(tariff) = offer.and_then(|offer| offer.tariffs.first()) else { continue };
        if own.iter().all(|known| known.service != service.id) {
            own.push(Registration {
                service: service.id,
                tariff: *tariff,
                usual: vec![],
                from: NaiveDate::MIN,
                until: None,
            });
        }
    }
    own
}
