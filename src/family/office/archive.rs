//! What is put away and taken up again: a family with its people, a guardian, a child.

use std::sync::Arc;

use chrono::NaiveDate;
use maud::Markup;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::still_has;
use crate::{
    account::{
        self, Agent,
        role::{Families, Role},
    },
    family::{
        ChildId, FamilyId, GuardianId, Subject,
        history::{Line, What},
        store,
        view::office::{
            archive::{self as view, Case, Obstacle},
            family_address,
        },
    },
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, StoreError, Write},
    },
    reservation::store as reservations,
    town,
};

/// The button.
#[derive(FromForm)]
pub struct Asked<'r> {
    #[field(name = "geste", default = "")]
    act: &'r str,
}

#[get("/mairie/familles/<id>/archivage")]
pub async fn family(agent: Agent<Families>, parts: &State<Arc<Parts>>, id: u32) -> Result<Page, Error> {
    Ok((Status::Ok, page(&agent, parts, Subject::Household(FamilyId(id)), false)?))
}

#[post("/mairie/familles/<id>/archivage", data = "<asked>")]
pub async fn change_family(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    asked: Form<Asked<'_>>,
) -> Result<Answer, Error> {
    change(&agent, parts, Subject::Household(FamilyId(id)), asked.act).await
}

#[get("/mairie/familles/<id>/responsables/<n>/archivage")]
pub async fn guardian(
    agent: Agent<Families>,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
) -> Result<Page, Error> {
    Ok((Status::Ok, page(&agent, parts, Subject::Guardian(FamilyId(id), GuardianId(n)), false)?))
}

#[post("/mairie/familles/<id>/responsables/<n>/archivage", data = "<asked>")]
pub async fn change_guardian(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
    asked: Form<Asked<'_>>,
) -> Result<Answer, Error> {
    change(&agent, parts, Subject::Guardian(FamilyId(id), GuardianId(n)), asked.act).await
}

#[get("/mairie/familles/<id>/enfants/<n>/archivage")]
pub async fn child(
    agent: Agent<Families>,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
) -> Result<Page, Error> {
    Ok((Status::Ok, page(&agent, parts, Subject::Child(FamilyId(id), ChildId(n)), false)?))
}

#[post("/mairie/familles/<id>/enfants/<n>/archivage", data = "<asked>")]
pub async fn change_child(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
    asked: Form<Asked<'_>>,
) -> Result<Answer, Error> {
    change(&agent, parts, Subject::Child(FamilyId(id), ChildId(n)), asked.act).await
}

/// The page that says what follows. `refused`: it was asked, and something stands in the way.
fn page(agent: &Agent<Families>, parts: &Parts, about: Subject, refused: bool) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let case = case(r, about, town.date(now))?;
        let frame = super::here(frame(&town.identity, &agent.bar, &agent.duty));
        Ok(view::page(frame, &case, refused))
    })
}

/// Puts away or takes up again what is not yet so.
async fn change(agent: &Agent<Families>, parts: &Parts, about: Subject, act: &str) -> Result<Answer, Error> {
    let away = match act {
        "archiver" => true,
        "reprendre" => false,
        _ => return Err(Error::Malformed),
    };
    let (now, by) = (parts.clock.now(), agent.account);
    let done = move |w: &Write| {
        still_has(w, by, Role::Families)?;
        let today = town::store::town(w)?.date(now);
        let case = case(w, about, today)?;
        if case.archived.is_some() == away {
            return Ok(true);
        }
        if !case.obstacles.is_empty() {
            return Ok(false);
        }
        apply(w, about, &case, away.then_some(today))?;
        Ok::<_, Error>(true)
    };
    if parts.store.write(format!("account {by}"), done).await? {
        let said = if away { "archive" } else { "repris" };
        return Ok(Answer::SeeOther(SeeOther(format!("{}?fait={said}", family_address(about.family())))));
    }
    Ok(Answer::Page((Status::UnprocessableEntity, page(agent, parts, about, true)?)))
}

/// What is to be done, what follows, and what stands in the way.
fn case(r: &impl Reading, about: Subject, today: NaiveDate) -> Result<Case, Error> {
    let id = about.family();
    let family = store::family(r, id)?.ok_or(Error::Missing)?;
    let guardians = store::guardians(r, id)?;
    let children = store::children(r, id)?;
    let mut case = Case {
        about,
        family: family.name.clone(),
        name: super::name(r, about)?.unwrap_or_else(|| family.name.clone()),
        archived: family.archived,
        obstacles: Vec::new(),
        along: Vec::new(),
        shared: Vec::new(),
        others: Vec::new(),
    };
    match about {
        Subject::Household(_) => {
            // Who went with it comes back with it; a child of two families stays in the other.
            let with = store::put_away_with(r, id)?;
            let along = |about: Subject, archived: Option<NaiveDate>| match (&with, family.archived) {
                (Some(with), Some(_)) => archived.is_some() && with.contains(&about),
                // Put away before this was noted: those of the same day.
                _ => archived == family.archived,
            };
            for (number, known) in guardians {
                let about = Subject::Guardian(id, number);
                if along(about, known.archived) {
                    case.along.push((about, format!("{} {}", known.first_name, known.last_name)));
                }
            }
            for (number, child) in children {
                let (name, own) =
                    (format!("{} {}", child.first_name, child.last_name), child.families().len() == 1);
                if family.archived.is_none() && child.archived.is_none() && is_booked(r, id, number, today)? {
                    case.obstacles.push(Obstacle::Booked(name.clone()));
                }
                match own {
                    true if along(Subject::Child(id, number), child.archived) => {
                        case.along.push((Subject::Child(id, number), name));
                    }
                    false if child.archived.is_none() => case.shared.push(name),
                    _ => {}
                }
            }
        }
        Subject::Guardian(_, number) => {
            let known = store::guardian(r, id, number)?.ok_or(Error::Missing)?;
            case.archived = known.archived;
            let others =
                guardians.iter().filter(|(other, known)| *other != number && known.archived.is_none());
            if known.archived.is_none() && others.count() == 0 {
                case.obstacles.push(Obstacle::LastGuardian);
            }
        }
        Subject::Child(_, number) => {
            let known = store::child(r, id, number)?.ok_or(Error::Missing)?;
            case.archived = known.archived;
            for other in known.families() {
                if known.archived.is_none() && is_booked(r, other, number, today)? {
                    case.obstacles.push(Obstacle::Booked(case.name.clone()));
                }
                if let Some(other) = store::family(r, other)?.filter(|_| other != id) {
                    case.others.push(other.name);
                }
            }
            case.obstacles.dedup();
        }
        Subject::Adult(..) => return Err(Error::Missing),
    }
    if family.archived.is_some() && !matches!(about, Subject::Household(_)) {
        case.obstacles.push(Obstacle::Family);
    }
    Ok(case)
}

/// Whether a family has booked a child for anything, from a day on.
fn is_booked(
    r: &impl Reading,
    family: FamilyId,
    child: ChildId,
    from: NaiveDate,
) -> Result<bool, StoreError> {
    Ok(reservations::booked_since(r, child, from, from)?.iter().any(|(by, _)| *by == family))
}

/// Does it, with what goes along. `on`: the day from which it is put away; none to take it up again.
fn apply(w: &Write, about: Subject, case: &Case, on: Option<NaiveDate>) -> Result<(), Error> {
    let what = || if on.is_some() { What::Archived } else { What::Restored };
    let own = [(about, case.name.clone())];
    for (about, name) in own.iter().chain(&case.along) {
        match *about {
            Subject::Household(id) => {
                let mut known = store::family(w, id)?.ok_or(Error::Missing)?;
                known.archived = on;
                store::set_family(w, id, &known)?;
                let with: Vec<Subject> = case.along.iter().map(|(about, _)| *about).collect();
                store::set_put_away_with(w, id, on.map(|_| &with))?;
            }
            Subject::Guardian(family, id) => {
                let mut known = store::guardian(w, family, id)?.ok_or(Error::Missing)?;
                known.archived = on;
                store::set_guardian(w, family, id, &known)?;
                leaves(w, family, id)?;
            }
            Subject::Child(family, id) => {
                let mut known = store::child(w, family, id)?.ok_or(Error::Missing)?;
                known.archived = on;
                store::set_child(w, id, &known)?;
            }
            Subject::Adult(..) => {}
        }
        store::note(w, about.family(), Line { about: *about, name: name.clone(), what: what() })?;
    }
    Ok(())
}

/// Ends the sessions and the mailed links of who is let in nowhere any more.
fn leaves(w: &Write, family: FamilyId, id: GuardianId) -> Result<(), StoreError> {
    for (number, account) in account::store::accounts_at(w, (family, id))? {
        if !account::store::lets_in(w, &account)? {
            account::store::end_all(w, number, None)?;
            account::store::end_links(w, number)?;
        }
    }
    Ok(())
}
