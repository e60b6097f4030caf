//! The plan: what a form changes, judged at an instant.
//!
//! The preview and "Valider" call the same function, one on a snapshot, the other inside the writer:
//! the total on the screen cannot differ from what is stored.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Booking, Cell, Ticks,
    hand::Hand,
    judge::{Bench, Reason, missed},
    open::Open,
    sheet::Asked,
    store::PlaceKey,
    ticks::Draft,
};
use crate::{
    activity::ServiceId,
    tariff::price::{self, Line},
};

/// What would be done, or was.
#[derive(Debug)]
pub struct Plan {
    /// Booked.
    pub added: Ticks,
    /// Cancelled.
    pub removed: BTreeSet<Cell>,
    /// Neither, and why.
    pub refused: Vec<Refused>,
    /// All that is then booked by the family, in the months that were read.
    pub after: Ticks,
    /// What that costs.
    pub lines: Vec<Line>,
    /// By the town hall's hand: changes that no parent could make.
    pub beyond: BTreeSet<Cell>,
}

/// A box that cannot be as it was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// Which.
    pub cell: Cell,
    /// What was asked.
    pub wish: Wish,
    /// Why not.
    pub reason: Reason,
}

/// What is asked of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wish {
    /// To be booked.
    Book,
    /// To be cancelled.
    Cancel,
}

impl Plan {
    /// The changes that can be saved, as they are carried to another page.
    pub fn draft(&self) -> Draft {
        Draft { add: self.added.clone(), remove: self.removed.clone() }
    }

    /// How many boxes are not as they are stored.
    pub fn changes(&self) -> usize {
        self.added.len() + self.removed.len()
    }
}

/// Judges what is asked at an instant.
///
/// Only differences between what the form had shown and what is ticked are changes: what another
/// parent did meanwhile is left alone. Cancellations come first, as they free places; then bookings,
/// the newest ticks first, as they win over what they exclude.
pub fn plan(open: &Open, asked: &Asked, now: DateTime<Utc>) -> Plan {
    let booked = open.booked();
    let bench = Bench::at(open, now);
    let mut work = Work {
        open,
        now,
        bench,
        after: booked.clone(),
        moved: BTreeMap::new(),
        refused: Vec::new(),
        beyond: BTreeSet::new(),
    };
    for cell in asked.removals() {
        if booked.contains_key(&cell) {
            work.cancel(cell);
        }
    }
    let additions = asked.additions();
    let order: Vec<Cell> = in_order(&additions, &asked.newest);
    let mut fresh = BTreeSet::new();
    // What needs another comes after it, however they were ticked.
    let mut waiting = order;
    while !waiting.is_empty() {
        let (lacking, ready): (Vec<Cell>, Vec<Cell>) =
            waiting.into_iter().partition(|cell| !booked.contains_key(cell) && work.lacks(cell));
        let goes_on = !ready.is_empty();
        for cell in ready {
            if booked.contains_key(&cell) || work.book(cell, additions[&cell], &fresh, asked.live) {
                fresh.insert(cell);
            }
        }
        if !goes_on {
            lacking.into_iter().for_each(|cell| work.refuse_lacking(cell));
            break;
        }
        waiting = lacking;
    }
    work.settle(&booked);
    let Work { after, refused, mut beyond, .. } = work;
    let added: Ticks =
        after.iter().filter(|(cell, _)| !booked.contains_key(cell)).map(|(c, b)| (*c, *b)).collect();
    let removed: BTreeSet<Cell> = booked.into_keys().filter(|cell| !after.contains_key(cell)).collect();
    let cells = after.iter().filter_map(|(cell, booking)| open.priced(cell, *booking)).collect();
    let lines = price::price(&open.tariffs, &open.household, &cells);
    beyond.retain(|cell| added.contains_key(cell));
    if open.hand.is_town() {
        let parent = Bench::by(Hand::Family, open, now);
        let early = |(cell, booking): &(&Cell, &Booking)| parent.judge(cell).book.as_ref() != Ok(*booking);
        beyond.extend(added.iter().filter(early).map(|(cell, _)| *cell));
        beyond.extend(removed.iter().filter(|cell| parent.judge(cell).cancel.is_err()));
    }
    Plan { added, removed, refused, after, lines, beyond }
}

/// The newest ticks first, the others as they stand on the grid.
fn in_order(additions: &Ticks, newest: &[Cell]) -> Vec<Cell> {
    let latest = newest.iter().filter(|cell| additions.contains_key(cell));
    let others = additions.keys().filter(|cell| !newest.contains(cell));
    latest.chain(others).copied().collect()
}

struct Work<'a> {
    open: &'a Open,
    now: DateTime<Utc>,
    bench: Bench<'a>,
    /// What is booked so far.
    after: Ticks,
    /// Places taken (or, below zero, freed) by this plan.
    moved: BTreeMap<PlaceKey, i64>,
    refused: Vec<Refused>,
    /// Booked though no place was left.
    beyond: BTreeSet<Cell>,
}

impl Work<'_> {
    fn cancel(&mut self, cell: Cell) {
        match self.bench.judge(&cell).cancel {
            Ok(()) => self.remove(&cell),
            Err(reason) => self.refused.push(Refused { cell, wish: Wish::Cancel, reason }),
        }
    }

    fn remove(&mut self, cell: &Cell) {
        self.after.remove(cell);
        if let Some((key, _)) = self.places(cell) {
            *self.moved.entry(key).or_default() -= 1;
        }
    }

    /// Books a cell if it may be; `fresh` are those that this plan has booked before it.
    fn book(&mut self, cell: Cell, asked: Booking, fresh: &BTreeSet<Cell>, live: bool) -> bool {
        match self.may_book(&cell, asked) {
            Ok(booking) => {
                let (rivals, full) = (self.rivals(&cell), self.is_full(&cell));
                // What was booked before gives way to a new tick; what this plan has just booked does not.
                if let Some(rival) = rivals.iter().find(|rival| fresh.contains(rival)) {
                    // On a live grid a tick replaced by a later one is undone without a word, before the
                    // parent's eyes. Of two sent together, the one that was not taken is named.
                    if !live {
                        self.refuse(cell, Reason::Excluded(rival.service));
                    }
                    return false;
                }
                for rival in rivals {
                    self.remove(&rival);
                }
                if let Some((key, _)) = self.places(&cell) {
                    *self.moved.entry(key).or_default() += 1;
                }
                if full {
                    self.beyond.insert(cell);
                }
                self.after.insert(cell, booking);
                true
            }
            Err(reason) => {
                self.refuse(cell, reason);
                false
            }
        }
    }

    fn refuse(&mut self, cell: Cell, reason: Reason) {
        self.refused.push(Refused { cell, wish: Wish::Book, reason });
    }

    /// Whether none of what a cell needs is booked beside it.
    fn lacks(&self, cell: &Cell) -> bool {
        let same = |other: &&Cell| other.child == cell.child && other.day == cell.day;
        let others = self.after.keys().filter(same).map(|other| other.service).collect();
        self.open.services.lacks(cell.service, &others)
    }

    fn refuse_lacking(&mut self, cell: Cell) {
        let needs = self.open.services.get(cell.service).map(|service| service.needs.clone());
        // What may not be booked at all is said first.
        let reason = self.bench.judge(&cell).book.err().unwrap_or(Reason::Needs(needs.unwrap_or_default()));
        self.refuse(cell, reason);
    }

    /// What has lost what it needs goes with it; where it can no longer be cancelled, what it needs stays.
    fn settle(&mut self, booked: &Ticks) {
        let mut left: BTreeSet<Cell> = self.after.keys().copied().filter(|cell| self.lacks(cell)).collect();
        // Each is settled once.
        let mut settled = BTreeSet::new();
        while let Some(cell) = left.pop_first() {
            let before: BTreeSet<ServiceId> = booked
                .keys()
                .filter(|other| other.child == cell.child && other.day == cell.day)
                .map(|other| other.service)
                .collect();
            if !settled.insert(cell) || !self.after.contains_key(&cell) || !self.lacks(&cell) {
                continue;
            }
            if !booked.contains_key(&cell) {
                self.remove(&cell);
                self.refuse_lacking(cell);
            } else if self.open.services.lacks(cell.service, &before) {
                // It was booked so: that is not this plan's doing.
                continue;
            } else if self.bench.judge(&cell).cancel.is_ok() {
                self.remove(&cell);
            } else {
                self.keep_needed(&cell, booked);
            }
            left.extend(self.after.keys().copied().filter(|other| {
                *other != cell && other.child == cell.child && other.day == cell.day && self.lacks(other)
            }));
        }
    }

    /// Puts back what a cell needs, in the place of what this plan had booked instead.
    fn keep_needed(&mut self, cell: &Cell, booked: &Ticks) {
        let needs =
            self.open.services.get(cell.service).map(|service| service.needs.clone()).unwrap_or_default();
        let needed = needs.into_iter().map(|service| Cell { service, ..*cell });
        let Some((kept, booking)) = needed.filter_map(|other| Some((other, *booked.get(&other)?))).next()
        else {
            return;
        };
        let rivals = self.rivals(&kept);
        let replaced = !rivals.is_empty();
        for rival in rivals {
            self.remove(&rival);
            self.refuse(rival, Reason::Excluded(kept.service));
        }
        if let Some((key, _)) = self.places(&kept) {
            *self.moved.entry(key).or_default() += 1;
        }
        self.after.insert(kept, booking);
        if !replaced {
            let reason = Reason::NeededBy(cell.service);
            self.refused.push(Refused { cell: kept, wish: Wish::Cancel, reason });
        }
    }

    fn may_book(&self, cell: &Cell, asked: Booking) -> Result<Booking, Reason> {
        let judged = self.bench.judge(cell);
        let booking = match judged.book? {
            Booking::Late if self.open.hand.leave().normal => Booking::OnTime,
            booking => booking,
        };
        if asked == Booking::OnTime && booking == Booking::Late {
            // The price shown was the ordinary one: the late one is not charged unasked.
            let limit = judged.limits.map_or(crate::activity::deadline::Limit::NEVER, |limits| limits.book);
            return Err(missed(limit, true, self.now));
        }
        if self.is_full(cell) && !self.open.hand.leave().exceed {
            return Err(Reason::Full);
        }
        Ok(booking)
    }

    fn is_full(&self, cell: &Cell) -> bool {
        self.places(cell).is_some_and(|(key, left)| left + self.given_back(cell, key) <= 0)
    }

    /// Places that what a cell replaces would give back to it.
    fn given_back(&self, cell: &Cell, key: PlaceKey) -> i64 {
        let same = |rival: &&Cell| self.places(rival).is_some_and(|(other, _)| other == key);
        self.rivals(cell).iter().filter(same).count() as i64
    }

    /// Cells of the same child and day that exclude a cell.
    fn rivals(&self, cell: &Cell) -> Vec<Cell> {
        let services = self.open.services.list.iter().map(|service| service.id);
        let excluding = services.filter(|service| self.open.services.exclude(cell.service, *service));
        let rivals = excluding.map(|service| Cell { service, ..*cell });
        rivals.filter(|rival| self.after.contains_key(rival)).collect()
    }

    /// The row that counts a cell's places, and how many are left.
    fn places(&self, cell: &Cell) -> Option<(PlaceKey, i64)> {
        let (_, child) = self.open.child(cell.child)?;
        let (key, places) = self.open.places(self.open.services.get(cell.service)?, child, cell.day)?;
        let taken = self.open.taken.get(&key).copied().unwrap_or(0);
        let moved = self.moved.get(&key).copied().unwrap_or(0);
        Some((key, i64::from(places) - i64::from(taken) - moved))
    }
}
