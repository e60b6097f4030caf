//! Paying online, by PayFiP, the service of the tax administration.
//!
//! One *operation* is one attempt at paying one thing: it is written down before the payer leaves for the service's
//! page, and asked for until the service has said how it ended. What comes back with the payer, and the notice that
//! the service sends, prove nothing: they only make it be asked sooner. What is paid is what the service answers, if it
//! answers of the same operation, client, reference and amount, in the mode of the operation.

pub mod answer;
pub mod contract;
pub mod fault;
pub mod gateway;
pub mod job;
pub mod office;
pub mod operation;
pub mod order;
pub mod portal;
pub mod schedule;
pub mod store;
pub mod view;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::{family::FamilyId, id, platform::money::Cents};

id!(
    /// An operation. Numbers begin with 1.
    OperationId
);

/// What is to be paid: all that this slice knows of a bill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// Whose it is; none of a trial of the town's own.
    pub family: Option<FamilyId>,
    /// Its reference, as the service and the cash office know it: 6 to 30 letters and figures.
    pub reference: String,
    /// What is left to pay, in cents.
    pub amount: Cents,
    /// What it is for, in words: the service shows them without accents.
    pub object: String,
    /// Where the service sends its confirmation.
    pub mail: String,
    /// Budget year.
    pub year: i32,
}

/// How an operation counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// A trial: no money.
    Test,
    /// The acceptance trial with the administration, before the contract is in force.
    Activation,
    /// Real money.
    Production,
}

impl Mode {
    /// All of them.
    pub const ALL: [Mode; 3] = [Mode::Test, Mode::Activation, Mode::Production];

    /// The service's letter for it.
    pub fn letter(self) -> &'static str {
        match self {
            Mode::Test => "T",
            Mode::Activation => "X",
            Mode::Production => "W",
        }
    }

    /// What it is called in forms.
    pub fn key(self) -> &'static str {
        match self {
            Mode::Test => "test",
            Mode::Activation => "activation",
            Mode::Production => "production",
        }
    }
}
