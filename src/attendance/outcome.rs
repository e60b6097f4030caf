//! What becomes of a booking, or of a day without one, once the roll was called: what prices take it for.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::{Mark, State, told::Reason};
use crate::{
    activity::ServiceId,
    tariff::{
        absence::{Absences, Cause, Excuse},
        price::Booked,
    },
};

/// What is known of a child, a service and a day.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The service.
    pub service: ServiceId,
    /// The day.
    pub day: NaiveDate,
    /// How it was booked; none: it was not.
    pub booked: Option<Booked>,
    /// What the roll call says; none: it was not called, or not for this child.
    pub mark: Option<&'a Mark>,
    /// What its family told before; none: nothing. [`super::told::of_day`] gives it.
    pub told: Option<Reason>,
    /// If the child came without a booking: for the nth time.
    pub nth: u32,
    /// If it is ill: which of the days booked during the illness this is, and hours until a certificate came.
    pub illness: (usize, Option<u32>),
}

/// What prices take it for; none: nothing is owed and nothing was booked. A booked day without a roll call counts as
/// booked: a list that nobody called takes nothing away. A child whose family told that it is ill, and who is not marked
/// here, is ill; one whose family told another reason owes what was booked, and no more.
pub fn outcome(known: &Known, absences: &Absences) -> Option<Booked> {
    let state = known.mark.map(|mark| mark.state);
    let Some(booked) = known.booked else {
        return (state == Some(State::Here)).then_some(Booked::Unreserved(known.nth));
    };
    let excused = |excuse| absences.booked(known.service, known.day, booked, excuse);
    let (nth, certificate) = known.illness;
    Some(match (state, known.told) {
        (Some(State::Here), _) => booked,
        (Some(State::Ill), _) | (None | Some(State::Absent), Some(Reason::Ill)) => {
            excused(Excuse::Illness { nth, certificate })
        }
        (None, _) | (Some(State::Absent), Some(Reason::Other)) => booked,
        (Some(State::Absent), None) => Booked::Absent,
        (Some(State::Outing), _) => excused(Excuse::Cause(Cause::Outing)),
        (Some(State::Teacher), _) => excused(Excuse::Cause(Cause::Teacher)),
        (Some(State::Strike), _) => excused(Excuse::Cause(Cause::Strike)),
    })
}

/// How long a child stayed, in whole minutes; none where one of the times is not known, or they contradict each other.
pub fn minutes(arrived: Option<NaiveTime>, left: Option<NaiveTime>) -> Option<u32> {
    let stay = left? - arrived?;
    if stay < TimeDelta::zero() { None } else { u32::try_from(stay.num_minutes()).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::AccountId,
        platform::dated::Dated,
        tariff::absence::{Illness, Terms},
    };

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_was_booked_and_what_was_called_make_what_is_owed() {
        let service = ServiceId(1);
        let illness = Illness::Free { due: 1, certificate: false };
        let terms = Terms { illness, billed: [Cause::Outing].into(), ..Terms::default() };
        let absences = Absences([(service, Dated::since(on("2026-09-01"), terms))].into());
        use Booked::{Absent, Excused, Late, OnTime, Unreserved};
        let (ill, other) = (Some(Reason::Ill), Some(Reason::Other));
        for (booked, told, state, nth, day_of_illness, expected) in [
            (Some(OnTime), None, None, 1, 1, Some(OnTime)),
            (Some(Late), None, Some(State::Here), 1, 1, Some(Late)),
            (Some(OnTime), None, Some(State::Absent), 1, 1, Some(Absent)),
            // The first day of an illness is due, the second is not.
            (Some(OnTime), None, Some(State::Ill), 1, 1, Some(OnTime)),
            (Some(OnTime), None, Some(State::Ill), 1, 2, Some(Excused)),
            // Told before, with or without a roll call.
            (Some(OnTime), ill, None, 1, 1, Some(OnTime)),
            (Some(OnTime), ill, None, 1, 2, Some(Excused)),
            (Some(OnTime), ill, Some(State::Absent), 1, 2, Some(Excused)),
            (Some(Late), other, None, 1, 2, Some(Late)),
            (Some(Late), other, Some(State::Absent), 1, 2, Some(Late)),
            (Some(OnTime), other, Some(State::Ill), 1, 2, Some(Excused)),
            // Who is there is there, whatever was told.
            (Some(OnTime), ill, Some(State::Here), 1, 2, Some(OnTime)),
            (Some(Late), other, Some(State::Here), 1, 2, Some(Late)),
            (None, ill, Some(State::Here), 2, 2, Some(Unreserved(2))),
            (None, ill, None, 1, 1, None),
            // The town bills an outing, not a strike.
            (Some(OnTime), None, Some(State::Outing), 1, 1, Some(OnTime)),
            (Some(Late), None, Some(State::Strike), 1, 1, Some(Excused)),
            (Some(Late), ill, Some(State::Strike), 1, 1, Some(Excused)),
            (Some(Late), None, Some(State::Teacher), 1, 1, Some(Excused)),
            (None, None, Some(State::Here), 3, 1, Some(Unreserved(3))),
            (None, None, Some(State::Absent), 1, 1, None),
            (None, None, None, 1, 1, None),
        ] {
            let mark = state.map(|state| Mark {
                state,
                arrived: None,
                left: None,
                by: AccountId(1),
                at: Default::default(),
            });
            let known = Known {
                service,
                day: on("2026-12-03"),
                booked,
                mark: mark.as_ref(),
                told,
                nth,
                illness: (day_of_illness, None),
            };
            assert_eq!(outcome(&known, &absences), expected, "{booked:?} {told:?} {state:?}");
        }
    }

    #[test]
    fn a_stay_is_counted_in_minutes() {
        let at = |h, m| NaiveTime::from_hms_opt(h, m, 0);
        assert_eq!(minutes(at(16, 30), at(17, 45)), Some(75));
        assert_eq!(minutes(at(16, 30), at(16, 30)), Some(0));
        assert_eq!(minutes(at(17, 30), at(16, 30)), None);
        assert_eq!(minutes(None, at(16, 30)), None);
    }
}
