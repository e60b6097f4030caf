//! A touch of the roll call, and what it may do: one that comes late, from a telephone without network, never
//! undoes what somebody else did meanwhile; one that comes twice has one effect.

use chrono::NaiveTime;

use super::{Mark, State};
use crate::family::ChildId;

/// What somebody touched.
#[derive(Clone, Debug, PartialEq)]
pub struct Touch {
    /// Of whom.
    pub child: ChildId,
    /// What the list said of the child when it was touched.
    pub seen: Option<State>,
    /// What it shall say; none: nothing, as before the roll call.
    pub wanted: Option<State>,
    /// When the child came and left, where it was typed; none: as it was.
    pub times: Option<(Option<NaiveTime>, Option<NaiveTime>)>,
}

/// What becomes of a touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is written down.
    Set,
    /// It was already.
    Known,
    /// Somebody else has touched the same child since the list was shown.
    Meanwhile,
}

/// What becomes of a touch, `now` being what is known of the child.
pub fn effect(now: Option<&Mark>, touch: &Touch) -> Effect {
    let state = now.map(|mark| mark.state);
    let same_times =
        touch.times.is_none_or(|times| now.is_some_and(|mark| (mark.arrived, mark.left) == times));
    match () {
        () if state == touch.wanted && same_times => Effect::Known,
        () if state == touch.seen => Effect::Set,
        () => Effect::Meanwhile,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::account::AccountId;

    #[test]
    fn a_touch_has_one_effect_and_never_undoes_what_it_has_not_seen() {
        use State::{Absent, Here};
        for (now, seen, wanted, expected) in [
            (None, None, Some(Here), Effect::Set),
            (Some(Here), None, Some(Here), Effect::Known),
            (Some(Absent), None, Some(Here), Effect::Meanwhile),
            (Some(Here), Some(Here), Some(Absent), Effect::Set),
            (Some(Here), Some(Here), None, Effect::Set),
            (None, Some(Here), None, Effect::Known),
            (None, Some(Here), Some(Absent), Effect::Meanwhile),
        ] {
            let touch = Touch { child: ChildId(1), seen, wanted, times: None };
            assert_eq!(effect(now.map(mark).as_ref(), &touch), expected, "{now:?} {seen:?} {wanted:?}");
        }
    }

    #[test]
    fn a_time_that_reads_otherwise_is_written_down() {
        let time = NaiveTime::from_hms_opt(17, 30, 0);
        let touch =
            |times| Touch { child: ChildId(1), seen: Some(State::Here), wanted: Some(State::Here), times };
        let known = Mark { left: time, ..mark(State::Here) };
        assert_eq!(effect(Some(&known), &touch(Some((None, time)))), Effect::Known);
        assert_eq!(effect(Some(&known), &touch(Some((time, time)))), Effect::Set);
        assert_eq!(effect(Some(&known), &touch(None)), Effect::Known);
    }

    fn mark(state: State) -> Mark {
        Mark { state, arrived: None, left: None, by: AccountId(1), at: DateTime::<Utc>::default() }
    }
}
