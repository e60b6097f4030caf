//! The town hall tells an absence for a family that telephones.

use std::sync::Arc;

use maud::Markup;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use crate::{
    account::{
        Agent,
        role::{Families, Role},
    },
    attendance::{
        portal::{Asked, tell},
        slip::Typed,
        store,
        view::{
            absences as view,
            told::{self, Wrong},
        },
    },
    family::{
        self, ChildId, FamilyId,
        office::{current, still_has},
    },
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    town,
};

#[get("/mairie/familles/<id>/absence")]
pub async fn page(agent: Agent<Families>, parts: &State<Arc<Parts>>, id: u32) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, FamilyId(id), None, &[])?))
}

fn show(
    agent: &Agent<Families>,
    parts: &Parts,
    id: FamilyId,
    typed: Option<&Typed>,
    wrong: &[Wrong],
) -> Result<Markup, Error> {
    let (now, form) = (parts.clock.now(), parts.random.token());
    parts.store.read(|r| {
        let (town, limits, family) = (town::store::town(r)?, store::limits(r)?, current(r, id)?);
        let today = town.date(now);
        let children = family::store::present(r, id, today)?;
        let names: Vec<(ChildId, &str)> =
            children.iter().map(|(id, child)| (*id, child.first_name.as_str())).collect();
        let typed =
            typed.cloned().unwrap_or_else(|| Typed { first: today.to_string(), form, ..Typed::default() });
        let form = told::Form { children: &names, typed: &typed, wrong, limits: &limits, town: true };
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(view::tell(frame, id, &family.name, &form))
    })
}

/// What the form sends.
#[derive(FromForm)]
pub struct Sent<'r> {
    #[field(name = "enfant", default = "")]
    child: &'r str,
    #[field(name = "du", default = "")]
    first: &'r str,
    #[field(name = "au", default = "")]
    last: &'r str,
    #[field(name = "motif", default = "")]
    reason: &'r str,
    #[field(name = "precision", default = "")]
    words: &'r str,
    #[field(name = "n", default = "")]
    number: &'r str,
}

#[post("/mairie/familles/<id>/absence", data = "<sent>")]
pub async fn send(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    sent: Form<Sent<'_>>,
) -> Result<Answer, Error> {
    let (family, by, at) = (FamilyId(id), agent.account, parts.clock.now());
    let typed = Typed {
        child: sent.child.into(),
        first: sent.first.into(),
        last: sent.last.into(),
        reason: sent.reason.into(),
        words: sent.words.into(),
        form: sent.number.into(),
    };
    let asked = Asked { typed: typed.clone(), family, by, at, town: true, scan: None };
    let change = move |w: &Write| {
        still_has(w, by, Role::Families)?;
        current(w, family)?;
        tell(w, &asked)
    };
    match parts.store.write(format!("account {by}"), change).await? {
        Ok((child, number)) => {
            Ok(Answer::SeeOther(SeeOther(format!("{}?fait=signale", view::address(child, number)))))
        }
        Err(faults) => {
            let wrong: Vec<Wrong> = faults.into_iter().map(Wrong::Slip).collect();
            let page = show(&agent, parts, family, Some(&typed), &wrong)?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}
