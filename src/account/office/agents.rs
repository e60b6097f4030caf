//! The list of the town hall's people, and the invitation of another.

use std::sync::Arc;

use rocket::{State, form::Form, get, http::Status, post};

use super::{
    Typed,
    appoint::{Author, Link, appoint},
};
use crate::{
    account::{
        Account, AccountId, Agent,
        agent::Wrong,
        mail,
        portal::Client,
        role::Administrator,
        store,
        token::Token,
        view::{self, Form as Shown, Line},
    },
    activity,
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        outbox,
        store::{Read, StoreError, Write},
    },
    town,
};

#[get("/mairie/agents")]
pub async fn list(agent: Agent<Administrator>, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let line = |(id, account): (AccountId, Account)| line(r, id, account);
        let mut lines = store::agents(r)?.into_iter().map(line).collect::<Result<Vec<_>, StoreError>>()?;
        lines.sort_by_key(|line| {
            (!line.duty.access, line.duty.last_name.clone(), line.duty.first_name.clone())
        });
        Ok((Status::Ok, view::agents(frame(&town.identity, &agent.bar, &agent.duty), &town.identity, &lines)))
    })
}

fn line(r: &Read, id: AccountId, account: Account) -> Result<Line, StoreError> {
    let seen = store::last_sign_in(r, id)?;
    let (factor, invited) = (account.factor.is_some(), account.password.is_none());
    let duty = account.duty.ok_or_else(|| StoreError::Database("not an agent".into()))?;
    Ok(Line { id, mail: account.mail, duty, factor, invited, seen })
}

#[get("/mairie/agents/nouveau")]
pub async fn new(agent: Agent<Administrator>, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    form(&agent, parts, &Shown::default()).map(|page| (Status::Ok, page))
}

/// The page of an invitation.
fn form(agent: &Agent<Administrator>, parts: &Parts, shown: &Shown) -> Result<maud::Markup, Error> {
    parts.store.read(|r| {
        let (town, services) = (town::store::town(r)?, activity::store::services(r)?);
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(view::invitation(frame, &town, &services, shown))
    })
}

#[post("/mairie/agents", data = "<typed>")]
pub async fn invite(
    agent: Agent<Administrator>,
    _own: OwnPage,
    client: Client,
    parts: &State<Arc<Parts>>,
    typed: Form<Typed<'_>>,
) -> Result<Answer, Error> {
    let sheet = typed.sheet();
    let mut wrong = sheet.faults();
    if wrong.is_empty() {
        let author =
            Author { by: Some(agent.account), origin: client.origin.0.to_string(), at: parts.clock.now() };
        let invitation = Invitation::new(parts);
        let asked = sheet.clone();
        let change = move |w: &Write| {
            author.still_administers(w)?;
            match appoint(w, &asked, &author)? {
                Ok((id, account)) => {
                    Ok::<_, Error>(invitation.send(w, id, &account, &author).map(|()| Ok(id))?)
                }
                Err(wrong) => Ok(Err(wrong)),
            }
        };
        match parts.store.write(format!("account {}", agent.account), change).await? {
            Ok(id) => return Ok(Answer::SeeOther(SeeOther(format!("/mairie/agents/{id}?fait=invitation")))),
            Err(taken) => wrong = vec![taken],
        }
    }
    let taken = match wrong[..] {
        [Wrong::Taken(id)] => parts.store.read(|r| store::account_of(r, id))?.and_then(|known| known.duty),
        _ => None,
    };
    let shown = Shown { sheet: Some(&sheet), wrong: &wrong, other: taken.as_ref(), ..Default::default() };
    Ok(Answer::Page((Status::UnprocessableEntity, form(&agent, parts, &shown)?)))
}

/// What an invitation is made of, before the writer knows whom it is for.
pub struct Invitation {
    link: Link,
    address: String,
    site: String,
    id: String,
}

impl Invitation {
    /// With a link of its own.
    pub fn new(parts: &Parts) -> Self {
        let link = Link::new(&parts.config, &parts.random);
        let address = link.to_password(&parts.config);
        Self { link, address, site: parts.config.site.clone(), id: parts.random.token() }
    }

    /// Mails somebody what was given to them, with a link for who has no password yet.
    pub fn send(self, w: &Write, id: AccountId, account: &Account, author: &Author) -> Result<(), Error> {
        let (town, now) = (town::store::town(w)?, author.at);
        let Some(duty) = &account.duty else { return Ok(()) };
        let mail = match account.password {
            None => {
                self.link.issue(w, id, false, now, now + Token::MAILED)?;
                mail::invitation(&town.identity, &account.mail, duty, &self.address)
            }
            Some(_) => {
                mail::duty_given(&town.identity, &account.mail, duty, &format!("{}/mairie", self.site))
            }
        };
        Ok(outbox::queue(w, mail, &self.id, now)?)
    }

    /// Mails a link to a new password; `without_factor`: which also ends the second factor.
    pub fn renew(
        self,
        w: &Write,
        id: AccountId,
        account: &Account,
        without_factor: bool,
        author: &Author,
    ) -> Result<(), Error> {
        let (town, now) = (town::store::town(w)?, author.at);
        // Those before are dead, whether they left the second factor or not.
        store::end_links(w, id)?;
        self.link.issue(w, id, without_factor, now, now + Token::MAILED)?;
        let mail = mail::new_link(&town.identity, &account.mail, &self.address, without_factor);
        Ok(outbox::queue(w, mail, &self.id, now)?)
    }
}
