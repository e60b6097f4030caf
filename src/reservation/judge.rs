//! May this child be booked for this service on this day, now? May it be cancelled?

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Booking, Cell,
    hand::Hand,
    open::{Open, OpenChild},
};
use crate::{
    activity::{
        ServiceId,
        deadline::{Limit, Limits},
        opening::{Closed, opening},
    },
    tariff::price::{NoPrice, offered},
};

/// Why not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reason {
    /// That day of a shared child is its other family's.
    OtherFamily,
    /// The child is not registered for the service that day.
    NotRegistered,
    /// The service is not open.
    Closed(Closed),
    /// The day is over.
    Past,
    /// Booking opens later.
    NotYet(DateTime<Utc>),
    /// The deadline has passed, at that instant; none: it may never be done.
    TooLate {
        /// When it was.
        until: Option<DateTime<Utc>>,
        /// Whether it may still be booked at the late price.
        late: bool,
    },
    /// All places are taken.
    Full,
    /// Another service of the same day excludes this one.
    Excluded(ServiceId),
    /// Only the town books it.
    ByTown,
    /// It cannot be had without one of these, on the same day.
    Needs(Vec<ServiceId>),
    /// Another service of the same day, which can no longer be cancelled, cannot be had without it.
    NeededBy(ServiceId),
    /// There is no price for it.
    NoPrice(NoPrice),
}

/// What may be done with a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// How it is booked now.
    pub booked: Option<Booking>,
    /// How it may be booked, places apart.
    pub book: Result<Booking, Reason>,
    /// Whether it may be cancelled.
    pub cancel: Result<(), Reason>,
    /// The deadlines, where the service is open.
    pub limits: Option<Limits>,
}

/// Judges a cell at an instant. Places are counted by the plan: they are shared among its cells.
pub fn judge(open: &Open, cell: &Cell, now: DateTime<Utc>) -> Judged {
    Bench::at(open, now).judge(cell)
}

/// Where many cells are judged at one instant.
pub struct Bench<'a> {
    open: &'a Open,
    hand: Hand,
    now: DateTime<Utc>,
    today: NaiveDate,
}

impl<'a> Bench<'a> {
    /// For a family at an instant, by the hand that changes it.
    pub fn at(open: &'a Open, now: DateTime<Utc>) -> Self {
        Self::by(open.hand, open, now)
    }

    /// The same by another hand.
    pub fn by(hand: Hand, open: &'a Open, now: DateTime<Utc>) -> Self {
        Self { open, hand, now, today: open.town.date(now) }
    }

    /// What may be done with a cell.
    pub fn judge(&self, cell: &Cell) -> Judged {
        let Some((_, child)) = self.open.child(cell.child) else {
            let (book, cancel) = (Err(Reason::NotRegistered), Err(Reason::NotRegistered));
            return Judged { booked: None, book, cancel, limits: None };
        };
        let booked = child.booked.get(&(cell.service, cell.day)).copied();
        match self.limits(child, cell) {
            Ok(limits) => Judged {
                booked,
                book: self.book(child, cell, &limits),
                cancel: if self.hand.is_town() { Ok(()) } else { cancellable(&limits, self.now) },
                limits: Some(limits),
            },
            Err(reason) => {
                let cancel = if self.hand.is_town() { Ok(()) } else { Err(reason.clone()) };
                Judged { booked, book: Err(reason), cancel, limits: None }
            }
        }
    }

    fn book(&self, child: &OpenChild, cell: &Cell, limits: &Limits) -> Result<Booking, Reason> {
        priced(self.open, cell).map_err(Reason::NoPrice)?;
        if self.hand.is_town() {
            // Whatever is booked that excludes it can still be cancelled by the same hand.
            return Ok(price_at(limits, self.now));
        }
        let booking = bookable(limits, self.now)?;
        match self.locked_rival(child, cell) {
            Some(rival) => Err(Reason::Excluded(rival)),
            None => Ok(booking),
        }
    }

    /// The deadlines of a cell that is open for the child, that day, to this family.
    fn limits(&self, child: &OpenChild, cell: &Cell) -> Result<Limits, Reason> {
        let open = self.open;
        let service = open.services.get(cell.service).ok_or(Reason::NotRegistered)?;
        child.registration(cell.service, cell.day).ok_or(Reason::NotRegistered)?;
        opening(&open.town, service, open.class(child, cell.day), cell.day).map_err(Reason::Closed)?;
        if child.child.family_on(cell.day) != Some(open.family) {
            return Err(Reason::OtherFamily);
        }
        if cell.day < self.today && !self.hand.is_town() {
            return Err(Reason::Past);
        }
        if service.by_town && !self.hand.is_town() {
            return Err(Reason::ByTown);
        }
        let rules = service.deadlines.on(cell.day).ok_or(Reason::Closed(Closed::NotPlanned))?;
        Ok(rules.value.limits(&open.town, cell.day))
    }

    /// A service that the child is booked for that day, that excludes this one and can no longer be
    /// cancelled.
    fn locked_rival(&self, child: &OpenChild, cell: &Cell) -> Option<ServiceId> {
        let booked = child.booked.keys().filter(|(_, day)| *day == cell.day).map(|(service, _)| *service);
        let locked = |rival: &ServiceId| {
            let rival = Cell { service: *rival, ..*cell };
            self.limits(child, &rival).and_then(|limits| cancellable(&limits, self.now)).is_err()
        };
        booked.filter(|rival| self.open.services.exclude(cell.service, *rival)).find(locked)
    }
}

fn cancellable(limits: &Limits, now: DateTime<Utc>) -> Result<(), Reason> {
    if limits.cancel.allows(now) { Ok(()) } else { Err(missed(limits.cancel, false, now)) }
}

/// Whether the tariff of the child's registration has a price for the cell.
fn priced(open: &Open, cell: &Cell) -> Result<(), NoPrice> {
    let cell = open.priced(cell, Booking::OnTime).ok_or(NoPrice::NotDecided)?;
    offered(&open.tariffs, &open.household, &cell)
}

fn bookable(limits: &Limits, now: DateTime<Utc>) -> Result<Booking, Reason> {
    if limits.book.allows(now) {
        return Ok(Booking::OnTime);
    }
    let over = limits.book.until.is_some_and(|until| until <= now);
    match over && limits.late.allows(now) {
        true => Ok(Booking::Late),
        false => Err(missed(limits.book, false, now)),
    }
}

/// At which price the town hall books: as a parent would have, had there been no end to the late price.
fn price_at(limits: &Limits, now: DateTime<Utc>) -> Booking {
    let over = limits.book.until.is_some_and(|until| until <= now);
    if over && limits.late.until.is_some() { Booking::Late } else { Booking::OnTime }
}

/// Why a limit does not allow an instant.
pub fn missed(limit: Limit, late: bool, now: DateTime<Utc>) -> Reason {
    match limit.opens {
        Some(opens) if now < opens => Reason::NotYet(opens),
        _ => Reason::TooLate { until: limit.until, late },
    }
}
