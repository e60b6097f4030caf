//! A closure that was made, and its undoing.

use std::sync::Arc;

use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::{
    concerned, here,
    undo::{Asked, undo as undo_closure, undoing},
};
use crate::{
    account::{self, AccountId, Agent, role::Families},
    activity,
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Error, Page, SeeOther},
        store::{Reading, StoreError, Write},
    },
    reservation::{
        closing::ActId,
        store,
        view::closures::{self as view, ADDRESS, Done},
    },
    town,
};

#[get("/mairie/fermetures/<id>?<fait>")]
pub async fn page(
    agent: Agent<Families>,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let id = ActId(id);
    let done = match fait {
        Some("ferme") => Some(Done::Closed),
        Some("annule") => Some(Done::Undone),
        _ => None,
    };
    parts.store.read(|r| {
        let act = store::act(r, id)?.ok_or(Error::Missing)?;
        let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
        let (families, lost, mails) = match &act.undone {
            None => {
                let undoing = undoing(r, &town, &services, id, &act)?;
                let mails = undoing.mails();
                (undoing.families, undoing.lost, mails)
            }
            Some(undone) => {
                let cancelled = store::cancelled(r, id)?.into_iter();
                let families = cancelled.map(|(family, cells)| concerned(r, family, cells));
                (families.collect::<Result<_, StoreError>>()?, undone.lost.clone(), undone.mails)
            }
        };
        let by = name(r, act.by)?;
        let undone_by = act.undone.as_ref().map(|undone| name(r, undone.by)).transpose()?.unwrap_or_default();
        let frame = here(frame(&town.identity, &agent.bar, &agent.duty));
        let by = [by.as_str(), undone_by.as_str()];
        let page = view::one(frame, &town, &services, (id, &act), &families, &lost, by, mails, done);
        Ok((Status::Ok, page))
    })
}

fn name(r: &impl Reading, id: AccountId) -> Result<String, StoreError> {
    account::store::account_of(r, id)?.map_or(Ok(String::new()), |account| account::store::name(r, &account))
}

/// The button.
#[derive(FromForm)]
pub struct Button<'r> {
    #[field(name = "geste", default = "")]
    act: &'r str,
}

#[post("/mairie/fermetures/<id>", data = "<button>")]
pub async fn undo(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    button: Form<Button<'_>>,
) -> Result<SeeOther, Error> {
    if button.act != "annuler" {
        return Err(Error::Malformed);
    }
    let asked = Asked {
        id: ActId(id),
        by: agent.account,
        at: parts.clock.now(),
        site: parts.config.site.clone(),
        token: parts.random.token(),
    };
    let change = move |w: &Write| undo_closure(w, &asked);
    parts.store.write(format!("account {}", agent.account), change).await?;
    Ok(SeeOther(format!("{ADDRESS}/{id}?fait=annule")))
}
