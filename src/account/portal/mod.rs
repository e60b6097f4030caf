//! The door of accounts: signing in and out, and what follows.

mod address;
mod application;
mod client;
mod code;
mod codes;
mod confirm;
mod cookie;
mod families;
mod guard;
mod overview;
mod password;
mod removal;
mod session;
mod sign_in;

use rocket::{Route, routes};

pub use client::Client;
pub use guard::sent_to;

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        sign_in::form,
        sign_in::sign_in,
        sign_in::sign_out,
        session::keep,
        families::families,
        families::choose,
        code::show,
        code::give,
        application::show,
        application::set_up,
        overview::overview,
        overview::sessions,
        overview::end,
        address::show,
        address::ask,
        address::link,
        address::take_effect,
        codes::show,
        codes::remake,
        removal::removal,
        removal::remove,
        password::ask_form,
        password::ask,
        password::form,
        password::choose,
    ]
}

/// An address of the portal to go back to; anything else is not followed.
fn own(address: Option<&str>) -> &str {
    let plain = |address: &&str| {
        address.starts_with('/')
            && !address.starts_with("//")
            && !address.contains(|c: char| c.is_control() || c == '\\')
            && !["/connexion", "/deconnexion", "/mot-de-passe"].iter().any(|not| address.starts_with(not))
    };
    address.filter(plain).unwrap_or("/")
}
