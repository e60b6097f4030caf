//! The index that families are found by: one row each, written with what it is made of.

use std::sync::Arc;

use super::{FAMILIES, GUARDIANS, children, sheet};
use crate::{
    family::{
        FamilyId, Guardian, GuardianId,
        entry::{Entry, More},
        field::Field,
        sheet::Sheet,
        value::Shape,
    },
    platform::store::{Decoded, Reading, StoreError, Table, Write},
};

/// Index: what finds a family.
pub(super) const SEARCH: Table<FamilyId, Entry> = Table::new("family-search-1").kept();

/// Every family as it is searched and listed.
pub struct Entries {
    by_number: Vec<Arc<Decoded<FamilyId, Entry>>>,
    by_name: Vec<Arc<Decoded<FamilyId, Entry>>>,
}

impl Entries {
    /// By name.
    pub fn iter(&self) -> impl Iterator<Item = (FamilyId, &Entry)> {
        self.by_name.iter().map(|row| (row.key, &row.value))
    }
}

/// Every family, kept in memory: after a write only what it changed is decoded again.
pub fn entries(r: &impl Reading) -> Result<Arc<Entries>, StoreError> {
    r.settings(|r| {
        let before: Option<Arc<Entries>> = r.kept_before(0);
        let by_number = r.all_again(&SEARCH, before.as_ref().map_or(&[], |before| &before.by_number))?;
        let mut by_name = by_number.clone();
        by_name.sort_by(|one, other| one.value.words.cmp(&other.value.words));
        Ok(Entries { by_number, by_name })
    })
}

/// Writes the row of a family again, after a change of what it is made of.
pub(super) fn index(w: &Write, family: FamilyId) -> Result<(), StoreError> {
    match entry(w, family)? {
        Some(entry) => w.put(&SEARCH, &family, &entry),
        None => w.delete(&SEARCH, &family),
    }
}

/// What the row of a family should be.
fn entry(r: &impl Reading, id: FamilyId) -> Result<Option<Entry>, StoreError> {
    let Some(family) = r.get(&FAMILIES, &id)? else { return Ok(None) };
    let guardians = r.range(&GUARDIANS, (id, GuardianId::MIN)..=(id, GuardianId::MAX))?;
    let guardians: Vec<Guardian> = guardians.into_iter().map(|(_, guardian)| guardian).collect();
    let children: Vec<_> = children(r, id)?.into_iter().map(|(_, child)| child).collect();
    Ok(Some(Entry::of(id, &family, &guardians, &children, &more(r, id)?)))
}

/// Addresses and telephones of guardians and of other adults, the names of these, the allowance number.
fn more(r: &impl Reading, id: FamilyId) -> Result<More, StoreError> {
    let mut more = More::default();
    let guardians = r.range(&sheet::GUARDIANS, (id, GuardianId::MIN)..=(id, GuardianId::MAX))?;
    let sheets = guardians
        .into_iter()
        .map(|(_, sheet)| sheet)
        .chain(sheet::adults(r, id)?.into_iter().map(|(_, sheet)| sheet));
    for (key, value) in sheets.chain(r.get(&sheet::HOUSEHOLDS, &id)?).flat_map(Sheet::into_fields) {
        match key.field {
            Field::Mail
            | Field::Street
            | Field::City
            | Field::FirstName
            | Field::LastName
            | Field::Allowance => more.texts.push(value),
            field if field.shape() == Shape::Telephone => more.telephones.push(value),
            _ => {}
        }
    }
    Ok(more)
}

/// Rows that do not agree with what they are made of, in the words of an engineer.
pub(super) fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    for (family, _) in r.all(&FAMILIES)? {
        if r.get(&SEARCH, &family)? != entry(r, family)? {
            faults.push(format!("family {family} is not found by what it is"));
        }
    }
    for (family, _) in r.all(&SEARCH)? {
        if r.get(&FAMILIES, &family)?.is_none() {
            faults.push(format!("family {family} is found and does not exist"));
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::{
        family::{Child, ChildId, Family, InClass, custody::Home, store},
        platform::{clock::Clock, dated::Dated, store::Store},
    };

    fn family(name: &str) -> Family {
        Family { name: name.into(), address: Dated::default(), quotient: Dated::default(), archived: None }
    }

    /// The faults of a small town after some writes.
    fn faults(change: impl FnOnce(&Write) -> Result<(), StoreError> + Send + 'static) -> Vec<String> {
        let store = Store::in_memory(&store::TABLES, Clock::real(), Box::new(|| None)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(store.write("test", change)).unwrap();
        store.read(store::check).unwrap()
    }

    #[test]
    fn every_write_keeps_the_index() {
        let found = faults(|w| {
            let guardian = Guardian {
                first_name: "Lucie".into(),
                last_name: "ALAIN".into(),
                access: true,
                archived: None,
            };
            // The guardian comes before the family.
            store::set_guardian(w, FamilyId(1), GuardianId(1), &guardian)?;
            for id in [1, 2] {
                store::set_family(w, FamilyId(id), &family("ALAIN"))?;
            }
            let (born, class) = ("2019-03-14".parse().unwrap(), InClass { class: None });
            // The child is in one family, and was put right: it is in the other.
            for home in [1, 2] {
                let home = Dated::since(born, Home::with(FamilyId(home)));
                let class = Dated::since(born, class);
                let child = Child {
                    first_name: "Anna".into(),
                    last_name: "ALAIN".into(),
                    born,
                    class,
                    home,
                    archived: None,
                };
                store::set_child(w, ChildId(1), &child)?;
            }
            store::set_family(
                w,
                FamilyId(2),
                &Family { archived: NaiveDate::from_ymd_opt(2026, 9, 1), ..family("ALAIN") },
            )?;
            let rows = w.all(&SEARCH)?;
            let counts = |(_, row): &(FamilyId, Entry)| (row.people.len(), row.children.len(), row.archived);
            assert_eq!(rows.iter().map(counts).collect::<Vec<_>>(), [(1, 0, false), (0, 1, true)]);
            Ok(())
        });
        assert_eq!(found, [""; 0]);
    }

    #[test]
    fn a_row_that_was_not_written_is_seen() {
        let missing = faults(|w| w.put(&FAMILIES, &FamilyId(1), &family("ALAIN")));
        assert_eq!(missing, ["family 1 is not found by what it is"]);
        let old = faults(|w| {
            store::set_family(w, FamilyId(1), &family("ALAIN"))?;
            w.put(&FAMILIES, &FamilyId(1), &family("FAURE"))
        });
        assert_eq!(old, ["family 1 is not found by what it is"]);
        let ghost = faults(|w| {
            store::set_family(w, FamilyId(1), &family("ALAIN"))?;
            w.delete(&FAMILIES, &FamilyId(1))
        });
        assert_eq!(ghost, ["family 1 is found and does not exist"]);
    }
}
