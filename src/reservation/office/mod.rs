//! The town's door to reservations.

mod year;

use rocket::{Route, routes};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![year::form, year::list, year::validate]
}
