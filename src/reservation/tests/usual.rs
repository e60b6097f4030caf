//! "Mes jours habituels".

use super::*;
use crate::{activity::period::Period, reservation::usual::tick, town::Span};

fn week() -> Period {
    Period::of(Span::Week, on(MONDAY))
}

/// Two children who usually come to the first sitting on Mondays and Thursdays, and the whole Wednesday.
fn regulars() -> Open {
    let mut open = open("900", &[PRIMARY, PRIMARY]);
    for child in &mut open.children {
        for known in Arc::make_mut(&mut child.registrations) {
            known.usual = match known.service.0 {
                FIRST => vec![1, 4],
                DAY => vec![3],
                _ => vec![],
            };
        }
    }
    open
}

fn ticked(open: &Open, mut asked: Asked, only: Option<u32>, now: &str) -> Vec<Cell> {
    tick(open, week(), &mut asked, only.map(ChildId), at(now));
    assert!(asked.ticks.values().all(|booking| *booking == Booking::OnTime));
    asked.ticks.into_keys().collect()
}

#[test]
fn usual_days_of_the_period_are_ticked() {
    let open = regulars();
    let of = |child| [cell(child, FIRST, MONDAY), cell(child, FIRST, THURSDAY), cell(child, DAY, WEDNESDAY)];
    assert_eq!(ticked(&open, Asked::default(), None, EARLY), [of(1), of(2)].concat());
    assert_eq!(ticked(&open, Asked::default(), Some(2), EARLY), of(2));
}

#[test]
fn only_what_can_be_booked_on_time_is_ticked() {
    let open = regulars();
    // Monday would be late, Wednesday is over.
    assert_eq!(ticked(&open, Asked::default(), Some(1), FRIDAY), [cell(1, FIRST, THURSDAY)]);
}

#[test]
fn a_registration_that_has_ended_ticks_nothing() {
    let mut open = regulars();
    registrations(&mut open, 0).iter_mut().for_each(|known| known.until = Some(on(TUESDAY)));
    assert_eq!(ticked(&open, Asked::default(), Some(1), EARLY), [cell(1, FIRST, MONDAY)]);
}

#[test]
fn a_shared_child_is_ticked_in_its_own_weeks() {
    let mut open = regulars();
    share(&mut open, 0);
    assert_eq!(ticked(&open, Asked::default(), Some(1), EARLY), []);
}

#[test]
fn what_is_ticked_or_booked_is_not_replaced() {
    let mut open = regulars();
    let (other_sitting, half_day) = (cell(1, SECOND, MONDAY), cell(1, HALF_DAY, WEDNESDAY));
    book(&mut open, &[half_day]);
    // One rival is ticked on the screen, the other is booked: the form shows it, or did not.
    for base in [vec![half_day], vec![]] {
        let mut asked = ask(&base, &[&base[..], &[other_sitting]].concat());
        tick(&open, week(), &mut asked, Some(ChildId(1)), at(EARLY));
        assert!(
            asked.ticks.contains_key(&other_sitting) && asked.ticks.contains_key(&cell(1, FIRST, THURSDAY))
        );
        assert!(!asked.ticks.contains_key(&cell(1, FIRST, MONDAY)), "{base:?}");
        assert!(!asked.ticks.contains_key(&cell(1, DAY, WEDNESDAY)), "{base:?}");
    }
    // Unticked, it is no longer in the way.
    let after = ticked(&open, ask(&[half_day], &[]), Some(1), EARLY);
    assert!(after.contains(&cell(1, DAY, WEDNESDAY)));
}

#[test]
fn a_usual_day_that_was_unticked_is_ticked_again() {
    let mut open = regulars();
    let monday = cell(1, FIRST, MONDAY);
    book(&mut open, &[monday]);
    let mut asked = ask(&[monday], &[]);
    tick(&open, week(), &mut asked, None, at(EARLY));
    assert!(!asked.removals().contains(&monday));
}
