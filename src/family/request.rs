//! What a family asks the town to change in its file.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Subject,
    field::{Key, Page},
    sheet::{Change, Sheet},
};
use crate::id;

id!(
    /// A request. Numbers begin with 1.
    RequestId
);

/// Something that a parent asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Whose file.
    pub about: Subject,
    /// What is to be done with it.
    pub act: Act,
    /// The fields, with what they said when it was asked.
    pub changes: Vec<Change>,
    /// Number of the account that asked.
    pub by: u32,
    /// Numbers of those who asked for a part of it before.
    #[serde(default)]
    pub with: Vec<u32>,
    /// "Lucie ALAIN", "Lucie ALAIN, Paul ALAIN".
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What became of it.
    pub state: State,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Other fields.
    Change,
    /// Another adult in the family's file, with these fields.
    Add,
    /// One less.
    Remove,
}

/// Where a request stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The town has not answered.
    Waiting,
    /// Done as asked.
    Accepted {
        /// Number of the agent's account.
        by: u32,
        /// When.
        at: DateTime<Utc>,
    },
    /// Not done.
    Refused {
        /// Number of the agent's account.
        by: u32,
        /// When.
        at: DateTime<Utc>,
        /// Why, in the agent's words: the family reads them.
        reason: String,
    },
    /// The family no longer wants it.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
}

impl Request {
    /// One that waits.
    pub fn new(
        about: Subject,
        act: Act,
        changes: Vec<Change>,
        by: u32,
        name: &str,
        at: DateTime<Utc>,
    ) -> Self {
        Self { about, act, changes, by, with: Vec::new(), name: name.into(), at, state: State::Waiting }
    }

    /// Somebody asks for more of the same file: the town answers each of them.
    pub fn joined_by(&mut self, by: u32, name: &str, at: DateTime<Utc>) {
        if by != self.by {
            self.with.retain(|known| *known != by);
            self.with.push(self.by);
            self.by = by;
        }
        if !self.name.split(", ").any(|known| known == name) {
            self.name = format!("{}, {name}", self.name);
        }
        self.at = at;
    }

    /// Tells this request from what it was before its family asked for more.
    pub fn seen(&self) -> String {
        self.at.timestamp_micros().to_string()
    }

    /// The pages that it touches, each once.
    pub fn pages(&self) -> Vec<Page> {
        let mut pages: Vec<Page> = self.changes.iter().filter_map(|each| self.page(each.key)).collect();
        pages.sort();
        pages.dedup();
        pages
    }

    /// The page of one of its fields.
    pub fn page(&self, key: Key) -> Option<Page> {
        self.about.kind().page(key.field)
    }

    /// Whether something of it is only for who needs it.
    pub fn is_sensitive(&self) -> bool {
        self.pages().into_iter().any(Page::is_sensitive)
    }

    /// Takes in what is asked later of the same file: the newer word holds, and what stands there already is
    /// asked no more.
    pub fn also(&mut self, changes: &[Change], now: &Sheet) {
        self.changes.retain(|known| changes.iter().all(|change| change.key != known.key));
        self.changes.extend(changes.iter().cloned());
        self.changes.retain(|change| now.get(change.key) != change.after);
        self.changes.sort_by_key(|change| change.key);
    }

    /// The fields that no longer say what they said when it was asked: `before` then, `after` now.
    pub fn moved(&self, now: &Sheet) -> Vec<Change> {
        let moved =
            |change: &&Change| now.get(change.key) != change.before && now.get(change.key) != change.after;
        let then = |change: &Change| Change { after: now.get(change.key).into(), ..change.clone() };
        self.changes.iter().filter(moved).map(then).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{ChildId, FamilyId, field::Field};

    fn change(field: Field, before: &str, after: &str) -> Change {
        Change { key: field.into(), before: before.into(), after: after.into() }
    }

    fn asked(changes: Vec<Change>) -> Request {
        let at = "2026-11-24T07:00:00Z".parse().unwrap();
        Request::new(Subject::Child(FamilyId(1), ChildId(2)), Act::Change, changes, 3, "Lucie", at)
    }

    #[test]
    fn what_is_asked_again_is_asked_once() {
        let mut request =
            asked(vec![change(Field::FirstName, "Ana", "Anna"), change(Field::Doctor, "", "Dr A")]);
        let mut now = Sheet::default();
        now.set(Field::FirstName, "Ana");
        request.also(&[change(Field::FirstName, "Ana", "Annah"), change(Field::Sex, "", "f")], &now);
        let asked: Vec<_> =
            request.changes.iter().map(|change| (change.key.field, change.after.as_str())).collect();
        assert_eq!(asked, [(Field::FirstName, "Annah"), (Field::Sex, "f"), (Field::Doctor, "Dr A")]);
        request.also(&[change(Field::FirstName, "Ana", "Ana")], &now);
        assert_eq!(request.changes.len(), 2, "what stands there is not asked");
    }

    #[test]
    fn it_says_what_it_touches_and_what_has_moved() {
        let request = asked(vec![change(Field::FirstName, "Ana", "Anna"), change(Field::Doctor, "", "Dr A")]);
        assert_eq!(request.pages(), [Page::Child, Page::Health]);
        assert!(request.is_sensitive());
        let mut now = Sheet::default();
        now.set(Field::FirstName, "Hanna");
        assert_eq!(request.moved(&now), [change(Field::FirstName, "Ana", "Hanna")]);
        now.set(Field::FirstName, "Anna");
        assert_eq!(request.moved(&now), []);
    }

    #[test]
    fn the_town_answers_everybody_who_asked() {
        let at = "2026-11-24T08:00:00Z".parse().unwrap();
        let mut request = asked(vec![]);
        for (by, name) in [(3, "Lucie"), (4, "Paul"), (3, "Lucie")] {
            request.joined_by(by, name, at);
        }
        assert_eq!((request.by, &request.with[..], request.name.as_str()), (3, &[4][..], "Lucie, Paul"));
        assert_eq!(request.at, at);
    }
}
