//! The code of the second factor, after the right password.

use std::sync::Arc;

use rocket::{
    FromForm, State,
    form::Form,
    get,
    http::{CookieJar, Status},
    post,
};

use super::{
    client::Client,
    confirm, cookie, own,
    session::{Renewed, again},
    sign_in::next,
};
use crate::{
    account::{
        Step, Visitor,
        event::What,
        factor::Taken,
        mail::{FactorChange, factor_changed},
        store,
        view::{self, Untaken},
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error},
        outbox,
        store::Write,
    },
    town,
};

#[get("/connexion/code?<retour>&<secours>")]
pub async fn show(
    visitor: &Visitor,
    parts: &State<Arc<Parts>>,
    retour: Option<&str>,
    secours: Option<&str>,
) -> Result<Answer, Error> {
    let back = own(retour);
    if visitor.session.step != Step::Code {
        return Ok(Answer::SeeOther(next(&visitor.session, back)));
    }
    let town = parts.store.read(town::store::town)?;
    let page = view::code(&town.identity, &visitor.bar(), secours.is_some(), None, back);
    Ok(Answer::Page((Status::Ok, page)))
}

/// The code, or a recovery code.
#[derive(FromForm)]
pub struct Given<'r> {
    code: &'r str,
    secours: Option<&'r str>,
    retour: Option<&'r str>,
}

#[post("/connexion/code", data = "<form>")]
pub async fn give(
    visitor: &Visitor,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    cookies: &CookieJar<'_>,
    client: Client,
    form: Form<Given<'_>>,
) -> Result<Answer, Error> {
    let back = own(form.retour);
    if visitor.session.step != Step::Code {
        return Ok(Answer::SeeOther(next(&visitor.session, back)));
    }
    let renewed = Renewed::of(parts, visitor);
    let device = cookie::device(&parts.config, &parts.random, cookies);
    let untaken = match enter(parts, visitor, client, form.code, (renewed.clone(), device.key)).await? {
        Ok(()) => {
            let to = next(renewed.session(), back);
            renewed.give(parts, cookies);
            device.mark(&parts.config, cookies);
            return Ok(Answer::SeeOther(to));
        }
        Err(untaken) => Some(untaken),
    };
    let town = parts.store.read(town::store::town)?;
    let page = view::code(&town.identity, &visitor.bar(), form.secours.is_some(), untaken, back);
    Ok(Answer::Page((confirm::status(&[untaken]), page)))
}

/// The right code opens the session that follows, in one write.
async fn enter(
    parts: &Parts,
    visitor: &Visitor,
    client: Client,
    typed: &str,
    (renewed, device): (Renewed, [u8; 32]),
) -> Result<Result<(), Untaken>, Error> {
    let (now, id, typed) = (parts.clock.now(), visitor.id, typed.to_owned());
    let against = confirm::code_tries(&parts.config, id);
    let (site, letter, visitor) = (parts.config.site.clone(), parts.random.token(), visitor.clone());
    let change = move |w: &Write| {
        let mut account = again(w, &visitor, now)?.account;
        let taken = match confirm::code(w, &against, &client, (id, &mut account), &typed, now)? {
            Ok(taken) => taken,
            Err(untaken) => return Ok::<_, Error>(Err(untaken)),
        };
        store::set_account(w, id, &account)?;
        renewed.begin(w)?;
        store::remember_device(w, &device, id, &account, now)?;
        if taken == Taken::Application {
            store::note(w, &client.event(id, now, What::SignedIn { device: client.device.clone() }))?;
        } else {
            let left = account.factor.as_ref().map_or(0, |factor| factor.recovery.len());
            store::note(w, &client.event(id, now, What::RecoveryUsed { left }))?;
            let town = town::store::town(w)?;
            let mail = factor_changed(&town.identity, &account.mail, FactorChange::RecoveryUsed(left), &site);
            outbox::queue(w, mail, &letter, now)?;
        }
        Ok(Ok(()))
    };
    parts.store.write(format!("account {id}"), change).await
}
