//! The home page, the declaration of accessibility, help, the pages of errors.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use maud::Markup;
use rocket::{Catcher, Request, Responder, Route, State, catch, catchers, get, http::Status, routes};

use super::view;
use crate::{
    account::{Bar, NotSignedIn, Parent, Visitor, portal::sent_to},
    activity::{self, period::Period},
    family,
    invoice::{self, ledger::unpaid},
    message,
    platform::{
        Parts,
        error::{Answer, Denied, Error, Incident, Page, SeeOther},
        live::{LiveForm, SignIn},
    },
    registration,
    reservation::{grid::grid, plan::plan, sheet::Asked, store as reservations},
    tariff,
    town::{self, Identity, Span},
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![home, accessibility, notice, privacy, rules, help]
}

/// The pages of errors.
pub fn catchers() -> Vec<Catcher> {
    catchers![otherwise]
}

/// For a family: its week and the next deadline. For anybody else: the town's welcome.
#[get("/")]
async fn home(
    parent: Result<Parent, NotSignedIn>,
    parts: &State<Arc<Parts>>,
) -> Result<Answer<Markup>, Error> {
    let now = parts.clock.now();
    let parent = match parent {
        Ok(parent) => parent,
        Err(NotSignedIn::Nobody) => {
            let town = parts.store.read(town::store::town)?;
            return Ok(Answer::Page(view::welcome(&town.identity)));
        }
        Err(why) => return why.then("/").map(Answer::SeeOther),
    };
    let page = parts.store.read(|r| {
        let today = town::store::town(r)?.date(now);
        let this = Period::of(Span::Week, today);
        let week = |period: Period| {
            let open = reservations::open(r, parent.family, period, &BTreeSet::new())?;
            let plan = plan(&open, &Asked::default(), now);
            Ok::<_, Error>((grid(&open, &plan, period, now), open))
        };
        let (this, next) = (week(this)?, week(this.next())?);
        let needs = family::portal::needs(r, parent.family, now)?;
        let waiting = view::Waiting {
            unpaid: unpaid(invoice::store::ledgers(r, parent.family)?.values()),
            answered: message::portal::answered(r, parent.family, now)?,
        };
        Ok::<_, Error>(view::home(&parent, &this.1, &[this.0, next.0], &waiting, &needs))
    })?;
    Ok(Answer::Page(page))
}

#[get("/accessibilite")]
async fn accessibility(visitor: Option<&Visitor>, parts: &State<Arc<Parts>>) -> Result<Markup, Error> {
    let town = parts.store.read(town::store::town)?;
    Ok(view::accessibility(&town.identity, visitor.map(Visitor::bar).as_ref()))
}

/// Who publishes and hosts the portal.
#[get("/mentions-legales")]
async fn notice(visitor: Option<&Visitor>, parts: &State<Arc<Parts>>) -> Result<Markup, Error> {
    let town = parts.store.read(town::store::town)?;
    Ok(view::notice(&town.identity, visitor.map(Visitor::bar).as_ref()))
}

/// What becomes of personal data.
#[get("/confidentialite")]
async fn privacy(visitor: Option<&Visitor>, parts: &State<Arc<Parts>>) -> Result<Markup, Error> {
    let town = parts.store.read(town::store::town)?;
    Ok(view::privacy(&town.identity, visitor.map(Visitor::bar).as_ref()))
}

/// The rules, for anybody: they are published.
#[get("/regles")]
async fn rules(visitor: Option<&Visitor>, parts: &State<Arc<Parts>>) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let settings = view::Settings {
            town: &town,
            services: &*activity::store::services(r)?,
            tariffs: &*tariff::store::tariffs(r)?,
            absences: &*tariff::store::absences(r)?,
            offers: &registration::store::offers(r)?,
            today: town.date(parts.clock.now()),
        };
        Ok(view::rules(&settings, visitor.map(Visitor::bar).as_ref()))
    })
}

/// The help of a screen, or all of it, for anybody: it tells nothing of anybody.
#[get("/aide/<screen..>")]
async fn help(
    screen: PathBuf,
    visitor: Option<&Visitor>,
    parts: &State<Arc<Parts>>,
) -> Result<Markup, Error> {
    let town = parts.store.read(town::store::town)?;
    let bar = visitor.map(Visitor::bar);
    let reader = bar.as_ref().zip(visitor.map(|visitor| visitor.account.on_duty()));
    if screen.as_os_str().is_empty() {
        return Ok(view::help::index(&town.identity, reader));
    }
    let found = screen.to_str().and_then(|screen| view::help::find(&format!("/{screen}")));
    found.map(|help| view::help::page(&town.identity, help, reader)).ok_or(Error::Missing)
}

/// What is answered in the place of what was asked.
#[derive(Responder)]
enum Otherwise {
    Page(Page),
    SeeOther(SeeOther),
    SignIn(SignIn),
}

/// Any error: a sentence that says what to do, in the frame of the portal.
#[catch(default)]
async fn otherwise(status: Status, request: &Request<'_>) -> Otherwise {
    if status == Status::Unauthorized {
        let SeeOther(to) = sent_to(request);
        return match LiveForm::is(request) {
            true => Otherwise::SignIn(SignIn::at(to)),
            false => Otherwise::SeeOther(SeeOther(to)),
        };
    }
    let parts = request.rocket().state::<Arc<Parts>>();
    let town = parts.and_then(|parts| parts.store.read(town::store::town).ok());
    let identity: Option<&Identity> = town.as_ref().map(|town| &town.identity);
    let Denied(denied) = request.local_cache(|| Denied(false));
    let Incident(incident) = request.local_cache(|| Incident(None));
    let bar: Option<Bar> = request.guard::<&Visitor>().await.succeeded().map(Visitor::bar);
    Otherwise::Page((status, view::error(identity, bar.as_ref(), status.code, *denied, *incident)))
}
