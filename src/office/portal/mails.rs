//! The mail: what waits, what failed, another try, a test.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, Utc};
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use crate::{
    account::{
        self, Agent,
        role::{Administrator, Mails, Permission, Role},
    },
    office::{
        mail, store,
        view::{self, Said, frame},
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Error, Page, SeeOther},
        mail::Unsent,
        outbox,
        store::{StoreError, Write},
    },
    town::{self, Town},
};

const PAGE: &str = "/mairie/courriels";

#[get("/mairie/courriels?<fait>")]
pub async fn page(
    agent: Agent<Mails>,
    parts: &State<Arc<Parts>>,
    fait: Option<usize>,
) -> Result<Page, Error> {
    show(&agent, parts, fait.map(Said::Due))
}

fn show<P: Permission>(agent: &Agent<P>, parts: &Parts, said: Option<Said>) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let mails = outbox::overview(r, today(&town, now))?;
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        let acts = agent.duty.has(&[Role::Administrator]);
        Ok((Status::Ok, view::mails(frame, &town.identity, &mails, acts, said.as_ref())))
    })
}

/// When the day began in the town.
fn today(town: &Town, now: DateTime<Utc>) -> DateTime<Utc> {
    town.instant(town.date(now).and_time(NaiveTime::MIN))
}

/// The mail that is to be tried again.
#[derive(FromForm)]
pub struct Which {
    #[field(name = "numero")]
    number: u64,
}

#[post("/mairie/courriels", data = "<which>")]
pub async fn retry(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    which: Form<Which>,
) -> Result<SeeOther, Error> {
    let (number, now) = (which.number, parts.clock.now());
    let change = move |w: &Write| outbox::retry(w, number, now);
    let due = parts.store.write(format!("account {}", agent.account), change).await?;
    Ok(SeeOther(format!("{PAGE}?fait={}", usize::from(due))))
}

#[post("/mairie/courriels/tous")]
pub async fn retry_all(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
) -> Result<SeeOther, Error> {
    let now = parts.clock.now();
    let change = move |w: &Write| outbox::retry_all(w, now);
    let due = parts.store.write(format!("account {}", agent.account), change).await?;
    Ok(SeeOther(format!("{PAGE}?fait={due}")))
}

/// Sends one to who asks, at once, and says what became of it.
#[post("/mairie/courriels/essai")]
pub async fn test(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
) -> Result<Page, Error> {
    let (town, account) = parts.store.read(|r| {
        Ok::<_, StoreError>((town::store::town(r)?, account::store::account_of(r, agent.account)?))
    })?;
    let to = account.ok_or(Error::Missing)?.mail;
    let (id, now) = (format!("essai.{}", parts.random.token()), parts.clock.now());
    let said = match parts.mailer.send(&mail::test(&town.identity, &to), None, &id).await {
        Ok(()) => {
            let change = move |w: &Write| store::note_mail(w, now);
            let noted: Result<(), StoreError> =
                parts.store.write(format!("account {}", agent.account), change).await;
            noted?;
            Said::TestSent(to)
        }
        Err(Unsent::Later(why) | Unsent::Never(why)) => Said::TestFailed(why),
    };
    show(&agent, parts, Some(said))
}
