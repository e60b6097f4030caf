//! A town's published rules as its settings.
//!
//! What a family is registered at (a card, a morning or an evening, a social rate) is a tariff of its own; what is
//! known of the child (care plan, regime, another service that day) is a condition of a price; a change on a day is
//! a new version.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use preau::{
    activity::{
        ServiceId,
        deadline::{Deadlines, Rule as Limit, Window},
    },
    platform::{dated::Dated, money::Cents},
    tariff::{
        Case, Regime, Span, Subscription, Tariff, TariffId, Tariffs, Version, When,
        absence::Illness,
        draft::Draft,
        modifier::{Modifier, Penalty, Pickup},
        quotient::Quotient,
        rule::{Among, Bracket, Row, Rule},
    },
};
use rust_decimal::Decimal;
use serde_json::Value;

/// Why something cannot be said.
pub type Unsaid = String;

/// Services by name, in the order of the town's file.
pub fn service(town: &Value, name: &str) -> ServiceId {
    let mut names: Vec<&str> = Vec::new();
    for tariff in town["tariffs"].as_array().into_iter().flatten() {
        names.extend(tariff["service"].as_str().filter(|name| !names.contains(name)));
    }
    ServiceId(1 + names.iter().position(|known| *known == name).unwrap_or(names.len()) as u32)
}

/// Whether a price looks at a key of `when` by itself.
fn is_condition(key: &str, value: &Value) -> bool {
    match key {
        "with_service" | "version" => true,
        "pai" => value.is_boolean(),
        "regime" => regime(value).is_some(),
        _ => false,
    }
}

/// Who insures a family, by the name that a town gives it.
pub fn regime(name: &Value) -> Option<Regime> {
    match name.as_str()? {
        "general" | "général" | "caf" => Some(Regime::General),
        "agricole" | "msa" => Some(Regime::Agricultural),
        "autre" | "autres" => Some(Regime::Other),
        _ => None,
    }
}

/// What a family is registered at: the rest of `when`.
pub fn registered(tariff: &Value) -> BTreeMap<String, Value> {
    let when = tariff["rule"]["when"].as_object().into_iter().flatten();
    when.filter(|(key, value)| !is_condition(key, value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// The tariff of a service, a unit and what a family is registered at. None: the town publishes none.
pub fn tariff(
    town: &Value,
    name: &str,
    unit: Option<&str>,
    at: &BTreeMap<String, Value>,
) -> Result<Option<Tariffs>, Unsaid> {
    let of = |tariff: &&Value| {
        tariff["service"] == name
            && unit.is_none_or(|unit| tariff["unit"] == unit)
            && registered(tariff) == *at
    };
    let published: Vec<&Value> = town["tariffs"].as_array().into_iter().flatten().filter(of).collect();
    // Without a unit in the question: the one that comes first.
    let Some(unit) = published.first().map(|tariff| &tariff["unit"]) else { return Ok(None) };
    let mut versions: BTreeMap<NaiveDate, Version> = BTreeMap::new();
    for tariff in published.iter().filter(|tariff| tariff["unit"] == *unit) {
        let version = versions
            .entry(since(town, &tariff["rule"]["when"]["version"]))
            .or_insert_with(|| Version::of(vec![]));
        version.cases.push(case(town, tariff)?);
        version.subscription = subscription(tariff);
    }
    let mut dated = Dated::default();
    for (from, mut version) in versions {
        // Those with conditions first.
        version.cases.sort_by_key(|case| case.when == When::default());
        (version.late, version.unreserved, version.absent) = penalties(town, name);
        version.pickup = pickup(town, name);
        dated.set(from, version);
    }
    Ok(Some(only(dated)))
}

/// A grid that was not published: what one price of it is.
pub fn flat(town: &Value, name: &str, cents: i64) -> Tariffs {
    let mut version = Version::of(vec![Case::of(Rule::Flat { resident: Cents(cents), other: None })]);
    (version.late, version.unreserved, version.absent) = penalties(town, name);
    version.pickup = pickup(town, name);
    only(Dated::since(since(town, &Value::Null), version))
}

/// One tariff, its versions as the town's form of prices says them: each is typed there, and read back.
fn only(made: Dated<Version>) -> Tariffs {
    let mut versions = Dated::default();
    for version in made.iter() {
        let draft = Draft::of(Some(version.from), &version.value);
        let (from, read) = draft.read().unwrap_or_else(|faults| panic!("{faults:?}: {draft:?}"));
        assert_eq!((from, &read), (version.from, &version.value), "{draft:?}");
        assert_eq!(written(&read), read, "as a file says it");
        versions.set(from, read);
    }
    let (id, name) = (TariffId(1), String::new());
    Tariffs(BTreeMap::from([(id, Tariff { id, name, versions })]))
}

/// What a file of settings says, read again.
fn written<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    let text = toml::to_string_pretty(value).expect("a file");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The day on which a version begins: the one in its name, or a year that is its own, in the order of the file. One
/// that is said to end ("avant 2024-09-02") has always been there.
pub fn since(town: &Value, version: &Value) -> NaiveDate {
    let first: NaiveDate = "2000-01-01".parse().expect("a date");
    let Some(name) = version.as_str() else { return first };
    let ends = ["avant", "jusqu"].iter().any(|word| name.starts_with(word));
    let dated = name.split(' ').find_map(|word| word.parse().ok()).filter(|_| !ends);
    let tariffs = town["tariffs"].as_array().into_iter().flatten();
    let mut names: Vec<&str> = Vec::new();
    for known in tariffs.filter_map(|tariff| tariff["rule"]["when"]["version"].as_str()) {
        names.extend((!names.contains(&known)).then_some(known));
    }
    let place = names.iter().position(|known| *known == name).unwrap_or_default();
    dated.unwrap_or_else(|| if ends { first } else { first + chrono::Months::new(12 * place as u32) })
}

fn case(town: &Value, tariff: &Value) -> Result<Case, Unsaid> {
    let rule = &tariff["rule"];
    let when = &rule["when"];
    let mut case = Case::of(says(tariff)?);
    case.when.own_meal = when["pai"].as_bool();
    case.when.with = when["with_service"].as_str().map(|name| service(town, name));
    case.when.regime = regime(&when["regime"]);
    case.every = every(tariff)?;
    for modifier in rule["modifiers"].as_array().into_iter().flatten() {
        case.modifiers.push(modifier_of(modifier)?);
    }
    match rule["type"].as_str() {
        Some("capped_monthly") => {
            case.ceiling =
                rows(&rule["grid"]).map(|row| bracket(&row[0], &row[2])).collect::<Result<_, _>>()?;
        }
        Some("monthly_minimum") => case.minimum = Some(cents(&rule["cents"])?),
        _ => {}
    }
    Ok(case)
}

/// The unit of time that a price is for, where it is for one.
fn every(tariff: &Value) -> Result<Option<u32>, Unsaid> {
    let rule = &tariff["rule"];
    match rule["type"].as_str() {
        Some("per_started_unit") => number(&rule["minutes"]).map(Some),
        Some("flat" | "qf_brackets" | "qf_rank_grid" | "rank_grid" | "effort_rate") => {
            Ok(match tariff["unit"].as_str() {
                Some("heure") => Some(60),
                Some("demi-heure") => Some(30),
                Some("quart-heure" | "quart d'heure") => Some(15),
                _ => None,
            })
        }
        _ => Ok(None),
    }
}

/// The rule of a tariff.
fn says(tariff: &Value) -> Result<Rule, Unsaid> {
    let rule = &tariff["rule"];
    let list =
        |value: &Value| value.as_array().into_iter().flatten().map(cents).collect::<Result<Vec<_>, _>>();
    let table = |value: &Value| {
        let row = |row: &Value| Ok(Row { below: bound(&row[0])?, prices: list(&row[1])? });
        rows(value).map(row).collect::<Result<Vec<_>, Unsaid>>()
    };
    let brackets =
        |value: &Value| rows(value).map(|row| bracket(&row[0], &row[1])).collect::<Result<Vec<_>, _>>();
    let others = |value: &Value| match value {
        Value::Null => Ok(None),
        Value::Array(_) => brackets(value).map(Some),
        one => Ok(Some(vec![bracket(&Value::Null, one)?])),
    };
    let kind = rule["type"].as_str().unwrap_or_default();
    // A week of holidays has one price, whatever the days.
    if tariff["unit"] == "semaine" && matches!(kind, "flat" | "qf_brackets") {
        let weekly = |bracket: Bracket| Row { below: bracket.below, prices: vec![bracket.price] };
        let grid = if kind == "flat" {
            vec![bracket(&Value::Null, &rule["cents"])?]
        } else {
            brackets(&rule["resident"])?
        };
        return Ok(Rule::Weeks { grid: grid.into_iter().map(weekly).collect() });
    }
    Ok(match kind {
        "flat" => {
            let resident = [&rule["cents"], &rule["resident"]].into_iter().find(|price| price.is_number());
            let resident = cents(resident.unwrap_or(&Value::Null))?;
            Rule::Flat { resident, other: some(&rule["non_resident"])? }
        }
        "qf_brackets" => {
            let lower = rule["modifiers"]
                .as_array()
                .into_iter()
                .flatten()
                .find(|each| each["type"] == "lower_bracket");
            // Its only number is that of the children.
            let lower_from = lower.and_then(|each| each.as_object()?.values().find_map(Value::as_u64));
            let lower_from = lower_from.map(|n| n as usize);
            Rule::Brackets {
                resident: brackets(&rule["resident"])?,
                other: others(&rule["non_resident"])?,
                lower_from,
            }
        }
        "capped_monthly" => {
            Rule::Brackets { resident: brackets(&rule["grid"])?, other: None, lower_from: None }
        }
        "qf_rank_grid" => {
            let (grid, other) = (table(&rule["grid"])?, others(&rule["non_resident"])?);
            Rule::Ranks { grid, other, among: Among::Family }
        }
        "rank_grid" => {
            let row = Row { below: None, prices: list(&rule["cents"])? };
            Rule::Ranks { grid: vec![row], other: None, among: Among::Family }
        }
        "by_children_count" => Rule::Children { prices: list(&rule["cents"])? },
        "family_total_by_children_present" => Rule::Together { totals: list(&rule["cents"])? },
        "family_total_capped_children" if subscription(tariff).is_none() => {
            let (each, most) = (cents(&rule["cents"])?, i64::from(number(&rule["max_charged"])?));
            Rule::Together { totals: (1..=most).map(|n| each * n).collect() }
        }
        "family_total_capped_children" | "monthly_minimum" | "per_started_unit" => {
            Rule::Flat { resident: cents(&rule["cents"])?, other: None }
        }
        "effort_rate" => Rule::Share {
            percent: decimal(&rule["rate_percent"])?,
            floor: some(&rule["min_cents"])?,
            ceiling: some(&rule["max_cents"])?,
            quotient_floor: bound(&rule["qf_floor"])?,
            quotient_ceiling: bound(&rule["qf_cap"])?,
            other: some(&rule["non_resident"])?,
        },
        "published_points" => {
            let point = |point: &Value| Ok((bound(&point[0])?.ok_or("no quotient")?, cents(&point[1])?));
            let points = rows(&rule["points"]).map(point).collect::<Result<_, Unsaid>>()?;
            Rule::Points { points, other: some(&rule["non_resident"])? }
        }
        "duration_steps" => {
            let step = |step: &Value| Ok((number(&step[0])?, cents(&step[1])?));
            Rule::Steps { steps: rows(&rule["steps"]).map(step).collect::<Result<_, Unsaid>>()? }
        }
        "weekly_by_days" => Rule::Week { totals: list(&rule["cents"])? },
        "by_weeks" => Rule::Weeks { grid: table(&rule["grid"])? },
        "cost_share_percent" => {
            let share = decimal(&rule["percent"])? * decimal(&rule["cost_cents"])? / Decimal::ONE_HUNDRED;
            Rule::Flat { resident: Cents::round(share), other: None }
        }
        other => return Err(format!("no price of kind {other}")),
    })
}

fn modifier_of(modifier: &Value) -> Result<Modifier, Unsaid> {
    Ok(match modifier["type"].as_str().unwrap_or_default() {
        "sibling_percent" => {
            let list = match &modifier["percent"] {
                Value::Array(list) => list.iter().map(decimal).collect::<Result<Vec<_>, _>>()?,
                one => vec![decimal(one)?],
            };
            let (first, then) = list.split_first().ok_or("no percentage")?;
            let from_rank = number(&modifier["from_rank"])? as usize;
            Modifier::SiblingPercent {
                from_rank,
                percent: *first,
                then: then.to_vec(),
                among: Among::Present,
            }
        }
        "sibling_present_add" => Modifier::SiblingPresent { add: cents(&modifier["cents"])? },
        "non_resident_add" => Modifier::Outsider { add: cents(&modifier["cents"])? },
        // Part of the brackets themselves.
        "lower_bracket" => Modifier::UnknownQuotient { add: Cents::ZERO },
        other => return Err(format!("no modifier of kind {other}")),
    })
}

/// A flat rate, and for how long.
fn subscription(tariff: &Value) -> Option<Subscription> {
    let per = match tariff["unit"].as_str()? {
        "mois" => Span::Month,
        "trimestre" => Span::Term,
        "annee" => Span::Year,
        _ => return None,
    };
    // A month's minimum is no flat rate: it is what a month costs at least.
    if tariff["rule"]["type"] == "monthly_minimum" {
        return None;
    }
    let charged = tariff["rule"]["max_charged"].as_u64().map(|n| n as usize);
    Some(Subscription { per, charged })
}

/// Late, without a booking, absent.
fn penalties(town: &Value, name: &str) -> (Option<Penalty>, Option<Penalty>, Option<Penalty>) {
    let of = |kind: &str| {
        let own = town["late"].get(format!("{kind}_{name}"));
        let all = town["late"].get(kind).filter(|rule| rule["service"].is_null() || rule["service"] == name);
        own.or(all).and_then(penalty)
    };
    (of("late_booking"), of("unreserved"), of("absent_uncancelled"))
}

fn penalty(rule: &Value) -> Option<Penalty> {
    let amount = |value: &Value| value.as_i64().map(Cents);
    if let Some(cents) = amount(&rule["add"]) {
        return Some(Penalty::Add { cents });
    }
    if let Ok(percent) = decimal(&rule["percent"]) {
        return Some(Penalty::Percent { percent });
    }
    if let Ok(factor) = decimal(&rule["factor"]) {
        return Some(Penalty::Times { factor, from: number(&rule["from_nth"]).unwrap_or(1) });
    }
    let replace = &rule["replace"];
    match amount(replace) {
        Some(cents) => Some(Penalty::Replace { cents, other: None }),
        None => Some(Penalty::Replace {
            cents: amount(&replace["resident"])?,
            other: amount(&replace["non_resident"]),
        }),
    }
}

/// What fetching a child late costs.
pub fn pickup(town: &Value, name: &str) -> Option<Pickup> {
    let rule = town["late"].get(format!("late_pickup_{name}")).or(town["late"].get("late_pickup"))?;
    let rule = Some(rule).filter(|rule| rule["service"].is_null() || rule["service"] == name)?;
    match (cents(&rule["flat"]), number(&rule["per_started_minutes"]), cents(&rule["cents"])) {
        (Ok(cents), ..) => Some(Pickup::Flat { cents }),
        (_, Ok(minutes), Ok(cents)) => Some(Pickup::Started { minutes, cents }),
        _ => None,
    }
}

/// Whether an absence for another reason than illness is not billed: a strike, an outing.
pub fn is_free(town: &Value, reason: &str) -> Result<bool, Unsaid> {
    let rule = [reason, "any"].into_iter().find_map(|key| town["absence"][key].as_str());
    let rule = rule.ok_or_else(|| format!("no rule of absence for {reason}"))?;
    Ok(rule.contains("not_billed") || rule == "deducted")
}

/// What illness does.
pub fn illness(town: &Value) -> Result<Illness, Unsaid> {
    let rule = &town["absence"]["illness"];
    let due = rule["waiting_days"].as_u64().unwrap_or(0) as usize;
    Ok(match rule["rule"].as_str().unwrap_or_default() {
        "justified_not_billed" => Illness::Free { due, certificate: true },
        "deducted" | "not_billed" => Illness::Free { due, certificate: false },
        "first_n_free_then_billed" => Illness::FirstFree { days: number(&rule["n"])? as usize },
        "certificate_tiers" => {
            let tier =
                |tier: &Value| (tier[0].as_u64().map(|n| n as u32), tier[1].as_u64().map(|n| n as usize));
            Illness::Tiers { tiers: rows(&rule["tiers"]).map(tier).collect() }
        }
        "" => Illness::Billed,
        other => return Err(format!("no rule of absence of kind {other}")),
    })
}

/// Until when a service is booked, or cancelled; and the holidays that the rule names.
pub fn deadlines(
    town: &Value,
    name: &str,
    op: &str,
) -> Result<(Deadlines, Vec<(NaiveDate, NaiveDate)>), Unsaid> {
    let of = |each: &&Value| each["service"] == name;
    let published: Vec<&Value> = town["deadlines"].as_array().into_iter().flatten().filter(of).collect();
    let rule = |key: &str| published.iter().find_map(|each| each.get(key).filter(|rule| rule.is_object()));
    let asked = if op == "cancel" { rule("cancel_rule").or(rule("book_rule")) } else { rule("book_rule") };
    let asked = asked.ok_or("no rule to compute")?;
    let (source, limit) = (String::new(), limit(asked)?);
    let span = |span: &Value| Some((span[0].as_str()?.parse().ok()?, span[1].as_str()?.parse().ok()?));
    let holidays = rows(&asked["holidays"]).filter_map(span).collect();
    let limit = written(&limit);
    let deadlines = Deadlines {
        source,
        book: limit,
        cancel: None,
        late: None,
        after_holidays: None,
        exceptions: BTreeMap::new(),
    };
    Ok((deadlines, holidays))
}

fn limit(rule: &Value) -> Result<Limit, Unsaid> {
    let at = rule["time"]
        .as_str()
        .map(|time| time.parse().map_err(|_| format!("{time} is no hour")))
        .transpose()?;
    let weekday = || number(&rule["weekday"]).map(|day| day as u8);
    let map = |map: &Value| {
        let days = map.as_object().into_iter().flatten().filter(|(_, limit)| !limit.is_null());
        let one = |(day, limit): (&String, &Value)| {
            let at = limit[1].as_str().map(|time| time.parse().expect("an hour"));
            Some((day.clone(), (limit[0].as_i64()?, at)))
        };
        days.filter_map(one).collect()
    };
    Ok(match rule["type"].as_str().unwrap_or_default() {
        "weekday_map" => {
            let holiday = rule.get("monday_holiday_map").filter(|map| map.is_object());
            Limit::WeekdayMap { map: map(&rule["map"]), holiday_monday: holiday.map(map) }
        }
        "previous_week_weekday" => Limit::PreviousWeek { weekday: weekday()?, at },
        "same_week_weekday" => Limit::SameWeek { weekday: weekday()?, at },
        "days_before" => Limit::DaysBefore { days: many(rule)?.into(), at },
        "same_day" => Limit::DaysBefore { days: 0, at },
        "workdays_before" => Limit::WorkingDaysBefore { days: many(rule)? as usize, at },
        "school_day_before" => {
            let weekdays = rule["school_days"].as_array().into_iter().flatten().filter_map(Value::as_u64);
            Limit::SchoolDaysBefore {
                days: many(rule).unwrap_or(1) as usize,
                weekdays: weekdays.map(|day| day as u8).collect(),
                at,
            }
        }
        "previous_month_day" => Limit::PreviousMonth { day: number(&rule["day"])?, at },
        "windows" => {
            Limit::Windows { windows: rows(&rule["windows"]).map(window).collect::<Result<_, _>>()? }
        }
        other => return Err(format!("no deadline of kind {other}")),
    })
}

/// So many days before.
fn many(rule: &Value) -> Result<u32, Unsaid> {
    number(&rule["days"]).or_else(|_| number(&rule["n"]))
}

fn window(window: &Value) -> Result<Window, Unsaid> {
    let day = |value: &Value| value.as_str().and_then(|text| text.parse().ok());
    let (first, last) = (day(&window["for"][0]), day(&window["for"][1]));
    let closes = day(&window["close"]);
    let (Some(first), Some(last), Some(closes)) = (first, last, closes) else {
        return Err("a window without dates".into());
    };
    Ok(Window { first, last, opens: day(&window["open"]), closes })
}

fn rows(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn bracket(below: &Value, price: &Value) -> Result<Bracket, Unsaid> {
    Ok(Bracket { below: bound(below)?, price: cents(price)? })
}

fn bound(value: &Value) -> Result<Option<Quotient>, Unsaid> {
    if value.is_null() {
        return Ok(None);
    }
    value.to_string().parse().map(Some)
}

fn some(value: &Value) -> Result<Option<Cents>, Unsaid> {
    if value.is_null() { Ok(None) } else { cents(value).map(Some) }
}

fn cents(value: &Value) -> Result<Cents, Unsaid> {
    value.as_i64().map(Cents).ok_or_else(|| format!("{value} is no amount in cents"))
}

fn number(value: &Value) -> Result<u32, Unsaid> {
    value.as_u64().and_then(|n| u32::try_from(n).ok()).ok_or_else(|| format!("{value} is no number"))
}

fn decimal(value: &Value) -> Result<Decimal, Unsaid> {
    if !value.is_number() {
        return Err(format!("{value} is no number"));
    }
    value.to_string().parse().map_err(|_| format!("{value} is no number"))
}
