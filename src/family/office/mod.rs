//! The town's door to families.

pub mod desk;
mod import;
mod list;

use rocket::{Route, routes};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    [routes![list::list], import::routes()].concat()
}
