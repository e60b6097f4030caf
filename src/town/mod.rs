//! The town itself: its name and settings, schools, classes, calendar.
//!
//! Invariants: classes belong to a school that exists; a calendar's years and holidays do not overlap.

pub mod calendar;
pub mod feast;
pub mod identity;
pub mod legal;
pub mod logo;
pub mod mail;
pub mod ministry;
pub mod office;
pub mod portal;
pub mod schedule;
pub mod schools;
pub mod store;
pub mod view;

use std::collections::BTreeMap;

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::id;
pub use calendar::{Calendar, Term};
pub use legal::Legal;

id!(
    /// A school (établissement).
    SchoolId
);
id!(
    /// A class of a school.
    ClassId
);

/// What the town is called and how it wants its portal.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// "Valpréau".
    pub name: String,
    /// Welcome on the home page, one paragraph.
    pub message: String,
    /// Whom to ask: name of the service, telephone, address.
    pub contact: Contact,
    /// Zone of its clocks: Europe/Paris, Indian/Reunion...
    pub timezone: Tz,
    /// What the grid shows at a time.
    pub period: Span,
    /// When the accessibility of the portal was last audited, and what came out.
    #[serde(default)]
    pub audit: Option<Audit>,
    /// What the law wants said of who publishes and hosts the portal, and of personal data.
    #[serde(default)]
    pub legal: Legal,
    /// Whether parents are let in. A town entered before there was a choice is open.
    #[serde(default = "yes")]
    pub opened: bool,
    /// Its logo, kept beside its settings: it is no part of them as a file.
    #[serde(skip)]
    pub logo: Option<LogoMark>,
}

fn yes() -> bool {
    true
}

impl Identity {
    /// Of a town that nothing is known of yet: closed to parents.
    pub fn unset() -> Self {
        let nothing = String::new;
        Self {
            name: nothing(),
            message: nothing(),
            contact: Contact {
                service: nothing(),
                address: nothing(),
                telephone: nothing(),
                mail: nothing(),
                hours: nothing(),
            },
            timezone: Tz::Europe__Paris,
            period: Span::Week,
            audit: None,
            legal: Legal::default(),
            opened: false,
            logo: None,
        }
    }
}

/// What pages say of a logo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogoMark {
    /// Digest of its bytes, in hexadecimal: the end of its address.
    pub hash: String,
    /// What it is.
    pub kind: logo::Kind,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Whom families ask.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// "Service enfance de la mairie".
    pub service: String,
    /// Postal address, on one line.
    pub address: String,
    /// As it is read aloud: "02 40 00 00 00".
    pub telephone: String,
    /// Mail address.
    pub mail: String,
    /// When somebody is there: "du lundi au vendredi, de 9 h à 12 h".
    #[serde(default)]
    pub hours: String,
}

/// An audit of accessibility (RGAA 4.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// Day of the report.
    pub on: NaiveDate,
    /// Criteria met, of those that apply, in percent.
    pub percent: u8,
    /// Who made it; empty: not said.
    #[serde(default)]
    pub by: String,
    /// What it found that is not accessible.
    #[serde(default)]
    pub gaps: String,
    /// What would be too great a burden to make accessible (law 2005-102, article 47).
    #[serde(default)]
    pub burdens: String,
    /// What need not be accessible.
    #[serde(default)]
    pub exempt: String,
}

/// What a period of reservations is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
}

/// A school.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct School {
    /// Its number.
    pub id: SchoolId,
    /// "École élémentaire Jules-Ferry".
    pub name: String,
    /// "Jules-Ferry".
    pub short: String,
    /// Weekdays with class, 1 for Monday.
    pub weekdays: Vec<u8>,
}

/// A class of a school.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its number.
    pub id: ClassId,
    /// Its school.
    pub school: SchoolId,
    /// "CE1 A – Mme Le Goff".
    pub name: String,
    /// The level taught.
    pub level: Level,
}

/// Levels of nursery and primary school, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Level {
    TPS,
    PS,
    MS,
    GS,
    CP,
    CE1,
    CE2,
    CM1,
    CM2,
}

impl Level {
    /// All of them, in their order.
    pub const ALL: [Level; 9] = {
        use Level::*;
        [TPS, PS, MS, GS, CP, CE1, CE2, CM1, CM2]
    };

    /// The level of this name: "CE1".
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| format!("{level:?}") == name)
    }
}

/// A digest of what a form showed: who sends the form says which state it changes.
pub fn seen(shown: &impl std::fmt::Debug) -> String {
    Sha256::digest(format!("{shown:?}")).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Everything of the town that rules look at, as it stands at one moment.
#[derive(Debug)]
pub struct Town {
    /// Its name and choices.
    pub identity: Identity,
    /// Its schools.
    pub schools: BTreeMap<SchoolId, School>,
    /// Their classes.
    pub classes: BTreeMap<ClassId, Class>,
    /// School years, holidays, closures.
    pub calendar: Calendar,
}

impl Town {
    /// The date in the town at an instant.
    pub fn date(&self, now: DateTime<Utc>) -> NaiveDate {
        self.local(now).date()
    }

    /// The date and hour that the town's clocks show at an instant.
    pub fn local(&self, now: DateTime<Utc>) -> NaiveDateTime {
        now.with_timezone(&self.identity.timezone).naive_local()
    }

    /// The instant at which the town's clocks show a date and hour.
    pub fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        instant(self.identity.timezone, local)
    }
}

/// The instant at which clocks of a zone show a date and hour. Shown twice (the hour that comes back
/// in October): the later one, which is the kinder deadline. Never shown (the hour skipped in March):
/// an hour later.
pub fn instant(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(_, instant) => instant.to_utc(),
        LocalResult::None => match zone.from_local_datetime(&(local + TimeDelta::hours(1))) {
            LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => instant.to_utc(),
            // No zone skips two hours in a row.
            LocalResult::None => local.and_utc(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_that_change_have_one_instant_for_each_hour() {
        let zone = chrono_tz::Europe::Paris;
        for (local, utc) in [
            ("2026-11-23T09:00:00", "2026-11-23T08:00:00Z"),
            ("2026-07-01T09:00:00", "2026-07-01T07:00:00Z"),
            // 29 March 2026: 2:00 to 3:00 does not exist.
            ("2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
            // 25 October 2026: 2:00 to 3:00 comes twice.
            ("2026-10-25T02:30:00", "2026-10-25T01:30:00Z"),
        ] {
            let instant = instant(zone, local.parse().unwrap());
            assert_eq!(instant, utc.parse::<DateTime<Utc>>().unwrap(), "{local}");
        }
    }
}
