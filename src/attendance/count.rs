//! How many children are booked, expected once absences told are taken off, and came: for the kitchen.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::State;
use crate::{activity::ServiceId, town::SchoolId};

/// Children of one day, service and school.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Booked.
    pub booked: usize,
    /// Of these, those whose family has told that they will not be there.
    pub told: usize,
    /// Came, booked or not; none: the roll was not called.
    pub came: Option<usize>,
    /// Expected, by what they eat; without a choice: the empty text.
    pub diets: BTreeMap<String, usize>,
}

impl Count {
    /// Booked and not told to be absent: those whom one cooks for.
    pub fn expected(&self) -> usize {
        self.booked - self.told
    }
}

/// By day, service and school, in that order.
pub type Counts = BTreeMap<(NaiveDate, ServiceId, SchoolId), Count>;

/// One child of one day and service.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The day.
    pub day: NaiveDate,
    /// The service.
    pub service: ServiceId,
    /// The school of the child's class that day.
    pub school: SchoolId,
    /// What it eats.
    pub diet: String,
    /// Whether it was booked.
    pub booked: bool,
    /// Whether the family that booked has told that it will not be there.
    pub told: bool,
    /// What the roll call says.
    pub state: Option<State>,
}

/// Counts them.
pub fn counts(seats: impl IntoIterator<Item = Seat>) -> Counts {
    let mut counts = Counts::new();
    for seat in seats {
        let count = counts.entry((seat.day, seat.service, seat.school)).or_default();
        if seat.booked {
            count.booked += 1;
            match seat.told {
                true => count.told += 1,
                false => *count.diets.entry(seat.diet).or_default() += 1,
            }
        }
        if let Some(state) = seat.state {
            *count.came.get_or_insert(0) += usize::from(state == State::Here);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY: Option<State> = None;

    fn seat(school: u32, diet: &str, booked: bool, told: bool, state: Option<State>) -> Seat {
        let (day, service) = ("2026-12-03".parse().unwrap(), ServiceId(3));
        Seat { day, service, school: SchoolId(school), diet: diet.into(), booked, told, state }
    }

    #[test]
    fn who_is_booked_told_absent_and_who_came_are_counted_apart() {
        use State::{Absent, Here, Ill};
        // What is counted of one school: booked, told absent, expected, came, expected of a diet.
        for (seats, booked, told, expected, came, porkless) in [
            (vec![], 0, 0, 0, None, 0),
            (
                vec![seat(1, "", true, false, NOBODY), seat(1, "sans porc", true, false, NOBODY)],
                2,
                0,
                2,
                None,
                1,
            ),
            // Nothing is cooked for who is told absent, and the diet is of those who are expected.
            (
                vec![seat(1, "", true, false, NOBODY), seat(1, "sans porc", true, true, NOBODY)],
                2,
                1,
                1,
                None,
                0,
            ),
            (vec![seat(1, "sans porc", true, true, NOBODY); 2], 2, 2, 0, None, 0),
            // What the roll call says changes nothing of what was expected.
            (
                vec![seat(1, "sans porc", true, false, Some(Absent)), seat(1, "", true, true, Some(Ill))],
                2,
                1,
                1,
                Some(0),
                1,
            ),
            // Told absent, and came all the same; came without a booking.
            (
                vec![seat(1, "sans porc", true, true, Some(Here)), seat(1, "", false, false, Some(Here))],
                1,
                1,
                0,
                Some(2),
                0,
            ),
            // Told of a day on which nothing is booked: nobody was expected.
            (vec![seat(1, "sans porc", false, true, Some(Here))], 0, 0, 0, Some(1), 0),
        ] {
            let said = format!("{seats:?}");
            let count = counts(seats).into_values().next().unwrap_or_default();
            let found = (count.booked, count.told, count.expected(), count.came);
            assert_eq!(found, (booked, told, expected, came), "{said}");
            assert_eq!(count.diets.get("sans porc").copied().unwrap_or_default(), porkless, "{said}");
            assert_eq!(count.diets.values().sum::<usize>(), expected, "{said}");
        }
    }

    #[test]
    fn each_school_has_its_own_count() {
        let counts = counts([seat(1, "", true, false, Some(State::Here)), seat(2, "", true, true, NOBODY)]);
        let of = |school| {
            let count = &counts[&("2026-12-03".parse().unwrap(), ServiceId(3), SchoolId(school))];
            (count.booked, count.told, count.came)
        };
        assert_eq!((of(1), of(2)), ((1, 0, Some(1)), (1, 1, None)));
    }
}
