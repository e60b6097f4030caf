//! What concerns rights: who signed in, who changed what. Journalled, and read by administrators.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{AccountId, role::Role};

/// The origin of what was done on the command line.
pub const COMMAND: &str = "command";

/// Something that happened to an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Whose account; none for an address that nobody has.
    pub about: Option<AccountId>,
    /// Who did it, when it is an agent; none for the person, or for a command.
    pub by: Option<AccountId>,
    /// Where from; [`COMMAND`] for a command of the program.
    pub origin: String,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Signed in.
    SignedIn {
        /// Browser and system.
        device: (String, String),
    },
    /// Tried too often, and must wait.
    SlowedDown,
    /// A link to a new password was asked for and mailed.
    PasswordAsked,
    /// A link was given that also ends the second factor, for somebody who lost it.
    ResetGiven,
    /// Chose a new password; all sessions ended.
    PasswordChanged,
    /// Another mail address.
    AddressChanged {
        /// The old one.
        from: String,
        /// The new one.
        to: String,
    },
    /// Sessions were ended from "Mes connexions".
    SessionsEnded,
    /// Became somebody of the town hall.
    Appointed {
        /// With these roles.
        roles: BTreeSet<Role>,
    },
    /// Roles changed.
    RolesChanged {
        /// Before.
        from: BTreeSet<Role>,
        /// After.
        to: BTreeSet<Role>,
    },
    /// The roll calls that this agent makes changed, not the roles.
    RollCallsChanged,
    /// The town no longer lets this agent in.
    AccessEnded,
    /// It does again.
    AccessGiven,
    /// A second factor was set up.
    FactorSet,
    /// A second factor was removed.
    FactorRemoved,
    /// Signed in with a recovery code.
    RecoveryUsed {
        /// Codes that are left.
        left: usize,
    },
    /// Recovery codes were made anew.
    RecoveryMade,
}
