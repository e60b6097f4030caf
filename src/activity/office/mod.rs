//! The town's door to services: the list, one of them, its deadlines.

mod deadlines;
mod list;
mod one;
mod rule;

use rocket::{Route, routes};

use crate::{
    account::{self, AccountId, role::Role},
    activity::{Service, ServiceId, Services, store},
    platform::{
        error::Error,
        store::{Reading, Write},
    },
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        list::list,
        list::shift,
        one::new,
        one::page,
        one::add,
        one::change,
        deadlines::page,
        deadlines::change,
        rule::page,
        rule::change,
        rule::preview,
    ]
}

/// A service by its number.
///
/// # Errors
/// [`Error::Missing`]
fn service(r: &impl Reading, id: u32) -> Result<Service, Error> {
    store::services(r)?.get(ServiceId(id)).cloned().ok_or(Error::Missing)
}

/// All services, as an administrator finds them at their turn on the writer.
///
/// # Errors
/// [`Error::NotAllowed`]
fn all(w: &Write, agent: AccountId) -> Result<Vec<Service>, Error> {
    let duty = account::store::account_of(w, agent)?.and_then(|account| account.duty);
    duty.filter(|duty| duty.has(&[Role::Administrator])).ok_or(Error::NotAllowed)?;
    let services: std::sync::Arc<Services> = store::services(w)?;
    Ok(services.list.clone())
}
