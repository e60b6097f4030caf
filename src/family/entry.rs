//! What is kept of a family to be found by.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Address, Child, Family, FamilyId, Guardian,
    letters::{self, normal, telephone},
};
use crate::{
    platform::dated::{Dated, From},
    town::ClassId,
};

/// What is searched and listed of a family: plain and short, for thousands are read at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// "ALAIN".
    pub name: String,
    /// Whether its file is put away.
    pub archived: bool,
    /// First and last names of its guardians.
    pub people: Vec<(String, String)>,
    /// The children who have ever been in it.
    pub children: Vec<Pupil>,
    /// Where it lives, each from its day on.
    pub cities: Since<String>,
    /// Whether its quotient is known.
    pub known: Since<bool>,
    /// Every word that finds it, each after a space, in the letters of [`normal`]; the name first.
    pub words: String,
}

/// A child of an [`Entry`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pupil {
    /// "Anna".
    pub first: String,
    /// "ALAIN".
    pub last: String,
    /// The class.
    pub classes: Since<Option<ClassId>>,
    /// Whether some of its days are the family's.
    pub here: Since<bool>,
}

/// Values, each from its day on, in order: [`Dated`] as a short list.
type Since<T> = Vec<(NaiveDate, T)>;

fn since<T, U>(dated: &Dated<T>, value: impl Fn(&T) -> U) -> Since<U> {
    dated.iter().map(|row| (row.from, value(&row.value))).collect()
}

fn on<T>(rows: &Since<T>, day: NaiveDate) -> Option<&T> {
    rows.iter().rfind(|(from, _)| *from <= day).map(|(_, value)| value)
}

/// What else finds a family, besides what [`Entry::of`] is given.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// Mail addresses, other names: each stays whole.
    pub texts: Vec<String>,
    /// Telephone numbers, as somebody wrote them.
    pub telephones: Vec<String>,
}

impl Entry {
    /// Of a family, with its guardians and children.
    pub fn of(
        id: FamilyId,
        family: &Family,
        guardians: &[Guardian],
        children: &[Child],
        more: &More,
    ) -> Self {
        let pupil = |child: &Child| Pupil {
            first: child.first_name.clone(),
            last: child.last_name.clone(),
            classes: since(&child.class, |known| known.class),
            here: since(&child.home, |home| home.families().contains(&id)),
        };
        Self {
            name: family.name.clone(),
            archived: family.archived.is_some(),
            people: guardians.iter().map(|one| (one.first_name.clone(), one.last_name.clone())).collect(),
            children: children.iter().map(pupil).collect(),
            cities: since(&family.address, |address| address.city.clone()),
            known: since(&family.quotient, |known| known.quotient.is_some()),
            words: words(id, family, guardians, children, more),
        }
    }

    /// The children who are in it on a day, each with its class.
    pub fn pupils(&self, day: NaiveDate) -> impl Iterator<Item = (&Pupil, Option<ClassId>)> {
        let here = move |child: &&Pupil| on(&child.here, day).is_some_and(|here| *here);
        self.children
            .iter()
            .filter(here)
            .map(move |child| (child, on(&child.classes, day).copied().flatten()))
    }

    /// The city it lives in on a day.
    pub fn city(&self, day: NaiveDate) -> &str {
        on(&self.cities, day).map_or("", String::as_str)
    }

    /// Whether its quotient is known on a day.
    pub fn is_known(&self, day: NaiveDate) -> bool {
        on(&self.known, day).is_some_and(|known| *known)
    }
}

/// The words that find a family. Names of several words are there in one as well: "legall" finds LE GALL.
fn words(id: FamilyId, family: &Family, guardians: &[Guardian], children: &[Child], more: &More) -> String {
    let people = guardians.iter().map(|one| (&one.first_name, &one.last_name));
    let pupils = children.iter().map(|one| (&one.first_name, &one.last_name));
    let names = people.chain(pupils).flat_map(|(first, last)| [first, last]);
    let names: Vec<String> = [&family.name].into_iter().chain(names).map(|name| normal(name)).collect();
    let address =
        |row: &From<Address>| normal(&[&*row.value.street, &row.value.postcode, &row.value.city].join(" "));
    let mut texts = names.clone();
    texts.extend(names.iter().filter(|name| name.contains(' ')).map(|name| name.replace(' ', "")));
    texts.extend(family.address.iter().map(address));
    texts.extend(more.telephones.iter().map(|number| telephone(number)));
    texts.push(id.to_string());
    let (mut seen, mut words) = (BTreeSet::new(), String::new());
    for word in texts.iter().flat_map(|text| text.split(' ')).filter(|word| !word.is_empty()) {
        if seen.insert(word) {
            words.push(' ');
            words += word;
        }
    }
    for text in &more.texts {
        words.push(' ');
        words += &letters::mail(text);
    }
    words
}
