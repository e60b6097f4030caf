//! The home page, the declaration of accessibility, the pages of errors.

use std::{collections::BTreeSet, sync::Arc};

use maud::Markup;
use rocket::{Catcher, Request, Route, State, catch, catchers, get, http::Status, routes};

use super::view;
use crate::{
    account::{NotSignedIn, Parent, portal::sign_in_then},
    activity::period::Period,
    platform::{
        Parts,
        error::{Error, Incident, Page, SeeOther},
    },
    reservation::{grid::grid, plan::plan, sheet::Asked, store as reservations},
    town::{self, Identity, Span},
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![home, accessibility]
}

/// The pages of errors.
pub fn catchers() -> Vec<Catcher> {
    catchers![otherwise]
}

/// For a family: its week and the next deadline. For anybody else: the town's welcome.
#[get("/")]
async fn home(parent: Result<Parent, NotSignedIn>, parts: &State<Arc<Parts>>) -> Result<Markup, Error> {
    let now = parts.clock.now();
    let Ok(parent) = parent else {
        let town = parts.store.read(town::store::town)?;
        return Ok(view::welcome(&town.identity));
    };
    parts.store.read(|r| {
        let today = town::store::town(r)?.date(now);
        let this = Period::of(Span::Week, today);
        let week = |period: Period| {
            let open = reservations::open(r, parent.family, period, &BTreeSet::new())?;
            let plan = plan(&open, &Asked::default(), now);
            Ok::<_, Error>((grid(&open, &plan, period, now), open))
        };
        let (this, next) = (week(this)?, week(this.next())?);
        Ok(view::home(&parent, &this.1, &[this.0, next.0]))
    })
}

#[get("/accessibilite")]
async fn accessibility(
    parent: Result<Parent, NotSignedIn>,
    parts: &State<Arc<Parts>>,
) -> Result<Markup, Error> {
    let town = parts.store.read(town::store::town)?;
    let person = parent.ok().map(|parent| format!("{} {}", parent.first_name, parent.last_name));
    Ok(view::accessibility(&town.identity, person.as_deref()))
}

/// Any error: a sentence that says what to do, in the frame of the portal.
#[catch(default)]
async fn otherwise(status: Status, request: &Request<'_>) -> Result<Page, SeeOther> {
    if status == Status::Unauthorized {
        return Err(sign_in_then("/"));
    }
    let parts = request.rocket().state::<Arc<Parts>>();
    let town = parts.and_then(|parts| parts.store.read(town::store::town).ok());
    let identity: Option<&Identity> = town.as_ref().map(|town| &town.identity);
    let Incident(incident) = request.local_cache(|| Incident(None));
    let parent = request.guard::<Parent>().await.succeeded();
    let person = parent.map(|parent| format!("{} {}", parent.first_name, parent.last_name));
    Ok((status, view::error(identity, person.as_deref(), status.code, *incident)))
}
