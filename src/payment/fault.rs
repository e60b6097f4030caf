//! What the service says when it does not do what was asked, and how each is treated.

use serde::{Deserialize, Serialize};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The service says why.
    Fault(Fault),
    /// It was not reached, or not in time: in the words of the network.
    Unreachable(String),
    /// It said something that is not of its contract.
    Garbled(String),
}

/// A fault of the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Which of its four.
    pub kind: Kind,
    /// Its code.
    pub code: Code,
    /// Its words.
    pub label: String,
}

/// The four faults of the service's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What was asked cannot be done.
    Functional,
    /// The service failed.
    Dysfunction,
    /// It is closed for a while.
    Unavailable,
    /// It did not understand the message.
    Protocol,
}

impl Kind {
    /// All of them, with what the contract calls them.
    pub const ALL: [(Kind, &'static str); 4] = [
        (Kind::Functional, "FonctionnelleErreur"),
        (Kind::Dysfunction, "TechDysfonctionnementErreur"),
        (Kind::Unavailable, "TechIndisponibiliteErreur"),
        (Kind::Protocol, "TechProtocolaireErreur"),
    ];
}

/// The code of a fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Code {
    /// Mail missing.
    A1,
    /// Mail wrong.
    A2,
    /// Reference wrong.
    R3,
    /// Mode wrong.
    S1,
    /// Client number wrong.
    T1,
    /// Client unknown.
    T2,
    /// Client without this service.
    T4,
    /// Amount wrong.
    M1,
    /// Below 1 euro.
    M3,
    /// Above the ceiling.
    M5,
    /// Address of notices wrong.
    N1,
    /// Address of the return wrong.
    D1,
    /// No such operation, or no longer.
    P1,
    /// Operation used already.
    P3,
    /// Operation older than 15 minutes.
    P4,
    /// No result yet.
    P5,
    /// One that this program does not know.
    Other(String),
}

/// What becomes of something that the service would not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// The payer's mail is to be corrected.
    Mail,
    /// Less than can be paid online.
    TooSmall,
    /// More than can be paid online.
    TooLarge,
    /// Only the town can mend it: its settings, or the portal itself.
    Town,
    /// Another try later may do.
    Later,
}

impl Code {
    /// Those that are known.
    pub const ALL: [(&'static str, Code); 16] = [
        ("A1", Code::A1),
        ("A2", Code::A2),
        ("R3", Code::R3),
        ("S1", Code::S1),
        ("T1", Code::T1),
        ("T2", Code::T2),
        ("T4", Code::T4),
        ("M1", Code::M1),
        ("M3", Code::M3),
        ("M5", Code::M5),
        ("N1", Code::N1),
        ("D1", Code::D1),
        ("P1", Code::P1),
        ("P3", Code::P3),
        ("P4", Code::P4),
        ("P5", Code::P5),
    ];

    /// The code of a text.
    pub fn of(text: &str) -> Self {
        let known = Self::ALL.into_iter().find(|(name, _)| *name == text);
        known.map_or_else(|| Code::Other(text.chars().take(20).collect()), |(_, code)| code)
    }

    /// As the service writes it.
    pub fn text(&self) -> &str {
        match self {
            Code::Other(text) => text,
            known => Self::ALL.iter().find(|(_, code)| code == known).map_or("", |(name, _)| name),
        }
    }

    fn treatment(&self) -> Treatment {
        match self {
            Code::A1 | Code::A2 => Treatment::Mail,
            Code::M3 => Treatment::TooSmall,
            Code::M5 => Treatment::TooLarge,
            Code::R3 | Code::S1 | Code::T1 | Code::T2 | Code::T4 | Code::M1 | Code::N1 | Code::D1 => {
                Treatment::Town
            }
            // Of an operation that is only to be created, these say nothing: another may go better.
            Code::P1 | Code::P3 | Code::P4 | Code::P5 => Treatment::Later,
            Code::Other(_) => Treatment::Town,
        }
    }
}

impl Trouble {
    /// What becomes of an operation that was not created.
    pub fn treatment(&self) -> Treatment {
        match self {
            Trouble::Fault(Fault { kind: Kind::Functional, code, .. }) => code.treatment(),
            Trouble::Fault(Fault { kind: Kind::Protocol, .. }) | Trouble::Garbled(_) => Treatment::Town,
            Trouble::Fault(_) | Trouble::Unreachable(_) => Treatment::Later,
        }
    }

    /// The code, of what was asked and cannot be done.
    pub fn code(&self) -> Option<&Code> {
        match self {
            Trouble::Fault(Fault { kind: Kind::Functional, code, .. }) => Some(code),
            _ => None,
        }
    }
}
