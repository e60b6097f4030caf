//! Rows of bookings: a child's month is one row; places taken have rows of their own.

mod file;
mod since;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Booking, Cell,
    open::{Open, OpenChild},
    plan::{Plan, Refused},
};
use crate::{
    activity::{self, PoolId, ServiceId, period::Period},
    family::{ChildId, FamilyId},
    platform::store::{Reading, StoreError, Table, TableInfo, Write},
    tariff,
    town::{self, SchoolId, calendar::monday},
};
use file::{File, file, whole};
pub use since::{booked_since, is_booked_from};

/// A month as a number, so that months are in order.
type Month = u32;

/// A child's month, by month: a day's roll call over all children is one range.
const MONTHS: Table<(Month, ChildId), ChildMonth> = Table::new("child-months-1");
/// Places taken; the school is 0 where all schools share them.
const PLACES: Table<PlaceKey, u32> = Table::new("places-1");
/// Forms that were saved, by their number: sent again, they have no second effect.
const FORMS: Table<(FamilyId, [u8; 16]), Done> = Table::new("forms-1").not_journalled();

/// The tables of this slice.
pub const TABLES: [TableInfo; 3] = [MONTHS.info(), PLACES.info(), FORMS.info()];

/// What counts the places taken of a pool, a day, a school.
pub type PlaceKey = (PoolId, NaiveDate, SchoolId);

/// How long a form is remembered.
const REMEMBERED: TimeDelta = TimeDelta::days(2);

/// A month of a child: for each family and service, a letter for each day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct ChildMonth(Vec<Kept>);

/// The days of one service, booked by one family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    family: FamilyId,
    service: ServiceId,
    /// `.` not booked, `b` booked, `l` booked late; the first letter is the 1st of the month.
    days: String,
}

/// A form that was saved, and what became of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Done {
    /// Digest of what it asked: the same number with another content is another form.
    pub digest: [u8; 32],
    /// When it was saved.
    pub at: DateTime<Utc>,
    /// How many days were booked.
    pub added: usize,
    /// How many were cancelled.
    pub removed: usize,
    /// What could not be saved, and why.
    pub refused: Vec<Refused>,
}

fn month(day: NaiveDate) -> Month {
    day.year().unsigned_abs() * 12 + day.month0()
}

/// Reads what rules look at for a family: a period, and the months of other cells.
pub fn open(
    r: &impl Reading,
    family: FamilyId,
    period: Period,
    cells: &BTreeSet<Cell>,
) -> Result<Open, StoreError> {
    let file = file(r, family)?;
    let days: Vec<NaiveDate> = period.days().chain(cells.iter().map(|cell| cell.day)).collect();
    opened(r, family, &file, &days)
}

/// The same for the months of many days in a row, and for the whole weeks of the first and of the last.
pub fn open_span(
    r: &impl Reading,
    family: FamilyId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Open, StoreError> {
    let (first, last) = (monday(first), monday(last) + TimeDelta::days(6));
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= last).collect();
    opened(r, family, &*file(r, family)?, &days)
}

fn opened(r: &impl Reading, family: FamilyId, file: &File, days: &[NaiveDate]) -> Result<Open, StoreError> {
    let months: BTreeMap<Month, NaiveDate> = days.iter().map(|day| (month(*day), *day)).collect();
    let mut open = Open {
        family,
        town: town::store::town(r)?,
        services: activity::store::services(r)?,
        tariffs: tariff::store::tariffs(r)?,
        household: file.household.clone(),
        children: Vec::with_capacity(file.children.len()),
        taken: BTreeMap::new(),
    };
    for known in &file.children {
        let mut booked = BTreeMap::new();
        for (number, day) in &months {
            let row = r.get(&MONTHS, &(*number, known.id))?.unwrap_or_default();
            booked.extend(row.of(family, *day));
        }
        let (child, registrations) = (known.child.clone(), known.registrations.clone());
        open.children.push(OpenChild { id: known.id, child, registrations, booked });
    }
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
        return Ok(open);
    };
    for pool in open.services.pools.keys() {
        let keys = (*pool, *first, SchoolId::MIN)..=(*pool, *last, SchoolId::MAX);
        open.taken.extend(r.range(&PLACES, keys)?);
    }
    Ok(open)
}

impl ChildMonth {
    /// What a family has booked, in the month of a day.
    fn of(&self, family: FamilyId, day: NaiveDate) -> Vec<((ServiceId, NaiveDate), Booking)> {
        let of_family = self.0.iter().filter(|kept| kept.family == family);
        let days = |kept: &Kept| {
            let service = kept.service;
            let letters = (1..).zip(kept.days.chars()).collect::<Vec<_>>();
            letters
                .into_iter()
                .filter_map(move |(n, letter)| Some((n, booking(letter)?)))
                .filter_map(move |(n, booking)| Some(((service, day.with_day(n)?), booking)))
        };
        of_family.flat_map(days).collect()
    }

    fn set(&mut self, family: FamilyId, cell: &Cell, booking: Option<Booking>) {
        let known = self.0.iter().position(|kept| kept.family == family && kept.service == cell.service);
        let at = known.unwrap_or_else(|| {
            self.0.push(Kept { family, service: cell.service, days: ".".repeat(31) });
            self.0.len() - 1
        });
        let day = cell.day.day0() as usize;
        self.0[at].days.replace_range(day..=day, letter(booking));
        if self.0[at].days.bytes().all(|letter| letter == b'.') {
            self.0.remove(at);
        }
    }
}

fn booking(letter: char) -> Option<Booking> {
    match letter {
        'b' => Some(Booking::OnTime),
        'l' => Some(Booking::Late),
        _ => None,
    }
}

fn letter(booking: Option<Booking>) -> &'static str {
    match booking {
        Some(Booking::OnTime) => "b",
        Some(Booking::Late) => "l",
        None => ".",
    }
}

/// Stores what a plan adds and removes, and counts the places. `open` was read by the same write.
pub fn apply(w: &Write, open: &Open, plan: &Plan) -> Result<(), StoreError> {
    let added = plan.added.iter().map(|(cell, booking)| (cell, Some(*booking)));
    let changes = added.chain(plan.removed.iter().map(|cell| (cell, None)));
    let mut months: BTreeMap<(Month, ChildId), ChildMonth> = BTreeMap::new();
    for (cell, booking) in changes {
        let key = (month(cell.day), cell.child);
        if let std::collections::btree_map::Entry::Vacant(gap) = months.entry(key) {
            gap.insert(w.get(&MONTHS, &key)?.unwrap_or_default());
        }
        months.entry(key).or_default().set(open.family, cell, booking);
        count(w, open, cell, booking.is_some())?;
    }
    for (key, row) in months {
        match row.0.is_empty() {
            true => w.delete(&MONTHS, &key)?,
            false => w.put(&MONTHS, &key, &row)?,
        }
    }
    Ok(())
}

/// Takes a place, or gives one back.
fn count(w: &Write, open: &Open, cell: &Cell, takes: bool) -> Result<(), StoreError> {
    let service = open.services.get(cell.service);
    let child = open.child(cell.child).map(|(_, child)| child);
    let Some((key, _)) =
        service.zip(child).and_then(|(service, child)| open.places(service, child, cell.day))
    else {
        return Ok(());
    };
    let taken = w.get(&PLACES, &key)?.unwrap_or(0);
    match if takes { taken + 1 } else { taken.saturating_sub(1) } {
        0 => w.delete(&PLACES, &key),
        taken => w.put(&PLACES, &key, &taken),
    }
}

/// What became of a form, if it was saved.
pub fn done(r: &impl Reading, family: FamilyId, number: [u8; 16]) -> Result<Option<Done>, StoreError> {
    r.get(&FORMS, &(family, number))
}

/// Remembers a form that was saved, and forgets some of the family's old ones: numbers are random, so that
/// those which follow this one are a fair sample, and a family that saves often does not save more slowly.
pub fn remember(w: &Write, family: FamilyId, number: [u8; 16], done: &Done) -> Result<(), StoreError> {
    for (key, known) in w.first(&FORMS, (family, number)..=(family, [0xff; 16]), 8)? {
        if known.at + REMEMBERED < done.at {
            w.delete(&FORMS, &key)?;
        }
    }
    w.put(&FORMS, &(family, number), done)
}

/// The bookings of all children in the month of a day, as (family, cell, booking).
pub fn month_of_all(r: &impl Reading, day: NaiveDate) -> Result<Vec<(FamilyId, Cell, Booking)>, StoreError> {
    let number = month(day);
    let rows = r.range(&MONTHS, (number, ChildId::MIN)..=(number, ChildId::MAX))?;
    Ok(rows.iter().flat_map(|((_, child), row)| row.cells(*child, day)).collect())
}

impl ChildMonth {
    /// What all families have booked for a child, in the month of a day.
    fn cells(&self, child: ChildId, day: NaiveDate) -> Vec<(FamilyId, Cell, Booking)> {
        let families: BTreeSet<FamilyId> = self.0.iter().map(|kept| kept.family).collect();
        let of = |family| {
            let cell = move |((service, day), booking)| (family, Cell { child, service, day }, booking);
            self.of(family, day).into_iter().map(cell)
        };
        families.into_iter().flat_map(of).collect()
    }
}

/// Bookings on a day that is not their family's, and counts of places that are not what is booked, in the
/// words of an engineer.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let (mut faults, mut counted) = (Vec::new(), BTreeMap::<PlaceKey, u32>::new());
    let mut opens: BTreeMap<FamilyId, Open> = BTreeMap::new();
    for ((number, child), row) in r.all(&MONTHS)? {
        let Some(day) = NaiveDate::from_ymd_opt((number / 12) as i32, number % 12 + 1, 1) else {
            continue;
        };
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
