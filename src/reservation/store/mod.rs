//! Rows of bookings: a child's month is one row; places taken have rows of their own.

mod check;
mod closure;
mod file;
mod since;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Booking, Cell,
    hand::Hand,
    open::{Open, OpenChild},
    plan::{Plan, Refused},
    trial::NOBODY,
};
use crate::{
    activity::{self, PoolId, ServiceId, period::Period},
    family::{self, Child, ChildId, FamilyId},
    platform::store::{Reading, StoreError, Table, TableInfo, Write},
    tariff::{self, Tariffs, household::Household},
    town::{self, Calendar, SchoolId, calendar::monday},
};
pub use check::{check, recount};
pub use closure::{act, acts, cancelled, next_act, set_act, set_cancelled};
pub use file::known;
use file::{File, file};
pub use since::{booked_between, booked_since, is_booked_from};

/// A month as a number, so that months are in order.
type Month = u32;

/// A child's month, by month: a day's roll call over all children is one range.
const MONTHS: Table<(Month, ChildId), ChildMonth> = Table::new("child-months-1");
/// Places taken; the school is 0 where all schools share them.
const PLACES: Table<PlaceKey, u32> = Table::new("places-1");
/// Forms that were saved, by their number: sent again, they have no second effect.
const FORMS: Table<(FamilyId, [u8; 16]), Done> = Table::new("forms-1").not_journalled();

/// The tables of this slice.
pub const TABLES: [TableInfo; 5] =
    [MONTHS.info(), PLACES.info(), FORMS.info(), closure::ACTS.info(), closure::CANCELLED.info()];

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
    /// Days that the town hall was the last to book or to cancel, and the journal's number of that act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    town: Vec<(u32, u64)>,
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

/// The same of a family that is nowhere kept, and has registered for nothing: its children, the eldest first.
pub fn open_pretend(
    r: &impl Reading,
    household: Household,
    children: Vec<(ChildId, Child)>,
    period: Period,
) -> Result<Open, StoreError> {
    let known = |(id, child): (ChildId, Child)| file::Known {
        id,
        child: child.into(),
        registrations: Vec::new().into(),
    };
    let children = children.into_iter().map(known).collect();
    let days: Vec<NaiveDate> = period.days().collect();
    opened(r, NOBODY, &File { household: household.into(), children }, &days)
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

/// The same of days gone by, with the children who were put away since: what bills are made from.
pub fn open_past(
    r: &impl Reading,
    family: FamilyId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Open, StoreError> {
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= last).collect();
    opened(r, family, &*file::whole(r, family)?, &days)
}

/// Whether any family has booked a cell.
pub fn is_booked(r: &impl Reading, cell: &Cell) -> Result<bool, StoreError> {
    let row = r.get(&MONTHS, &(month(cell.day), cell.child))?.unwrap_or_default();
    Ok(row.cells(cell.child, cell.day).iter().any(|(_, known, _)| known == cell))
}

fn opened(r: &impl Reading, family: FamilyId, file: &File, days: &[NaiveDate]) -> Result<Open, StoreError> {
    let (town, tariffs) = (town::store::town(r)?, tariff::store::tariffs(r)?);
    let months = months(&town.calendar, &tariffs, days);
    let mut open = Open {
        family,
        hand: Hand::Family,
        town,
        services: activity::store::services(r)?,
        tariffs,
        household: file.household.clone(),
        children: Vec::with_capacity(file.children.len()),
        taken: BTreeMap::new(),
        acts: BTreeMap::new(),
    };
    for known in &file.children {
        let (mut booked, mut marks) = (BTreeMap::new(), BTreeMap::new());
        for (number, day) in &months {
            let row = r.get(&MONTHS, &(*number, known.id))?.unwrap_or_default();
            booked.extend(row.of(family, *day));
            marks.extend(row.marks(family, *day));
        }
        let (child, registrations) = (known.child.clone(), known.registrations.clone());
        open.children.push(OpenChild { id: known.id, child, registrations, booked, marks });
    }
    let acts: BTreeSet<u64> = open.children.iter().flat_map(|child| child.marks.values().copied()).collect();
    for act in acts {
        let reason = family::store::reason_of(r, family, act)?.unwrap_or_default();
        open.acts.insert(act, reason);
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

/// The months of some days, and those that the prices of these days look at besides: the rest of a week, of the
/// same holidays.
fn months(calendar: &Calendar, tariffs: &Tariffs, days: &[NaiveDate]) -> BTreeMap<Month, NaiveDate> {
    let (weeks, holidays) = tariffs.look_around();
    let around = |day: &NaiveDate| {
        let week = [monday(*day), monday(*day) + TimeDelta::days(6)];
        let spans = calendar.holidays.iter().filter(|_| holidays);
        let spans = spans.filter(|span| span.first <= week[1] && week[0] <= span.last);
        let whole = spans.flat_map(|span| span.first.iter_days().take_while(|day| *day <= span.last));
        let week = week.into_iter().filter(|_| weeks);
        [*day].into_iter().chain(week).chain(whole).collect::<Vec<_>>()
    };
    days.iter().flat_map(around).map(|day| (month(day), day)).collect()
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

    /// What the town hall was the last to change for a family, in the month of a day, and by which act.
    fn marks(&self, family: FamilyId, day: NaiveDate) -> BTreeMap<(ServiceId, NaiveDate), u64> {
        let of_family = self.0.iter().filter(|kept| kept.family == family);
        let marks = of_family.flat_map(|kept| kept.town.iter().map(|(n, act)| (kept.service, *n, *act)));
        marks.filter_map(|(service, n, act)| Some(((service, day.with_day(n)?), act))).collect()
    }

    /// `act`: the town hall's, if it is its doing.
    fn set(&mut self, family: FamilyId, cell: &Cell, booking: Option<Booking>, act: Option<u64>) {
        let known = self.0.iter().position(|kept| kept.family == family && kept.service == cell.service);
        let at = known.unwrap_or_else(|| {
            self.0.push(Kept { family, service: cell.service, days: ".".repeat(31), town: Vec::new() });
            self.0.len() - 1
        });
        let day = cell.day.day0() as usize;
        let kept = &mut self.0[at];
        kept.days.replace_range(day..=day, letter(booking));
        kept.town.retain(|(known, _)| *known != cell.day.day());
        kept.town.extend(act.map(|act| (cell.day.day(), act)));
        if kept.town.is_empty() && kept.days.bytes().all(|letter| letter == b'.') {
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

/// Stores what a plan adds and removes, and counts the places. `open` was read by the same write. What the town
/// hall's hand changes is marked with the number of this write, which writes the reason in the family's history.
pub fn apply(w: &Write, open: &Open, plan: &Plan) -> Result<(), StoreError> {
    let act = open.hand.is_town().then(|| w.number());
    let added = plan.added.iter().map(|(cell, booking)| (open.family, *cell, Some(*booking)));
    let changes = added.chain(plan.removed.iter().map(|cell| (open.family, *cell, None)));
    let places = |cell: &Cell| {
        let (service, (_, child)) = open.services.get(cell.service).zip(open.child(cell.child))?;
        Some(open.places(service, child, cell.day)?.0)
    };
    set(w, changes, places, |_| act)
}

/// Books and cancels cells of whichever families. `places`: the row that counts the place of a cell. A cell that
/// is booked was not, and one that is cancelled was. `act`: the write that tells why a cell is the town hall's doing.
pub fn set(
    w: &Write,
    changes: impl Iterator<Item = (FamilyId, Cell, Option<Booking>)>,
    places: impl Fn(&Cell) -> Option<PlaceKey>,
    act: impl Fn(&Cell) -> Option<u64>,
) -> Result<(), StoreError> {
    let mut months: BTreeMap<(Month, ChildId), ChildMonth> = BTreeMap::new();
    let mut moved: BTreeMap<PlaceKey, i64> = BTreeMap::new();
    for (family, cell, booking) in changes {
        let key = (month(cell.day), cell.child);
        if let std::collections::btree_map::Entry::Vacant(gap) = months.entry(key) {
            gap.insert(w.get(&MONTHS, &key)?.unwrap_or_default());
        }
        months.entry(key).or_default().set(family, &cell, booking, act(&cell));
        if let Some(key) = places(&cell) {
            *moved.entry(key).or_default() += if booking.is_some() { 1 } else { -1 };
        }
    }
    for (key, row) in months {
        match row.0.is_empty() {
            true => w.delete(&MONTHS, &key)?,
            false => w.put(&MONTHS, &key, &row)?,
        }
    }
    for (key, moved) in moved {
        let taken = i64::from(taken(w, &key)?) + moved;
        match u32::try_from(taken).unwrap_or(0) {
            0 => w.delete(&PLACES, &key)?,
            taken => w.put(&PLACES, &key, &taken)?,
        }
    }
    Ok(())
}

/// The act of the town hall that a family's cell is marked with.
pub fn mark(r: &impl Reading, family: FamilyId, cell: &Cell) -> Result<Option<u64>, StoreError> {
    let row = r.get(&MONTHS, &(month(cell.day), cell.child))?.unwrap_or_default();
    Ok(row.marks(family, cell.day).get(&(cell.service, cell.day)).copied())
}

/// How many places of a row are taken.
pub fn taken(r: &impl Reading, key: &PlaceKey) -> Result<u32, StoreError> {
    Ok(r.get(&PLACES, key)?.unwrap_or(0))
}

/// Stores a plan, and remembers the form that asked for it: its number, and the digest of what it asked.
pub fn carry_out(
    w: &Write,
    open: &Open,
    plan: &Plan,
    (number, digest): ([u8; 16], [u8; 32]),
    now: DateTime<Utc>,
) -> Result<Done, StoreError> {
    apply(w, open, plan)?;
    let (added, removed, refused) = (plan.added.len(), plan.removed.len(), plan.refused.clone());
    let done = Done { digest, at: now, added, removed, refused };
    remember(w, open.family, number, &done)?;
    Ok(done)
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

/// All bookings of a service, with the family that made each.
pub fn of_service(r: &impl Reading, service: ServiceId) -> Result<Vec<(FamilyId, Cell)>, StoreError> {
    let mut found = Vec::new();
    for ((number, child), row) in r.all(&MONTHS)? {
        let Some(day) = first_of(number) else { continue };
        let cells = row.cells(child, day).into_iter().filter(|(_, cell, _)| cell.service == service);
        found.extend(cells.map(|(family, cell, _)| (family, cell)));
    }
    Ok(found)
}

fn first_of(number: Month) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt((number / 12) as i32, number % 12 + 1, 1)
}
