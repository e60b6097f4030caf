//! Health and diet of a child, for who needs them: each reading is written down.

use std::sync::Arc;

use rocket::{State, http::Status, post};

use super::{
    desk,
    edit::{self, Turn},
};
use crate::{
    account::{
        Agent,
        role::{Care, Duty, Families, Permission},
    },
    activity,
    family::{ChildId, FamilyId, Subject, store, typed::Typed, view::office::file as view},
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Error, Page},
        store::{StoreError, Write},
    },
    registration, town,
};

/// Shows them: in the form of who keeps the files, with what was typed there; to be read by who takes the roll.
#[post("/mairie/familles/<id>/enfants/<n>/sante", data = "<body>")]
pub async fn open(
    agent: Agent<Care>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
    body: Body,
) -> Result<Page, Error> {
    let about = Subject::Child(FamilyId(id), ChildId(n));
    let (now, by) = (parts.clock.now(), agent.account);
    let read = move |w: &Write| {
        let duty = super::duty(w, by, Care::ROLES)?;
        let (today, keeps) = (town::store::town(w)?.date(now), duty.has(Families::ROLES));
        if !keeps && !calls(w, &duty, about, today)? {
            return Err(Error::Missing);
        }
        edit::read_care(w, about)?;
        Ok(keeps)
    };
    let keeps = parts.store.write(format!("account {by}"), read).await?;
    if keeps {
        let typed = Typed::parse(&body.0);
        let turn = Turn { typed: Some(&typed), care: true, ..Turn::default() };
        return Ok((Status::Ok, edit::page(&agent, parts, about, &turn)?));
    }
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let file = desk::file(r, about, town.date(now))?.ok_or(Error::Missing)?;
        let rights = store::rights(r)?;
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok((Status::Ok, view::care(frame, &file, &rights)))
    })
}

/// Whether somebody takes the roll of a service that the child is registered for.
fn calls(w: &Write, duty: &Duty, about: Subject, today: chrono::NaiveDate) -> Result<bool, StoreError> {
    let Subject::Child(family, id) = about else { return Ok(false) };
    let Some(child) = store::child(w, family, id)? else { return Ok(false) };
    let town = town::store::town(w)?;
    let class = child.class.on(today).and_then(|class| town.classes.get(&class.value.class?));
    let Some(school) = class.map(|class| class.school) else { return Ok(false) };
    let registered = registration::store::registrations(w, family, id)?;
    let services = activity::store::services(w)?;
    let held = registered.iter().filter(|known| known.holds_on(today)).map(|known| known.service);
    Ok(held.filter(|service| services.get(*service).is_some()).any(|service| duty.calls(school, service)))
}
