//! How many children are booked, and came: for the kitchen.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::State;
use crate::{activity::ServiceId, town::SchoolId};

/// Children of one day, service and school.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Booked.
    pub booked: usize,
    /// Came, booked or not; none: the roll was not called.
    pub came: Option<usize>,
    /// Booked, by what they eat; without a choice: the empty text.
    pub diets: BTreeMap<String, usize>,
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
            *count.diets.entry(seat.diet).or_default() += 1;
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

    #[test]
    fn who_is_booked_and_who_came_are_counted_apart() {
        let day = "2026-12-03".parse().unwrap();
        let seat = |school, diet: &str, booked, state| Seat {
            day,
            service: ServiceId(3),
            school: SchoolId(school),
            diet: diet.into(),
            booked,
            state,
        };
        let counts = counts([
            seat(1, "", true, Some(State::Here)),
            seat(1, "sans porc", true, Some(State::Absent)),
            seat(1, "", false, Some(State::Here)),
            seat(2, "", true, None),
        ]);
        let of = |school| counts[&(day, ServiceId(3), SchoolId(school))].clone();
        let diets = [(String::new(), 1), ("sans porc".to_owned(), 1)].into();
        assert_eq!(of(1), Count { booked: 2, came: Some(2), diets });
        assert_eq!(of(2), Count { booked: 1, came: None, diets: [(String::new(), 1)].into() });
    }
}
