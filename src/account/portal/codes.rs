//! Recovery codes made anew.

use std::sync::Arc;

use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::{client::Client, confirm, session::again};
use crate::{
    account::{
        Account, Inside, Visitor,
        event::What,
        factor::{self, Factor},
        mail::{FactorChange, factor_changed},
        store,
        view::{self, Untaken},
    },
    platform::{
        Parts,
        compress::Secret,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        outbox,
        store::Write,
    },
    town,
};

#[get("/compte/codes")]
pub async fn show(inside: Inside<'_>, parts: &State<Arc<Parts>>) -> Result<Answer<Secret<Page>>, Error> {
    page(parts, inside.0, Status::Ok, None)
}

fn page(
    parts: &Parts,
    visitor: &Visitor,
    status: Status,
    password: Option<Untaken>,
) -> Result<Answer<Secret<Page>>, Error> {
    let Some(Factor { recovery, .. }) = &visitor.account.factor else {
        return Ok(Answer::SeeOther(SeeOther("/compte".into())));
    };
    let town = parts.store.read(town::store::town)?;
    let page = view::remake(&town.identity, &visitor.bar(), recovery.len(), password);
    Ok(Answer::Page(Secret((status, page))))
}

/// The password again.
#[derive(FromForm)]
pub struct Asked<'r> {
    #[field(name = "mot-de-passe")]
    password: &'r str,
}

#[post("/compte/codes", data = "<form>")]
pub async fn remake(
    inside: Inside<'_>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    client: Client,
    form: Form<Asked<'_>>,
) -> Result<Answer<Secret<Page>>, Error> {
    let visitor = inside.0;
    if visitor.account.factor.is_none() {
        return page(parts, visitor, Status::Ok, None);
    }
    if let Some(why) = confirm::password(parts, &client, visitor, form.password).await? {
        return page(parts, visitor, confirm::status(&[Some(why)]), Some(why));
    }
    let codes = factor::recovery(&parts.random.bytes());
    replace(parts, visitor, client, factor::digests(&codes)).await?;
    let town = parts.store.read(town::store::town)?;
    let page = view::codes(&town.identity, &visitor.bar(), &codes, false, "/compte");
    Ok(Answer::Page(Secret((Status::Ok, page))))
}

async fn replace(
    parts: &Parts,
    visitor: &Visitor,
    client: Client,
    recovery: Vec<[u8; 32]>,
) -> Result<(), Error> {
    let (now, id, visitor) = (parts.clock.now(), visitor.id, visitor.clone());
    let (site, letter) = (parts.config.site.clone(), parts.random.token());
    let change = move |w: &Write| {
        let account = again(w, &visitor, now)?.account;
        let factor = account.factor.clone().ok_or(Error::Missing)?;
        store::set_account(
            w,
            id,
            &Account { factor: Some(Factor { recovery, ..factor }), ..account.clone() },
        )?;
        store::note(w, &client.event(id, now, What::RecoveryMade))?;
        let town = town::store::town(w)?;
        let mail = factor_changed(&town.identity, &account.mail, FactorChange::RecoveryMade, &site);
        Ok(outbox::queue(w, mail, &letter, now)?)
    };
    parts.store.write(format!("account {id}"), change).await
}
