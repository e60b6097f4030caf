//! A run: what is billed, to whom, how far it is.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::OfficeId;
use crate::{activity::ServiceId, family::FamilyId, id, platform::money::Cents};

id!(
    /// A run. Numbers begin with 1.
    RunId
);

/// What a run bills.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The cash office.
    pub office: OfficeId,
    /// The services.
    pub services: BTreeSet<ServiceId>,
    /// First day that is billed.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// The day on which it is issued.
    pub today: NaiveDate,
    /// The day by which it is to be paid.
    pub due: NaiveDate,
    /// To one family; none: to all.
    pub only: Option<FamilyId>,
}

/// A run that was asked for, and how far it is: the families before `next` are done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issuing {
    /// What it bills.
    pub run: Run,
    /// Who asked for it, for the journal.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The first family that is not done.
    pub next: FamilyId,
    /// How many are done.
    pub done: u32,
    /// How many there are.
    pub all: u32,
    /// Bills that were issued.
    pub bills: u32,
    /// Credit notes.
    pub credits: u32,
    /// What they come to.
    pub total: Cents,
    /// When it was done; none: it is under way.
    pub ended: Option<DateTime<Utc>>,
}
