//! The operations under way, those that ended lately, and the service asked again.

use std::sync::Arc;

use rocket::{FromForm, State, form::Form, get, http::Status, post};

use crate::{
    account::{
        Agent,
        role::{Billing, Permission, Reader},
    },
    family,
    office::view::frame,
    payment::{OperationId, job, operation::Operation, store, view::list as view},
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Error, Page, SeeOther},
        store::{Read, StoreError, Write},
    },
    town,
};

/// So many that have ended are shown.
const LATEST: u32 = 50;

#[get("/mairie/paiements?<fait>")]
pub async fn page(agent: Agent<Reader>, parts: &State<Arc<Parts>>, fait: Option<u32>) -> Result<Page, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let line = |(id, operation)| line(r, id, operation);
        let open = store::open(r)?.into_iter().map(line).collect::<Result<Vec<_>, StoreError>>()?;
        let ended = store::latest(r, LATEST)?.into_iter().filter(|(_, known)| !known.open());
        let ended = ended.map(line).collect::<Result<Vec<_>, StoreError>>()?;
        let asked = match fait {
            Some(id) => store::operation(r, OperationId(id))?.map(|known| (OperationId(id), known)),
            None => None,
        };
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        let acts = agent.duty.has(Billing::ROLES);
        let shown = view::Shown { open: &open, ended: &ended, asked: asked.as_ref(), acts };
        Ok((Status::Ok, view::page(frame, town.identity.timezone, &shown)))
    })
}

fn line(r: &Read, id: OperationId, operation: Operation) -> Result<view::Line, StoreError> {
    let family = match operation.due.family {
        Some(family) => family::store::family(r, family)?.map(|known| known.name),
        None => None,
    };
    Ok(view::Line { id, operation, family })
}

/// What is to be done with an operation.
#[derive(FromForm)]
pub struct Asked<'r> {
    #[field(name = "geste")]
    act: &'r str,
}

#[post("/mairie/paiements/<id>", data = "<asked>")]
pub async fn again(
    agent: Agent<Billing>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    asked: Form<Asked<'_>>,
) -> Result<SeeOther, Error> {
    let operation = OperationId(id);
    match asked.act {
        "redemander" => {
            rocket::info!("payment {id}: asked again by account {}", agent.account);
            job::ask(parts, operation).await?.ok_or(Error::Missing)?;
        }
        "classer" => {
            let change = move |w: &Write| close(w, operation);
            parts.store.write(format!("account {}", agent.account), change).await?;
        }
        _ => return Err(Error::Malformed),
    }
    Ok(SeeOther(format!("/mairie/paiements?fait={id}")))
}

/// What was doubtful was looked at; anything else is not there to be closed.
fn close(w: &Write, id: OperationId) -> Result<(), Error> {
    let mut known = store::operation(w, id)?.filter(Operation::doubtful).ok_or(Error::Missing)?;
    known.closed = true;
    Ok(store::set(w, id, &known)?)
}
