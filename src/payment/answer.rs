//! What the service answers of an operation, and what that means.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Paris;
use serde::{Deserialize, Serialize};

use super::operation::Operation;

/// An answer as it came; a field that was not there is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The service's number of the operation.
    pub id: String,
    /// Client number.
    pub client: String,
    /// Reference.
    pub reference: String,
    /// In cents, as text.
    pub amount: String,
    /// Letter of the mode.
    pub mode: String,
    /// Letter of the result.
    pub result: String,
    /// Day of the transaction, `DDMMYYYY`.
    pub date: String,
    /// Its time, `HHMM`.
    pub time: String,
    /// Number of authorisation.
    pub authorisation: String,
}

/// Means of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// A bank card.
    Card,
    /// A direct debit: the money comes later.
    Debit,
}

/// How a transaction ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Paid.
    Paid(Means),
    /// Refused by the bank.
    Refused(Means),
    /// The payer gave up.
    Abandoned,
    /// A letter that this program does not know: neither paid nor refused.
    Unknown(String),
}

/// What an answer says otherwise than the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Difference {
    Id,
    Client,
    Reference,
    Amount,
    Mode,
}

impl Answer {
    /// How the transaction ended.
    pub fn outcome(&self) -> Outcome {
        match self.result.as_str() {
            "P" => Outcome::Paid(Means::Card),
            "V" => Outcome::Paid(Means::Debit),
            "R" => Outcome::Refused(Means::Card),
            "Z" => Outcome::Refused(Means::Debit),
            "A" => Outcome::Abandoned,
            other => Outcome::Unknown(other.chars().take(20).collect()),
        }
    }

    /// When, if it says so: the service's hours are those of Paris.
    pub fn at(&self) -> Option<DateTime<Utc>> {
        let day = NaiveDate::parse_from_str(&self.date, "%d%m%Y").ok()?;
        let time = NaiveTime::parse_from_str(&self.time, "%H%M").ok()?;
        Paris.from_local_datetime(&day.and_time(time)).latest().map(|at| at.to_utc())
    }

    /// Where it is not of this operation. The budget year is not compared: the service answers half of it.
    pub fn differences(&self, operation: &Operation) -> Vec<Difference> {
        let Operation { due, client, mode, service, .. } = operation;
        let all = [
            (service.as_deref() != Some(self.id.as_str()), Difference::Id),
            (*client != self.client, Difference::Client),
            (due.reference != self.reference, Difference::Reference),
            (self.amount.parse() != Ok(due.amount.0), Difference::Amount),
            (mode.letter() != self.mode, Difference::Mode),
        ];
        all.into_iter().filter_map(|(differs, what)| differs.then_some(what)).collect()
    }
}
