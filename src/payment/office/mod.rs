//! The town's door: the contract, and the operations under way.

mod contract;
mod list;

use rocket::{Route, routes};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![contract::page, contract::change, contract::trial, list::page, list::again]
}
