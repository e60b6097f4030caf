//! A file that was sent and waits: to be looked at, to be done, or done.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::line::{Choices, Line, Verdict};
use crate::{family::import::edit::Edit, id};

id!(
    /// A file that was sent.
    ImportId
);

/// A file, without its text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Import {
    /// What it is called: "eleves.csv".
    pub name: String,
    /// Who sent it: "Odile RENAUD".
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How many lines it has.
    pub lines: u32,
    /// What was decided of its lines.
    pub choices: Choices,
    /// How far it is.
    pub state: State,
    /// What was done.
    #[serde(default)]
    pub report: Report,
}

/// How far an import is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Somebody looks at what it would do.
    Preview,
    /// It is being done.
    Running {
        /// As the journal names who asked for it.
        who: String,
    },
    /// It could not go on; what is done is done.
    Stopped,
    /// It was done; the text is gone.
    Done {
        /// When.
        at: DateTime<Utc>,
    },
}

/// What an import has done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Whole families of lines that were gone through.
    pub groups: usize,
    /// Lines that were gone through.
    pub lines: u32,
    /// New families.
    pub families: u32,
    /// New guardians.
    pub guardians: u32,
    /// New children.
    pub children: u32,
    /// Lines that changed something, and made nothing new.
    pub changed: u32,
    /// Lines that had nothing to do.
    pub same: u32,
    /// Lines that were left out.
    pub left: u32,
    /// Lines that could not be used.
    pub wrong: u32,
}

impl Import {
    /// A file is kept for so long, whatever becomes of it.
    pub const KEPT: TimeDelta = TimeDelta::days(1);
}

impl Report {
    /// Counts a line.
    pub fn count(&mut self, line: &Line) {
        self.lines += 1;
        let made = line.edits.iter().filter(|_| line.taken);
        for edit in made {
            match edit {
                Edit::Family { .. } => self.families += 1,
                Edit::Guardian { .. } => self.guardians += 1,
                Edit::Child { .. } => self.children += 1,
                Edit::Change { .. } => {}
            }
        }
        match line.verdict {
            Verdict::Wrong => self.wrong += 1,
            Verdict::Same => self.same += 1,
            _ if !line.taken => self.left += 1,
            _ if !line.edits.iter().any(Edit::is_new) => self.changed += 1,
            _ => {}
        }
    }
}
