//! The town's door to families' reservations.

mod book;

use rocket::{Route, routes};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![book::current, book::show, book::change, book::validate, book::back]
}
