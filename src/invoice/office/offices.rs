//! The cash offices, as an administrator settles them.

use std::{collections::BTreeSet, sync::Arc};

use maud::Markup;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use crate::{
    account::{Agent, role::Administrator},
    activity::{self, ServiceId},
    invoice::{
        OfficeId,
        cash::{CashOffice, Fault, Typed},
        store,
        view::offices as view,
    },
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, StoreError, Write},
    },
    town::{self, office::still_administers},
};

#[get("/mairie/reglages/regies?<fait>")]
pub async fn list(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        let services = activity::store::services(r)?;
        Ok((Status::Ok, view::list(frame, &services, &store::offices(r)?, fait.is_some())))
    })
}

/// One of them; 0: a new one.
#[get("/mairie/reglages/regies/<id>")]
pub async fn one(agent: Agent<Administrator>, parts: &State<Arc<Parts>>, id: u32) -> Result<Page, Error> {
    let known = parts.store.read(|r| store::office(r, OfficeId(id)))?;
    let typed = match known {
        Some(office) => Typed { days: office.days.to_string(), office },
        None if id == 0 => {
            let services = parts.store.read(|r| {
                let taken = taken(r, OfficeId(0))?;
                let all = activity::store::services(r)?;
                Ok::<_, StoreError>(
                    all.list.iter().map(|one| one.id).filter(|id| !taken.contains(id)).collect(),
                )
            })?;
            view::fresh(services)
        }
        None => return Err(Error::Missing),
    };
    Ok((Status::Ok, show(&agent, parts, id, &typed, &[])?))
}

/// The services that other offices bill.
fn taken(r: &impl Reading, but: OfficeId) -> Result<BTreeSet<ServiceId>, StoreError> {
    let others = store::offices(r)?.into_iter().filter(|(id, _)| *id != but);
    Ok(others.flat_map(|(_, office)| office.services).collect())
}

fn show(
    agent: &Agent<Administrator>,
    parts: &Parts,
    id: u32,
    typed: &Typed,
    faults: &[Fault],
) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(view::one(frame, &*activity::store::services(r)?, id, typed, faults))
    })
}

/// What the form sends.
#[derive(FromForm)]
pub struct Sent<'r> {
    #[field(name = "nom", default = "")]
    name: &'r str,
    #[field(name = "siret", default = "")]
    siret: &'r str,
    #[field(name = "emetteur", default = "")]
    issuer: &'r str,
    #[field(name = "delai", default = "")]
    days: &'r str,
    #[field(name = "prestation")]
    services: Vec<u32>,
    #[field(name = "moyens", default = "")]
    means: &'r str,
    #[field(name = "apres", default = "")]
    after: &'r str,
    #[field(name = "recours", default = "")]
    remedies: &'r str,
}

#[post("/mairie/reglages/regies/<id>", data = "<sent>")]
pub async fn save(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    sent: Form<Sent<'_>>,
) -> Result<Answer, Error> {
    let office = CashOffice {
        name: sent.name.into(),
        siret: sent.siret.into(),
        issuer: sent.issuer.into(),
        days: 0,
        services: sent.services.iter().map(|id| ServiceId(*id)).collect(),
        means: sent.means.into(),
        after: sent.after.into(),
        remedies: sent.remedies.into(),
    };
    let typed = Typed { office, days: sent.days.into() };
    let (asked, account) = (typed.clone(), agent.account);
    let change = move |w: &Write| {
        still_administers(w, account)?;
        let known = OfficeId(id);
        if id != 0 && store::office(w, known)?.is_none() {
            return Err(Error::Missing);
        }
        match asked.read(&taken(w, known)?) {
            Ok(office) => {
                let own = if id == 0 { store::next_office(w)? } else { known };
                Ok(Ok(store::set_office(w, own, &office)?))
            }
            Err(faults) => Ok(Err(faults)),
        }
    };
    match parts.store.write(format!("account {account}"), change).await? {
        Ok(()) => Ok(Answer::SeeOther(SeeOther("/mairie/reglages/regies?fait=oui".into()))),
        Err(faults) => {
            Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, id, &typed, &faults)?)))
        }
    }
}
