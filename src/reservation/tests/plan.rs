//! What is added, removed and refused.

use super::*;
use crate::{
    activity::opening::Closed,
    reservation::{
        judge::Reason,
        plan::{Refused, Wish, plan},
    },
    tariff::price::{Line, NoPrice},
    town::feast::Feast,
};

fn keys(ticks: &crate::reservation::Ticks) -> Vec<Cell> {
    ticks.keys().copied().collect()
}

fn removed(plan: &Plan) -> Vec<Cell> {
    plan.removed.iter().copied().collect()
}

fn refused(cell: Cell, reason: Reason) -> Refused {
    Refused { cell, wish: Wish::Book, reason }
}

fn too_late(until: &str, late: bool) -> Reason {
    Reason::TooLate { until: Some(at(until)), late }
}

fn late(cells: &[Cell]) -> Asked {
    Asked { ticks: cells.iter().map(|cell| (*cell, Booking::Late)).collect(), ..Asked::default() }
}

#[test]
fn only_what_the_form_changed_is_changed() {
    let mut open = open("900", &[PRIMARY, NURSERY]);
    let (kept, unticked) = (cell(1, FIRST, MONDAY), cell(1, FIRST, TUESDAY));
    let (ticked, cancelled) = (cell(2, FIRST, MONDAY), cell(2, FIRST, TUESDAY));
    let (theirs, both) = (cell(2, EVENING, MONDAY), cell(1, EVENING, MONDAY));
    // Meanwhile the other parent has booked `theirs` and `both`, and cancelled `cancelled`.
    book(&mut open, &[kept, unticked, theirs, both]);
    let plan = plan(&open, &ask(&[kept, unticked, cancelled], &[kept, cancelled, ticked, both]), at(EARLY));
    assert_eq!((keys(&plan.added), removed(&plan), plan.refused.len()), (vec![ticked], vec![unticked], 0));
    assert_eq!(keys(&plan.after), [kept, both, ticked, theirs]);
    assert_eq!(plan.changes(), 2);
    let draft = plan.draft();
    assert_eq!((keys(&draft.add), draft.remove), (vec![ticked], [unticked].into()));
}

#[test]
fn what_is_then_booked_is_priced() {
    let mut open = open("900", &[PRIMARY, NURSERY]);
    book(&mut open, &[cell(1, FIRST, MONDAY), cell(1, FIRST, TUESDAY)]);
    let asked = ask(&[cell(1, FIRST, TUESDAY)], &[cell(1, FIRST, THURSDAY), cell(2, FIRST, MONDAY)]);
    let lines = plan(&open, &asked, at(EARLY)).lines;
    let line = |line: &Line| (line.child, line.unit.0, line.days.clone(), line.is_late());
    let expected = [(0, 540, vec![on(MONDAY), on(THURSDAY)], false), (1, 330, vec![on(MONDAY)], false)];
    assert_eq!(lines.iter().map(line).collect::<Vec<_>>(), expected);
}

#[test]
fn a_place_given_back_is_free_for_a_brother() {
    let mut open = open("900", &[PRIMARY, PRIMARY]);
    let (elder, younger) = (cell(1, DAY, WEDNESDAY), cell(2, HALF_DAY, WEDNESDAY));
    places(&mut open, 10, WEDNESDAY, 9);
    book(&mut open, &[elder]);
    let full = plan(&open, &ask(&[elder], &[elder, younger]), at(EARLY));
    assert_eq!(full.refused, [refused(younger, Reason::Full)]);
    let swapped = plan(&open, &ask(&[elder], &[younger]), at(EARLY));
    assert_eq!(
        (keys(&swapped.added), removed(&swapped), swapped.refused.len()),
        (vec![younger], vec![elder], 0)
    );
}

#[test]
fn the_last_place_goes_to_the_first_of_two() {
    let mut open = open("900", &[PRIMARY, PRIMARY]);
    let (elder, younger) = (cell(1, DAY, WEDNESDAY), cell(2, HALF_DAY, WEDNESDAY));
    places(&mut open, 10, WEDNESDAY, 9);
    let next_week = cell(2, DAY, "2026-12-09");
    for (asked, first, second) in [
        (ask(&[], &[elder, younger, next_week]), elder, younger),
        (ask_live(&[], &[elder, younger, next_week]), younger, elder),
    ] {
        let plan = plan(&open, &asked, at(EARLY));
        assert!(plan.added.contains_key(&first) && plan.added.contains_key(&next_week));
        assert_eq!(plan.refused, [refused(second, Reason::Full)]);
    }
    places(&mut open, 10, WEDNESDAY, 10);
    let plan = plan(&open, &ask(&[], &[elder]), at(EARLY));
    assert_eq!((plan.changes(), plan.refused), (0, vec![refused(elder, Reason::Full)]));
}

#[test]
fn each_school_may_have_its_own_places() {
    let mut open = open("900", &[PRIMARY, NURSERY, PRIMARY]);
    services(&mut open).pools.get_mut(&CENTRE).unwrap().by_school = true;
    services(&mut open).pools.get_mut(&CENTRE).unwrap().places = 1;
    let cells = [1, 2, 3].map(|child| cell(child, DAY, WEDNESDAY));
    let plan = plan(&open, &ask(&[], &cells), at(EARLY));
    assert_eq!(keys(&plan.added), cells[..2]);
    assert_eq!(plan.refused, [refused(cells[2], Reason::Full)]);
}

#[test]
fn the_sitting_newly_ticked_wins() {
    let mut open = open("900", &[PRIMARY]);
    let (first, second) = (cell(1, FIRST, MONDAY), cell(1, SECOND, MONDAY));
    book(&mut open, &[first]);
    // Shown or not, ticked or not: what was booked before gives way.
    for asked in [ask(&[first], &[first, second]), ask(&[first], &[second]), ask(&[], &[second])] {
        let plan = plan(&open, &asked, at(EARLY));
        assert_eq!((keys(&plan.added), removed(&plan), plan.refused.len()), (vec![second], vec![first], 0));
    }
    let plan = plan(&open, &late(&[second]), at(FRIDAY));
    assert_eq!(plan.changes(), 0, "the first sitting can no longer be cancelled");
    assert_eq!(plan.refused, [refused(second, Reason::Excluded(ServiceId(FIRST)))]);
}

#[test]
fn of_two_sittings_ticked_one_after_the_other_the_last_wins_without_a_word() {
    let open = open("900", &[PRIMARY]);
    let (first, second) = (cell(1, FIRST, MONDAY), cell(1, SECOND, MONDAY));
    for (ticks, wins) in [([first, second], second), ([second, first], first)] {
        let plan = plan(&open, &ask_live(&[], &ticks), at(EARLY));
        assert_eq!((keys(&plan.added), plan.refused.len()), (vec![wins], 0));
    }
}

#[test]
fn what_is_newly_ticked_wins_over_what_was_ticked_before() {
    let open = open("900", &[PRIMARY]);
    let (first, second) = (cell(1, FIRST, MONDAY), cell(1, SECOND, MONDAY));
    for (newest, other) in [(second, first), (first, second)] {
        let named = vec![refused(other, Reason::Excluded(newest.service))];
        for (live, refused) in [(true, vec![]), (false, named)] {
            let asked = Asked { newest: vec![newest], live, ..ask(&[], &[first, second]) };
            let plan = plan(&open, &asked, at(EARLY));
            assert_eq!((keys(&plan.added), plan.refused), (vec![newest], refused), "live: {live}");
        }
    }
}

#[test]
fn of_two_sittings_sent_together_one_is_taken_and_the_other_named() {
    let open = open("900", &[PRIMARY, PRIMARY]);
    let (first, second) = (cell(1, FIRST, MONDAY), cell(1, SECOND, MONDAY));
    let elsewhere = [cell(1, SECOND, TUESDAY), cell(2, SECOND, MONDAY)];
    let plan = plan(&open, &ask(&[], &[first, second, elsewhere[0], elsewhere[1]]), at(EARLY));
    assert_eq!(keys(&plan.added), [first, elsewhere[0], elsewhere[1]]);
    assert_eq!(plan.refused, [refused(second, Reason::Excluded(ServiceId(FIRST)))]);
}

#[test]
fn what_was_asked_at_the_ordinary_price_is_not_booked_late() {
    let open = open("900", &[PRIMARY]);
    let monday = cell(1, FIRST, MONDAY);
    let plan = plan(&open, &ask(&[], &[monday]), at(FRIDAY));
    assert_eq!((plan.changes(), plan.refused), (0, vec![refused(monday, too_late(FRIDAY, true))]));
}

#[test]
fn what_was_asked_late_is_booked_late_or_better() {
    let open = open("900", &[PRIMARY]);
    let monday = cell(1, FIRST, MONDAY);
    for (now, booked, unit) in [("2026-11-27T08:59", Booking::OnTime, 540), (FRIDAY, Booking::Late, 810)] {
        let plan = plan(&open, &late(&[monday]), at(now));
        assert_eq!(plan.added, [(monday, booked)].into(), "{now}");
        assert_eq!((plan.lines[0].unit.0, plan.lines[0].is_late()), (unit, booked == Booking::Late));
    }
    let gone = plan(&open, &late(&[monday]), at("2026-11-30T09:00"));
    assert_eq!(gone.refused, [refused(monday, too_late(FRIDAY, false))]);
}

#[test]
fn what_cannot_be_booked_is_refused_with_its_reason() {
    let mut open = open("1500", &[PRIMARY, PRIMARY]);
    share(&mut open, 1);
    registrations(&mut open, 0).retain(|known| known.service != ServiceId(BUS));
    for (cell, reason) in [
        (cell(2, FIRST, MONDAY), Reason::OtherFamily),
        (cell(1, BUS, MONDAY), Reason::NotRegistered),
        (cell(9, FIRST, MONDAY), Reason::NotRegistered),
        (cell(1, FIRST, "2026-11-24"), Reason::Past),
        (cell(1, HALF_DAY, WEDNESDAY), Reason::NoPrice(NoPrice::NotOffered)),
        (cell(1, DAY, "2026-11-11"), Reason::Closed(Closed::Feast(Feast::Armistice1918))),
        (cell(1, HOLIDAYS, "2027-02-22"), Reason::NotYet(at("2027-01-04T00:00"))),
        (cell(1, EVENING, "2026-11-25"), Reason::Closed(Closed::Weekday)),
    ] {
        let plan = plan(&open, &ask(&[], &[cell]), at(EARLY));
        assert_eq!((plan.changes(), plan.refused), (0, vec![refused(cell, reason)]), "{cell:?}");
    }
}

#[test]
fn what_can_no_longer_be_cancelled_stays() {
    let mut open = open("900", &[PRIMARY]);
    let (monday, thursday, gone) =
        (cell(1, FIRST, MONDAY), cell(1, FIRST, THURSDAY), cell(1, FIRST, TUESDAY));
    book(&mut open, &[monday, thursday]);
    let plan = plan(&open, &ask(&[monday, gone, thursday], &[]), at(FRIDAY));
    assert_eq!(removed(&plan), [thursday]);
    let reason = too_late(FRIDAY, false);
    assert_eq!(plan.refused, [Refused { cell: monday, wish: Wish::Cancel, reason }]);
    assert_eq!(keys(&plan.after), [monday]);
    assert_eq!(plan.lines.len(), 1);
}

#[test]
fn a_full_day_does_not_keep_a_child_from_changing_formula() {
    let mut open = open("900", &[PRIMARY]);
    let (whole, half) = (cell(1, DAY, WEDNESDAY), cell(1, HALF_DAY, WEDNESDAY));
    places(&mut open, 10, WEDNESDAY, 9);
    book(&mut open, &[whole]);
    let plan = plan(&open, &ask_live(&[whole], &[whole, half]), at(EARLY));
    assert_eq!((keys(&plan.added), removed(&plan), plan.refused.len()), (vec![half], vec![whole], 0));
}

#[test]
fn two_sittings_sent_again_are_not_swapped() {
    let (first, second) = (cell(1, FIRST, MONDAY), cell(1, SECOND, MONDAY));
    for asked in [ask(&[], &[first, second]), ask_live(&[], &[first, second])] {
        let mut open = open("900", &[PRIMARY]);
        let once = plan(&open, &asked, at(EARLY));
        apply(&mut open, &once);
        let again = plan(&open, &asked, at(EARLY));
        assert_eq!((again.changes(), again.refused), (0, once.refused));
    }
}
