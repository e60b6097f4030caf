//! Accounts: who signs in, with which password, and the sessions that follow.

pub mod portal;
pub mod store;
mod view;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rocket::{
    Request,
    http::{Cookie, CookieJar, SameSite, Status},
    request::{FromRequest, Outcome},
};
use serde::{Deserialize, Serialize};

use crate::{
    family::{FamilyId, GuardianId},
    id,
    platform::{Parts, config::Config, password::Hashed, store::StoreError},
};

id!(
    /// An account: one person, one mail address.
    AccountId
);

/// Somebody who signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Account {
    /// Mail address, in lower case.
    pub mail: String,
    /// Password; none before the first connection.
    pub password: Option<Hashed>,
    /// Families this person is a guardian of.
    pub families: Vec<(FamilyId, GuardianId)>,
}

/// A session, stored under a digest of its token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// Whose.
    pub account: AccountId,
    /// The family that is shown.
    pub family: FamilyId,
    /// Who that is in the family.
    pub guardian: GuardianId,
    /// Last use, known to within [`Session::TOUCH`].
    pub seen: DateTime<Utc>,
}

impl Session {
    /// It ends after so long without use.
    pub const IDLE: TimeDelta = TimeDelta::hours(1);
    /// Its last use is written down when it is this much older.
    pub const TOUCH: TimeDelta = TimeDelta::minutes(5);

    /// Whether it still holds.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        now < self.seen + Self::IDLE
    }
}

/// An address as accounts are found by: without spaces around, in lower case.
pub fn normal(mail: &str) -> String {
    mail.trim().to_lowercase()
}

/// A signed-in guardian, and the family shown. Only whom the town lets in is one.
#[derive(Clone, Debug)]
pub struct Parent {
    /// The account.
    pub account: AccountId,
    /// The family.
    pub family: FamilyId,
    /// "Lucie".
    pub first_name: String,
    /// "ALAIN".
    pub last_name: String,
    /// Where confirmations go.
    pub mail: String,
}

/// Nobody is signed in, or no longer.
#[derive(Debug)]
pub struct NotSignedIn;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Parent {
    type Error = NotSignedIn;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, NotSignedIn> {
        let Some(parts) = request.rocket().state::<Arc<Parts>>() else {
            return Outcome::Error((Status::InternalServerError, NotSignedIn));
        };
        match signed_in(parts, request.cookies()).await {
            Ok(Some(parent)) => Outcome::Success(parent),
            Ok(None) => Outcome::Error((Status::Unauthorized, NotSignedIn)),
            Err(error) => {
                rocket::error!("session: {error}");
                Outcome::Error((Status::InternalServerError, NotSignedIn))
            }
        }
    }
}

/// The parent whose session a cookie holds.
async fn signed_in(parts: &Parts, cookies: &CookieJar<'_>) -> Result<Option<Parent>, StoreError> {
    let Some(cookie) = cookies.get(cookie_name(&parts.config)) else {
        return Ok(None);
    };
    let key = store::session_key(&parts.config, cookie.value());
    let now = parts.clock.now();
    let Some((session, parent)) = parts.store.read(|r| store::parent(r, &key, now))? else {
        return Ok(None);
    };
    if now > session.seen + Session::TOUCH {
        // On a full disk nothing is written, and reading goes on.
        let touched = parts.store.write("session", move |w| store::touch(w, &key, now)).await;
        touched.unwrap_or_else(|error: StoreError| rocket::warn!("session: {error}"));
    }
    Ok(Some(parent))
}

/// `__Host-` binds a cookie to this host and to TLS; a browser refuses it without TLS.
fn cookie_name(config: &Config) -> &'static str {
    if config.tls() { "__Host-preau" } else { "preau" }
}

/// The cookie that carries a session's token.
fn cookie(config: &Config, token: String) -> Cookie<'static> {
    Cookie::build((cookie_name(config), token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(config.tls())
        .build()
}
