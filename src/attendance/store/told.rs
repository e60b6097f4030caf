//! Rows of absences told: one for each, by child; the certificates that came with them.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::{
    attendance::{
        limits::Limits,
        told::{MOST_DAYS, Told},
    },
    family::ChildId,
    platform::{
        blob::Hash,
        store::{Reading, StoreError, Table, Write},
    },
};

pub(super) const TOLD: Table<(ChildId, u32), Told> = Table::new("told-absences-1");
/// Index: those that were not taken back, by their last day.
pub(super) const UNTIL: Table<(NaiveDate, ChildId, u32), ()> = Table::new("told-absences-until-1");
/// Index: those with the file of a certificate, by the day on which it came.
pub(super) const SCANS: Table<(NaiveDate, ChildId, u32), ()> = Table::new("certificate-scans-1");
/// One row. Key: nothing.
pub(super) const LIMITS: Table<(), Limits> = Table::new("presences-1").kept();

/// An absence with its child and its number.
pub type Row = (ChildId, u32, Told);

/// What the town has decided about telling absences.
///
/// # Errors
/// The database's.
pub fn limits(r: &impl Reading) -> Result<std::sync::Arc<Limits>, StoreError> {
    r.settings(|r| Ok(r.get(&LIMITS, &())?.unwrap_or_default()))
}

/// Decides it.
///
/// # Errors
/// The database's.
pub fn set_limits(w: &Write, limits: &Limits) -> Result<(), StoreError> {
    w.put(&LIMITS, &(), limits)
}

/// An absence of a child by its number.
///
/// # Errors
/// The database's.
pub fn told(r: &impl Reading, child: ChildId, number: u32) -> Result<Option<Told>, StoreError> {
    r.get(&TOLD, &(child, number))
}

/// All that was ever told of a child, by number.
///
/// # Errors
/// The database's.
pub fn all_told(r: &impl Reading, child: ChildId) -> Result<Vec<(u32, Told)>, StoreError> {
    let rows = r.range(&TOLD, (child, 0)..=(child, u32::MAX))?;
    Ok(rows.into_iter().map(|((_, number), told)| (number, told)).collect())
}

/// What was told of a child for days from a day to another, both included, and not taken back.
///
/// # Errors
/// The database's.
pub fn told_of(
    r: &impl Reading,
    child: ChildId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Told>, StoreError> {
    let all = all_told(r, child)?.into_iter().map(|(_, told)| told);
    Ok(all.filter(|told| told.meets(first, last)).collect())
}

/// What was told of all children for days from a day to another, both included, and not taken back; by last day.
///
/// # Errors
/// The database's.
pub fn told_between(r: &impl Reading, first: NaiveDate, last: NaiveDate) -> Result<Vec<Row>, StoreError> {
    // One that ends later than its longest began after the last day.
    let latest = last + Days::new(MOST_DAYS);
    let keys = r.range(&UNTIL, (first, ChildId::MIN, 0)..=(latest, ChildId::MAX, u32::MAX))?;
    let mut rows = Vec::new();
    for ((_, child, number), ()) in keys {
        rows.extend(
            told(r, child, number)?.filter(|told| told.meets(first, last)).map(|t| (child, number, t)),
        );
    }
    Ok(rows)
}

/// What was told of a day, by child.
///
/// # Errors
/// The database's.
pub fn told_on(r: &impl Reading, day: NaiveDate) -> Result<BTreeMap<ChildId, Vec<Told>>, StoreError> {
    let mut of: BTreeMap<ChildId, Vec<Told>> = BTreeMap::new();
    for (child, _, told) in told_between(r, day, day)? {
        of.entry(child).or_default().push(told);
    }
    Ok(of)
}

/// Writes down a new absence of a child; gives its number.
///
/// # Errors
/// The database's.
pub fn add_told(w: &Write, child: ChildId, told: &Told) -> Result<u32, StoreError> {
    let number = all_told(w, child)?.last().map_or(1, |(last, _)| last + 1);
    set_told(w, child, number, told)?;
    Ok(number)
}

/// Writes down what became of an absence, and its places in the indexes.
///
/// # Errors
/// The database's.
pub fn set_told(w: &Write, child: ChildId, number: u32, told: &Told) -> Result<(), StoreError> {
    let key = (child, number);
    if let Some(before) = w.get(&TOLD, &key)? {
        let (until, scan) = places(&before);
        if let Some(day) = until {
            w.delete(&UNTIL, &(day, child, number))?;
        }
        if let Some(day) = scan {
            w.delete(&SCANS, &(day, child, number))?;
        }
    }
    let (until, scan) = places(told);
    if let Some(day) = until {
        w.put(&UNTIL, &(day, child, number), &())?;
    }
    if let Some(day) = scan {
        w.put(&SCANS, &(day, child, number), &())?;
    }
    w.put(&TOLD, &key, told)
}

/// Where an absence stands in the indexes, if it does.
fn places(told: &Told) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let scan = told.certificate.as_ref().filter(|certificate| certificate.scan.is_some());
    (told.withdrawn.is_none().then_some(told.last), scan.map(|certificate| certificate.at.date_naive()))
}

/// Absences whose certificate came before a day and is still kept, `limit` at most.
///
/// # Errors
/// The database's.
pub fn scans_before(r: &impl Reading, day: NaiveDate, limit: usize) -> Result<Vec<Row>, StoreError> {
    let until = day.pred_opt().unwrap_or(day);
    let keys =
        r.first(&SCANS, (NaiveDate::default(), ChildId::MIN, 0)..=(until, ChildId::MAX, u32::MAX), limit)?;
    let mut rows = Vec::new();
    for ((_, child, number), ()) in keys {
        rows.extend(told(r, child, number)?.map(|told| (child, number, told)));
    }
    Ok(rows)
}

/// The files that certificates hold.
///
/// # Errors
/// The database's.
pub fn held(r: &impl Reading) -> Result<Vec<Hash>, StoreError> {
    let scan = |(_, told): (_, Told)| Some(told.certificate?.scan?.hash);
    Ok(r.all(&TOLD)?.into_iter().filter_map(scan).collect())
}

/// What is wrong with the indexes, in the words of an engineer.
///
/// # Errors
/// The database's.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let (mut faults, mut expected) = (Vec::new(), [0; 2]);
    for ((child, number), told) in r.all(&TOLD)? {
        let (until, scan) = places(&told);
        for (n, day, index) in [(0, until, &UNTIL), (1, scan, &SCANS)] {
            let Some(day) = day else { continue };
            expected[n] += 1;
            if r.get(index, &(day, child, number))?.is_none() {
                faults.push(format!("absence {number} of child {child} is missing in an index"));
            }
        }
    }
    let found = [r.all(&UNTIL)?.len(), r.all(&SCANS)?.len()];
    if found != expected {
        faults.push(format!("absences told: the indexes have {found:?} rows instead of {expected:?}"));
    }
    Ok(faults)
}
