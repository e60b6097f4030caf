//! Families, guardians, children: who they are, and whose each child's day is.
//!
//! Invariant: each day of a child belongs to exactly one family ([`custody`]).

pub mod access;
pub mod answer;
pub mod custody;
pub mod decided;
pub mod dues;
pub mod entry;
pub mod field;
pub mod file;
pub mod find;
pub mod history;
pub mod import;
pub mod keeping;
pub mod letters;
mod mail;
pub mod office;
pub mod portal;
pub mod request;
pub mod residence;
pub mod rights;
pub mod sheet;
pub mod store;
pub mod twin;
pub mod typed;
pub mod value;
pub mod view;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{id, platform::dated::Dated, tariff::quotient::Quotient, town::ClassId};
use custody::Home;
use field::Kind;

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
id!(
    /// An adult of a family who is not a guardian.
    AdultId
);

/// Whose file somebody looks at or changes, always through a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Subject {
    Household(FamilyId),
    Guardian(FamilyId, GuardianId),
    Adult(FamilyId, AdultId),
    Child(FamilyId, ChildId),
}

impl Subject {
    /// The family through which it is reached.
    pub fn family(self) -> FamilyId {
        match self {
            Subject::Household(family)
            | Subject::Guardian(family, _)
            | Subject::Adult(family, _)
            | Subject::Child(family, _) => family,
        }
    }

    /// What kind of file.
    pub fn kind(self) -> Kind {
        match self {
            Subject::Household(_) => Kind::Household,
            Subject::Guardian(..) => Kind::Guardian,
            Subject::Adult(..) => Kind::Adult,
            Subject::Child(..) => Kind::Child,
        }
    }

    /// Its number among those of its kind in the family; 0 for the household.
    pub fn number(self) -> u32 {
        match self {
            Subject::Household(_) => 0,
            Subject::Guardian(_, id) => id.0,
            Subject::Adult(_, id) => id.0,
            Subject::Child(_, id) => id.0,
        }
    }
}

/// A family.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Family {
    /// As the town hall calls it: "ALAIN".
    pub name: String,
    /// Where it lives.
    pub address: Dated<Address>,
    /// Its quotient; a row without one from the day that it is no longer known.
    pub quotient: Dated<Known>,
    /// The day on which it was put away: it is in nobody's way, and can be taken up again.
    #[serde(default)]
    pub archived: Option<NaiveDate>,
}

/// A postal address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Who said so.
    #[serde(default)]
    pub source: Source,
    /// Number of the journal's entry that wrote it down: who and when stand there. 0 when it is not known.
    #[serde(default)]
    pub entry: u64,
}

impl Known {
    /// A quotient, or that none is known, as the town entered it.
    pub fn of(quotient: Option<Quotient>) -> Self {
        Self { quotient, source: Source::Town, entry: 0 }
    }
}

/// Where a quotient comes from.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Source {
    /// A letter of the CAF or the MSA.
    Letter,
    /// The family said so.
    Family,
    /// The town worked it out, or entered it without a paper.
    #[default]
    Town,
    /// A file that was imported.
    Import,
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
    /// The day on which this person was put away.
    #[serde(default)]
    pub archived: Option<NaiveDate>,
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
    /// The day on which it was put away.
    #[serde(default)]
    pub archived: Option<NaiveDate>,
}

/// The class a child is in.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct InClass {
    /// None from the day that it has left.
    pub class: Option<ClassId>,
}

impl Guardian {
    /// Whether the town lets this person in.
    pub fn comes_in(&self) -> bool {
        self.access && self.archived.is_none()
    }
}

impl Child {
    /// The families that see it, now or once.
    pub fn families(&self) -> BTreeSet<FamilyId> {
        self.home.iter().flat_map(|home| home.value.families()).collect()
    }

    /// Whether one of its days, ever, is a family's.
    pub fn is_of(&self, family: FamilyId) -> bool {
        self.home.iter().any(|home| home.value.families().contains(&family))
    }

    /// Whether it is a family's on a day, or will be: some of its days are, or the town has chosen that this family
    /// sees its file.
    pub fn is_with(&self, family: FamilyId, day: NaiveDate) -> bool {
        let now = self.home.on(day).into_iter().chain(self.home.iter().filter(|home| home.from > day));
        now.into_iter().any(|home| home.value.families().contains(&family))
    }

    /// Whether it is not in a family, from a day on: before it came, since it has left or was put away.
    pub fn away(&self, family: FamilyId) -> Dated<bool> {
        let mut away = Dated::since(NaiveDate::MIN, true);
        for home in self.home.iter() {
            away.set(home.from, !home.value.families().contains(&family));
        }
        if let Some(archived) = self.archived {
            away.end(archived, true);
        }
        away
    }

    /// The family that a day belongs to.
    pub fn family_on(&self, day: NaiveDate) -> Option<FamilyId> {
        self.home.on(day).map(|home| home.value.family_on(day))
    }
}
