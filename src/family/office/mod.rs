//! The town's door to families.

mod access;
mod admit;
mod answer;
mod custody;
pub mod desk;
mod pick;
mod quotient;
mod requests;
mod rights;

use rocket::{Route, routes};

use super::{FamilyId, store};
use crate::{
    account::{self, AccountId, role::Role},
    platform::{
        error::Error,
        store::{Reading, Write},
    },
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        requests::list,
        requests::accept,
        requests::one,
        requests::treat,
        custody::page,
        custody::change,
        access::page,
        access::change,
        quotient::page,
        quotient::change,
        rights::page,
        rights::change,
    ]
}

/// The duty of an agent may have ended between the page and its turn on the writer.
fn still_has(w: &Write, agent: AccountId, role: Role) -> Result<(), Error> {
    let account = account::store::account_of(w, agent)?;
    let has = account.and_then(|account| account.duty).is_some_and(|duty| duty.has(&[role]));
    if has { Ok(()) } else { Err(Error::NotAllowed) }
}

/// A family whose file can be changed: what was put away is taken up again first.
///
/// # Errors
/// [`Error::Missing`]
fn current(r: &impl Reading, id: FamilyId) -> Result<super::Family, Error> {
    store::family(r, id)?.filter(|family| family.archived.is_none()).ok_or(Error::Missing)
}
