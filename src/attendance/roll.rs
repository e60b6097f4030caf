//! The list of a roll call: who is expected, who came, who is still to be called.

use super::{Mark, State, told::Reason};
use crate::family::{ChildId, FamilyId};

/// A child of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number.
    pub child: ChildId,
    /// The family of that day.
    pub family: FamilyId,
    /// "Anna".
    pub first_name: String,
    /// "ALAIN".
    pub last_name: String,
    /// "CE1 A"; empty: it is in none.
    pub class: String,
    /// What it eats, where the town offers a choice; empty: everything.
    pub diet: String,
    /// Whether there is a care plan, to be opened apart.
    pub care_plan: bool,
    /// Who may fetch it, with a telephone.
    pub fetched_by: Vec<(String, String)>,
    /// Whether it was booked.
    pub booked: bool,
    /// What its family told before.
    pub told: Option<Reason>,
    /// What the roll call says.
    pub mark: Option<Mark>,
}

impl Line {
    /// Whether "all here" is about it: expected, not called yet, and nobody has told that it will not be there.
    pub fn is_to_be_here(&self) -> bool {
        self.booked && self.mark.is_none() && self.told.is_none()
    }

    /// What the roll call says.
    pub fn state(&self) -> Option<State> {
        self.mark.as_ref().map(|mark| mark.state)
    }
}

/// How a roll call stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Booked, and nobody has told that it will not be there.
    pub expected: usize,
    /// Booked, and told that it will not be there.
    pub told: usize,
    /// Here, booked or not.
    pub here: usize,
    /// Booked and not here.
    pub absent: usize,
    /// Here without a booking.
    pub unbooked: usize,
    /// Booked and not called yet.
    pub uncalled: usize,
}

/// How a list stands.
pub fn tally(lines: &[Line]) -> Tally {
    let count = |holds: &dyn Fn(&Line) -> bool| lines.iter().filter(|line| holds(line)).count();
    let here = |line: &Line| line.state() == Some(State::Here);
    Tally {
        expected: count(&|line| line.booked && line.told.is_none()),
        told: count(&|line| line.booked && line.told.is_some()),
        here: count(&here),
        absent: count(&|line| line.booked && line.mark.is_some() && !here(line)),
        unbooked: count(&|line| !line.booked && here(line)),
        uncalled: count(&|line| line.booked && line.mark.is_none()),
    }
}

/// In the order of a paper list: by name.
pub fn sorted(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|one, other| {
        let key = |line: &Line| (line.last_name.clone(), line.first_name.clone(), line.child);
        key(one).cmp(&key(other))
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountId;

    #[test]
    fn each_child_is_counted_where_it_belongs() {
        let line = |last: &str, booked, state: Option<State>| Line {
            child: ChildId(1),
            family: FamilyId(1),
            first_name: "A".into(),
            last_name: last.into(),
            class: String::new(),
            diet: String::new(),
            care_plan: false,
            fetched_by: vec![],
            booked,
            told: None,
            mark: state.map(|state| Mark {
                state,
                arrived: None,
                left: None,
                by: AccountId(1),
                at: Default::default(),
            }),
        };
        let lines = sorted(vec![
            line("E", true, Some(State::Ill)),
            line("D", false, Some(State::Here)),
            line("A", true, None),
            line("C", true, Some(State::Absent)),
            line("B", true, Some(State::Here)),
        ]);
        assert_eq!(lines.iter().map(|line| &*line.last_name).collect::<String>(), "ABCDE");
        assert_eq!(
            tally(&lines),
            Tally { expected: 4, told: 0, here: 2, absent: 2, unbooked: 1, uncalled: 1 }
        );
    }
}
