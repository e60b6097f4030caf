//! The deadlines of a service, and the days that are not like the others.

use std::sync::Arc;

use maud::Markup;
use rocket::{State, get, http::Status, post};

use super::{all, service};
use crate::{
    account::{Agent, role::Administrator},
    activity::{
        draft::{self, Fault, Typed, What},
        store,
        version::{self, seen},
        view::{self, Kept},
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

#[get("/mairie/reglages/prestations/<id>/delais?<fait>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, id, Typed::default(), &[], fait.is_some())?))
}

fn show(
    agent: &Agent<Administrator>,
    parts: &Parts,
    id: u32,
    mut typed: Typed,
    faults: &[Fault],
    done: bool,
) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let (town, service) = (town::store::town(r)?, service(r, id)?);
        typed.set("vu", seen(&service));
        let shown = Kept { service: &service, today: town.date(now), typed: &typed, faults, done };
        Ok(view::kept(frame(&town.identity, &agent.bar, &agent.duty), &shown))
    })
}

#[post("/mairie/reglages/prestations/<id>/delais", data = "<body>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    let (typed, account, now) = (Typed::parse(&body.0), agent.account, parts.clock.now());
    let asked = typed.clone();
    let change = move |w: &Write| -> Result<Result<(), Vec<Fault>>, Error> {
        let mut all = all(w, account)?;
        let service = all.iter_mut().find(|known| known.id.0 == id).ok_or(Error::Missing)?;
        let today = town::store::town(w)?.date(now);
        if asked.get("vu") != seen(service) {
            return Ok(Err(vec![Fault { field: "jour".into(), what: What::Changed }]));
        }
        let (day, until) = match asked.get("geste") {
            "retirer" => (draft::date(asked.get("jour")).ok_or(Error::Malformed)?, None),
            _ => match draft::exception(&asked) {
                Ok((day, until)) => (day, Some(until)),
                Err(faults) => return Ok(Err(faults)),
            },
        };
        if let Err(fault) = version::except(service, day, until, today) {
            return Ok(Err(vec![fault]));
        }
        Ok(Ok(store::set_services(w, &all)?))
    };
    match parts.store.write(format!("account {account}"), change).await? {
        Ok(()) => Ok(Answer::SeeOther(SeeOther(format!(
            "/mairie/reglages/prestations/{id}/delais?fait=enregistrer"
        )))),
        Err(faults) => {
            Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, id, typed, &faults, false)?)))
        }
    }
}
