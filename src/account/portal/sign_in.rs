//! Signing in and out.

use std::sync::Arc;

use rocket::{
    FromForm, Responder, State,
    form::Form,
    get,
    http::{CookieJar, Status},
    post,
};
use validator::ValidateEmail;

use super::{client::Client, cookie, own};
use crate::{
    account::{
        Account, AccountId, NotSignedIn, Place, Session, Step, Visitor,
        event::{Event, What},
        store::{self, Slowed, Trying},
        strength, throttle, view,
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Error, Page, SeeOther},
        store::{StoreError, Write},
    },
    town,
};

#[derive(Responder)]
pub enum Answer {
    Page(Page),
    SeeOther(SeeOther),
}

#[get("/connexion?<retour>&<fait>")]
pub async fn form(
    visitor: Option<&Visitor>,
    parts: &State<Arc<Parts>>,
    retour: Option<&str>,
    fait: Option<&str>,
) -> Result<Answer, Error> {
    if let Some(visitor) = visitor {
        return Ok(Answer::SeeOther(next(&visitor.session, own(retour))));
    }
    let town = parts.store.read(town::store::town)?;
    let shown = view::SignIn { back: own(retour), done: fait, ..Default::default() };
    Ok(Answer::Page((Status::Ok, view::sign_in(&town.identity, &shown))))
}

/// What the sign-in page sends.
#[derive(FromForm)]
pub struct Credentials<'r> {
    #[field(name = "adresse")]
    mail: &'r str,
    #[field(name = "mot-de-passe")]
    password: &'r str,
    #[field(name = "rester")]
    stays: Option<&'r str>,
    retour: Option<&'r str>,
}

#[post("/connexion", data = "<form>")]
pub async fn sign_in(
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    cookies: &CookieJar<'_>,
    client: Client,
    form: Form<Credentials<'_>>,
) -> Result<Answer, Error> {
    let mail = form.mail.trim();
    let mut shown =
        view::SignIn { back: own(form.retour), mail, stays: form.stays.is_some(), ..Default::default() };
    shown.bad_mail = !mail.validate_email();
    shown.no_password = form.password.is_empty();
    let mut status = Status::UnprocessableEntity;
    if !shown.bad_mail && !shown.no_password {
        match check(parts, cookies, &client, mail, form.password).await? {
            Checked::Right(right) => {
                let session = begin(parts, cookies, &client, *right, form.stays.is_some()).await?;
                return Ok(Answer::SeeOther(next(&session, own(form.retour))));
            }
            Checked::Wrong => shown.wrong = true,
            Checked::Slowed(slowed) => {
                shown.slowed = Some(slowed.until - parts.clock.now());
                status = Status::TooManyRequests;
            }
        }
    }
    let town = parts.store.read(town::store::town)?;
    Ok(Answer::Page((status, view::sign_in(&town.identity, &shown))))
}

/// Where somebody goes who has given the right password.
pub fn next(session: &Session, back: &str) -> SeeOther {
    // A page that needs a family asks for it itself.
    let missing = match session.step {
        Step::Code => Some(NotSignedIn::Code),
        Step::Enrol => Some(NotSignedIn::Enrol),
        Step::In => None,
    };
    let there = missing.and_then(|missing| missing.then(back).ok());
    there.unwrap_or_else(|| SeeOther(back.into()))
}

/// What an address and a password turn out to be.
enum Checked {
    Right(Box<Right>),
    Wrong,
    Slowed(Slowed),
}

/// Somebody who has given the right password.
struct Right {
    id: AccountId,
    account: Account,
    /// The families that the town shows to this person.
    families: Vec<Place>,
    /// What the try was counted against.
    against: Vec<Trying>,
}

/// Looks at an address and a password. An unknown address costs the same work.
async fn check(
    parts: &Parts,
    cookies: &CookieJar<'_>,
    client: &Client,
    mail: &str,
    password: &str,
) -> Result<Checked, Error> {
    let now = parts.clock.now();
    let known = parts.store.read(|r| store::account(r, mail))?;
    let id = known.as_ref().map_or(AccountId::MIN, |(id, _)| *id);
    let device = cookie::device_key(&parts.config, cookies).unwrap_or_default();
    let against = match parts.store.read(|r| store::knows_device(r, &device, id, now))? {
        true => vec![Trying { key: device, pace: &throttle::DEVICE }],
        false => client.strangers(&parts.config, mail),
    };
    let trying = against.clone();
    let begun = parts.store.write("sign-in", move |w| store::begin_try(w, &trying, now)).await;
    if let Err(slowed) = begun.map_err(|error: StoreError| Error::from(error))? {
        return Ok(Checked::Slowed(slowed));
    }
    let stored = known.as_ref().and_then(|(_, account)| account.password.clone());
    let password = if password.chars().count() <= strength::LONGEST { password } else { "" };
    let right = parts.passwords.verify(password, stored).await;
    // Who may no longer see anything is answered like who does not know the password.
    let about = known.as_ref().map(|(id, _)| *id);
    let families = match &known {
        Some((_, account)) => parts.store.read(|r| store::open_families(r, account))?,
        None => Vec::new(),
    };
    let open = |(_, account): &(AccountId, Account)| !families.is_empty() || account.on_duty().is_some();
    if let Some((id, account)) = known.filter(|known| right && open(known)) {
        let families = families.into_iter().map(|(family, _)| family).collect();
        return Ok(Checked::Right(Box::new(Right { id, account, families, against })));
    }
    let event = Event { about, ..client.event(id, parts.clock.now(), What::SlowedDown) };
    parts.store.write("sign-in", move |w| failed(w, &against, &event)).await?;
    Ok(Checked::Wrong)
}

/// Counts a failure; tells the journal when tries begin to be slowed down.
fn failed(w: &Write, against: &[Trying], event: &Event) -> Result<(), Error> {
    if store::fail_try(w, against, event.at)? {
        store::note(w, event)?;
    }
    Ok(())
}

/// Begins a session, and ends the one that the same browser had.
async fn begin(
    parts: &Parts,
    cookies: &CookieJar<'_>,
    client: &Client,
    right: Right,
    stays: bool,
) -> Result<Session, Error> {
    let now = parts.clock.now();
    let Right { id, account, families, against } = right;
    let family = if let [only] = families[..] { Some(only) } else { None };
    let session = Session {
        step: account.step(),
        // The town hall's computers are shared: nobody stays there.
        stays: stays && account.on_duty().is_none(),
        origin: client.origin.0.to_string(),
        device: client.device.clone(),
        ..Session::new(id, family, now)
    };
    let before = cookie::session_key(&parts.config, cookies);
    let (token, key) = cookie::new_session(&parts.config, &parts.random);
    let device = cookie::mark_device(&parts.config, &parts.random, cookies);
    let event = client.event(id, now, What::SignedIn { device: client.device.clone() });
    let begun = session.clone();
    let change = move |w: &Write| {
        store::forgive_try(w, &against)?;
        if let Some(before) = before {
            store::end(w, &before)?;
        }
        if begun.step == Step::In {
            store::note(w, &event)?;
        }
        store::remember_device(w, &device, id, now)?;
        Ok::<_, Error>(store::begin(w, &key, &begun)?)
    };
    parts.store.write(format!("account {id}"), change).await?;
    cookie::give(&parts.config, cookies, token, session.stays);
    Ok(session)
}

#[post("/deconnexion")]
pub async fn sign_out(
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    cookies: &CookieJar<'_>,
) -> Result<SeeOther, Error> {
    if let Some(key) = cookie::session_key(&parts.config, cookies) {
        parts.store.write("session", move |w| store::end(w, &key)).await?;
        cookie::take_back(&parts.config, cookies);
    }
    Ok(SeeOther("/".into()))
}
