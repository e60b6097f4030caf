//! What the law wants a portal to say, as an administrator types it.

use std::sync::Arc;

use maud::Markup;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::still_administers;
use crate::{
    account::{Agent, role::Administrator},
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    town::{
        Identity,
        legal::{Fault, Typed},
        store,
        view::legal as view,
    },
};

const PAGE: &str = "/mairie/reglages/mentions";

#[get("/mairie/reglages/mentions?<fait>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let typed = Typed::of(&parts.store.read(store::town)?.identity);
    Ok((Status::Ok, show(&agent, parts, &typed, &[], fait.is_some())?))
}

fn show(
    agent: &Agent<Administrator>,
    parts: &Parts,
    typed: &Typed,
    faults: &[Fault],
    done: bool,
) -> Result<Markup, Error> {
    let town = parts.store.read(store::town)?;
    let frame = frame(&town.identity, &agent.bar, &agent.duty);
    Ok(view::page(frame, typed, faults, done))
}

/// What the form sends.
#[derive(FromForm)]
pub struct Sent<'r> {
    #[field(name = "directeur", default = "")]
    director: &'r str,
    #[field(name = "hebergeur", default = "")]
    host: &'r str,
    #[field(name = "delegue", default = "")]
    officer: &'r str,
    #[field(name = "annees", default = "")]
    years: &'r str,
    #[field(name = "declaration", default = "")]
    declared: &'r str,
    #[field(name = "schema", default = "")]
    scheme: &'r str,
    #[field(name = "plan", default = "")]
    plan: &'r str,
    #[field(name = "audit", default = "")]
    audited: &'r str,
    #[field(name = "auditeur", default = "")]
    auditor: &'r str,
    #[field(name = "taux", default = "")]
    percent: &'r str,
    #[field(name = "manques", default = "")]
    gaps: &'r str,
    #[field(name = "derogations", default = "")]
    burdens: &'r str,
    #[field(name = "exemptes", default = "")]
    exempt: &'r str,
}

#[post("/mairie/reglages/mentions", data = "<sent>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    sent: Form<Sent<'_>>,
) -> Result<Answer, Error> {
    let typed = Typed {
        director: sent.director.into(),
        host: sent.host.into(),
        officer: sent.officer.into(),
        years: sent.years.into(),
        declared: sent.declared.into(),
        scheme: sent.scheme.into(),
        plan: sent.plan.into(),
        audited: sent.audited.into(),
        auditor: sent.auditor.into(),
        percent: sent.percent.into(),
        gaps: sent.gaps.into(),
        burdens: sent.burdens.into(),
        exempt: sent.exempt.into(),
    };
    let (asked, account, now) = (typed.clone(), agent.account, parts.clock.now());
    let change = move |w: &Write| {
        still_administers(w, account)?;
        let town = store::town(w)?;
        match asked.read(town.date(now)) {
            Ok((legal, audit)) => {
                let identity = Identity { legal, audit, ..town.identity.clone() };
                Ok::<_, Error>(Ok(store::set_identity(w, &identity)?))
            }
            Err(faults) => Ok(Err(faults)),
        }
    };
    match parts.store.write(format!("account {account}"), change).await? {
        Ok(()) => Ok(Answer::SeeOther(SeeOther(format!("{PAGE}?fait=oui")))),
        Err(faults) => {
            Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, &typed, &faults, false)?)))
        }
    }
}
