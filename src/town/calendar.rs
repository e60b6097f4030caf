//! What a day is in this town: school, holidays, public holiday, closed.

use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{
    SchoolId,
    feast::{Feast, feast},
};

/// The town's calendar: given by the ministry, corrected by the town.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Public holidays kept here besides the country's.
    #[serde(default)]
    pub local_feasts: Vec<Feast>,
    /// Weekdays on which the town hall is closed, 1 for Monday.
    pub town_hall_closed: Vec<u8>,
    /// School years.
    pub years: Vec<SchoolYear>,
    /// School holidays.
    pub holidays: Vec<Holidays>,
    /// Days on which something is closed for a reason of the town's own.
    #[serde(default)]
    pub closures: Vec<Closure>,
}

/// First and last day of class.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolYear {
    /// "2026-2027".
    pub name: String,
    /// First day of class.
    pub first: NaiveDate,
    /// Last day of class.
    pub last: NaiveDate,
}

/// Days without class.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holidays {
    /// "vacances de Noël".
    pub name: String,
    /// First day without class.
    pub first: NaiveDate,
    /// Last day without class.
    pub last: NaiveDate,
}

/// Days closed by the town: a strike, works, a bridge.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// As families read it: "pont de l’Ascension".
    pub reason: String,
    /// The schools concerned; none named: all.
    #[serde(default)]
    pub schools: Vec<SchoolId>,
    /// Numbers of the services concerned; none named: all.
    #[serde(default)]
    pub services: Vec<u32>,
}

/// What part of the school's year a day is in. A public holiday is in one as well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Term<'c> {
    /// A school year; whether there is class depends on the school's weekdays.
    School,
    /// School holidays, with their name.
    Holidays(&'c str),
    /// In no school year that the town has entered, and in no holidays.
    Unknown,
}

impl Calendar {
    /// The public holiday of a day, which nothing opens on.
    pub fn feast(&self, day: NaiveDate) -> Option<Feast> {
        feast(day, &self.local_feasts)
    }

    /// What part of the school's year a day is in.
    pub fn term(&self, day: NaiveDate) -> Term<'_> {
        if let Some(holidays) = self.holidays.iter().find(|h| (h.first..=h.last).contains(&day)) {
            return Term::Holidays(&holidays.name);
        }
        match self.years.iter().any(|year| (year.first..=year.last).contains(&day)) {
            true => Term::School,
            false => Term::Unknown,
        }
    }

    /// Whether there is class on a day, in a school with class on these weekdays.
    pub fn is_school_day(&self, day: NaiveDate, weekdays: &[u8]) -> bool {
        weekdays.contains(&weekday(day)) && self.term(day) == Term::School && self.feast(day).is_none()
    }

    /// Whether a day is the first working weekday after school holidays.
    pub fn is_first_after_holidays(&self, day: NaiveDate) -> bool {
        let began = |holidays: &Holidays| {
            holidays.last < day
                && holidays
                    .last
                    .iter_days()
                    .skip(1)
                    .find(|day| weekday(*day) <= 5 && self.feast(*day).is_none())
                    == Some(day)
        };
        self.holidays.iter().any(began)
    }

    /// Whether the town hall works on a day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !self.town_hall_closed.contains(&weekday(day)) && self.feast(day).is_none()
    }

    /// Why the town has closed a service for a school on a day, if it has.
    pub fn closure(&self, day: NaiveDate, school: Option<SchoolId>, service: u32) -> Option<&str> {
        let concerns = |closure: &&Closure| {
            (closure.first..=closure.last).contains(&day)
                && (closure.services.is_empty() || closure.services.contains(&service))
                && (closure.schools.is_empty() || school.is_some_and(|id| closure.schools.contains(&id)))
        };
        self.closures.iter().find(concerns).map(|closure| closure.reason.as_str())
    }
}

/// 1 for Monday to 7 for Sunday: the week of the town's settings.
pub fn weekday(day: NaiveDate) -> u8 {
    day.weekday().number_from_monday() as u8
}

/// The Monday of a day's week.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day - TimeDelta::days(i64::from(weekday(day)) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        Calendar {
            local_feasts: vec![],
            town_hall_closed: vec![6, 7],
            years: vec![SchoolYear {
                name: "2026-2027".into(),
                first: on("2026-09-01"),
                last: on("2027-07-02"),
            }],
            holidays: vec![Holidays {
                name: "vacances de Noël".into(),
                first: on("2026-12-19"),
                last: on("2027-01-03"),
            }],
            closures: vec![Closure {
                first: on("2027-02-02"),
                last: on("2027-02-02"),
                reason: "grève".into(),
                schools: vec![SchoolId(2)],
                services: vec![1],
            }],
        }
    }

    #[test]
    fn a_day_is_in_one_term_and_may_be_a_feast() {
        let calendar = calendar();
        let christmas = Term::Holidays("vacances de Noël");
        for (day, term, feast) in [
            ("2026-08-31", Term::Unknown, None),
            ("2026-09-01", Term::School, None),
            ("2026-11-11", Term::School, Some(Feast::Armistice1918)),
            ("2026-12-18", Term::School, None),
            ("2026-12-19", christmas, None),
            ("2026-12-25", christmas, Some(Feast::Christmas)),
            ("2027-01-03", christmas, None),
            ("2027-01-04", Term::School, None),
            ("2027-07-03", Term::Unknown, None),
        ] {
            assert_eq!((calendar.term(on(day)), calendar.feast(on(day))), (term, feast), "{day}");
        }
    }

    #[test]
    fn school_days_and_working_days() {
        let calendar = calendar();
        let school = [1, 2, 4, 5];
        for (day, class, works) in [
            ("2026-11-09", true, true),
            ("2026-11-11", false, false),
            ("2026-11-18", false, true),
            ("2026-11-21", false, false),
            ("2026-12-22", false, true),
        ] {
            assert_eq!(calendar.is_school_day(on(day), &school), class, "{day}");
            assert_eq!(calendar.is_working_day(on(day)), works, "{day}");
        }
    }

    #[test]
    fn a_closure_concerns_what_it_names() {
        let calendar = calendar();
        let day = on("2027-02-02");
        assert_eq!(calendar.closure(day, Some(SchoolId(2)), 1), Some("grève"));
        assert_eq!(calendar.closure(day, Some(SchoolId(1)), 1), None);
        assert_eq!(calendar.closure(day, Some(SchoolId(2)), 3), None);
        assert_eq!(calendar.closure(on("2027-02-03"), Some(SchoolId(2)), 1), None);
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(monday(on("2026-11-29")), on("2026-11-23"));
        assert_eq!(monday(on("2026-11-23")), on("2026-11-23"));
    }
}
