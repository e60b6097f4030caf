//! The families' door: "Documents".

use std::{collections::BTreeSet, sync::Arc};

use rocket::{Route, State, get, http::Status, routes};

use super::{Document, DocumentId, Reader, store, view};
use crate::{
    account::{Parent, view::dress},
    activity::period::Period,
    family::FamilyId,
    platform::{
        Parts, blob,
        error::{Error, Page},
        file::File,
        store::{Reading, StoreError},
    },
    reservation,
    town::{self, Span, Town},
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![list, file]
}

#[get("/documents")]
async fn list(parent: Parent, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let today = town.date(now);
        let reader = reader(r, &town, parent.family, today)?;
        let mut documents = store::documents(r)?;
        documents.retain(|(_, document)| document.is_for(&reader, today));
        let mut frame = town::view::frame(&town.identity, "");
        dress(&mut frame, &parent.bar);
        Ok((Status::Ok, view::list(frame, &documents)))
    })
}

/// What a family has to do with the town on a day.
fn reader(
    r: &impl Reading,
    town: &Town,
    family: FamilyId,
    today: chrono::NaiveDate,
) -> Result<Reader, StoreError> {
    let open = reservation::store::open(r, family, Period::of(Span::Week, today), &BTreeSet::new())?;
    let mut reader = Reader::default();
    for child in open.children.iter().filter(|child| child.child.is_with(family, today)) {
        if let Some(class) = child.child.class.on(today).and_then(|known| known.value.class) {
            reader.classes.push(class);
            reader.schools.extend(town.classes.get(&class).map(|class| class.school));
        }
        let own = child.registrations.iter().filter(|own| own.holds_on(today));
        reader.services.extend(own.map(|own| own.service));
    }
    Ok(reader)
}

/// A document that is the family's to read; any other is not there. `nom`: what the link calls it.
#[get("/documents/<id>/<nom>")]
async fn file(parent: Parent, parts: &State<Arc<Parts>>, id: u32, nom: &str) -> Result<File, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let today = town.date(now);
        let reader = reader(r, &town, parent.family, today)?;
        let known = store::document(r, DocumentId(id))?.filter(|known| known.is_for(&reader, today));
        opened(r, known, nom)
    })
}

/// The file of a document, under the name that its link gives it.
pub(super) fn opened(r: &impl Reading, known: Option<Document>, name: &str) -> Result<File, Error> {
    let known = known.filter(|known| view::name(known) == name).ok_or(Error::Missing)?;
    let bytes = blob::bytes(r, &known.file)?.ok_or(Error::Missing)?;
    Ok(File::new(bytes, known.format, name.trim_end_matches(&format!(".{}", known.format.ending()))))
}
