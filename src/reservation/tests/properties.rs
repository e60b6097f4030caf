//! What holds whatever was booked, shown and ticked, and whenever.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::{
    activity::period::Period,
    platform::money::Cents,
    reservation::{
        grid::{Face, Grid, grid, tables},
        judge::judge,
        plan::{Wish, plan},
        sheet::Sheet,
        ticks::row_name,
        verdicts::Verdicts,
        view::{Live, figures},
    },
    tariff::price::{Line, Together, quote},
    town::Span,
    ui::fragment::Region,
};

/// Cells of two children that get in each other's way: sittings, formulas, places, a closed kitchen.
fn universe() -> Vec<Cell> {
    let days: [(&str, &[u32]); 5] = [
        (MONDAY, &[MORNING, FIRST, SECOND]),
        (TUESDAY, &[FIRST, SECOND]),
        (WEDNESDAY, &[DAY, HALF_DAY]),
        ("2026-12-08", &[EVENING, FIRST, SECOND]),
        ("2026-12-09", &[DAY, HALF_DAY]),
    ];
    let of = |child| {
        days.into_iter().flat_map(move |(day, all)| all.iter().map(move |one| cell(child, *one, day)))
    };
    of(1).chain(of(2)).collect()
}

const CELLS: usize = 24;
const NOWS: [&str; 4] = [EARLY, FRIDAY, "2026-11-30T10:00", "2026-12-08T08:00"];

/// For each cell, whether it is booked, whether the form had shown it booked, and how it is ticked.
type Situation = (Vec<(bool, bool, Option<bool>)>, Vec<usize>, bool, usize, u32);

fn situation() -> impl Strategy<Value = Situation> {
    let cell = (any::<bool>(), any::<bool>(), proptest::option::of(any::<bool>()));
    let order = Just((0..CELLS).collect::<Vec<_>>()).prop_shuffle();
    (proptest::collection::vec(cell, CELLS), order, any::<bool>(), 0..NOWS.len(), 0u32..4)
}

fn lay((cells, order, live, now, places): Situation) -> (Open, Asked, DateTime<Utc>) {
    let mut open = open("900", &[PRIMARY, NURSERY]);
    services(&mut open).pools.get_mut(&CENTRE).unwrap().places = places;
    let universe = universe();
    let mut asked = Asked { live, ..Asked::default() };
    for (cell, (booked, shown, ticked)) in universe.iter().zip(cells) {
        if booked && judge(&open, cell, at("2026-11-20T10:00")).book.is_ok() && rivals(&open, cell).is_empty()
        {
            book(&mut open, &[*cell]);
        }
        if shown {
            asked.base.insert(*cell);
        }
        if let Some(late) = ticked {
            asked.ticks.insert(*cell, if late { Booking::Late } else { Booking::OnTime });
        }
    }
    if live {
        asked.newest =
            order.iter().map(|n| universe[*n]).filter(|cell| asked.additions().contains_key(cell)).collect();
    }
    (open, asked, at(NOWS[now]))
}

/// What is booked and excludes a cell.
fn rivals(open: &Open, cell: &Cell) -> Vec<Cell> {
    open.booked().into_keys().filter(|other| rival(open, cell, other)).collect()
}

fn rival(open: &Open, one: &Cell, other: &Cell) -> bool {
    one.child == other.child && one.day == other.day && open.services.exclude(one.service, other.service)
}

fn cost<'a>(lines: impl IntoIterator<Item = &'a Line>, period: Period) -> Cents {
    let cost = |line: &Line| line.unit * line.days.iter().filter(|day| period.contains(**day)).count() as i64;
    lines.into_iter().map(cost).sum()
}

/// The form that a browser sends from a grid: boxes that can be changed, those of them that are ticked.
fn sent(grid: &Grid) -> String {
    let rows = grid.children.iter().flat_map(|child| &child.weeks).flat_map(|week| &week.rows);
    let boxes = rows.flat_map(|row| row.boxes.iter().map(|shown| (row.booking, shown)));
    let ticked = boxes.filter(|(_, shown)| matches!(shown.face, Face::Open { ticked: true, .. }));
    let fields = ticked.map(|(booking, shown)| {
        format!("&{}={}", row_name(&shown.cell, booking), chrono::Datelike::day(&shown.cell.day))
    });
    format!("n={:032x}&b={}&p={}{}", 7, grid.base(), grid.draft.encode(), fields.collect::<String>())
}

proptest! {
    #[test]
    fn what_the_form_did_not_change_stays(situation in situation()) {
        let (open, asked, now) = lay(situation);
        let plan = plan(&open, &asked, now);
        let booked = open.booked();
        for cell in universe() {
            let changed = asked.base.contains(&cell) != asked.ticks.contains_key(&cell);
            let replaced = plan.added.keys().any(|added| rival(&open, added, &cell));
            if !changed && !replaced {
                prop_assert_eq!(plan.after.get(&cell), booked.get(&cell), "{:?}", cell);
            }
        }
        prop_assert!(plan.added.keys().all(|cell| asked.additions().contains_key(cell)));
    }

    #[test]
    fn every_change_is_made_or_refused(situation in situation()) {
        let (open, asked, now) = lay(situation);
        let plan = plan(&open, &asked, now);
        let booked = open.booked();
        let refused: BTreeSet<(Cell, bool)> =
            plan.refused.iter().map(|refused| (refused.cell, refused.wish == Wish::Book)).collect();
        prop_assert_eq!(refused.len(), plan.refused.len(), "nothing is refused twice");
        for cell in asked.removals().into_iter().filter(|cell| booked.contains_key(cell)) {
            prop_assert!(plan.removed.contains(&cell) != refused.contains(&(cell, false)), "{:?}", cell);
        }
        for cell in asked.additions().into_keys().filter(|cell| !booked.contains_key(cell)) {
            let later = |other: &Cell| plan.after.contains_key(other) && rival(&open, other, &cell);
            let replaced = asked.live && asked.additions().keys().any(later);
            let added = plan.added.contains_key(&cell);
            prop_assert!(added != refused.contains(&(cell, true)) || (replaced && !added), "{:?}", cell);
        }
    }

    #[test]
    fn what_is_booked_fits(situation in situation()) {
        let (mut open, asked, now) = lay(situation);
        let before = open.taken.clone();
        let plan = plan(&open, &asked, now);
        apply(&mut open, &plan);
        for cell in plan.after.keys() {
            prop_assert!(rivals(&open, cell).is_empty(), "{:?}", cell);
        }
        prop_assert_eq!(open.booked(), plan.after);
        for (key, taken) in &open.taken {
            let most = before.get(key).copied().unwrap_or(0).max(open.services.pools[&key.0].places);
            prop_assert!(*taken <= most, "{:?}: {} of {}", key, taken, most);
        }
    }

    #[test]
    fn lines_are_what_is_then_booked(situation in situation()) {
        let (open, asked, now) = lay(situation);
        let plan = plan(&open, &asked, now);
        let cells: Vec<_> = plan.after.iter().filter_map(|(cell, booking)| open.priced(cell, *booking)).collect();
        let together = Together::of(cells.iter().copied());
        let units = cells.iter().map(|cell| quote(&open.tariffs, &open.household, &together, cell).unwrap().unit);
        prop_assert_eq!(plan.lines.iter().map(Line::amount).sum::<Cents>(), units.sum::<Cents>());
    }

    #[test]
    fn sent_twice_it_has_one_effect(situation in situation()) {
        let (mut open, asked, now) = lay(situation);
        let once = plan(&open, &asked, now);
        apply(&mut open, &once);
        let twice = plan(&open, &asked, now);
        prop_assert_eq!((twice.added.len(), twice.removed.len()), (0, 0));
        prop_assert_eq!(twice.lines, once.lines);
    }

    #[test]
    fn the_grid_totals_the_lines_of_its_period(situation in situation(), month: bool) {
        let (open, asked, now) = lay(situation);
        let plan = plan(&open, &asked, now);
        let period = Period::of(if month { Span::Month } else { Span::Week }, on(TUESDAY));
        let grid = grid(&open, &plan, period, now);
        prop_assert_eq!(grid.total, cost(&plan.lines, period));
        for (n, child) in grid.children.iter().enumerate() {
            prop_assert_eq!(child.total, cost(plan.lines.iter().filter(|line| line.child == n), period));
            for week in &child.weeks {
                let figures = week.rows.iter().flat_map(|row| &row.figures);
                prop_assert_eq!(figures.map(|figure| figure.quantity).sum::<i64>(), week.counts.iter().sum::<usize>() as i64);
                for (day, count) in week.days.iter().zip(&week.counts) {
                    let booked = plan.after.keys().filter(|cell| cell.child == child.id && cell.day == *day);
                    prop_assert_eq!(booked.count(), *count, "{}", day);
                }
            }
        }
    }

    #[test]
    fn a_box_stands_once_and_is_ticked_as_planned(situation in situation()) {
        let (open, asked, now) = lay(situation);
        let plan = plan(&open, &asked, now);
        let grid = grid(&open, &plan, Period::of(Span::Week, on(MONDAY)), now);
        let rows = grid.children.iter().flat_map(|child| &child.weeks).flat_map(|week| &week.rows);
        let mut seen = BTreeSet::new();
        for shown in rows.flat_map(|row| &row.boxes) {
            if let Face::Open { ticked, changed } = shown.face {
                let (planned, booked) = (plan.after.contains_key(&shown.cell), open.booked().contains_key(&shown.cell));
                prop_assert_eq!((ticked, changed), (planned, planned != booked), "{:?}", shown.cell);
                prop_assert!(seen.insert(shown.cell), "{:?}", shown.cell);
            }
        }
        let changeable = |cell: &Cell| grid.period.contains(cell.day) && judge(&open, cell, now).cancel.is_ok();
        let base: BTreeSet<Cell> = open.booked().into_keys().filter(changeable).collect();
        prop_assert_eq!(grid.base(), crate::reservation::ticks::encode_set(&base));
    }

    #[test]
    fn a_form_sent_as_it_was_shown_asks_for_the_same(situation in situation()) {
        let (open, asked, now) = lay(situation);
        let plan_shown = plan(&open, &asked, now);
        let grid = grid(&open, &plan_shown, Period::of(Span::Week, on(MONDAY)), now);
        let sheet = Sheet::parse(grid.period, sent(&grid).as_bytes()).unwrap();
        let again = plan(&open, &sheet.asked, now);
        prop_assert_eq!(again.added, plan_shown.added);
        prop_assert_eq!(again.removed, plan_shown.removed);
        prop_assert_eq!(again.refused, []);
    }

    #[test]
    fn a_tick_sends_the_regions_that_read_otherwise(situation in situation(), earlier in situation()) {
        let (open, asked, now) = lay(situation);
        let (_, before, _) = lay(earlier);
        let period = Period::of(Span::Week, on(MONDAY));
        let verdicts = Verdicts::of(&open, period, now);
        let (plan, was) = (plan(&open, &asked, now), plan(&open, &before, now));
        let (shown, known) = (tables(&open, &verdicts, &plan, period), tables(&open, &verdicts, &was, period));
        let live = Live { grid: &shown, asked: &asked, refused: &plan.refused };
        let known = Live { grid: &known, asked: &before, refused: &was.refused };
        let (all, read) = (figures(&live, None, &open), figures(&known, None, &open));
        let otherwise: Vec<Region> = all.into_iter().filter(|region| !read.contains(region)).collect();
        prop_assert_eq!(figures(&live, Some(&known), &open), otherwise);
    }
}
