//! What is booked for a child by whichever family, from a day on.

use chrono::{Datelike, Months, NaiveDate};

use super::{MONTHS, month};
use crate::{
    activity::ServiceId,
    family::{ChildId, FamilyId},
    platform::store::{Reading, StoreError},
    reservation::Cell,
};

/// How long after today bookings are looked for.
const AHEAD: Months = Months::new(24);

/// Every booking of a child from a day on, with the family that made it, in the order of days. Two years after
/// today are looked at.
pub fn booked_since(
    r: &impl Reading,
    child: ChildId,
    from: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<(FamilyId, Cell)>, StoreError> {
    let last = from.max(today).checked_add_months(AHEAD).unwrap_or(from);
    booked_between(r, child, from, last)
}

/// Every booking of a child from a day to another and in the rest of its month, with the family that made it, in
/// the order of days.
pub fn booked_between(
    r: &impl Reading,
    child: ChildId,
    from: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<(FamilyId, Cell)>, StoreError> {
    let mut first = from.with_day0(0).unwrap_or(from);
    let mut booked = Vec::new();
    while first <= last {
        let row = r.get(&MONTHS, &(month(first), child))?.unwrap_or_default();
        booked.extend(row.cells(child, first).into_iter().map(|(family, cell, _)| (family, cell)));
        first = first + Months::new(1);
    }
    booked.retain(|(_, cell)| cell.day >= from);
    booked.sort_by_key(|(family, cell)| (cell.day, *family, cell.service));
    Ok(booked)
}

/// Whether a family has booked a child for a service, on a day or later.
pub fn is_booked_from(
    r: &impl Reading,
    family: FamilyId,
    child: ChildId,
    service: ServiceId,
    from: NaiveDate,
) -> Result<bool, StoreError> {
    let booked = booked_since(r, child, from, from)?;
    Ok(booked.into_iter().any(|(by, cell)| by == family && cell.service == service))
}
