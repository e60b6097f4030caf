//! The town's door to prices: tariffs, their versions, the services that are registered at them.

mod absences;

use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate};
use maud::Markup;
use rocket::{FromForm, Route, State, form::Form, get, http::Status, post, routes};

use crate::{
    account::{Agent, office::appoint::Author, portal::Client, role::Administrator},
    activity::{self, ServiceId},
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        dated::Dated,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, StoreError, Write},
    },
    registration::{self, Offer},
    reservation,
    tariff::{
        Tariff, TariffId, Version,
        draft::{Draft, Fault, Wrong},
        store,
        view::{
            form::Shown,
            list::{self, Refused, Stage},
        },
    },
    town,
    ui::fragment,
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        tariffs,
        add,
        tariff,
        change,
        version,
        save,
        preview,
        absences::list,
        absences::page,
        absences::change,
        absences::preview
    ]
}

const HERE: &str = "/mairie/reglages/tarifs";

#[get("/mairie/reglages/tarifs")]
async fn tariffs(agent: Agent<Administrator>, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    all(&agent, parts, false).map(|page| (Status::Ok, page))
}

fn all(agent: &Agent<Administrator>, parts: &Parts, refused: bool) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let (town, tariffs) = (town::store::town(r)?, store::tariffs(r)?);
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(list::tariffs(frame, &tariffs, town.date(parts.clock.now()), refused))
    })
}

/// What the small forms of these pages send.
#[derive(FromForm)]
struct Typed<'r> {
    #[field(name = "geste", default = "")]
    act: &'r str,
    #[field(name = "nom", default = "")]
    name: &'r str,
    #[field(name = "depuis", default = "")]
    from: &'r str,
    #[field(name = "prestation")]
    services: Vec<u32>,
}

impl Typed<'_> {
    fn name(&self) -> Option<String> {
        let name = self.name.trim();
        let right = (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        right.then(|| name.to_owned())
    }
}

#[post("/mairie/reglages/tarifs", data = "<typed>")]
async fn add(
    agent: Agent<Administrator>,
    _own: OwnPage,
    client: Client,
    parts: &State<Arc<Parts>>,
    typed: Form<Typed<'_>>,
) -> Result<Answer, Error> {
    let Some(name) = typed.name() else {
        return Ok(Answer::Page((Status::UnprocessableEntity, all(&agent, parts, true)?)));
    };
    let author = author(&agent, &client, parts);
    let add = move |w: &Write| {
        author.still_administers(w)?;
        let last = store::tariffs(w)?.0.keys().last().map_or(0, |id| id.0);
        let tariff = Tariff { id: TariffId(last + 1), name, versions: Dated::default() };
        store::set_tariff(w, &tariff)?;
        Ok::<_, Error>(tariff.id)
    };
    let id = parts.store.write(format!("account {}", agent.account), add).await?;
    Ok(Answer::SeeOther(SeeOther(format!("{HERE}/{id}?fait=ajoute"))))
}

fn author(agent: &Agent<Administrator>, client: &Client, parts: &Parts) -> Author {
    Author { by: Some(agent.account), origin: client.origin.0.to_string(), at: parts.clock.now() }
}

#[get("/mairie/reglages/tarifs/<id>?<fait>")]
async fn tariff(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    Ok((Status::Ok, one(&agent, parts, TariffId(id), (fait, None))?))
}

fn one(
    agent: &Agent<Administrator>,
    parts: &Parts,
    id: TariffId,
    told: (Option<&str>, Option<Refused>),
) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
        let tariffs = store::tariffs(r)?;
        let tariff = tariffs.0.get(&id).ok_or(Error::Missing)?;
        let today = town.date(parts.clock.now());
        let stage = |from| Ok((from, stage(r, tariff, from, today)?));
        let stages = tariff.versions.iter().map(|version| stage(version.from));
        let stages = stages.collect::<Result<Vec<_>, StoreError>>()?;
        let offers = registration::store::offers(r)?;
        let of: Vec<ServiceId> =
            offers.iter().filter(|offer| offer.tariffs.contains(&id)).map(|offer| offer.service).collect();
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(list::tariff(frame, tariff, &stages, &services, &of, told))
    })
}

/// How a version of a tariff stands to today.
fn stage(r: &impl Reading, tariff: &Tariff, from: NaiveDate, today: NaiveDate) -> Result<Stage, StoreError> {
    Ok(match tariff.versions.on(today) {
        Some(now) if now.from == from => Stage::Now,
        Some(now) if from < now.from => Stage::Past,
        _ if is_booked(r, tariff, from)? => Stage::Booked,
        _ => Stage::Free,
    })
}

/// Whether a version of a tariff may not be written over any more: it has begun, or a day is booked that it prices.
pub fn is_used(
    r: &impl Reading,
    tariff: &Tariff,
    from: NaiveDate,
    today: NaiveDate,
) -> Result<bool, StoreError> {
    Ok(stage(r, tariff, from, today)? != Stage::Free)
}

/// Whether a day is booked that a version of a tariff prices, from a day on: two years are looked at.
fn is_booked(r: &impl Reading, tariff: &Tariff, from: NaiveDate) -> Result<bool, StoreError> {
    let next = tariff.versions.iter().find(|version| version.from > from).map(|version| version.from);
    let end = next.or(from.checked_add_months(Months::new(24))).unwrap_or(from);
    let mut month = from.with_day(1).unwrap_or(from);
    while month < end {
        for (family, cell, _) in reservation::store::month_of_all(r, month)? {
            if !(from..end).contains(&cell.day) {
                continue;
            }
            let registrations = registration::store::registrations(r, family, cell.child)?;
            let mut own = registrations.iter().filter(|own| own.service == cell.service);
            if own.any(|own| own.tariff == tariff.id && own.holds_on(cell.day)) {
                return Ok(true);
            }
        }
        month = month + Months::new(1);
    }
    Ok(false)
}

#[post("/mairie/reglages/tarifs/<id>", data = "<typed>")]
async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    client: Client,
    parts: &State<Arc<Parts>>,
    id: u32,
    typed: Form<Typed<'_>>,
) -> Result<Answer, Error> {
    let id = TariffId(id);
    let author = author(&agent, &client, parts);
    let (act, name, from) = (typed.act.to_owned(), typed.name(), typed.from.parse::<NaiveDate>().ok());
    let chosen: Vec<ServiceId> = typed.services.iter().copied().map(ServiceId).collect();
    let change = move |w: &Write| {
        author.still_administers(w)?;
        let mut tariff = store::tariffs(w)?.0.get(&id).cloned().ok_or(Error::Missing)?;
        match (act.as_str(), name, from) {
            ("renommer", Some(name), _) => tariff.name = name,
            ("renommer", None, _) => return Ok(Err(Refused::Name)),
            ("retirer", _, Some(from)) => {
                let today = town::store::town(w)?.date(author.at);
                let known = tariff.versions.iter().any(|version| version.from == from);
                if !known || is_used(w, &tariff, from, today)? {
                    return Ok(Err(Refused::Used));
                }
                tariff.versions.remove(from);
            }
            ("inscriptions", ..) => {
                offer(w, id, &chosen)?;
                return Ok(Ok("inscriptions"));
            }
            _ => return Err(Error::Malformed),
        }
        store::set_tariff(w, &tariff)?;
        Ok(Ok(if act == "renommer" { "renomme" } else { "retiree" }))
    };
    match parts.store.write(format!("account {}", agent.account), change).await? {
        Ok(done) => Ok(Answer::SeeOther(SeeOther(format!("{HERE}/{id}?fait={done}")))),
        Err(refused) => {
            let page = one(&agent, parts, id, (None, Some(refused)))?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}

/// Registers for these services at a tariff, and for no other. One that has none yet gives it to parents first.
fn offer(w: &Write, id: TariffId, chosen: &[ServiceId]) -> Result<(), StoreError> {
    let services = activity::store::services(w)?;
    let mut offers = registration::store::offers(w)?.as_ref().clone();
    for service in &services.list {
        let wanted = chosen.contains(&service.id);
        match offers.iter_mut().find(|offer| offer.service == service.id) {
            Some(offer) if wanted && !offer.tariffs.contains(&id) => offer.tariffs.push(id),
            Some(offer) if !wanted => offer.tariffs.retain(|known| *known != id),
            None if wanted => offers.push(Offer { service: service.id, tariffs: vec![id] }),
            _ => {}
        }
    }
    offers.retain(|offer| !offer.tariffs.is_empty());
    registration::store::set_offers(w, &offers)
}

#[get("/mairie/reglages/tarifs/<id>/version?<depuis>")]
async fn version(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    id: u32,
    depuis: Option<&str>,
) -> Result<Page, Error> {
    let id = TariffId(id);
    let asked = depuis.map(|day| day.parse::<NaiveDate>().map_err(|_| Error::Missing)).transpose()?;
    let (draft, changed) = parts.store.read(|r| {
        let tariffs = store::tariffs(r)?;
        let tariff = tariffs.0.get(&id).ok_or(Error::Missing)?;
        let today = town::store::town(r)?.date(parts.clock.now());
        let Some(from) = asked else {
            let last = tariff.versions.iter().last();
            return Ok((last.map(|last| Draft::of(None, &last.value)).unwrap_or_default(), None));
        };
        let known = tariff.versions.iter().find(|version| version.from == from).ok_or(Error::Missing)?;
        // One that was used is only copied: a new one begins.
        let free = !is_used(r, tariff, from, today)?;
        Ok::<_, Error>((Draft::of(free.then_some(from), &known.value), free.then_some(from)))
    })?;
    Ok((Status::Ok, form(&agent, parts, id, changed, (&draft, &[], false))?))
}

/// The page of the form.
fn form(
    agent: &Agent<Administrator>,
    parts: &Parts,
    id: TariffId,
    changed: Option<NaiveDate>,
    (draft, faults, used): (&Draft, &[Fault], bool),
) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let (town, services, tariffs) =
            (town::store::town(r)?, activity::store::services(r)?, store::tariffs(r)?);
        let tariff = tariffs.0.get(&id).ok_or(Error::Missing)?;
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        let shown = Shown { draft, faults, services: &services };
        Ok(list::version(frame, (id, &tariff.name), changed, used, &shown))
    })
}

#[post("/mairie/reglages/tarifs/<id>/version", data = "<body>")]
async fn save(
    agent: Agent<Administrator>,
    _own: OwnPage,
    client: Client,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    let id = TariffId(id);
    let mut draft = Draft::parse(&body.0);
    let changed = draft.get("remplace").parse::<NaiveDate>().ok();
    let button = draft.get("geste").to_owned();
    if draft.act(&button) {
        return Ok(Answer::Page((Status::Ok, form(&agent, parts, id, changed, (&draft, &[], false))?)));
    }
    let (from, version) = match draft.read() {
        Ok(read) => read,
        Err(faults) => {
            let page = form(&agent, parts, id, changed, (&draft, &faults, false))?;
            return Ok(Answer::Page((Status::UnprocessableEntity, page)));
        }
    };
    let author = author(&agent, &client, parts);
    let save = move |w: &Write| set(w, id, changed, from, version, &author);
    match parts.store.write(format!("account {}", agent.account), save).await? {
        Ok(()) => Ok(Answer::SeeOther(SeeOther(format!("{HERE}/{id}?fait=version")))),
        Err(faults) => {
            let page = form(&agent, parts, id, changed, (&draft, &faults, faults.is_empty()))?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}

/// Sets a version, where none that was used is rewritten: of a tariff that has prices, one begins after today.
fn set(
    w: &Write,
    id: TariffId,
    changed: Option<NaiveDate>,
    from: NaiveDate,
    version: Version,
    author: &Author,
) -> Result<Result<(), Vec<Fault>>, Error> {
    author.still_administers(w)?;
    let mut tariff = store::tariffs(w)?.0.get(&id).cloned().ok_or(Error::Missing)?;
    let services = activity::store::services(w)?;
    let unknown = version.cases.iter().enumerate().filter_map(|(n, case)| Some((n, case.when.with?)));
    let unknown = unknown.filter(|(_, with)| services.get(*with).is_none());
    let faults: Vec<Fault> =
        unknown.map(|(n, _)| Fault { field: format!("c{n}-avec"), wrong: Wrong::NotChosen }).collect();
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let today = town::store::town(w)?.date(author.at);
    if let Some(changed) = changed {
        let known = tariff.versions.iter().any(|version| version.from == changed);
        if !known || is_used(w, &tariff, changed, today)? {
            return Ok(Err(vec![]));
        }
        tariff.versions.remove(changed);
    }
    let first = tariff.versions.iter().next().is_none();
    let taken = tariff.versions.iter().any(|version| version.from == from);
    if taken || (!first && from <= today) {
        return Ok(Err(vec![]));
    }
    tariff.versions.set(from, version);
    store::set_tariff(w, &tariff)?;
    Ok(Ok(()))
}

#[post("/mairie/reglages/tarifs/<id>/apercu", data = "<body>")]
async fn preview(
    _agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Markup, Error> {
    let draft = Draft::parse(&body.0);
    parts.store.read(|r| {
        let services = activity::store::services(r)?;
        store::tariffs(r)?.0.get(&TariffId(id)).ok_or(Error::Missing)?;
        Ok(fragment::send(&Shown { draft: &draft, faults: &[], services: &services }.regions()))
    })
}
