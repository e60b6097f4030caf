//! Which class of the town a file speaks of: schools name them their own way.

use std::collections::BTreeMap;

use super::spelling::key;
use crate::town::{Class, ClassId, School, SchoolId, Town};

/// The classes of the town, as files name them.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    schools: Vec<(SchoolId, [String; 2])>,
    classes: Vec<(ClassId, SchoolId, String)>,
    /// What the town has said that a name means; none for no class.
    said: BTreeMap<String, Option<ClassId>>,
}

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// A class.
    Class(ClassId),
    /// No class: nothing stands there, or the town has said so.
    Nothing,
    /// Nothing that is known, or several.
    Unknown,
}

impl Classes {
    /// Those of the town; `said`: what a name means, by its key.
    pub fn of(town: &Town, said: BTreeMap<String, Option<ClassId>>) -> Self {
        let school = |(id, school): (&SchoolId, &School)| (*id, [key(&school.name), key(&school.short)]);
        let class = |(id, class): (&ClassId, &Class)| (*id, class.school, key(&class.name));
        Self {
            schools: town.schools.iter().map(school).collect(),
            classes: town.classes.iter().map(class).collect(),
            said,
        }
    }

    /// What the names of a school and of a class mean. A school that is not known, or not named, is any.
    pub fn find(&self, school: &str, class: &str) -> Means {
        let (school, class) = (key(school), key(class));
        if class.is_empty() {
            return Means::Nothing;
        }
        match self.said.get(&class) {
            Some(Some(id)) => return Means::Class(*id),
            Some(None) => return Means::Nothing,
            None => {}
        }
        let at: Vec<SchoolId> = self
            .schools
            .iter()
            .filter(|(_, names)| names.iter().any(|name| *name == school || begins(name, &school)))
            .map(|(id, _)| *id)
            .collect();
        let there = || self.classes.iter().filter(|(_, school, _)| at.len() != 1 || at.contains(school));
        let only = |fits: &dyn Fn(&str) -> bool| {
            let mut found = there().filter(|(_, _, name)| fits(name));
            found.next().map(|first| (first.0, found.next().is_none()))
        };
        let found = only(&|name| name == class)
            .or_else(|| only(&|name| begins(name, &class) || begins(&class, name)));
        match found {
            Some((id, true)) => Means::Class(id),
            _ => Means::Unknown,
        }
    }

    /// The school of a class.
    pub fn school(&self, class: ClassId) -> Option<SchoolId> {
        self.classes.iter().find(|(id, ..)| *id == class).map(|(_, school, _)| *school)
    }
}

/// Whether a name begins with the words of another: "ce1 a mme le goff" with "ce1 a".
fn begins(name: &str, words: &str) -> bool {
    !words.is_empty() && name.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schools_name_classes_their_own_way() {
        let class = |id, school, name: &str| (ClassId(id), SchoolId(school), key(name));
        let classes = Classes {
            schools: vec![
                (SchoolId(1), [key("École Les Tilleuls"), key("Les Tilleuls")]),
                (SchoolId(2), [key("École Jules-Ferry"), key("Jules-Ferry")]),
            ],
            classes: vec![
                class(1, 1, "CP"),
                class(2, 2, "CP"),
                class(3, 2, "CE1 A – Mme Le Goff"),
                class(4, 2, "CE1 B – M. Roux"),
                class(5, 2, "CE2"),
            ],
            said: [(key("Les grands"), Some(ClassId(5))), (key("ULIS"), None)].into(),
        };
        for (school, name, means) in [
            ("", "", Means::Nothing),
            ("", "ce2", Means::Class(ClassId(5))),
            ("", "CE2 – Mme Petit", Means::Class(ClassId(5))),
            ("", "CE1 a", Means::Class(ClassId(3))),
            ("", "CE1", Means::Unknown),
            ("", "CE10", Means::Unknown),
            ("", "CP", Means::Unknown),
            ("jules ferry", "CP", Means::Class(ClassId(2))),
            ("Les Tilleuls", "CP", Means::Class(ClassId(1))),
            ("Les Tilleuls", "CE2", Means::Unknown),
            ("", "les GRANDS", Means::Class(ClassId(5))),
            ("", "Ulis", Means::Nothing),
        ] {
            assert_eq!(classes.find(school, name), means, "{school} {name}");
        }
        assert_eq!(classes.school(ClassId(4)), Some(SchoolId(2)));
    }
}
