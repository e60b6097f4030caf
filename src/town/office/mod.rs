//! The town's door to what it is: its name, its logo, its schools, its calendar.

mod calendar;
mod identity;
mod legal;
mod schools;

use rocket::{Route, routes};

use crate::{
    account::{self, AccountId, role::Role},
    platform::{error::Error, store::Write},
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        calendar::page,
        calendar::change,
        identity::page,
        identity::change,
        identity::logo,
        identity::no_logo,
        legal::page,
        legal::change,
        schools::list,
        schools::one,
        schools::change,
    ]
}

/// Whether somebody still administers the portal, at its turn on the writer.
///
/// # Errors
/// [`Error::NotAllowed`]
pub fn still_administers(w: &Write, id: AccountId) -> Result<(), Error> {
    let account = account::store::account_of(w, id)?;
    let duty = account.as_ref().and_then(|account| account.on_duty());
    if duty.is_some_and(|duty| duty.has(&[Role::Administrator])) { Ok(()) } else { Err(Error::NotAllowed) }
}
