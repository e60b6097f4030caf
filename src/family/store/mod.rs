//! Rows of families. Children are fetched through a family: not theirs and not there are the same.

mod archive;
mod created;
mod find;
mod history;
mod import;
mod request;
mod roll_call;
mod sheet;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Child, ChildId, Family, FamilyId, Guardian, GuardianId, rights::Rights};
use crate::platform::store::{Reading, StoreError, Table, TableInfo, Write};

pub use archive::{put_away_with, set_put_away_with};
pub use created::{created, remember_created};
pub use find::{Entries, entries};
pub use history::{history, note, note_reading, reason_of};
pub use import::{
    add_import, class_names, import, import_text, imports, known, remove_import, remove_text,
    set_class_names, set_import, unchanged_since,
};
pub use request::{request, requests_of, set_request, waiting};
pub use roll_call::{Called, called, diet};
pub use sheet::{adults, certificate, certify, next_adult, priced_by, remove_adult, set_sheet, sheet};

const FAMILIES: Table<FamilyId, Family> = Table::new("families-1").kept();
const GUARDIANS: Table<(FamilyId, GuardianId), Guardian> = Table::new("guardians-1");
const CHILDREN: Table<ChildId, Child> = Table::new("children-1").kept();
/// Index: the children of a family, shared ones included.
const FAMILY_CHILDREN: Table<(FamilyId, ChildId), ()> = Table::new("family-children-1").kept();

/// One row: what parents may do with their file. Key: nothing.
const RIGHTS: Table<(), Rights> = Table::new("file-rights-1").kept();

/// The tables of this slice.
pub const TABLES: [TableInfo; 22] = [
    FAMILIES.info(),
    GUARDIANS.info(),
    CHILDREN.info(),
    FAMILY_CHILDREN.info(),
    find::SEARCH.info(),
    archive::PUT_AWAY_WITH.info(),
    created::CREATED.info(),
    RIGHTS.info(),
    sheet::HOUSEHOLDS.info(),
    sheet::GUARDIANS.info(),
    sheet::ADULTS.info(),
    sheet::CHILDREN.info(),
    sheet::CARE.info(),
    sheet::REMARKS.info(),
    sheet::CERTIFICATES.info(),
    request::REQUESTS.info(),
    request::OF.info(),
    request::WAITING.info(),
    history::HISTORY.info(),
    import::IMPORTS.info(),
    import::TEXTS.info(),
    import::NAMES.info(),
];

/// What the town lets parents do with their file.
pub fn rights(r: &impl Reading) -> Result<std::sync::Arc<Rights>, StoreError> {
    r.settings(|r| Ok(r.get(&RIGHTS, &())?.unwrap_or_default()))
}

/// Decides what parents may do with their file.
pub fn set_rights(w: &Write, rights: &Rights) -> Result<(), StoreError> {
    w.put(&RIGHTS, &(), rights)
}

/// Writes the index of every family again: for data that were written before there was one.
pub fn index_all(w: &Write) -> Result<(), StoreError> {
    families(w)?.into_iter().try_for_each(|(id, _)| find::index(w, id))
}

/// Every family, by number.
pub fn families(r: &impl Reading) -> Result<Vec<(FamilyId, Family)>, StoreError> {
    r.all(&FAMILIES)
}

/// Some families, in the order of their numbers, from one on.
pub fn next_families(r: &impl Reading, from: FamilyId, most: usize) -> Result<Vec<FamilyId>, StoreError> {
    Ok(r.first(&FAMILIES, from..=FamilyId::MAX, most)?.into_iter().map(|(id, _)| id).collect())
}

/// A number for a new family.
pub fn next_family(r: &impl Reading) -> Result<FamilyId, StoreError> {
    Ok(FamilyId(r.last_key(&FAMILIES)?.map_or(1, |last| last.0 + 1)))
}

/// A number for a new child.
pub fn next_child(r: &impl Reading) -> Result<ChildId, StoreError> {
    Ok(ChildId(r.last_key(&CHILDREN)?.map_or(1, |last| last.0 + 1)))
}

/// A number for a new guardian of a family.
pub fn next_guardian(r: &impl Reading, family: FamilyId) -> Result<GuardianId, StoreError> {
    Ok(GuardianId(guardians(r, family)?.last().map_or(1, |(last, _)| last.0 + 1)))
}

/// The guardians of a family, by number; those put away too.
pub fn guardians(r: &impl Reading, family: FamilyId) -> Result<Vec<(GuardianId, Guardian)>, StoreError> {
    let rows = r.range(&GUARDIANS, (family, GuardianId::MIN)..=(family, GuardianId::MAX))?;
    Ok(rows.into_iter().map(|((_, id), guardian)| (id, guardian)).collect())
}

/// A child of a family.
pub fn child(r: &impl Reading, family: FamilyId, id: ChildId) -> Result<Option<Child>, StoreError> {
    Ok(r.get(&CHILDREN, &id)?.filter(|child: &Child| child.is_of(family)))
}

/// A family.
pub fn family(r: &impl Reading, id: FamilyId) -> Result<Option<Family>, StoreError> {
    r.get(&FAMILIES, &id)
}

/// A guardian of a family.
pub fn guardian(r: &impl Reading, family: FamilyId, id: GuardianId) -> Result<Option<Guardian>, StoreError> {
    r.get(&GUARDIANS, &(family, id))
}

/// A child, of whichever family.
pub fn child_of(r: &impl Reading, id: ChildId) -> Result<Option<Child>, StoreError> {
    r.get(&CHILDREN, &id)
}

/// The children of a family, the eldest first; those put away too.
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

/// The children of a family as its parents see it on a day: without those who were put away or have left it.
pub fn present(
    r: &impl Reading,
    family: FamilyId,
    day: NaiveDate,
) -> Result<Vec<(ChildId, Child)>, StoreError> {
    let mut children = children(r, family)?;
    children.retain(|(_, child)| child.archived.is_none() && child.is_with(family, day));
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
    let before = w.get(&CHILDREN, &id)?.map(|before| before.families()).unwrap_or_default();
    let after = child.families();
    for family in before.difference(&after) {
        w.delete(&FAMILY_CHILDREN, &(*family, id))?;
    }
    for family in &after {
        w.put(&FAMILY_CHILDREN, &(*family, id), &())?;
    }
    w.put(&CHILDREN, &id, child)?;
    before.union(&after).try_for_each(|family| find::index(w, *family))
}

/// Rows of the indexes that do not agree with what they are made of, in the words of an engineer.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let mut index: BTreeSet<(FamilyId, ChildId)> =
        r.all(&FAMILY_CHILDREN)?.into_iter().map(|(key, ())| key).collect();
    let mut faults = Vec::new();
    for (id, child) in r.all(&CHILDREN)? {
        for family in child.families() {
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
    faults.extend(request::check(r)?);
    faults.extend(find::check(r)?);
    Ok(faults)
}
