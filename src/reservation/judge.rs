//! May this child be booked for this service on this day, now? May it be cancelled?

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Booking, Cell, open::Open};
use crate::{
    activity::{
        ServiceId,
        deadline::{Limit, Limits},
        opening::{Closed, opening},
    },
    tariff::price::{NoPrice, Together, quote},
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

impl Judged {
    fn never(booked: Option<Booking>, reason: Reason) -> Self {
        Self { booked, book: Err(reason.clone()), cancel: Err(reason), limits: None }
    }
}

/// Judges a cell at an instant. Places are counted by the plan: they are shared among its cells.
pub fn judge(open: &Open, cell: &Cell, now: DateTime<Utc>) -> Judged {
    let (Some((_, child)), Some(service)) = (open.child(cell.child), open.services.get(cell.service)) else {
        return Judged::never(None, Reason::NotRegistered);
    };
    let booked = child.booked.get(&(cell.service, cell.day)).copied();
    if child.registration(cell.service, cell.day).is_none() {
        return Judged::never(booked, Reason::NotRegistered);
    }
    if let Err(closed) = opening(&open.town, service, open.class(child, cell.day), cell.day) {
        return Judged::never(booked, Reason::Closed(closed));
    }
    if child.child.family_on(cell.day) != Some(open.family) {
        return Judged::never(booked, Reason::OtherFamily);
    }
    if cell.day < open.town.date(now) {
        return Judged::never(booked, Reason::Past);
    }
    let Some(rules) = service.deadlines.on(cell.day) else {
        return Judged::never(booked, Reason::Closed(Closed::NotPlanned));
    };
    let limits = rules.value.limits(&open.town, cell.day);
    let book = priced(open, cell).map_err(Reason::NoPrice).and_then(|()| bookable(&limits, now));
    let cancel = if limits.cancel.allows(now) { Ok(()) } else { Err(missed(limits.cancel, false, now)) };
    Judged { booked, book, cancel, limits: Some(limits) }
}

/// Whether the tariff of the child's registration has a price for the cell.
fn priced(open: &Open, cell: &Cell) -> Result<(), NoPrice> {
    let cell = open.priced(cell, Booking::OnTime).ok_or(NoPrice::NotDecided)?;
    quote(&open.tariffs, &open.household, &Together::of([]), &cell).map(drop)
}

fn bookable(limits: &Limits, now: DateTime<Utc>) -> Result<Booking, Reason> {
    if limits.book.allows(now) {
        return Ok(Booking::OnTime);
    }
    let over = limits.book.until.is_none_or(|until| until <= now);
    match over && limits.late.allows(now) {
        true => Ok(Booking::Late),
        false => Err(missed(limits.book, false, now)),
    }
}

/// Why a limit does not allow an instant.
pub fn missed(limit: Limit, late: bool, now: DateTime<Utc>) -> Reason {
    match limit.opens {
        Some(opens) if now < opens => Reason::NotYet(opens),
        _ => Reason::TooLate { until: limit.until, late },
    }
}
