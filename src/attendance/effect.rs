//! What an illness that was told changes on the bill, for one booked day: what it is owed at, and until when a
//! certificate changes that.

use chrono::{DateTime, TimeDelta, Utc};

use crate::tariff::absence::{Illness, Owed};

/// What a day is owed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// If a certificate comes before an instant: what is owed then, in the order of the instants.
    pub before: Vec<(DateTime<Utc>, Owed)>,
    /// What is owed otherwise.
    pub otherwise: Owed,
}

/// What is known of a day of an illness.
#[derive(Clone, Copy, Debug)]
pub struct Day {
    /// Which of the booked days of the illness at the service.
    pub nth: usize,
    /// Hours until the certificate came; none: there is none.
    pub certificate: Option<u32>,
    /// When the hours of a certificate begin.
    pub begins: DateTime<Utc>,
    /// Until when one may be sent.
    pub closes: DateTime<Utc>,
}

impl Effect {
    /// What is owed whatever comes.
    pub fn is(otherwise: Owed) -> Self {
        Self { before: Vec::new(), otherwise }
    }
}

/// What a day of an illness is owed at, as things stand at an instant.
pub fn effect(illness: &Illness, day: &Day, now: DateTime<Utc>) -> Effect {
    if let Some(hours) = day.certificate {
        return Effect::is(illness.owed(day.nth, Some(hours)));
    }
    let otherwise = illness.owed(day.nth, None);
    let mut before: Vec<(DateTime<Utc>, Owed)> = Vec::new();
    for within in illness.certificates() {
        let until = within.and_then(|hours| day.begins.checked_add_signed(TimeDelta::hours(hours.into())));
        let until = until.map_or(day.closes, |until| until.min(day.closes));
        let owed = illness.owed(day.nth, Some(within.unwrap_or(u32::MAX)));
        match before.last_mut() {
            _ if until <= now => {}
            // What no later certificate would change any more.
            Some(last) if until <= last.0 => {}
            Some(last) if last.1 == owed => last.0 = until,
            _ => before.push((until, owed)),
        }
    }
    while before.pop_if(|(_, owed)| *owed == otherwise).is_some() {}
    Effect { before, otherwise }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-12-{text}:00:00Z").parse().unwrap()
    }

    #[test]
    fn what_a_certificate_changes_is_said_with_its_limit() {
        use Owed::{Absent, Booked, Nothing};
        let tiers = Illness::Tiers { tiers: vec![(Some(72), Some(0)), (Some(240), Some(2)), (None, None)] };
        let free = |due, certificate| Illness::Free { due, certificate };
        let early = at("03T07");
        for (illness, nth, certificate, now, before, otherwise) in [
            (&Illness::Billed, 1, None, early, vec![], Absent),
            (&free(1, false), 1, None, early, vec![], Booked),
            (&free(1, false), 2, None, early, vec![], Nothing),
            (&Illness::FirstFree { days: 1 }, 2, None, early, vec![], Booked),
            (&free(1, true), 1, None, early, vec![(at("10T23"), Booked)], Absent),
            (&free(1, true), 2, None, early, vec![(at("10T23"), Nothing)], Absent),
            // It came, or it is too late to send one.
            (&free(1, true), 2, Some(30), early, vec![], Nothing),
            (&free(1, true), 2, None, at("10T23"), vec![], Absent),
            // Within three days nothing is due, within ten two days; the town takes none after the tenth of December.
            (&tiers, 1, None, early, vec![(at("05T23"), Nothing), (at("10T23"), Booked)], Absent),
            (&tiers, 3, None, early, vec![(at("10T23"), Nothing)], Absent),
            (&tiers, 1, None, at("05T23"), vec![(at("10T23"), Booked)], Absent),
            (&tiers, 1, Some(73), early, vec![], Booked),
            (&tiers, 1, Some(241), early, vec![], Absent),
        ] {
            let day = Day { nth, certificate, begins: at("02T23"), closes: at("10T23") };
            let expected = Effect { before, otherwise };
            assert_eq!(effect(illness, &day, now), expected, "{illness:?} {nth} {certificate:?} {now}");
        }
    }
}
