//! The deadline that comes next in a period.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Cell, judge::Judged};
use crate::activity::ServiceId;

/// A deadline, and what it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Before this instant.
    pub until: DateTime<Utc>,
    /// Services that may be booked until then, and on which days.
    pub book: (BTreeSet<ServiceId>, BTreeSet<NaiveDate>),
    /// Services that may be cancelled until then, and on which days.
    pub cancel: (BTreeSet<ServiceId>, BTreeSet<NaiveDate>),
    /// Whether some may still be booked afterwards, at the late price.
    pub late: bool,
}

/// The next deadline among the cells of a period, if there is one to come.
pub fn notice<'a>(
    cells: impl Iterator<Item = &'a (Cell, Judged)> + Clone,
    now: DateTime<Utc>,
) -> Option<Notice> {
    let limits = || cells.clone().filter_map(|(cell, judged)| Some((cell, judged.limits?)));
    let coming = |until: Option<DateTime<Utc>>| until.filter(|until| *until > now);
    let next = limits()
        .flat_map(|(_, limits)| [coming(limits.book.until), coming(limits.cancel.until)])
        .flatten()
        .min()?;
    let mut notice =
        Notice { until: next, book: Default::default(), cancel: Default::default(), late: false };
    for (cell, limits) in limits() {
        if limits.book.until == Some(next) {
            notice.book.0.insert(cell.service);
            notice.book.1.insert(cell.day);
            notice.late |= limits.late.until.is_some_and(|until| until > next);
        }
        if limits.cancel.until == Some(next) {
            notice.cancel.0.insert(cell.service);
            notice.cancel.1.insert(cell.day);
        }
    }
    Some(notice)
}
