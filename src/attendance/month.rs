//! The days of a family's children: what was booked, who came, and what prices take that for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use chrono_tz::Tz;

use super::{
    Mark, State,
    outcome::{Known, outcome},
    told::{Reason, Told, of_day},
};
use crate::{
    activity::ServiceId,
    family::{ChildId, FamilyId},
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
    /// Whether the family told that the child would not be there.
    pub told: bool,
    /// What prices take it for; none: nothing was booked, and nobody came.
    pub taken: Option<Booked>,
}

/// What became of each day that was booked or called, in order. The marks of days that are not the family's are not here.
///
/// Coming without a booking is counted for each child and service from the first of September on. An illness goes on over
/// the days booked in a row on which the child was ill; of one that the family told, what it told counts.
pub fn days(
    booked: &BTreeMap<Key, Booked>,
    marks: &BTreeMap<Key, Mark>,
    absences: &Absences,
    told: &Words,
) -> Vec<Day> {
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
        let words = told.of(booked, key);
        let (booked, mark) = (booked.get(key).copied(), marks.get(key).cloned());
        let state = mark.as_ref().map(|mark| mark.state);
        let is_ill = match state {
            Some(State::Ill) => true,
            None | Some(State::Absent) => words.is_some_and(|(reason, _)| reason == Reason::Ill),
            _ => false,
        };
        match booked {
            Some(_) if is_ill => ill += 1,
            Some(_) => ill = 0,
            None if state == Some(State::Here) => came += 1,
            None => {}
        }
        let reason = words.map(|(reason, _)| reason);
        let illness = words.filter(|(reason, _)| *reason == Reason::Ill).map_or((ill, None), |(_, of)| of);
        let known = Known { service, day, booked, mark: mark.as_ref(), told: reason, nth: came, illness };
        let taken = outcome(&known, absences);
        days.push(Day { child, service, day, booked, mark, told: reason.is_some(), taken });
    }
    days
}

/// What a family told of its children's absences.
#[derive(Debug)]
pub struct Words {
    /// The family.
    pub family: FamilyId,
    /// Zone of the town's clocks.
    pub zone: Tz,
    /// What was told of each child.
    pub told: BTreeMap<ChildId, Vec<Told>>,
}

impl Words {
    /// What was told of a booked day: why, which day of the illness it is, hours until its certificate came.
    fn of(
        &self,
        booked: &BTreeMap<Key, Booked>,
        &(child, service, day): &Key,
    ) -> Option<(Reason, (usize, Option<u32>))> {
        let told = self.told.get(&child).filter(|told| !told.is_empty())?;
        let own = booked.range((child, service, NaiveDate::MIN)..=(child, service, NaiveDate::MAX));
        let days: BTreeSet<NaiveDate> = own.map(|((.., day), _)| *day).collect();
        days.contains(&day).then(|| of_day(told, self.family, &days, day, self.zone))?
    }
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
        let nothing = Words { family: FamilyId(1), zone: Tz::Europe__Paris, told: BTreeMap::new() };
        let found: Vec<_> = days(&booked, &marks, &absences, &nothing).iter().map(|day| day.taken).collect();
        assert_eq!(found, table.map(|(.., taken)| taken));
    }

    #[test]
    fn what_a_family_told_counts_where_nobody_saw_the_child() {
        let illness = Illness::Tiers { tiers: vec![(Some(72), Some(1))] };
        let terms = Terms { illness, ..Terms::default() };
        let absences = Absences([(ServiceId(3), Dated::since("2025-09-01".parse().unwrap(), terms))].into());
        let told = |reason, hours: Option<i64>| {
            let first: NaiveDate = "2026-12-03".parse().unwrap();
            let at = crate::town::instant(Tz::Europe__Paris, first.and_time(chrono::NaiveTime::MIN));
            let told = Told {
                family: FamilyId(1),
                first,
                last: "2026-12-04".parse().unwrap(),
                reason,
                words: String::new(),
                at,
                by: AccountId(1),
                form: String::new(),
                certificate: hours.map(|hours| crate::attendance::told::Certificate {
                    at: at + chrono::TimeDelta::hours(hours),
                    by: AccountId(1),
                    scan: None,
                    erased: false,
                }),
                withdrawn: None,
            };
            Words { family: FamilyId(1), zone: Tz::Europe__Paris, told: [(ChildId(1), vec![told])].into() }
        };
        use Booked::{Absent, Excused, OnTime};
        let booked: BTreeMap<Key, Booked> =
            ["2026-12-03", "2026-12-04", "2026-12-07"].map(|day| (key(day), OnTime)).into();
        let nobody = BTreeMap::new();
        let absent: BTreeMap<Key, Mark> = booked.keys().map(|key| (*key, mark(State::Absent))).collect();
        let here: BTreeMap<Key, Mark> = booked.keys().map(|key| (*key, mark(State::Here))).collect();
        for (marks, told, expected) in [
            (&nobody, told(Reason::Ill, Some(24)), [OnTime, Excused, OnTime]),
            (&absent, told(Reason::Ill, Some(24)), [OnTime, Excused, Absent]),
            (&absent, told(Reason::Ill, None), [Absent, Absent, Absent]),
            (&absent, told(Reason::Other, None), [OnTime, OnTime, Absent]),
            (&here, told(Reason::Ill, Some(24)), [OnTime, OnTime, OnTime]),
        ] {
            let found: Vec<_> =
                days(&booked, marks, &absences, &told).iter().filter_map(|day| day.taken).collect();
            assert_eq!(found, expected, "{told:?}");
        }
    }
}
