//! The list of services, and their order.

use std::sync::Arc;

use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::all;
use crate::{
    account::{Agent, role::Administrator},
    activity::{store, view},
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Error, Page, SeeOther},
        store::Write,
    },
    town,
};

#[get("/mairie/reglages/prestations?<fait>")]
pub async fn list(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let (town, services) = (town::store::town(r)?, store::services(r)?);
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok((Status::Ok, view::services(frame, &services, town.date(now), fait)))
    })
}

/// One service, and whether it goes up or down.
#[derive(FromForm)]
pub struct Shift<'r> {
    #[field(name = "geste", default = "")]
    act: &'r str,
    service: u32,
}

#[post("/mairie/reglages/prestations", data = "<asked>")]
pub async fn shift(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    asked: Form<Shift<'_>>,
) -> Result<SeeOther, Error> {
    let (up, id, account) = (asked.act == "monter", asked.service, agent.account);
    let change = move |w: &Write| {
        let mut all = all(w, account)?;
        let place = all.iter().position(|service| service.id.0 == id).ok_or(Error::Missing)?;
        let other = if up { place.checked_sub(1) } else { Some(place + 1).filter(|next| *next < all.len()) };
        if let Some(other) = other {
            all.swap(place, other);
            store::set_services(w, &all)?;
        }
        Ok::<_, Error>(())
    };
    parts.store.write(format!("account {account}"), change).await?;
    Ok(SeeOther("/mairie/reglages/prestations".into()))
}
