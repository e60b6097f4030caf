//! The door of the town's side: its home, its mail.

mod file;
mod home;
mod mails;
mod opening;
mod settings;

use rocket::{Route, routes};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        home::home,
        mails::page,
        mails::retry,
        mails::retry_all,
        mails::test,
        settings::hub,
        file::page,
        file::export,
        file::send,
        file::preview,
        file::take,
        opening::page,
        opening::change
    ]
}
