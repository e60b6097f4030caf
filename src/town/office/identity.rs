//! What the town says of itself, and its logo.

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
        upload::{NotSent, Upload},
    },
    town::{
        identity::{Fault, Typed},
        logo::{self as picture, MOST},
        store,
        view::identity::{self as view, NoLogo},
    },
};

const PAGE: &str = "/mairie/reglages/commune";

#[get("/mairie/reglages/commune?<fait>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, &view::Shown { done: fait, ..Default::default() })?))
}

fn show(agent: &Agent<Administrator>, parts: &Parts, shown: &view::Shown) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let town = store::town(r)?;
        let now = Typed::of(&town.identity);
        let typed = match shown.typed {
            // What was typed stays, on what is known now.
            Some(typed) => Typed { seen: now.seen.clone(), ..typed.clone() },
            None => now,
        };
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(view::page(frame, &town.identity, &typed, shown))
    })
}

/// What the form sends.
#[derive(FromForm)]
pub struct Sent<'r> {
    #[field(name = "nom")]
    name: &'r str,
    #[field(name = "accueil")]
    message: &'r str,
    service: &'r str,
    #[field(name = "adresse")]
    address: &'r str,
    telephone: &'r str,
    #[field(name = "courriel")]
    mail: &'r str,
    #[field(name = "horaires", default = "")]
    hours: &'r str,
    #[field(name = "fuseau")]
    zone: &'r str,
    #[field(name = "periode", default = "")]
    period: &'r str,
    #[field(name = "vu")]
    seen: &'r str,
}

#[post("/mairie/reglages/commune", data = "<form>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    form: Form<Sent<'_>>,
) -> Result<Answer, Error> {
    let typed = Typed {
        name: form.name.into(),
        message: form.message.into(),
        service: form.service.into(),
        address: form.address.into(),
        telephone: form.telephone.into(),
        mail: form.mail.trim().into(),
        hours: form.hours.into(),
        zone: form.zone.into(),
        period: form.period.into(),
        seen: form.seen.into(),
    };
    let (asked, account) = (typed.clone(), agent.account);
    let change = move |w: &Write| {
        still_administers(w, account)?;
        match asked.read(&store::town(w)?.identity) {
            Ok(identity) => Ok::<_, Error>(Ok(store::set_identity(w, &identity)?)),
            Err(faults) => Ok(Err(faults)),
        }
    };
    let faults: Vec<Fault> = match parts.store.write(format!("account {account}"), change).await? {
        Ok(()) => return Ok(Answer::SeeOther(SeeOther(format!("{PAGE}?fait=enregistrer")))),
        Err(faults) => faults,
    };
    let shown = view::Shown { typed: Some(&typed), faults: &faults, ..Default::default() };
    Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, &shown)?)))
}

#[post("/mairie/reglages/commune/logo", data = "<file>")]
pub async fn logo(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    file: Result<Upload<{ MOST }>, NotSent>,
) -> Result<Answer, Error> {
    let read = match file {
        Ok(file) => picture::read(&file.bytes).map(|mark| (mark, file.bytes)).map_err(NoLogo::Wrong),
        Err(NotSent::TooLarge) => Err(NoLogo::TooLarge),
        Err(NotSent::NoFile) => Err(NoLogo::NoFile),
    };
    let (mark, bytes) = match read {
        Ok(read) => read,
        Err(why) => {
            let shown = view::Shown { no_logo: Some(why), ..Default::default() };
            return Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, &shown)?)));
        }
    };
    let account = agent.account;
    let change = move |w: &Write| {
        still_administers(w, account)?;
        Ok::<_, Error>(store::set_logo(w, Some((&mark, &bytes)))?)
    };
    parts.store.write(format!("account {account}"), change).await?;
    Ok(Answer::SeeOther(SeeOther(format!("{PAGE}?fait=logo"))))
}

#[post("/mairie/reglages/commune/logo/retirer")]
pub async fn no_logo(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
) -> Result<SeeOther, Error> {
    let account = agent.account;
    let change = move |w: &Write| {
        still_administers(w, account)?;
        Ok::<_, Error>(store::set_logo(w, None)?)
    };
    parts.store.write(format!("account {account}"), change).await?;
    Ok(SeeOther(format!("{PAGE}?fait=sans-logo")))
}
