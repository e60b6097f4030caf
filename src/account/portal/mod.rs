//! The door of accounts: signing in and out, and what follows.

mod client;
mod cookie;
mod families;
mod guard;
mod sign_in;

use rocket::{Route, routes};

pub use client::Client;
pub use guard::sent_to;

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![sign_in::form, sign_in::sign_in, sign_in::sign_out, families::families, families::choose,]
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
