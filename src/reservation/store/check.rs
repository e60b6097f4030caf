//! Whether bookings, places and marks agree.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{MONTHS, PLACES, PlaceKey, file::whole, opened};
use crate::{
    activity::period::Period,
    family::{self, FamilyId},
    platform::store::{Reading, StoreError},
    reservation::open::Open,
    town,
};

/// Bookings on a day that is not their family's, marks of the town hall's hand without an act, and counts of places
/// that are not what is booked, in the words of an engineer.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let (mut faults, mut counted) = (Vec::new(), BTreeMap::<PlaceKey, u32>::new());
    let mut opens: BTreeMap<FamilyId, Open> = BTreeMap::new();
    for ((number, child), row) in r.all(&MONTHS)? {
        let Some(day) = NaiveDate::from_ymd_opt((number / 12) as i32, number % 12 + 1, 1) else {
            continue;
        };
        for kept in &row.0 {
            for (_, act) in &kept.town {
                if family::store::reason_of(r, kept.family, *act)?.is_none() {
                    let family = kept.family;
                    faults.push(format!("child {child}: marked with act {act}, unknown to family {family}"));
                }
            }
        }
        for (family, cell, _) in row.cells(child, day) {
            if let std::collections::btree_map::Entry::Vacant(gap) = opens.entry(family) {
                let (file, month) = (whole(r, family)?, Period::of(town::Span::Month, day));
                gap.insert(opened(r, family, &file, month, &BTreeSet::new())?);
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
