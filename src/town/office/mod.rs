//! The town hall's door to its own settings: the calendar.

mod calendar;

use rocket::{Route, routes};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![calendar::page, calendar::change]
}
