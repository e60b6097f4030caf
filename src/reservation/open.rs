//! What rules look at for one family, read in one snapshot.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;

use super::{Booking, Cell, Ticks, hand::Hand};
use crate::{
    activity::{PoolId, Service, ServiceId, Services},
    family::{Child, ChildId, FamilyId},
    registration::Registration,
    tariff::{TariffId, Tariffs, household::Household, price, subscription::Registered},
    town::{Class, SchoolId, Town},
};

/// A family, its children, the town's rules, what is booked and how many places are taken.
#[derive(Debug)]
pub struct Open {
    /// Whose grid it is.
    pub family: FamilyId,
    /// By whose hand it would change.
    pub hand: Hand,
    /// The town.
    pub town: Arc<Town>,
    /// Its services.
    pub services: Arc<Services>,
    /// What they cost.
    pub tariffs: Arc<Tariffs>,
    /// What prices look at; its children are those below, in the same order.
    pub household: Arc<Household>,
    /// The family's children, the eldest first.
    pub children: Vec<OpenChild>,
    /// Places taken, of the days that were read.
    pub taken: BTreeMap<(PoolId, NaiveDate, SchoolId), u32>,
    /// Acts of the town hall that cells are marked with: why.
    pub acts: BTreeMap<u64, String>,
}

/// A child of the family.
#[derive(Debug)]
pub struct OpenChild {
    /// Its number.
    pub id: ChildId,
    /// Who it is.
    pub child: Arc<Child>,
    /// What this family has registered it for.
    pub registrations: Arc<Vec<Registration>>,
    /// What this family has booked, in the months that were read.
    pub booked: BTreeMap<(ServiceId, NaiveDate), Booking>,
    /// What of it the town hall was the last to book or to cancel, and by which act.
    pub marks: BTreeMap<(ServiceId, NaiveDate), u64>,
}

impl OpenChild {
    /// The registration for a service that holds on a day.
    pub fn registration(&self, service: ServiceId, day: NaiveDate) -> Option<&Registration> {
        self.registrations.iter().find(|known| known.service == service && known.holds_on(day))
    }
}

impl OpenChild {
    /// What it is registered for, as flat rates look at it; `place`: which of the household's children it is.
    pub fn registered(&self, place: usize) -> impl Iterator<Item = Registered> {
        self.registrations.iter().map(move |own| Registered {
            child: place,
            service: own.service,
            tariff: own.tariff,
            from: own.from,
            until: own.until,
            late: false,
        })
    }
}

impl Open {
    /// One of the family's children, and which it is.
    pub fn child(&self, id: ChildId) -> Option<(usize, &OpenChild)> {
        self.children.iter().enumerate().find(|(_, child)| child.id == id)
    }

    /// What each child is registered for, as flat rates look at it.
    pub fn registered(&self) -> Vec<Registered> {
        self.children.iter().enumerate().flat_map(|(place, child)| child.registered(place)).collect()
    }

    /// The class of a child on a day.
    pub fn class(&self, child: &OpenChild, day: NaiveDate) -> Option<&Class> {
        let class = child.child.class.on(day)?.value.class?;
        self.town.classes.get(&class)
    }

    /// What the family has booked.
    pub fn booked(&self) -> Ticks {
        let of = |child: &OpenChild| {
            let id = child.id;
            let cell = move |(&(service, day), &booking): (&(ServiceId, NaiveDate), &Booking)| {
                (Cell { child: id, service, day }, booking)
            };
            child.booked.iter().map(cell).collect::<Vec<_>>()
        };
        self.children.iter().flat_map(of).collect()
    }

    /// Whether every cell names one of the family's children and a service that exists: a form of
    /// ours names no other.
    pub fn knows<'a>(&self, mut cells: impl Iterator<Item = &'a Cell>) -> bool {
        cells.all(|cell| self.child(cell.child).is_some() && self.services.get(cell.service).is_some())
    }

    /// The row that counts the places of a service for a child on a day, and how many there are.
    pub fn places(
        &self,
        service: &Service,
        child: &OpenChild,
        day: NaiveDate,
    ) -> Option<(super::store::PlaceKey, u32)> {
        places(&self.town, &self.services, service, &child.child, day)
    }

    /// The first day of the holidays that a day falls in, for a tariff that looks at it.
    fn holidays(&self, tariff: TariffId, day: NaiveDate) -> Option<NaiveDate> {
        if !self.tariffs.looks_at_holidays(tariff, day) {
            return None;
        }
        self.town
            .calendar
            .holidays
            .iter()
            .find(|span| (span.first..=span.last).contains(&day))
            .map(|span| span.first)
    }

    /// A cell as prices see it. None without a registration: then there is no tariff.
    pub fn priced(&self, cell: &Cell, booking: Booking) -> Option<price::Cell> {
        let (index, child) = self.child(cell.child)?;
        let registration = child.registration(cell.service, cell.day)?;
        let booked = match booking {
            Booking::OnTime => price::Booked::OnTime,
            Booking::Late => price::Booked::Late,
        };
        let priced = price::Cell::of(index, cell.service, registration.tariff, cell.day);
        Some(price::Cell { booked, holidays: self.holidays(registration.tariff, cell.day), ..priced })
    }
}

/// The row that counts the places of a service for a child on a day, and how many there are.
pub fn places(
    town: &Town,
    services: &Services,
    service: &Service,
    child: &Child,
    day: NaiveDate,
) -> Option<(super::store::PlaceKey, u32)> {
    let pool = services.pools.get(&service.pool?)?;
    let school = match pool.by_school {
        true => town.classes.get(&child.class.on(day)?.value.class?)?.school,
        false => SchoolId::MIN,
    };
    Some(((pool.id, day, school), pool.places))
}
