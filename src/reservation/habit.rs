//! A habit: which children come to which services on which weekdays, from a day to a day, every week or one in two.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

use super::{
    Booking, Cell,
    judge::Bench,
    open::{Open, OpenChild},
    ticks::{MOST, Malformed},
};
use crate::{
    activity::{Days as Season, Service, ServiceId, period::Period},
    family::ChildId,
    town::{
        Calendar, Span, Term,
        calendar::{SchoolYear, weekday},
    },
};

/// The form as it was filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// Whether it was sent; what is not, is filled in from the registrations.
    pub sent: bool,
    /// For these children.
    pub children: BTreeSet<ChildId>,
    /// From when to when.
    pub when: When,
    /// First day, as it was typed; counts for [`When::Dates`].
    pub from: String,
    /// Last day, likewise.
    pub to: String,
    /// How often.
    pub rhythm: Rhythm,
    /// Which weekdays, 1 for Monday, of which service.
    pub days: BTreeSet<(ChildId, ServiceId, u8)>,
}

/// From when to when.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum When {
    /// From the first day that can be booked to the end of the school year.
    #[default]
    Year,
    /// What is left of a month.
    Month(Period),
    /// From a date to a date.
    Dates,
}

/// How often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rhythm {
    /// Every week.
    #[default]
    Every,
    /// In even weeks (ISO 8601), as custody counts them.
    Even,
    /// In odd weeks.
    Odd,
}

/// Why no list can be made of a form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wrong {
    /// No child is chosen.
    NoChild,
    /// No weekday is chosen for a child that is.
    NoDay(ChildId),
    /// The first day is not a date.
    From,
    /// The last day is not one.
    To,
    /// The first day is over.
    Past,
    /// The last day stands before the first.
    Order,
    /// More than one school year: the last day that may be asked for.
    TooLong(NaiveDate),
    /// The town has not opened that school year yet.
    NoYear,
    /// More days than one act may book.
    TooMany,
}

/// What a form asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// The cells.
    pub cells: BTreeSet<Cell>,
}

impl Rhythm {
    /// As the form names it.
    pub fn name(self) -> &'static str {
        match self {
            Rhythm::Every => "toutes",
            Rhythm::Even => "paires",
            Rhythm::Odd => "impaires",
        }
    }

    /// Whether a day is in one of its weeks.
    pub fn holds(self, day: NaiveDate) -> bool {
        let even = day.iso_week().week().is_multiple_of(2);
        match self {
            Rhythm::Every => true,
            Rhythm::Even => even,
            Rhythm::Odd => !even,
        }
    }
}

impl When {
    /// As the form names it.
    pub fn name(self) -> String {
        match self {
            When::Year => "annee".into(),
            When::Month(month) => month.to_string(),
            When::Dates => "dates".into(),
        }
    }
}

impl Typed {
    /// Reads the fields of an address.
    ///
    /// # Errors
    /// A field that the page does not have.
    pub fn parse(query: &str) -> Result<Self, Malformed> {
        let mut typed = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "enfant" => drop(typed.children.insert(value.parse().map_err(|_| Malformed)?)),
                "periode" => typed.when = when(&value)?,
                "du" => typed.from = value.into(),
                "au" => typed.to = value.into(),
                "rythme" => (typed.sent, typed.rhythm) = (true, rhythm(&value)?),
                row => drop(typed.days.insert(weekday_of(row, &value).ok_or(Malformed)?)),
            }
        }
        Ok(typed)
    }

    /// As an address carries them.
    pub fn query(&self) -> String {
        let mut fields = form_urlencoded::Serializer::new(String::new());
        for child in &self.children {
            fields.append_pair("enfant", &child.to_string());
        }
        fields.append_pair("periode", &self.when.name());
        fields.append_pair("du", &self.from).append_pair("au", &self.to);
        fields.append_pair("rythme", self.rhythm.name());
        for (child, service, day) in &self.days {
            fields.append_pair(&format!("{child}.{service}"), &day.to_string());
        }
        fields.finish()
    }

    /// A form that was not sent is filled in with the usual days of all the family's children.
    pub fn filled(mut self, open: &Open, today: NaiveDate) -> Self {
        if self.sent {
            return self;
        }
        for child in pupils(open, today) {
            self.children.insert(child.id);
            for known in
                child.registrations.iter().filter(|known| known.until.is_none_or(|last| last >= today))
            {
                let Some(service) = open.services.get(known.service) else { continue };
                let usual = known.usual.iter().filter(|day| service.weekdays.contains(day));
                self.days.extend(usual.map(|day| (child.id, known.service, *day)));
            }
        }
        self
    }

    /// Whether it names only the family's own children and services that exist.
    pub fn is_of(&self, open: &Open) -> bool {
        let named = self.days.iter().map(|(child, ..)| child).chain(&self.children);
        named.into_iter().all(|child| open.child(*child).is_some())
            && self.days.iter().all(|(_, service, _)| open.services.get(*service).is_some())
    }

    /// The days it is about: the first and the last.
    ///
    /// # Errors
    /// What is wrong with the dates.
    pub fn span(&self, open: &Open, now: DateTime<Utc>) -> Result<(NaiveDate, NaiveDate), Wrong> {
        let (today, calendar) = (open.town.date(now), &open.town.calendar);
        match self.when {
            When::Year => {
                let last = year(calendar, today).ok_or(Wrong::NoYear)?.last;
                Ok((self.first_bookable(open, today, last, now).unwrap_or(today), last))
            }
            When::Month(month) if month.last() < today => Err(Wrong::Past),
            When::Month(month) => longest(calendar, month.first().max(today), month.last()),
            When::Dates => {
                let first: NaiveDate = self.from.parse().map_err(|_| Wrong::From)?;
                let last: NaiveDate = self.to.parse().map_err(|_| Wrong::To)?;
                if last < first {
                    return Err(Wrong::Order);
                }
                if first < today { Err(Wrong::Past) } else { longest(calendar, first, last) }
            }
        }
    }

    /// The first day on which something of it can be booked on time.
    fn first_bookable(
        &self,
        open: &Open,
        today: NaiveDate,
        last: NaiveDate,
        now: DateTime<Utc>,
    ) -> Option<NaiveDate> {
        let bench = Bench::at(open, now);
        let mut days = today.iter_days().take_while(|day| *day <= last);
        days.find(|day| self.of_day(open, *day).any(|cell| bench.judge(&cell).book == Ok(Booking::OnTime)))
    }

    /// Everything that it asks for.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn wanted(&self, open: &Open, now: DateTime<Utc>) -> Result<Wanted, Vec<Wrong>> {
        let mut wrong = Vec::new();
        if self.children.is_empty() {
            wrong.push(Wrong::NoChild);
        }
        let none = |child: &&ChildId| !self.days.iter().any(|(known, ..)| known == *child);
        wrong.extend(self.children.iter().filter(none).map(|child| Wrong::NoDay(*child)));
        let span = self.span(open, now).map_err(|why| wrong.push(why));
        let Ok((first, last)) = span else { return Err(wrong) };
        let days = first.iter_days().take_while(|day| *day <= last);
        let cells: BTreeSet<Cell> = days.flat_map(|day| self.of_day(open, day)).collect();
        if cells.len() > MOST {
            wrong.push(Wrong::TooMany);
        }
        if wrong.is_empty() { Ok(Wanted { first, last, cells }) } else { Err(wrong) }
    }

    /// What it asks for on a day; nothing where the service never opens.
    fn of_day<'a>(&'a self, open: &'a Open, day: NaiveDate) -> impl Iterator<Item = Cell> + 'a {
        let held = self.rhythm.holds(day);
        let asked = self.days.iter().filter(move |(child, _, number)| {
            held && *number == weekday(day) && self.children.contains(child)
        });
        let school = open.town.calendar.term(day) == Term::School;
        let ever = move |service: &Service| service.days == Season::School || !school;
        let cell = move |&(child, service, _): &(ChildId, ServiceId, u8)| Cell { child, service, day };
        asked.map(cell).filter(move |cell| open.services.get(cell.service).is_some_and(ever))
    }
}

/// The children of the family, who may be chosen.
pub fn pupils(open: &Open, today: NaiveDate) -> impl Iterator<Item = &OpenChild> {
    let registered = move |child: &&OpenChild| !offered(open, child, today).is_empty();
    open.children.iter().filter(|child| child.child.families().contains(&open.family)).filter(registered)
}

/// The services that a child is registered for, on a day or later, in the order of the grid.
pub fn offered<'a>(open: &'a Open, child: &OpenChild, today: NaiveDate) -> Vec<&'a Service> {
    let holds = |service: &&Service| {
        let mut of = child.registrations.iter().filter(|known| known.service == service.id);
        of.any(|known| known.until.is_none_or(|last| last >= today))
    };
    open.services.list.iter().filter(holds).collect()
}

/// The school year under way; between two of them, the next.
pub fn year(calendar: &Calendar, today: NaiveDate) -> Option<&SchoolYear> {
    calendar.years.iter().filter(|year| year.last >= today).min_by_key(|year| year.first)
}

/// The months that may be chosen: from today's to the last of the school year.
pub fn months(calendar: &Calendar, today: NaiveDate) -> Vec<Period> {
    let Some(year) = year(calendar, today) else { return Vec::new() };
    let this = Period::of(Span::Month, today);
    std::iter::successors(Some(this), |month| Some(month.next()))
        .take_while(|month| month.first() <= year.last)
        .collect()
}

/// The first Monday from a day on whose week is one of a rhythm's.
pub fn first_week(rhythm: Rhythm, from: NaiveDate) -> NaiveDate {
    let monday = crate::town::calendar::monday(from);
    // Of three weeks in a row, one is even and one is odd, week 53 included.
    let mut mondays = (0..3).filter_map(|week| monday.checked_add_days(Days::new(7 * week)));
    mondays.find(|monday| rhythm.holds(*monday)).unwrap_or(monday)
}

/// A span, if it begins in a year that the town has opened, and is within one.
fn longest(calendar: &Calendar, first: NaiveDate, last: NaiveDate) -> Result<(NaiveDate, NaiveDate), Wrong> {
    if !calendar.years.iter().any(|year| first <= year.last) {
        return Err(Wrong::NoYear);
    }
    let whole = first.checked_add_months(Months::new(12)).unwrap_or(first);
    let next = calendar.years.iter().map(|year| year.first).filter(|begins| *begins > first);
    let most = next.fold(whole, NaiveDate::min).pred_opt().unwrap_or(first);
    if last > most { Err(Wrong::TooLong(most)) } else { Ok((first, last)) }
}

fn when(text: &str) -> Result<When, Malformed> {
    match text {
        "annee" => Ok(When::Year),
        "dates" => Ok(When::Dates),
        month if month.len() == 7 => month.parse().map(When::Month).map_err(|()| Malformed),
        _ => Err(Malformed),
    }
}

fn rhythm(text: &str) -> Result<Rhythm, Malformed> {
    let all = [Rhythm::Every, Rhythm::Even, Rhythm::Odd];
    all.into_iter().find(|rhythm| rhythm.name() == text).ok_or(Malformed)
}

/// `12.3` and `4`: the Thursdays of service 3, for child 12.
fn weekday_of(row: &str, day: &str) -> Option<(ChildId, ServiceId, u8)> {
    let (child, service) = row.split_once('.')?;
    let day: u8 = day.parse().ok().filter(|day| (1..=7).contains(day))?;
    Some((child.parse().ok()?, service.parse().ok()?, day))
}
