//! Which families a search means.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    FamilyId,
    entry::Entry,
    letters::{self, dialled, national, normal},
};
use crate::town::{Class, ClassId, SchoolId, Town};

/// Most letters of a search that are read.
const LONGEST: usize = 120;

/// What is asked of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// As somebody typed it.
    pub text: String,
    /// With a child of this school.
    pub school: Option<SchoolId>,
    /// With a child of this class.
    pub class: Option<ClassId>,
    /// Files in use or put away.
    pub which: Which,
    /// With a quotient, or without.
    pub known: Option<bool>,
}

/// Which files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those in use.
    #[default]
    Current,
    /// Those that are put away.
    Archived,
    /// All of them.
    All,
}

impl Which {
    /// What it is called in forms and addresses; nothing where nothing is asked.
    pub fn key(self) -> &'static str {
        match self {
            Which::Current => "",
            Which::Archived => "archived",
            Which::All => "all",
        }
    }

    /// What a form calls so; anything else is the files in use.
    pub fn named(key: &str) -> Self {
        [Which::Archived, Which::All].into_iter().find(|which| which.key() == key).unwrap_or_default()
    }
}

/// A word of a search, or figures that belong together.
struct Word {
    /// Ways to be found: each is beginnings of words, all of which are needed.
    ways: Vec<Vec<String>>,
    /// The classes that it names: by their own name, their level, their school.
    classes: BTreeSet<ClassId>,
}

/// The families that are meant, on a day: those whose name begins so first, then as they came.
pub fn find<'a>(
    entries: impl Iterator<Item = (FamilyId, &'a Entry)>,
    asked: &Asked,
    town: &Town,
    day: NaiveDate,
) -> Vec<(FamilyId, &'a Entry)> {
    let text: String = asked.text.chars().take(LONGEST).collect();
    let (plain, words) = (normal(&text), search(&text, town));
    let is_meant =
        |entry: &Entry| is_listed(entry, asked, town, day) && words.iter().all(|word| word.finds(entry, day));
    let is_named = |(id, entry): &(FamilyId, &Entry)| {
        entry.words.strip_prefix(' ').is_some_and(|words| words.starts_with(&plain))
            || id.to_string() == plain
    };
    let (mut found, others): (Vec<_>, Vec<_>) =
        entries.filter(|(_, entry)| is_meant(entry)).partition(is_named);
    found.extend(others);
    found
}

fn is_listed(entry: &Entry, asked: &Asked, town: &Town, day: NaiveDate) -> bool {
    let which = match asked.which {
        Which::Current => !entry.archived,
        Which::Archived => entry.archived,
        Which::All => true,
    };
    let school = |class: ClassId| town.classes.get(&class).map(|class| class.school);
    let wanted = |class: Option<ClassId>| {
        asked.class.is_none_or(|asked| class == Some(asked))
            && asked.school.is_none_or(|asked| class.and_then(school) == Some(asked))
    };
    let anywhere = asked.class.is_none() && asked.school.is_none();
    which
        && asked.known.is_none_or(|known| entry.is_known(day) == known)
        && (anywhere || entry.pupils(day).any(|(_, class)| wanted(class)))
}

impl Word {
    fn finds(&self, entry: &Entry, day: NaiveDate) -> bool {
        self.ways.iter().any(|way| way.iter().all(|begins| entry.words.contains(begins)))
            || entry.pupils(day).any(|(_, class)| class.is_some_and(|class| self.classes.contains(&class)))
    }
}

/// The words of a search. A mail address is one; figures that follow each other are a telephone number, or each a word.
fn search(text: &str, town: &Town) -> Vec<Word> {
    let (mails, others): (Vec<&str>, Vec<&str>) =
        text.split_whitespace().partition(|part| part.contains('@'));
    let text = normal(&dialled(&others.join(" ")));
    let tokens: Vec<&str> = text.split(' ').filter(|token| !token.is_empty()).collect();
    let figures = |token: &str| token.bytes().all(|letter| letter.is_ascii_digit());
    let runs: BTreeSet<&[&str]> = tokens.chunk_by(|a, b| figures(a) && figures(b)).collect();
    let classes: Vec<(ClassId, String)> =
        town.classes.values().map(|class| (class.id, named(class, town))).collect();
    let word = |run: &[&str]| {
        let apart: Vec<String> = run.iter().map(|token| format!(" {token}")).collect();
        let together = vec![format!(" {}", national(&run.concat()))];
        let named = classes.iter().filter(|(_, named)| apart.iter().all(|begins| named.contains(begins)));
        let classes = named.map(|(class, _)| *class).collect();
        Word { ways: BTreeSet::from([apart, together]).into_iter().collect(), classes }
    };
    let mail = |mail: &&str| Word {
        ways: vec![vec![format!(" {}", letters::mail(mail))]],
        classes: BTreeSet::new(),
    };
    mails.iter().map(mail).chain(runs.into_iter().map(word)).collect()
}

/// The words of a class, each after a space.
fn named(class: &Class, town: &Town) -> String {
    let school = town.schools.get(&class.school);
    let school = school.map(|school| format!("{} {}", school.name, school.short)).unwrap_or_default();
    format!(" {}", normal(&format!("{} {:?} {school}", class.name, class.level)))
}
