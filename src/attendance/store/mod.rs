//! Rows of roll calls: one for each child that was called, by day and service. Rows of absences told.

mod told;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Mark;
use crate::{
    activity::ServiceId,
    family::ChildId,
    platform::store::{Reading, StoreError, Table, TableInfo, Write},
};

pub use told::{
    Row, add_told, all_told, check, held, limits, scans_before, set_limits, set_told, told, told_between,
    told_of, told_on,
};

const MARKS: Table<(NaiveDate, ServiceId, ChildId), Mark> = Table::new("marks-1");

/// The tables of this slice.
pub const TABLES: [TableInfo; 5] =
    [MARKS.info(), told::TOLD.info(), told::UNTIL.info(), told::SCANS.info(), told::LIMITS.info()];

/// What the roll call of a service says on a day.
///
/// # Errors
/// The database's.
pub fn roll(
    r: &impl Reading,
    day: NaiveDate,
    service: ServiceId,
) -> Result<BTreeMap<ChildId, Mark>, StoreError> {
    let rows = r.range(&MARKS, (day, service, ChildId::MIN)..=(day, service, ChildId::MAX))?;
    Ok(rows.into_iter().map(|((.., child), mark)| (child, mark)).collect())
}

/// What roll calls say from a day to another, both included: what bills are made from.
///
/// # Errors
/// The database's.
pub fn between(
    r: &impl Reading,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeMap<(NaiveDate, ServiceId, ChildId), Mark>, StoreError> {
    let keys = (first, ServiceId::MIN, ChildId::MIN)..=(last, ServiceId::MAX, ChildId::MAX);
    Ok(r.range(&MARKS, keys)?.into_iter().collect())
}

/// What the roll call says of a child.
///
/// # Errors
/// The database's.
pub fn mark(
    r: &impl Reading,
    day: NaiveDate,
    service: ServiceId,
    child: ChildId,
) -> Result<Option<Mark>, StoreError> {
    r.get(&MARKS, &(day, service, child))
}

/// Writes down what the roll call says of a child; none: nothing any more.
///
/// # Errors
/// The database's.
pub fn set(
    w: &Write,
    day: NaiveDate,
    service: ServiceId,
    child: ChildId,
    mark: Option<&Mark>,
) -> Result<(), StoreError> {
    match mark {
        Some(mark) => w.put(&MARKS, &(day, service, child), mark),
        None => w.delete(&MARKS, &(day, service, child)),
    }
}
