//! The form of a file as it comes in, and what becomes of it.

use std::collections::BTreeMap;

use super::{
    field::{Key, Page},
    sheet::{Change, Seen, Sheet},
    value::Fault,
};

/// What somebody typed into the form of a file.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The fields, as typed.
    pub fields: Sheet,
    /// Which fields the form had, and what they said.
    pub seen: Seen,
    /// Whether the box that certifies was ticked.
    pub certified: bool,
    /// The other things that the form sends, by name.
    pub rest: BTreeMap<String, String>,
}

impl Typed {
    /// Reads the body of a form. Boxes of one name make a list: "1,2,4".
    pub fn parse(body: &[u8]) -> Self {
        let mut typed = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            match (&*name, name.parse::<Key>()) {
                ("vu", _) => typed.seen = Seen::decode(&value),
                ("certifie", _) => typed.certified = true,
                (_, Ok(key)) => {
                    let before = typed.fields.get(key);
                    let both =
                        if before.is_empty() { value.into_owned() } else { format!("{before},{value}") };
                    typed.fields.set(key, both);
                }
                (other, Err(_)) => drop(typed.rest.insert(other.to_owned(), value.into_owned())),
            }
        }
        typed
    }

    /// One of the other things that the form sent.
    pub fn rest(&self, name: &str) -> &str {
        self.rest.get(name).map_or("", String::as_str)
    }
}

/// What was saved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saved {
    /// Pages that were changed.
    pub done: Vec<Page>,
    /// Pages for which the town was asked.
    pub asked: Vec<Page>,
    /// Whether the file was certified.
    pub certified: bool,
}

/// Why nothing was saved.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// Fields in which something else must stand.
    Faults(Vec<Fault>),
    /// Others changed these fields since the form was shown: `after` stands there now.
    Meanwhile(Vec<Change>),
}

impl Typed {
    /// The form again, for who was refused: what was typed, on what stands there now or as it was shown. A field
    /// that only others changed reads as they left it, so that sending the form again undoes nothing of theirs.
    pub fn again(&self, refused: &Refused, now: &Sheet) -> (Sheet, Seen) {
        let seen = match refused {
            Refused::Faults(_) => self.seen.clone(),
            Refused::Meanwhile(_) => Seen::of(now, self.seen.keys()),
        };
        let mut shown = now.clone();
        self.seen.keys().for_each(|key| shown.set(key, self.fields.get(key)));
        if let Refused::Meanwhile(changes) = refused {
            let of_others = changes.iter().filter(|change| self.seen.said(change.key, &change.before));
            of_others.for_each(|change| shown.set(change.key, change.after.as_str()));
        }
        (shown, seen)
    }
}
