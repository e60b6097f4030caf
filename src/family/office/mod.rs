//! The town's door to families.

mod answer;
pub mod desk;
mod requests;

use rocket::{Route, routes};

use crate::{
    account::{AccountId, role::Role, store},
    platform::{error::Error, store::Write},
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![requests::list, requests::accept, requests::one, requests::treat]
}

/// The duty of an agent may have ended between the page and its turn on the writer.
fn still_has(w: &Write, agent: AccountId, role: Role) -> Result<(), Error> {
    let account = store::account_of(w, agent)?;
    let has = account.and_then(|account| account.duty).is_some_and(|duty| duty.has(&[role]));
    if has { Ok(()) } else { Err(Error::NotAllowed) }
}
