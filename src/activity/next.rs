//! The next days on which a service opens for somebody, and their limits.

use chrono::NaiveDate;

use super::{
    Service,
    deadline::{Deadlines, Limits},
    opening::opening,
};
use crate::town::{Class, Town};

/// How far it is looked for: a service may open in the summer only.
const FARTHEST: usize = 400;

/// Whether a service opens on a day for the pupils of one class at least.
pub fn opens(town: &Town, service: &Service, day: NaiveDate) -> bool {
    let mut classes = town.classes.values();
    classes.any(|class: &Class| opening(town, service, Some(class), day).is_ok())
}

/// The next days, from one on, and what the rules of the service give for each.
pub fn next(
    town: &Town,
    service: &Service,
    rules: &Deadlines,
    from: NaiveDate,
    count: usize,
) -> Vec<(NaiveDate, Limits)> {
    let days = from.iter_days().take(FARTHEST).filter(|day| opens(town, service, *day));
    days.take(count).map(|day| (day, rules.limits(town, day))).collect()
}
