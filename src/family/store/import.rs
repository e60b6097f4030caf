//! Rows of imports: the files that wait, what names of classes mean, and all that an import compares a file with.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{CHILDREN, FAMILIES, GUARDIANS, sheet};
use crate::{
    family::{
        field::Field,
        import::{
            known::{Adult, Household, Known, Pupil},
            waiting::{Import, ImportId},
        },
        sheet::Sheet,
    },
    platform::store::{Reading, StoreError, Table, Write, journal},
    town::ClassId,
};

/// Of a file that waits, and of one that was done for a day: nothing in it is the town's yet.
pub(super) const IMPORTS: Table<ImportId, Import> = Table::new("imports-1").not_journalled();
/// The text of those that are not done.
pub(super) const TEXTS: Table<ImportId, String> = Table::new("import-texts-1").not_journalled();
/// One row: what names of classes mean, by their keys; none for no class. Key: nothing.
pub(super) const NAMES: Table<(), BTreeMap<String, Option<ClassId>>> = Table::new("class-names-1").kept();

/// The files that were sent, by number.
pub fn imports(r: &impl Reading) -> Result<Vec<(ImportId, Import)>, StoreError> {
    r.all(&IMPORTS)
}

/// One of them.
pub fn import(r: &impl Reading, id: ImportId) -> Result<Option<Import>, StoreError> {
    r.get(&IMPORTS, &id)
}

/// Its text, as long as it is not done.
pub fn import_text(r: &impl Reading, id: ImportId) -> Result<Option<String>, StoreError> {
    r.get(&TEXTS, &id)
}

/// Keeps a file and its text.
pub fn add_import(w: &Write, id: ImportId, import: &Import, text: &String) -> Result<(), StoreError> {
    w.put(&TEXTS, &id, text)?;
    w.put(&IMPORTS, &id, import)
}

/// Changes what is known of a file.
pub fn set_import(w: &Write, id: ImportId, import: &Import) -> Result<(), StoreError> {
    w.put(&IMPORTS, &id, import)
}

/// Forgets the text of a file.
pub fn remove_text(w: &Write, id: ImportId) -> Result<(), StoreError> {
    w.delete(&TEXTS, &id)
}

/// Forgets a file.
pub fn remove_import(w: &Write, id: ImportId) -> Result<(), StoreError> {
    w.delete(&TEXTS, &id)?;
    w.delete(&IMPORTS, &id)
}

/// What names of classes mean.
pub fn class_names(r: &impl Reading) -> Result<BTreeMap<String, Option<ClassId>>, StoreError> {
    Ok(r.get(&NAMES, &())?.unwrap_or_default())
}

/// Sets what names of classes mean.
pub fn set_class_names(w: &Write, names: &BTreeMap<String, Option<ClassId>>) -> Result<(), StoreError> {
    w.put(&NAMES, &(), names)
}

/// All families, guardians and children as they stand on a day; neither health, nor diets, nor remarks.
pub fn known(r: &impl Reading, today: NaiveDate) -> Result<Known, StoreError> {
    let mut known = Known::default();
    let mut households: BTreeMap<_, _> = r.all(&sheet::HOUSEHOLDS)?.into_iter().collect();
    for (id, family) in r.all(&FAMILIES)? {
        let mut sheet = households.remove(&id).unwrap_or_default();
        let quotient = family.quotient.on(today).and_then(|known| known.value.quotient);
        sheet.set(Field::Quotient, quotient.map(|quotient| quotient.to_string()).unwrap_or_default());
        let mut place = Sheet::default();
        if let Some(address) = family.address.on(today) {
            place.set(Field::Street, address.value.street.as_str());
            place.set(Field::Postcode, address.value.postcode.as_str());
            place.set(Field::City, address.value.city.as_str());
        }
        let archived = family.archived.is_some();
        known.add_family(id, Household { name: family.name, place, sheet, archived });
    }
    let mut sheets: BTreeMap<_, Sheet> = r.all(&sheet::GUARDIANS)?.into_iter().collect();
    for (id, guardian) in r.all(&GUARDIANS)? {
        let mut sheet = sheets.remove(&id).unwrap_or_default();
        sheet.set(Field::FirstName, guardian.first_name);
        sheet.set(Field::LastName, guardian.last_name);
        known.add_guardian(id, Adult { sheet, archived: guardian.archived.is_some() });
    }
    let mut sheets: BTreeMap<_, Sheet> = r.all(&sheet::CHILDREN)?.into_iter().collect();
    for (id, child) in r.all(&CHILDREN)? {
        let mut sheet = sheets.remove(&id).unwrap_or_default();
        sheet.set(Field::FirstName, child.first_name.as_str());
        sheet.set(Field::LastName, child.last_name.as_str());
        sheet.set(Field::BornOn, child.born.to_string());
        let class = child.class.on(today).and_then(|class| class.value.class);
        sheet.set(Field::Class, class.map(|class| class.to_string()).unwrap_or_default());
        let families = child.home.iter().last().map(|home| home.value.families()).unwrap_or_default();
        let families: BTreeSet<_> = families.into_iter().collect();
        known.add_child(id, Pupil { sheet, families, archived: child.archived.is_some() });
    }
    Ok(known)
}

/// Whether no file of a family was changed since a write of the journal.
pub fn unchanged_since(r: &impl Reading, number: u64) -> Result<bool, StoreError> {
    let tables = super::TABLES.map(|table| table.name);
    let later = journal::entries(r, number + 1, usize::MAX)?;
    let concerns =
        |entry: &journal::Entry| entry.changes.iter().any(|change| tables.contains(&change.table.as_str()));
    Ok(!later.iter().any(|(_, entry)| concerns(entry)))
}
