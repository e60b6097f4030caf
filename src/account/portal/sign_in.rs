//! Signing in and out.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rocket::{
    FromForm, State,
    form::Form,
    get,
    http::{CookieJar, Status},
    post,
};

use super::{client::Client, cookie, own};
use crate::{
    account::{
        Account, AccountId, NotSignedIn, Session, Step, Visitor,
        event::{Event, What},
        is_address,
        store::{self, Slowed, Trying},
        strength, view,
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, SeeOther},
        password::Hashed,
        store::{StoreError, Write},
    },
    town,
};

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
    shown.bad_mail = !is_address(mail);
    shown.no_password = form.password.is_empty();
    let mut status = Status::UnprocessableEntity;
    if !shown.bad_mail && !shown.no_password {
        match check(parts, cookies, &client, mail, form.password).await? {
            Checked::Right(right) => match begin(parts, cookies, &client, right, form.stays.is_some()).await?
            {
                Some(session) => return Ok(Answer::SeeOther(next(&session, own(form.retour)))),
                None => shown.wrong = true,
            },
            Checked::Wrong => shown.wrong = true,
            Checked::Closed => {
                shown.closed = true;
                status = Status::Forbidden;
            }
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
    Right(Right),
    Wrong,
    /// They are right, and the portal is not open to this person.
    Closed,
    Slowed(Slowed),
}

/// Somebody who has given the right password.
struct Right {
    id: AccountId,
    /// The password that was right, as it is stored.
    password: Option<Hashed>,
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
    let stored = known.as_ref().and_then(|(_, account)| account.password.clone());
    let against = match parts.store.read(|r| store::knows_device(r, &device, id, stored.as_ref(), now))? {
        true => vec![client.device_of(&parts.config, &device, id)],
        false => client.strangers(&parts.config, mail),
    };
    let trying = against.clone();
    let begun = parts.store.write("sign-in", move |w| store::begin_try(w, &trying, now)).await;
    if let Err(slowed) = begun.map_err(|error: StoreError| Error::from(error))? {
        return Ok(Checked::Slowed(slowed));
    }
    let password = if password.chars().count() <= strength::LONGEST { password } else { "" };
    let right = parts.passwords.verify(password, stored.clone()).await;
    // Who may no longer see anything is answered like who does not know the password.
    let (lets_in, is_open) = match &known {
        Some((_, account)) => parts
            .store
            .read(|r| Ok::<_, StoreError>((store::lets_in(r, account)?, store::is_open_to(r, account)?)))?,
        None => (false, false),
    };
    if right && lets_in {
        if !is_open {
            parts.store.write("sign-in", move |w| store::forgive_try(w, &against)).await?;
            return Ok(Checked::Closed);
        }
        return Ok(Checked::Right(Right { id, password: stored, against }));
    }
    let about = known.map(|(id, _)| id);
    let event = Event { about, ..client.event(id, parts.clock.now(), What::SlowedDown) };
    parts.store.write("sign-in", move |w| failed(w, &against, &event)).await?;
    Ok(Checked::Wrong)
}

/// Counts a failure; tells the journal when tries begin to be slowed down. An address that nobody has is not told
/// of: anybody could write there for ever.
fn failed(w: &Write, against: &[Trying], event: &Event) -> Result<(), Error> {
    let slowed = store::fail_try(w, against, event.at)?;
    if slowed.into_iter().skip(usize::from(event.about.is_none())).any(|slowed| slowed) {
        store::note(w, event)?;
    }
    Ok(())
}

/// Begins a session, and ends the one that the same browser had. None when the password was changed, or the access
/// ended, while it was looked at: the account is read again where there is only one writer.
async fn begin(
    parts: &Parts,
    cookies: &CookieJar<'_>,
    client: &Client,
    right: Right,
    stays: bool,
) -> Result<Option<Session>, Error> {
    let now = parts.clock.now();
    let before = cookie::session_key(&parts.config, cookies);
    let (token, key) = cookie::new_session(&parts.config, &parts.random);
    let device = cookie::device(&parts.config, &parts.random, cookies);
    let (marked, from) = (device.key, client.clone());
    let change = move |w: &Write| {
        let Right { id, password, against } = right;
        let account = match store::account_of(w, id)? {
            Some(account)
                if account.password == password
                    && store::lets_in(w, &account)?
                    && store::is_open_to(w, &account)? =>
            {
                account
            }
            _ => return Ok::<_, Error>(None),
        };
        let session = opened(w, id, &account, stays, &from, now)?;
        store::forgive_try(w, &against)?;
        if let Some(before) = before {
            store::end(w, &before)?;
        }
        if session.step == Step::In {
            store::note(w, &from.event(id, now, What::SignedIn { device: from.device.clone() }))?;
            store::remember_device(w, &marked, id, &account, now)?;
        }
        store::begin(w, &key, &session)?;
        Ok(Some(session))
    };
    let session = parts.store.write("sign-in", change).await?;
    if let Some(session) = &session {
        cookie::give(&parts.config, cookies, token, session.stays);
        device.mark(&parts.config, cookies);
    }
    Ok(session)
}

/// The session that the right password of an account opens, as the account is now.
fn opened(
    w: &Write,
    id: AccountId,
    account: &Account,
    stays: bool,
    from: &Client,
    now: DateTime<Utc>,
) -> Result<Session, StoreError> {
    let families = store::open_families(w, account)?;
    let only = if let [(only, _)] = &families[..] { Some(*only) } else { None };
    Ok(Session {
        step: account.step(),
        // The town hall's computers are shared: nobody stays there.
        stays: stays && account.on_duty().is_none(),
        origin: from.origin.0.to_string(),
        device: from.device.clone(),
        ..Session::new(id, only, now)
    })
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
