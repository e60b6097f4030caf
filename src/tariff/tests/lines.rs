//! Late prices, brothers and sisters, changes in the middle of a week, and why.

use std::collections::BTreeSet;

use super::*;
use crate::tariff::price::price;

#[test]
fn what_the_council_has_not_decided_has_no_price() {
    let tariffs = fixture();
    let known = family("800", true, &[Level::CE1]);
    assert_eq!(unit(&tariffs, &known, cell(0, CANTEEN, "2025-08-31")), Err(NoPrice::NotDecided));
    assert_eq!(unit(&tariffs, &known, cell(0, 99, "2026-12-01")), Err(NoPrice::NotDecided));
    let mut for_some = only(flat(200), vec![], None);
    let version = for_some.0[&TariffId(1)].versions.on(on("2026-12-01")).unwrap().value.clone();
    let cases =
        vec![Case { when: When { levels: vec![Level::CM1], ..When::default() }, ..version.cases[0].clone() }];
    let versions = Dated::since(on("2020-01-01"), Version { cases, ..version });
    for_some.0.get_mut(&TariffId(1)).unwrap().versions = versions;
    assert_eq!(unit(&for_some, &known, cell(0, 1, "2026-12-01")), Err(NoPrice::NotDecided));
    // Prices of the plan leave out what has none.
    let cells = BTreeSet::from([cell(0, CANTEEN, "2025-08-31"), cell(0, CANTEEN, "2026-12-01")]);
    assert_eq!(units(&price(&tariffs, &known, &cells)), [(0, 540, 1)]);
}

#[test]
fn late_is_reckoned_on_the_exact_price_and_rounded_once() {
    let percent = |text: &str| text.parse().unwrap();
    let half = Some(Penalty::Percent { percent: percent("50") });
    let siblings = |percent| {
        vec![Modifier::SiblingPercent { from_rank: 1, percent, then: vec![], among: Among::Present }]
    };
    for (place, base, modifiers, late, expected) in [
        ("Vailhauquès", 300, vec![], half, 450),
        ("Villebon-sur-Yvette", 2480, vec![], Some(Penalty::Add { cents: Cents(2000) }), 4480),
        ("Le Sourn, unreserved", 350, vec![], Some(Penalty::Replace { cents: Cents(549), other: None }), 549),
        ("half up", 305, vec![], half, 458),
        ("below half", 100, vec![], Some(Penalty::Percent { percent: percent("33.3") }), 133),
        ("9.15", 610, vec![], half, 915),
        // 4.43 less half is 2.215, half as much again 3.3225: rounded twice it would be 3.33.
        ("once", 443, siblings(percent("-50")), half, 332),
        (
            "replaces what modifiers gave",
            443,
            siblings(percent("-50")),
            Some(Penalty::Replace { cents: Cents(700), other: None }),
            700,
        ),
        ("no late rule: the same", 300, vec![], None, 300),
    ] {
        let tariffs = only(flat(base), modifiers, late);
        let family = family("800", true, &[Level::CP]);
        let late = Cell { booked: Booked::Late, ..cell(0, 1, "2026-12-01") };
        assert_eq!(unit(&tariffs, &family, late), Ok(expected), "{place}");
    }
}

#[test]
fn what_is_on_time_is_not_charged_late() {
    let tariffs = fixture();
    let family = family("1401", true, &[Level::CE1]);
    let day = cell(0, CANTEEN, "2026-12-01");
    let cells = BTreeSet::from([day, Cell { booked: Booked::Late, day: on("2026-12-03"), ..day }]);
    let lines = price(&tariffs, &family, &cells);
    assert_eq!(units(&lines), [(0, 610, 1), (0, 915, 1)]);
    assert_eq!((lines[0].is_late(), lines[1].is_late()), (false, true));
}

#[test]
fn modifiers_act_in_their_order() {
    let (add, half) = (
        Modifier::SiblingPresent { add: Cents(-100) },
        Modifier::SiblingPercent {
            from_rank: 2,
            percent: "-50".parse().unwrap(),
            then: vec![],
            among: Among::Present,
        },
    );
    let family = family("800", true, &[Level::CM1, Level::CP]);
    let both = Together::of([cell(0, 1, "2026-12-01"), cell(1, 1, "2026-12-01")]);
    for (modifiers, expected) in [(vec![add.clone(), half.clone()], 150), (vec![half, add], 100)] {
        let tariffs = only(flat(400), modifiers, None);
        let younger = quote(&tariffs, &family, &both, &cell(1, 1, "2026-12-01")).unwrap();
        assert_eq!(younger.unit, Cents(expected));
    }
}

#[test]
fn siblings_count_when_they_come_the_same_day_at_the_same_tariff() {
    let tariffs = fixture();
    let family = family("1500", true, &[Level::CM2, Level::CE1, Level::MS]);
    let all = |tariff, days: &[(usize, &str)]| {
        let cells = days.iter().map(|(child, day)| cell(*child, tariff, day)).collect();
        units(&price(&tariffs, &family, &cells))
    };
    let (one, other) = ("2026-12-02", "2026-12-09");
    // Cenon-sur-Vienne, quotient 1,500, third child: 6.77.
    assert_eq!(all(CENTRE, &[(0, one), (1, one), (2, one)]), [(0, 1354, 1), (1, 1354, 1), (2, 677, 1)]);
    assert_eq!(all(CENTRE, &[(0, one), (2, one)]), [(0, 1354, 1), (2, 1354, 1)]);
    assert_eq!(all(CENTRE, &[(0, one), (1, other), (2, one)]), [(0, 1354, 1), (1, 1354, 1), (2, 1354, 1)]);
    // Santeuil: ten cents off for each when they come together, and only then.
    assert_eq!(all(EVENING, &[(0, one), (1, one)]), [(0, 240, 1), (1, 240, 1)]);
    assert_eq!(all(EVENING, &[(0, one), (1, other)]), [(0, 250, 1), (1, 250, 1)]);
    assert_eq!(all(EVENING, &[(0, one), (1, one), (1, other)]), [(0, 240, 1), (1, 240, 1), (1, 250, 1)]);
    let elsewhere = BTreeSet::from([cell(0, EVENING, one), cell(1, MORNING, one)]);
    assert_eq!(units(&price(&tariffs, &family, &elsewhere)), [(0, 250, 1), (1, 220, 1)]);
}

#[test]
fn a_quote_counts_its_own_child_once_whether_it_is_booked_or_not() {
    let tariffs = fixture();
    let family = family("1500", true, &[Level::CM2, Level::CE1, Level::MS]);
    let day = "2026-12-02";
    let elders = Together::of([cell(0, CENTRE, day), cell(1, CENTRE, day)]);
    for (child, expected) in [(0, 1354), (1, 1354), (2, 677)] {
        let quote = quote(&tariffs, &family, &elders, &cell(child, CENTRE, day)).unwrap();
        assert_eq!(quote.unit, Cents(expected), "child {child}");
    }
}

#[test]
fn a_change_in_the_middle_of_a_week_makes_two_lines() {
    let tariffs = fixture();
    let week = ["2027-01-11", "2027-01-12", "2027-01-14", "2027-01-15"];
    let lines = |family: &Household, tariff| {
        units(&price(&tariffs, family, &week.iter().map(|day| cell(0, tariff, day)).collect()))
    };
    let mut household = family("780", true, &[Level::CE1]);
    // The tariff of the primary school's canteen changes on 12 January 2027; the bus does not.
    assert_eq!(lines(&household, CANTEEN), [(0, 425, 3), (0, 540, 1)]);
    assert_eq!(lines(&household, BUS), [(0, 75, 4)]);
    // The family's quotient changes on the 14th, its residence on the 15th, its child's level before.
    household.quotient.set(on("2027-01-14"), quotient("820"));
    assert_eq!(lines(&household, MORNING), [(0, 200, 2), (0, 220, 2)]);
    household.resident.set(on("2027-01-15"), false);
    assert_eq!(lines(&household, MORNING), [(0, 200, 2), (0, 220, 1), (0, 320, 1)]);
    household.quotient.set(on("2027-01-15"), None);
    assert_eq!(lines(&household, SNACK), [(0, 48, 3), (0, 126, 1)]);
    household.children[0].level.set(on("2027-01-12"), Level::GS);
    assert_eq!(lines(&household, CANTEEN), [(0, 330, 2), (0, 350, 1), (0, 540, 1)]);
}

#[test]
fn only_the_children_whom_the_family_has_that_day_count() {
    let mut household = family("", true, &[Level::CM2, Level::CE1, Level::MS]);
    household.children[0].away = Dated::since(on("2026-12-01"), true);
    let unit = |rule, child, day| unit(&only(rule, vec![], None), &household, cell(child, 1, day));
    let by_number = || Rule::Children { prices: [1000, 800, 600].map(Cents).into() };
    let grid = vec![crate::tariff::rule::Row { below: None, prices: [500, 400, 300].map(Cents).into() }];
    let by_rank = || Rule::Ranks { grid: grid.clone(), other: None, among: Among::Family };
    assert_eq!(unit(by_number(), 1, "2026-11-30"), Ok(600));
    assert_eq!(unit(by_number(), 1, "2026-12-01"), Ok(800));
    assert_eq!((unit(by_rank(), 1, "2026-11-30"), unit(by_rank(), 2, "2026-11-30")), (Ok(400), Ok(300)));
    assert_eq!((unit(by_rank(), 1, "2026-12-01"), unit(by_rank(), 2, "2026-12-01")), (Ok(500), Ok(400)));
}

#[test]
fn a_line_is_its_unit_times_its_days() {
    let tariffs = only(flat(500), vec![], None);
    let cells = on("2026-11-02").iter_days().take(17).map(|day| Cell { day, ..cell(0, 1, "2026-11-02") });
    let lines = price(&tariffs, &family("", true, &[Level::CP]), &cells.collect());
    // Santeuil (95): seventeen evenings at 5.00.
    assert_eq!(lines.iter().map(Line::amount).collect::<Vec<_>>(), [Cents(8500)]);
}

#[test]
fn a_quote_says_why() {
    let tariffs = fixture();
    let mut family = family("650", false, &[Level::CM2, Level::CE1, Level::MS]);
    family.quotient.set(on("2026-11-01"), quotient("1200"));
    let cells: Vec<Cell> = (0..3).map(|child| cell(child, CENTRE, "2026-12-02")).collect();
    let third = quote(&tariffs, &family, &Together::of(cells.clone()), &cells[2]).unwrap().why;
    assert_eq!((third.since, third.decision), (on("2025-09-01"), "délibération du 26 juin 2025"));
    assert_eq!(third.quotient, Some((Quotient::euros(1200), on("2026-11-01"))));
    assert!(!third.resident && third.modifiers.len() == 1 && third.penalty.is_none());
    let second = quote(&tariffs, &family, &Together::of(cells.clone()), &cells[1]).unwrap().why;
    assert!(second.modifiers.is_empty());
    let bus = quoted(&tariffs, &family, cell(0, BUS, "2026-12-01")).unwrap().why;
    assert_eq!(bus.quotient, None, "a flat price looks at no quotient");
    let late = Cell { booked: Booked::Late, ..cell(0, CANTEEN, "2027-01-12") };
    let late = quoted(&tariffs, &family, late).unwrap().why;
    assert_eq!((late.since, late.penalty.is_some()), (on("2027-01-12"), true));
}
