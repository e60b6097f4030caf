//! What who takes the roll sees of a child, besides its name.

use chrono::NaiveDate;

use super::{adults, guardians, sheet};
use crate::{
    family::{
        ChildId, FamilyId, Subject,
        field::{Field, Key},
        sheet::Sheet,
        value::YES,
    },
    platform::store::{Reading, StoreError},
};

/// What the list of a roll call says of a child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Called {
    /// What it eats; empty: everything.
    pub diet: String,
    /// Whether there is a care plan. What it says is opened apart, and each reading is written down.
    pub care_plan: bool,
    /// Who may fetch it, each with a telephone.
    pub fetched_by: Vec<(String, String)>,
}

/// What a list says of a child on a day.
///
/// # Errors
/// The database's.
pub fn called(
    r: &impl Reading,
    family: FamilyId,
    child: ChildId,
    day: NaiveDate,
) -> Result<Called, StoreError> {
    let mut called = Called { diet: diet(r, child)?, ..Called::default() };
    called.care_plan =
        r.get(&sheet::CARE, &child)?.is_some_and(|care: Sheet| care.get(Field::CarePlan) == YES);
    let key = Key { field: Field::Pickup, of: child.0 };
    let mut people = Vec::new();
    for (id, guardian) in guardians(r, family)?.into_iter().filter(|(_, one)| one.archived.is_none()) {
        let known = sheet::sheet(r, Subject::Guardian(family, id), day)?.unwrap_or_default();
        people.push((format!("{} {}", guardian.first_name, guardian.last_name), known));
    }
    for (_, known) in adults(r, family)? {
        people.push((format!("{} {}", known.get(Field::FirstName), known.get(Field::LastName)), known));
    }
    let phone = |known: &Sheet| {
        let numbers = [Field::MobilePhone, Field::HomePhone, Field::OfficePhone];
        numbers
            .into_iter()
            .map(|field| known.get(field))
            .find(|number| !number.is_empty())
            .unwrap_or("")
            .to_owned()
    };
    let may = people.into_iter().filter(|(_, known)| known.get(key) == YES);
    called.fetched_by = may.map(|(name, known)| (name, phone(&known))).collect();
    Ok(called)
}

/// What a child eats, as the town's kitchen names it; empty: everything.
///
/// # Errors
/// The database's.
pub fn diet(r: &impl Reading, child: ChildId) -> Result<String, StoreError> {
    Ok(r.get(&sheet::CARE, &child)?.map(|care: Sheet| care.get(Field::Diet).to_owned()).unwrap_or_default())
}
