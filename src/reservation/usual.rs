//! "Mes jours habituels": the days that a child usually comes, ticked in one tap.

use chrono::{DateTime, Utc};

use super::{Booking, Cell, judge::judge, open::Open, sheet::Asked};
use crate::{activity::period::Period, family::ChildId, town::calendar::weekday};

/// Ticks the usual days of a child, or of all, that can be booked on time (by the town hall, late ones too) and
/// exclude nothing that is ticked already.
pub fn tick(open: &Open, period: Period, asked: &mut Asked, only: Option<ChildId>, now: DateTime<Utc>) {
    let mut ticked: Vec<Cell> = open.booked().into_keys().collect();
    ticked.retain(|cell| !asked.base.contains(cell) || asked.ticks.contains_key(cell));
    ticked.extend(asked.ticks.keys());
    for child in open.children.iter().filter(|child| only.is_none_or(|id| id == child.id)) {
        for day in period.days() {
            for known in child.registrations.iter().filter(|known| known.usual.contains(&weekday(day))) {
                let cell = Cell { child: child.id, service: known.service, day };
                let rival = |other: &&Cell| {
                    other.child == cell.child
                        && other.day == day
                        && (other.service == cell.service
                            || open.services.exclude(other.service, cell.service))
                };
                let free = !ticked.iter().any(|other| rival(&other));
                if !free || !known.holds_on(day) {
                    continue;
                }
                if let Ok(booking) = judge(open, &cell, now).book
                    && (booking == Booking::OnTime || open.hand.is_town())
                {
                    asked.ticks.insert(cell, booking);
                    ticked.push(cell);
                }
            }
        }
    }
}
