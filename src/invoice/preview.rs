//! What a run would bill, and what looks wrong in what it is made from.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::Line;
use crate::{
    activity::ServiceId,
    family::{ChildId, FamilyId},
    platform::money::Cents,
};

/// What a family would be billed.
#[derive(Clone, Debug, PartialEq)]
pub struct OfFamily {
    /// The family.
    pub family: FamilyId,
    /// "ALAIN".
    pub name: String,
    /// First names of the children of the lines.
    pub children: BTreeMap<ChildId, String>,
    /// The lines.
    pub lines: Vec<Line>,
    /// What they come to.
    pub total: Cents,
    /// Nobody is written to: it has no address on the portal.
    pub unwritten: bool,
}

/// What looks wrong: nothing of it keeps from issuing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wrong {
    /// Days on which a service was booked, and its roll never called: booked days are billed as they were booked.
    pub uncalled: BTreeMap<ServiceId, BTreeSet<NaiveDate>>,
    /// Children whose days have no price, and are not billed: family, child, service, days.
    pub unpriced: Vec<(FamilyId, String, ServiceId, Vec<NaiveDate>)>,
    /// Families whose quotient is not known, or older than a year.
    pub quotients: Vec<(FamilyId, String)>,
}

/// What a run would bill.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Family by family.
    pub families: Vec<OfFamily>,
    /// What looks wrong.
    pub wrong: Wrong,
}

impl Preview {
    /// What it comes to.
    pub fn total(&self) -> Cents {
        self.families.iter().map(|family| family.total).sum()
    }

    /// What who issues has seen, line by line: to be compared with what there is then. The same sum of other days is
    /// not the same.
    pub fn seen(&self) -> String {
        let lines: Vec<_> = self.families.iter().map(|family| (family.family, &family.lines)).collect();
        let text = serde_json::to_string(&lines).expect("lines are plain data");
        Sha256::digest(text).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}
