//! What is told of a price.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::*;
use crate::tariff::{
    Third,
    rule::Bounds,
    why::{Step, month, why},
};

/// One price for all, with a version that holds from 2027 on.
fn with(case: Case) -> Tariffs {
    let mut versions = Dated::since(on("2020-01-01"), Version::of(vec![case]));
    versions.set(on("2027-01-01"), Version::of(vec![]));
    let (id, name) = (TariffId(1), "Cantine".into());
    Tariffs(BTreeMap::from([(id, Tariff { id, name, versions })]))
}

fn brackets(lower_from: Option<usize>) -> Rule {
    let bracket = |below: &str, price| Bracket { below: quotient(below), price: Cents(price) };
    Rule::Brackets {
        resident: vec![bracket("500", 100), bracket("1000", 200), bracket("", 305)],
        other: None,
        lower_from,
    }
}

#[test]
fn the_bracket_that_was_read_is_told() {
    for (lower_from, known, from, below, lowered) in [
        (None, "499.99", "", "500", false),
        (None, "500", "500", "1000", false),
        (None, "1000", "1000", "", false),
        (None, "", "1000", "", false),
        (Some(1), "500", "", "500", true),
        (Some(1), "499", "", "500", false),
        (Some(1), "", "1000", "", false),
    ] {
        let (tariffs, family) = (with(Case::of(brackets(lower_from))), family(known, true, &[Level::CP]));
        let cell = cell(0, 1, "2026-12-01");
        let told = why(&tariffs, &family, &Together::of([cell]), &cell).unwrap();
        let expected = Bounds { from: quotient(from), below: quotient(below), lowered };
        assert_eq!(told.bounds, Some(expected), "{known:?}");
        assert_eq!(told.quotient, quotient(known).map(|known| (known, on("2020-01-01"))));
        assert_eq!((told.quote.why.since, told.until), (on("2020-01-01"), Some(on("2027-01-01"))));
    }
}

#[test]
fn each_step_says_what_it_comes_to() {
    let half = Modifier::SiblingPercent {
        from_rank: 2,
        percent: "-50".parse().unwrap(),
        then: vec![],
        among: Among::Family,
    };
    let (outsider, unknown) =
        (Modifier::Outsider { add: Cents(30) }, Modifier::UnknownQuotient { add: Cents(7) });
    let third = Third { name: "CCAS".into(), percent: None, cents: Some(Cents(83)) };
    let case = Case {
        modifiers: vec![half.clone(), outsider, unknown.clone()],
        third: Some(third.clone()),
        ..Case::of(brackets(None))
    };
    let mut tariffs = with(case.clone());
    let late = Penalty::Percent { percent: "50".parse().unwrap() };
    let version = Version { late: Some(late), ..Version::of(vec![case.clone()]) };
    tariffs.0.get_mut(&TariffId(1)).unwrap().versions.set(on("2026-01-01"), version);
    let family = family("", true, &[Level::CM2, Level::CP]);
    let cell = Cell { booked: Booked::Late, ..cell(1, 1, "2026-12-01") };
    let told = why(&tariffs, &family, &Together::of([cell]), &cell).unwrap();
    let amount = |text: &str| text.parse::<Decimal>().unwrap();
    // What changes nothing, here the price of who lives elsewhere, is not told.
    assert_eq!(
        told.steps,
        [
            (Step::Rule(&case.rule), amount("305")),
            (Step::Modifier(&half), amount("152.5")),
            (Step::Modifier(&unknown), amount("159.5")),
            (Step::Penalty(Booked::Late, late), amount("239.25")),
            (Step::Rounded, amount("239")),
            (Step::Third(&third), amount("156")),
        ]
    );
    assert_eq!((told.quote.unit, told.facts.rank, told.facts.children), (Cents(156), 2, 2));
}

#[test]
fn a_day_that_is_excused_costs_nothing_and_says_so() {
    let third = Third { name: "CCAS".into(), percent: None, cents: Some(Cents(83)) };
    let case = Case { third: Some(third), ..Case::of(flat(305)) };
    let (tariffs, family) = (with(case), family("800", true, &[Level::CP]));
    let cell = |booked| Cell { booked, ..cell(0, 1, "2026-12-01") };
    let told = |booked| why(&tariffs, &family, &Together::of([cell(booked)]), &cell(booked)).unwrap();
    let excused = told(Booked::Excused);
    assert_eq!((excused.quote.unit, excused.quote.third), (Cents::ZERO, Cents::ZERO));
    assert_eq!(excused.steps.last(), Some(&(Step::Excused, Decimal::ZERO)));
    assert_eq!(told(Booked::Absent).quote.unit, Cents(222));
}

#[test]
fn a_month_says_what_its_days_come_to() {
    let grid = |rows: &[(&str, i64)]| {
        let bracket = |(below, price): &(&str, i64)| Bracket { below: quotient(below), price: Cents(*price) };
        rows.iter().map(bracket).collect::<Vec<_>>()
    };
    let case =
        Case { ceiling: grid(&[("1000", 150), ("", 250)]), minimum: Some(Cents(120)), ..Case::of(flat(100)) };
    let (tariffs, family) = (with(case), family("800", true, &[Level::CE1]));
    let cells = ["2026-12-01", "2026-12-03", "2026-11-30"].map(|day| cell(0, 1, day));
    let of = |cell: &Cell| month(&tariffs, &family, &BTreeSet::from(cells), cell).unwrap();
    let december = of(&cells[0]);
    let charged = |n: usize| (december.days[n].1.0, december.days[n].2.0);
    assert_eq!((charged(0), charged(1), december.missing), ((100, 100), (100, 50), None));
    let bounds = Bounds { from: None, below: quotient("1000"), lowered: false };
    assert_eq!(december.ceiling, Some((Cents(150), bounds)));
    assert_eq!(of(&cells[2]).missing, Some(Cents(20)), "November has one day, below the minimum");
    let plain = with(Case::of(flat(100)));
    assert_eq!(month(&plain, &family, &BTreeSet::from(cells), &cells[0]), None);
}
