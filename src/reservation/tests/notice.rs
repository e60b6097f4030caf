//! The deadline that comes next.

use super::*;
use crate::{
    activity::{
        deadline::{Deadlines, Rule},
        period::Period,
    },
    reservation::{grid::grid, notice::Notice, plan::plan},
    town::Span,
};

/// The notice above the week of 30 November.
fn notice(open: &Open, now: &str) -> Option<Notice> {
    let plan = plan(open, &Asked::default(), at(now));
    grid(open, &plan, Period::of(Span::Week, on(MONDAY)), at(now)).notice
}

fn told(
    services: &[u32],
    days: &[&str],
) -> (std::collections::BTreeSet<ServiceId>, std::collections::BTreeSet<NaiveDate>) {
    (services.iter().map(|id| ServiceId(*id)).collect(), days.iter().map(|day| on(day)).collect())
}

#[test]
fn the_next_deadline_names_its_services_and_days() {
    let open = open("900", &[PRIMARY]);
    let (centre, canteen) = ([DAY, HALF_DAY], [FIRST, SECOND]);
    for (now, until, services, days, late) in [
        (EARLY, "2026-11-26T12:00", centre.as_slice(), [WEDNESDAY].as_slice(), false),
        ("2026-11-26T11:59", "2026-11-26T12:00", &centre, &[WEDNESDAY], false),
        ("2026-11-26T12:00", FRIDAY, &canteen, &[MONDAY, TUESDAY], true),
        (FRIDAY, "2026-11-29T18:00", &[MORNING, 5, EVENING], &[MONDAY], false),
        ("2026-11-29T18:00", "2026-11-30T07:00", &[BUS], &[MONDAY], false),
        ("2026-12-01T07:00", "2026-12-01T09:00", &canteen, &[THURSDAY, "2026-12-04"], true),
        ("2026-12-03T18:00", "2026-12-04T07:00", &[BUS], &["2026-12-04"], false),
    ] {
        let notice = notice(&open, now).unwrap();
        assert_eq!(notice.until, at(until), "{now}");
        assert_eq!(notice.book, told(services, days), "{now}");
        assert_eq!(notice.cancel, notice.book, "booked and cancelled together, {now}");
        assert_eq!(notice.late, late, "{now}");
    }
    assert_eq!(notice(&open, "2026-12-04T07:00"), None);
}

#[test]
fn a_deadline_of_cancelling_alone_is_named_alone() {
    let mut open = open("900", &[PRIMARY]);
    services(&mut open).list.retain(|known| known.id == ServiceId(MORNING));
    let rules = Deadlines {
        source: String::new(),
        book: Rule::DaysBefore { days: 1, at: None },
        cancel: Some(Rule::DaysBefore { days: 4, at: None }),
        late: None,
        after_holidays: None,
        exceptions: Default::default(),
    };
    services(&mut open).list[0].deadlines = Dated::since(on("2025-09-01"), rules);
    let next = notice(&open, EARLY).unwrap();
    assert_eq!((next.until, next.book), (at("2026-11-27T00:00"), told(&[], &[])));
    assert_eq!(next.cancel, told(&[MORNING], &[MONDAY]));
}

#[test]
fn days_of_another_family_are_not_told() {
    let mut open = open("900", &[PRIMARY]);
    share(&mut open, 0);
    assert_eq!(notice(&open, EARLY), None, "30 November begins an odd week");
}
