//! How fast somebody may write: nobody fills the town's mailbox.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::ThreadId;

/// So many messages an hour, and a day, of one account.
const PACES: [(usize, TimeDelta); 2] = [(6, TimeDelta::hours(1)), (20, TimeDelta::days(1))];

/// What an account has sent in the last days, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sent(Vec<One>);

/// A message that was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct One {
    /// The number of its form, and a digest of what it held: the same sent again has no second effect.
    form: (String, String),
    /// Where it went.
    thread: ThreadId,
    /// When.
    at: DateTime<Utc>,
}

/// How long a form is remembered.
const REMEMBERED: TimeDelta = TimeDelta::days(2);

impl Sent {
    /// Where a form went that was sent before, by its number and a digest of what it holds. Another message under a
    /// number that a browser has kept is another message.
    pub fn by(&self, (number, content): (&str, &str)) -> Option<ThreadId> {
        let same = |one: &&One| (one.form.0.as_str(), one.form.1.as_str()) == (number, content);
        self.0.iter().find(same).map(|one| one.thread)
    }

    /// Whether another may be sent at an instant.
    ///
    /// # Errors
    /// The instant from which one may be sent again.
    pub fn may(&self, now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        let full = PACES.iter().filter_map(|(most, span)| {
            let nth = self.0.len().checked_sub(*most)?;
            Some(self.0[nth].at + *span).filter(|until| now < *until)
        });
        full.max().map_or(Ok(()), Err)
    }

    /// With one more. What is old is forgotten.
    pub fn and(mut self, (number, content): (&str, &str), thread: ThreadId, at: DateTime<Utc>) -> Self {
        self.0.retain(|one| one.at + REMEMBERED > at);
        self.0.push(One { form: (number.into(), content.into()), thread, at });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        "2026-11-24T07:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
    }

    #[test]
    fn six_an_hour_and_twenty_a_day() {
        let mut sent = Sent::default();
        for n in 0..6 {
            assert_eq!(sent.may(at(n)), Ok(()), "{n}");
            sent = sent.and((&n.to_string(), ""), ThreadId(1), at(n));
        }
        assert_eq!(sent.may(at(6)), Err(at(60)), "an hour after the first of six");
        assert_eq!(sent.may(at(60)), Ok(()));
        // Four an hour, until the day is full.
        let mut sent = Sent::default();
        for n in 0..20 {
            assert_eq!(sent.may(at(n * 15)), Ok(()), "{n}");
            sent = sent.and((&n.to_string(), ""), ThreadId(1), at(n * 15));
        }
        assert_eq!(sent.may(at(300)), Err(at(24 * 60)));
        assert_eq!(sent.may(at(24 * 60)), Ok(()));
    }

    #[test]
    fn a_form_is_remembered_for_two_days() {
        let (a, b) = (("a", "x"), ("b", "x"));
        let sent = Sent::default().and(a, ThreadId(7), at(0));
        assert_eq!((sent.by(a), sent.by(b)), (Some(ThreadId(7)), None));
        assert_eq!(sent.by(("a", "y")), None, "something else was typed");
        let later = sent.and(b, ThreadId(8), at(2 * 24 * 60));
        assert_eq!((later.by(a), later.by(b)), (None, Some(ThreadId(8))));
    }
}
