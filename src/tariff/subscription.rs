//! Flat rates of those who are registered: by month, term or year, whether they come or not.

use std::ops::RangeInclusive;

use chrono::{Datelike, Months, NaiveDate};

use super::{
    Span, TariffId, Tariffs,
    household::Household,
    price::{Booked, Cell, Kind, Line, Together, rate},
};
use crate::{activity::ServiceId, platform::money::Cents};

/// That a child is registered from a day on, and until when.
#[derive(Clone, Copy, Debug)]
pub struct Registered {
    /// Which of the household's children.
    pub child: usize,
    /// The service.
    pub service: ServiceId,
    /// The tariff.
    pub tariff: TariffId,
    /// First day.
    pub from: NaiveDate,
    /// Last day, if it has one.
    pub until: Option<NaiveDate>,
    /// Whether it was asked for after the town's deadline.
    pub late: bool,
}

/// What is owed for the spans that begin in some days, or in which a registration begins there: on the first day
/// on which both hold.
pub fn subscriptions(
    tariffs: &Tariffs,
    household: &Household,
    registered: &[Registered],
    days: RangeInclusive<NaiveDate>,
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for known in registered {
        let mut day = *days.start();
        while day <= *days.end() {
            let version = tariffs.0.get(&known.tariff).and_then(|tariff| tariff.versions.on(day));
            let Some(subscription) = version.and_then(|version| version.value.subscription.as_ref()) else {
                break;
            };
            let (first, next) = subscription.per.around(day);
            let counts = known.from.max(first);
            let holds = counts < next && known.until.is_none_or(|last| last >= counts);
            if holds && days.contains(&counts) {
                let of_span =
                    |line: &&Line| line.service == known.service && (first..next).contains(&line.days[0]);
                let charged = lines.iter().filter(of_span).count();
                if subscription.charged.is_none_or(|most| charged < most)
                    && let Some(line) = line(tariffs, household, registered, known, counts)
                {
                    lines.push(line);
                }
            }
            day = next;
        }
    }
    lines
}

fn line(
    tariffs: &Tariffs,
    household: &Household,
    registered: &[Registered],
    known: &Registered,
    day: NaiveDate,
) -> Option<Line> {
    let cell = |other: &Registered| Cell {
        booked: if other.late { Booked::Late } else { Booked::OnTime },
        ..Cell::of(other.child, other.service, other.tariff, day)
    };
    let there =
        registered.iter().filter(|other| other.from <= day && other.until.is_none_or(|last| last >= day));
    let together = Together::of(there.map(cell));
    let (quote, ..) = rate(tariffs, household, &together, &cell(known), &mut ()).ok()?;
    (quote.unit != Cents::ZERO || quote.third != Cents::ZERO).then(|| Line {
        child: known.child,
        service: known.service,
        kind: Kind::Subscription,
        unit: quote.unit,
        third: quote.third,
        days: vec![day],
    })
}

impl Span {
    /// The first day of the span that a day is in, and the first day of the next.
    pub fn around(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (month, months) = match self {
            Span::Month => (day.month(), 1),
            Span::Term => match day.month() {
                9..=12 => (9, 4),
                1..=3 => (1, 3),
                _ => (4, 5),
            },
            Span::Year => (9, 12),
        };
        let year = if self == Span::Year && day.month() < 9 { day.year() - 1 } else { day.year() };
        // The first of a month is always a date.
        let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(day);
        (first, first + Months::new(months))
    }
}
