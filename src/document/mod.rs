//! Papers that the town publishes: menus, rules, forms, for all or for some, between two days.

pub mod office;
pub mod portal;
pub mod sheet;
pub mod store;
pub mod view;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    activity::ServiceId,
    id,
    platform::blob::{self, Hash},
    town::{ClassId, SchoolId},
};

id!(
    /// A document. Numbers begin with 1.
    DocumentId
);

/// The most bytes of a document.
pub const MOST: u64 = 10_000_000;

/// What kind of paper.
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
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// What is eaten.
    Menu,
    /// What holds.
    Rules,
    /// What happens.
    News,
    /// To be filled in.
    Form,
    /// Anything else.
    Other,
}

/// For whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// All families.
    All,
    /// Those of the children of a school.
    School(SchoolId),
    /// Those of the children of a class.
    Class(ClassId),
    /// Those of the children registered for a service.
    Service(ServiceId),
}

/// A document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// "Menus de décembre".
    pub title: String,
    /// What kind of paper.
    pub kind: Kind,
    /// For whom.
    pub audience: Audience,
    /// First day on which families see it.
    pub first: NaiveDate,
    /// Last day; none: until it is withdrawn.
    pub last: Option<NaiveDate>,
    /// The file.
    pub file: Hash,
    /// What it is.
    pub format: blob::Kind,
    /// How large it is.
    pub bytes: u64,
}

/// What a family has to do with the town on a day.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// Schools of its children.
    pub schools: Vec<SchoolId>,
    /// Their classes.
    pub classes: Vec<ClassId>,
    /// Services that they are registered for.
    pub services: Vec<ServiceId>,
}

impl Document {
    /// Whether it is there on a day.
    pub fn is_out(&self, day: NaiveDate) -> bool {
        self.first <= day && self.last.is_none_or(|last| day <= last)
    }

    /// Whether a family reads it on a day.
    pub fn is_for(&self, reader: &Reader, day: NaiveDate) -> bool {
        self.is_out(day)
            && match self.audience {
                Audience::All => true,
                Audience::School(school) => reader.schools.contains(&school),
                Audience::Class(class) => reader.classes.contains(&class),
                Audience::Service(service) => reader.services.contains(&service),
            }
    }
}
