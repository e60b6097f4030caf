//! The families' door: the way to the service's page, the way back, and the service's own notices.

mod back;
mod begin;

use rocket::{Route, routes};

pub use begin::{Away, begin};

/// The routes of this door. What is paid has a door of its own, which calls [`begin`].
pub fn routes() -> Vec<Route> {
    routes![back::notice, back::back, back::sent_back]
}
