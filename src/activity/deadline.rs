//! Until when a day may be booked, and cancelled.
//!
//! A limit is an instant, exclusive: "avant 9 h" holds until the last millisecond before nine. Without an
//! hour it is the end of that day. The rule sees the calendar, never the clock: the instant is
//! compared by who calls.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::town::{
    Town,
    calendar::{monday, weekday},
};

/// The rules of a service, as the town decided them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deadlines {
    /// Where the rule is written: the règlement, the council's decision.
    #[serde(default)]
    pub source: String,
    /// Until when a day is booked.
    pub book: Rule,
    /// Until when it is cancelled; the same as booking when not said.
    #[serde(default)]
    pub cancel: Option<Rule>,
    /// Until when it is still booked, at the late price. None: never.
    #[serde(default)]
    pub late: Option<Rule>,
}

/// A way to say a limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// So many days before; 0 for the same morning.
    DaysBefore {
        /// How many.
        days: u64,
        /// Hour; none: the end of that day.
        at: Option<NaiveTime>,
    },
    /// For each weekday, so many days before (negative) at an hour; a weekday not named: never.
    WeekdayMap {
        /// `"1": [-3, "09:00"]`: a Monday, until three days before at nine.
        map: BTreeMap<String, (i64, Option<NaiveTime>)>,
    },
    /// A weekday of the week before.
    PreviousWeek {
        /// 1 for Monday.
        weekday: u8,
        /// Hour; none: the end of that day.
        at: Option<NaiveTime>,
    },
    /// Dated windows; a day in none of them: never.
    Windows {
        /// In any order.
        windows: Vec<Window>,
    },
}

/// A window of registration, for the days from `first` to `last`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First day that it is for.
    pub first: NaiveDate,
    /// Last day that it is for.
    pub last: NaiveDate,
    /// Opens on the morning of this day; none: is open already.
    #[serde(default)]
    pub opens: Option<NaiveDate>,
    /// Closes at the end of this day.
    pub closes: NaiveDate,
}

/// From when until when something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Not before this instant.
    pub opens: Option<DateTime<Utc>>,
    /// Before this instant; none: never.
    pub until: Option<DateTime<Utc>>,
}

/// What the rules give for one day of one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For booking.
    pub book: Limit,
    /// For cancelling.
    pub cancel: Limit,
    /// For booking at the late price.
    pub late: Limit,
}

impl Limit {
    /// It may never be done.
    pub const NEVER: Self = Self { opens: None, until: None };

    /// Whether an instant is inside.
    pub fn allows(self, now: DateTime<Utc>) -> bool {
        self.until.is_some_and(|until| now < until) && self.opens.is_none_or(|opens| opens <= now)
    }
}

impl Deadlines {
    /// The limits of a day.
    pub fn limits(&self, town: &Town, day: NaiveDate) -> Limits {
        let book = self.book.limit(town, day);
        Limits {
            book,
            cancel: self.cancel.as_ref().map_or(book, |rule| rule.limit(town, day)),
            late: self.late.as_ref().map_or(Limit::NEVER, |rule| rule.limit(town, day)),
        }
    }
}

impl Rule {
    /// The limit of a day.
    pub fn limit(&self, town: &Town, day: NaiveDate) -> Limit {
        let until =
            |day: Option<NaiveDate>, at| Limit { opens: None, until: day.map(|day| end(town, day, at)) };
        match self {
            Rule::DaysBefore { days, at } => until(day.checked_sub_days(Days::new(*days)), *at),
            Rule::WeekdayMap { map } => match map.get(&weekday(day).to_string()) {
                Some((days, at)) => until(day.checked_add_signed(TimeDelta::days(*days)), *at),
                None => Limit::NEVER,
            },
            Rule::PreviousWeek { weekday, at } => {
                let back = TimeDelta::days(8 - i64::from(*weekday));
                until(monday(day).checked_sub_signed(back), *at)
            }
            Rule::Windows { windows } => {
                let for_day = |window: &&Window| (window.first..=window.last).contains(&day);
                windows.iter().find(for_day).map_or(Limit::NEVER, |window| Limit {
                    opens: window.opens.map(|day| town.instant(day.and_time(NaiveTime::MIN))),
                    until: Some(end(town, window.closes, None)),
                })
            }
        }
    }
}

/// The instant of an hour of a day, or of the midnight that ends it.
fn end(town: &Town, day: NaiveDate, at: Option<NaiveTime>) -> DateTime<Utc> {
    town.instant(match at {
        Some(at) => day.and_time(at),
        None => (day + Days::new(1)).and_time(NaiveTime::MIN),
    })
}
