//! What somebody of the town hall may do.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{activity::ServiceId, town::SchoolId};

/// A role. One person may have several; none implies another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The town's settings, its agents, its mail, the journal.
    Administrator,
    /// Files of families, and their bookings.
    Families,
    /// Bills and payments.
    Billing,
    /// The roll call, of the schools and services in [`Duty::roll_call`].
    RollCall,
    /// Reads what families and billing show, changes nothing.
    Reader,
}

impl Role {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Role; 5] =
        [Role::Administrator, Role::Families, Role::Billing, Role::RollCall, Role::Reader];

    /// What it is called in forms.
    pub fn key(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::Families => "families",
            Role::Billing => "billing",
            Role::RollCall => "roll_call",
            Role::Reader => "reader",
        }
    }

    /// The role that a form calls so.
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Whether who has it must sign in with a second factor.
    pub fn needs_factor(self) -> bool {
        matches!(self, Role::Administrator | Role::Billing)
    }
}

/// What the town hall has given somebody to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Duty {
    /// "Nadia".
    pub first_name: String,
    /// "BELKACEM".
    pub last_name: String,
    /// The roles.
    pub roles: BTreeSet<Role>,
    /// What the roll call covers.
    #[serde(default)]
    pub roll_call: RollCalls,
    /// Whether the town still lets this person in.
    pub access: bool,
}

/// The roll calls that somebody makes. Nothing named: all of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RollCalls {
    /// Of these schools only.
    pub schools: BTreeSet<SchoolId>,
    /// Of these services only.
    pub services: BTreeSet<ServiceId>,
}

impl Duty {
    /// Whether this person is in, and has one of these roles.
    pub fn has(&self, roles: &[Role]) -> bool {
        self.access && roles.iter().any(|role| self.roles.contains(role))
    }

    /// Whether a second factor is compulsory.
    pub fn needs_factor(&self) -> bool {
        self.access && self.roles.iter().any(|role| role.needs_factor())
    }

    /// Whether the roll call of a school and a service is this person's.
    pub fn calls(&self, school: SchoolId, service: ServiceId) -> bool {
        let all_or = |empty: bool, named: bool| empty || named;
        self.has(&[Role::RollCall])
            && all_or(self.roll_call.schools.is_empty(), self.roll_call.schools.contains(&school))
            && all_or(self.roll_call.services.is_empty(), self.roll_call.services.contains(&service))
    }
}

/// What a guard asks for: one of these roles.
pub trait Permission: Send + Sync + 'static {
    /// Any of them is enough.
    const ROLES: &'static [Role];
}

macro_rules! permission {
    ($(#[$doc:meta] $name:ident: $($role:ident),+;)+) => {
        $(#[$doc]
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
        impl Permission for $name {
            const ROLES: &'static [Role] = &[$(Role::$role),+];
        })+
    };
}

permission! {
    /// Whoever works for the town hall.
    Anyone: Administrator, Families, Billing, RollCall, Reader;
    /// Settings, agents, mail, journal.
    Administrator: Administrator;
    /// Changes the files of families, and books for them.
    Families: Families;
    /// Reads what is kept of children's health and diet; each reading is written down.
    Care: Families, RollCall;
    /// Issues bills, takes payments.
    Billing: Billing;
    /// Answers what families write.
    Answers: Families, Billing;
    /// Takes the roll.
    RollCall: RollCall;
    /// Sees how many children are booked, and came.
    Counts: Families, Billing, RollCall, Reader;
    /// Sees whether mails leave.
    Mails: Administrator, Families, Billing, Reader;
    /// Reads files, bookings and bills.
    Reader: Families, Billing, Reader;
}
