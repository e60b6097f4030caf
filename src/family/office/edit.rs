//! The files of guardians, other adults, children and the household, as the town reads and changes them.

use std::sync::Arc;

use maud::Markup;
use rocket::{State, get, http::Status, post};

use super::{author, current, desk, may, still_has};
use crate::{
    account::{
        Agent,
        role::{Care as Needs, Families, Reader, Role},
    },
    family::{
        AdultId, ChildId, FamilyId, GuardianId, Subject,
        file::File,
        sheet::Seen,
        store,
        typed::{Refused, Typed},
        view::{
            file::Form,
            office::{
                address,
                file::{self as view, Care, Shown},
            },
        },
    },
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Read, StoreError, Write},
    },
    town,
};

/// A guardian. `fait`: what was just done.
#[get("/mairie/familles/<id>/responsables/<n>?<fait>", rank = 1)]
pub async fn guardian(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    show(&agent, parts, Subject::Guardian(FamilyId(id), GuardianId(n)), fait)
}

#[post("/mairie/familles/<id>/responsables/<n>", data = "<body>", rank = 1)]
pub async fn save_guardian(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
    body: Body,
) -> Result<Answer, Error> {
    save(&agent, parts, Subject::Guardian(FamilyId(id), GuardianId(n)), &body).await
}

/// Another adult.
#[get("/mairie/familles/<id>/autres/<n>?<fait>", rank = 1)]
pub async fn adult(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    show(&agent, parts, Subject::Adult(FamilyId(id), AdultId(n)), fait)
}

#[post("/mairie/familles/<id>/autres/<n>", data = "<body>", rank = 1)]
pub async fn save_adult(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
    body: Body,
) -> Result<Answer, Error> {
    save(&agent, parts, Subject::Adult(FamilyId(id), AdultId(n)), &body).await
}

/// A child, as this family has it.
#[get("/mairie/familles/<id>/enfants/<n>?<fait>", rank = 1)]
pub async fn child(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    show(&agent, parts, Subject::Child(FamilyId(id), ChildId(n)), fait)
}

#[post("/mairie/familles/<id>/enfants/<n>", data = "<body>", rank = 1)]
pub async fn save_child(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
    body: Body,
) -> Result<Answer, Error> {
    save(&agent, parts, Subject::Child(FamilyId(id), ChildId(n)), &body).await
}

/// Quotient and allowance number, and what the town calls the family.
#[get("/mairie/familles/<id>/foyer?<fait>")]
pub async fn household(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    show(&agent, parts, Subject::Household(FamilyId(id)), fait)
}

#[post("/mairie/familles/<id>/foyer", data = "<body>")]
pub async fn save_household(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    save(&agent, parts, Subject::Household(FamilyId(id)), &body).await
}

fn show(agent: &Agent<Reader>, parts: &Parts, about: Subject, done: Option<&str>) -> Result<Page, Error> {
    page(agent, parts, about, &Turn { done, ..Turn::default() }).map(|page| (Status::Ok, page))
}

/// Saves a file, or shows it again with what was typed and what is wrong.
async fn save(agent: &Agent<Families>, parts: &Parts, about: Subject, body: &Body) -> Result<Answer, Error> {
    let typed = Typed::parse(&body.0);
    // A form with fields of health was opened as such: shown again, it is read again.
    let care = typed.seen.keys().any(|key| is_sensitive(about, key));
    let (author, asked) = (author(agent, parts), typed.clone());
    let change = move |w: &Write| {
        still_has(w, author.account, Role::Families)?;
        changeable(w, about)?;
        let saved = desk::save(w, about, &asked, &author)?;
        if care && saved.is_err() {
            read_care(w, about)?;
        }
        Ok::<_, Error>(saved)
    };
    match parts.store.write(format!("account {}", agent.account), change).await? {
        Ok(saved) => {
            let done = if saved.done.is_empty() { "rien" } else { "enregistre" };
            Ok(Answer::SeeOther(SeeOther(format!("{}?fait={done}", address(about)))))
        }
        Err(refused) => {
            let turn = Turn { typed: Some(&typed), refused: Some(refused), care, ..Turn::default() };
            Ok(Answer::Page((Status::UnprocessableEntity, page(agent, parts, about, &turn)?)))
        }
    }
}

/// Writes down that health and diet of a child are shown to an agent.
pub(super) fn read_care(w: &Write, about: Subject) -> Result<(), Error> {
    let name = super::name(w, about)?.ok_or(Error::Missing)?;
    Ok(store::note_reading(w, about, name)?)
}

/// Whether a field stands on a page that only who needs it sees.
pub(super) fn is_sensitive(about: Subject, key: crate::family::field::Key) -> bool {
    about.kind().page(key.field).is_some_and(|page| page.is_sensitive())
}

/// A file that can be changed: neither it nor its family is put away.
pub(super) fn changeable(w: &Write, about: Subject) -> Result<(), Error> {
    current(w, about.family())?;
    if desk::is_put_away(w, about)? { Err(Error::Missing) } else { Ok(()) }
}

/// What came before a page of a file.
#[derive(Default)]
pub(super) struct Turn<'a> {
    /// What was just done.
    pub done: Option<&'a str>,
    /// What was typed and is not saved.
    pub typed: Option<&'a Typed>,
    /// Why.
    pub refused: Option<Refused>,
    /// Whether health and diet are shown, the reading being written down.
    pub care: bool,
    /// The family's name, typed and refused.
    pub name: Option<view::Name>,
}

/// The page of a file.
pub(super) fn page<P>(agent: &Agent<P>, parts: &Parts, about: Subject, turn: &Turn) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let family = store::family(r, about.family())?.ok_or(Error::Missing)?;
        let file = desk::file(r, about, town.date(now))?.ok_or(Error::Missing)?;
        let rights = store::rights(r)?;
        let own = desk::archived(r, about)?;
        let archived = family.archived.or(own);
        let changes = may::<Families, _>(agent);
        let care = match turn.care {
            true => Care::Open,
            false if may::<Needs, _>(agent) => Care::Closed,
            false => Care::Kept,
        };
        let shown = Shown {
            form: form(&file, &rights, turn),
            others: others(r, about)?,
            family: family.name,
            changes: changes && archived.is_none(),
            archived,
            restores: changes && own.is_some() && family.archived.is_none(),
            care,
            done: turn.done,
            name: turn.name.clone(),
        };
        let frame = super::here(frame(&town.identity, &agent.bar, &agent.duty));
        Ok(view::page(frame, &shown))
    })
}

/// The fields as they stand or were typed. Those of health are not in a form that does not show them.
fn form<'a>(file: &'a File, rights: &'a crate::family::rights::Rights, turn: &Turn) -> Form<'a> {
    let mut form = Form::new(file, rights, true);
    if !turn.care {
        let keys = file.open_keys(rights, true).into_iter().map(|(key, _)| key);
        form.seen = Seen::of(&file.sheet, keys.filter(|key| !is_sensitive(file.about, *key)));
    }
    match (turn.typed, &turn.refused) {
        (Some(typed), Some(refused)) => {
            (form.shown, form.seen) = typed.again(refused, &file.sheet);
            form.refused = Some(refused.clone());
        }
        (Some(typed), None) => {
            typed.seen.keys().for_each(|key| form.shown.set(key, typed.fields.get(key)));
            form.seen = std::mem::take(&mut form.seen).with(&typed.seen);
        }
        (None, _) => {}
    }
    form
}

/// The other families of a child.
fn others(r: &Read, about: Subject) -> Result<Vec<(FamilyId, String)>, StoreError> {
    let Subject::Child(family, id) = about else { return Ok(Vec::new()) };
    let families = store::child(r, family, id)?.map(|child| child.families()).unwrap_or_default();
    let named = |other| Ok(store::family(r, other)?.map(|known| (other, known.name)));
    families.into_iter().filter(|other| *other != family).map(named).filter_map(Result::transpose).collect()
}
