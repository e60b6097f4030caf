//! What a file says: its fields as text; what changed between two states of it, and between three.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::field::{Field, Key};

/// The fields of a file, each in the one form of its shape ([`super::value`]). A field that is empty is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sheet(BTreeMap<Key, String>);

/// A field that reads otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which.
    pub key: Key,
    /// Empty for nothing.
    pub before: String,
    /// Empty for nothing.
    pub after: String,
}

impl Sheet {
    /// A field; empty when there is nothing.
    pub fn get(&self, key: impl Into<Key>) -> &str {
        self.0.get(&key.into()).map_or("", String::as_str)
    }

    /// Sets a field; nothing clears it.
    pub fn set(&mut self, key: impl Into<Key>, value: impl Into<String>) {
        let (key, value) = (key.into(), value.into());
        if value.is_empty() {
            self.0.remove(&key)
        } else {
            self.0.insert(key, value)
        };
    }

    /// Every field that is not empty.
    pub fn iter(&self) -> impl Iterator<Item = (Key, &str)> {
        self.0.iter().map(|(key, value)| (*key, value.as_str()))
    }

    /// The same, taken out.
    pub fn into_fields(self) -> impl Iterator<Item = (Key, String)> {
        self.0.into_iter()
    }

    /// The fields for which something holds.
    pub fn only(&self, holds: impl Fn(Key) -> bool) -> Self {
        Self(
            self.0.iter().filter(|(key, _)| holds(**key)).map(|(key, value)| (*key, value.clone())).collect(),
        )
    }

    /// Takes over the fields of another.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// What reads otherwise in another state of this file.
    pub fn changes(&self, after: &Self) -> Vec<Change> {
        let keys: BTreeSet<Key> = self.0.keys().chain(after.0.keys()).copied().collect();
        let change = |key| {
            let (before, after) = (self.get(key), after.get(key));
            (before != after).then(|| Change { key, before: before.into(), after: after.into() })
        };
        keys.into_iter().filter_map(change).collect()
    }

    /// This file with changes made to it.
    pub fn with<'a>(&self, changes: impl IntoIterator<Item = &'a Change>) -> Self {
        let mut sheet = self.clone();
        changes.into_iter().for_each(|change| sheet.set(change.key, change.after.as_str()));
        sheet
    }
}

/// Which fields a form had, and what they said when it was shown: a digest of each, so that the form carries
/// no second copy of what is private.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen(BTreeMap<Key, String>);

impl Seen {
    /// Of a form with these fields.
    pub fn of(sheet: &Sheet, keys: impl IntoIterator<Item = Key>) -> Self {
        Self(keys.into_iter().map(|key| (key, digest(key, sheet.get(key)))).collect())
    }

    /// Of some of its fields.
    pub fn only(&self, keys: &[Key]) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(key, _)| keys.contains(key))
                .map(|(key, seen)| (*key, seen.clone()))
                .collect(),
        )
    }

    /// The fields that the form had.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        self.0.keys().copied()
    }

    /// As the form carries it.
    pub fn encode(&self) -> String {
        let one = |(key, digest): (&Key, &String)| format!("{key}:{digest}");
        self.0.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    /// Reads what [`Seen::encode`] wrote; what is not of that form is left out.
    pub fn decode(text: &str) -> Self {
        let one = |word: &str| {
            let (key, digest) = word.split_once(':')?;
            Some((key.parse().ok()?, digest.to_owned()))
        };
        Self(text.split_whitespace().filter_map(one).collect())
    }

    /// Whether a field said this when the form was shown.
    pub fn said(&self, key: Key, value: &str) -> bool {
        self.0.get(&key).is_some_and(|seen| *seen == digest(key, value))
    }
}

fn digest(key: Key, value: &str) -> String {
    let digest = Sha256::new().chain_update(key.to_string()).chain_update([0]).chain_update(value).finalize();
    digest.iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

/// What somebody typed, put on what stands there now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// What the person changes: from what stands there now.
    pub changes: Vec<Change>,
    /// What others changed since the form was shown: `after` stands there now, `before` is what this person
    /// typed.
    pub meanwhile: Vec<Change>,
}

/// Compares three states: shown, typed, and now. A field that the person left as it was shown is nobody's
/// change of theirs, so that saving never brings an old value back.
pub fn merge(seen: &Seen, typed: &Sheet, now: &Sheet) -> Merged {
    let mut merged = Merged::default();
    for key in seen.keys() {
        let (typed, now) = (typed.get(key), now.get(key));
        let of = |before: &str, after: &str| Change { key, before: before.into(), after: after.into() };
        if !seen.said(key, now) && typed != now {
            merged.meanwhile.push(of(typed, now));
        }
        if !seen.said(key, typed) && typed != now {
            merged.changes.push(of(now, typed));
        }
    }
    merged
}

/// The children or services for which a field is set.
pub fn numbers(sheet: &Sheet, field: Field) -> Vec<u32> {
    sheet.iter().filter(|(key, _)| key.field == field).map(|(key, _)| key.of).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sheet(fields: &[(Field, &str)]) -> Sheet {
        let mut sheet = Sheet::default();
        fields.iter().for_each(|(field, value)| sheet.set(*field, *value));
        sheet
    }

    #[test]
    fn two_people_edit_one_file() {
        use Field::{City, Mail, Street};
        let shown = sheet(&[(Street, "1 rue Haute"), (City, "Valpréau"), (Mail, "a@b.example")]);
        let seen = Seen::of(&shown, [Street, City, Mail].map(Key::from));
        // The other has moved to another street meanwhile, and has no mail any more.
        let now = sheet(&[(Street, "2 rue Basse"), (City, "Valpréau")]);
        let typed = sheet(&[(Street, "3 rue Neuve"), (City, "Saint-Aubin"), (Mail, "a@b.example")]);
        let merged = merge(&seen, &typed, &now);
        let of = |field: Field, before: &str, after: &str| Change {
            key: field.into(),
            before: before.into(),
            after: after.into(),
        };
        assert_eq!(
            merged.changes,
            [of(Street, "2 rue Basse", "3 rue Neuve"), of(City, "Valpréau", "Saint-Aubin")]
        );
        assert_eq!(merged.meanwhile, [of(Street, "3 rue Neuve", "2 rue Basse"), of(Mail, "a@b.example", "")]);
        // Both typed the same: nothing is left to say.
        assert_eq!(merge(&seen, &now, &now), Merged::default());
    }

    #[test]
    fn a_form_says_which_fields_it_had() {
        let shown = sheet(&[(Field::City, "Valpréau")]);
        let seen = Seen::of(&shown, [Field::City, Field::Mail].map(Key::from));
        assert_eq!(Seen::decode(&seen.encode()), seen);
        assert!(!seen.encode().contains("Valpréau"));
        // What the form did not have is never touched.
        let now = sheet(&[(Field::City, "Valpréau"), (Field::Street, "1 rue Haute")]);
        assert_eq!(merge(&seen, &shown, &now), Merged::default());
        assert_eq!(Seen::decode("x y:z city"), Seen::default());
    }

    proptest! {
        #[test]
        fn changes_lead_from_one_state_to_the_other(
            a in proptest::collection::btree_map(0u32..6, "[a-c]{0,2}", 0..6),
            b in proptest::collection::btree_map(0u32..6, "[a-c]{0,2}", 0..6),
        ) {
            let of = |map: &BTreeMap<u32, String>| {
                let mut sheet = Sheet::default();
                map.iter().for_each(|(of, text)| sheet.set(Key { field: Field::Usual, of: *of + 1 }, text.as_str()));
                sheet
            };
            let (a, b) = (of(&a), of(&b));
            prop_assert_eq!(a.with(&a.changes(&b)), b.clone());
            // Nobody was faster: what is typed is what will stand there.
            let seen = Seen::of(&a, (1..=6).map(|of| Key { field: Field::Usual, of }));
            let merged = merge(&seen, &b, &a);
            prop_assert!(merged.meanwhile.is_empty());
            prop_assert_eq!(a.with(&merged.changes), b);
            let json = serde_json::to_string(&a).unwrap();
            prop_assert_eq!(serde_json::from_str::<Sheet>(&json).unwrap(), a);
        }
    }
}
