//! A line of a file, judged, and what somebody decides of it.

use std::collections::{BTreeMap, BTreeSet};

use super::{edit::Edit, record::Fault};
use crate::{family::Subject, town::ClassId};

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Somebody new.
    New,
    /// Something reads otherwise.
    Changed,
    /// Nothing to do.
    Same,
    /// Somebody has to look at it.
    Doubtful,
    /// It cannot be used.
    Wrong,
}

/// Why a line is doubtful.
#[derive(Clone, Debug, PartialEq)]
pub enum Doubt {
    /// So many children of the portal have these names and this birth.
    Namesakes(usize),
    /// The portal has a child that is nearly this one: its name, its birth.
    NearChild(String, String),
    /// The family has a guardian of nearly this name.
    NearGuardian(String),
    /// The child, or its family, was put away: it must be taken up again first.
    Archived(String),
    /// No class of the town is known by this name, or several are.
    Class(String),
    /// None of the children is in the portal.
    NoChild(Vec<String>),
    /// Some of them are not.
    LostChildren(Vec<String>),
    /// The child has two families, and nothing says which of them this person belongs to.
    TwoHomes(String),
    /// The children are in several families, and this person is not in all of them.
    SeveralFamilies,
    /// Another address than the family's: parents who may live apart.
    Apart(String),
    /// Something of the line is left out.
    Aside(Fault),
}

impl Doubt {
    /// Whether there is nothing to do as long as it lasts.
    pub(super) fn blocks(&self) -> bool {
        matches!(self, Doubt::Namesakes(_) | Doubt::Archived(_) | Doubt::NoChild(_) | Doubt::TwoHomes(_))
    }
}

/// A line of a file, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number in the file.
    pub number: u32,
    /// Whom it is about: "Anna ALAIN".
    pub who: String,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why it is doubtful.
    pub doubts: Vec<Doubt>,
    /// Why it is wrong.
    pub faults: Vec<Fault>,
    /// What it does, if it is taken.
    pub edits: Vec<Edit>,
    /// Whether it is taken.
    pub taken: bool,
}

/// What somebody has decided of a file.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Choices {
    /// The doubtful lines that are taken all the same.
    pub take: BTreeSet<u32>,
    /// The other lines that are left out.
    pub leave: BTreeSet<u32>,
    /// What names of classes mean, by their keys; none for no class.
    pub classes: BTreeMap<String, Option<ClassId>>,
}

/// Somebody who is in the portal, and whom the file could have named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Who.
    pub about: Subject,
    /// What that is called.
    pub name: String,
}
