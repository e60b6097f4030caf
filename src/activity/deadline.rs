//! Until when a day may be booked, and cancelled.
//!
//! A limit is an instant, exclusive: "avant 9 h" holds until the last millisecond before nine. Without an
//! hour it is the end of that day. The rule sees the calendar, never the clock: the instant is
//! compared by who calls.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
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
    /// The limit, for booking and for cancelling, of the first day of class after holidays; none: as on any day.
    #[serde(default)]
    pub after_holidays: Option<Rule>,
    /// Days whose limit, for booking and for cancelling, is another for once: what the town's clocks show then.
    #[serde(default)]
    pub exceptions: BTreeMap<NaiveDate, NaiveDateTime>,
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
    /// So many days before on which the town hall works.
    WorkingDaysBefore {
        /// How many.
        days: usize,
        /// Hour; none: the end of that day.
        at: Option<NaiveTime>,
    },
    /// So many days before with class.
    SchoolDaysBefore {
        /// How many.
        days: usize,
        /// Weekdays with class, 1 for Monday.
        weekdays: Vec<u8>,
        /// Hour; none: the end of that day.
        at: Option<NaiveTime>,
    },
    /// For each weekday, so many days before (negative) at an hour; a weekday not named: never.
    WeekdayMap {
        /// `"1": [-3, "09:00"]`: a Monday, until three days before at nine.
        #[serde(with = "super::hours")]
        map: WeekdayMap,
        /// The map of a week whose Monday is a public holiday; none: the same.
        #[serde(default, with = "super::hours::maybe")]
        holiday_monday: Option<WeekdayMap>,
    },
    /// A weekday of the week before.
    PreviousWeek {
        /// 1 for Monday.
        weekday: u8,
        /// Hour; none: the end of that day.
        at: Option<NaiveTime>,
    },
    /// A weekday of the same week, for the days after it; for that day and those before it: never.
    SameWeek {
        /// 1 for Monday.
        weekday: u8,
        /// Hour; none: the end of that day.
        at: Option<NaiveTime>,
    },
    /// A day of the month before; the last one when that month is shorter.
    PreviousMonth {
        /// 1 to 31.
        day: u32,
        /// Hour; none: the end of that day.
        at: Option<NaiveTime>,
    },
    /// Dated windows; a day in none of them: never.
    Windows {
        /// In any order.
        windows: Vec<Window>,
    },
}

/// By weekday, "1" for Monday: so many days before (negative), and an hour; none: the end of that day.
pub type WeekdayMap = BTreeMap<String, (i64, Option<NaiveTime>)>;

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
        let other = self.other(town, day);
        Limits {
            book: other.unwrap_or(book),
            cancel: other.unwrap_or_else(|| self.cancel.as_ref().map_or(book, |rule| rule.limit(town, day))),
            late: self.late.as_ref().map_or(Limit::NEVER, |rule| rule.limit(town, day)),
        }
    }
}

impl Deadlines {
    /// The limit of a day that is not like the others.
    fn other(&self, town: &Town, day: NaiveDate) -> Option<Limit> {
        if let Some(local) = self.exceptions.get(&day) {
            return Some(Limit { opens: None, until: Some(town.instant(*local)) });
        }
        let rule = self.after_holidays.as_ref()?;
        town.calendar.is_first_after_holidays(day).then(|| rule.limit(town, day))
    }
}

impl Rule {
    /// The limit of a day.
    pub fn limit(&self, town: &Town, day: NaiveDate) -> Limit {
        let until =
            |day: Option<NaiveDate>, at| Limit { opens: None, until: day.map(|day| end(town, day, at)) };
        match self {
            Rule::DaysBefore { days, at } => until(day.checked_sub_days(Days::new(*days)), *at),
            Rule::WorkingDaysBefore { days, at } => {
                until(before(day, *days, |day| town.calendar.is_working_day(day)), *at)
            }
            Rule::SchoolDaysBefore { days, weekdays, at } => {
                until(before(day, *days, |day| town.calendar.is_school_day(day, weekdays)), *at)
            }
            Rule::WeekdayMap { map, holiday_monday } => {
                let special = holiday_monday.as_ref().filter(|_| town.calendar.feast(monday(day)).is_some());
                match special.unwrap_or(map).get(&weekday(day).to_string()) {
                    Some((days, at)) => until(day.checked_add_signed(TimeDelta::days(*days)), *at),
                    None => Limit::NEVER,
                }
            }
            Rule::SameWeek { weekday: on, at } if weekday(day) > *on => {
                until(monday(day).checked_add_days(Days::new(u64::from(*on).saturating_sub(1))), *at)
            }
            Rule::SameWeek { .. } => Limit::NEVER,
            Rule::PreviousMonth { day: on, at } => {
                let last = day.with_day(1).and_then(|first| first.pred_opt());
                until(last.and_then(|last| last.with_day((*on).clamp(1, last.day()))), *at)
            }
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

/// The nth day before one for which something holds; nothing is looked for beyond a year.
fn before(day: NaiveDate, n: usize, holds: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let earlier = std::iter::successors(day.pred_opt(), |day| day.pred_opt()).take(366);
    earlier.filter(|day| holds(*day)).nth(n.checked_sub(1)?)
}

/// The instant of an hour of a day, or of the midnight that ends it.
fn end(town: &Town, day: NaiveDate, at: Option<NaiveTime>) -> DateTime<Utc> {
    town.instant(match at {
        Some(at) => day.and_time(at),
        None => (day + Days::new(1)).and_time(NaiveTime::MIN),
    })
}
