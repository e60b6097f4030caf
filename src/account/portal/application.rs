//! Setting up the application of the second factor.

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
    confirm, own,
    session::{Renewed, again},
    sign_in::next,
};
use crate::{
    account::{
        Account, Step, Visitor,
        event::What,
        factor::{self, Factor},
        mail::{FactorChange, factor_changed},
        store::{self, Kind, keyed},
        view::{self, Untaken},
    },
    platform::{
        Parts,
        compress::Secret,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        outbox,
        random::hex,
        store::Write,
    },
    town,
};

#[get("/connexion/application?<retour>")]
pub async fn show(
    visitor: &Visitor,
    parts: &State<Arc<Parts>>,
    retour: Option<&str>,
) -> Result<Answer<Secret<Page>>, Error> {
    if let Some(elsewhere) = not_here(visitor, own(retour)) {
        return Ok(Answer::SeeOther(elsewhere));
    }
    page(parts, visitor, Status::Ok, (None, None), own(retour))
}

/// Who has a second factor sets up no other; who owes its code gives it first.
fn not_here(visitor: &Visitor, back: &str) -> Option<SeeOther> {
    match (visitor.session.step, &visitor.account.factor) {
        (Step::Code, _) => Some(next(&visitor.session, back)),
        (_, Some(_)) => Some(SeeOther("/compte".into())),
        (_, None) => None,
    }
}

fn page(
    parts: &Parts,
    visitor: &Visitor,
    status: Status,
    (code, password): (Option<Untaken>, Option<Untaken>),
    back: &str,
) -> Result<Answer<Secret<Page>>, Error> {
    let town = parts.store.read(town::store::town)?;
    let secret = candidate(parts, visitor);
    let shown = view::Enrolment {
        address: &factor::address(&secret, &town.identity.name, &visitor.account.mail),
        typed: &factor::typed(&secret),
        compulsory: visitor.account.needs_factor(),
        again: visitor.session.step == Step::In,
        password,
        code,
        back,
    };
    Ok(Answer::Page(Secret((status, view::enrolment(&town.identity, &visitor.bar(), &shown)))))
}

/// The secret that a session offers: the same each time, known to nobody else, and kept nowhere.
fn candidate(parts: &Parts, visitor: &Visitor) -> [u8; 20] {
    let whole = keyed(&parts.config, Kind::Candidate, &format!("{} {}", hex(&visitor.key), visitor.id));
    std::array::from_fn(|at| whole[at])
}

/// The first code, and the password of who is in already.
#[derive(FromForm)]
pub struct First<'r> {
    code: &'r str,
    #[field(name = "mot-de-passe")]
    password: Option<&'r str>,
    retour: Option<&'r str>,
}

#[post("/connexion/application", data = "<form>")]
pub async fn set_up(
    visitor: &Visitor,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    cookies: &CookieJar<'_>,
    client: Client,
    form: Form<First<'_>>,
) -> Result<Answer<Secret<Page>>, Error> {
    let (back, now) = (own(form.retour), parts.clock.now());
    if let Some(elsewhere) = not_here(visitor, back) {
        return Ok(Answer::SeeOther(elsewhere));
    }
    let password = match visitor.session.step {
        Step::In => confirm::password(parts, &client, visitor, form.password.unwrap_or_default()).await?,
        _ => None,
    };
    let secret = candidate(parts, visitor);
    let missing = if form.code.trim().is_empty() { Untaken::Missing } else { Untaken::Wrong };
    let (None, Some(used)) = (password, factor::right(&secret, form.code, now)) else {
        let code = factor::right(&secret, form.code, now).is_none().then_some(missing);
        return page(parts, visitor, confirm::status(&[code, password]), (code, password), back);
    };
    let codes = factor::recovery(&parts.random.bytes());
    let renewed = Renewed::of(parts, visitor);
    let set = Factor::new(secret, used, &codes);
    enrol(parts, visitor, client, set, renewed.clone()).await?;
    let town = parts.store.read(town::store::town)?;
    let bar = Visitor { session: renewed.session().clone(), ..visitor.clone() }.bar();
    renewed.give(parts, cookies);
    Ok(Answer::Page(Secret((Status::Ok, view::codes(&town.identity, &bar, &codes, true, back)))))
}

/// The second factor is there, all other sessions end, this one goes on under another key.
async fn enrol(
    parts: &Parts,
    visitor: &Visitor,
    client: Client,
    set: Factor,
    renewed: Renewed,
) -> Result<(), Error> {
    let (now, id, visitor) = (parts.clock.now(), visitor.id, visitor.clone());
    let (site, letter) = (parts.config.site.clone(), parts.random.token());
    let change = move |w: &Write| {
        let fresh = again(w, &visitor, now)?;
        if fresh.account.factor.is_some() {
            return Err(Error::Missing);
        }
        let account = Account { factor: Some(set), ..fresh.account };
        store::set_account(w, id, &account)?;
        store::end_all(w, id, None)?;
        renewed.begin(w)?;
        store::note(w, &client.event(id, now, What::FactorSet))?;
        if fresh.session.step == Step::Enrol {
            store::note(w, &client.event(id, now, What::SignedIn { device: client.device.clone() }))?;
        }
        let town = town::store::town(w)?;
        let mail = factor_changed(&town.identity, &account.mail, FactorChange::Set, &site);
        Ok(outbox::queue(w, mail, &letter, now)?)
    };
    parts.store.write(format!("account {id}"), change).await
}
