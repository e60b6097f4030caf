//! What is billed of days on which a child who was booked did not come.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the town has decided about absences that were not cancelled in time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Illness {
    /// All of it is billed.
    #[default]
    Billed,
    /// Nothing is billed but the first days.
    Free {
        /// Days at the beginning that stay due.
        #[serde(default)]
        due: usize,
        /// Whether a doctor's certificate is asked for.
        #[serde(default)]
        certificate: bool,
    },
    /// The first days are not billed, the others are.
    FirstFree {
        /// How many.
        days: usize,
    },
    /// By the time the certificate took to come.
    Tiers {
        /// Within so many hours (none: whenever it comes), so many first days stay due (none: all of them).
        tiers: Vec<(Option<u32>, Option<usize>)>,
    },
}

/// What is known of an absence.
#[derive(Clone, Debug, Default)]
pub struct Absence {
    /// The days booked and not cancelled in time, in order.
    pub days: Vec<NaiveDate>,
    /// Hours from the first day until a certificate came; none: there is none.
    pub certificate: Option<u32>,
}

impl Illness {
    /// The days that are billed all the same.
    pub fn billed<'a>(&self, absence: &'a Absence) -> &'a [NaiveDate] {
        let days = &absence.days[..];
        let first = |due: usize| &days[..due.min(days.len())];
        match self {
            Illness::Billed => days,
            Illness::Free { certificate: true, .. } if absence.certificate.is_none() => days,
            Illness::Free { due, .. } => first(*due),
            Illness::FirstFree { days: free } => &days[(*free).min(days.len())..],
            Illness::Tiers { tiers } => {
                let Some(hours) = absence.certificate else { return days };
                let tier = tiers.iter().find(|(within, _)| within.is_none_or(|within| hours <= within));
                tier.and_then(|(_, due)| *due).map_or(days, first)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_days_and_certificates() {
        let days: Vec<NaiveDate> =
            ["2026-03-16", "2026-03-17", "2026-03-19", "2026-03-20"].map(|day| day.parse().unwrap()).into();
        let tiers = Illness::Tiers { tiers: vec![(Some(72), Some(0)), (Some(240), Some(2)), (None, None)] };
        for (rule, certificate, billed) in [
            (Illness::Billed, Some(1), &days[..]),
            (Illness::Free { due: 0, certificate: false }, None, &[]),
            (Illness::Free { due: 1, certificate: true }, None, &days),
            (Illness::Free { due: 1, certificate: true }, Some(500), &days[..1]),
            (Illness::Free { due: 9, certificate: false }, None, &days),
            (Illness::FirstFree { days: 2 }, None, &days[2..]),
            (Illness::FirstFree { days: 9 }, None, &[]),
            (tiers.clone(), None, &days),
            (tiers.clone(), Some(72), &[]),
            (tiers.clone(), Some(73), &days[..2]),
            (tiers.clone(), Some(240), &days[..2]),
            (tiers, Some(241), &days),
        ] {
            let absence = Absence { days: days.clone(), certificate };
            assert_eq!(rule.billed(&absence), billed, "{rule:?} {certificate:?}");
        }
    }
}
