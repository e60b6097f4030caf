//! A session that is kept, and one that is looked at again.

use std::sync::Arc;

use rocket::{State, post, response::status::NoContent};

use crate::{
    account::{Inside, Visitor, store},
    platform::{Parts, csrf::OwnPage, error::Error, store::Write},
};

/// "Rester connecté", before the session ends: it was used just now.
#[post("/session")]
pub async fn keep(inside: Inside<'_>, _own: OwnPage, parts: &State<Arc<Parts>>) -> Result<NoContent, Error> {
    let (key, now) = (inside.0.key, parts.clock.now());
    parts.store.write("session", move |w| store::touch(w, &key, now)).await?;
    Ok(NoContent)
}

/// Who asks, read again inside the writer: the session may have been ended meanwhile.
pub fn again(w: &Write, visitor: &Visitor, now: chrono::DateTime<chrono::Utc>) -> Result<Visitor, Error> {
    store::visitor(w, &visitor.key, now)?.ok_or(Error::Missing)
}
