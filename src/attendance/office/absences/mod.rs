//! Absences told, for the town hall: read, told for a family that telephones, with the certificates that came.

mod list;
mod one;
mod tell;

use rocket::{Route, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![list::page, one::page, one::note, one::read, one::take_back, tell::page, tell::send]
}
