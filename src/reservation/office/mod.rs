//! The town's door to reservations.

mod price;

use rocket::{Route, routes};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![price::page]
}
