//! Each kind of price at its boundaries.

use std::collections::BTreeSet;

use super::*;
use crate::tariff::{
    Regime, Span, Subscription, Third,
    modifier::Pickup,
    price::{Kind, price},
    rule::{Facts, Flaw, Row, flaws},
    subscription::{Registered, subscriptions},
};

fn cents(amounts: &[i64]) -> Vec<Cents> {
    amounts.iter().copied().map(Cents).collect()
}

/// The second of three children, alone that day, who lives in the town.
fn facts(known: &str) -> Facts {
    Facts {
        resident: true,
        quotient: quotient(known),
        children: 3,
        rank: 2,
        rank_present: 1,
        present: 1,
        minutes: None,
        day_of_week: 1,
        week_of_holidays: (1, true),
    }
}

/// What a rule gives, in cents; none when it offers nothing.
fn gives(rule: &Rule, facts: Facts) -> Option<String> {
    rule.price(&facts, &mut |_| ()).map(|price| price.normalize().to_string())
}

#[test]
fn each_kind_of_price_at_its_bounds() {
    let brackets = |lower_from| Rule::Brackets {
        resident: grid(&[("500", 100), ("1000.01", 200), ("", 300)]),
        other: None,
        lower_from,
    };
    let ranks = |among| Rule::Ranks {
        grid: vec![
            Row { below: quotient("500"), prices: cents(&[100, 90]) },
            Row { below: None, prices: cents(&[200, 180]) },
        ],
        other: Some(grid(&[("", 400)])),
        among,
    };
    let share = Rule::Share {
        percent: "0.36".parse().unwrap(),
        floor: Some(Cents(260)),
        ceiling: Some(Cents(450)),
        quotient_floor: None,
        quotient_ceiling: None,
        other: None,
    };
    let capped = Rule::Share {
        percent: "1".parse().unwrap(),
        floor: None,
        ceiling: None,
        quotient_floor: quotient("300"),
        quotient_ceiling: quotient("900"),
        other: Some(Cents(1200)),
    };
    let points = Rule::Points {
        points: vec![(Quotient::euros(400), Cents(150)), (Quotient::euros(1400), Cents(650))],
        other: Some(Cents(740)),
    };
    let children = Rule::Children { prices: cents(&[450, 440, 425]) };
    let together = Rule::Together { totals: cents(&[280, 465, 670]) };
    let week = Rule::Week { totals: cents(&[277, 554, 800]) };
    let weeks = Rule::Weeks { grid: vec![Row { below: None, prices: cents(&[11_700, 21_500]) }] };
    let steps = Rule::Steps { steps: vec![(30, Cents(115)), (60, Cents(230))] };
    let minutes = |minutes| Facts { minutes: Some(minutes), ..facts("") };
    let outsider = |known| Facts { resident: false, ..facts(known) };
    for (n, (rule, facts, expected)) in [
        (brackets(None), facts("499.99"), Some("100")),
        (brackets(None), facts("500"), Some("200")),
        (brackets(None), facts("1000"), Some("200")),
        (brackets(None), facts("1000.01"), Some("300")),
        (brackets(None), facts(""), Some("300")),
        // Three children: the bracket below, and there is none below the first.
        (brackets(Some(3)), facts("500"), Some("100")),
        (brackets(Some(3)), facts("499"), Some("100")),
        (brackets(Some(4)), facts("500"), Some("200")),
        (brackets(Some(3)), facts(""), Some("300")),
        (ranks(Among::Family), facts("499"), Some("90")),
        (ranks(Among::Present), facts("499"), Some("100")),
        (ranks(Among::Family), Facts { rank: 5, ..facts("500") }, Some("180")),
        (ranks(Among::Family), outsider("499"), Some("400")),
        (share.clone(), facts("722"), Some("260")),
        (share.clone(), facts("1000"), Some("360")),
        (share.clone(), facts("1001"), Some("360.36")),
        (share.clone(), facts("1251"), Some("450")),
        (share, facts(""), Some("450")),
        (capped.clone(), facts("0"), Some("300")),
        (capped.clone(), facts("500"), Some("500")),
        (capped.clone(), facts("2000"), Some("900")),
        (capped.clone(), facts(""), Some("900")),
        (capped, outsider("500"), Some("1200")),
        (points.clone(), facts("0"), Some("150")),
        (points.clone(), facts("400"), Some("150")),
        (points.clone(), facts("900"), Some("400")),
        (points.clone(), facts("1400"), Some("650")),
        (points.clone(), facts("9000"), Some("650")),
        (points, outsider("400"), Some("740")),
        (children.clone(), facts(""), Some("425")),
        (children.clone(), Facts { children: 1, ..facts("") }, Some("450")),
        (children, Facts { children: 9, ..facts("") }, Some("425")),
        (together.clone(), Facts { present: 2, ..facts("") }, Some("465")),
        (together.clone(), Facts { present: 4, ..facts("") }, Some("670")),
        (together, Facts { present: 2, rank_present: 2, ..facts("") }, Some("0")),
        (week.clone(), facts(""), Some("277")),
        (week.clone(), Facts { day_of_week: 3, ..facts("") }, Some("246")),
        (week, Facts { day_of_week: 5, ..facts("") }, Some("246")),
        (weeks.clone(), facts(""), Some("11700")),
        (weeks.clone(), Facts { week_of_holidays: (2, true), ..facts("") }, Some("9800")),
        (weeks, Facts { week_of_holidays: (1, false), ..facts("") }, Some("0")),
        (steps.clone(), minutes(30), Some("115")),
        (steps.clone(), minutes(31), Some("230")),
        (steps.clone(), minutes(61), None),
        (steps, facts(""), Some("115")),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(gives(&rule, facts), expected.map(String::from), "case {n}: {rule:?}");
    }
}

#[test]
fn a_price_is_for_whom_it_says_and_when() {
    let case = |when, price| Case { when, ..Case::of(flat(price)) };
    let cases = vec![
        case(When { own_meal: Some(true), ..When::default() }, 100),
        case(When { regime: Some(Regime::General), to_age: Some(5), ..When::default() }, 200),
        case(When { from_age: Some(6), ..When::default() }, 300),
        case(When { with: Some(ServiceId(9)), ..When::default() }, 400),
        case(When::default(), 500),
    ];
    let versions = Dated::since(on("2020-01-01"), Version::of(cases));
    let tariffs =
        Tariffs(BTreeMap::from([(TariffId(1), Tariff { id: TariffId(1), name: String::new(), versions })]));
    let day = cell(0, 1, "2026-12-01");
    let lunch = Cell { service: ServiceId(9), ..day };
    let pupil = |own_meal, regime, born: &str| Pupil {
        own_meal,
        regime,
        born: born.parse().ok(),
        ..Pupil::default()
    };
    for (pupil, cells, expected) in [
        (pupil(true, None, ""), vec![day], 100),
        (pupil(false, Some(Regime::General), "2020-12-02"), vec![day], 200),
        // Six years old that day.
        (pupil(false, Some(Regime::General), "2020-12-01"), vec![day], 300),
        (pupil(false, Some(Regime::Agricultural), "2020-12-02"), vec![day], 500),
        (pupil(false, None, ""), vec![day, lunch], 400),
        (pupil(false, None, ""), vec![day, Cell { day: on("2026-12-02"), ..lunch }], 500),
    ] {
        let family = Household { children: vec![pupil], ..family("", true, &[]) };
        let quoted = quote(&tariffs, &family, &Together::of(cells), &day).unwrap();
        assert_eq!(quoted.unit, Cents(expected));
    }
}

#[test]
fn modifiers_and_penalties_at_their_bounds() {
    let percents = Modifier::SiblingPercent {
        from_rank: 2,
        percent: "-10".parse().unwrap(),
        then: vec!["-15".parse().unwrap()],
        among: Among::Family,
    };
    let family = family("", false, &[Level::CM2, Level::CM1, Level::CE2, Level::CE1]);
    let of = |modifiers: Vec<Modifier>, late, cell: Cell| {
        let mut tariffs = only(flat(1000), modifiers, None);
        let mut version = tariffs.0[&TariffId(1)].versions.on(cell.day).unwrap().value.clone();
        version.unreserved = late;
        tariffs.0.get_mut(&TariffId(1)).unwrap().versions = Dated::since(on("2020-01-01"), version);
        unit(&tariffs, &family, cell).unwrap()
    };
    let child = |rank: usize| cell(rank - 1, 1, "2026-12-01");
    let ranks: Vec<i64> = (1..=4).map(|rank| of(vec![percents.clone()], None, child(rank))).collect();
    assert_eq!(ranks, [1000, 900, 850, 850], "the last percentage holds for the rest");
    assert_eq!(of(vec![Modifier::Outsider { add: Cents(300) }], None, child(1)), 1300);
    assert_eq!(of(vec![Modifier::UnknownQuotient { add: Cents(50) }], None, child(1)), 1050);
    let twice = Some(Penalty::Times { factor: "2".parse().unwrap(), from: 7 });
    for (nth, expected) in [(6, 1000), (7, 2000), (8, 2000)] {
        assert_eq!(
            of(vec![], twice, Cell { booked: Booked::Unreserved(nth), ..child(1) }),
            expected,
            "{nth}"
        );
    }
    let replace = Some(Penalty::Replace { cents: Cents(761), other: Some(Cents(1076)) });
    assert_eq!(of(vec![], replace, Cell { booked: Booked::Unreserved(1), ..child(1) }), 1076);
    assert_eq!(of(vec![], replace, child(1)), 1000, "who had booked pays the price");
    for (pickup, late, expected) in [
        (Pickup::Flat { cents: Cents(1500) }, 0, 0),
        (Pickup::Flat { cents: Cents(1500) }, 1, 1500),
        (Pickup::Started { minutes: 15, cents: Cents(500) }, 15, 500),
        (Pickup::Started { minutes: 15, cents: Cents(500) }, 16, 1000),
    ] {
        assert_eq!(pickup.price(late), Cents(expected), "{pickup:?} {late}");
    }
}

/// A tariff with one case.
fn with(case: Case) -> Tariffs {
    let versions = Dated::since(on("2020-01-01"), Version::of(vec![case]));
    Tariffs(BTreeMap::from([(TariffId(1), Tariff { id: TariffId(1), name: String::new(), versions })]))
}

#[test]
fn a_price_of_each_started_unit_of_time_is_any_price() {
    let brackets =
        |other| Rule::Brackets { resident: grid(&[("651", 30), ("", 48)]), other, lower_from: None };
    let share = Rule::Share {
        percent: "0.05".parse().unwrap(),
        floor: None,
        ceiling: None,
        quotient_floor: None,
        quotient_ceiling: None,
        other: None,
    };
    let half = Modifier::SiblingPercent {
        from_rank: 1,
        percent: "-50".parse().unwrap(),
        then: vec![],
        among: Among::Family,
    };
    let elsewhere = Modifier::Outsider { add: Cents(10) };
    let plain = vec![];
    let late = Some(Penalty::Add { cents: Cents(300) });
    for (rule, modifiers, known, resident, stay, in_time, after) in [
        (flat(50), &plain, "", true, Some(0), 0, 300),
        (flat(50), &plain, "", true, Some(1), 50, 350),
        (flat(50), &plain, "", true, Some(30), 50, 350),
        (flat(50), &plain, "", true, Some(31), 100, 400),
        // Not known before the child leaves: what is sure.
        (flat(50), &plain, "", true, None, 50, 350),
        (brackets(None), &plain, "650", true, Some(61), 90, 390),
        (brackets(None), &plain, "651", true, Some(61), 144, 444),
        (brackets(Some(grid(&[("", 60)]))), &plain, "650", false, Some(61), 180, 480),
        // Rounded once, when all is counted: 3 x 32.55.
        (share, &plain, "651", true, Some(90), 98, 398),
        // What changes a price changes that of each unit; what is added for being late is added once.
        (flat(51), &vec![half], "", true, Some(90), 77, 377),
        (flat(50), &vec![elsewhere], "", false, Some(90), 180, 480),
    ] {
        let case = Case { every: Some(30), modifiers: modifiers.clone(), ..Case::of(rule.clone()) };
        let mut tariffs = with(case);
        let version =
            Version { late, ..tariffs.0[&TariffId(1)].versions.on(on("2026-12-01")).unwrap().value.clone() };
        tariffs.0.get_mut(&TariffId(1)).unwrap().versions = Dated::since(on("2020-01-01"), version);
        let family = family(known, resident, &[Level::CE1]);
        let stayed = Cell { minutes: stay, ..cell(0, 1, "2026-12-01") };
        assert_eq!(unit(&tariffs, &family, stayed), Ok(in_time), "{rule:?} {stay:?}");
        let stayed = Cell { booked: Booked::Late, ..stayed };
        assert_eq!(unit(&tariffs, &family, stayed), Ok(after), "late, {rule:?} {stay:?}");
    }
}

#[test]
fn who_is_fetched_late_owes_it_beside_the_day_above_any_ceiling() {
    let at = |text: &str| text.parse::<chrono::NaiveTime>().ok();
    let late = |pickup, by: &str, left: &[&str]| {
        let case = Case { ceiling: grid(&[("", 150)]), ..Case::of(flat(100)) };
        let mut tariffs = with(case);
        let version = tariffs.0[&TariffId(1)].versions.on(on("2026-12-01")).unwrap().value.clone();
        let version = Version { pickup, fetched_by: at(by), ..version };
        tariffs.0.get_mut(&TariffId(1)).unwrap().versions = Dated::since(on("2020-01-01"), version);
        let days = ["2026-12-01", "2026-12-03", "2026-12-04"];
        let cells = days.iter().zip(left).map(|(day, left)| Cell { left: at(left), ..cell(0, 1, day) });
        let lines = price(&tariffs, &family("800", true, &[Level::CE1]), &cells.collect());
        let own = lines.iter().filter(|line| line.kind == Kind::Pickup);
        let own: Vec<_> = own.map(|line| (line.unit.0, line.days.len())).collect();
        (own, lines.iter().map(Line::amount).sum::<Cents>().0)
    };
    let (flat, started) =
        (Pickup::Flat { cents: Cents(500) }, Pickup::Started { minutes: 15, cents: Cents(300) });
    for (pickup, by, left, own, sum) in [
        (None, "18:30:00", ["19:10:00", "", ""], vec![], 150),
        (Some(flat), "", ["19:10:00", "", ""], vec![], 150),
        (Some(flat), "18:30:00", ["18:30:00", "16:45:00", ""], vec![], 150),
        (Some(flat), "18:30:00", ["18:30:01", "18:30:00", "19:10:00"], vec![(500, 2)], 1150),
        (Some(started), "18:30:00", ["18:31:00", "", ""], vec![(300, 1)], 450),
        (
            Some(started),
            "18:30:00",
            ["18:45:00", "18:46:00", "19:01:00"],
            vec![(300, 1), (600, 1), (900, 1)],
            1950,
        ),
    ] {
        assert_eq!(late(pickup, by, &left), (own, sum), "{pickup:?} {by} {left:?}");
    }
}

#[test]
fn a_month_has_a_ceiling_and_a_minimum_in_the_order_of_dates() {
    let case =
        Case { ceiling: grid(&[("1000", 150), ("", 250)]), minimum: Some(Cents(120)), ..Case::of(flat(100)) };
    let tariffs = with(case);
    let household = family("800", true, &[Level::CE1]);
    let adjustments = |days: &[&str]| {
        let lines = price(&tariffs, &household, &days.iter().map(|day| cell(0, 1, day)).collect());
        let of_month = lines.iter().filter(|line| !matches!(line.kind, Kind::Days(_)));
        let sum = lines.iter().map(Line::amount).sum::<Cents>().0;
        (of_month.map(|line| (line.kind, line.unit.0, line.days.clone())).collect::<Vec<_>>(), sum)
    };
    let days = |days: &[&str]| days.iter().map(|day| on(day)).collect::<Vec<_>>();
    assert_eq!(adjustments(&[]), (vec![], 0), "who does not come owes no minimum");
    assert_eq!(adjustments(&["2026-11-30"]), (vec![(Kind::Minimum, 20, days(&["2026-11-30"]))], 120));
    // The second day reaches the ceiling, the third is free; December begins again.
    assert_eq!(
        adjustments(&["2026-11-23", "2026-11-24", "2026-11-26", "2026-12-01", "2026-12-03"]),
        (
            vec![
                (Kind::Ceiling, -100, days(&["2026-11-26"])),
                (Kind::Ceiling, -50, days(&["2026-11-24", "2026-12-03"])),
            ],
            300
        )
    );
}

#[test]
fn somebody_else_pays_a_part_and_it_is_shown_as_such() {
    let third = |percent: Option<&str>, cents| Third {
        name: "CCAS".into(),
        percent: percent.map(|percent| percent.parse().unwrap()),
        cents,
    };
    let family = family("", true, &[Level::CE1]);
    for (third, own, other) in [
        (third(Some("33.3"), None), 200, 100),
        (third(None, Some(Cents(120))), 180, 120),
        (third(None, Some(Cents(900))), 0, 300),
    ] {
        let tariffs = with(Case { third: Some(third), ..Case::of(flat(300)) });
        let quote = quoted(&tariffs, &family, cell(0, 1, "2026-12-01")).unwrap();
        assert_eq!((quote.unit, quote.third), (Cents(own), Cents(other)));
        assert_eq!(quote.why.third.map(|third| third.name.as_str()), Some("CCAS"));
    }
}

#[test]
fn a_flat_rate_is_owed_once_a_span_by_who_is_registered() {
    let version = |per, charged| {
        let subscription = Some(Subscription { per, charged });
        Version { subscription, ..Version::of(vec![Case::of(flat(5000))]) }
    };
    let family = family("", true, &[Level::CM2, Level::CM1, Level::CE2]);
    let owed = |version: Version, from: &str, until: Option<&str>, first: &str, last: &str| {
        let versions = Dated::since(on("2020-01-01"), version);
        let tariffs = Tariffs(BTreeMap::from([(
            TariffId(1),
            Tariff { id: TariffId(1), name: String::new(), versions },
        )]));
        let registered = |child| Registered {
            child,
            service: ServiceId(1),
            tariff: TariffId(1),
            from: on(from),
            until: until.map(on),
            late: false,
        };
        let all: Vec<Registered> = (0..3).map(registered).collect();
        let lines = subscriptions(&tariffs, &family, &all, on(first)..=on(last));
        // A day itself costs nothing.
        let days = price(&tariffs, &family, &BTreeSet::from([cell(0, 1, "2026-12-01")]));
        assert_eq!(days.iter().map(Line::amount).sum::<Cents>(), Cents::ZERO);
        lines.iter().map(|line| (line.child, line.days[0].to_string())).collect::<Vec<_>>()
    };
    let all = |day: &str| (0..3).map(|child| (child, day.to_owned())).collect::<Vec<_>>();
    let month = || version(Span::Month, None);
    assert_eq!(owed(month(), "2026-09-01", None, "2026-12-01", "2026-12-31"), all("2026-12-01"));
    assert_eq!(owed(month(), "2026-12-10", None, "2026-12-01", "2026-12-31"), all("2026-12-10"));
    assert_eq!(owed(month(), "2026-09-01", None, "2026-12-02", "2026-12-31"), [], "it was owed on the first");
    assert_eq!(owed(month(), "2026-09-01", Some("2026-11-30"), "2026-12-01", "2026-12-31"), []);
    assert_eq!(
        owed(version(Span::Term, None), "2026-09-01", None, "2027-01-01", "2027-03-31"),
        all("2027-01-01")
    );
    assert_eq!(owed(version(Span::Year, None), "2026-09-01", None, "2026-10-01", "2027-08-31"), []);
    let two = owed(version(Span::Year, Some(2)), "2026-09-01", None, "2026-09-01", "2026-09-30");
    assert_eq!(two, all("2026-09-01")[..2], "two children at most are charged");
}

#[test]
fn a_grid_with_a_flaw_is_pointed_at() {
    let one = &cents(&[100])[..];
    let at = |text: &str| quotient(text);
    for (rows, expected) in [
        (vec![(at("500"), one), (at(""), one)], vec![]),
        // It may end with a bound: above it nothing is offered.
        (vec![(at("500"), one), (at("900"), one)], vec![]),
        (vec![], vec![Flaw::Empty]),
        (vec![(at("500"), one), (at("500"), one)], vec![Flaw::Overlap(1)]),
        (vec![(at("500"), one), (at("400"), one), (at(""), one)], vec![Flaw::Overlap(1)]),
        (vec![(at(""), one), (at("900"), one)], vec![Flaw::Unread(1)]),
        (vec![(at("500"), &[][..]), (at(""), &cents(&[-1])[..])], vec![Flaw::NoPrice(0), Flaw::Negative(1)]),
    ] {
        assert_eq!(flaws(&rows), expected, "{rows:?}");
    }
}
