//! How wrong passwords slow down: each failure makes the next try wait longer.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Tries of an account, a device or an origin. They are forgotten after a day.
///
/// A try is counted as begun before it is looked at, so that a thousand at once are a thousand; it makes the
/// next wait only when it has failed, so that an impatient parent who taps three times does not wait.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tries {
    /// Failures since `first`.
    pub failures: u32,
    /// Tries begun since `first` of which nobody knows yet.
    pub begun: u32,
    /// When the first was.
    pub first: DateTime<Utc>,
    /// When the last failure was.
    pub last: DateTime<Utc>,
}

/// How fast tries slow down.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// So many failures cost nothing.
    free: u32,
    /// Wait after the next one; it doubles with each.
    first: TimeDelta,
    /// The longest wait.
    longest: TimeDelta,
    /// After so many, the day is over.
    a_day: u32,
    /// So many may be under way at once: more wait a moment, and none is counted before it is looked at.
    at_once: u32,
}

/// What a try waits when too many are under way.
const A_MOMENT: TimeDelta = TimeDelta::seconds(2);

/// Of an account, from devices that it has never used. The CNIL asks for more than a minute after five
/// failures and at most 25 tries a day (délibération 2022-100, case 2).
pub const ACCOUNT: Pace =
    Pace { free: 3, first: TimeDelta::seconds(20), longest: TimeDelta::hours(1), a_day: 25, at_once: 10 };

/// Of a device that has signed in to this account before: never stopped by what strangers do, and never
/// for longer than a few minutes.
pub const DEVICE: Pace = Pace {
    free: 5,
    first: TimeDelta::seconds(10),
    longest: TimeDelta::minutes(5),
    a_day: u32::MAX,
    at_once: 8,
};

/// Of an address of origin, unknown devices only: a school or a telephone network may stand behind one.
pub const ORIGIN: Pace = Pace {
    free: 30,
    first: TimeDelta::seconds(5),
    longest: TimeDelta::minutes(15),
    a_day: u32::MAX,
    at_once: 60,
};

/// Of the second factor's codes, whose millions are few.
pub const CODE: Pace =
    Pace { free: 3, first: TimeDelta::seconds(20), longest: TimeDelta::hours(1), a_day: 25, at_once: 5 };

/// Of an origin that asks for links by mail.
pub const ASKING: Pace = Pace {
    free: 10,
    first: TimeDelta::minutes(1),
    longest: TimeDelta::hours(1),
    a_day: u32::MAX,
    at_once: 20,
};

/// Of links mailed to an account: whoever asks for somebody else fills nobody's mailbox.
pub const MAILED: Pace =
    Pace { free: 1, first: TimeDelta::minutes(1), longest: TimeDelta::minutes(1), a_day: 5, at_once: 5 };

const DAY: TimeDelta = TimeDelta::hours(24);

impl Tries {
    /// The instant before which no other try is looked at; none when one is, now.
    pub fn wait(&self, pace: &Pace, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let until = if self.over(now) {
            return None;
        } else if self.failures.saturating_add(self.begun) < pace.a_day && self.begun >= pace.at_once {
            now + A_MOMENT
        } else if self.failures.saturating_add(self.begun) >= pace.a_day {
            self.first + DAY
        } else if self.failures < pace.free {
            return None;
        } else {
            let doublings = (self.failures - pace.free).min(20);
            self.last + (pace.first * (1 << doublings)).min(pace.longest)
        };
        (now < until).then_some(until)
    }

    /// With one more try, of which nobody knows yet.
    pub fn begin(&self, now: DateTime<Utc>) -> Self {
        match self.over(now) {
            true => Self { failures: 0, begun: 1, first: now, last: now },
            false => Self { begun: self.begun.saturating_add(1), ..self.clone() },
        }
    }

    /// With one of the tries begun failed.
    pub fn fail(&self, now: DateTime<Utc>) -> Self {
        // Nothing was begun: the row was forgotten meanwhile.
        let known = if self.failures == 0 && self.begun == 0 { self.begin(now) } else { self.clone() };
        let failures = known.failures.saturating_add(1);
        Self { failures, begun: known.begun.saturating_sub(1), last: now, ..known }
    }

    /// With one of the tries begun taken back: it was right.
    pub fn forgive(&self) -> Self {
        Self { begun: self.begun.saturating_sub(1), ..self.clone() }
    }

    /// Whether the last failure is the one from which the next tries wait, or the last of the day.
    pub fn turns(&self, pace: &Pace) -> bool {
        self.failures == pace.free || self.failures == pace.a_day
    }

    /// Whether they are forgotten.
    pub fn over(&self, now: DateTime<Utc>) -> bool {
        (self.failures == 0 && self.begun == 0) || now >= self.first + DAY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    /// Waits of somebody who tries again as soon as it is allowed, in seconds.
    fn waits(pace: &Pace, times: usize) -> Vec<i64> {
        let (mut tries, mut now, mut waits) = (Tries::default(), at(0), Vec::new());
        for _ in 0..times {
            tries = tries.begin(now).fail(now);
            let until = tries.wait(pace, now).unwrap_or(now);
            waits.push((until - now).num_seconds());
            now = until;
        }
        waits
    }

    #[test]
    fn the_wait_doubles_up_to_its_longest() {
        assert_eq!(waits(&ACCOUNT, 9), [0, 0, 20, 40, 80, 160, 320, 640, 1280]);
        assert_eq!(waits(&DEVICE, 12)[4..], [10, 20, 40, 80, 160, 300, 300, 300]);
        assert!(waits(&ACCOUNT, 5)[4] > 60, "more than a minute after five failures");
    }

    #[test]
    fn a_stranger_has_25_tries_a_day_at_most() {
        let (mut tries, mut now, mut made) = (Tries::default(), at(0), 0);
        while now < at(86_400) {
            if tries.wait(&ACCOUNT, now).is_none() {
                tries = tries.begin(now).fail(now);
                made += 1;
            }
            now += TimeDelta::seconds(1);
        }
        assert!((10..=25).contains(&made), "{made} tries");
        assert_eq!(tries.wait(&ACCOUNT, at(86_400)), None, "the next day is another");
    }

    #[test]
    fn an_account_gets_a_mail_a_minute_and_five_a_day() {
        let (mut tries, mut sent) = (Tries::default(), Vec::new());
        for second in 0..=86_400 {
            if tries.wait(&MAILED, at(second)).is_none() {
                tries = tries.begin(at(second)).fail(at(second));
                sent.push(second);
            }
        }
        assert_eq!(sent, [0, 60, 120, 180, 240, 86_400]);
    }

    #[test]
    fn many_tries_at_once_count_each_and_make_nobody_wait_before_they_fail() {
        let begun = |n| (0..n).fold(Tries::default(), |tries, _| tries.begin(at(0)));
        assert_eq!(begun(9).wait(&ACCOUNT, at(0)), None, "an impatient parent");
        assert_eq!(begun(10).wait(&ACCOUNT, at(0)), Some(at(2)), "a very impatient one");
        assert_eq!(begun(25).wait(&ACCOUNT, at(3 * 3600)), Some(at(86_400)), "a program");
        let failed = (0..4).fold(begun(5), |tries, _| tries.fail(at(1)));
        assert_eq!(failed.wait(&ACCOUNT, at(1)), Some(at(41)));
        assert_eq!(begun(1).forgive().wait(&ACCOUNT, at(0)), None);
        assert!(begun(1).forgive().over(at(0)), "nothing is left of a try that was right");
    }
}
