//! The mails about accounts, in French.

mod address;
mod agent;
mod factor;
mod password;

pub use address::{address_asked, address_changed, address_link, address_taken};
pub use agent::{duty_given, invitation, new_link};
pub use factor::{FactorChange, factor_changed};
pub use password::{Changed, password_changed, password_link};

use crate::town::mail::letter;
