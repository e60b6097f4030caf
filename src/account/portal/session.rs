//! A session that is kept.

use std::sync::Arc;

use rocket::{State, post, response::status::NoContent};

use crate::{
    account::{Inside, store},
    platform::{Parts, csrf::OwnPage, error::Error},
};

/// "Rester connecté", before the session ends: it was used just now.
#[post("/session")]
pub async fn keep(inside: Inside<'_>, _own: OwnPage, parts: &State<Arc<Parts>>) -> Result<NoContent, Error> {
    let (key, now) = (inside.0.key, parts.clock.now());
    parts.store.write("session", move |w| store::touch(w, &key, now)).await?;
    Ok(NoContent)
}
