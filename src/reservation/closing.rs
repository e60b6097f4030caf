//! Closing days on which children are booked: what is cancelled, and what comes back when it is undone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Booking, Cell, open::places, store::PlaceKey};
use crate::{
    account::AccountId,
    activity::{ServiceId, Services},
    family::{Child, ChildId, FamilyId, value::is_unseen},
    id,
    registration::Registration,
    town::{Calendar, ClassId, SchoolId, Town, calendar::Closure},
};

id!(
    /// A closure that was made here, with what it cancelled.
    ActId
);

/// Longest reason.
const LONGEST: usize = 120;

/// A closure lasts so many days at most: more is a mistake in a year.
const MOST: u64 = 366;

/// A closure that was made, and what became of it. What it cancelled stands in rows of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// What was closed.
    pub closure: Closure,
    /// The form that asked for it: sent again, it has no second effect.
    pub form: [u8; 16],
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: AccountId,
    /// How many bookings were cancelled.
    pub bookings: usize,
    /// Of how many families.
    pub families: usize,
    /// How many mails were queued.
    pub mails: usize,
    /// Children whose bookings were not those that had been shown before.
    pub meanwhile: Vec<(FamilyId, ChildId)>,
    /// How many places were taken before it, where it gave some back.
    pub taken: Vec<(PlaceKey, u32)>,
    /// Bookings that the town hall had made: they come back with the act that tells why.
    #[serde(default)]
    pub marks: Vec<(Cell, u64)>,
    /// When it was undone, if it was.
    pub undone: Option<Undone>,
}

/// How a closure was undone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undone {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: AccountId,
    /// How many bookings came back.
    pub back: usize,
    /// How many mails were queued.
    pub mails: usize,
    /// What did not come back, and why.
    pub lost: Vec<(FamilyId, Cell, Lost)>,
}

/// A booking, whose it is, and how it is booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Booked {
    /// The family that made it.
    pub family: FamilyId,
    /// What is booked.
    pub cell: Cell,
    /// How.
    pub booking: Booking,
}

/// A family whose bookings a closure cancels or gives back.
#[derive(Debug)]
pub struct Concerned {
    /// Its number.
    pub id: FamilyId,
    /// "ALAIN".
    pub name: String,
    /// Its children who are booked, the first names.
    pub children: BTreeMap<ChildId, String>,
    /// What is booked, in the order of children, services and days.
    pub bookings: Vec<(Cell, Booking)>,
    /// Addresses of its guardians who come in.
    pub mails: Vec<String>,
}

/// Why a booking does not come back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Lost {
    /// The child or the family is put away.
    Gone,
    /// The day is another family's now.
    OtherFamily,
    /// The child is no longer registered.
    NotRegistered,
    /// The child is booked for this service that day, which takes its place.
    Taken(ServiceId),
    /// Another closure still closes that day.
    Closed(String),
    /// Other children have taken the places.
    Full,
}

/// A closure as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// First day, as a browser sends a date.
    pub first: String,
    /// Last day; empty for one day.
    pub last: String,
    /// Why, as families read it.
    pub reason: String,
    /// Schools ticked.
    pub schools: Vec<SchoolId>,
    /// Classes ticked.
    pub classes: Vec<ClassId>,
    /// Services ticked.
    pub services: Vec<ServiceId>,
}

/// Why a closure is not made as it was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// Not a date.
    First,
    /// Not a date.
    Last,
    /// It ends before it begins.
    Backwards,
    /// A year that is not this one's, or too many days.
    Far,
    /// None, or too long.
    Reason,
    /// A class of a school that is ticked as well: which of them is meant?
    Both(ClassId),
    /// Something was ticked that is not there any more: without it, more might be closed than was meant.
    Unknown,
    /// It is closed already, the same way.
    Exists,
}

impl Sheet {
    /// What a closure reads as in the form.
    pub fn of(closure: &Closure) -> Self {
        Self {
            first: closure.first.to_string(),
            last: closure.last.to_string(),
            reason: closure.reason.clone(),
            schools: closure.schools.clone(),
            classes: closure.classes.clone(),
            services: closure.services.iter().copied().map(ServiceId).collect(),
        }
    }

    /// The closure that is meant.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn closure(&self, town: &Town, services: &Services, today: NaiveDate) -> Result<Closure, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let first: Option<NaiveDate> = self.first.parse().ok();
        let last = if self.last.is_empty() { first } else { self.last.parse().ok() };
        if first.is_none() {
            wrong.push(Wrong::First);
        }
        if last.is_none() && !self.last.is_empty() {
            wrong.push(Wrong::Last);
        }
        if let (Some(first), Some(last)) = (first, last) {
            let near = |day: NaiveDate| (day - today).num_days().abs() <= 2 * MOST as i64;
            if last < first {
                wrong.push(Wrong::Backwards);
            } else if !near(first) || !near(last) || last - Days::new(MOST) >= first {
                wrong.push(Wrong::Far);
            }
        }
        let reason = self.reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if reason.is_empty() || reason.chars().count() > LONGEST || reason.chars().any(is_unseen) {
            wrong.push(Wrong::Reason);
        }
        let both =
            |id: &&ClassId| town.classes.get(id).is_some_and(|class| self.schools.contains(&class.school));
        wrong.extend(self.classes.iter().find(both).map(|id| Wrong::Both(*id)));
        let there = self.schools.iter().all(|id| town.schools.contains_key(id))
            && self.classes.iter().all(|id| town.classes.contains_key(id))
            && self.services.iter().all(|id| services.get(*id).is_some());
        if !there {
            wrong.push(Wrong::Unknown);
        }
        let (Some(first), Some(last), true) = (first, last, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Closure {
            first,
            last,
            reason,
            schools: in_order(self.schools.iter().copied()),
            classes: in_order(self.classes.iter().copied()),
            services: in_order(self.services.iter().map(|id| id.0)),
        })
    }
}

fn in_order<T: Ord>(ticked: impl Iterator<Item = T>) -> Vec<T> {
    ticked.collect::<BTreeSet<T>>().into_iter().collect()
}

/// Whether a closure concerns a booking of a child.
pub fn concerns(closure: &Closure, town: &Town, child: &Child, cell: &Cell) -> bool {
    let class = child.class.on(cell.day).and_then(|known| known.value.class);
    closure.concerns(cell.day, class.and_then(|id| town.classes.get(&id)), cell.service.0)
}

/// The closure of a calendar that closes a child's day.
pub fn closes<'c>(calendar: &'c Calendar, town: &Town, child: &Child, cell: &Cell) -> Option<&'c Closure> {
    calendar.closures.iter().find(|closure| concerns(closure, town, child, cell))
}

/// What a page shows of each child's bookings, for the form that it sends: `3.4.1a2b3c4d_3.7.…`, by family and child.
pub fn seen(bookings: &[Booked]) -> String {
    let words =
        by_child(bookings).into_iter().map(|((family, child), digest)| format!("{family}.{child}.{digest}"));
    words.collect::<Vec<_>>().join("_")
}

/// The children whose bookings are not those that a page had shown, and who still have some.
pub fn meanwhile(seen: &str, bookings: &[Booked]) -> Vec<(FamilyId, ChildId)> {
    let shown: BTreeSet<&str> = seen.split('_').collect();
    let known = |(family, child): &(FamilyId, ChildId), digest: &String| {
        shown.contains(format!("{family}.{child}.{digest}").as_str())
    };
    by_child(bookings).into_iter().filter(|(who, digest)| !known(who, digest)).map(|(who, _)| who).collect()
}

fn by_child(bookings: &[Booked]) -> BTreeMap<(FamilyId, ChildId), String> {
    let mut digests: BTreeMap<(FamilyId, ChildId), Sha256> = BTreeMap::new();
    for Booked { family, cell, booking } in bookings {
        let text = format!("{} {} {booking:?}_", cell.service, cell.day);
        digests.entry((*family, cell.child)).or_default().update(text);
    }
    let short = |digest: Sha256| digest.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    digests.into_iter().map(|(who, digest)| (who, short(digest))).collect()
}

/// What decides whether bookings come back.
pub struct Return<'a> {
    /// The town.
    pub town: &'a Town,
    /// Its services.
    pub services: &'a Services,
    /// The calendar without the closure.
    pub calendar: &'a Calendar,
    /// How many places may still be taken, where the closure had given some back.
    pub room: BTreeMap<PlaceKey, i64>,
}

/// What the town knows of a child whose booking may come back.
pub struct Known<'a> {
    /// Who it is and what the family may book for it, if both are still there.
    pub child: Option<(&'a Child, &'a [Registration])>,
    /// What it is booked for since, by whichever family.
    pub since: &'a [Cell],
}

impl Return<'_> {
    /// Whether a booking comes back. It then takes its place.
    ///
    /// # Errors
    /// Why it does not.
    pub fn judge(&mut self, family: FamilyId, cell: &Cell, known: &Known) -> Result<(), Lost> {
        let (child, registrations) = known.child.ok_or(Lost::Gone)?;
        if child.family_on(cell.day) != Some(family) {
            return Err(Lost::OtherFamily);
        }
        let same = |other: &&Cell| {
            other.day == cell.day
                && (other.service == cell.service || self.services.exclude(cell.service, other.service))
        };
        if let Some(other) = known.since.iter().find(same) {
            return Err(Lost::Taken(other.service));
        }
        let holds = |known: &Registration| known.service == cell.service && known.holds_on(cell.day);
        if !registrations.iter().any(holds) {
            return Err(Lost::NotRegistered);
        }
        if let Some(closure) = closes(self.calendar, self.town, child, cell) {
            return Err(Lost::Closed(closure.reason.clone()));
        }
        let service = self.services.get(cell.service);
        let place = service.and_then(|service| places(self.town, self.services, service, child, cell.day));
        if let Some(left) = place.and_then(|(key, _)| self.room.get_mut(&key)) {
            if *left <= 0 {
                return Err(Lost::Full);
            }
            *left -= 1;
        }
        Ok(())
    }
}
