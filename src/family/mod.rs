//! Families, guardians, children: who they are, and whose each child's day is.
//!
//! Invariant: each day of a child belongs to exactly one family ([`custody`]).

pub mod custody;
pub mod import;
pub mod store;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{id, platform::dated::Dated, tariff::quotient::Quotient, town::ClassId};
use custody::Home;

id!(
    /// A family (famille, foyer): what is billed.
    FamilyId
);
id!(
    /// A legal guardian (responsable légal).
    GuardianId
);
id!(
    /// A child. One of separated parents belongs to two families.
    ChildId
);

/// A family.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Family {
    /// As the town hall calls it: "ALAIN".
    pub name: String,
    /// Where it lives.
    pub address: Dated<Address>,
    /// Its quotient; a row without one from the day that it is no longer known.
    pub quotient: Dated<Known>,
}

/// A postal address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Address {
    /// Number and street.
    pub street: String,
    /// "44000".
    pub postcode: String,
    /// "Valpréau".
    pub city: String,
    /// Whether it is in the town, for the prices of residents.
    pub resident: bool,
}

/// What is known of a quotient.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Known {
    /// The quotient, if it is known.
    pub quotient: Option<Quotient>,
}

/// A legal guardian.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Guardian {
    /// "Lucie".
    pub first_name: String,
    /// "ALAIN".
    pub last_name: String,
    /// Whether the town lets this person see the family on the portal.
    pub access: bool,
}

/// A child.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Child {
    /// "Anna".
    pub first_name: String,
    /// "ALAIN".
    pub last_name: String,
    /// Date of birth.
    pub born: NaiveDate,
    /// Its class.
    pub class: Dated<InClass>,
    /// Where it lives.
    pub home: Dated<Home>,
}

/// The class a child is in.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct InClass {
    /// None from the day that it has left.
    pub class: Option<ClassId>,
}

impl Child {
    /// Whether one of its days, ever, is a family's.
    pub fn is_of(&self, family: FamilyId) -> bool {
        self.home.iter().any(|home| home.value.families().contains(&family))
    }

    /// The family that a day belongs to.
    pub fn family_on(&self, day: NaiveDate) -> Option<FamilyId> {
        self.home.on(day).map(|home| home.value.family_on(day))
    }
}
