//! The days of a family's children: what was booked, who came, and what prices take that for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{
    Mark, State,
    outcome::{Known, outcome},
};
use crate::{
    activity::ServiceId,
    family::ChildId,
    tariff::{absence::Absences, price::Booked},
};

/// One child, one service, one day: in this order, so that each service of a child is in the order of days.
pub type Key = (ChildId, ServiceId, NaiveDate);

/// What became of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// The child.
    pub child: ChildId,
    /// The service.
    pub service: ServiceId,
    /// The day.
    pub day: NaiveDate,
    /// How it was booked; none: it was not.
    pub booked: Option<Booked>,
    /// What the roll call says; none: it was not called for this child.
    pub mark: Option<Mark>,
    /// What prices take it for; none: nothing was booked, and nobody came.
    pub taken: Option<Booked>,
}

/// What became of each day that was booked or called, in order. The marks of days that are not the family's are not here.
///
/// Coming without a booking is counted for each child and service from the first of September on; an illness goes on over
/// the days booked in a row on which the child was ill.
pub fn days(booked: &BTreeMap<Key, Booked>, marks: &BTreeMap<Key, Mark>, absences: &Absences) -> Vec<Day> {
    let keys: BTreeSet<&Key> = booked.keys().chain(marks.keys()).collect();
    let mut days = Vec::with_capacity(keys.len());
    let (mut of, mut year, mut came, mut ill) = (None, None, 0, 0);
    for key @ &(child, service, day) in keys {
        if of != Some((child, service)) {
            (of, came, ill) = (Some((child, service)), 0, 0);
        }
        if year.replace(school_year(day)) != Some(school_year(day)) {
            came = 0;
        }
        let (booked, mark) = (booked.get(key).copied(), marks.get(key).cloned());
        let state = mark.as_ref().map(|mark| mark.state);
        match booked {
            Some(_) if state == Some(State::Ill) => ill += 1,
            Some(_) => ill = 0,
            None if state == Some(State::Here) => came += 1,
            None => {}
        }
        let known = Known { service, day, booked, mark: mark.as_ref(), nth: came, illness: (ill, None) };
        let taken = outcome(&known, absences);
        days.push(Day { child, service, day, booked, mark, taken });
    }
    days
}

/// The year in which the school year of a day began.
pub fn school_year(day: NaiveDate) -> i32 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::AccountId,
        platform::dated::Dated,
        tariff::absence::{Illness, Terms},
    };

    fn key(day: &str) -> Key {
        (ChildId(1), ServiceId(3), day.parse().unwrap())
    }

    fn mark(state: State) -> Mark {
        Mark { state, arrived: None, left: None, by: AccountId(1), at: Default::default() }
    }

    #[test]
    fn an_illness_goes_on_over_the_days_booked_and_coming_unbooked_is_counted_by_school_year() {
        let terms = Terms { illness: Illness::Free { due: 1, certificate: false }, ..Terms::default() };
        let absences = Absences([(ServiceId(3), Dated::since("2025-09-01".parse().unwrap(), terms))].into());
        use Booked::{Absent, Excused, OnTime, Unreserved};
        use State::{Here, Ill};
        let table = [
            ("2026-06-29", false, Some(Here), Some(Unreserved(1))),
            ("2026-06-30", false, Some(Here), Some(Unreserved(2))),
            // A new school year.
            ("2026-09-03", false, Some(Here), Some(Unreserved(1))),
            ("2026-09-04", true, Some(Here), Some(OnTime)),
            ("2026-09-07", false, Some(Here), Some(Unreserved(2))),
            // Ill from Tuesday on: the first day is due, also where a day between was not booked.
            ("2026-09-08", true, Some(Ill), Some(OnTime)),
            ("2026-09-09", false, Some(State::Absent), None),
            ("2026-09-10", true, Some(Ill), Some(Excused)),
            ("2026-09-11", true, Some(Here), Some(OnTime)),
            // Another illness.
            ("2026-09-14", true, Some(Ill), Some(OnTime)),
            ("2026-09-15", true, None, Some(OnTime)),
            ("2026-09-17", true, Some(State::Absent), Some(Absent)),
        ];
        let booked =
            table.iter().filter(|(_, booked, ..)| *booked).map(|(day, ..)| (key(day), OnTime)).collect();
        let marks = table.iter().filter_map(|(day, _, state, _)| Some((key(day), mark((*state)?)))).collect();
        let found: Vec<_> = days(&booked, &marks, &absences).iter().map(|day| day.taken).collect();
        assert_eq!(found, table.map(|(.., taken)| taken));
    }
}
