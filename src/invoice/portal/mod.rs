//! The families' door: "Factures", a bill and its document, paying it online, receipts.

mod list;
mod one;
mod sent;

use rocket::{Route, routes};

pub use list::accounts;
pub(in crate::invoice) use one::receipt_page;
pub use sent::document;

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![list::page, one::page, one::document, one::pay, one::receipt]
}
