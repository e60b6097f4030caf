//! What a line does is written down.

use chrono::NaiveDate;

use super::edit::{Edit, SPOT};
use crate::{
    family::{
        Child, Family, Guardian, InClass, Source, Subject,
        custody::Home,
        field::Field,
        history::{Line, What},
        residence,
        sheet::{Change, Sheet},
        store,
    },
    platform::{
        dated::Dated,
        store::{StoreError, Write},
    },
};

/// Does it, from a day on. `town`: its name, for who lives there.
pub fn save(w: &Write, edit: &Edit, town: &str, today: NaiveDate) -> Result<(), StoreError> {
    let note =
        |about: Subject, name: String, what| store::note(w, about.family(), Line { about, name, what });
    match edit {
        Edit::Family { id, name, place, sheet } => {
            let address = Dated::since(today, residence::address(place, town, None, true));
            let quotient = Dated::default();
            store::set_family(w, *id, &Family { name: name.clone(), address, quotient, archived: None })?;
            let about = Subject::Household(*id);
            store::set_sheet(w, about, sheet, today, Source::Import)?;
            note(about, name.clone(), What::Created)
        }
        Edit::Guardian { family, id, sheet } => {
            // An address in a file lets nobody in: the town invites.
            let guardian = Guardian {
                first_name: String::new(),
                last_name: String::new(),
                access: false,
                archived: None,
            };
            store::set_guardian(w, *family, *id, &guardian)?;
            let about = Subject::Guardian(*family, *id);
            store::set_sheet(w, about, sheet, today, Source::Import)?;
            note(about, super::edit::full_name(sheet), What::Created)
        }
        Edit::Child { family, id, sheet } => {
            let class = sheet.get(Field::Class).parse().ok();
            let child = Child {
                first_name: String::new(),
                last_name: String::new(),
                born: sheet.get(Field::BornOn).parse().unwrap_or(today),
                class: Dated::since(today, InClass { class }),
                home: Dated::since(today, Home::with(*family)),
                archived: None,
            };
            store::set_child(w, *id, &child)?;
            let about = Subject::Child(*family, *id);
            store::set_sheet(w, about, sheet, today, Source::Import)?;
            note(about, super::edit::full_name(sheet), What::Created)
        }
        Edit::Change { about, name, changes } => {
            let (moves, rest): (Vec<&Change>, Vec<&Change>) =
                changes.iter().partition(|change| is_move(*about, change));
            if !moves.is_empty() {
                settle(w, *about, &moves, town, today)?;
            }
            if !rest.is_empty() {
                let known = store::sheet(w, *about, today)?.unwrap_or_default();
                store::set_sheet(w, *about, &known.with(rest), today, Source::Import)?;
            }
            note(*about, name.clone(), What::Changed(changes.clone()))
        }
    }
}

/// Whether a change is of a household's address, which stands in the row of the family.
fn is_move(about: Subject, change: &Change) -> bool {
    matches!(about, Subject::Household(_)) && SPOT.contains(&change.key.field)
}

/// The household lives elsewhere from a day on.
fn settle(
    w: &Write,
    about: Subject,
    moves: &[&Change],
    town: &str,
    today: NaiveDate,
) -> Result<(), StoreError> {
    let Some(mut family) = store::family(w, about.family())? else { return Ok(()) };
    let before = family.address.on(today).map(|address| address.value.clone());
    let mut place = Sheet::default();
    if let Some(before) = &before {
        place.set(Field::Street, before.street.as_str());
        place.set(Field::Postcode, before.postcode.as_str());
        place.set(Field::City, before.city.as_str());
    }
    let after = residence::address(&place.with(moves.iter().copied()), town, before.as_ref(), true);
    family.address.set(today, after);
    store::set_family(w, about.family(), &family)
}
