//! Another family is looked for, by its number or by names.

use chrono::NaiveDate;

use crate::{
    family::{
        FamilyId, GuardianId,
        find::{Asked, find},
        letters::normal,
        store,
        view::found::Found,
    },
    platform::store::{Reading, StoreError},
    town,
};

/// Most families that are offered.
const MOST: usize = 20;

/// The families in use that a search means, but for one.
pub fn pick(r: &impl Reading, text: &str, but: FamilyId) -> Result<Vec<Found>, StoreError> {
    if normal(text).is_empty() {
        return Ok(Vec::new());
    }
    let (town, entries) = (town::store::town(r)?, store::entries(r)?);
    let asked = Asked { text: text.trim().to_owned(), ..Asked::default() };
    // A class is found by who is in it on a day: here, families are not looked for by their classes.
    let found = find(entries.iter(), &asked, &town, NaiveDate::MIN);
    let others = found.into_iter().filter(|(id, _)| *id != but).take(MOST);
    others.map(|(id, entry)| Ok(Found { id, name: entry.name.clone(), people: people(r, id)? })).collect()
}

/// The guardians of a family who are not put away.
fn people(r: &impl Reading, family: FamilyId) -> Result<Vec<(GuardianId, String)>, StoreError> {
    let known = store::guardians(r, family)?.into_iter().filter(|(_, known)| known.archived.is_none());
    Ok(known.map(|(id, known)| (id, format!("{} {}", known.first_name, known.last_name))).collect())
}
