//! What happened to a family's file, line by line: who and when stand in the entry of the journal of the same
//! number.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    FamilyId, Subject,
    request::{Act, RequestId},
    sheet::Change,
};
use crate::activity::ServiceId;

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// To whose file.
    pub about: Subject,
    /// Who or what that was called then: "Théo ALAIN".
    pub name: String,
    /// What.
    pub what: What,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Made.
    Created,
    /// Fields changed. Those of a sensitive page stand here without their values.
    Changed(Vec<Change>),
    /// Looked over and certified by the family.
    Certified,
    /// Asked of the town.
    Asked(RequestId, Act),
    /// Done as asked.
    Accepted(RequestId),
    /// Not done.
    Refused(RequestId),
    /// No longer wanted by the family.
    Withdrawn(RequestId),
    /// Put away.
    Archived,
    /// Taken up again.
    Restored,
    /// Gone: an adult that the family took out.
    Removed,
    /// Belongs to another family too from now on.
    Attached(FamilyId),
    /// The days of a child are otherwise from a day on.
    Custody(NaiveDate),
    /// Lives in the town from a day on, or no longer.
    Residence(NaiveDate, bool),
    /// Invited to sign in, at an address.
    Invited,
    /// May no longer sign in.
    AccessEnded,
    /// May again.
    AccessGiven,
    /// The town closed days, for this reason, on which it had so many bookings: they are cancelled.
    Closed(String, usize),
    /// The closure was undone: so many bookings came back, so many did not.
    Reopened(String, usize, usize),
    /// Its health and diet were read by an agent.
    Read,
    /// A doctor's certificate of it was read by an agent.
    CertificateRead,
    /// Booked and cancelled by the town hall, and why; the reason may be empty.
    Booked(Vec<Booked>, String),
}

/// Days of a service that the town hall booked or cancelled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Booked {
    /// The service.
    pub service: ServiceId,
    /// What was done with them.
    pub deed: Deed,
    /// The days, in order.
    pub days: Vec<NaiveDate>,
}

/// What was done with days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Booked at the ordinary price.
    OnTime,
    /// Booked at the late price.
    Late,
    /// Cancelled.
    Cancelled,
}

impl Line {
    /// Without what only some may read.
    pub fn discreet(mut self) -> Self {
        if let What::Changed(changes) = &mut self.what {
            for change in changes {
                if self.about.kind().page(change.key.field).is_some_and(|page| page.is_sensitive()) {
                    change.before.clear();
                    change.after.clear();
                }
            }
        }
        self
    }
}
