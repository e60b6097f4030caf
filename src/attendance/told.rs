//! An absence that a family tells: from a day to a day, for all that is booked on these days. It cancels nothing; it
//! says why the child will not be there, and which day of an illness each day is.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    account::AccountId,
    family::FamilyId,
    platform::blob::{Hash, Kind},
    town::instant,
};

/// Days of an absence at most.
pub const MOST_DAYS: u64 = 31;
/// Letters of another reason at most.
pub const MOST_LETTERS: usize = 200;
/// Bytes of a certificate at most.
pub const MOST_BYTES: u64 = 5_000_000;

/// Why a child will not be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It is ill.
    Ill,
    /// For another reason: what is booked stays due.
    Other,
}

/// An absence that was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// By which family, on whose days.
    pub family: FamilyId,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// Why.
    pub reason: Reason,
    /// Another reason in the family's words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// When it was told.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: AccountId,
    /// Number of the form: sent again, it tells nothing more.
    pub form: String,
    /// A doctor's certificate, once it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<DateTime<Utc>>,
}

/// A doctor's certificate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// When it came.
    pub at: DateTime<Utc>,
    /// Who sent it, or noted that it came.
    pub by: AccountId,
    /// The file; none: it came on paper, or the file was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<Scan>,
    /// Whether there was a file, which was erased after the time that the town has set.
    #[serde(default)]
    pub erased: bool,
}

/// The file of a certificate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// Its bytes.
    pub hash: Hash,
    /// What they are.
    pub kind: Kind,
}

impl Told {
    /// Whether it says something of a day: it was not taken back.
    pub fn touches(&self, day: NaiveDate) -> bool {
        self.withdrawn.is_none() && (self.first..=self.last).contains(&day)
    }

    /// Whether a day of it is also told by another from a day to a day.
    pub fn meets(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.withdrawn.is_none() && self.first <= last && first <= self.last
    }

    /// The instant at which its first day begins.
    pub fn begins(&self, zone: Tz) -> DateTime<Utc> {
        instant(zone, self.first.and_time(NaiveTime::MIN))
    }

    /// Hours, begun ones too, from the beginning of the first day until the certificate came; none: there is none.
    pub fn hours(&self, zone: Tz) -> Option<u32> {
        let took = self.certificate.as_ref()?.at - self.begins(zone);
        let hours = (took.num_seconds().max(0) + 3599) / 3600;
        Some(u32::try_from(hours).unwrap_or(u32::MAX))
    }

    /// Whether it is an illness of this family's days that was not taken back.
    fn is_ill(&self, family: FamilyId) -> bool {
        self.withdrawn.is_none() && self.reason == Reason::Ill && self.family == family
    }
}

/// The instant at which a certificate counts as come that the town hall has received on a day.
pub fn received(on: NaiveDate, zone: Tz) -> DateTime<Utc> {
    instant(zone, on.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()))
}

/// Whether an illness that begins on a day goes on one that ended: the day after, but for Saturdays and Sundays.
fn follows(last: NaiveDate, first: NaiveDate) -> bool {
    last < first
        && last
            .iter_days()
            .skip(1)
            .take_while(|day| *day < first)
            .all(|day| day.weekday().num_days_from_monday() > 4)
}

/// The first day of the illness that an absence belongs to. `known`: what was told of the child.
pub fn began(known: &[Told], told: &Told) -> NaiveDate {
    let mut first = told.first;
    while let Some(before) = known.iter().find(|one| one.is_ill(told.family) && follows(one.last, first)) {
        first = before.first;
    }
    first
}

/// Which of the booked days of its illness a day is, at a service: 1 for the first. `booked`: the family's at that
/// service, since [`began`] at least.
pub fn nth(known: &[Told], told: &Told, booked: &BTreeSet<NaiveDate>, day: NaiveDate) -> usize {
    let ill = |day: &&NaiveDate| known.iter().any(|one| one.is_ill(told.family) && one.touches(**day));
    let first = began(known, told).min(day);
    booked.range(first..=day).filter(ill).count().max(1)
}

/// What was told of a family's booked day: why, which day of the illness it is, and hours until its certificate came:
/// what [`super::outcome::Known`] asks. `known`: what was told of the child, since a month before at least.
pub fn of_day(
    known: &[Told],
    family: FamilyId,
    booked: &BTreeSet<NaiveDate>,
    day: NaiveDate,
    zone: Tz,
) -> Option<(Reason, (usize, Option<u32>))> {
    let told = known.iter().find(|told| told.family == family && told.touches(day))?;
    Some((told.reason, (nth(known, told, booked, day), told.hours(zone))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARIS: Tz = Tz::Europe__Paris;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn told(first: &str, last: &str, reason: Reason) -> Told {
        Told {
            family: FamilyId(1),
            first: on(first),
            last: on(last),
            reason,
            words: String::new(),
            at: DateTime::default(),
            by: AccountId(1),
            form: String::new(),
            certificate: None,
            withdrawn: None,
        }
    }

    #[test]
    fn an_illness_goes_on_over_the_weekend_and_not_over_a_day_of_school() {
        use Reason::{Ill, Other};
        let taken_back =
            Told { withdrawn: Some(DateTime::default()), ..told("2026-12-03", "2026-12-04", Ill) };
        let others = Told { family: FamilyId(2), ..told("2026-12-03", "2026-12-04", Ill) };
        // Thursday and Friday, then from Monday on.
        for (before, first, expected) in [
            (told("2026-12-03", "2026-12-04", Ill), "2026-12-07", "2026-12-03"),
            (told("2026-12-03", "2026-12-04", Ill), "2026-12-05", "2026-12-03"),
            (told("2026-12-03", "2026-12-04", Ill), "2026-12-08", "2026-12-08"),
            (told("2026-12-03", "2026-12-03", Ill), "2026-12-07", "2026-12-07"),
            (told("2026-12-03", "2026-12-04", Other), "2026-12-07", "2026-12-07"),
            (taken_back, "2026-12-07", "2026-12-07"),
            (others, "2026-12-07", "2026-12-07"),
        ] {
            let next = told(first, "2026-12-09", Ill);
            assert_eq!(began(&[before.clone(), next.clone()], &next), on(expected), "{before:?} {first}");
        }
    }

    #[test]
    fn days_of_an_illness_are_those_that_were_booked_on_days_told() {
        let known =
            [told("2026-12-03", "2026-12-04", Reason::Ill), told("2026-12-07", "2026-12-10", Reason::Ill)];
        // Booked on days before, on the weekend and on days of the illness.
        let booked: BTreeSet<NaiveDate> =
            ["2026-12-01", "2026-12-04", "2026-12-05", "2026-12-07", "2026-12-10"].map(on).into();
        for (day, expected) in [("2026-12-04", 1), ("2026-12-07", 2), ("2026-12-10", 3)] {
            let (reason, (nth, hours)) = of_day(&known, FamilyId(1), &booked, on(day), PARIS).unwrap();
            assert_eq!((reason, nth, hours), (Reason::Ill, expected, None), "{day}");
        }
        assert_eq!(of_day(&known, FamilyId(1), &booked, on("2026-12-05"), PARIS), None);
        assert_eq!(of_day(&known, FamilyId(2), &booked, on("2026-12-07"), PARIS), None);
    }

    #[test]
    fn hours_are_counted_from_the_beginning_of_the_first_day_in_the_towns_clocks() {
        for (came, hours) in [
            // The evening before: the first day has begun at 23:00 UTC.
            ("2026-12-02T20:00:00Z", 0),
            ("2026-12-02T23:00:00Z", 0),
            ("2026-12-02T23:00:01Z", 1),
            ("2026-12-05T23:00:00Z", 72),
            ("2026-12-05T23:00:01Z", 73),
        ] {
            let certificate =
                Certificate { at: came.parse().unwrap(), by: AccountId(1), scan: None, erased: false };
            let told =
                Told { certificate: Some(certificate), ..told("2026-12-03", "2026-12-04", Reason::Ill) };
            assert_eq!(told.hours(PARIS), Some(hours), "{came}");
        }
        assert_eq!(told("2026-12-03", "2026-12-04", Reason::Ill).hours(PARIS), None);
        assert_eq!(
            received(on("2026-12-05"), PARIS),
            "2026-12-05T11:00:00Z".parse::<DateTime<Utc>>().unwrap()
        );
    }

    #[test]
    fn what_was_taken_back_says_nothing() {
        let stands = told("2026-12-03", "2026-12-04", Reason::Ill);
        let back = Told { withdrawn: Some(DateTime::default()), ..stands.clone() };
        for (day, holds) in
            [("2026-12-02", false), ("2026-12-03", true), ("2026-12-04", true), ("2026-12-05", false)]
        {
            assert_eq!(stands.touches(on(day)), holds, "{day}");
            assert_eq!(stands.meets(on(day), on(day)), holds, "{day}");
            assert!(!back.touches(on(day)) && !back.meets(on(day), on(day)), "{day}");
        }
    }
}
