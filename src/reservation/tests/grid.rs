//! What the page shows.

use super::*;
use crate::{
    activity::{opening::Closed, period::Period},
    platform::money::Cents,
    reservation::{
        grid::{Face, Figure, Grid, Row, Week, grid},
        judge::Reason,
        plan::plan,
        ticks::encode_set,
    },
    tariff::{
        Case, Version,
        price::Kind,
        rule::{Bracket, Rule},
    },
    town::Span,
};

fn shown(open: &Open, asked: &Asked, day: &str, now: &str) -> Grid {
    let plan = plan(open, asked, at(now));
    grid(open, &plan, Period::of(Span::Week, on(day)), at(now))
}

fn row(week: &Week, service: u32, booking: Booking) -> Option<&Row> {
    week.rows.iter().find(|row| row.service == ServiceId(service) && row.booking == booking)
}

/// The boxes of a row of the first child.
fn faces(grid: &Grid, service: u32, booking: Booking) -> Vec<Face> {
    let row = row(&grid.children[0].weeks[0], service, booking).unwrap();
    row.boxes.iter().map(|shown| shown.face.clone()).collect()
}

fn figures(grid: &Grid, child: usize, service: u32, booking: Booking) -> Vec<(i64, i64)> {
    let row = row(&grid.children[child].weeks[0], service, booking).unwrap();
    row.figures.iter().map(|Figure { quantity, unit, .. }| (*quantity, unit.0)).collect()
}

const FREE: Face = Face::Open { ticked: false, changed: false };
const KEPT: Face = Face::Open { ticked: true, changed: false };
const NEW: Face = Face::Open { ticked: true, changed: true };
const DROPPED: Face = Face::Open { ticked: false, changed: true };

fn weekday_word() -> Face {
    Face::Word(Reason::Closed(Closed::Weekday))
}

#[test]
fn a_week_has_its_days_rows_counts_and_totals() {
    let mut open = open("900", &[PRIMARY, NURSERY]);
    book(&mut open, &[cell(1, FIRST, MONDAY), cell(1, FIRST, TUESDAY)]);
    let changes = ask(&[cell(1, FIRST, TUESDAY)], &[cell(1, EVENING, MONDAY), cell(2, EVENING, MONDAY)]);
    let grid = shown(&open, &changes, MONDAY, EARLY);
    let week = &grid.children[0].weeks[0];
    assert_eq!(week.days, [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, "2026-12-04"].map(on));
    let rows: Vec<u32> = week.rows.iter().map(|row| row.service.0).collect();
    assert_eq!(rows, [BUS, MORNING, FIRST, SECOND, 5, EVENING, DAY, HALF_DAY], "in the town's order");
    assert_eq!(faces(&grid, FIRST, Booking::OnTime), [KEPT, DROPPED, weekday_word(), FREE, FREE]);
    assert_eq!(faces(&grid, EVENING, Booking::OnTime), [NEW, FREE, weekday_word(), FREE, FREE]);
    assert_eq!(week.counts, [2, 0, 0, 0, 0]);
    assert_eq!(figures(&grid, 0, FIRST, Booking::OnTime), [(1, 540)]);
    assert_eq!(figures(&grid, 0, EVENING, Booking::OnTime), [(1, 240)], "ten cents off when both come");
    assert_eq!((week.total, grid.children[0].total), (Cents(780), Cents(780)));
    assert_eq!((grid.children[1].total, grid.total), (Cents(240), Cents(1020)));
    assert_eq!(grid.changes, 3);
    assert_eq!(grid.base(), encode_set(&[cell(1, FIRST, MONDAY), cell(1, FIRST, TUESDAY)].into()));
    assert_eq!(grid.draft.encode(), "1.6.2611.20000000_2.6.2611.20000000~1.3.2612.1");
}

#[test]
fn a_child_is_shown_with_its_class_and_usual_days() {
    let mut open = open("900", &[PRIMARY, NURSERY]);
    registrations(&mut open, 1)[2].usual = vec![1];
    let grid = shown(&open, &Asked::default(), MONDAY, EARLY);
    let class = |name: &str, school: &str| Some((name.to_owned(), school.to_owned()));
    assert_eq!(grid.children[0].class, class("CE1", "Jules-Ferry"));
    assert_eq!(grid.children[1].class, class("Petite section", "Les Tilleuls"));
    assert_eq!((grid.children[0].usual, grid.children[1].usual), (false, true));
    let nursery = &grid.children[1].weeks[0];
    assert!(row(nursery, SECOND, Booking::OnTime).is_none(), "not for that school");
}

#[test]
fn the_late_row_appears_when_it_is_needed() {
    let mut open = open("900", &[PRIMARY]);
    let grid = shown(&open, &Asked::default(), MONDAY, EARLY);
    assert!(grid.children[0].weeks[0].rows.iter().all(|row| row.booking == Booking::OnTime));
    // On Friday at nine, Monday and Tuesday are late, Thursday is not.
    set(&mut open, cell(1, FIRST, TUESDAY), Some(Booking::Late));
    let asked = Asked { ticks: [(cell(1, FIRST, MONDAY), Booking::Late)].into(), ..Asked::default() };
    let grid = shown(&open, &asked, MONDAY, FRIDAY);
    let locked = Face::Locked(Reason::TooLate { until: Some(at(FRIDAY)), late: false });
    assert_eq!(
        faces(&grid, FIRST, Booking::OnTime),
        [Face::Elsewhere, Face::Elsewhere, weekday_word(), FREE, FREE]
    );
    assert_eq!(
        faces(&grid, FIRST, Booking::Late),
        [NEW, locked, Face::Elsewhere, Face::Elsewhere, Face::Elsewhere]
    );
    assert_eq!(figures(&grid, 0, FIRST, Booking::OnTime), [(0, 540)]);
    assert_eq!(figures(&grid, 0, FIRST, Booking::Late), [(2, 810)]);
    assert_eq!(grid.base(), "", "what can no longer be cancelled is not the form's");
    let week = &grid.children[0].weeks[0];
    assert_eq!((week.counts[0], week.counts[1], week.total), (1, 1, Cents(1620)));
    assert!(row(week, EVENING, Booking::Late).is_none());
}

#[test]
fn a_price_that_changes_in_the_week_has_two_figures() {
    let open = open("780", &[PRIMARY, NURSERY]);
    let days = ["2027-01-11", "2027-01-12", "2027-01-14"];
    let cells: Vec<Cell> = [1, 2].iter().flat_map(|child| days.map(|day| cell(*child, FIRST, day))).collect();
    let now = "2027-01-04T10:00";
    let grid = shown(&open, &ask(&[], &cells), days[0], now);
    assert_eq!(figures(&grid, 0, FIRST, Booking::OnTime), [(1, 540), (2, 425)]);
    assert_eq!(figures(&grid, 1, FIRST, Booking::OnTime), [(3, 330)], "the nursery's price stays");
    assert_eq!(grid.total, Cents(540 + 2 * 425 + 3 * 330));
    let nothing = shown(&open, &Asked::default(), days[0], now);
    assert_eq!(figures(&nothing, 0, FIRST, Booking::OnTime), [(0, 540), (0, 425)], "what it would cost");
    assert_eq!(nothing.total, Cents::ZERO);
}

#[test]
fn without_a_tick_the_figure_is_what_one_would_cost_at_most() {
    let open = open("900", &[PRIMARY, NURSERY]);
    let grid = shown(&open, &ask(&[], &[cell(2, EVENING, MONDAY)]), MONDAY, EARLY);
    assert_eq!(figures(&grid, 0, EVENING, Booking::OnTime), [(0, 250)]);
    assert_eq!(figures(&grid, 1, EVENING, Booking::OnTime), [(1, 250)]);
}

#[test]
fn a_word_stands_instead_of_a_box() {
    let mut open = open("1400", &[PRIMARY]);
    let grid = shown(&open, &Asked::default(), "2026-12-07", EARLY);
    let kitchen = Face::Word(Reason::Closed(Closed::Closure("travaux dans la cuisine".into())));
    assert_eq!(faces(&grid, FIRST, Booking::OnTime)[1], kitchen);
    let half_days = row(&grid.children[0].weeks[0], HALF_DAY, Booking::OnTime).unwrap();
    let not_offered = Face::Word(Reason::NoPrice(crate::tariff::price::NoPrice::NotOffered));
    assert_eq!((&half_days.boxes[2].face, half_days.figures.len()), (&not_offered, 0));
    let evening = |now| faces(&shown(&open, &Asked::default(), MONDAY, now), EVENING, Booking::OnTime);
    let too_late = |until| Face::Word(Reason::TooLate { until: Some(at(until)), late: false });
    let tuesday = evening("2026-12-01T10:00");
    assert_eq!(tuesday[..2], [Face::Word(Reason::Past), too_late("2026-11-30T18:00")]);
    assert_eq!(tuesday[3], FREE);
    share(&mut open, 0);
    let elsewhere = faces(&shown(&open, &Asked::default(), MONDAY, EARLY), FIRST, Booking::OnTime);
    assert_eq!(elsewhere[0], Face::Word(Reason::OtherFamily));
}

#[test]
fn a_full_day_is_full_but_for_those_who_have_a_place() {
    let mut open = open("900", &[PRIMARY, PRIMARY]);
    places(&mut open, 10, WEDNESDAY, 9);
    book(&mut open, &[cell(2, DAY, WEDNESDAY)]);
    let grid = shown(&open, &Asked::default(), MONDAY, EARLY);
    assert_eq!(faces(&grid, DAY, Booking::OnTime)[2], Face::Word(Reason::Full));
    let brother = row(&grid.children[1].weeks[0], DAY, Booking::OnTime).unwrap();
    assert_eq!(brother.boxes[2].face, KEPT);
}

#[test]
fn a_place_that_would_be_given_back_is_shown_free() {
    let mut open = open("900", &[PRIMARY, PRIMARY]);
    let whole = cell(2, DAY, WEDNESDAY);
    places(&mut open, 10, WEDNESDAY, 9);
    book(&mut open, &[whole]);
    let half_day = |grid: &Grid, child: usize| {
        row(&grid.children[child].weeks[0], HALF_DAY, Booking::OnTime).unwrap().boxes[2].face.clone()
    };
    let booked = shown(&open, &Asked::default(), MONDAY, EARLY);
    assert_eq!(half_day(&booked, 1), FREE, "it would replace the whole day");
    assert_eq!(half_day(&booked, 0), Face::Word(Reason::Full));
    let unticked = shown(&open, &ask(&[whole], &[]), MONDAY, EARLY);
    assert_eq!((half_day(&unticked, 0), half_day(&unticked, 1)), (FREE, FREE));
}

#[test]
fn weeks_without_anything_to_show_are_left_out() {
    let mut open = open("900", &[PRIMARY]);
    let christmas =
        |open: &Open| shown(open, &Asked::default(), "2026-12-21", EARLY).children.remove(0).weeks;
    let weeks = christmas(&open);
    assert_eq!(weeks[0].rows.iter().map(|row| row.service.0).collect::<Vec<_>>(), [HOLIDAYS]);
    registrations(&mut open, 0).retain(|known| known.service != ServiceId(HOLIDAYS));
    assert!(christmas(&open).is_empty());
}

#[test]
fn in_a_month_the_weeks_stand_one_under_another() {
    let open = open("900", &[PRIMARY]);
    let asked = ask(&[], &[cell(1, FIRST, TUESDAY), cell(1, FIRST, "2026-12-14"), cell(1, FIRST, MONDAY)]);
    let plan = plan(&open, &asked, at(EARLY));
    let grid = grid(&open, &plan, Period::of(Span::Month, on(TUESDAY)), at(EARLY));
    let first_days: Vec<_> = grid.children[0].weeks.iter().map(|week| week.days[0]).collect();
    let expected = ["2026-12-01", "2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28"];
    assert_eq!(first_days, expected.map(on));
    let totals: Vec<_> = grid.children[0].weeks.iter().map(|week| week.total.0).collect();
    assert_eq!(totals, [540, 0, 540, 0, 0]);
    assert_eq!((grid.total, grid.changes), (Cents(1080), 3), "30 November is another month's");
}

#[test]
fn a_months_ceiling_is_taken_off_where_it_bites() {
    let mut open = open("900", &[PRIMARY]);
    let tariffs = Arc::get_mut(&mut open.tariffs).unwrap();
    let canteen = tariffs.0.get_mut(&TariffId(1)).unwrap();
    let ceiling = vec![Bracket { below: None, price: Cents(1000) }];
    let case = Case { ceiling, ..Case::of(Rule::Flat { resident: Cents(400), other: None }) };
    canteen.versions = Dated::since(on("2025-09-01"), Version::of(vec![case]));
    let three = [MONDAY, TUESDAY, THURSDAY].map(|day| cell(1, FIRST, day));
    let grid = shown(&open, &ask(&[], &three), MONDAY, EARLY);
    let week = &grid.children[0].weeks[0];
    // Monday is in November: December has two days, and neither month reaches its ceiling.
    assert_eq!(week.months.as_deref(), Some(&[][..]));
    assert_eq!(grid.total, Cents(1200));
    let three = ["2026-12-07", "2026-12-10", "2026-12-11"].map(|day| cell(1, FIRST, day));
    let grid = shown(&open, &ask(&[], &three), "2026-12-07", EARLY);
    let week = &grid.children[0].weeks[0];
    let months: Vec<_> = week.months.iter().flatten().map(|month| (month.kind, month.amount.0)).collect();
    assert_eq!(months, [(Kind::Ceiling, -200)]);
    assert_eq!((week.total, grid.children[0].total, grid.total), (Cents(1000), Cents(1000), Cents(1000)));
}
