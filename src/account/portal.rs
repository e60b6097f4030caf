//! Signing in and out.

use std::sync::Arc;

use rocket::{
    FromForm, Responder, Route, State,
    form::Form,
    get,
    http::{CookieJar, RawStr, Status},
    post, routes,
};
use validator::ValidateEmail;

use super::{NotSignedIn, Parent, Session, cookie, cookie_name, store, view};
use crate::{
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Error, Page, SeeOther},
        store::Write,
    },
    town,
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![form, sign_in, sign_out]
}

/// Longest password that is looked at.
const LONGEST: usize = 128;

/// Sends somebody to the sign-in page, to come back to an address of the portal.
pub fn sign_in_then(address: &str) -> SeeOther {
    let encoded = RawStr::new(address).percent_encode();
    SeeOther(format!("/connexion?retour={encoded}"))
}

/// An address of the portal to go back to; anything else is not followed.
fn own(address: Option<&str>) -> &str {
    let plain = |address: &&str| {
        address.starts_with("/reservations") && !address.contains(|c: char| c.is_control() || c == '\\')
    };
    address.filter(plain).unwrap_or("/")
}

#[derive(Responder)]
enum Answer {
    Page(Page),
    SeeOther(SeeOther),
}

#[get("/connexion?<retour>")]
async fn form(
    parent: Result<Parent, NotSignedIn>,
    parts: &State<Arc<Parts>>,
    retour: Option<&str>,
) -> Result<Answer, Error> {
    if parent.is_ok() {
        return Ok(Answer::SeeOther(SeeOther(own(retour).into())));
    }
    let town = parts.store.read(town::store::town)?;
    let page = view::sign_in(&town.identity, &view::SignIn { back: own(retour), ..Default::default() });
    Ok(Answer::Page((Status::Ok, page)))
}

/// What the sign-in page sends.
#[derive(FromForm)]
struct Credentials<'r> {
    #[field(name = "adresse")]
    mail: &'r str,
    #[field(name = "mot-de-passe")]
    password: &'r str,
    retour: Option<&'r str>,
}

#[post("/connexion", data = "<form>")]
async fn sign_in(
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    cookies: &CookieJar<'_>,
    form: Form<Credentials<'_>>,
) -> Result<Answer, Error> {
    let mail = form.mail.trim();
    let mut shown = view::SignIn { back: own(form.retour), mail, ..Default::default() };
    shown.bad_mail = !mail.validate_email();
    shown.no_password = form.password.is_empty();
    if !shown.bad_mail && !shown.no_password {
        match check(parts, mail, form.password).await? {
            Some(session) => {
                let before = cookies.get(cookie_name(&parts.config));
                let before = before.map(|cookie| store::session_key(&parts.config, cookie.value()));
                cookies.add(begin(parts, session, before).await?);
                return Ok(Answer::SeeOther(SeeOther(own(form.retour).into())));
            }
            None => shown.wrong = true,
        }
    }
    let town = parts.store.read(town::store::town)?;
    Ok(Answer::Page((Status::UnprocessableEntity, view::sign_in(&town.identity, &shown))))
}

/// The session that an address and a password open. An unknown address costs the same work.
async fn check(parts: &Parts, mail: &str, password: &str) -> Result<Option<Session>, Error> {
    let account = parts.store.read(|r| store::account(r, mail))?;
    let stored = account.as_ref().and_then(|(_, account)| account.password.clone());
    let password = if password.len() <= LONGEST { password } else { "" };
    let right = parts.passwords.verify(password, stored).await;
    let session = account.filter(|_| right).and_then(|(id, account)| {
        let (family, guardian) = *account.families.first()?;
        Some(Session { account: id, family, guardian, seen: parts.clock.now() })
    });
    // Who may no longer see a family is answered like who does not know the password.
    let Some(session) = session else {
        return Ok(None);
    };
    let lets_in = parts.store.read(|r| store::lets_in(r, &session))?;
    Ok(lets_in.then_some(session))
}

/// Begins a session, and ends the one that the same browser had.
async fn begin(
    parts: &Parts,
    session: Session,
    before: Option<[u8; 32]>,
) -> Result<rocket::http::Cookie<'static>, Error> {
    let token = crate::platform::random::hex(&parts.random.bytes::<32>());
    let key = store::session_key(&parts.config, &token);
    let who = format!("account {}", session.account);
    let change = move |w: &Write| {
        if let Some(before) = before {
            store::end(w, &before)?;
        }
        store::begin(w, &key, &session)
    };
    parts.store.write(who, change).await?;
    Ok(cookie(&parts.config, token))
}

#[post("/deconnexion")]
async fn sign_out(
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    cookies: &CookieJar<'_>,
) -> Result<SeeOther, Error> {
    if let Some(known) = cookies.get(cookie_name(&parts.config)) {
        let key = store::session_key(&parts.config, known.value());
        parts.store.write("session", move |w| store::end(w, &key)).await?;
        cookies.remove(cookie(&parts.config, String::new()));
    }
    Ok(SeeOther("/".into()))
}
