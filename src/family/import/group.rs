//! Which lines of a file speak of one family, and whom the file names.

use std::collections::{BTreeMap, HashSet};

use super::{
    known::{address, name, names},
    record::Record,
    spelling::key,
};
use crate::family::{field::Field, sheet::Sheet};

/// The lines of a file by whole families, as places in it: those that speak of one family are done together.
pub fn families(records: &[Record]) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..records.len()).collect();
    let mut first_with = BTreeMap::<String, usize>::new();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    for (at, record) in records.iter().enumerate() {
        for sign in signs(record) {
            let other = *first_with.entry(sign).or_insert(at);
            let (a, b) = (root(&mut group, at), root(&mut group, other));
            group[a.max(b)] = a.min(b);
        }
    }
    let mut families = BTreeMap::<usize, Vec<usize>>::new();
    for at in 0..records.len() {
        families.entry(root(&mut group, at)).or_default().push(at);
    }
    families.into_values().collect()
}

/// Whom a file names, word for word: who is nearly called so is somebody else.
#[derive(Clone, Debug, Default)]
pub struct Named(HashSet<(String, String, String)>);

impl Named {
    /// Those of a file.
    pub fn of(records: &[Record]) -> Self {
        let children = records.iter().flat_map(|record| &record.children).flat_map(|kid| {
            let born = kid.who.sheet.get(Field::BornOn);
            names(&kid.who).into_iter().map(move |(last, first)| (last, first, born.to_owned()))
        });
        let guardians = records.iter().flat_map(|record| &record.guardians);
        let guardians = guardians.flat_map(names).map(|(last, first)| (last, first, String::new()));
        Self(children.chain(guardians).collect())
    }

    /// Whether somebody of the portal is named.
    pub fn has(&self, sheet: &Sheet) -> bool {
        let (last, first) = name(sheet);
        self.0.contains(&(last, first, sheet.get(Field::BornOn).to_owned()))
    }
}

/// What two lines of one family have in common: a child, a mail, a person at an address, a last name at an address.
fn signs(record: &Record) -> Vec<String> {
    let mut signs = Vec::new();
    let at = address(&record.place);
    for kid in &record.children {
        signs.push(format!(
            "c{}|{}|{}",
            key(kid.who.last()),
            key(kid.who.first()),
            kid.who.sheet.get(Field::BornOn)
        ));
        if let Some(at) = at.as_ref().filter(|_| record.guardians.is_empty()) {
            signs.push(format!("h{}|{at}", key(kid.who.last())));
        }
    }
    for person in &record.guardians {
        let mail = person.sheet.get(Field::Mail);
        if !mail.is_empty() {
            signs.push(format!("m{mail}"));
        }
        let at = at.as_deref().unwrap_or_default();
        signs.push(format!("g{}|{}|{at}", key(person.last()), key(person.first())));
    }
    signs
}
