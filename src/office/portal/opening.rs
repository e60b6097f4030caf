//! Parents are let in, or no longer.

use std::sync::Arc;

use maud::Markup;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::settings::lacks;
use crate::{
    account::{Agent, role::Administrator},
    office::{
        ready::Missing,
        view::{frame, opening as view},
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    town::{self, Identity, office::still_administers},
};

const PAGE: &str = "/mairie/reglages/ouverture";

#[get("/mairie/reglages/ouverture?<fait>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, false, fait.is_some())?))
}

fn show(agent: &Agent<Administrator>, parts: &Parts, refused: bool, done: bool) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let missing = lacks(r, town.date(now))?;
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(view::page(frame, &town.identity, &missing, refused, done))
    })
}

/// What is to be done.
#[derive(FromForm)]
pub struct Asked<'r> {
    #[field(name = "geste")]
    act: &'r str,
}

#[post("/mairie/reglages/ouverture", data = "<asked>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    asked: Form<Asked<'_>>,
) -> Result<Answer, Error> {
    let opened = match asked.act {
        "ouvrir" => true,
        "fermer" => false,
        _ => return Err(Error::Malformed),
    };
    let (account, now) = (agent.account, parts.clock.now());
    let change = move |w: &Write| {
        still_administers(w, account)?;
        let town = town::store::town(w)?;
        if opened && !lacks(w, town.date(now))?.iter().all(Missing::is_minor) {
            return Ok(false);
        }
        if town.identity.opened != opened {
            town::store::set_identity(w, &Identity { opened, ..town.identity.clone() })?;
        }
        Ok::<_, Error>(true)
    };
    match parts.store.write(format!("account {account}"), change).await? {
        true => Ok(Answer::SeeOther(SeeOther(format!("{PAGE}?fait=oui")))),
        false => Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, true, false)?))),
    }
}
