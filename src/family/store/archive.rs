//! Rows of families that are put away: who was put away with them, and comes back with them.

use crate::{
    family::{FamilyId, Subject},
    platform::store::{Reading, StoreError, Table, Write},
};

/// Of a family that is put away: guardians and children who went with it.
pub(super) const PUT_AWAY_WITH: Table<FamilyId, Vec<Subject>> = Table::new("put-away-with-1");

/// Who was put away with a family; none where it was not noted.
pub fn put_away_with(r: &impl Reading, family: FamilyId) -> Result<Option<Vec<Subject>>, StoreError> {
    r.get(&PUT_AWAY_WITH, &family)
}

/// Notes who is put away with a family; none when it is taken up again.
pub fn set_put_away_with(w: &Write, family: FamilyId, with: Option<&Vec<Subject>>) -> Result<(), StoreError> {
    match with {
        Some(with) => w.put(&PUT_AWAY_WITH, &family, with),
        None => w.delete(&PUT_AWAY_WITH, &family),
    }
}
