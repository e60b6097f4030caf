//! The town's door: runs, bills, the cash desk, the cash offices.

mod account;
mod bill;
mod offices;
mod runs;

use rocket::{Route, routes};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        runs::list,
        runs::preview,
        runs::issue,
        runs::progress,
        bill::page,
        bill::document,
        bill::cancel,
        account::page,
        account::pay,
        account::receipt,
        account::give_back,
        offices::list,
        offices::one,
        offices::save,
    ]
}
