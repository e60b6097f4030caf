//! The town's door to reservations: days that it closes.

mod closures;

use rocket::Route;

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    closures::routes()
}
