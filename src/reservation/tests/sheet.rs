//! The form: what it says, and what no page of ours has sent.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::{
    activity::period::Period,
    reservation::{
        sheet::{Button, Sheet},
        ticks::{Draft, MOST, Malformed, encode_set, row_name},
    },
    town::Span,
};

const NUMBER: &str = "n=000102030405060708090a0b0c0d0e0f";

fn week() -> Period {
    Period::of(Span::Week, on(MONDAY))
}

fn parse(fields: &str) -> Result<Sheet, Malformed> {
    Sheet::parse(week(), format!("{NUMBER}&{fields}").as_bytes())
}

fn asked(fields: &str) -> Asked {
    parse(fields).unwrap().asked
}

#[test]
fn a_form_says_what_it_had_shown_and_what_is_ticked() {
    let sheet = parse("b=1.3.2611.20000000_1.3.2612.1&1.3.2612=1&1.4L.2612=3&2.7.2612=2").unwrap();
    assert_eq!(sheet.number, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    let (monday, tuesday) = (cell(1, FIRST, MONDAY), cell(1, FIRST, TUESDAY));
    let (late, wednesday) = (cell(1, SECOND, THURSDAY), cell(2, DAY, WEDNESDAY));
    assert_eq!(sheet.asked.base, BTreeSet::from([monday, tuesday]));
    assert_eq!(sheet.asked.removals(), BTreeSet::from([monday]));
    assert_eq!(sheet.asked.additions(), [(late, Booking::Late), (wednesday, Booking::OnTime)].into());
    assert_eq!(sheet.asked.newest, [late, wednesday]);
    assert_eq!((sheet.asked.live, sheet.button, sheet.before), (false, Button::Refresh, None));
}

#[test]
fn changes_of_other_periods_come_along_and_those_of_this_one_are_on_the_page() {
    let asked = asked("p=1.3.2612.40_1.3.2612.4~1.4.2612.80_2.4.2612.1&1.3.2612=3");
    let (elsewhere, removed) = (cell(1, FIRST, "2026-12-07"), cell(1, SECOND, "2026-12-08"));
    assert_eq!(asked.additions().into_keys().collect::<Vec<_>>(), [cell(1, FIRST, THURSDAY), elsewhere]);
    assert_eq!(asked.removals(), BTreeSet::from([removed]), "not what was put back on this page");
    assert_eq!(asked.newest, [], "ticked before");
}

#[test]
fn a_script_says_what_was_changed_last() {
    let sheet =
        parse("b=1.3.2612.1&d=1.3.2612.1_1.4.2612.1_2.3.2612.1_2.3.2612.1_2.7.2612.2&1.4.2612=1&2.7.2612=2")
            .unwrap();
    let (first, second, wednesday) =
        (cell(1, FIRST, TUESDAY), cell(1, SECOND, TUESDAY), cell(2, DAY, WEDNESDAY));
    assert_eq!(sheet.asked.newest, [wednesday, second], "the latest first; changed back is not changed");
    assert!(sheet.asked.live);
    let before = sheet.before.unwrap();
    assert_eq!(before.ticks.into_keys().collect::<Vec<_>>(), [first]);
    assert_eq!(before.base, BTreeSet::from([first]));
}

#[test]
fn a_button_says_where_to_go_or_whose_days_to_tick() {
    for (field, button) in [
        ("aller=2026-12-07", Button::Go(week().next())),
        ("habituels=2", Button::Usual(Some(ChildId(2)))),
        ("habituels=tous", Button::Usual(None)),
    ] {
        assert_eq!(parse(field).unwrap().button, button);
    }
}

#[test]
fn what_no_page_of_ours_sends_is_refused() {
    for bad in [
        // A day outside the period, shown booked or ticked.
        "b=1.3.2612.40",
        "1.3.2612=7",
        "1.3.2611=29",
        "1.3.2611=28&1.3.2612=1",
        // A day that does not exist.
        "1.3.2611=31",
        "1.3.2612=0",
        "1.3.2612=32",
        "b=1.3.2611.40000000",
        // A malformed box.
        "1.3.2612=",
        "1.3.2612",
        "1.3.2612=un",
        "1.3=1",
        "1.3.2612.4=1",
        "un.3.2612=1",
        "1.3X.2612=1",
        "4294967296.3.2612=1",
        "1.-3.2612=1",
        "1.3.+612=1",
        "b=un",
        "p=1.3",
        "p=1.3.2612.1~x",
        "d=1.3.2612",
        // A cell twice.
        "1.3.2612=1&1.3.2612=1",
        "1.3.2612=1&1.3L.2612=1",
        "b=1.3.2612.1_1.3.2612.3",
        // Other fields and buttons.
        "x=1",
        "=",
        "aller=demain",
        "aller=",
        "habituels=",
        "habituels=elle",
        "n=12",
        "%FF=1",
    ] {
        assert!(parse(bad).is_err(), "{bad}");
    }
    for bad in ["", "1.3.2612=1", "n=", "n=zz0102030405060708090a0b0c0d0e0f", "\u{fffd}"] {
        assert!(Sheet::parse(week(), bad.as_bytes()).is_err(), "{bad}: no number");
    }
    assert!(Sheet::parse(week(), &[NUMBER.as_bytes(), b"&1.3.2612=\xff"].concat()).is_err());
}

#[test]
fn a_hundred_thousand_boxes_are_refused() {
    let boxes = |n: u32| (1..=n).map(|child| format!("{child}.3.2612=1")).collect::<Vec<_>>().join("&");
    let words = |n: u32| (1..=n).map(|child| format!("{child}.3.2612.1")).collect::<Vec<_>>().join("_");
    let most = u32::try_from(MOST).unwrap();
    assert_eq!(asked(&boxes(most)).ticks.len(), MOST);
    for n in [most + 1, 100_000] {
        assert!(parse(&boxes(n)).is_err(), "{n} boxes");
        assert!(parse(&format!("b={}", words(n))).is_err(), "{n} shown");
        assert!(parse(&format!("p={}", words(n))).is_err(), "{n} carried");
        assert!(parse(&format!("p=~{}", words(n))).is_err(), "{n} carried, unticked");
    }
}

#[test]
fn changed_boxes_are_those_of_the_page() {
    let words = (1..=100_000).map(|child| format!("{child}.3.2612.1")).collect::<Vec<_>>().join("_");
    assert!(parse(&format!("d={words}")).is_err());
    assert!(parse("d=1.3.2612.7").is_err());
}

/// Cells of the week, in either row.
fn any_ticks() -> impl Strategy<Value = BTreeMap<Cell, Booking>> {
    let day = (0u64..7).prop_map(|days| on(MONDAY) + chrono::Days::new(days));
    let cell = (1u32..5, 1u32..10, day);
    let cell = cell.prop_map(|(child, service, day)| Cell {
        child: ChildId(child),
        service: ServiceId(service),
        day,
    });
    let booking = any::<bool>().prop_map(|late| if late { Booking::Late } else { Booking::OnTime });
    proptest::collection::btree_map(cell, booking, 0..30)
}

proptest! {
    #[test]
    fn what_is_sent_is_read(ticks in any_ticks(), base in any_ticks(), carried in any_ticks()) {
        let base: BTreeSet<Cell> = base.into_keys().collect();
        let next_week = |cell: Cell| Cell { day: cell.day + chrono::Days::new(7), ..cell };
        let add = carried.into_iter().map(|(cell, booking)| (next_week(cell), booking)).collect();
        let draft = Draft { add, remove: BTreeSet::new() };
        let row = |(cell, booking): (&Cell, &Booking)| {
            format!("&{}={}", row_name(cell, *booking), chrono::Datelike::day(&cell.day))
        };
        let rows: String = ticks.iter().map(row).collect();
        let asked = asked(&format!("b={}&p={}{rows}", encode_set(&base), draft.encode()));
        prop_assert_eq!(&asked.base, &base);
        let expected: BTreeMap<Cell, Booking> = ticks.into_iter().chain(draft.add).collect();
        prop_assert_eq!(asked.ticks, expected);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Sheet::parse(week(), &bytes);
        let _ = Sheet::parse(week(), &[NUMBER.as_bytes(), b"&", &bytes[..]].concat());
    }

    #[test]
    fn nor_does_what_looks_like_ours(fields in "([bpdn]|aller|habituels|[0-9]{1,2}\\.[0-9]L?\\.[0-9]{4})?=[0-9L._~a-f&%]{0,60}") {
        let _ = parse(&fields);
    }
}
