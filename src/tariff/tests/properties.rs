//! What holds for every family and whatever it books.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::tariff::{
    price::price,
    why::{Step, why},
};

/// Cells of three children, at every tariff, around the day on which prices change.
fn any_cell() -> impl Strategy<Value = Cell> {
    (0usize..3, 1u32..8, 0i64..10, any::<bool>()).prop_map(|(child, tariff, days, late)| {
        let cell = cell(child, tariff, "2027-01-07");
        let booked = if late { Booked::Late } else { Booked::OnTime };
        Cell { day: cell.day + TimeDelta::days(days), booked, ..cell }
    })
}

fn any_family() -> impl Strategy<Value = Household> {
    (0i64..2_500, any::<bool>(), 0i64..10).prop_map(|(euros, resident, days)| {
        let mut family = family("700", resident, &[Level::CM2, Level::CE1, Level::MS]);
        family.quotient.set(on("2027-01-07") + TimeDelta::days(days), Some(Quotient::euros(euros)));
        family
    })
}

proptest! {
    #[test]
    fn lines_cost_what_their_cells_cost(
        family in any_family(),
        cells in proptest::collection::btree_set(any_cell(), 0..40),
    ) {
        let tariffs = fixture();
        let together = Together::of(cells.iter().copied());
        let one_by_one = cells.iter().filter_map(|cell| quote(&tariffs, &family, &together, cell).ok());
        let expected: Cents = one_by_one.map(|quote| quote.unit).sum();
        let lines = price(&tariffs, &family, &cells);
        prop_assert_eq!(lines.iter().map(Line::amount).sum::<Cents>(), expected);
        prop_assert!(lines.iter().all(|line| line.days.is_sorted() && !line.days.is_empty()));
    }

    #[test]
    fn the_steps_of_a_price_end_in_it(
        family in any_family(),
        cells in proptest::collection::btree_set(any_cell(), 0..40),
    ) {
        let tariffs = fixture();
        let together = Together::of(cells.iter().copied());
        for cell in &cells {
            let (told, quoted) = (why(&tariffs, &family, &together, cell), quote(&tariffs, &family, &together, cell));
            prop_assert_eq!(told.as_ref().map(|told| &told.quote), quoted.as_ref());
            if let Ok(told) = told {
                prop_assert_eq!(told.steps.last().map(|(_, after)| *after), Some(told.quote.unit.exact()));
                let penalties = told.steps.iter().filter(|(step, _)| matches!(step, Step::Penalty(..)));
                prop_assert_eq!(penalties.count(), usize::from(told.quote.why.penalty.is_some()));
            }
        }
    }

    #[test]
    fn the_order_of_cells_does_not_matter(
        family in any_family(),
        cells in proptest::collection::vec(any_cell(), 0..40).prop_shuffle(),
    ) {
        let tariffs = fixture();
        let sorted: BTreeSet<Cell> = cells.iter().copied().collect();
        let (shuffled, in_order) = (Together::of(cells.clone()), Together::of(sorted));
        for cell in &cells {
            prop_assert_eq!(
                quote(&tariffs, &family, &shuffled, cell),
                quote(&tariffs, &family, &in_order, cell)
            );
        }
    }

    #[test]
    fn ranks_are_given_from_the_eldest(present in proptest::collection::btree_set(0usize..6, 1..6)) {
        let tariffs = only(
            flat(1000),
            vec![Modifier::SiblingPercent { from_rank: 3, percent: "-50".parse().unwrap(), then: vec![], among: Among::Present }],
            None,
        );
        let family = family("", true, &[Level::CP; 6]);
        let cells = present.iter().map(|child| cell(*child, 1, "2026-12-02")).collect();
        let expected: Vec<_> =
            (1..).zip(&present).map(|(rank, child)| (*child, if rank < 3 { 1000 } else { 500 }, 1)).collect();
        prop_assert_eq!(units(&price(&tariffs, &family, &cells)), expected);
    }
}
