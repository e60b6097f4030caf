//! What the grid shows at a time: a week or a month, each with an address of its own.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::town::{Span, calendar::monday};

/// A week, named by its Monday, or a month, named by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    span: Span,
    first: NaiveDate,
}

impl Period {
    /// The period that a day is in.
    pub fn of(span: Span, day: NaiveDate) -> Self {
        let first = match span {
            Span::Week => monday(day),
            Span::Month => day.with_day(1).unwrap_or(day),
        };
        Self { span, first }
    }

    /// A week or a month.
    pub fn span(self) -> Span {
        self.span
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        self.next().first.pred_opt().unwrap_or(self.first)
    }

    /// The one after.
    pub fn next(self) -> Self {
        let first = match self.span {
            Span::Week => self.first.checked_add_days(Days::new(7)),
            Span::Month => self.first.checked_add_months(Months::new(1)),
        };
        Self { first: first.unwrap_or(self.first), ..self }
    }

    /// The one before.
    pub fn previous(self) -> Self {
        let first = match self.span {
            Span::Week => self.first.checked_sub_days(Days::new(7)),
            Span::Month => self.first.checked_sub_months(Months::new(1)),
        };
        Self { first: first.unwrap_or(self.first), ..self }
    }

    /// Its days.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take_while(move |day| *day <= self.last())
    }

    /// Whether a day is one of its days.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.first..=self.last()).contains(&day)
    }

    /// Its weeks: the days of each that are in the period.
    pub fn weeks(self) -> Vec<Vec<NaiveDate>> {
        let mut weeks: Vec<Vec<NaiveDate>> = Vec::new();
        for day in self.days() {
            match weeks.last_mut() {
                Some(week) if monday(week[0]) == monday(day) => week.push(day),
                _ => weeks.push(vec![day]),
            }
        }
        weeks
    }
}

/// As it stands in an address: `2026-11-30` for a week, `2026-12` for a month.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.span {
            Span::Week => write!(f, "{}", self.first),
            Span::Month => write!(f, "{}", self.first.format("%Y-%m")),
        }
    }
}

/// Years that have an address: no town has bookings outside, and no calculation overflows inside.
const YEARS: std::ops::Range<i32> = 2000..2100;

/// Reads an address: any day of a week, or a month.
impl FromStr for Period {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (span, day) = match text.len() {
            10 => (Span::Week, text.parse()),
            7 => (Span::Month, format!("{text}-01").parse()),
            _ => return Err(()),
        };
        let day: NaiveDate = day.map_err(drop)?;
        if YEARS.contains(&day.year()) { Ok(Self::of(span, day)) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weeks_and_months() {
        let week = Period::of(Span::Week, on("2026-12-03"));
        assert_eq!((week.first(), week.last()), (on("2026-11-30"), on("2026-12-06")));
        assert_eq!(week.to_string(), "2026-11-30");
        assert_eq!(week.next().to_string(), "2026-12-07");
        let month = Period::of(Span::Month, on("2028-02-29"));
        assert_eq!((month.first(), month.last()), (on("2028-02-01"), on("2028-02-29")));
        assert_eq!(month.previous().to_string(), "2028-01");
        assert_eq!(month.weeks().len(), 5);
        assert_eq!(month.weeks()[0].len(), 6, "1 February 2028 is a Tuesday");
    }

    #[test]
    fn an_address_is_read_or_refused() {
        assert_eq!("2026-12-03".parse(), Ok(Period::of(Span::Week, on("2026-11-30"))));
        assert_eq!("2026-12".parse(), Ok(Period::of(Span::Month, on("2026-12-01"))));
        for bad in ["", "2026", "2026-13", "2026-02-30", "1999-12", "2100-01", "9999-12-31", "semaine 12"] {
            assert_eq!(bad.parse::<Period>(), Err(()), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn periods_follow_one_another(days in 730_486i32..766_000, month: bool) {
            let day = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            let period = Period::of(if month { Span::Month } else { Span::Week }, day);
            prop_assert!(period.contains(day));
            prop_assert_eq!(period.next().previous(), period);
            prop_assert_eq!(period.last().succ_opt().unwrap(), period.next().first());
            prop_assert_eq!(period.weeks().concat(), period.days().collect::<Vec<_>>());
        }
    }
}
