//! The town's contract with the service, checked with the service itself, and tried.

use std::sync::Arc;

use chrono::Datelike;
use maud::Markup;
use rocket::{Either, FromForm, State, form::Form, get, http::Status, post};

use crate::{
    account::{self, Agent, role::Administrator},
    office::view::frame,
    payment::{
        Due, Mode,
        contract::{Checked, Contract, LEAST, is_client},
        gateway::Gateway,
        portal::{Away, begin},
        store,
        view::contract::{self as view, Shown, Wrong},
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    town::{self, office::still_administers},
};

const PAGE: &str = "/mairie/reglages/paiement";

#[get("/mairie/reglages/paiement?<fait>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, &Shown { done: fait, ..Default::default() })?))
}

fn show(agent: &Agent<Administrator>, parts: &Parts, shown: &Shown) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let (town, contract) = (town::store::town(r)?, store::contract(r)?);
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(view::page(frame, &town.identity, contract.as_ref(), shown))
    })
}

/// What the form sends.
#[derive(FromForm)]
pub struct Sent<'r> {
    #[field(name = "numero", default = "")]
    number: &'r str,
    #[field(name = "mode", default = "")]
    mode: &'r str,
    #[field(name = "geste", default = "")]
    act: &'r str,
}

#[post("/mairie/reglages/paiement", data = "<sent>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    sent: Form<Sent<'_>>,
) -> Result<Answer, Error> {
    if sent.act == "retirer" {
        return save(&agent, parts, None, "retirer").await;
    }
    let number: String = sent.number.split_whitespace().collect();
    let mode = Mode::ALL.into_iter().find(|mode| mode.key() == sent.mode);
    let mut shown = Shown { number: Some(&number), mode, ..Default::default() };
    let page = |shown: &Shown, status| Ok(Answer::Page((status, show(&agent, parts, shown)?)));
    let Some(mode) = mode.filter(|_| is_client(&number)) else {
        shown.wrong = Some(if is_client(&number) { Wrong::Mode } else { Wrong::Number });
        return page(&shown, Status::UnprocessableEntity);
    };
    let client = match Gateway::at(&parts.config.payfip).client(&number).await {
        Ok(client) => client,
        Err(trouble) => {
            shown.wrong = Some(Wrong::Service(trouble));
            return page(&shown, Status::UnprocessableEntity);
        }
    };
    if sent.act != "enregistrer" {
        shown.found = Some(&client);
        return page(&shown, Status::Ok);
    }
    let checked = Some(Checked { labels: client.labels, at: parts.clock.now() });
    save(&agent, parts, Some(Contract { checked, ..Contract::of(&number, mode) }), "enregistrer").await
}

async fn save(
    agent: &Agent<Administrator>,
    parts: &Parts,
    contract: Option<Contract>,
    done: &str,
) -> Result<Answer, Error> {
    let account = agent.account;
    let change = move |w: &Write| {
        still_administers(w, account)?;
        let ceiling = store::contract(w)?.map(|known| known.ceiling);
        let contract = contract.map(|new| Contract { ceiling: ceiling.unwrap_or(new.ceiling), ..new });
        Ok::<_, Error>(store::set_contract(w, contract.as_ref())?)
    };
    parts.store.write(format!("account {account}"), change).await?;
    Ok(Answer::SeeOther(SeeOther(format!("{PAGE}?fait={done}"))))
}

/// Pays one euro that is not real, to see the way there and back.
#[post("/mairie/reglages/paiement/essai")]
pub async fn trial(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
) -> Result<Either<Away, Page>, Error> {
    let now = parts.clock.now();
    let (town, account) = parts
        .store
        .read(|r| Ok::<_, Error>((town::store::town(r)?, account::store::account_of(r, agent.account)?)))?;
    let due = Due {
        family: None,
        reference: format!("ESSAI{}", &parts.random.token()[..15]),
        amount: LEAST,
        object: "Essai de paiement".into(),
        mail: account.ok_or(Error::Missing)?.mail,
        year: town.date(now).year(),
    };
    match begin(parts, format!("account {}", agent.account), due, true).await? {
        Ok(to) => {
            let frame = frame(&town.identity, &agent.bar, &agent.duty);
            let page = crate::payment::view::away(frame, &to);
            Ok(Either::Left(Away { to, page }))
        }
        Err(why) => {
            let shown =
                Shown { not_begun: Some(view::why(&why, town.identity.timezone)), ..Default::default() };
            Ok(Either::Right((Status::UnprocessableEntity, show(&agent, parts, &shown)?)))
        }
    }
}
