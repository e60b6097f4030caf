//! Another family is looked for, by its number or by names.

use crate::{
    family::{FamilyId, GuardianId, letters::normal, store, view::found::Found},
    platform::store::{Reading, StoreError},
};

/// Most families that are offered.
const MOST: usize = 20;

/// The families in use that a search means, but for one.
pub fn pick(r: &impl Reading, text: &str, but: FamilyId) -> Result<Vec<Found>, StoreError> {
    let text = normal(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    if words.is_empty() {
        return Ok(found);
    }
    for (id, family) in store::families(r)? {
        if id == but || family.archived.is_some() {
            continue;
        }
        let people = people(r, id)?;
        let names = people.iter().map(|(_, name)| name.as_str()).chain([family.name.as_str()]);
        let names = format!(" {} {id}", names.map(normal).collect::<Vec<_>>().join(" "));
        if words.iter().all(|word| names.contains(&format!(" {word}"))) {
            found.push(Found { id, name: family.name, people });
        }
        if found.len() == MOST {
            break;
        }
    }
    Ok(found)
}

/// The guardians of a family who are not put away.
fn people(r: &impl Reading, family: FamilyId) -> Result<Vec<(GuardianId, String)>, StoreError> {
    let known = store::guardians(r, family)?.into_iter().filter(|(_, known)| known.archived.is_none());
    Ok(known.map(|(id, known)| (id, format!("{} {}", known.first_name, known.last_name))).collect())
}
