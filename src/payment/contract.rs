//! The town's contract with the service: without one, nothing is offered.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Due, Mode};
use crate::platform::money::Cents;

/// The contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// Client number: 6 figures.
    pub client: String,
    /// How operations count.
    pub mode: Mode,
    /// The most that is paid at once.
    #[serde(default = "ceiling")]
    pub ceiling: Cents,
    /// What the service said of this number. None: an administrator has not checked it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Checked>,
}

/// What the service said of a client number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// Its three labels, those that say something.
    pub labels: Vec<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// The most that the service is known to take: 99 999,99.
fn ceiling() -> Cents {
    Cents(9_999_999)
}

/// The least that it takes.
pub const LEAST: Cents = Cents(100);

impl Contract {
    /// A number that was never checked.
    pub fn of(client: &str, mode: Mode) -> Self {
        Self { client: client.into(), mode, ceiling: ceiling(), checked: None }
    }

    /// Whether families may pay: the number was checked, and what they pay is real.
    pub fn offers(&self) -> bool {
        self.mode == Mode::Production && self.checked.is_some()
    }

    /// Whether this can be paid online by a family.
    pub fn takes(&self, due: &Due) -> bool {
        self.offers() && (LEAST..=self.ceiling).contains(&due.amount)
    }

    /// The contract that a trial of the town's own is made with: never with real money.
    pub fn on_trial(&self) -> Self {
        let mode = if self.mode == Mode::Production { Mode::Test } else { self.mode };
        Self { mode, ..self.clone() }
    }
}

/// Whether a text is a client number: exactly six figures.
pub fn is_client(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}
