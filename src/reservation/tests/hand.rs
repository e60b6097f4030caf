//! By the town hall's hand: deadlines, past days and, when it says so, places do not stop it.

use super::*;
use crate::activity::{opening::Closed, period::Period};
use crate::reservation::{
    grid::{Face, grid},
    hand::{Act, Flaw, LONGEST, Leave},
    judge::{Reason, judge},
    plan::plan,
    usual,
};

const NORMAL: Leave = Leave { normal: true, exceed: false };
const EXCEED: Leave = Leave { normal: false, exceed: true };
/// A month after all these days.
const AFTER: &str = "2027-01-04T10:00";

fn by_town(leave: Leave) -> Open {
    Open { hand: Hand::Town(leave), ..open("1500", &[PRIMARY]) }
}

/// What is ticked in the rows where the grid has it.
fn ticked(open: &Open, cells: &[Cell], now: &str) -> Asked {
    let mut asked = ask(&[], cells);
    for (cell, booking) in &mut asked.ticks {
        *booking = judge(open, cell, at(now)).book.unwrap_or(Booking::OnTime);
    }
    asked
}

#[test]
fn after_the_deadline_it_books_at_the_price_that_a_parent_would_have_paid() {
    for (service, day, now, expected) in [
        (FIRST, MONDAY, EARLY, Booking::OnTime),
        (FIRST, MONDAY, FRIDAY, Booking::Late),
        (FIRST, MONDAY, AFTER, Booking::Late),
        // No late price: there is only one.
        (EVENING, MONDAY, AFTER, Booking::OnTime),
        (DAY, WEDNESDAY, FRIDAY, Booking::OnTime),
    ] {
        let open = by_town(Leave::default());
        let cell = cell(1, service, day);
        let plan = plan(&open, &ticked(&open, &[cell], now), at(now));
        assert_eq!(plan.added.get(&cell), Some(&expected), "{service} {day} {now}");
    }
}

#[test]
fn at_the_ordinary_price_when_it_says_so() {
    let open = by_town(NORMAL);
    let cell = cell(1, FIRST, MONDAY);
    let asked = ticked(&open, &[cell], AFTER);
    assert_eq!(asked.ticks[&cell], Booking::Late, "it stands in the late row all the same");
    let plan = plan(&open, &asked, at(AFTER));
    assert_eq!(plan.added.get(&cell), Some(&Booking::OnTime));
    assert!(plan.beyond.contains(&cell));
    let shown = grid(&open, &plan, Period::of(crate::town::Span::Week, on(MONDAY)), at(AFTER));
    let late = shown.children[0].weeks[0].rows.iter().find(|row| row.booking == Booking::Late).unwrap();
    assert_eq!(late.figures.len(), 1, "{:?}", late.figures);
    assert_eq!(late.figures[0].unit * 1, plan.lines[0].unit);
}

#[test]
fn what_a_parent_could_do_is_not_beyond_a_parent() {
    for (now, cells, beyond) in [
        (EARLY, vec![cell(1, FIRST, MONDAY), cell(1, DAY, WEDNESDAY)], vec![]),
        // Late, at the late price, as a parent may until that morning.
        (FRIDAY, vec![cell(1, FIRST, MONDAY)], vec![]),
        (FRIDAY, vec![cell(1, DAY, WEDNESDAY), cell(1, FIRST, THURSDAY)], vec![cell(1, DAY, WEDNESDAY)]),
        (AFTER, vec![cell(1, FIRST, MONDAY)], vec![cell(1, FIRST, MONDAY)]),
    ] {
        let open = by_town(Leave::default());
        let plan = plan(&open, &ticked(&open, &cells, now), at(now));
        assert_eq!(plan.added.len(), cells.len(), "{now}");
        assert_eq!(plan.beyond, beyond.into_iter().collect(), "{now}");
    }
}

#[test]
fn it_cancels_what_a_parent_no_longer_can() {
    for (now, beyond) in [(EARLY, 0), (FRIDAY, 1), (AFTER, 1)] {
        let mut open = by_town(Leave::default());
        let cell = cell(1, FIRST, MONDAY);
        book(&mut open, &[cell]);
        let plan = plan(&open, &ask(&[cell], &[]), at(now));
        assert!(plan.removed.contains(&cell) && plan.refused.is_empty(), "{now}");
        assert_eq!(plan.beyond.len(), beyond, "{now}");
    }
}

#[test]
fn what_is_closed_excluded_or_another_familys_stays_so() {
    let mut open = by_town(Leave { normal: true, exceed: true });
    share(&mut open, 0);
    // Whose weeks the odd ones are not; a Saturday; Christmas.
    let refused = |day: &str, service| {
        let asked = ask(&[], &[cell(1, service, day)]);
        plan(&open, &asked, at(AFTER)).refused.first().map(|refused| refused.reason.clone())
    };
    assert_eq!(refused(MONDAY, FIRST), Some(Reason::OtherFamily));
    assert_eq!(refused("2026-11-28", FIRST), Some(Reason::Closed(Closed::Weekday)));
    assert!(matches!(refused("2026-12-25", FIRST), Some(Reason::Closed(_))));
    let open = by_town(Leave { normal: true, exceed: true });
    let both = [cell(1, FIRST, MONDAY), cell(1, SECOND, MONDAY)];
    let plan = plan(&open, &ticked(&open, &both, AFTER), at(AFTER));
    assert_eq!((plan.added.len(), plan.refused.len()), (1, 1));
    assert_eq!(plan.refused[0].reason, Reason::Excluded(ServiceId(FIRST)));
}

#[test]
fn what_it_newly_ticks_replaces_what_excludes_it_however_late() {
    let mut open = by_town(Leave::default());
    book(&mut open, &[cell(1, FIRST, MONDAY)]);
    let new = cell(1, SECOND, MONDAY);
    let plan = plan(&open, &ticked(&open, &[new], AFTER), at(AFTER));
    assert_eq!(plan.removed.iter().collect::<Vec<_>>(), [&cell(1, FIRST, MONDAY)]);
    assert_eq!((plan.added.len(), plan.beyond.len()), (1, 2));
}

#[test]
fn a_full_day_is_said_and_exceeded_only_when_asked() {
    let wednesday = cell(1, DAY, WEDNESDAY);
    for (leave, booked) in [(Leave::default(), false), (NORMAL, false), (EXCEED, true)] {
        let mut open = by_town(leave);
        places(&mut open, 4, WEDNESDAY, 4);
        let asked = ask(&[], &[wednesday]);
        let planned = plan(&open, &asked, at(EARLY));
        assert_eq!(planned.added.contains_key(&wednesday), booked, "{leave:?}");
        assert_eq!(planned.beyond.contains(&wednesday), booked, "a parent could not");
        let empty = plan(&open, &Asked::default(), at(EARLY));
        let shown = grid(&open, &empty, Period::of(crate::town::Span::Week, on(WEDNESDAY)), at(EARLY));
        let rows = shown.children[0].weeks[0].rows.iter();
        let each = rows.flat_map(|row| &row.boxes).find(|each| each.cell == wednesday).unwrap();
        assert!(each.full && matches!(each.face, Face::Open { ticked: false, .. }), "{leave:?}");
    }
    let mut open = by_town(EXCEED);
    places(&mut open, 4, WEDNESDAY, 3);
    let planned = plan(&open, &ask(&[], &[wednesday]), at(EARLY));
    assert!(planned.beyond.is_empty(), "the last place is a parent's too");
}

#[test]
fn usual_days_are_ticked_whatever_the_deadline() {
    let mut open = by_town(Leave::default());
    registrations(&mut open, 0)[2].usual = vec![1, 2];
    let week = Period::of(crate::town::Span::Week, on(MONDAY));
    for (hand, expected) in [(Hand::Family, 0), (Hand::Town(Leave::default()), 2)] {
        open.hand = hand;
        let mut asked = Asked::default();
        usual::tick(&open, week, &mut asked, None, at(AFTER));
        assert_eq!(asked.ticks.len(), expected, "{hand:?}");
    }
}

#[test]
fn a_reason_is_asked_beyond_what_a_parent_could_do() {
    let act = |reason: &str| {
        let mut act = Act::default();
        assert!(act.take("motif", reason));
        act
    };
    assert_eq!(act(" \r\n ").flaw(true), Some(Flaw::NoReason));
    assert_eq!(act("").flaw(false), None);
    assert_eq!(act("Oubli\r\nsignalé  par téléphone").reason, "Oubli signalé par téléphone");
    assert_eq!(act(&"é".repeat(LONGEST)).flaw(true), None);
    assert_eq!(act(&"é".repeat(LONGEST + 1)).flaw(false), Some(Flaw::TooLong));
    let mut whole = act("Oubli");
    assert!(whole.take("normal", "on") && whole.take("depasser", "on") && !whole.take("p", ""));
    let mut again = Act::default();
    for (name, value) in whole.fields() {
        assert!(again.take(name, value));
    }
    assert_eq!(again, whole);
}
