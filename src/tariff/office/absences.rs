//! The town's door to what is owed of absences: all of it, a version written, shown as it reads, saved.

use std::sync::Arc;

use maud::Markup;
use rocket::{State, get, http::Status, post};

use super::author;
use crate::{
    account::{Agent, portal::Client, role::Administrator},
    activity::{
        self, ServiceId,
        draft::{Typed, date},
    },
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        dated::From,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    tariff::{
        absence::{
            Absences, Terms,
            draft::{self, Fault, Wrong},
            version,
        },
        store,
        view::absences as view,
    },
    town::{self, seen},
    ui::fragment,
};

#[get("/mairie/reglages/absences?<fait>")]
pub async fn list(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    parts.store.read(|r| {
        let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
        let (absences, today) = (store::absences(r)?, town.date(parts.clock.now()));
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok((Status::Ok, view::absences(frame, &services, &absences, today, fait.is_some())))
    })
}

/// The form of a version that is still to come, or of a new one like the last of the first service.
#[get("/mairie/reglages/absences/regle?<prestation>&<version>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    prestation: Vec<u32>,
    version: Option<&str>,
) -> Result<Page, Error> {
    let services: Vec<ServiceId> = prestation.into_iter().map(ServiceId).collect();
    let typed = parts.store.read(|r| {
        let absences = store::absences(r)?;
        let today = town::store::town(r)?.date(parts.clock.now());
        let of = services.first().and_then(|id| absences.0.get(id));
        let mut typed = match version.map(|day| date(day).ok_or(Error::Missing)).transpose()? {
            Some(day) => {
                let known = of.and_then(|of| of.iter().find(|known| known.from == day && day > today));
                draft::of(&services, day, &known.ok_or(Error::Missing)?.value)
            }
            None => {
                // The first of all may begin with the days that are booked already.
                let last = of.and_then(|of| of.iter().last());
                let from = if last.is_some() { today.succ_opt().unwrap_or(today) } else { today };
                let terms = last.map(|last| last.value.clone()).unwrap_or_default();
                draft::of(&services, from, &Terms { decision: String::new(), ..terms })
            }
        };
        typed.set("version", version.unwrap_or_default());
        typed.set("vu", seen(&absences));
        Ok::<_, Error>(typed)
    })?;
    Ok((Status::Ok, show(&agent, parts, &typed, &[], false)?))
}

type Read = Result<(Vec<ServiceId>, From<Terms>), Vec<Fault>>;

/// What a form says, if it could be saved today.
fn read(absences: &Absences, typed: &Typed, today: chrono::NaiveDate) -> Read {
    let (services, new) = draft::read(typed)?;
    let mut after = absences.clone();
    version::put(&mut after, &services, date(typed.get("version")), &new, today)
        .map_err(|fault| vec![fault])?;
    Ok((services, new))
}

/// Calls with what the page shows of a form.
fn shown<T>(
    parts: &Parts,
    typed: &Typed,
    (more, refused): (&[Fault], bool),
    see: impl FnOnce(&view::Shown, &town::Town) -> T,
) -> Result<T, Error> {
    parts.store.read(|r| {
        let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
        let today = town.date(parts.clock.now());
        let read = read(&*store::absences(r)?, typed, today);
        let mut faults = read.as_ref().err().cloned().unwrap_or_default();
        faults.extend(more.iter().filter(|fault| !faults.contains(fault)).cloned().collect::<Vec<_>>());
        let terms = read.as_ref().ok().map(|(_, new)| &new.value);
        let shown = view::Shown { services: &services, today, typed, read: terms, faults: &faults, refused };
        Ok(see(&shown, &town))
    })
}

fn show(
    agent: &Agent<Administrator>,
    parts: &Parts,
    typed: &Typed,
    more: &[Fault],
    refused: bool,
) -> Result<Markup, Error> {
    shown(parts, typed, (more, refused), |shown, town| {
        view::form(frame(&town.identity, &agent.bar, &agent.duty), shown)
    })
}

/// What changes on the page while somebody types. Nothing is stored.
#[post("/mairie/reglages/absences/apercu", data = "<body>")]
pub async fn preview(
    _agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    body: Body,
) -> Result<Markup, Error> {
    shown(parts, &Typed::parse(&body.0), (&[], false), |shown, _| fragment::send(&view::preview(shown)))
}

#[post("/mairie/reglages/absences/regle", data = "<body>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    client: Client,
    parts: &State<Arc<Parts>>,
    body: Body,
) -> Result<Answer, Error> {
    let mut typed = Typed::parse(&body.0);
    let removes = match typed.get("geste") {
        "enregistrer" => false,
        "retirer" => true,
        _ => return Ok(Answer::Page((Status::Ok, show(&agent, parts, &typed, &[], false)?))),
    };
    let (author, asked) = (author(&agent, &client, parts), typed.clone());
    let change = move |w: &Write| -> Result<Result<(), Vec<Fault>>, Error> {
        author.still_administers(w)?;
        let today = town::store::town(w)?.date(author.at);
        let mut absences = store::absences(w)?.as_ref().clone();
        if asked.get("vu") != seen(&absences) {
            return Ok(Err(vec![Fault { field: "depuis".into(), wrong: Wrong::Changed }]));
        }
        let old = date(asked.get("version"));
        let (services, done) = match (removes, old) {
            (true, Some(old)) => {
                let services = draft::services(&asked);
                let mut each = services.iter();
                let done = each.try_for_each(|id| version::remove(&mut absences, *id, old, today));
                (services, done)
            }
            (true, None) => return Err(Error::Malformed),
            (false, _) => match draft::read(&asked) {
                Ok((services, new)) => {
                    let done = version::put(&mut absences, &services, old, &new, today);
                    (services, done)
                }
                Err(faults) => return Ok(Err(faults)),
            },
        };
        let known = activity::store::services(w)?;
        if services.iter().any(|id| known.get(*id).is_none()) {
            return Err(Error::Malformed);
        }
        if done.is_ok() {
            for id in &services {
                store::set_absences(w, *id, absences.0.get(id).unwrap_or(&Default::default()))?;
            }
        }
        Ok(done.map_err(|fault| vec![fault]))
    };
    match parts.store.write(format!("account {}", agent.account), change).await? {
        Ok(()) => Ok(Answer::SeeOther(SeeOther("/mairie/reglages/absences?fait=enregistrer".into()))),
        Err(faults) => {
            // What the form says itself is found again as it is shown.
            let more: Vec<Fault> =
                faults.into_iter().filter(|fault| removes || fault.wrong == Wrong::Changed).collect();
            let now = parts.store.read(store::absences)?;
            typed.set("vu", seen(&now));
            let page = show(&agent, parts, &typed, &more, true)?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}
