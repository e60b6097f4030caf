//! What a day is in this town: school, holidays, public holiday, closed.

use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{
    Class, ClassId, SchoolId,
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
    /// Dates on which it is closed besides: a bridge, the funeral of a mayor.
    #[serde(default)]
    pub town_hall_days_closed: Vec<NaiveDate>,
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// As families read it: "pont de l’Ascension".
    pub reason: String,
    /// The schools concerned; no school and no class named: all.
    #[serde(default)]
    pub schools: Vec<SchoolId>,
    /// The classes concerned, besides those of these schools.
    #[serde(default)]
    pub classes: Vec<ClassId>,
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
        !self.town_hall_closed.contains(&weekday(day))
            && !self.town_hall_days_closed.contains(&day)
            && self.feast(day).is_none()
    }

    /// Why the town has closed a service for a class on a day, if it has.
    pub fn closure(&self, day: NaiveDate, class: Option<&Class>, service: u32) -> Option<&str> {
        let closure = self.closures.iter().find(|closure| closure.concerns(day, class, service))?;
        Some(&closure.reason)
    }
}

impl Closure {
    /// Whether it closes a service on a day for a child of a class.
    pub fn concerns(&self, day: NaiveDate, class: Option<&Class>, service: u32) -> bool {
        let named = |class: &Class| self.schools.contains(&class.school) || self.classes.contains(&class.id);
        (self.first..=self.last).contains(&day)
            && (self.services.is_empty() || self.services.contains(&service))
            && (self.is_for_all() || class.is_some_and(named))
    }

    /// Whether it closes for every school and class.
    pub fn is_for_all(&self) -> bool {
        self.schools.is_empty() && self.classes.is_empty()
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
                classes: vec![ClassId(5)],
                services: vec![1],
            }],
            town_hall_days_closed: vec![on("2027-05-07")],
        }
    }

    fn class(id: u32, school: u32) -> Class {
        let (id, school) = (ClassId(id), SchoolId(school));
        Class { id, school, name: String::new(), level: crate::town::Level::CP }
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
            ("2027-05-06", false, false),
            // A Friday on which only the town hall is closed, and the Friday after.
            ("2027-05-07", true, false),
            ("2027-05-14", true, true),
        ] {
            assert_eq!(calendar.is_school_day(on(day), &school), class, "{day}");
            assert_eq!(calendar.is_working_day(on(day)), works, "{day}");
        }
    }

    #[test]
    fn a_closure_concerns_what_it_names() {
        let calendar = calendar();
        let (of_school, named, other) = (class(1, 2), class(5, 1), class(6, 1));
        for (day, class, service, expected) in [
            ("2027-02-02", Some(&of_school), 1, Some("grève")),
            ("2027-02-02", Some(&named), 1, Some("grève")),
            ("2027-02-02", Some(&other), 1, None),
            ("2027-02-02", None, 1, None),
            ("2027-02-02", Some(&of_school), 3, None),
            ("2027-02-03", Some(&of_school), 1, None),
        ] {
            assert_eq!(calendar.closure(on(day), class, service), expected, "{day} {class:?} {service}");
        }
        let everywhere =
            Closure { schools: vec![], classes: vec![], services: vec![], ..calendar.closures[0].clone() };
        assert!(everywhere.concerns(on("2027-02-02"), None, 9) && everywhere.is_for_all());
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(monday(on("2026-11-29")), on("2026-11-23"));
        assert_eq!(monday(on("2026-11-23")), on("2026-11-23"));
    }
}
