//! One service: added, changed, removed when nothing uses it.

use std::sync::Arc;

use chrono::NaiveDate;
use maud::Markup;
use rocket::{State, get, http::Status, post};

use super::all;
use crate::{
    account::{Agent, role::Administrator},
    activity::{
        Service, ServiceId,
        draft::{Fault, Typed, What},
        opening::{concerns, opening},
        sheet, store,
        version::seen,
        view::{self, Sheet},
    },
    family,
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, Write},
    },
    registration, reservation,
    town::{self, Town},
};

#[get("/mairie/reglages/prestations/nouvelle")]
pub async fn new(agent: Agent<Administrator>, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, None, None, &[], false)?))
}

#[get("/mairie/reglages/prestations/<id>?<fait>", rank = 2)]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, Some(id), None, &[], fait.is_some())?))
}

fn show(
    agent: &Agent<Administrator>,
    parts: &Parts,
    id: Option<u32>,
    typed: Option<Typed>,
    faults: &[Fault],
    done: bool,
) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let (town, services) = (town::store::town(r)?, store::services(r)?);
        let service = match id {
            Some(id) => Some(services.get(ServiceId(id)).ok_or(Error::Missing)?),
            None => None,
        };
        let known = |service: Option<&Service>| {
            sheet::of(service.unwrap_or(&sheet::blank(ServiceId::MIN)), &services)
        };
        let mut typed = typed.unwrap_or_else(|| known(service));
        typed.set("vu", service.map(seen).unwrap_or_default());
        let shown = Sheet { town: &town, services: &services, service, typed: &typed, faults, done };
        Ok(view::service(frame(&town.identity, &agent.bar, &agent.duty), &shown))
    })
}

#[post("/mairie/reglages/prestations/nouvelle", data = "<body>")]
pub async fn add(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    body: Body,
) -> Result<Answer, Error> {
    save(agent, parts, None, body).await
}

#[post("/mairie/reglages/prestations/<id>", data = "<body>", rank = 2)]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    save(agent, parts, Some(id), body).await
}

async fn save(
    agent: Agent<Administrator>,
    parts: &Parts,
    id: Option<u32>,
    body: Body,
) -> Result<Answer, Error> {
    let (typed, account, now) = (Typed::parse(&body.0), agent.account, parts.clock.now());
    let asked = typed.clone();
    let removes = id.is_some() && typed.get("geste") == "supprimer";
    let change = move |w: &Write| {
        let all = all(w, account)?;
        if removes { remove(w, all, id) } else { write(w, all, id, &asked, now) }
    };
    match parts.store.write(format!("account {account}"), change).await? {
        Ok(_) if removes => {
            Ok(Answer::SeeOther(SeeOther("/mairie/reglages/prestations?fait=supprimer".into())))
        }
        // A new one needs its deadlines next.
        Ok(new) if id.is_none() => {
            Ok(Answer::SeeOther(SeeOther(format!("/mairie/reglages/prestations/{new}/delais?fait=ajouter"))))
        }
        Ok(known) => {
            Ok(Answer::SeeOther(SeeOther(format!("/mairie/reglages/prestations/{known}?fait=enregistrer"))))
        }
        Err(faults) => {
            let typed = (!removes).then_some(typed);
            Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, id, typed, &faults, false)?)))
        }
    }
}

/// Saves it, or says what is wrong. What is booked stays booked: how much of it the change leaves outside is
/// said first.
fn write(
    w: &Write,
    mut all: Vec<Service>,
    id: Option<u32>,
    typed: &Typed,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Result<ServiceId, Vec<Fault>>, Error> {
    let (town, services) = (town::store::town(w)?, store::services(w)?);
    let before = match id {
        Some(id) => services.get(ServiceId(id)).cloned().ok_or(Error::Missing)?,
        None => {
            let highest = all.iter().map(|service| service.id.0).max().unwrap_or(0);
            sheet::blank(ServiceId(highest + 1))
        }
    };
    if id.is_some() && typed.get("vu") != seen(&before) {
        return Ok(Err(vec![Fault { field: "nom".into(), what: What::Changed }]));
    }
    let (after, pool) = match sheet::read(typed, &before, &services, &town) {
        Ok(read) => read,
        Err(faults) => return Ok(Err(faults)),
    };
    let outside = outside(w, &town, &before, &after, town.date(now))?;
    if outside > 0 && typed.get("dehors") != outside.to_string() {
        return Ok(Err(vec![Fault { field: "jours".into(), what: What::Outside(outside) }]));
    }
    let moved = after.pool != before.pool
        || pool.as_ref().is_some_and(|pool| {
            services.pools.get(&pool.id).is_some_and(|known| known.by_school != pool.by_school)
        });
    match all.iter_mut().find(|known| known.id == after.id) {
        Some(known) => *known = after.clone(),
        None => all.push(after.clone()),
    }
    if let Some(pool) = &pool {
        store::set_pool(w, pool)?;
    }
    store::set_services(w, &all)?;
    for unused in services.pools.keys().filter(|id| !all.iter().any(|service| service.pool == Some(**id))) {
        store::remove_pool(w, *unused)?;
    }
    if moved {
        reservation::store::recount(w)?;
    }
    Ok(Ok(after.id))
}

/// How many bookings to come were inside, and would no longer be.
fn outside(
    r: &impl Reading,
    town: &Town,
    before: &Service,
    after: &Service,
    today: NaiveDate,
) -> Result<usize, Error> {
    let mut count = 0;
    for (_, cell) in reservation::store::of_service(r, before.id)? {
        if cell.day < today {
            continue;
        }
        let Some(child) = family::store::child_of(r, cell.child)? else { continue };
        let class = child.class.on(cell.day).and_then(|class| town.classes.get(&class.value.class?));
        let inside = |service: &Service| {
            concerns(service, class).is_ok() && opening(town, service, class, cell.day).is_ok()
        };
        count += usize::from(inside(before) && !inside(after));
    }
    Ok(count)
}

/// Removes it, if nothing uses it.
fn remove(w: &Write, mut all: Vec<Service>, id: Option<u32>) -> Result<Result<ServiceId, Vec<Fault>>, Error> {
    let id = ServiceId(id.ok_or(Error::Missing)?);
    let place = all.iter().position(|service| service.id == id).ok_or(Error::Missing)?;
    let town = town::store::town(w)?;
    let closes = town.calendar.closures.iter().any(|closure| closure.services.contains(&id.0));
    let used = closes
        || !reservation::store::of_service(w, id)?.is_empty()
        || registration::store::is_registered(w, id)?;
    if used {
        return Ok(Err(vec![Fault { field: "supprimer".into(), what: What::Used }]));
    }
    all.remove(place);
    for other in &mut all {
        other.excludes.retain(|known| *known != id);
        other.needs.retain(|known| *known != id);
    }
    store::set_services(w, &all)?;
    let mut offers = (*registration::store::offers(w)?).clone();
    offers.retain(|offer| offer.service != id);
    registration::store::set_offers(w, &offers)?;
    Ok(Ok(id))
}
