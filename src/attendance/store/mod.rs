//! Rows of roll calls: one for each child that was called, by day and service. Rows of absences told.

mod told;

mod month;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Mark;
use crate::{
    activity::ServiceId,
    family::ChildId,
    platform::store::{Reading, StoreError, Table, TableInfo, Write},
};

pub use month::{Month, month};
pub use told::{
    Row, add_told, all_told, held, limits, scans_before, set_limits, set_told, told, told_between, told_of,
    told_on,
};

const MARKS: Table<(NaiveDate, ServiceId, ChildId), Mark> = Table::new("marks-1");
/// Index: the marks of a child, by day.
const OF_CHILD: Table<(ChildId, NaiveDate, ServiceId), ()> = Table::new("marks-of-child-1");

/// The tables of this slice.
pub const TABLES: [TableInfo; 6] = [
    MARKS.info(),
    OF_CHILD.info(),
    told::TOLD.info(),
    told::UNTIL.info(),
    told::SCANS.info(),
    told::LIMITS.info(),
];

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
        Some(mark) => {
            w.put(&OF_CHILD, &(child, day, service), &())?;
            w.put(&MARKS, &(day, service, child), mark)
        }
        None => {
            w.delete(&OF_CHILD, &(child, day, service))?;
            w.delete(&MARKS, &(day, service, child))
        }
    }
}

/// What roll calls say of a child from a day to another, both included.
///
/// # Errors
/// The database's.
pub fn of_child(
    r: &impl Reading,
    child: ChildId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<(NaiveDate, ServiceId, Mark)>, StoreError> {
    let keys = r.range(&OF_CHILD, (child, first, ServiceId::MIN)..=(child, last, ServiceId::MAX))?;
    let mark = |(child, day, service)| Ok(mark(r, day, service, child)?.map(|mark| (day, service, mark)));
    keys.into_iter().map(|(key, ())| mark(key)).filter_map(Result::transpose).collect()
}

/// Writes down by child what was written by day: data of the third schema.
///
/// # Errors
/// The database's.
pub fn index_all(w: &Write) -> Result<(), StoreError> {
    for ((day, service, child), _) in w.all(&MARKS)? {
        w.put(&OF_CHILD, &(child, day, service), &())?;
    }
    Ok(())
}

/// What is wrong with the indexes, in the words of an engineer.
///
/// # Errors
/// The database's.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let marks = r.all(&MARKS)?;
    let mut faults = told::check(r)?;
    for ((day, service, child), _) in &marks {
        if r.get(&OF_CHILD, &(*child, *day, *service))?.is_none() {
            faults.push(format!("mark {day} {service} {child}: not among those of its child"));
        }
    }
    let indexed = r.all(&OF_CHILD)?.len();
    if indexed != marks.len() {
        faults.push(format!("marks: {indexed} rows by child instead of {}", marks.len()));
    }
    Ok(faults)
}
