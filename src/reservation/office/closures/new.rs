//! A new closure: typed, shown with who is booked, made.

use std::sync::Arc;

use maud::Markup;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::{
    close::{Asked, close, find},
    here,
};
use crate::{
    account::{Agent, role::Families},
    activity::{self, ServiceId},
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    reservation::{
        closing::{Sheet, Wrong, seen},
        view::closures::{self as view, ADDRESS},
    },
    town::{self, ClassId, SchoolId},
};

/// What the forms send.
#[derive(FromForm)]
pub struct Typed<'r> {
    #[field(name = "geste", default = "")]
    act: &'r str,
    #[field(name = "du", default = "")]
    first: &'r str,
    #[field(name = "au", default = "")]
    last: &'r str,
    #[field(name = "motif", default = "")]
    reason: &'r str,
    #[field(name = "service")]
    services: Vec<u32>,
    #[field(name = "ecole")]
    schools: Vec<u32>,
    #[field(name = "classe")]
    classes: Vec<u32>,
    #[field(name = "n", default = "")]
    number: &'r str,
    #[field(name = "vus", default = "")]
    seen: &'r str,
}

impl Typed<'_> {
    /// As the rules read it.
    pub fn sheet(&self) -> Sheet {
        Sheet {
            first: self.first.trim().into(),
            last: self.last.trim().into(),
            reason: self.reason.into(),
            schools: self.schools.iter().copied().map(SchoolId).collect(),
            classes: self.classes.iter().copied().map(ClassId).collect(),
            services: self.services.iter().copied().map(ServiceId).collect(),
        }
    }
}

#[get("/mairie/fermetures/nouvelle")]
pub async fn page(agent: Agent<Families>, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    Ok((Status::Ok, form(&agent, parts, &Sheet::default(), &[])?))
}

fn form(agent: &Agent<Families>, parts: &Parts, sheet: &Sheet, wrong: &[Wrong]) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
        let frame = here(frame(&town.identity, &agent.bar, &agent.duty));
        Ok(view::form(frame, &town, &services, &view::Form { sheet, wrong }))
    })
}

/// Shows who is booked, and only when that was shown closes.
#[post("/mairie/fermetures/nouvelle", data = "<typed>")]
pub async fn make(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    typed: Form<Typed<'_>>,
) -> Result<Answer, Error> {
    let (sheet, now) = (typed.sheet(), parts.clock.now());
    let judged = parts.store.read(|r| {
        let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
        Ok::<_, Error>(sheet.closure(&town, &services, town.date(now)))
    })?;
    let refused = |wrong: &[Wrong]| {
        Ok(Answer::Page((Status::UnprocessableEntity, form(&agent, parts, &sheet, wrong)?)))
    };
    let closure = match (typed.act, judged) {
        ("corriger", _) => return Ok(Answer::Page((Status::Ok, form(&agent, parts, &sheet, &[])?))),
        ("voir" | "fermer", Ok(closure)) => closure,
        ("voir" | "fermer", Err(wrong)) => return refused(&wrong),
        _ => return Err(Error::Malformed),
    };
    if typed.act == "voir" {
        let number = parts.random.token();
        return parts.store.read(|r| {
            let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
            let found = find(r, &town, &closure)?;
            let frame = here(frame(&town.identity, &agent.bar, &agent.duty));
            let (seen, today) = (seen(&found.bookings), town.date(now));
            let page =
                view::preview(frame, &town, &services, &closure, &found.families, today, &number, &seen);
            Ok(Answer::Page((Status::Ok, page)))
        });
    }
    let form = u128::from_str_radix(typed.number, 16).map_err(|_| Error::Malformed)?.to_be_bytes();
    let asked = Asked {
        closure,
        form,
        seen: typed.seen.into(),
        by: agent.account,
        at: now,
        site: parts.config.site.clone(),
        token: parts.random.token(),
    };
    let change = move |w: &Write| close(w, &asked);
    match parts.store.write(format!("account {}", agent.account), change).await? {
        Ok(id) => Ok(Answer::SeeOther(SeeOther(format!("{ADDRESS}/{id}?fait=ferme")))),
        Err(wrong) => refused(&[wrong]),
    }
}
