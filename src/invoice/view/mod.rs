//! Bills, in French.

pub mod account;
pub mod bill;
pub mod lines;
pub mod list;
pub mod offices;
pub mod preview;
pub mod receipt;
pub mod run;

use super::{Means, ledger::State};
use crate::platform::money::Cents;
use crate::ui::french;

/// An amount in words.
pub fn money(amount: Cents) -> String {
    french::money(amount.0)
}

/// Where a bill stands.
pub fn state(state: State) -> &'static str {
    match state {
        State::Open => "À payer",
        State::Part => "Payée en partie",
        State::Paid => "Payée",
        State::Late => "En retard",
        State::Cancelled => "Annulée",
    }
}

/// How something was paid.
pub fn means(means: Means) -> &'static str {
    match means {
        Means::Cash => "Espèces",
        Means::Cheque => "Chèque",
        Means::Transfer => "Virement",
        Means::Card => "Carte bancaire, au guichet",
        Means::Online => "Paiement en ligne",
    }
}
