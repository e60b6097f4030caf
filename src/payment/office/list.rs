//! The operations under way, those that ended lately, and the service asked again.

use std::sync::Arc;

use rocket::{State, get, http::Status, post};

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
        store::{Read, StoreError},
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

#[post("/mairie/paiements/<id>")]
pub async fn again(
    agent: Agent<Billing>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
) -> Result<SeeOther, Error> {
    rocket::info!("payment {id}: asked again by account {}", agent.account);
    job::ask(parts, OperationId(id)).await?.ok_or(Error::Missing)?;
    Ok(SeeOther(format!("/mairie/paiements?fait={id}")))
}
