//! Whether bookings, places and marks agree.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{MONTHS, PLACES, PlaceKey, file::whole, first_of, opened};
use crate::{
    activity::period::Period,
    family::{self, FamilyId},
    platform::store::{Reading, StoreError, Write},
    reservation::open::Open,
    town,
};

/// Bookings on a day that is not their family's, marks of the town hall's hand without an act, and counts of places
/// that are not what is booked, in the words of an engineer.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let mut faults = unknown_acts(r)?;
    let mut counted = booked_places(r, &mut faults)?;
    for (key, taken) in r.all(&PLACES)? {
        let booked = counted.remove(&key).unwrap_or(0);
        if booked != taken {
            faults.push(format!(
                "pool {}, {}, school {}: {taken} places counted, {booked} booked",
                key.0, key.1, key.2
            ));
        }
    }
    let left =
        |(key, booked): (PlaceKey, u32)| format!("pool {}, {}: {booked} booked, none counted", key.0, key.1);
    faults.extend(counted.into_iter().map(left));
    Ok(faults)
}

/// Marks of the town hall's hand whose act is in no history.
fn unknown_acts(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    for ((_, child), row) in r.all(&MONTHS)? {
        for (family, act) in
            row.0.iter().flat_map(|kept| kept.town.iter().map(|(_, act)| (kept.family, *act)))
        {
            if family::store::reason_of(r, family, act)?.is_none() {
                faults.push(format!("child {child}: marked with act {act}, unknown to family {family}"));
            }
        }
    }
    Ok(faults)
}

/// Counts again the places taken: after a service takes its own from elsewhere. It reads all bookings, for a
/// change that a town makes a few times a year.
pub fn recount(w: &Write) -> Result<(), StoreError> {
    let counted = booked_places(w, &mut Vec::new())?;
    for (key, _) in w.all(&PLACES)? {
        if !counted.contains_key(&key) {
            w.delete(&PLACES, &key)?;
        }
    }
    counted.iter().try_for_each(|(key, taken)| w.put(&PLACES, key, taken))
}

/// The places that what is booked takes; what should not be booked is said beside.
fn booked_places(r: &impl Reading, faults: &mut Vec<String>) -> Result<BTreeMap<PlaceKey, u32>, StoreError> {
    let mut counted = BTreeMap::<PlaceKey, u32>::new();
    let mut opens: BTreeMap<FamilyId, Open> = BTreeMap::new();
    for ((number, child), row) in r.all(&MONTHS)? {
        let Some(day) = first_of(number) else { continue };
        for (family, cell, _) in row.cells(child, day) {
            if let std::collections::btree_map::Entry::Vacant(gap) = opens.entry(family) {
                let days: Vec<NaiveDate> = Period::of(town::Span::Month, day).days().collect();
                gap.insert(opened(r, family, &*whole(r, family)?, &days)?);
            }
            let open = &opens[&family];
            let Some((_, known)) = open.child(child) else {
                faults.push(format!("family {family} has booked child {child}, which is not its own"));
                continue;
            };
            if known.child.family_on(cell.day) != Some(family) {
                faults.push(format!(
                    "child {child}, {}: booked by family {family}, whose day it is not",
                    cell.day
                ));
            }
            let service = open.services.get(cell.service);
            if let Some((key, _)) = service.and_then(|service| open.places(service, known, cell.day)) {
                *counted.entry(key).or_default() += 1;
            }
        }
    }
    Ok(counted)
}
