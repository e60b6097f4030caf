//! Which lines of a file speak of one family.

use std::collections::BTreeMap;

use super::{known::address, record::Record, spelling::key};
use crate::family::field::Field;

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
