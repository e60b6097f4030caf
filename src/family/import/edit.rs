//! What a line does to the portal's files.

use super::spelling::key;
use crate::family::{
    ChildId, FamilyId, GuardianId, Subject,
    field::Field,
    sheet::{Change, Sheet},
};

/// The fields of an address.
pub const SPOT: [Field; 3] = [Field::Street, Field::Postcode, Field::City];

/// One thing that a line does.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A new family.
    Family {
        /// Its number.
        id: FamilyId,
        /// What it is called.
        name: String,
        /// Where it lives.
        place: Sheet,
        /// Quotient, number at the CAF.
        sheet: Sheet,
    },
    /// A new guardian.
    Guardian {
        /// Of this family.
        family: FamilyId,
        /// Its number there.
        id: GuardianId,
        /// Names and what else is said.
        sheet: Sheet,
    },
    /// A new child.
    Child {
        /// Of this family.
        family: FamilyId,
        /// Its number.
        id: ChildId,
        /// Names, birth, sex, class.
        sheet: Sheet,
    },
    /// Fields that read otherwise; of a household, those of its address too.
    Change {
        /// Whose.
        about: Subject,
        /// What that is called.
        name: String,
        /// Which, before and after.
        changes: Vec<Change>,
    },
}

impl Edit {
    /// Whether something comes to be.
    pub fn is_new(&self) -> bool {
        !matches!(self, Edit::Change { .. })
    }
}

/// What a file says otherwise than the portal. What it does not say stays, and a spelling is no difference.
pub fn differences(known: &Sheet, told: &Sheet) -> Vec<Change> {
    let differs = |field: Field, known: &str, told: &str| match field {
        Field::Street | Field::City | Field::LastName | Field::FirstName => key(known) != key(told),
        _ => known != told,
    };
    told.iter()
        .filter(|(of, told)| differs(of.field, known.get(*of), told))
        .map(|(of, told)| Change { key: of, before: known.get(of).into(), after: told.into() })
        .collect()
}

/// "Anna ALAIN".
pub fn full_name(sheet: &Sheet) -> String {
    format!("{} {}", sheet.get(Field::FirstName), sheet.get(Field::LastName))
}
