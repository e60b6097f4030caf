//! Schools and their classes.

use std::{collections::BTreeMap, sync::Arc};

use maud::Markup;
use rocket::{State, get, http::Status, post};

use super::still_administers;
use crate::{
    account::{self, Agent, role::Administrator},
    activity, family,
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, StoreError, Write},
    },
    town::{
        Class, ClassId, School, SchoolId,
        schools::{Fault, MOST, Row, Sheet, Typed},
        store,
        view::schools::{self as view, Holds},
    },
};

const PAGE: &str = "/mairie/reglages/ecoles";

#[get("/mairie/reglages/ecoles?<fait>")]
pub async fn list(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    parts.store.read(|r| {
        let town = store::town(r)?;
        Ok((Status::Ok, view::list(frame(&town.identity, &agent.bar, &agent.duty), &town, fait)))
    })
}

/// The school that an address names; none: the one to come.
fn named(id: &str) -> Result<Option<SchoolId>, Error> {
    match id {
        "nouvelle" => Ok(None),
        number => number.parse().map(|id| Some(SchoolId(id))).map_err(|_| Error::Missing),
    }
}

#[get("/mairie/reglages/ecoles/<id>?<fait>")]
pub async fn one(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    id: &str,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let shown = view::Shown { done: fait, ..Default::default() };
    Ok((Status::Ok, show(&agent, parts, named(id)?, None, &shown)?))
}

fn show(
    agent: &Agent<Administrator>,
    parts: &Parts,
    id: Option<SchoolId>,
    typed: Option<Typed>,
    shown: &view::Shown,
) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let town = store::town(r)?;
        if id.is_some_and(|id| !town.schools.contains_key(&id)) {
            return Err(Error::Missing);
        }
        let now = Typed::of(&town, id);
        let typed = match typed {
            // What was typed stays, on what is known now.
            Some(typed) => Typed { seen: now.seen, ..typed },
            None => now,
        };
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(view::one(frame, id, &typed, &used(r)?, shown))
    })
}

/// How many children are or were in each class, of all families.
fn used(r: &impl Reading) -> Result<BTreeMap<ClassId, usize>, StoreError> {
    let mut places: std::collections::BTreeSet<(ClassId, family::ChildId)> = Default::default();
    for (family, _) in family::store::families(r)? {
        for (id, child) in family::store::children(r, family)? {
            places.extend(child.class.iter().filter_map(|known| Some((known.value.class?, id))));
        }
    }
    let mut used = BTreeMap::new();
    places.iter().for_each(|(class, _)| *used.entry(*class).or_insert(0) += 1);
    Ok(used)
}

#[post("/mairie/reglages/ecoles/<id>", data = "<body>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: &str,
    body: Body,
) -> Result<Answer, Error> {
    let id = named(id)?;
    let act = form_urlencoded::parse(&body.0).find(|(name, _)| name == "geste");
    match act.as_ref().map(|(_, value)| &**value) {
        Some("ligne") => {
            let mut typed = Typed::parse(&body.0);
            if typed.rows.len() < MOST {
                typed.rows.push(Row::default());
            }
            let shown = view::Shown { added: true, ..Default::default() };
            Ok(Answer::Page((Status::Ok, show(&agent, parts, id, Some(typed), &shown)?)))
        }
        Some("enregistrer") => save(&agent, parts, id, Typed::parse(&body.0)).await,
        Some("supprimer") => remove(&agent, parts, id.ok_or(Error::Missing)?).await,
        _ => Err(Error::Malformed),
    }
}

async fn save(
    agent: &Agent<Administrator>,
    parts: &Parts,
    id: Option<SchoolId>,
    typed: Typed,
) -> Result<Answer, Error> {
    let (asked, account) = (typed.clone(), agent.account);
    let change = move |w: &Write| {
        still_administers(w, account)?;
        let town = store::town(w)?;
        if id.is_some_and(|id| !town.schools.contains_key(&id)) {
            return Err(Error::Missing);
        }
        match asked.read(&town, id, &used(w)?) {
            Ok(sheet) => Ok(Ok(put(w, id, sheet)?)),
            Err(faults) => Ok(Err(faults)),
        }
    };
    let faults: Vec<Fault> = match parts.store.write(format!("account {account}"), change).await? {
        Ok(id) => return Ok(Answer::SeeOther(SeeOther(format!("{PAGE}/{id}?fait=enregistrer")))),
        Err(faults) => faults,
    };
    let shown = view::Shown { faults: &faults, ..Default::default() };
    Ok(Answer::Page((Status::UnprocessableEntity, show(agent, parts, id, Some(typed), &shown)?)))
}

fn put(w: &Write, id: Option<SchoolId>, sheet: Sheet) -> Result<SchoolId, StoreError> {
    let id = match id {
        Some(id) => id,
        None => store::next_school(w)?,
    };
    let Sheet { name, short, weekdays, classes, gone } = sheet;
    store::set_school(w, &School { id, name, short, weekdays })?;
    for (class, name, level) in classes {
        let class = match class {
            Some(class) => class,
            None => store::next_class(w)?,
        };
        store::set_class(w, &Class { id: class, school: id, name, level })?;
    }
    for class in gone {
        forget(w, class)?;
    }
    Ok(id)
}

/// Takes a class away, and what files to import say of it: its number may be another's one day.
fn forget(w: &Write, class: ClassId) -> Result<(), StoreError> {
    let mut names = family::store::class_names(w)?;
    names.retain(|_, known| *known != Some(class));
    family::store::set_class_names(w, &names)?;
    store::remove_class(w, class)
}

/// Takes a school away that nothing hangs on.
async fn remove(agent: &Agent<Administrator>, parts: &Parts, id: SchoolId) -> Result<Answer, Error> {
    let account = agent.account;
    let change = move |w: &Write| {
        still_administers(w, account)?;
        let holds = holds(w, id)?;
        if holds.is_empty() {
            for class in store::town(w)?.classes.values().filter(|class| class.school == id) {
                forget(w, class.id)?;
            }
            store::remove_school(w, id)?;
        }
        Ok::<_, Error>(holds)
    };
    let holds = parts.store.write(format!("account {account}"), change).await?;
    if holds.is_empty() {
        return Ok(Answer::SeeOther(SeeOther(format!("{PAGE}?fait=supprimer"))));
    }
    let shown = view::Shown { holds: &holds, ..Default::default() };
    Ok(Answer::Page((Status::UnprocessableEntity, show(agent, parts, Some(id), None, &shown)?)))
}

/// What hangs on a school.
fn holds(r: &impl Reading, id: SchoolId) -> Result<Vec<Holds>, Error> {
    let town = store::town(r)?;
    if !town.schools.contains_key(&id) {
        return Err(Error::Missing);
    }
    let used = used(r)?;
    let classes = town.classes.values().filter(|class| class.school == id);
    let mut holds: Vec<Holds> =
        classes.filter_map(|class| Some(Holds::Class(class.name.clone(), *used.get(&class.id)?))).collect();
    let services = activity::store::services(r)?;
    let named = services.list.iter().filter(|service| service.schools.contains(&id));
    holds.extend(named.map(|service| Holds::Service(service.name.clone())));
    let closures = town.calendar.closures.iter().filter(|closure| closure.schools.contains(&id));
    holds.extend(closures.map(|closure| Holds::Closure(closure.reason.clone(), closure.first)));
    for (_, account) in account::store::agents(r)? {
        let duty = account.duty.filter(|duty| duty.roll_call.schools.contains(&id));
        holds.extend(duty.map(|duty| Holds::Agent(format!("{} {}", duty.first_name, duty.last_name))));
    }
    Ok(holds)
}
