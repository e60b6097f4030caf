//! Usual days over a month or a year: what is proposed is what the grid would accept, and it only adds.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::{
    activity::period::Period,
    platform::money::Cents,
    reservation::{
        grid::{Face, grid},
        habit::{Rhythm, Typed, Wanted, When, Wrong, first_week},
        judge::{Reason, judge},
        plan::plan,
        series::series,
    },
    town::Span,
};

/// Both sittings on Mondays, the first one on Tuesdays, a formula on Wednesdays, the evening on Tuesdays.
fn typed(first: &str, last: &str) -> Typed {
    let days = [(1, FIRST, 1), (1, SECOND, 1), (2, FIRST, 2), (1, DAY, 3), (2, DAY, 3), (2, EVENING, 2)];
    Typed {
        sent: true,
        children: [ChildId(1), ChildId(2)].into(),
        when: When::Dates,
        from: first.into(),
        to: last.into(),
        rhythm: Rhythm::Every,
        days: days.map(|(child, service, day)| (ChildId(child), ServiceId(service), day)).into(),
    }
}

fn wanted(open: &Open, typed: &Typed, now: &str) -> Result<Wanted, Vec<Wrong>> {
    typed.wanted(open, at(now))
}

/// Two children, of whom some days are booked, and a centre with few places.
fn family(booked: &[Cell], places: u32) -> Open {
    let mut open = open("900", &[PRIMARY, NURSERY]);
    services(&mut open).pools.get_mut(&CENTRE).unwrap().places = places;
    book(&mut open, booked);
    open
}

proptest! {
    #[test]
    fn what_is_proposed_is_what_the_grid_would_accept(
        booked in proptest::sample::subsequence(vec![
            cell(1, SECOND, MONDAY), cell(1, HALF_DAY, WEDNESDAY), cell(2, FIRST, TUESDAY), cell(2, DAY, "2026-12-09"),
            cell(1, FIRST, "2026-12-07"), cell(2, EVENING, "2026-12-08"),
        ], 0..=6),
        places in 0u32..4,
        late in any::<bool>(),
    ) {
        let open = family(&booked, places);
        let now = at(if late { FRIDAY } else { EARLY });
        let asked = typed("2026-11-30", "2026-12-20").wanted(&open, at(EARLY)).unwrap();
        let series = series(&open, &asked.cells, now);
        // It only adds, and speaks of each day once.
        prop_assert!(series.plan.removed.is_empty());
        prop_assert!(open.booked().iter().all(|(cell, booking)| series.plan.after.get(cell) == Some(booking)));
        let missed: BTreeSet<Cell> = series.missed.iter().map(|missed| missed.cell).collect();
        let added: BTreeSet<Cell> = series.plan.added.keys().copied().collect();
        prop_assert_eq!(missed.len() + added.len() + series.known.len(), asked.cells.len());
        prop_assert_eq!(&missed | &(&added | &series.known), asked.cells);
        // The grid shows each as a box to tick, on time, and would save them together as they are.
        let shown = plan(&open, &Asked::default(), now);
        let month = grid(&open, &shown, Period::of(Span::Month, on(TUESDAY)), now);
        let rows = month.children.iter().flat_map(|child| &child.weeks).flat_map(|week| &week.rows);
        let free: BTreeSet<Cell> = rows
            .filter(|row| row.booking == Booking::OnTime)
            .flat_map(|row| &row.boxes)
            .filter(|each| each.face == Face::Open { ticked: false, changed: false })
            .map(|each| each.cell)
            .collect();
        for cell in added.iter().filter(|cell| month.period.contains(cell.day)) {
            prop_assert!(free.contains(cell), "{:?}", cell);
        }
        let saved = plan(&open, &ask(&[], &added.iter().copied().collect::<Vec<_>>()), now);
        prop_assert_eq!((&saved.added, &saved.lines, saved.refused), (&series.plan.added, &series.plan.lines, vec![]));
        // What is left out has a reason: it cannot be ticked on time, or gives way, or no place is left.
        for missed in &series.missed {
            let judged = judge(&open, &missed.cell, now).book;
            let given = matches!(missed.reason, Reason::Excluded(_) | Reason::Full);
            prop_assert!(given || judged != Ok(Booking::OnTime), "{:?}", missed);
        }
    }

    #[test]
    fn confirmed_twice_it_adds_nothing(places in 0u32..4) {
        let mut open = family(&[], places);
        let asked = typed("2026-11-30", "2026-12-20").wanted(&open, at(EARLY)).unwrap();
        let once = series(&open, &asked.cells, at(EARLY));
        prop_assert!(!once.plan.added.is_empty());
        apply(&mut open, &once.plan);
        let twice = series(&open, &asked.cells, at(EARLY));
        prop_assert_eq!((twice.plan.added.len(), twice.cost()), (0, Cents::ZERO));
    }
}

#[test]
fn months_cost_what_they_cost_on_the_grid() {
    let mut open = family(&[cell(1, FIRST, THURSDAY)], 84);
    let asked = wanted(&open, &typed("2026-11-30", "2027-01-31"), EARLY).unwrap();
    let series = series(&open, &asked.cells, at(EARLY));
    let months = series.months();
    apply(&mut open, &series.plan);
    for (first, sum) in &months {
        let period = Period::of(Span::Month, *first);
        let now = at(EARLY);
        let grid = grid(&open, &plan(&open, &Asked::default(), now), period, now);
        assert_eq!(grid.total, sum.total, "{first}");
    }
    assert_eq!(months.len(), 3);
    let december = months[&on("2026-12-01")];
    assert!(december.added < december.total, "what was booked before is in the month");
    assert_eq!(months.values().map(|sum| sum.added).sum::<Cents>(), series.cost());
    let parts = series.parts();
    assert_eq!(parts.iter().map(|part| part.days).sum::<usize>(), series.plan.added.len());
    let first =
        parts.iter().find(|part| (part.child, part.service) == (ChildId(1), ServiceId(FIRST))).unwrap();
    assert_eq!((first.first, first.last), (on(MONDAY), on("2027-01-25")));
}

#[test]
fn holidays_are_left_out_and_named() {
    let open = family(&[], 84);
    let asked = wanted(&open, &typed("2026-12-14", "2027-01-05"), EARLY).unwrap();
    let series = series(&open, &asked.cells, at(EARLY));
    let on_holidays = on("2026-12-19")..=on("2027-01-03");
    assert!(series.plan.added.keys().all(|cell| !on_holidays.contains(&cell.day)));
    assert!(series.missed.iter().any(|missed| on_holidays.contains(&missed.cell.day)));
    // A service of the holidays is not asked for on school days, nor said to be missing there.
    let mut typed = typed("2026-12-14", "2027-01-05");
    typed.children = [ChildId(1)].into();
    typed.days = [(ChildId(1), ServiceId(HOLIDAYS), 1)].into();
    let days: Vec<NaiveDate> =
        wanted(&open, &typed, EARLY).unwrap().cells.iter().map(|cell| cell.day).collect();
    assert_eq!(days, [on("2026-12-21"), on("2026-12-28")]);
}

#[test]
fn one_week_in_two_is_the_one_that_is_said() {
    let open = family(&[], 84);
    for (rhythm, begins) in [(Rhythm::Even, "2026-12-07"), (Rhythm::Odd, MONDAY), (Rhythm::Every, MONDAY)] {
        assert_eq!(first_week(rhythm, on(MONDAY)), on(begins));
        let typed = Typed { rhythm, ..typed(MONDAY, "2026-12-20") };
        let cells = wanted(&open, &typed, EARLY).unwrap().cells;
        assert_eq!(cells.iter().map(|cell| cell.day).min(), Some(on(begins)), "{rhythm:?}");
        assert_eq!(
            cells.len(),
            if rhythm == Rhythm::Every {
                18
            } else if rhythm == Rhythm::Odd {
                12
            } else {
                6
            }
        );
    }
    // Week 53, then week 1.
    assert_eq!(first_week(Rhythm::Even, on("2026-12-28")), on("2027-01-11"));
}

#[test]
fn a_form_is_refused_early() {
    let open = family(&[], 84);
    let dates = |first: &str, last: &str| wanted(&open, &typed(first, last), EARLY).map(drop);
    for (first, last, wrong) in [
        ("", "2026-12-20", Wrong::From),
        (MONDAY, "demain", Wrong::To),
        ("2026-11-24", MONDAY, Wrong::Past),
        (TUESDAY, MONDAY, Wrong::Order),
        (MONDAY, "2027-09-02", Wrong::TooLong(on("2027-09-01"))),
        ("2028-07-05", "2028-07-06", Wrong::NoYear),
        ("+262142-01-01", "+262142-12-31", Wrong::NoYear),
    ] {
        assert_eq!(dates(first, last), Err(vec![wrong]), "{first} {last}");
    }
    assert_eq!(dates(MONDAY, "2027-09-01"), Ok(()));
    let nobody = Typed { children: BTreeSet::new(), ..typed(MONDAY, TUESDAY) };
    assert_eq!(wanted(&open, &nobody, EARLY).map(drop), Err(vec![Wrong::NoChild]));
    let mut no_day = typed(MONDAY, TUESDAY);
    no_day.days.retain(|(child, ..)| *child == ChildId(1));
    assert_eq!(wanted(&open, &no_day, EARLY).map(drop), Err(vec![Wrong::NoDay(ChildId(2))]));
}

#[test]
fn a_form_that_was_not_sent_is_filled_in_with_the_usual_days() {
    let mut open = family(&[], 84);
    for known in registrations(&mut open, 0).iter_mut().filter(|known| known.service.0 == FIRST) {
        known.usual = vec![1, 4];
    }
    let filled = Typed::parse("periode=2026-12").unwrap().filled(&open, on(MONDAY));
    let december = Period::of(Span::Month, on(TUESDAY));
    assert_eq!((filled.when, filled.children.len()), (When::Month(december), 2));
    let days = [1, 4].map(|day| (ChildId(1), ServiceId(FIRST), day));
    assert_eq!(filled.days, days.into());
    // What was sent stays as it is.
    let sent = Typed::parse(&typed(MONDAY, TUESDAY).query()).unwrap();
    assert_eq!(sent.clone().filled(&open, on(MONDAY)), sent);
    assert_eq!(sent, typed(MONDAY, TUESDAY));
}

#[test]
fn the_year_begins_with_the_first_day_that_can_be_booked() {
    let open = family(&[], 84);
    let year = Typed { when: When::Year, ..typed("", "") };
    // On Friday at nine, Monday and Tuesday are late but for the evening of Tuesday, the centre's Wednesday is over.
    assert_eq!(year.span(&open, at(FRIDAY)), Ok((on(TUESDAY), on("2027-07-02"))));
    assert_eq!(year.span(&open, at(EARLY)), Ok((on(MONDAY), on("2027-07-02"))));
}
