//! The town's door: papers are published, changed, withdrawn.

use std::sync::Arc;

use maud::Markup;
use rocket::{FromForm, Route, State, form::Form, get, http::Status, post, routes};

use super::{
    Audience, Document, DocumentId, MOST,
    portal::opened,
    sheet::{Fault, Typed, word},
    store,
    view::{self, NoFile, Shown},
};
use crate::{
    account::{
        Agent,
        role::{Families, Permission, Reader, Role},
    },
    activity,
    family::office::still_has,
    office::view::frame,
    platform::{
        Parts,
        blob::{Hash, Kind},
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        file::File,
        store::{Reading, StoreError, Write},
        upload::{NotSent, Posted},
    },
    town,
};

const PAGE: &str = "/mairie/documents";

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![list, new, publish, one, change, withdraw, file]
}

#[get("/mairie/documents?<fait>")]
async fn list(agent: Agent<Reader>, parts: &State<Arc<Parts>>, fait: Option<&str>) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let (documents, audiences) = (store::documents(r)?, audiences(r)?);
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        let acts = agent.duty.has(Families::ROLES);
        Ok((Status::Ok, view::desk(frame, &documents, &audiences, town.date(now), acts, fait)))
    })
}

/// For whom a document may be, with names.
fn audiences(r: &impl Reading) -> Result<Vec<(Audience, String)>, StoreError> {
    let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
    let schools = town.schools.values().map(|one| (Audience::School(one.id), one.name.clone()));
    let classes = town.classes.values().map(|one| {
        let school = town.schools.get(&one.school).map(|school| school.short.as_str()).unwrap_or_default();
        (Audience::Class(one.id), format!("{}, {school}", one.name))
    });
    let services = services.list.iter().map(|one| (Audience::Service(one.id), one.name.clone()));
    Ok([(Audience::All, String::new())].into_iter().chain(schools).chain(classes).chain(services).collect())
}

#[get("/mairie/documents/nouveau")]
async fn new(agent: Agent<Families>, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    let today = parts.store.read(town::store::town)?.date(parts.clock.now());
    let typed = Typed { audience: word(Audience::All), first: today.to_string(), ..Typed::default() };
    Ok((Status::Ok, show(&agent, parts, None, &typed, &[], None)?))
}

fn show(
    agent: &Agent<Families>,
    parts: &Parts,
    known: Option<(DocumentId, &Document)>,
    typed: &Typed,
    faults: &[Fault],
    no_file: Option<NoFile>,
) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        let shown = Shown { known, typed, faults, no_file, audiences: &audiences(r)? };
        Ok(view::form(frame, &shown))
    })
}

#[post("/mairie/documents/nouveau", data = "<sent>")]
async fn publish(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    sent: Posted<{ MOST }>,
) -> Result<Answer, Error> {
    let typed = Typed {
        title: sent.field("titre").into(),
        kind: sent.field("genre").into(),
        audience: sent.field("pour").into(),
        first: sent.field("debut").into(),
        last: sent.field("fin").into(),
    };
    let known: Vec<Audience> =
        parts.store.read(audiences)?.into_iter().map(|(audience, _)| audience).collect();
    let read = typed.read(&known);
    let file = match sent.file {
        Ok(file) => Kind::of(&file.bytes).map(|kind| (kind, file.bytes)).ok_or(NoFile::Type),
        Err(NotSent::NoFile) => Err(NoFile::None),
        Err(NotSent::TooLarge) => Err(NoFile::TooLarge),
    };
    let (sheet, (format, bytes)) = match (read, file) {
        (Ok(sheet), Ok(file)) => (sheet, file),
        (read, file) => {
            let (faults, no_file) = (read.err().unwrap_or_default(), file.err());
            let status = match no_file {
                Some(NoFile::TooLarge) => Status::PayloadTooLarge,
                _ => Status::UnprocessableEntity,
            };
            return Ok(Answer::Page((status, show(&agent, parts, None, &typed, &faults, no_file)?)));
        }
    };
    let document = Document {
        title: sheet.title,
        kind: sheet.kind,
        audience: sheet.audience,
        first: sheet.first,
        last: sheet.last,
        file: Hash::of(&bytes),
        format,
        bytes: bytes.len() as u64,
    };
    let account = agent.account;
    let change = move |w: &Write| {
        still_has(w, account, Role::Families)?;
        // The same form, sent twice, publishes once.
        match store::documents(w)?.into_iter().find(|(_, known)| *known == document) {
            Some((id, _)) => Ok(id),
            None => Ok::<_, Error>(store::add(w, &document, &bytes)?),
        }
    };
    parts.store.write(format!("account {account}"), change).await?;
    Ok(Answer::SeeOther(SeeOther(format!("{PAGE}?fait=publie"))))
}

#[get("/mairie/documents/<id>", rank = 2)]
async fn one(agent: Agent<Families>, parts: &State<Arc<Parts>>, id: u32) -> Result<Page, Error> {
    let known = parts.store.read(|r| store::document(r, DocumentId(id)))?.ok_or(Error::Missing)?;
    let kind: &'static str = known.kind.into();
    let typed = Typed {
        title: known.title.clone(),
        kind: kind.into(),
        audience: word(known.audience),
        first: known.first.to_string(),
        last: known.last.map(|last| last.to_string()).unwrap_or_default(),
    };
    Ok((Status::Ok, show(&agent, parts, Some((DocumentId(id), &known)), &typed, &[], None)?))
}

/// What the form of a change sends.
#[derive(FromForm)]
struct Sent<'r> {
    #[field(name = "titre", default = "")]
    title: &'r str,
    #[field(name = "genre", default = "")]
    kind: &'r str,
    #[field(name = "pour", default = "")]
    audience: &'r str,
    #[field(name = "debut", default = "")]
    first: &'r str,
    #[field(name = "fin", default = "")]
    last: &'r str,
}

#[post("/mairie/documents/<id>", rank = 2, data = "<sent>")]
async fn change(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    sent: Form<Sent<'_>>,
) -> Result<Answer, Error> {
    let id = DocumentId(id);
    let typed = Typed {
        title: sent.title.into(),
        kind: sent.kind.into(),
        audience: sent.audience.into(),
        first: sent.first.into(),
        last: sent.last.into(),
    };
    let (asked, account) = (typed.clone(), agent.account);
    let change = move |w: &Write| {
        still_has(w, account, Role::Families)?;
        let known = store::document(w, id)?.ok_or(Error::Missing)?;
        let audiences: Vec<Audience> = audiences(w)?.into_iter().map(|(audience, _)| audience).collect();
        match asked.read(&audiences) {
            Ok(sheet) => {
                let (title, kind, audience) = (sheet.title, sheet.kind, sheet.audience);
                let changed =
                    Document { title, kind, audience, first: sheet.first, last: sheet.last, ..known };
                Ok::<_, Error>(Ok(store::set(w, id, &changed)?))
            }
            Err(faults) => Ok(Err((faults, known))),
        }
    };
    match parts.store.write(format!("account {account}"), change).await? {
        Ok(()) => Ok(Answer::SeeOther(SeeOther(format!("{PAGE}?fait=change")))),
        Err((faults, known)) => {
            let page = show(&agent, parts, Some((id, &known)), &typed, &faults, None)?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}

#[post("/mairie/documents/<id>/retirer")]
async fn withdraw(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
) -> Result<SeeOther, Error> {
    let account = agent.account;
    let change = move |w: &Write| {
        still_has(w, account, Role::Families)?;
        Ok::<_, Error>(store::remove(w, DocumentId(id))?)
    };
    parts.store.write(format!("account {account}"), change).await?;
    Ok(SeeOther(format!("{PAGE}?fait=retire")))
}

#[get("/mairie/documents/<id>/<nom>")]
async fn file(_agent: Agent<Reader>, parts: &State<Arc<Parts>>, id: u32, nom: &str) -> Result<File, Error> {
    parts.store.read(|r| {
        let known = store::document(r, DocumentId(id))?;
        opened(r, known, nom)
    })
}
