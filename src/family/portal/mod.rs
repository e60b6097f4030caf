//! The families' door to their own files: "Famille" and "Enfants".

mod adults;
mod files;
mod needs;
mod requests;
mod tabs;

use rocket::{Route, routes};

use super::office::desk::Author;
use crate::{
    account::{Bar, Parent, view::dress},
    platform::Parts,
    town::{Identity, view},
    ui::layout::Frame,
};

pub use needs::needs;

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        files::family,
        files::guardian,
        files::save_guardian,
        files::household,
        files::save_household,
        files::adult,
        files::save_adult,
        files::children,
        files::child,
        files::save_child,
        adults::list,
        adults::new,
        adults::add,
        adults::removal,
        adults::remove,
        requests::list,
        requests::withdraw,
    ]
}

/// The frame of a page, which the view completes.
fn frame<'a>(town: &'a Identity, bar: &'a Bar) -> Frame<'a> {
    let mut frame = view::frame(town, "");
    dress(&mut frame, bar);
    frame
}

/// Who changes the file.
fn author(parent: &Parent, parts: &Parts) -> Author {
    Author {
        account: parent.account,
        name: format!("{} {}", parent.first_name, parent.last_name),
        town: false,
        at: parts.clock.now(),
    }
}
