//! The town's first administrator, made by whoever holds the link that `serve` printed.

use std::sync::Arc;

use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::appoint::{Author, Link, appoint};
use crate::{
    account::{
        agent::{Sheet, has_administrator},
        portal::Client,
        role::{Duty, Role},
        store::{self, Kind, keyed},
        token::{Purpose, Token},
        view::{self, Form as Shown},
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, StoreError, Write},
    },
    town,
};

/// Whether a link is good: given by this program, not used, not too old, and nobody was faster.
fn holds(r: &impl Reading, parts: &Parts, key: &[u8; 32]) -> Result<bool, StoreError> {
    let token = store::find(r, key, parts.clock.now())?;
    Ok(token.is_some_and(|token| token.purpose == Purpose::FirstAdministrator)
        && !has_administrator(&store::agents(r)?))
}

#[get("/premier/<token>")]
pub async fn page(parts: &State<Arc<Parts>>, token: &str) -> Result<Page, Error> {
    let key = keyed(&parts.config, Kind::Link, token);
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        match holds(r, parts, &key)? {
            true => Ok((Status::Ok, view::first(&town.identity, token, &Shown::default()))),
            false => Ok((Status::Gone, view::first_gone(&town.identity))),
        }
    })
}

/// What the page sends.
#[derive(FromForm)]
pub struct Typed<'r> {
    #[field(name = "prenom")]
    first_name: &'r str,
    #[field(name = "nom")]
    last_name: &'r str,
    #[field(name = "adresse")]
    mail: &'r str,
}

#[post("/premier/<token>", data = "<typed>")]
pub async fn create(
    _own: OwnPage,
    client: Client,
    parts: &State<Arc<Parts>>,
    token: &str,
    typed: Form<Typed<'_>>,
) -> Result<Answer, Error> {
    let duty = Duty {
        first_name: typed.first_name.into(),
        last_name: typed.last_name.into(),
        roles: [Role::Administrator, Role::Families, Role::Billing].into(),
        roll_call: Default::default(),
        access: true,
    };
    let sheet = Sheet { mail: typed.mail.into(), duty }.tidy();
    let wrong = sheet.faults();
    let key = keyed(&parts.config, Kind::Link, token);
    let (town, good) =
        parts.store.read(|r| Ok::<_, Error>((town::store::town(r)?, holds(r, parts, &key)?)))?;
    if good && !wrong.is_empty() {
        let shown = Shown { sheet: Some(&sheet), wrong: &wrong, ..Default::default() };
        return Ok(Answer::Page((Status::UnprocessableEntity, view::first(&town.identity, token, &shown))));
    }
    let link = Link::new(&parts.config, &parts.random);
    let to = format!("/mot-de-passe/{}", link.token);
    let author = Author { by: None, origin: client.origin.0.to_string(), at: parts.clock.now() };
    let change = move |w: &Write| begin(w, &key, &sheet, &link, &author);
    match good && parts.store.write("first administrator", change).await? {
        true => Ok(Answer::SeeOther(SeeOther(to))),
        false => Ok(Answer::Page((Status::Gone, view::first_gone(&town.identity)))),
    }
}

/// Uses the link up. Gives whether it was good: two who press at once are one.
fn begin(w: &Write, key: &[u8; 32], sheet: &Sheet, link: &Link, author: &Author) -> Result<bool, Error> {
    let token = store::use_up(w, key, author.at)?;
    let good = token.is_some_and(|token| token.purpose == Purpose::FirstAdministrator);
    if !good || has_administrator(&store::agents(w)?) {
        return Ok(false);
    }
    let mut sheet = sheet.clone();
    if let Some(duty) = store::account(w, &sheet.mail)?.and_then(|(_, known)| known.duty) {
        // An agent already, who becomes administrator as well.
        sheet.duty.roles.extend(duty.roles);
        sheet.duty.roll_call = duty.roll_call;
        let (id, mut account) = store::account(w, &sheet.mail)?.ok_or(Error::Missing)?;
        account.duty = None;
        store::set_account(w, id, &account)?;
    }
    let Ok((id, _)) = appoint(w, &sheet, author)? else { return Ok(false) };
    link.issue(w, id, false, author.at, author.at + Token::PRINTED)?;
    Ok(true)
}
