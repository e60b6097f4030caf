//! What a family writes to the town, and what the town answers: threads of messages, each with a file or none.

pub mod draft;
pub mod job;
pub mod mail;
pub mod office;
pub mod pace;
pub mod portal;
pub mod store;
pub mod view;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    account::AccountId,
    family::FamilyId,
    id,
    platform::blob::{Hash, Kind},
};

id!(
    /// A thread. Numbers begin with 1.
    ThreadId
);

/// The most bytes of a file that comes with a message: what mail servers carry.
pub const MOST_BYTES: u64 = 5_000_000;

/// A thread: one subject between a family and the town.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    /// Whose.
    pub family: FamilyId,
    /// "Facture de novembre".
    pub subject: String,
    /// How many messages it has: they are numbered from 1.
    pub messages: u32,
    /// When the last one was written.
    pub at: DateTime<Utc>,
    /// What it waits for.
    pub state: State,
}

impl Thread {
    /// With one more message, of a side.
    pub fn and(self, side: Side, at: DateTime<Utc>) -> Self {
        let state = match (side, self.state) {
            (Side::Town, _) => State::Answered,
            // Who wrote again before any answer has waited since the first time.
            (Side::Family, State::Waiting(since)) if self.messages > 0 => State::Waiting(since),
            (Side::Family, _) => State::Waiting(at),
        };
        Self { messages: self.messages + 1, at, state, ..self }
    }
}

/// What a thread waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// An answer of the town, since the first message that has none.
    Waiting(DateTime<Utc>),
    /// Nothing: the town wrote last.
    Answered,
    /// Nothing: the town has read it and put it away without an answer.
    PutAway,
}

/// Who wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A guardian of the family.
    Family,
    /// Somebody of the town hall.
    Town,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// From which side.
    pub side: Side,
    /// Who wrote it.
    pub by: AccountId,
    /// What they were called then. An agent's name is said to who is answered: code des relations entre le public et
    /// l'administration, article L111-2.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What is written, line by line.
    pub words: String,
    /// The file that came with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Attached>,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attached {
    /// Its bytes.
    pub hash: Hash,
    /// What it is, by its own bytes.
    pub kind: Kind,
    /// How large it is.
    pub bytes: u64,
}
