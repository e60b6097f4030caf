//! A worked answer asked of the engines that the grid and the bills use.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use preau::{
    platform::{dated::Dated, money::Cents},
    tariff::{
        TariffId, Tariffs,
        absence::{Absence, Terms, draft},
        household::{Household, Pupil},
        price::{Booked, Cell, Kind, Line, Together, price, quote},
        subscription::{Registered, subscriptions},
        why::why,
    },
    town::{Calendar, Identity, Town, calendar::weekday},
};
use serde_json::Value;

use crate::settings::{self, Unsaid};

/// Compares an answer with the one that was worked out.
pub fn answer(town: &Value, example: &Value) -> Result<(), Unsaid> {
    match example["ask"].as_str() {
        Some("price") => price_of(town, example),
        Some("deadline") => deadline_of(town, example),
        Some("absence") => absence_of(town, example),
        other => Err(format!("nothing answers {other:?}")),
    }
}

fn same<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Result<(), Unsaid> {
    if found == expected { Ok(()) } else { Err(format!("{found:?}, worked out {expected:?}")) }
}

fn number(example: &Value, key: &str) -> Option<usize> {
    example[key].as_u64().map(|n| n as usize)
}

fn price_of(town: &Value, example: &Value) -> Result<(), Unsaid> {
    let name = example["service"].as_str().unwrap_or_default();
    let expected = example.get("expect_cents").ok_or("nothing to compare with")?.as_i64();
    let day = day_of(town, example);
    let at = registered(town, example);
    let unit = example["unit"].as_str();
    let mut tariffs = match example["base_cents"].as_i64() {
        Some(cents) => settings::flat(town, name, cents),
        None => match settings::tariff(town, name, unit, &at)? {
            Some(tariffs) => tariffs,
            // A price for who comes without a booking, where the town publishes no other.
            None => settings::flat(town, name, 0),
        },
    };
    // What a month came to, before its minimum.
    if let Some(total) = example["month_total_cents"].as_i64() {
        let tariff = tariffs.0.get_mut(&TariffId(1)).ok_or("no tariff")?;
        let mut version = tariff.versions.on(day).ok_or("no version")?.value.clone();
        version.cases[0].rule = preau::tariff::rule::Rule::Flat { resident: Cents(total), other: None };
        tariff.versions = Dated::since(day, version);
    }
    let family = household(example, day);
    let version =
        tariffs.0.get(&TariffId(1)).and_then(|tariff| tariff.versions.on(day)).ok_or("no version")?;
    let lines: Vec<Line> = if version.value.subscription.is_some() {
        let (service, tariff) = (settings::service(town, name), TariffId(1));
        let late = example["late_booking"] == true;
        let registered = |child| Registered { child, service, tariff, from: day, until: None, late };
        let all: Vec<Registered> = (0..family.children.len()).map(registered).collect();
        subscriptions(&tariffs, &family, &all, day..=day)
    } else {
        let cells = cells(town, example, name, day);
        explained(&tariffs, &family, &cells)?;
        price(&tariffs, &family, &cells)
    };
    let Some(expected) = expected else { return same(lines.len(), 0) };
    let pickup = settings::pickup(town, name).zip(late_by(example)).map(|(pickup, late)| pickup.price(late));
    same(total(example, &lines).0 + pickup.unwrap_or_default().0, expected)
}

/// How many minutes late a child was fetched.
fn late_by(example: &Value) -> Option<u32> {
    let minutes = ["late_pickup_minutes", "late_minutes", "late_pickup"];
    let minutes = minutes.iter().find_map(|key| example[*key].as_u64()).and_then(|n| u32::try_from(n).ok());
    minutes.or((example["late_pickup"] == true).then_some(1))
}

/// The steps that are shown of each price end in it.
fn explained(tariffs: &Tariffs, family: &Household, cells: &BTreeSet<Cell>) -> Result<(), Unsaid> {
    let together = Together::of(cells.iter().copied());
    for cell in cells {
        let unit = quote(tariffs, family, &together, cell).map(|quote| quote.unit.exact());
        let told = why(tariffs, family, &together, cell);
        let last = told.map(|told| told.steps.last().map(|(_, after)| *after));
        same(last, unit.map(Some))?;
    }
    Ok(())
}

/// What the worked answer is about: one child where its rank is given, or how many the family has; else all of the
/// family's. A family's year is for all of its children, unless the question names one.
fn total(example: &Value, lines: &[Line]) -> Cents {
    let whole = |line: &Line| {
        line.kind == Kind::Subscription && example["unit"] != "mois" && example["rank"].is_null()
    };
    let child = number(example, "rank").map(|rank| rank - 1).or(number(example, "children").map(|_| 0));
    lines
        .iter()
        .filter(|line| child.is_none_or(|child| line.child == child || whole(line)))
        .map(Line::amount)
        .sum()
}

/// The tariff at which the family of the question is registered: the keys that some tariff of the town has.
fn registered(town: &Value, example: &Value) -> BTreeMap<String, Value> {
    let of = |tariff: &&Value| {
        tariff["service"] == example["service"]
            && (example["unit"].is_null() || tariff["unit"] == example["unit"])
            && settings::registered(tariff).iter().all(|(key, value)| example[key] == *value)
    };
    let known = town["tariffs"].as_array().into_iter().flatten().filter(of).map(settings::registered);
    known.max_by_key(BTreeMap::len).unwrap_or_default()
}

/// A Tuesday of term; the first one of a version, where the question names one.
fn day_of(town: &Value, example: &Value) -> NaiveDate {
    let day: NaiveDate = "2026-03-17".parse().expect("a date");
    if example["version"].is_null() {
        return day;
    }
    let tuesdays = settings::since(town, &example["version"]).iter_days();
    tuesdays.into_iter().find(|day| weekday(*day) == 2).unwrap_or(day)
}

fn household(example: &Value, day: NaiveDate) -> Household {
    let from = day - Days::new(3_000);
    let count =
        ["rank", "children", "children_present"].into_iter().filter_map(|key| number(example, key)).max();
    let quotient = example["qf"].is_number().then(|| example["qf"].to_string().parse().expect("a quotient"));
    let pupil = |_| Pupil {
        regime: settings::regime(&example["regime"]),
        own_meal: example["pai"] == true,
        ..Pupil::default()
    };
    Household {
        resident: Dated::since(from, example["resident"] != false),
        quotient: Dated::since(from, quotient),
        children: (0..count.unwrap_or(1)).map(pupil).collect(),
    }
}

fn cells(town: &Value, example: &Value, name: &str, day: NaiveDate) -> BTreeSet<Cell> {
    let service = settings::service(town, name);
    let children = number(example, "rank").or(number(example, "children_present")).unwrap_or(1);
    let booked = match example {
        _ if example["unreserved"] == true => {
            Booked::Unreserved(number(example, "nth_unreserved").unwrap_or(1) as u32)
        }
        _ if example["late_booking"] == true => Booked::Late,
        _ if example["absent"] == true => Booked::Absent,
        _ => Booked::OnTime,
    };
    let minutes = number(example, "minutes").map(|n| n as u32);
    let mut cells = BTreeSet::new();
    for child in 0..children {
        for (day, holidays) in days(example, day) {
            let cell = Cell::of(child, service, TariffId(1), day);
            cells.insert(Cell { booked, minutes, holidays, ..cell });
            if let Some(other) = example["with_service"].as_str() {
                // Its price is not asked: it has no tariff here.
                let with = settings::service(town, other);
                cells.insert(Cell::of(child, with, TariffId(99), day));
            }
        }
    }
    cells
}

/// The days that a question is about, from the Monday of a week on.
fn days(example: &Value, day: NaiveDate) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    let monday = day - Days::new(u64::from(weekday(day)) - 1);
    if let Some(weeks) = number(example, "weeks") {
        return (0..weeks as u64).map(|week| (monday + Days::new(7 * week), Some(monday))).collect();
    }
    let count = ["presences", "meals", "days"].into_iter().find_map(|key| number(example, key));
    match count {
        None => vec![(day, None)],
        // A week without its Wednesday.
        Some(count) if count <= 4 => {
            [0, 1, 3, 4].map(|n| (monday + Days::new(n), None)).into_iter().take(count).collect()
        }
        Some(count) => {
            let first = day.with_day(1).expect("a first day");
            let school = first.iter_days().filter(|day| weekday(*day) <= 5 && day.month() == first.month());
            school.take(count).map(|day| (day, None)).collect()
        }
    }
}

fn deadline_of(town: &Value, example: &Value) -> Result<(), Unsaid> {
    let name = example["service"].as_str().unwrap_or_default();
    let op = example["op"].as_str().unwrap_or("book");
    let day: NaiveDate = example["for_date"].as_str().and_then(|day| day.parse().ok()).ok_or("no day")?;
    let (deadlines, holidays) = settings::deadlines(town, name, op)?;
    let here = calendar(&holidays);
    let until = deadlines.limits(&here, day).book.until.map(|until| here.local(until));
    let expected = example["expect"].as_str();
    match expected {
        None => same(until, None),
        Some(text) if text.contains('T') => {
            let expected =
                NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").map_err(|error| error.to_string())?;
            same(until, Some(expected))
        }
        // Without a published hour it is a date: the day at whose end, or in whose course, it is too late.
        Some(text) => {
            let expected: NaiveDate = text.parse().map_err(|_| format!("{text} is no date"))?;
            let last = until.map(|until| (until - chrono::TimeDelta::milliseconds(1)).date());
            same(last, Some(expected))
        }
    }
}

/// A town whose school years cover every question.
fn calendar(holidays: &[(NaiveDate, NaiveDate)]) -> Town {
    let year = |first: &str, last: &str| serde_json::json!({ "name": first, "first": first, "last": last });
    let span = |(first, last): &(NaiveDate, NaiveDate)| serde_json::json!({ "name": "", "first": first, "last": last });
    let calendar = serde_json::json!({
        "town_hall_closed": [6, 7],
        "years": [year("2015-09-01", "2030-07-01")],
        "holidays": holidays.iter().map(span).collect::<Vec<_>>(),
    });
    let identity = serde_json::json!({
        "name": "x", "message": "", "timezone": "Europe/Paris", "period": "week",
        "contact": { "service": "", "address": "", "telephone": "", "mail": "" },
    });
    Town {
        identity: serde_json::from_value::<Identity>(identity).expect("a town"),
        schools: BTreeMap::new(),
        classes: BTreeMap::new(),
        calendar: serde_json::from_value::<Calendar>(calendar).expect("a calendar"),
    }
}

fn absence_of(town: &Value, example: &Value) -> Result<(), Unsaid> {
    let days = |key: &str| {
        let days = example[key].as_array().into_iter().flatten();
        days.filter_map(|day| day.as_str()?.parse::<NaiveDate>().ok()).collect::<Vec<_>>()
    };
    let hours = example["certificate_hours"].as_u64().map(|n| n as u32);
    let certificate = hours.or((example["certificate"] == true).then_some(0));
    let absence = Absence { days: days("days"), certificate };
    let reason = ["reason", "cause"].iter().find_map(|key| example[*key].as_str()).unwrap_or("illness");
    if reason != "illness" {
        let billed = if settings::is_free(town, reason)? { Vec::new() } else { absence.days.clone() };
        return same(billed, days("expect_billed"));
    }
    // As the page of absences writes it down and reads it again.
    let terms = Terms { illness: settings::illness(town)?, ..Terms::default() };
    let from = absence.days.first().copied().unwrap_or_default();
    let typed = draft::of(&[preau::activity::ServiceId(1)], from, &terms);
    let (_, read) = draft::read(&typed).map_err(|faults| format!("{faults:?}"))?;
    same(read.value.illness.billed(&absence), days("expect_billed"))
}
