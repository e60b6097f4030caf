//! Roll calls and counts, in French.

pub mod call;
pub mod choose;
pub mod counts;
pub mod presences;

use super::State;

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
