//! The families' door: absences told, certificates, what became of each booking.

mod certificate;
mod days;
mod effects;
mod page;
mod tell;

use rocket::{Route, routes};

pub(super) use certificate::Scanned;
pub(super) use effects::shown;
pub(super) use tell::{Asked, tell, withdraw};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        days::page,
        page::page,
        tell::send,
        tell::take_back,
        certificate::read,
        certificate::send,
        certificate::remove,
    ]
}
