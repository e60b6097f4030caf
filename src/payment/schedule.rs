//! When the service is asked again how an operation ended.

use chrono::{DateTime, TimeDelta, Utc};

/// A payer may still pay on the service's page so long after giving up there.
pub const GRACE: TimeDelta = TimeDelta::minutes(2);
/// Meanwhile nothing else pays the same thing.
pub const BLOCKS: TimeDelta = TimeDelta::minutes(20);
/// Without a result after so long, nothing was paid.
pub const EXPIRES: TimeDelta = TimeDelta::minutes(120);
/// After so long the service is no longer asked.
pub const ENDS: TimeDelta = TimeDelta::days(7);
/// An operation that the service never numbered is given up after so long.
pub const UNNUMBERED: TimeDelta = TimeDelta::minutes(15);
/// After a technical trouble the service wants to be left alone for so long.
const REST: TimeDelta = TimeDelta::minutes(30);

/// The first moments, in minutes since the payer left.
const FIRST: [i64; 4] = [2, 5, 15, 30];

/// The next moment after `now`, of an operation that was begun at `begun`; none after a week.
pub fn next(begun: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let elapsed = (now - begun).max(TimeDelta::zero());
    let first = FIRST.into_iter().map(TimeDelta::minutes).find(|moment| *moment > elapsed);
    let every = |step: TimeDelta| step * (elapsed.num_seconds() / step.num_seconds() + 1) as i32;
    let next = match first {
        Some(moment) => moment,
        None if elapsed < TimeDelta::hours(24) => every(TimeDelta::minutes(30)),
        None => every(TimeDelta::hours(24)),
    };
    (next <= ENDS).then(|| begun + next)
}

/// The next moment after a technical trouble.
pub fn next_after_trouble(begun: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let rested = now + REST;
    next(begun, now).map(|moment| moment.max(rested))
}
