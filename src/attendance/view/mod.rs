//! Roll calls, counts and absences told, in French.

pub mod absences;
pub mod call;
pub mod choose;
pub mod counts;
pub mod days;
pub mod presences;
pub mod told;

use super::{State, told::Reason};

/// What a child did, as a button says it.
pub fn state(state: State) -> &'static str {
    match state {
        State::Here => "Présent",
        State::Absent => "Absent",
        State::Ill => "Malade",
        State::Outing => "Sortie de classe",
        State::Teacher => "Enseignant absent",
        State::Strike => "Grève",
    }
}

/// What a family told before, as the list of a roll call says it.
pub fn told_before(reason: Reason) -> &'static str {
    match reason {
        Reason::Ill => "Absence signalée\u{a0}: malade",
        Reason::Other => "Absence signalée\u{a0}: autre motif",
    }
}
