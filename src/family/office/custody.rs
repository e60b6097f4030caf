//! With whom a child is, from a day on: one family, two, or one that pays.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use rocket::{State, get, http::Status, post};

use super::{current, pick::pick, still_has};
use crate::{
    account::{
        Agent,
        role::{Families, Role},
    },
    activity,
    family::{
        Child, ChildId, FamilyId, Subject,
        custody::Home,
        history::{Line, What},
        keeping::{Fault, Typed, seen},
        store,
        view::custody::{self as view, Custody},
    },
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, StoreError, Write},
    },
    registration, reservation, town,
};

/// What the page was asked for, beside the child.
#[derive(Default)]
struct Shown<'a> {
    /// A search for another family.
    text: &'a str,
    /// The other family that was chosen.
    other: Option<FamilyId>,
    /// What was just done.
    done: Option<&'a str>,
    /// What was typed, and what is wrong with it.
    refused: Option<(Typed, Vec<Fault>)>,
}

#[get("/mairie/familles/<id>/enfants/<child>/garde?<q>&<avec>&<fait>")]
pub async fn page(
    agent: Agent<Families>,
    parts: &State<Arc<Parts>>,
    id: u32,
    child: u32,
    q: Option<&str>,
    avec: Option<u32>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let shown = Shown { text: q.unwrap_or_default(), other: avec.map(FamilyId), done: fait, refused: None };
    Ok((Status::Ok, show(&agent, parts, FamilyId(id), ChildId(child), shown)?))
}

fn show(
    agent: &Agent<Families>,
    parts: &Parts,
    family: FamilyId,
    id: ChildId,
    shown: Shown,
) -> Result<maud::Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let today = town.date(now);
        current(r, family)?;
        let child = store::child(r, family, id)?.ok_or(Error::Missing)?;
        let other = other(r, &child, family, shown.other, today)?;
        let latest = child.home.iter().last();
        let typed = match (&shown.refused, latest) {
            (Some((typed, _)), _) => typed.clone(),
            (None, Some(home)) => Typed::of(&home.value, home.from.max(today)),
            (None, None) => Typed::default(),
        };
        let named = child.families().into_iter().chain(other).chain([family]).collect::<BTreeSet<_>>();
        let name = |id: FamilyId| Ok((id, store::family(r, id)?.map(|known| known.name).unwrap_or_default()));
        let custody = Custody {
            family,
            id,
            child: &child,
            other,
            names: named.into_iter().map(name).collect::<Result<_, StoreError>>()?,
            services: activity::store::services(r)?,
            today,
            typed,
            faults: shown.refused.map(|(_, faults)| faults).unwrap_or_default(),
            text: shown.text,
            found: pick(r, shown.text, family)?,
            done: shown.done,
        };
        Ok(view::page(frame(&town.identity, &agent.bar, &agent.duty), &custody))
    })
}

/// The other family of a child: the one that was chosen, else the one that has it now, else the last that had it.
fn other(
    r: &impl Reading,
    child: &Child,
    family: FamilyId,
    chosen: Option<FamilyId>,
    today: NaiveDate,
) -> Result<Option<FamilyId>, StoreError> {
    let not_this = |known: &FamilyId| *known != family;
    if let Some(chosen) = chosen.filter(not_this)
        && store::family(r, chosen)?.is_some_and(|known| known.archived.is_none())
    {
        return Ok(Some(chosen));
    }
    let now = child.home.on(today).map(|home| home.value.families()).unwrap_or_default();
    Ok(now.into_iter().find(not_this).or(child.families().into_iter().rfind(not_this)))
}

#[post("/mairie/familles/<id>/enfants/<child>/garde", data = "<body>")]
pub async fn change(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    child: u32,
    body: Body,
) -> Result<Answer, Error> {
    let (family, id, now) = (FamilyId(id), ChildId(child), parts.clock.now());
    let rest = |name: &str| {
        let found = form_urlencoded::parse(&body.0).find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let (seen, chosen) = (rest("vu"), rest("autre").parse().ok());
    let act = if rest("geste") == "retirer" { "retirer" } else { "enregistrer" };
    let (typed, account) = (Typed::parse(&body.0), agent.account);
    let asked = typed.clone();
    let change = move |w: &Write| {
        still_has(w, account, Role::Families)?;
        current(w, family)?;
        match act {
            "retirer" => forget(w, family, id, &asked.from, &seen, now),
            _ => keep(w, family, id, &asked, chosen, &seen, now),
        }
    };
    match parts.store.write(format!("account {}", agent.account), change).await? {
        Ok(()) => {
            Ok(Answer::SeeOther(SeeOther(format!("/mairie/familles/{family}/enfants/{id}/garde?fait={act}"))))
        }
        Err(faults) => {
            let refused = Some((typed, faults));
            let shown = Shown { other: chosen, refused, ..Shown::default() };
            Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, family, id, shown)?)))
        }
    }
}

/// Writes a rule down from its day on, or says what is wrong with it.
fn keep(
    w: &Write,
    family: FamilyId,
    id: ChildId,
    typed: &Typed,
    chosen: Option<FamilyId>,
    shown: &str,
    now: DateTime<Utc>,
) -> Result<Result<(), Vec<Fault>>, Error> {
    let today = town::store::town(w)?.date(now);
    let before = store::child(w, family, id)?.ok_or(Error::Missing)?;
    if seen(&before.home) != shown {
        return Ok(Err(vec![Fault::Changed]));
    }
    let other = other(w, &before, family, chosen, today)?;
    let (from, home) = match typed.read(family, other, today) {
        Ok(read) => read,
        Err(faults) => return Ok(Err(faults)),
    };
    let mut child = before.clone();
    child.home.set(from, home.clone());
    if let Some(fault) = taken_away(w, id, &child, from, today)? {
        return Ok(Err(vec![fault]));
    }
    if !child.is_of(family) {
        return Ok(Err(vec![Fault::Never]));
    }
    store::set_child(w, id, &child)?;
    register(w, family, id, &home, from)?;
    note(w, id, &before, &child, from)?;
    Ok(Ok(()))
}

/// Takes a rule back: the one before it holds on.
fn forget(
    w: &Write,
    family: FamilyId,
    id: ChildId,
    from: &str,
    shown: &str,
    now: DateTime<Utc>,
) -> Result<Result<(), Vec<Fault>>, Error> {
    let today = town::store::town(w)?.date(now);
    let before = store::child(w, family, id)?.ok_or(Error::Missing)?;
    if seen(&before.home) != shown {
        return Ok(Err(vec![Fault::Changed]));
    }
    // The first holds since ever: there is none before it.
    let later = before.home.iter().skip(1).map(|home| home.from).find(|known| known.to_string() == from);
    let from = later.ok_or(Error::Malformed)?;
    let mut child = before.clone();
    child.home.remove(from);
    if let Some(fault) = taken_away(w, id, &child, from, today)? {
        return Ok(Err(vec![fault]));
    }
    if !child.is_of(family) {
        return Ok(Err(vec![Fault::Never]));
    }
    store::set_child(w, id, &child)?;
    note(w, id, &before, &child, from)?;
    Ok(Ok(()))
}

/// The days booked from a day on that would no longer be those of the family that booked them.
fn taken_away(
    r: &impl Reading,
    id: ChildId,
    child: &Child,
    from: NaiveDate,
    today: NaiveDate,
) -> Result<Option<Fault>, StoreError> {
    let booked = reservation::store::booked_since(r, id, from, today)?.into_iter();
    let lost = booked.filter(|(family, cell)| child.family_on(cell.day) != Some(*family));
    let lost: Vec<_> = lost.map(|(family, cell)| (family, cell.service, cell.day)).collect();
    Ok((!lost.is_empty()).then_some(Fault::Booked(lost)))
}

/// A family that gets days has the child registered as the first family has, until it is decided otherwise.
fn register(
    w: &Write,
    family: FamilyId,
    id: ChildId,
    home: &Home,
    from: NaiveDate,
) -> Result<(), StoreError> {
    let mut known = registration::store::registrations(w, family, id)?;
    known.retain(|one| one.until.is_none_or(|last| last >= from));
    for one in &mut known {
        // Which days the first family usually books is nothing to the second.
        (one.from, one.usual) = (one.from.max(from), Vec::new());
    }
    let others: Vec<FamilyId> = match home {
        Home::One { family, .. } => vec![*family],
        _ => home.families(),
    };
    for other in others.into_iter().filter(|other| *other != family) {
        let mut own = registration::store::registrations(w, other, id)?;
        if own.iter().all(|one| one.until.is_some_and(|last| last < from)) {
            own.extend(known.iter().cloned());
            registration::store::set_registrations(w, other, id, &own)?;
        }
    }
    Ok(())
}

/// Writes it down in the history of each family that is concerned.
fn note(w: &Write, id: ChildId, before: &Child, after: &Child, from: NaiveDate) -> Result<(), StoreError> {
    let (had, has) = (before.families(), after.families());
    let name = format!("{} {}", after.first_name, after.last_name);
    for family in had.union(&has) {
        let about = Subject::Child(*family, id);
        let line = |what| Line { about, name: name.clone(), what };
        let new = has.difference(&had).count() > 0;
        for other in has.iter().filter(|other| new && *other != family) {
            if !had.contains(other) || !had.contains(family) {
                store::note(w, *family, line(What::Attached(*other)))?;
            }
        }
        store::note(w, *family, line(What::Custody(from)))?;
    }
    Ok(())
}
