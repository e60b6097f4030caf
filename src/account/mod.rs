//! Accounts: who signs in, with what, and the sessions that follow.
//!
//! One person, one account, one mail address: a guardian of one family or of several, somebody of the town
//! hall, or both.

pub mod agent;
pub mod device;
pub mod event;
pub mod factor;
pub mod job;
pub mod mail;
pub mod office;
pub mod portal;
pub mod role;
pub mod store;
pub mod strength;
pub mod throttle;
pub mod token;
pub mod view;

use std::marker::PhantomData;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use validator::ValidateEmail;

use crate::{
    family::{FamilyId, GuardianId},
    id,
    platform::{password::Hashed, store::StoreError},
};
use factor::Factor;
use role::Duty;

id!(
    /// An account: one person, one mail address. Numbers begin with 1.
    AccountId
);

/// A family and who somebody is in it.
pub type Place = (FamilyId, GuardianId);

/// Somebody who signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Account {
    /// Mail address, in lower case.
    pub mail: String,
    /// Password; none before the first connection.
    pub password: Option<Hashed>,
    /// Families this person is a guardian of.
    pub families: Vec<Place>,
    /// What this person does for the town hall.
    #[serde(default)]
    pub duty: Option<Duty>,
    /// A second factor.
    #[serde(default)]
    pub factor: Option<Factor>,
}

/// A session, stored under a digest of its token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Whose.
    pub account: AccountId,
    /// The family that is shown, and who that is in it. None until one is chosen, and for who has none.
    pub family: Option<Place>,
    /// What is still asked before it opens anything.
    pub step: Step,
    /// When it began.
    pub begun: DateTime<Utc>,
    /// Last use, known to within [`Session::TOUCH`].
    pub seen: DateTime<Utc>,
    /// "Rester connecté".
    pub stays: bool,
    /// Where from.
    pub origin: String,
    /// Browser and system.
    pub device: (String, String),
}

/// How far a sign-in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// In.
    In,
    /// The password was right; the code of the second factor is asked.
    Code,
    /// The password was right; a second factor must be set up.
    Enrol,
}

impl Session {
    /// It ends after so long without use.
    pub const IDLE: TimeDelta = TimeDelta::hours(1);
    /// With "Rester connecté" it ends so long after it began.
    pub const STAYS: TimeDelta = TimeDelta::days(30);
    /// A sign-in that stops half-way ends after so long.
    pub const HALF_WAY: TimeDelta = TimeDelta::minutes(15);
    /// Its last use is written down when it is this much older.
    pub const TOUCH: TimeDelta = TimeDelta::minutes(5);
    /// After any request it holds for so long at least.
    pub const SURE: TimeDelta = TimeDelta::minutes(55);

    /// Of somebody who is in, since an instant.
    pub fn new(account: AccountId, family: Option<Place>, at: DateTime<Utc>) -> Self {
        Self {
            account,
            family,
            step: Step::In,
            begun: at,
            seen: at,
            stays: false,
            origin: String::new(),
            device: Default::default(),
        }
    }

    /// Whether it still holds.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        now < self.ends()
    }

    /// When it ends, if it is not used.
    pub fn ends(&self) -> DateTime<Utc> {
        match (self.step, self.stays) {
            (Step::Code | Step::Enrol, _) => self.begun + Self::HALF_WAY,
            (Step::In, true) => self.begun + Self::STAYS,
            (Step::In, false) => self.seen + Self::IDLE,
        }
    }
}

impl Account {
    /// A guardian of families who has never signed in.
    pub fn of(mail: &str, families: Vec<Place>) -> Self {
        Self { mail: normal(mail), password: None, families, duty: None, factor: None }
    }

    /// Whether this person works for the town hall.
    pub fn on_duty(&self) -> Option<&Duty> {
        self.duty.as_ref().filter(|duty| duty.access)
    }

    /// Whether this person may not do without a second factor.
    pub fn needs_factor(&self) -> bool {
        self.duty.as_ref().is_some_and(Duty::needs_factor)
    }

    /// What is asked after the right password.
    pub fn step(&self) -> Step {
        match &self.factor {
            Some(_) => Step::Code,
            None if self.needs_factor() => Step::Enrol,
            None => Step::In,
        }
    }
}

/// Whether a text is one mail address, and nothing that could be more than that in a letter or on a page.
pub fn is_address(mail: &str) -> bool {
    mail.validate_email()
        && mail.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>[]\"\u{202e}".contains(c))
}

/// An address as accounts are found by: without spaces around, in lower case.
pub fn normal(mail: &str) -> String {
    mail.trim().to_lowercase()
}

/// Somebody who has signed in, whole or half-way, with what was read to know it.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The account's number.
    pub id: AccountId,
    /// The account.
    pub account: Account,
    /// The key of the session.
    pub key: [u8; 32],
    /// The session.
    pub session: Session,
    /// First and last name: of the guardian in the family shown, or of the agent.
    pub name: (String, String),
    /// How many families the town shows to this person.
    pub families: usize,
}

/// A visitor who is in: a parent, an agent, or both.
#[derive(Clone, Copy, Debug)]
pub struct Inside<'r>(pub &'r Visitor);

/// A signed-in guardian, and the family shown. Only whom the town lets in is one.
#[derive(Clone, Debug)]
pub struct Parent {
    /// The account.
    pub account: AccountId,
    /// The family.
    pub family: FamilyId,
    /// Who this person is in it.
    pub guardian: GuardianId,
    /// "Lucie".
    pub first_name: String,
    /// "ALAIN".
    pub last_name: String,
    /// Where confirmations go.
    pub mail: String,
    /// What the bar of the page shows.
    pub bar: Bar,
}

/// What the bar of every page shows of who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// "Lucie ALAIN".
    pub person: String,
    /// Whether this person is in; what is still asked comes first.
    pub inside: bool,
    /// Whether a family is shown.
    pub family: bool,
    /// Whether there is another family to change to.
    pub families: bool,
    /// Whether the town's side is open too.
    pub office: bool,
    /// Seconds for which the session holds without use; none when that does not prolong it.
    pub ends: Option<i64>,
}

/// Somebody of the town hall with one of the roles of `P`, whose second factor was given if it must be.
#[derive(Clone, Debug)]
pub struct Agent<P> {
    /// The account.
    pub account: AccountId,
    /// What the town hall has given this person to do.
    pub duty: Duty,
    /// What the bar of the page shows.
    pub bar: Bar,
    role: PhantomData<P>,
}

/// Why somebody is not let in.
#[derive(Clone, Debug)]
pub enum NotSignedIn {
    /// Nobody is signed in, or no longer.
    Nobody,
    /// The code of the second factor is asked first.
    Code,
    /// A second factor must be set up first.
    Enrol,
    /// A family must be chosen first, or there is none.
    NoFamily,
    /// Signed in, and not allowed there.
    NotAllowed,
    /// The data could not be read.
    Broken(StoreError),
}
