//! The calendar as it is typed: what it means, what overlaps, what is missing.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::{
    calendar::{Calendar, Holidays, SchoolYear},
    feast::Feast,
};

/// A calendar as it was typed. Closures are not part of it.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// School years.
    pub years: Vec<Row>,
    /// School holidays.
    pub holidays: Vec<Row>,
    /// Local public holidays ticked.
    pub feasts: Vec<Feast>,
    /// Weekdays on which the town hall is closed.
    pub weekdays: Vec<u8>,
    /// Dates on which it is closed besides, as browsers send them.
    pub days: Vec<String>,
}

/// A line of the form; empty, it is not there.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What it is called.
    pub name: String,
    /// First day, as a browser sends a date.
    pub first: String,
    /// Last day.
    pub last: String,
}

/// Which lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// School years.
    Year,
    /// School holidays.
    Holidays,
}

/// Why a calendar is not taken as it was typed; lines by their place, from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// A line without a name, or too long.
    Name(Kind, usize),
    /// A line whose first or last day is not a date.
    Date(Kind, usize),
    /// A line that ends before it begins.
    Backwards(Kind, usize),
    /// Two lines that share a day.
    Overlap(Kind, usize, usize),
    /// Days between two school years, or one and the next holidays, that are in neither.
    Hole(NaiveDate, NaiveDate),
    /// A day of the town hall that is not a date.
    Day(usize),
    /// The town hall would never work: deadlines in working days would have no end.
    NeverWorks,
    /// Somebody else has changed the calendar meanwhile.
    Changed,
}

/// Longest name.
const LONGEST: usize = 60;

impl Row {
    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.first, &self.last].iter().all(|text| text.trim().is_empty())
    }
}

impl Sheet {
    /// What a calendar reads as in the form.
    pub fn of(calendar: &Calendar) -> Self {
        let row = |name: &String, first: NaiveDate, last: NaiveDate| Row {
            name: name.clone(),
            first: first.to_string(),
            last: last.to_string(),
        };
        Self {
            years: calendar.years.iter().map(|year| row(&year.name, year.first, year.last)).collect(),
            holidays: calendar.holidays.iter().map(|span| row(&span.name, span.first, span.last)).collect(),
            feasts: calendar.local_feasts.clone(),
            weekdays: calendar.town_hall_closed.clone(),
            days: calendar.town_hall_days_closed.iter().map(NaiveDate::to_string).collect(),
        }
    }

    /// The calendar that is meant, without closures, its lines in the order of days.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn calendar(&self) -> Result<Calendar, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let years = spans(Kind::Year, &self.years, &mut wrong);
        let holidays = spans(Kind::Holidays, &self.holidays, &mut wrong);
        let mut days = Vec::new();
        for (n, text) in self.days.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
            match text.trim().parse::<NaiveDate>() {
                Ok(day) => days.push(day),
                Err(_) => wrong.push(Wrong::Day(n)),
            }
        }
        days.sort();
        days.dedup();
        let mut weekdays: Vec<u8> =
            self.weekdays.iter().copied().filter(|day| (1..=7).contains(day)).collect();
        weekdays.sort();
        weekdays.dedup();
        if weekdays.len() == 7 {
            wrong.push(Wrong::NeverWorks);
        }
        if wrong.is_empty() {
            wrong.extend(hole(&years, &holidays));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let year = |(name, first, last)| SchoolYear { name, first, last };
        let span = |(name, first, last)| Holidays { name, first, last };
        Ok(Calendar {
            local_feasts: self.feasts.clone(),
            town_hall_closed: weekdays,
            town_hall_days_closed: days,
            years: years.into_iter().map(year).collect(),
            holidays: holidays.into_iter().map(span).collect(),
            closures: Vec::new(),
        })
    }
}

type Span = (String, NaiveDate, NaiveDate);

/// The lines that are filled in, in the order of days.
fn spans(kind: Kind, rows: &[Row], wrong: &mut Vec<Wrong>) -> Vec<Span> {
    let mut spans: Vec<(usize, Span)> = Vec::new();
    for (n, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        let name = row.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().count() > LONGEST || name.chars().any(char::is_control) {
            wrong.push(Wrong::Name(kind, n));
        }
        match (row.first.trim().parse(), row.last.trim().parse()) {
            (Ok(first), Ok(last)) if last < first => wrong.push(Wrong::Backwards(kind, n)),
            (Ok(first), Ok(last)) => spans.push((n, (name, first, last))),
            _ => wrong.push(Wrong::Date(kind, n)),
        }
    }
    spans.sort_by_key(|(_, (_, first, _))| *first);
    for pair in spans.windows(2) {
        if pair[1].1.1 <= pair[0].1.2 {
            wrong.push(Wrong::Overlap(kind, pair[0].0, pair[1].0));
        }
    }
    spans.into_iter().map(|(_, span)| span).collect()
}

/// The first days, between two school years, that are in no holidays.
fn hole(years: &[Span], holidays: &[Span]) -> Option<Wrong> {
    let free = |day: &NaiveDate| !holidays.iter().any(|(_, first, last)| (*first..=*last).contains(day));
    for pair in years.windows(2) {
        let between = || pair[0].2.iter_days().skip(1).take_while(|day| *day < pair[1].1);
        if let Some(first) = between().find(free) {
            let last = between().skip_while(|day| *day < first).take_while(free).last()?;
            return Some(Wrong::Hole(first, last));
        }
    }
    None
}

/// A digest of what a page shows of a calendar, for the form that it sends.
pub fn seen(calendar: &Calendar) -> String {
    let text = format!("{:?}", Sheet::of(calendar));
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Row {
        let mut words = text.split(' ').map(String::from);
        let mut next = || words.next().unwrap_or_default();
        Row { name: next(), first: next(), last: next() }
    }

    #[test]
    fn lines_that_overlap_or_leave_a_hole_are_pointed_at() {
        let year = ["y 2026-09-01 2027-07-02", "z 2027-09-02 2028-07-04"];
        let summer = "s 2027-07-03 2027-09-01";
        let on = |text: &str| text.parse().unwrap();
        for (years, holidays, expected) in [
            (&year[..], vec![summer], vec![]),
            (&year, vec![], vec![Wrong::Hole(on("2027-07-03"), on("2027-09-01"))]),
            (&year, vec!["s 2027-07-03 2027-08-30"], vec![Wrong::Hole(on("2027-08-31"), on("2027-09-01"))]),
            (&year, vec![summer, "a 2027-09-01 2027-09-05"], vec![Wrong::Overlap(Kind::Holidays, 0, 1)]),
            (&year, vec![summer, "a 2027-10-05 2027-10-01"], vec![Wrong::Backwards(Kind::Holidays, 1)]),
            (&year, vec![summer, "a hier 2027-10-01"], vec![Wrong::Date(Kind::Holidays, 1)]),
            (&year, vec![summer, " 2027-10-01 2027-10-01"], vec![Wrong::Name(Kind::Holidays, 1)]),
            (
                &["y 2026-09-01 2027-07-02", "z 2027-07-02 2028-07-04"],
                vec![],
                vec![Wrong::Overlap(Kind::Year, 0, 1)],
            ),
            (&year, vec!["", summer, "  "], vec![]),
        ] {
            let rows = |texts: &[&str]| texts.iter().map(|text| row(text)).collect();
            let sheet = Sheet { years: rows(years), holidays: rows(&holidays), ..Sheet::default() };
            assert_eq!(sheet.calendar().err().unwrap_or_default(), expected, "{holidays:?}");
        }
    }

    #[test]
    fn the_town_hall_works_on_some_day_and_its_dates_are_dates() {
        let sheet = Sheet {
            weekdays: (1..=7).collect(),
            days: vec!["2027-05-07".into(), "x".into()],
            ..Sheet::default()
        };
        assert_eq!(sheet.calendar().unwrap_err(), [Wrong::Day(1), Wrong::NeverWorks]);
        let days = ["2027-05-07", "", "2027-01-02", "2027-05-07"].map(String::from).to_vec();
        let calendar = Sheet { weekdays: vec![7, 6], days, ..Sheet::default() }.calendar().unwrap();
        assert_eq!((calendar.town_hall_days_closed.len(), calendar.town_hall_closed), (2, vec![6, 7]));
    }
}
