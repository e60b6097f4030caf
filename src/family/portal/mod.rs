//! The families' door to their own files: "Famille" and "Enfants".

mod files;

use rocket::{Route, routes};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        files::family,
        files::guardian,
        files::save_guardian,
        files::household,
        files::save_household,
        files::children,
        files::child,
        files::save_child,
    ]
}
