//! Until when absences are told and certificates sent, as an administrator decides it.

use std::sync::Arc;

use maud::Markup;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use crate::{
    account::{Agent, role::Administrator},
    attendance::{
        limits::{Fault, Typed},
        store,
        view::presences as view,
    },
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    town::{self, office::still_administers},
};

#[get("/mairie/reglages/presences?<fait>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, None, &[], fait.is_some())?))
}

fn show(
    agent: &Agent<Administrator>,
    parts: &Parts,
    typed: Option<&Typed>,
    faults: &[Fault],
    saved: bool,
) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let (town, limits) = (town::store::town(r)?, store::limits(r)?);
        let typed = typed.cloned().unwrap_or_else(|| Typed::of(&limits));
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(view::page(frame, &typed, faults, saved))
    })
}

/// What the form sends.
#[derive(FromForm)]
pub struct Sent<'r> {
    #[field(name = "heure", default = "")]
    hour: &'r str,
    #[field(name = "jours", default = "")]
    days: &'r str,
    #[field(name = "mois", default = "")]
    months: &'r str,
}

#[post("/mairie/reglages/presences", data = "<sent>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    sent: Form<Sent<'_>>,
) -> Result<Answer, Error> {
    let typed = Typed { hour: sent.hour.into(), days: sent.days.into(), months: sent.months.into() };
    let limits = match typed.read() {
        Ok(limits) => limits,
        Err(faults) => {
            let page = show(&agent, parts, Some(&typed), &faults, false)?;
            return Ok(Answer::Page((Status::UnprocessableEntity, page)));
        }
    };
    let account = agent.account;
    let change = move |w: &Write| {
        still_administers(w, account)?;
        Ok::<_, Error>(store::set_limits(w, &limits)?)
    };
    parts.store.write(format!("account {account}"), change).await?;
    Ok(Answer::SeeOther(SeeOther("/mairie/reglages/presences?fait=enregistrer".into())))
}
