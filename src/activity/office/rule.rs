//! A version of the deadlines of a service: written, shown as it will read, saved.

use std::sync::Arc;

use maud::Markup;
use rocket::{State, get, http::Status, post};

use super::{all, service};
use crate::{
    account::{Agent, role::Administrator},
    activity::{
        Service,
        draft::{self, Fault, Typed, What},
        next::next,
        store,
        version::{self, seen},
        view::{self, Shown},
    },
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, Write},
    },
    town::{self, Town},
    ui::fragment,
};

/// How many days are shown.
const DAYS: usize = 10;

/// The form of a version that is still to come, or of a new one like the last.
#[get("/mairie/reglages/prestations/<id>/delais/regle?<version>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    id: u32,
    version: Option<&str>,
) -> Result<Page, Error> {
    let now = parts.clock.now();
    let typed = parts.store.read(|r| {
        let (town, service) = (town::store::town(r)?, service(r, id)?);
        let today = town.date(now);
        let known = match version.map(|day| draft::date(day).ok_or(Error::Missing)).transpose()? {
            Some(day) => {
                let of_day = service.deadlines.iter().find(|known| known.from == day && day > today);
                Some(of_day.ok_or(Error::Missing)?)
            }
            None => service.deadlines.iter().last(),
        };
        let mut typed = known.map_or_else(Typed::default, |known| Typed::of(known.from, &known.value));
        school_weekdays(&mut typed, &town);
        if version.is_none() {
            // A first rule holds at once: nothing was promised before.
            let from = if known.is_some() { today.succ_opt().unwrap_or(today) } else { today };
            typed.set("depuis", from);
        }
        typed.set("version", version.unwrap_or_default());
        typed.set("vu", seen(&service));
        Ok::<_, Error>(typed)
    })?;
    Ok((Status::Ok, show(&agent, parts, id, &typed, &[], false)?))
}

/// The weekdays with class in the town's schools, where none are said.
fn school_weekdays(typed: &mut Typed, town: &Town) {
    for part in draft::Part::ALL {
        if typed.all(&part.field("classe")).is_empty() {
            let days: std::collections::BTreeSet<u8> =
                town.schools.values().flat_map(|school| school.weekdays.iter().copied()).collect();
            typed.set_all(part.field("classe"), days);
        }
    }
}

/// What the form says, before it is saved, and what is wrong with it.
fn draft_of(r: &impl Reading, parts: &Parts, id: u32, typed: &Typed) -> Result<Draft, Error> {
    let (town, mut service) = (town::store::town(r)?, service(r, id)?);
    let today = town.date(parts.clock.now());
    let read = typed.read().and_then(|new| {
        let from = new.from;
        version::put(&mut service, draft::date(typed.get("version")), new, today)
            .map(|()| from)
            .map_err(|fault| vec![fault])
    });
    Ok(Draft { town, service, read, today })
}

/// A service with the version that is written, if it can be read.
struct Draft {
    town: Arc<Town>,
    service: Service,
    read: Result<chrono::NaiveDate, Vec<Fault>>,
    today: chrono::NaiveDate,
}

impl Draft {
    fn shown<T>(
        &self,
        parts: &Parts,
        typed: &Typed,
        more: &[Fault],
        refused: bool,
        see: impl FnOnce(&Shown) -> T,
    ) -> T {
        let known = self.read.as_ref().ok().and_then(|from| self.service.deadlines.on(*from));
        let read = known.map(|known| &known.value);
        let days = known.map_or_else(Vec::new, |known| {
            next(&self.town, &self.service, &known.value, known.from.max(self.today), DAYS)
        });
        let faults = [self.read.as_ref().err().map_or(&[][..], Vec::as_slice), more].concat();
        see(&Shown {
            town: &self.town,
            service: &self.service,
            typed,
            read,
            faults: &faults,
            next: &days,
            now: parts.clock.now(),
            refused,
        })
    }
}

fn show(
    agent: &Agent<Administrator>,
    parts: &Parts,
    id: u32,
    typed: &Typed,
    more: &[Fault],
    refused: bool,
) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let draft = draft_of(r, parts, id, typed)?;
        let frame = frame(&draft.town.identity, &agent.bar, &agent.duty);
        Ok(draft.shown(parts, typed, more, refused, |shown| view::rule(frame, shown)))
    })
}

/// What changes on the page while somebody types. Nothing is stored.
#[post("/mairie/reglages/prestations/<id>/delais/apercu", data = "<body>")]
pub async fn preview(
    _agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Markup, Error> {
    let typed = Typed::parse(&body.0);
    parts.store.read(|r| {
        let draft = draft_of(r, parts, id, &typed)?;
        Ok(draft.shown(parts, &typed, &[], false, |shown| fragment::send(&view::preview(shown))))
    })
}

#[post("/mairie/reglages/prestations/<id>/delais/regle", data = "<body>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    let (mut typed, account, now) = (Typed::parse(&body.0), agent.account, parts.clock.now());
    let removes = match typed.get("geste") {
        "enregistrer" => false,
        "retirer" => true,
        _ => return Ok(Answer::Page((Status::Ok, show(&agent, parts, id, &typed, &[], false)?))),
    };
    let asked = typed.clone();
    let change = move |w: &Write| -> Result<Result<(), Vec<Fault>>, Error> {
        let mut all = all(w, account)?;
        let service = all.iter_mut().find(|known| known.id.0 == id).ok_or(Error::Missing)?;
        let today = town::store::town(w)?.date(now);
        if asked.get("vu") != seen(service) {
            return Ok(Err(vec![Fault { field: "depuis".into(), what: What::Changed }]));
        }
        let old = draft::date(asked.get("version"));
        let done = match (removes, old) {
            (true, Some(old)) if old > today => {
                service.deadlines.remove(old);
                Ok(())
            }
            (true, _) => return Err(Error::Malformed),
            (false, _) => asked
                .read()
                .and_then(|new| version::put(service, old, new, today).map_err(|fault| vec![fault])),
        };
        if done.is_ok() {
            store::set_services(w, &all)?;
        }
        Ok(done)
    };
    match parts.store.write(format!("account {account}"), change).await? {
        Ok(()) => Ok(Answer::SeeOther(SeeOther(format!(
            "/mairie/reglages/prestations/{id}/delais?fait=enregistrer"
        )))),
        Err(faults) => {
            // What the form says itself is found again as it is shown.
            let more: Vec<Fault> = faults.into_iter().filter(|fault| fault.what == What::Changed).collect();
            if !more.is_empty() {
                let now = parts.store.read(|r| service(r, id))?;
                typed.set("vu", seen(&now));
            }
            Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, id, &typed, &more, true)?)))
        }
    }
}
