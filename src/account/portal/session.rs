//! A session that is kept, and one that goes on under another key.

use std::sync::Arc;

use rocket::{State, http::CookieJar, post, response::status::NoContent};

use super::cookie;
use crate::{
    account::{Inside, Session, Step, Visitor, store},
    platform::{
        Parts,
        csrf::OwnPage,
        error::Error,
        store::{StoreError, Write},
    },
};

/// "Rester connecté", before the session ends: it was used just now.
#[post("/session")]
pub async fn keep(inside: Inside<'_>, _own: OwnPage, parts: &State<Arc<Parts>>) -> Result<NoContent, Error> {
    let (key, now) = (inside.0.key, parts.clock.now());
    parts.store.write("session", move |w| store::touch(w, &key, now)).await?;
    Ok(NoContent)
}

/// A visitor's session, in, under a key that nobody has seen before: what the browser held until now opens
/// nothing more than it did.
#[derive(Clone)]
pub struct Renewed {
    token: String,
    key: [u8; 32],
    before: [u8; 32],
    session: Session,
}

impl Renewed {
    pub fn of(parts: &Parts, visitor: &Visitor) -> Self {
        let (token, key) = cookie::new_session(&parts.config, &parts.random);
        let now = parts.clock.now();
        let session = Session { step: Step::In, begun: now, seen: now, ..visitor.session.clone() };
        Self { token, key, before: visitor.key, session }
    }

    /// Ends the session before and begins this one.
    pub fn begin(&self, w: &Write) -> Result<(), StoreError> {
        store::end(w, &self.before)?;
        store::begin(w, &self.key, &self.session)
    }

    /// The session.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Gives it to the browser, once it is written.
    pub fn give(self, parts: &Parts, cookies: &CookieJar<'_>) {
        cookie::give(&parts.config, cookies, self.token, self.session.stays);
    }
}

/// Who asks, read again inside the writer: the session may have been ended meanwhile.
pub fn again(w: &Write, visitor: &Visitor, now: chrono::DateTime<chrono::Utc>) -> Result<Visitor, Error> {
    store::visitor(w, &visitor.key, now)?.ok_or(Error::Missing)
}
