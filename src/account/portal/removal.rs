//! Taking the second factor away.

use std::sync::Arc;

use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::{client::Client, confirm, session::again};
use crate::{
    account::{
        Account, Inside, Visitor,
        event::What,
        mail::{FactorChange, factor_changed},
        store,
        view::{self, Untaken},
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, SeeOther},
        outbox,
        store::Write,
    },
    town,
};

#[get("/compte/application/retirer")]
pub async fn removal(inside: Inside<'_>, parts: &State<Arc<Parts>>) -> Result<Answer, Error> {
    if inside.0.account.factor.is_none() {
        return Ok(Answer::SeeOther(SeeOther("/compte".into())));
    }
    kept(parts, inside.0, Status::Ok, (None, None))
}

/// The page of the removal, when nothing was removed.
fn kept(
    parts: &Parts,
    visitor: &Visitor,
    status: Status,
    (code, password): (Option<Untaken>, Option<Untaken>),
) -> Result<Answer, Error> {
    let town = parts.store.read(town::store::town)?;
    let compulsory = visitor.account.needs_factor();
    let page = view::removal(&town.identity, &visitor.bar(), compulsory, code, password);
    Ok(Answer::Page((status, page)))
}

/// A code and the password.
#[derive(FromForm)]
pub struct Both<'r> {
    code: &'r str,
    #[field(name = "mot-de-passe")]
    password: &'r str,
}

#[post("/compte/application/retirer", data = "<form>")]
pub async fn remove(
    inside: Inside<'_>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    client: Client,
    form: Form<Both<'_>>,
) -> Result<Answer, Error> {
    let visitor = inside.0;
    if visitor.account.factor.is_none() {
        return Ok(Answer::SeeOther(SeeOther("/compte".into())));
    }
    if visitor.account.needs_factor() {
        return kept(parts, visitor, Status::UnprocessableEntity, (None, None));
    }
    let password = confirm::password(parts, &client, visitor, form.password).await?;
    let missing = form.code.trim().is_empty().then_some(Untaken::Missing);
    let code = match password.or(missing) {
        Some(_) => missing,
        None => take_away(parts, visitor, client, form.code).await?.err(),
    };
    if password.or(code).is_some() {
        return kept(parts, visitor, confirm::status(&[code, password]), (code, password));
    }
    Ok(Answer::SeeOther(SeeOther("/compte?fait=application".into())))
}

async fn take_away(
    parts: &Parts,
    visitor: &Visitor,
    client: Client,
    typed: &str,
) -> Result<Result<(), Untaken>, Error> {
    let (now, id, visitor, typed) = (parts.clock.now(), visitor.id, visitor.clone(), typed.to_owned());
    let against = confirm::code_tries(&parts.config, id);
    let (site, letter) = (parts.config.site.clone(), parts.random.token());
    let change = move |w: &Write| {
        let mut account = again(w, &visitor, now)?.account;
        if account.needs_factor() {
            return Err(Error::NotAllowed);
        }
        if let Err(untaken) = confirm::code(w, &against, &client, (id, &mut account), &typed, now)? {
            return Ok(Err(untaken));
        }
        let account = Account { factor: None, ..account };
        store::set_account(w, id, &account)?;
        store::note(w, &client.event(id, now, What::FactorRemoved))?;
        let town = town::store::town(w)?;
        let mail = factor_changed(&town.identity, &account.mail, FactorChange::Removed, &site);
        outbox::queue(w, mail, &letter, now)?;
        Ok(Ok(()))
    };
    parts.store.write(format!("account {id}"), change).await
}
