//! Rows of families. Children are fetched through a family: not theirs and not there are the same.

mod find;

use std::collections::BTreeSet;

use super::{Child, ChildId, Family, FamilyId, Guardian, GuardianId};
use crate::platform::store::{Reading, StoreError, Table, TableInfo, Write};

pub use find::{Entries, entries};

const FAMILIES: Table<FamilyId, Family> = Table::new("families-1").kept();
const GUARDIANS: Table<(FamilyId, GuardianId), Guardian> = Table::new("guardians-1");
const CHILDREN: Table<ChildId, Child> = Table::new("children-1").kept();
/// Index: the children of a family, shared ones included.
const FAMILY_CHILDREN: Table<(FamilyId, ChildId), ()> = Table::new("family-children-1").kept();

/// The tables of this slice.
pub const TABLES: [TableInfo; 5] =
    [FAMILIES.info(), GUARDIANS.info(), CHILDREN.info(), FAMILY_CHILDREN.info(), find::SEARCH.info()];

/// A family.
pub fn family(r: &impl Reading, id: FamilyId) -> Result<Option<Family>, StoreError> {
    r.get(&FAMILIES, &id)
}

/// A guardian of a family.
pub fn guardian(r: &impl Reading, family: FamilyId, id: GuardianId) -> Result<Option<Guardian>, StoreError> {
    r.get(&GUARDIANS, &(family, id))
}

/// The children of a family, the eldest first.
pub fn children(r: &impl Reading, family: FamilyId) -> Result<Vec<(ChildId, Child)>, StoreError> {
    let ids = r.range(&FAMILY_CHILDREN, (family, ChildId::MIN)..=(family, ChildId::MAX))?;
    let mut children = Vec::with_capacity(ids.len());
    for ((_, id), ()) in ids {
        if let Some(child) = r.get(&CHILDREN, &id)? {
            children.push((id, child));
        }
    }
    children.sort_by_key(|(id, child)| (child.born, *id));
    Ok(children)
}

/// Adds or changes a family.
pub fn set_family(w: &Write, id: FamilyId, family: &Family) -> Result<(), StoreError> {
    w.put(&FAMILIES, &id, family)?;
    find::index(w, id)
}

/// Adds or changes a guardian.
pub fn set_guardian(
    w: &Write,
    family: FamilyId,
    id: GuardianId,
    guardian: &Guardian,
) -> Result<(), StoreError> {
    w.put(&GUARDIANS, &(family, id), guardian)?;
    find::index(w, family)
}

/// Adds or changes a child, and the indexes of the families it belongs to.
pub fn set_child(w: &Write, id: ChildId, child: &Child) -> Result<(), StoreError> {
    let before = w.get(&CHILDREN, &id)?.map(|before| families(&before)).unwrap_or_default();
    let after = families(child);
    for family in before.difference(&after) {
        w.delete(&FAMILY_CHILDREN, &(*family, id))?;
    }
    for family in &after {
        w.put(&FAMILY_CHILDREN, &(*family, id), &())?;
    }
    w.put(&CHILDREN, &id, child)?;
    before.union(&after).try_for_each(|family| find::index(w, *family))
}

/// The families that a child has ever been in.
fn families(child: &Child) -> BTreeSet<FamilyId> {
    child.home.iter().flat_map(|home| home.value.families()).collect()
}

/// Rows of the indexes that do not agree with what they are made of, in the words of an engineer.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let mut index: BTreeSet<(FamilyId, ChildId)> =
        r.all(&FAMILY_CHILDREN)?.into_iter().map(|(key, ())| key).collect();
    let mut faults = Vec::new();
    for (id, child) in r.all(&CHILDREN)? {
        for family in families(&child) {
            if !index.remove(&(family, id)) {
                faults.push(format!("child {id} is not in the index of family {family}"));
            }
            if r.get(&FAMILIES, &family)?.is_none() {
                faults.push(format!("child {id} is of family {family}, which does not exist"));
            }
        }
    }
    faults.extend(
        index.into_iter().map(|(family, id)| format!("family {family} has child {id} in its index only")),
    );
    faults.extend(find::check(r)?);
    Ok(faults)
}
