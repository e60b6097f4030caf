//! A trial answers as a tick of the grid would be answered.

use super::*;
use crate::{
    activity::opening::Closed,
    reservation::{
        judge::Reason,
        plan::plan,
        trial::{Question, trial},
    },
    tariff::absence::Absences,
};

/// What a trial says of a cell at an instant, which is what the plan says of its tick.
fn tried(open: &Open, cell: Cell, local: &str) -> Result<Booking, Reason> {
    let absences = Absences::default();
    let told = trial(open, &absences, &Question { cell, at: at(local), minutes: None }).book;
    let booking = told.clone().unwrap_or(Booking::OnTime);
    let asked = Asked { ticks: [(cell, booking)].into(), ..Asked::default() };
    let plan = plan(open, &asked, at(local));
    match &told {
        Ok(booking) => assert_eq!(plan.added.get(&cell), Some(booking), "{cell:?} {local}"),
        Err(reason) => assert_eq!(&plan.refused[0].reason, reason, "{cell:?} {local}"),
    }
    told
}

#[test]
fn a_trial_says_what_a_tick_would() {
    let mut open = open("850", &[PRIMARY]);
    let canteen = |day| cell(1, FIRST, day);
    assert_eq!(tried(&open, canteen(MONDAY), EARLY), Ok(Booking::OnTime));
    assert_eq!(tried(&open, canteen(MONDAY), FRIDAY), Ok(Booking::Late));
    let too_late = tried(&open, canteen(MONDAY), "2026-11-30T09:00");
    assert!(matches!(too_late, Err(Reason::TooLate { .. })), "{too_late:?}");
    assert_eq!(tried(&open, canteen(MONDAY), "2026-12-01T09:00"), Err(Reason::Past));
    assert_eq!(tried(&open, canteen(WEDNESDAY), EARLY), Err(Reason::Closed(Closed::Weekday)));
    // Places are counted, as a tick's are.
    places(&mut open, 24, WEDNESDAY, 23);
    assert_eq!(tried(&open, cell(1, DAY, WEDNESDAY), EARLY), Ok(Booking::OnTime));
    places(&mut open, 24, WEDNESDAY, 24);
    assert_eq!(tried(&open, cell(1, DAY, WEDNESDAY), EARLY), Err(Reason::Full));
    // Another service that can no longer be given up excludes it.
    set(&mut open, canteen(MONDAY), Some(Booking::OnTime));
    let excluded = Err(Reason::Excluded(ServiceId(FIRST)));
    assert_eq!(tried(&open, cell(1, SECOND, MONDAY), FRIDAY), excluded);
    registrations(&mut open, 0).clear();
    assert_eq!(tried(&open, canteen(THURSDAY), EARLY), Err(Reason::NotRegistered));
}

#[test]
fn what_is_needed_first_is_said() {
    let mut open = open("850", &[PRIMARY]);
    let snack = services(&mut open).list.iter_mut().find(|known| known.id.0 == EVENING).unwrap();
    snack.needs = vec![ServiceId(FIRST)];
    let evening = cell(1, EVENING, THURSDAY);
    assert_eq!(tried(&open, evening, EARLY), Err(Reason::Needs(vec![ServiceId(FIRST)])));
    book(&mut open, &[cell(1, FIRST, THURSDAY)]);
    assert_eq!(tried(&open, evening, EARLY), Ok(Booking::OnTime));
}
