//! Deadlines as an administrator writes them down, field by field.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::deadline::{Deadlines, Rule, WeekdayMap, Window};
use crate::platform::dated::From;

/// What has a rule of its own. Its key begins the names of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Booking.
    Book,
    /// Cancelling.
    Cancel,
    /// Booking late.
    Late,
    /// The first day after holidays.
    AfterHolidays,
}

impl Part {
    /// All of them, in the order of the form.
    pub const ALL: [Part; 4] = [Part::Book, Part::Cancel, Part::Late, Part::AfterHolidays];

    /// What its fields begin with.
    pub fn key(self) -> &'static str {
        match self {
            Part::Book => "reserver",
            Part::Cancel => "annuler",
            Part::Late => "tard",
            Part::AfterHolidays => "rentree",
        }
    }

    /// The name of one of its fields.
    pub fn field(self, name: &str) -> String {
        format!("{}-{name}", self.key())
    }
}

/// The kinds of [`Rule`], as the form names them.
pub const KINDS: [&str; 8] = [
    "days_before",
    "working_days_before",
    "school_days_before",
    "weekday_map",
    "previous_week",
    "same_week",
    "previous_month",
    "windows",
];

/// The kind of a part that has no rule of its own.
pub const NONE: &str = "";

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its name.
    pub field: String,
    /// What.
    pub what: What,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// No kind of rule is chosen.
    Kind,
    /// Not a number of days that there is.
    Number,
    /// Not an hour.
    Hour,
    /// Not a weekday.
    Weekday,
    /// Not a day of a month.
    MonthDay,
    /// No weekday with class.
    Class,
    /// No weekday has a limit.
    Map,
    /// No window.
    Windows,
    /// Not a date.
    Date,
    /// It ends before it begins.
    Backwards,
    /// The version begins on a day that has come.
    Begun,
    /// Another version begins that day.
    Taken,
    /// Too long to be read.
    Long,
    /// No name.
    Name,
    /// No weekday.
    Weekdays,
    /// No date, or something that is none.
    Dates,
    /// No number of places.
    Places,
    /// It needs what it excludes.
    NeedsAndExcludes,
    /// It has bookings, or is registered for.
    Used,
    /// So many bookings to come would be left outside.
    Outside(usize),
    /// A limit that comes after its day.
    Limit,
    /// A day that has gone by.
    Past,
    /// A day for which no rule is decided.
    Unruled,
    /// Somebody changed the service since the page was shown.
    Changed,
}

/// Longest number of days before.
const LONGEST: u64 = 366;
/// Longest source.
const LONGEST_SOURCE: usize = 200;
/// Most windows.
const MOST_WINDOWS: usize = 60;

/// What was typed: values by the name of their field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed(BTreeMap<String, Vec<String>>);

impl Typed {
    /// Reads the body of a form.
    pub fn parse(body: &[u8]) -> Self {
        let mut typed = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            typed.0.entry(name.into_owned()).or_default().push(value.trim().to_owned());
        }
        typed
    }

    /// The first value of a field; empty without one.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Sets the only value of a field.
    pub fn set(&mut self, name: impl Into<String>, value: impl ToString) {
        self.0.insert(name.into(), vec![value.to_string()]);
    }

    /// Sets all values of a field.
    pub fn set_all(&mut self, name: impl Into<String>, values: impl IntoIterator<Item = impl ToString>) {
        self.0.insert(name.into(), values.into_iter().map(|value| value.to_string()).collect());
    }

    fn add(&mut self, name: String, value: impl ToString) {
        self.0.entry(name).or_default().push(value.to_string());
    }

    /// The form of a version.
    pub fn of(from: NaiveDate, rules: &Deadlines) -> Self {
        let mut typed = Self::default();
        typed.set("depuis", from);
        typed.set("source", &rules.source);
        typed.write(Part::Book, &rules.book);
        let others = [
            (Part::Cancel, &rules.cancel),
            (Part::Late, &rules.late),
            (Part::AfterHolidays, &rules.after_holidays),
        ];
        for (part, rule) in others {
            if let Some(rule) = rule {
                typed.write(part, rule);
            }
        }
        typed
    }

    fn write(&mut self, part: Part, rule: &Rule) {
        self.set(part.field("genre"), kind(rule));
        match rule {
            Rule::DaysBefore { days, at } => {
                self.set(part.field("nombre"), days);
                self.write_hour(part.field("heure"), *at);
            }
            Rule::WorkingDaysBefore { days, at } => {
                self.set(part.field("nombre"), days);
                self.write_hour(part.field("heure"), *at);
            }
            Rule::SchoolDaysBefore { days, weekdays, at } => {
                self.set(part.field("nombre"), days);
                self.write_hour(part.field("heure"), *at);
                weekdays.iter().for_each(|day| self.add(part.field("classe"), day));
            }
            Rule::WeekdayMap { map, holiday_monday } => {
                self.write_map(part, "", map);
                if let Some(map) = holiday_monday {
                    self.set(part.field("ferie"), "oui");
                    self.write_map(part, "f", map);
                }
            }
            Rule::PreviousWeek { weekday, at } | Rule::SameWeek { weekday, at } => {
                self.set(part.field("jour"), weekday);
                self.write_hour(part.field("heure"), *at);
            }
            Rule::PreviousMonth { day, at } => {
                self.set(part.field("quantieme"), day);
                self.write_hour(part.field("heure"), *at);
            }
            Rule::Windows { windows } => {
                for window in windows {
                    self.add(part.field("du"), window.first);
                    self.add(part.field("au"), window.last);
                    self.add(
                        part.field("ouvre"),
                        window.opens.map(|day| day.to_string()).unwrap_or_default(),
                    );
                    self.add(part.field("ferme"), window.closes);
                }
            }
        }
    }

    fn write_hour(&mut self, name: String, at: Option<NaiveTime>) {
        if let Some(at) = at {
            self.set(name, at.format("%H:%M"));
        }
    }

    fn write_map(&mut self, part: Part, which: &str, map: &WeekdayMap) {
        for (day, (back, at)) in map {
            self.set(part.field(&format!("{which}j{day}")), -back);
            self.write_hour(part.field(&format!("{which}h{day}")), *at);
        }
    }
}

fn kind(rule: &Rule) -> &'static str {
    KINDS[match rule {
        Rule::DaysBefore { .. } => 0,
        Rule::WorkingDaysBefore { .. } => 1,
        Rule::SchoolDaysBefore { .. } => 2,
        Rule::WeekdayMap { .. } => 3,
        Rule::PreviousWeek { .. } => 4,
        Rule::SameWeek { .. } => 5,
        Rule::PreviousMonth { .. } => 6,
        Rule::Windows { .. } => 7,
    }]
}

/// What was read so far, and what is wrong with it.
struct Reader<'t> {
    typed: &'t Typed,
    faults: Vec<Fault>,
}

impl Typed {
    /// The rules that were typed, and the day they begin.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn read(&self) -> Result<From<Deadlines>, Vec<Fault>> {
        let mut reader = Reader { typed: self, faults: Vec::new() };
        let from = reader.date("depuis");
        let source = self.get("source").to_owned();
        reader.say(source.chars().count() > LONGEST_SOURCE, "source", What::Long);
        let book = reader.rule(Part::Book);
        let [cancel, late, after_holidays] =
            [Part::Cancel, Part::Late, Part::AfterHolidays].map(|part| reader.rule(part));
        match (from, book) {
            (Some(from), Some(book)) if reader.faults.is_empty() => {
                let value =
                    Deadlines { source, book, cancel, late, after_holidays, exceptions: BTreeMap::new() };
                Ok(From { from, value })
            }
            _ => Err(reader.faults),
        }
    }
}

impl Reader<'_> {
    fn say(&mut self, wrong: bool, field: &str, what: What) {
        if wrong {
            self.faults.push(Fault { field: field.to_owned(), what });
        }
    }

    fn rule(&mut self, part: Part) -> Option<Rule> {
        let typed = self.typed;
        let at = || part.field("heure");
        Some(match typed.get(&part.field("genre")) {
            "days_before" => {
                Rule::DaysBefore { days: self.number(part.field("nombre"), 0)?, at: self.hour(&at()) }
            }
            "working_days_before" => {
                let days = self.number(part.field("nombre"), 1)?;
                Rule::WorkingDaysBefore { days: days as usize, at: self.hour(&at()) }
            }
            "school_days_before" => {
                let days = self.number(part.field("nombre"), 1)?;
                let class = typed.all(&part.field("classe"));
                let weekdays: Vec<u8> = class.iter().filter_map(|day| weekday(day)).collect();
                self.say(weekdays.is_empty(), &part.field("classe"), What::Class);
                Rule::SchoolDaysBefore { days: days as usize, weekdays, at: self.hour(&at()) }
            }
            "weekday_map" => {
                let map = self.map(part, "");
                let special = typed.get(&part.field("ferie")) == "oui";
                let holiday_monday = special.then(|| self.map(part, "f"));
                Rule::WeekdayMap { map, holiday_monday }
            }
            "previous_week" => {
                Rule::PreviousWeek { weekday: self.weekday(part.field("jour"))?, at: self.hour(&at()) }
            }
            "same_week" => {
                Rule::SameWeek { weekday: self.weekday(part.field("jour"))?, at: self.hour(&at()) }
            }
            "previous_month" => {
                let name = part.field("quantieme");
                let day = typed.get(&name).parse().ok().filter(|day| (1..=31).contains(day));
                self.say(day.is_none(), &name, What::MonthDay);
                Rule::PreviousMonth { day: day?, at: self.hour(&at()) }
            }
            "windows" => Rule::Windows { windows: self.windows(part) },
            NONE if part != Part::Book => return None,
            _ => {
                self.say(true, &part.field("genre"), What::Kind);
                return None;
            }
        })
    }

    fn number(&mut self, name: String, least: u64) -> Option<u64> {
        let number = self.typed.get(&name).parse().ok().filter(|days| (least..=LONGEST).contains(days));
        self.say(number.is_none(), &name, What::Number);
        number
    }

    /// Nothing typed: the end of the day.
    fn hour(&mut self, name: &str) -> Option<NaiveTime> {
        let text = self.typed.get(name);
        let hour = hour(text);
        self.say(hour.is_none() && !text.is_empty(), name, What::Hour);
        hour
    }

    fn weekday(&mut self, name: String) -> Option<u8> {
        let day = weekday(self.typed.get(&name));
        self.say(day.is_none(), &name, What::Weekday);
        day
    }

    fn map(&mut self, part: Part, which: &str) -> WeekdayMap {
        let (mut map, before) = (WeekdayMap::new(), self.faults.len());
        for day in 1..=7u8 {
            let name = part.field(&format!("{which}j{day}"));
            if !self.typed.get(&name).is_empty()
                && let Some(back) = self.number(name, 0)
            {
                let at = self.hour(&part.field(&format!("{which}h{day}")));
                map.insert(day.to_string(), (-(back as i64), at));
            }
        }
        let first = part.field(&format!("{which}j"));
        self.say(map.is_empty() && self.faults.len() == before && which.is_empty(), &first, What::Map);
        map
    }

    /// One a row; a row without anything is none.
    fn windows(&mut self, part: Part) -> Vec<Window> {
        let columns = ["du", "au", "ouvre", "ferme"].map(|name| part.field(name));
        let rows = columns.iter().map(|name| self.typed.all(name).len()).max().unwrap_or(0);
        let (mut windows, before) = (Vec::new(), self.faults.len());
        for row in 0..rows.min(MOST_WINDOWS) {
            let cell = |name: &String| self.typed.all(name).get(row).map_or("", String::as_str);
            let cells = [0, 1, 2, 3].map(|column: usize| cell(&columns[column]));
            if cells.iter().all(|cell| cell.is_empty()) {
                continue;
            }
            let dates = cells.map(date);
            for (column, name) in columns.iter().enumerate() {
                let empty = column == 2 && cells[2].is_empty();
                self.say(dates[column].is_none() && !empty, &format!("{name}-{row}"), What::Date);
            }
            if let [Some(first), Some(last), opens, Some(closes)] = dates {
                self.say(last < first, &format!("{}-{row}", columns[1]), What::Backwards);
                self.say(opens > Some(closes), &format!("{}-{row}", columns[3]), What::Backwards);
                windows.push(Window { first, last, opens, closes });
            }
        }
        let none = windows.is_empty() && self.faults.len() == before;
        self.say(none, &format!("{}-0", columns[0]), What::Windows);
        windows
    }

    fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let day = date(self.typed.get(name));
        self.say(day.is_none(), name, What::Date);
        day
    }
}

fn weekday(text: &str) -> Option<u8> {
    text.parse().ok().filter(|day| (1..=7).contains(day))
}

/// An hour as a form sends it.
pub fn hour(text: &str) -> Option<NaiveTime> {
    ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}

/// A date as a form sends it, of years that have an address.
pub fn date(text: &str) -> Option<NaiveDate> {
    use chrono::Datelike;
    text.parse::<NaiveDate>().ok().filter(|day| (2000..2100).contains(&day.year()))
}

/// The limit that was typed for a day that is not like the others: without an hour, the end of its day.
///
/// # Errors
/// What is wrong.
pub fn exception(typed: &Typed) -> Result<(NaiveDate, NaiveDateTime), Vec<Fault>> {
    let mut reader = Reader { typed, faults: Vec::new() };
    let (day, on, at) = (reader.date("jour"), reader.date("limite"), reader.hour("heure"));
    let end = |on: NaiveDate| (on + chrono::Days::new(1)).and_time(NaiveTime::MIN);
    let until = on.map(|on| at.map_or_else(|| end(on), |at| on.and_time(at)));
    match (day, until) {
        (Some(day), Some(until)) if reader.faults.is_empty() => Ok((day, until)),
        _ => Err(reader.faults),
    }
}
