//! What the family asked of the town, and what became of it.

use std::sync::Arc;

use maud::Markup;
use rocket::{State, get, post};

use super::{author, frame, tabs::tabs};
use crate::{
    account::Parent,
    family::{
        field::Kind,
        office::desk,
        request::RequestId,
        store,
        view::requests::{self as view, Asked},
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Error, SeeOther},
        store::Write,
    },
    town,
};

/// How many are listed: the latest.
const LISTED: usize = 50;

/// All of them. `fait`: what was just done.
#[get("/famille/demandes?<fait>")]
pub async fn list(parent: Parent, parts: &State<Arc<Parts>>, fait: Option<&str>) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let latest = store::requests_of(r, parent.family)?.into_iter().take(LISTED);
        let asked = latest.map(|(id, request)| {
            let file = desk::subject(r, &request, town.date(now))?;
            Ok(Asked { id, request, file })
        });
        let asked = asked.collect::<Result<Vec<_>, Error>>()?;
        let tabs = tabs(r, parent.family, Kind::Household, town.date(now))?;
        Ok(view::requests(frame(&town.identity, &parent.bar), &tabs, &asked, town.identity.timezone, fait))
    })
}

/// Takes one back.
#[post("/famille/demandes/<id>/retirer")]
pub async fn withdraw(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
) -> Result<SeeOther, Error> {
    let (author, family) = (author(&parent, parts), parent.family);
    let change = move |w: &Write| desk::withdraw(w, family, RequestId(id), &author);
    let done = parts.store.write(format!("account {}", parent.account), change).await?;
    Ok(SeeOther(format!("/famille/demandes?fait={}", if done { 'w' } else { 't' })))
}
