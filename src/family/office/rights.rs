//! What parents may do with their files, page by page: decided by an administrator, at once for everybody.

use std::sync::Arc;

use rocket::{State, get, http::Status, post};

use super::still_has;
use crate::{
    account::{
        Agent,
        role::{Administrator, Role},
    },
    family::{
        decided::{Fault, Typed},
        store,
        view::decided as view,
    },
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    town,
};

#[get("/mairie/fiches?<fait>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, None, fait.is_some())?))
}

fn show(
    agent: &Agent<Administrator>,
    parts: &Parts,
    refused: Option<(Typed, Vec<Fault>)>,
    done: bool,
) -> Result<maud::Markup, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let now = Typed::of(&*store::rights(r)?);
        let (typed, faults) = match refused {
            // What was typed stays, on what is decided now.
            Some((typed, faults)) => (Typed { seen: now.seen.clone(), ..typed }, faults),
            None => (now.clone(), Vec::new()),
        };
        Ok(view::page(frame(&town.identity, &agent.bar, &agent.duty), &now, &typed, &faults, done))
    })
}

#[post("/mairie/fiches", data = "<body>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    body: Body,
) -> Result<Answer, Error> {
    let (typed, account) = (Typed::parse(&body.0), agent.account);
    let asked = typed.clone();
    let change = move |w: &Write| {
        still_has(w, account, Role::Administrator)?;
        match asked.read(&*store::rights(w)?) {
            Ok(rights) => Ok::<_, Error>(Ok(store::set_rights(w, &rights)?)),
            Err(faults) => Ok(Err(faults)),
        }
    };
    match parts.store.write(format!("account {account}"), change).await? {
        Ok(()) => Ok(Answer::SeeOther(SeeOther("/mairie/fiches?fait=enregistrer".into()))),
        Err(faults) => {
            let page = show(&agent, parts, Some((typed, faults)), false)?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}
