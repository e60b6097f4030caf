//! Trying it: what the settings answer for a child, a service, a day. Nothing is kept.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use maud::Markup;
use rocket::{Responder, State, get, http::Status};

use crate::{
    account::{
        Agent,
        role::{Administrator, Permission, Reader},
    },
    activity::{self, draft::Typed, period::Period},
    family::{
        self, ChildId, FamilyId,
        find::{Asked, find},
    },
    office::view::frame,
    platform::{
        Parts,
        error::{Error, Page},
        live::LiveForm,
        store::{Reading, StoreError},
    },
    registration,
    reservation::{
        Cell,
        open::Open,
        store,
        trial::{
            Question,
            read::{self, Fault, Who, Wish, Wrong},
            register, trial,
        },
        view::trial::{self as view, Answer, Found, Shown},
    },
    tariff,
    town::{self, Town},
    ui::fragment,
};

/// Most children that a search offers.
const MOST: usize = 20;

/// The page, or what changes on it while somebody chooses.
#[derive(Responder)]
pub enum Tried {
    Page(Page),
    Fragments(Markup),
}

/// `origin`: the fields stand in the address.
#[get("/mairie/essai")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    live: LiveForm,
    origin: &rocket::http::uri::Origin<'_>,
) -> Result<Tried, Error> {
    let now = parts.clock.now();
    let query = origin.query().map_or("", |query| query.as_str());
    let mut typed = Typed::parse(query.as_bytes());
    let searches = agent.duty.has(Reader::ROLES);
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        // The form sends all of its fields; a link fills in some, and a search need not be complete.
        let asked = !typed.all("jour").is_empty() && typed.get("chercher").is_empty();
        fill_in(&mut typed, &town, now);
        let chosen = read::child(typed.get("enfant"));
        if chosen.is_some() && !searches {
            return Err(Error::Missing);
        }
        let wish = read::read(&typed);
        let tried = match &wish {
            Ok(wish) => try_it(r, &town, wish)?,
            Err(faults) => Err(faults.clone()),
        };
        let found = if searches { found(r, &town, typed.get("q"), chosen, town.date(now))? } else { vec![] };
        let (services, tariffs) = (activity::store::services(r)?, tariff::store::tariffs(r)?);
        let absences = tariff::store::absences(r)?;
        let shown = Shown {
            town: &town,
            services: &services,
            tariffs: &tariffs,
            today: town.date(now),
            typed: &typed,
            searches,
            found: &found,
            faults: tried.as_ref().err().map_or(&[], Vec::as_slice),
            asked,
        };
        let result =
            tried.as_ref().ok().map(|(open, question)| (open, question, trial(open, &absences, question)));
        let answer = result.as_ref().map(|(open, question, trial)| Answer { open, question, trial });
        if live.0 {
            return Ok(Tried::Fragments(fragment::send(&view::regions(&shown, answer.as_ref()))));
        }
        let status = if asked && answer.is_none() { Status::UnprocessableEntity } else { Status::Ok };
        let page = view::page(frame(&town.identity, &agent.bar, &agent.duty), &shown, answer.as_ref());
        Ok(Tried::Page((status, page)))
    })
}

/// What is not said yet: now, one child, in the first class there is.
fn fill_in(typed: &mut Typed, town: &Town, now: DateTime<Utc>) {
    if let Some(class) = town.classes.keys().next()
        && typed.all("classe").is_empty()
    {
        typed.set("classe", class);
    }
    let local = town.local(now);
    let some = [
        ("le", local.date().to_string()),
        ("heure", local.format("%H:%M").to_string()),
        ("enfants", "1".into()),
        ("rang", "1".into()),
    ];
    for (name, value) in some {
        if typed.all(name).is_empty() {
            typed.set(name, value);
        }
    }
}

/// What the rules look at for what is wished, and the question.
fn try_it(r: &impl Reading, town: &Town, wish: &Wish) -> Result<Result<(Open, Question), Vec<Fault>>, Error> {
    let Wish { who, service, tariff, day, at, minutes } = wish;
    let period = Period::of(town.identity.period, *day);
    if activity::store::services(r)?.get(*service).is_none() {
        return Ok(Err(vec![("prestation", Wrong::Service)]));
    }
    let offers = registration::store::offers(r)?;
    let offered = offers.iter().find(|offer| offer.service == *service);
    let offered = offered.and_then(|offer| offer.tariffs.first().copied());
    let (open, child) = match who {
        Who::Known(family, child) => {
            let mut open = store::open(r, *family, period, &BTreeSet::new())?;
            if open.child(*child).is_none() {
                return Ok(Err(vec![("enfant", Wrong::Child)]));
            }
            if let Some(tariff) = tariff {
                register(&mut open, *child, *service, *tariff);
            }
            (open, *child)
        }
        Who::Pretend(pretend) => {
            let Some(tariff) = tariff.or(offered) else {
                return Ok(Err(vec![("tarif", Wrong::Tariff)]));
            };
            let mut open = store::open_pretend(r, pretend.household(town, *day), pretend.children(), period)?;
            pretend.register(&mut open, *service, tariff, *day);
            (open, pretend.id())
        }
    };
    let cell = Cell { child, service: *service, day: *day };
    Ok(Ok((open, Question { cell, at: town.instant(*at), minutes: *minutes })))
}

/// The children whom a search means, and the one that is chosen first.
fn found(
    r: &impl Reading,
    town: &Town,
    text: &str,
    chosen: Option<(FamilyId, ChildId)>,
    today: NaiveDate,
) -> Result<Vec<Found>, StoreError> {
    let entries = family::store::entries(r)?;
    let asked = Asked { text: text.trim().to_owned(), ..Asked::default() };
    let families = match asked.text.is_empty() {
        true => Vec::new(),
        false => find(entries.iter(), &asked, town, today),
    };
    let first = chosen.map(|(family, _)| family);
    let families =
        first.into_iter().chain(families.into_iter().map(|(id, _)| id).filter(|id| Some(*id) != first));
    let mut all = Vec::new();
    for id in families.take(MOST) {
        let Some(family) = family::store::family(r, id)? else { continue };
        for (child, known) in family::store::children(r, id)? {
            if known.archived.is_none() && known.is_with(id, today) {
                let class = known.class.on(today).and_then(|row| town.classes.get(&row.value.class?));
                let class = class.map(|class| class.name.clone());
                let name = format!("{} {}", known.first_name, known.last_name);
                all.push(Found { family: id, of: family.name.clone(), id: child, name, class });
            }
        }
    }
    // Of a family that is only there for the child that is chosen, no other child.
    let wanted = |found: &Found| !asked.text.is_empty() || chosen == Some((found.family, found.id));
    all.retain(wanted);
    all.sort_by_key(|found| chosen != Some((found.family, found.id)));
    all.truncate(MOST);
    Ok(all)
}
