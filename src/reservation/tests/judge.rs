//! What may be done with a cell, and why not.

use super::*;
use crate::{
    activity::{
        deadline::{Deadlines, Rule},
        opening::Closed,
    },
    reservation::judge::{Judged, Reason, judge},
    tariff::price::NoPrice,
};

fn judged(open: &Open, cell: Cell, now: &str) -> Judged {
    judge(open, &cell, at(now))
}

fn too_late(until: &str, late: bool) -> Reason {
    Reason::TooLate { until: Some(at(until)), late }
}

#[test]
fn a_cell_may_be_booked_on_time_then_late_then_no_more() {
    let open = open("900", &[PRIMARY]);
    let until = "2026-11-27T09:00";
    for (now, book, cancel) in [
        (EARLY, Ok(Booking::OnTime), Ok(())),
        ("2026-11-27T08:59", Ok(Booking::OnTime), Ok(())),
        (until, Ok(Booking::Late), Err(too_late(until, false))),
        ("2026-11-30T08:59", Ok(Booking::Late), Err(too_late(until, false))),
        ("2026-11-30T09:00", Err(too_late(until, false)), Err(too_late(until, false))),
        ("2026-11-30T23:59", Err(too_late(until, false)), Err(too_late(until, false))),
        ("2026-12-01T00:00", Err(Reason::Past), Err(Reason::Past)),
    ] {
        let judged = judged(&open, cell(1, FIRST, MONDAY), now);
        assert_eq!((judged.book, judged.cancel), (book, cancel), "{now}");
        assert_eq!(judged.booked, None);
    }
}

#[test]
fn a_cell_says_why_it_cannot_be_booked() {
    let mut open = open("1300.01", &[PRIMARY, NURSERY]);
    share(&mut open, 1);
    registrations(&mut open, 0).retain(|known| known.service != ServiceId(BUS));
    registrations(&mut open, 0)[0].until = Some(on(TUESDAY));
    known(&mut open, 0).class.set(on("2027-03-08"), InClass { class: None });
    for (cell, now, reason) in [
        (cell(1, BUS, MONDAY), EARLY, Reason::NotRegistered),
        (cell(1, MORNING, THURSDAY), EARLY, Reason::NotRegistered),
        (cell(9, FIRST, MONDAY), EARLY, Reason::NotRegistered),
        (cell(1, 99, MONDAY), EARLY, Reason::NotRegistered),
        (cell(2, FIRST, MONDAY), EARLY, Reason::OtherFamily),
        (cell(1, FIRST, WEDNESDAY), EARLY, Reason::Closed(Closed::Weekday)),
        (cell(2, SECOND, "2026-12-07"), EARLY, Reason::Closed(Closed::School)),
        (
            cell(1, FIRST, "2026-12-08"),
            EARLY,
            Reason::Closed(Closed::Closure("travaux dans la cuisine".into())),
        ),
        (cell(1, FIRST, "2027-03-09"), EARLY, Reason::Closed(Closed::School)),
        (cell(1, FIRST, "2026-11-24"), EARLY, Reason::Past),
        (cell(1, EVENING, MONDAY), "2026-11-29T18:00", too_late("2026-11-29T18:00", false)),
        (cell(1, HALF_DAY, WEDNESDAY), EARLY, Reason::NoPrice(NoPrice::NotOffered)),
        (cell(1, HOLIDAYS, "2026-12-21"), "2026-12-05T00:00", too_late("2026-12-05T00:00", false)),
        (cell(1, HOLIDAYS, "2027-02-22"), EARLY, Reason::NotYet(at("2027-01-04T00:00"))),
    ] {
        let judged = judged(&open, cell, now);
        assert_eq!(judged.book, Err(reason), "{cell:?} at {now}");
    }
    assert_eq!(judged(&open, cell(2, FIRST, "2026-12-07"), EARLY).book, Ok(Booking::OnTime));
}

#[test]
fn a_cell_says_how_it_is_booked() {
    let mut open = open("900", &[PRIMARY]);
    set(&mut open, cell(1, FIRST, MONDAY), Some(Booking::Late));
    let known = judged(&open, cell(1, FIRST, MONDAY), FRIDAY);
    assert_eq!(known.booked, Some(Booking::Late));
    assert_eq!(known.cancel, Err(too_late(FRIDAY, false)));
    assert_eq!(judged(&open, cell(1, FIRST, TUESDAY), FRIDAY).booked, None);
}

#[test]
fn what_can_no_longer_be_cancelled_excludes_its_rivals() {
    let mut open = open("900", &[PRIMARY]);
    book(&mut open, &[cell(1, FIRST, MONDAY), cell(1, FIRST, THURSDAY)]);
    let excluded = Err(Reason::Excluded(ServiceId(FIRST)));
    for (cell, now, book) in [
        (cell(1, SECOND, MONDAY), EARLY, Ok(Booking::OnTime)),
        (cell(1, SECOND, MONDAY), FRIDAY, excluded),
        (cell(1, SECOND, TUESDAY), FRIDAY, Ok(Booking::Late)),
        (cell(1, SECOND, THURSDAY), FRIDAY, Ok(Booking::OnTime)),
        (cell(1, EVENING, MONDAY), FRIDAY, Ok(Booking::OnTime)),
    ] {
        assert_eq!(judged(&open, cell, now).book, book, "{cell:?} at {now}");
    }
}

#[test]
fn cancelling_has_its_own_limit() {
    let mut open = open("900", &[PRIMARY]);
    let morning = services(&mut open).list.iter_mut().find(|known| known.id == ServiceId(MORNING)).unwrap();
    let rules = Deadlines {
        source: String::new(),
        book: Rule::DaysBefore { days: 1, at: None },
        cancel: Some(Rule::DaysBefore { days: 3, at: None }),
        late: None,
        after_holidays: None,
        exceptions: Default::default(),
    };
    morning.deadlines = Dated::since(on("2025-09-01"), rules);
    let judged = judged(&open, cell(1, MORNING, MONDAY), "2026-11-28T00:00");
    assert_eq!((judged.book, judged.cancel), (Ok(Booking::OnTime), Err(too_late("2026-11-28T00:00", false))));
}

#[test]
fn what_is_never_booked_is_not_booked_late() {
    let mut open = open("900", &[PRIMARY]);
    let canteen = services(&mut open).list.iter_mut().find(|known| known.id == ServiceId(FIRST)).unwrap();
    canteen.weekdays = vec![1, 2, 3, 4, 5];
    let judged = judged(&open, cell(1, FIRST, WEDNESDAY), EARLY);
    assert_eq!(judged.book, Err(Reason::TooLate { until: None, late: false }));
}
