//! Cells as text: short, for forms and addresses.
//!
//! One child, one service, one month are a word: `12.3.2612.c0` is child 12, service 3, December
//! 2026, days 7 and 8 (a bit a day, in hexadecimal, the 1st lowest). `12.3L.…` is the late row.
//! Words are joined by `_`. A draft is what was ticked, then `~` and what was unticked.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{Booking, Cell, Ticks};
use crate::{activity::ServiceId, family::ChildId};

/// Text that no page of ours has sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// More cells than any family's draft: 20 children, 10 services, 20 days.
pub const MOST: usize = 4_000;

/// Changes that were made on the grid and not saved yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Ticked, and not booked when it was shown.
    pub add: Ticks,
    /// Unticked, and booked when it was shown.
    pub remove: BTreeSet<Cell>,
}

impl Draft {
    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }

    /// As an address carries it.
    pub fn encode(&self) -> String {
        let add = encode(&self.add);
        match self.remove.is_empty() {
            true => add,
            false => format!("{add}~{}", encode_set(&self.remove)),
        }
    }

    /// Reads it back.
    pub fn decode(text: &str) -> Result<Self, Malformed> {
        let (add, remove) = text.split_once('~').unwrap_or((text, ""));
        let (add, remove) = (decode(add)?, decode(remove)?);
        Ok(Self { add, remove: remove.into_keys().collect() })
    }
}

/// Ticked cells as words.
pub fn encode(ticks: &Ticks) -> String {
    let mut words: BTreeMap<(ChildId, ServiceId, Booking, i32, u32), u32> = BTreeMap::new();
    for (cell, booking) in ticks {
        let key = (cell.child, cell.service, *booking, cell.day.year(), cell.day.month());
        *words.entry(key).or_default() |= 1 << (cell.day.day() - 1);
    }
    let word = |((child, service, booking, year, month), days): (_, u32)| {
        format!("{child}.{service}{}.{:02}{month:02}.{days:x}", mark(booking), year % 100)
    };
    words.into_iter().map(word).collect::<Vec<_>>().join("_")
}

/// A set of cells as words.
pub fn encode_set(cells: &BTreeSet<Cell>) -> String {
    encode(&cells.iter().map(|cell| (*cell, Booking::OnTime)).collect())
}

/// Reads words back. A cell in two words is malformed: no page of ours ticks both rows.
pub fn decode(text: &str) -> Result<Ticks, Malformed> {
    let mut ticks = Ticks::new();
    for word in text.split('_').filter(|word| !word.is_empty()) {
        let (row, days) = word.rsplit_once('.').ok_or(Malformed)?;
        let days = u32::from_str_radix(days, 16).map_err(|_| Malformed)?;
        for day in (1..=31).filter(|day| days >> (day - 1) & 1 == 1) {
            insert(&mut ticks, row, day)?;
        }
    }
    Ok(ticks)
}

/// The name of a box's row in the form: `12.3.2612`, or `12.3L.2612` for the late row.
pub fn row_name(cell: &Cell, booking: Booking) -> String {
    let Cell { child, service, day } = cell;
    format!("{child}.{service}{}.{:02}{:02}", mark(booking), day.year() % 100, day.month())
}

/// Adds a day of the row of that name.
pub fn insert(ticks: &mut Ticks, row: &str, day: u32) -> Result<(), Malformed> {
    let (cell, booking) = read(row, day).ok_or(Malformed)?;
    match ticks.insert(cell, booking) {
        None if ticks.len() <= MOST => Ok(()),
        _ => Err(Malformed),
    }
}

/// A cell from the name of its row and the day of the month.
pub fn read(row: &str, day: u32) -> Option<(Cell, Booking)> {
    let mut parts = row.split('.');
    let (child, service, month) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || month.len() != 4 || !month.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (service, booking) = match service.strip_suffix('L') {
        Some(service) => (service, Booking::Late),
        None => (service, Booking::OnTime),
    };
    let month: u32 = month.parse().ok()?;
    let day = NaiveDate::from_ymd_opt(2000 + (month / 100) as i32, month % 100, day)?;
    Some((Cell { child: child.parse().ok()?, service: service.parse().ok()?, day }, booking))
}

fn mark(booking: Booking) -> &'static str {
    match booking {
        Booking::OnTime => "",
        Booking::Late => "L",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell() -> impl Strategy<Value = (Cell, Booking)> {
        let day = (730_486i32..766_000).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap());
        (1u32..50, 1u32..20, day, any::<bool>()).prop_map(|(child, service, day, late)| {
            let cell = Cell { child: ChildId(child), service: ServiceId(service), day };
            (cell, if late { Booking::Late } else { Booking::OnTime })
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            add in proptest::collection::btree_map(cell().prop_map(|(c, _)| c), Just(Booking::Late), 0..40),
            remove in proptest::collection::btree_set(cell().prop_map(|(c, _)| c), 0..40),
        ) {
            let draft = Draft { add, remove };
            prop_assert_eq!(Draft::decode(&draft.encode()), Ok(draft));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            let _ = Draft::decode(&text);
        }

        #[test]
        fn nor_does_what_looks_like_ours(text in "[0-9L.~_a-f]{0,60}") {
            let _ = Draft::decode(&text);
        }
    }

    #[test]
    fn a_months_row_is_one_short_word() {
        let on = |day: &str| Cell { child: ChildId(12), service: ServiceId(3), day: day.parse().unwrap() };
        let ticks = Ticks::from([(on("2026-12-07"), Booking::OnTime), (on("2026-12-08"), Booking::OnTime)]);
        assert_eq!(encode(&ticks), "12.3.2612.c0");
        assert_eq!(row_name(&on("2026-12-07"), Booking::Late), "12.3L.2612");
    }

    #[test]
    fn nonsense_is_refused() {
        for bad in [
            "12",
            "12.3",
            "12.3.2612",
            "12.3.2613.1",
            "12.3.2602.20000000",
            "a.3.2612.1",
            "12.3.2612.zz",
            "12.3.2612.1_12.3L.2612.1",
            "-1.3.2612.1",
            "12.3.2612.1ffffffff",
            "12.3.+612.1",
        ] {
            assert_eq!(decode(bad), Err(Malformed), "{bad}");
        }
        let many = (1..=200).map(|child| format!("{child}.1.2612.7fffffff")).collect::<Vec<_>>().join("_");
        assert_eq!(decode(&many), Err(Malformed));
    }
}
