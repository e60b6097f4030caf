//! Prices: worked answers of real towns, and what holds for every family.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::{
    Bracket, Case, Late, Modifier, Rule, Tariff, TariffId, Tariffs, Version,
    price::{Cell, Household, Line, NoPrice, Pupil, Quote, Together, price, quote},
    quotient::Quotient,
};
use crate::{
    activity::ServiceId,
    demo::TOWN,
    office::import::Settings,
    platform::{dated::Dated, money::Cents},
    town::Level,
};

const CANTEEN: u32 = 1;
const MORNING: u32 = 2;
const EVENING: u32 = 3;
const SNACK: u32 = 4;
const BUS: u32 = 5;
const CENTRE: u32 = 6;
const HALF_DAY: u32 = 7;

fn on(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

fn fixture() -> Tariffs {
    let tariffs = Settings::read(TOWN).unwrap().tariffs;
    Tariffs(tariffs.into_iter().map(|tariff| (tariff.id, tariff)).collect())
}

/// Tariff 1, with one price for everybody.
fn only(rule: Rule, modifiers: Vec<Modifier>, late: Option<Late>) -> Tariffs {
    let cases = vec![Case { levels: vec![], rule, modifiers }];
    let version = Version { decision: String::new(), cases, late };
    let (id, versions) = (TariffId(1), Dated::since(on("2020-01-01"), version));
    Tariffs(BTreeMap::from([(id, Tariff { id, name: String::new(), versions })]))
}

fn flat(resident: i64) -> Rule {
    Rule::Flat { resident: Cents(resident), other: None }
}

fn grid(brackets: &[(&str, i64)]) -> Vec<Bracket> {
    let bracket = |(below, price): &(&str, i64)| Bracket { below: quotient(below), price: Cents(*price) };
    brackets.iter().map(bracket).collect()
}

/// An empty text is a quotient that is not known.
fn quotient(text: &str) -> Option<Quotient> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

fn family(known: &str, resident: bool, children: &[Level]) -> Household {
    let from = on("2020-01-01");
    Household {
        resident: Dated::since(from, resident),
        quotient: Dated::since(from, quotient(known)),
        children: children.iter().map(|level| Pupil { level: Dated::since(from, *level) }).collect(),
    }
}

/// A cell of the child of that rank, the eldest being 0.
fn cell(child: usize, tariff: u32, day: &str) -> Cell {
    Cell { child, service: ServiceId(tariff), tariff: TariffId(tariff), day: on(day), late: false }
}

fn quoted(tariffs: &Tariffs, family: &Household, cell: Cell) -> Result<Quote, NoPrice> {
    quote(tariffs, family, &Together::of([cell]), &cell)
}

fn unit(tariffs: &Tariffs, family: &Household, cell: Cell) -> Result<i64, NoPrice> {
    quoted(tariffs, family, cell).map(|quote| quote.unit.0)
}

/// Unit prices in cents, with the number of days, of each line.
fn units(lines: &[Line]) -> Vec<(usize, i64, usize)> {
    lines.iter().map(|line| (line.child, line.unit.0, line.days.len())).collect()
}

#[test]
fn prices_of_the_fixture_town_are_those_of_the_towns_it_names() {
    let tariffs = fixture();
    let (nursery, primary) = (Level::MS, Level::CE1);
    let (before, since) = ("2027-01-11", "2027-01-12");
    for (place, tariff, level, known, resident, day, expected) in [
        ("Champcevinel", CANTEEN, nursery, "622", true, before, 100),
        ("Champcevinel", CANTEEN, nursery, "623", true, before, 330),
        ("Champcevinel", CANTEEN, nursery, "1500", true, before, 340),
        ("Champcevinel", CANTEEN, nursery, "1501", true, since, 350),
        ("Chemaudin-et-Vaux, avant", CANTEEN, primary, "780", true, before, 540),
        ("Chemaudin-et-Vaux, dès", CANTEEN, primary, "780", true, since, 425),
        ("Chemaudin-et-Vaux, dès", CANTEEN, primary, "900", true, since, 555),
        ("Chemaudin-et-Vaux, dès", CANTEEN, primary, "2101", true, since, 695),
        ("RPI du Val", MORNING, primary, "700", true, before, 200),
        ("RPI du Val", MORNING, primary, "900", true, before, 220),
        ("RPI du Val", MORNING, primary, "700", false, before, 300),
        ("RPI du Val", MORNING, primary, "900", false, before, 320),
        ("2C2R", SNACK, primary, "900", true, before, 48),
        ("2C2R", SNACK, primary, "900", false, before, 96),
        ("Le Sourn", BUS, primary, "900", true, before, 75),
        ("Le Sourn, the same for all", BUS, primary, "900", false, before, 75),
        ("Cenon-sur-Vienne", CENTRE, primary, "650", true, before, 623),
        ("Cenon-sur-Vienne", CENTRE, primary, "1200", false, before, 1457),
        ("Santec", HALF_DAY, primary, "1300", true, before, 710),
        ("Santec, no price of their own for others", HALF_DAY, primary, "1300", false, before, 710),
        ("Santeuil, alone", EVENING, primary, "900", true, before, 250),
    ] {
        let family = family(known, resident, &[level]);
        assert_eq!(unit(&tariffs, &family, cell(0, tariff, day)), Ok(expected), "{place}, {known}, {day}");
    }
}

#[test]
fn other_towns_prices_can_be_said() {
    let brackets = |own: &[(&str, i64)], other: Option<&[(&str, i64)]>| Rule::Brackets {
        resident: grid(own),
        other: other.map(grid),
    };
    let le_sourn = brackets(&[("650", 1050), ("951", 1050), ("1251", 1160), ("", 1385)], Some(&[("", 1640)]));
    let val = brackets(&[("799", 300), ("", 320)], Some(&[("799", 400), ("", 420)]));
    let santec = brackets(&[("650.01", 700), ("999.01", 920), ("1300.01", 1320)], None);
    let milly = Rule::Flat { resident: Cents(380), other: Some(Cents(415)) };
    for (place, rule, known, resident, expected) in [
        ("Le Sourn, ALSH", &le_sourn, "1000", true, 1160),
        ("Le Sourn, ALSH", &le_sourn, "1000", false, 1640),
        ("RPI du Val, soir", &val, "900", true, 320),
        ("RPI du Val, soir", &val, "900", false, 420),
        ("Santec, journée", &santec, "650", true, 700),
        ("Santec, journée", &santec, "999", true, 920),
        ("Mametz", &brackets(&[("700", 50), ("1000.01", 100), ("", 310)], None), "1000", true, 100),
        ("Veigy-Foncenex", &brackets(&[("750.01", 230), ("", 350)], None), "750", true, 230),
        ("Veigy-Foncenex", &brackets(&[("750.01", 230), ("", 350)], None), "751", true, 350),
        ("Milly-sur-Thérain", &milly, "", true, 380),
        ("Milly-sur-Thérain", &milly, "", false, 415),
    ] {
        let (tariffs, family) = (only(rule.clone(), vec![], None), family(known, resident, &[Level::CP]));
        assert_eq!(unit(&tariffs, &family, cell(0, 1, "2026-12-01")), Ok(expected), "{place}, {known}");
    }
}

#[test]
fn brackets_end_below_their_bound() {
    let tariffs = fixture();
    for (tariff, known, expected) in [
        (CENTRE, "700", Ok(623)),
        (CENTRE, "700.01", Ok(887)),
        (CENTRE, "1100.99", Ok(887)),
        (CENTRE, "1101", Ok(1143)),
        (CENTRE, "0", Ok(623)),
        (HALF_DAY, "1300", Ok(710)),
        (HALF_DAY, "1300.01", Err(NoPrice::NotOffered)),
        (HALF_DAY, "5000", Err(NoPrice::NotOffered)),
        // A quotient that is not known is the highest bracket's.
        (CENTRE, "", Ok(1354)),
        (CANTEEN, "", Ok(610)),
        (HALF_DAY, "", Ok(710)),
    ] {
        let family = family(known, true, &[Level::CE1]);
        assert_eq!(unit(&tariffs, &family, cell(0, tariff, "2026-12-02")), expected, "{tariff}, {known:?}");
    }
}

#[test]
fn what_the_council_has_not_decided_has_no_price() {
    let tariffs = fixture();
    let known = family("800", true, &[Level::CE1]);
    assert_eq!(unit(&tariffs, &known, cell(0, CANTEEN, "2025-08-31")), Err(NoPrice::NotDecided));
    assert_eq!(unit(&tariffs, &known, cell(0, 99, "2026-12-01")), Err(NoPrice::NotDecided));
    let mut for_some = only(flat(200), vec![], None);
    let version = for_some.0[&TariffId(1)].versions.on(on("2026-12-01")).unwrap().value.clone();
    let cases = vec![Case { levels: vec![Level::CM1], ..version.cases[0].clone() }];
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
    let half = Some(Late::Percent { percent: percent("50") });
    let siblings = |percent| vec![Modifier::SiblingPercent { from_rank: 1, percent }];
    for (place, base, modifiers, late, expected) in [
        ("Vailhauquès", 300, vec![], half, 450),
        ("Villebon-sur-Yvette", 2480, vec![], Some(Late::Add { cents: Cents(2000) }), 4480),
        ("Le Sourn, unreserved", 350, vec![], Some(Late::Replace { cents: Cents(549) }), 549),
        ("half up", 305, vec![], half, 458),
        ("below half", 100, vec![], Some(Late::Percent { percent: percent("33.3") }), 133),
        ("9.15", 610, vec![], half, 915),
        // 4.43 less half is 2.215, half as much again 3.3225: rounded twice it would be 3.33.
        ("once", 443, siblings(percent("-50")), half, 332),
        (
            "replaces what modifiers gave",
            443,
            siblings(percent("-50")),
            Some(Late::Replace { cents: Cents(700) }),
            700,
        ),
        ("no late rule: the same", 300, vec![], None, 300),
    ] {
        let tariffs = only(flat(base), modifiers, late);
        let family = family("800", true, &[Level::CP]);
        let late = Cell { late: true, ..cell(0, 1, "2026-12-01") };
        assert_eq!(unit(&tariffs, &family, late), Ok(expected), "{place}");
    }
}

#[test]
fn what_is_on_time_is_not_charged_late() {
    let tariffs = fixture();
    let family = family("1401", true, &[Level::CE1]);
    let day = cell(0, CANTEEN, "2026-12-01");
    let cells = BTreeSet::from([day, Cell { late: true, day: on("2026-12-03"), ..day }]);
    let lines = price(&tariffs, &family, &cells);
    assert_eq!(units(&lines), [(0, 610, 1), (0, 915, 1)]);
    assert_eq!((lines[0].late, lines[1].late), (false, true));
}

#[test]
fn modifiers_act_in_their_order() {
    let (add, half) = (
        Modifier::SiblingPresent { add: Cents(-100) },
        Modifier::SiblingPercent { from_rank: 2, percent: "-50".parse().unwrap() },
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
    assert_eq!((third.since, third.decision.as_str()), (on("2025-09-01"), "délibération du 26 juin 2025"));
    assert_eq!(third.quotient, Some((Quotient::euros(1200), on("2026-11-01"))));
    assert!(!third.resident && third.modifiers.len() == 1 && third.late.is_none());
    let second = quote(&tariffs, &family, &Together::of(cells.clone()), &cells[1]).unwrap().why;
    assert_eq!(second.modifiers, []);
    let bus = quoted(&tariffs, &family, cell(0, BUS, "2026-12-01")).unwrap().why;
    assert_eq!(bus.quotient, None, "a flat price looks at no quotient");
    let late = Cell { late: true, ..cell(0, CANTEEN, "2027-01-12") };
    let late = quoted(&tariffs, &family, late).unwrap().why;
    assert_eq!((late.since, late.late.is_some()), (on("2027-01-12"), true));
}

/// Cells of three children, at every tariff, around the day on which prices change.
fn any_cell() -> impl Strategy<Value = Cell> {
    (0usize..3, 1u32..8, 0i64..10, any::<bool>()).prop_map(|(child, tariff, days, late)| {
        let cell = cell(child, tariff, "2027-01-07");
        Cell { day: cell.day + TimeDelta::days(days), late, ..cell }
    })
}

fn any_family() -> impl Strategy<Value = Household> {
    (0i64..2_500, any::<bool>(), 0i64..10).prop_map(|(euros, resident, days)| {
        let mut family = family("700", resident, &[Level::CM2, Level::CE1, Level::MS]);
        family.quotient.set(on("2027-01-07") + TimeDelta::days(days), Some(Quotient::euros(euros)));
        family
    })
}

proptest! {
    #[test]
    fn lines_cost_what_their_cells_cost(
        family in any_family(),
        cells in proptest::collection::btree_set(any_cell(), 0..40),
    ) {
        let tariffs = fixture();
        let together = Together::of(cells.iter().copied());
        let one_by_one = cells.iter().filter_map(|cell| quote(&tariffs, &family, &together, cell).ok());
        let expected: Cents = one_by_one.map(|quote| quote.unit).sum();
        let lines = price(&tariffs, &family, &cells);
        prop_assert_eq!(lines.iter().map(Line::amount).sum::<Cents>(), expected);
        prop_assert!(lines.iter().all(|line| line.days.is_sorted() && !line.days.is_empty()));
    }

    #[test]
    fn the_order_of_cells_does_not_matter(
        family in any_family(),
        cells in proptest::collection::vec(any_cell(), 0..40).prop_shuffle(),
    ) {
        let tariffs = fixture();
        let sorted: BTreeSet<Cell> = cells.iter().copied().collect();
        let (shuffled, in_order) = (Together::of(cells.clone()), Together::of(sorted));
        for cell in &cells {
            prop_assert_eq!(
                quote(&tariffs, &family, &shuffled, cell),
                quote(&tariffs, &family, &in_order, cell)
            );
        }
    }

    #[test]
    fn ranks_are_given_from_the_eldest(present in proptest::collection::btree_set(0usize..6, 1..6)) {
        let tariffs = only(
            flat(1000),
            vec![Modifier::SiblingPercent { from_rank: 3, percent: "-50".parse().unwrap() }],
            None,
        );
        let family = family("", true, &[Level::CP; 6]);
        let cells = present.iter().map(|child| cell(*child, 1, "2026-12-02")).collect();
        let expected: Vec<_> =
            (1..).zip(&present).map(|(rank, child)| (*child, if rank < 3 { 1000 } else { 500 }, 1)).collect();
        prop_assert_eq!(units(&price(&tariffs, &family, &cells)), expected);
    }
}
