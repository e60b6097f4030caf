//! Links that are good once: to a password, to a new address, to the first administrator.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::AccountId;

/// What a link opens. It is stored under a digest of what the link holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// What for.
    pub purpose: Purpose,
    /// Not good any more from then on.
    pub until: DateTime<Utc>,
}

/// What a link is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A password for this account.
    Password {
        /// Whose.
        account: AccountId,
        /// Whether its second factor ends too: an administrator's reset of somebody who lost it.
        without_factor: bool,
    },
    /// Another mail address for this account.
    Address {
        /// Whose.
        account: AccountId,
        /// The new address, in lower case.
        mail: String,
    },
    /// The town's first administrator.
    FirstAdministrator,
}

impl Token {
    /// A link in a mail: a day, as the guide says and the CNIL allows at most.
    pub const MAILED: TimeDelta = TimeDelta::hours(24);
    /// A link on the screen of whoever started the program.
    pub const PRINTED: TimeDelta = TimeDelta::hours(1);

    /// Whether it is good.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        now < self.until
    }
}

impl Purpose {
    /// The slot of a link to another address.
    pub fn address(account: AccountId) -> (AccountId, [u8; 1]) {
        (account, [2])
    }

    /// Whose link it is, and which kind: a newer one of the same kind ends the older.
    pub fn slot(&self) -> (AccountId, [u8; 1]) {
        match self {
            Purpose::Password { account, without_factor: false } => (*account, [1]),
            // Of its own: who asks at the sign-in page must not end the one that the town hall has sent.
            Purpose::Password { account, without_factor: true } => (*account, [4]),
            Purpose::Address { account, .. } => Self::address(*account),
            Purpose::FirstAdministrator => (AccountId::MIN, [3]),
        }
    }
}
