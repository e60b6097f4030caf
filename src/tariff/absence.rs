//! What is owed for days on which a child who was booked did not come.

pub mod draft;
mod tiers;
pub mod version;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::price::Booked;
use crate::{
    activity::ServiceId,
    platform::dated::{Dated, From},
};

/// What the town has decided about illness.
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
        #[serde(with = "tiers")]
        tiers: Vec<Tier>,
    },
}

/// Within so many hours, so many first days stay due.
pub type Tier = (Option<u32>, Option<usize>);

/// A reason that is not the family's.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    VariantArray,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Cause {
    /// A strike.
    Strike,
    /// An outing of the class.
    Outing,
    /// An absent teacher.
    Teacher,
}

/// Why a child who was booked did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Excuse {
    /// It was ill.
    Illness {
        /// Which of the days booked during the illness, at the service: 1 for the first.
        nth: usize,
        /// Hours from the first day until a certificate came; none: there is none.
        certificate: Option<u32>,
    },
    /// Another reason.
    Cause(Cause),
}

/// What a day is owed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    /// Nothing.
    Nothing,
    /// As it was booked.
    Booked,
    /// As if nobody had said anything.
    Absent,
}

/// What the town has decided about the absences of a service, in force from a day on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// Reference of the decision.
    #[serde(default)]
    pub decision: String,
    /// Illness.
    #[serde(default)]
    pub illness: Illness,
    /// What else is billed all the same.
    #[serde(default)]
    pub billed: BTreeSet<Cause>,
}

/// All that was decided about the absences of a service, as settings are written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The service.
    pub service: ServiceId,
    /// A version that has begun is never rewritten.
    pub versions: Dated<Terms>,
}

/// What was decided for each service. Of one that is not here, illness is billed and nothing else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Absences(pub BTreeMap<ServiceId, Dated<Terms>>);

impl Absences {
    /// All of them, as settings are written.
    pub fn rules(&self) -> Vec<Rules> {
        let rules = |(service, versions): (&ServiceId, &Dated<Terms>)| Rules {
            service: *service,
            versions: versions.clone(),
        };
        self.0.iter().map(rules).collect()
    }

    /// What is in force for a service on a day; none: nothing was decided.
    pub fn on(&self, service: ServiceId, day: NaiveDate) -> Option<&From<Terms>> {
        self.0.get(&service)?.on(day)
    }

    /// How prices take a day of a service, booked so, on which a child did not come.
    pub fn booked(&self, service: ServiceId, day: NaiveDate, booked: Booked, excuse: Excuse) -> Booked {
        let owed = match self.on(service, day) {
            Some(terms) => terms.value.owed(excuse),
            None => Terms::default().owed(excuse),
        };
        match owed {
            Owed::Nothing => Booked::Excused,
            Owed::Booked => booked,
            Owed::Absent => Booked::Absent,
        }
    }
}

impl Terms {
    /// What a day is owed at.
    pub fn owed(&self, excuse: Excuse) -> Owed {
        match excuse {
            Excuse::Illness { nth, certificate } => self.illness.owed(nth, certificate),
            Excuse::Cause(cause) if self.billed.contains(&cause) => Owed::Booked,
            Excuse::Cause(_) => Owed::Nothing,
        }
    }
}

/// What is known of an illness.
#[derive(Clone, Debug, Default)]
pub struct Absence {
    /// The days booked and not cancelled in time, in order.
    pub days: Vec<NaiveDate>,
    /// Hours from the first day until a certificate came; none: there is none.
    pub certificate: Option<u32>,
}

impl Illness {
    /// What the nth day is owed at.
    pub fn owed(&self, nth: usize, certificate: Option<u32>) -> Owed {
        let first = |due: usize| if nth <= due { Owed::Booked } else { Owed::Nothing };
        match self {
            Illness::Billed => Owed::Absent,
            Illness::Free { certificate: true, .. } if certificate.is_none() => Owed::Absent,
            Illness::Free { due, .. } => first(*due),
            Illness::FirstFree { days } if nth <= *days => Owed::Nothing,
            Illness::FirstFree { .. } => Owed::Booked,
            Illness::Tiers { tiers } => {
                let in_time = |(within, _): &&Tier| {
                    certificate.is_some_and(|hours| within.is_none_or(|within| hours <= within))
                };
                tiers.iter().find(in_time).and_then(|(_, due)| *due).map_or(Owed::Absent, first)
            }
        }
    }

    /// The limits that a certificate is looked at by, in hours from the first day, in their order; none: it counts
    /// whenever it comes. Empty where no certificate changes anything.
    pub fn certificates(&self) -> Vec<Option<u32>> {
        match self {
            Illness::Free { certificate: true, .. } => vec![None],
            Illness::Tiers { tiers } => tiers.iter().map(|(within, _)| *within).collect(),
            Illness::Billed | Illness::Free { .. } | Illness::FirstFree { .. } => Vec::new(),
        }
    }

    /// The days that are billed all the same.
    pub fn billed(&self, absence: &Absence) -> Vec<NaiveDate> {
        let days = (1..).zip(&absence.days);
        let owed = days.filter(|(nth, _)| self.owed(*nth, absence.certificate) != Owed::Nothing);
        owed.map(|(_, day)| *day).collect()
    }

    /// Days of an illness, each with the hours that its certificate took: the first of those that are owed alike,
    /// and the last of them; none: all that follow.
    pub fn cases(&self) -> Vec<(Excuse, Option<usize>)> {
        let (days, certificates) = match self {
            Illness::Billed => (1, vec![None]),
            Illness::Free { due, certificate: false } => (due + 1, vec![None]),
            Illness::Free { due, certificate: true } => (due + 1, vec![Some(0), None]),
            Illness::FirstFree { days } => (days + 1, vec![None]),
            Illness::Tiers { tiers } => {
                let due = tiers.iter().filter_map(|(_, due)| *due).max().unwrap_or(0);
                let within = tiers.iter().filter_map(|(within, _)| *within);
                // Later than all that are said.
                let later = within.clone().max().map_or(0, |last| last + 1);
                (due + 1, within.chain([later]).map(Some).chain([None]).collect())
            }
        };
        let of = |certificate: Option<u32>| {
            let owed = |nth: usize| self.owed(nth, certificate);
            let firsts = (1..=days).filter(move |nth| *nth == 1 || owed(*nth) != owed(nth - 1));
            let firsts: Vec<usize> = firsts.collect();
            let lasts = firsts.iter().skip(1).map(|next| Some(next - 1)).chain([None]).collect::<Vec<_>>();
            let case = move |(nth, last)| (Excuse::Illness { nth, certificate }, last);
            firsts.into_iter().zip(lasts).map(case)
        };
        certificates.into_iter().flat_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiers() -> Illness {
        Illness::Tiers { tiers: vec![(Some(72), Some(0)), (Some(240), Some(2)), (None, None)] }
    }

    #[test]
    fn first_days_and_certificates() {
        let days: Vec<NaiveDate> =
            ["2026-03-16", "2026-03-17", "2026-03-19", "2026-03-20"].map(|day| day.parse().unwrap()).into();
        for (rule, certificate, billed) in [
            (Illness::Billed, Some(1), &days[..]),
            (Illness::Free { due: 0, certificate: false }, None, &[]),
            (Illness::Free { due: 1, certificate: true }, None, &days),
            (Illness::Free { due: 1, certificate: true }, Some(500), &days[..1]),
            (Illness::Free { due: 9, certificate: false }, None, &days),
            (Illness::FirstFree { days: 2 }, None, &days[2..]),
            (Illness::FirstFree { days: 9 }, None, &[]),
            (tiers(), None, &days),
            (tiers(), Some(72), &[]),
            (tiers(), Some(73), &days[..2]),
            (tiers(), Some(240), &days[..2]),
            (tiers(), Some(241), &days),
        ] {
            let absence = Absence { days: days.clone(), certificate };
            assert_eq!(rule.billed(&absence), billed, "{rule:?} {certificate:?}");
        }
    }

    #[test]
    fn a_day_that_stays_due_is_no_penalty_and_one_without_its_certificate_is() {
        let ill = |nth, certificate| Excuse::Illness { nth, certificate };
        let (strike, outing) = (Excuse::Cause(Cause::Strike), Excuse::Cause(Cause::Outing));
        let (service, other) = (ServiceId(3), ServiceId(4));
        let from = "2026-09-01".parse().unwrap();
        let terms = Terms {
            illness: Illness::Free { due: 1, certificate: true },
            billed: BTreeSet::from([Cause::Strike]),
            ..Terms::default()
        };
        let mut versions = Dated::since(from, terms);
        let later = "2027-01-04".parse().unwrap();
        versions.set(later, Terms { illness: Illness::FirstFree { days: 2 }, ..Terms::default() });
        let absences = Absences(BTreeMap::from([(service, versions)]));
        let before = from.pred_opt().unwrap();
        for (service, day, booked, excuse, taken) in [
            (service, from, Booked::Late, ill(1, Some(24)), Booked::Late),
            (service, from, Booked::Late, ill(2, Some(24)), Booked::Excused),
            (service, from, Booked::Late, ill(2, None), Booked::Absent),
            (service, from, Booked::OnTime, strike, Booked::OnTime),
            (service, from, Booked::OnTime, outing, Booked::Excused),
            (service, later, Booked::OnTime, ill(2, None), Booked::Excused),
            (service, later, Booked::OnTime, ill(3, None), Booked::OnTime),
            (service, later, Booked::OnTime, strike, Booked::Excused),
            // Nothing was decided.
            (service, before, Booked::OnTime, ill(1, Some(1)), Booked::Absent),
            (other, later, Booked::OnTime, ill(1, Some(1)), Booked::Absent),
            (other, later, Booked::OnTime, strike, Booked::Excused),
        ] {
            assert_eq!(
                absences.booked(service, day, booked, excuse),
                taken,
                "{service} {day} {booked:?} {excuse:?}"
            );
        }
    }

    #[test]
    fn the_cases_of_an_illness_show_each_way_it_is_owed_once() {
        let ill = |nth, certificate| Excuse::Illness { nth, certificate };
        let free = |due, certificate| Illness::Free { due, certificate };
        for (rule, cases) in [
            (Illness::Billed, vec![(ill(1, None), None)]),
            (free(0, false), vec![(ill(1, None), None)]),
            (free(2, false), vec![(ill(1, None), Some(2)), (ill(3, None), None)]),
            (free(1, true), vec![(ill(1, Some(0)), Some(1)), (ill(2, Some(0)), None), (ill(1, None), None)]),
            (Illness::FirstFree { days: 1 }, vec![(ill(1, None), Some(1)), (ill(2, None), None)]),
            (
                tiers(),
                vec![
                    (ill(1, Some(72)), None),
                    (ill(1, Some(240)), Some(2)),
                    (ill(3, Some(240)), None),
                    (ill(1, Some(241)), None),
                    (ill(1, None), None),
                ],
            ),
        ] {
            assert_eq!(rule.cases(), cases, "{rule:?}");
        }
    }
}
