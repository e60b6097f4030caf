//! A school and its classes, as an administrator types them.

use std::collections::{BTreeMap, BTreeSet};

use super::{ClassId, Level, SchoolId, Town, identity::tidy, seen};

/// Longest name of a school.
const LONGEST: usize = 80;
/// Longest short name, and longest name of a class.
const LONGEST_SHORT: usize = 40;
/// Most classes of a school.
pub const MOST: usize = 60;

/// A line of the form: a class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its number; none for one that is added.
    pub id: Option<ClassId>,
    /// "CE1 A".
    pub name: String,
    /// Its level, if one was chosen.
    pub level: Option<Level>,
    /// To be taken away.
    pub gone: bool,
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// "École élémentaire Jules-Ferry".
    pub name: String,
    /// "Jules-Ferry"; empty: the same.
    pub short: String,
    /// Weekdays with class, 1 for Monday.
    pub weekdays: BTreeSet<u8>,
    /// Classes; a line without a name that was never one is nothing.
    pub rows: Vec<Row>,
    /// What the form showed.
    pub seen: String,
}

/// What is wrong with it; lines are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No name, or one too long.
    Name,
    /// Another school is called so.
    NameTaken,
    /// Too long; or there is none, and the name is too long to stand for it.
    Short,
    /// No day with class.
    Weekdays,
    /// A class without a name, or with one too long.
    RowName(usize),
    /// A class without a level.
    RowLevel(usize),
    /// A class called as another of the same school.
    RowTwice(usize),
    /// So many children are or were in a class that is to be taken away.
    RowUsed(usize, usize),
    /// Too many classes.
    Many,
    /// Somebody changed the school since the page was shown.
    Changed,
}

/// What is to be written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Weekdays with class.
    pub weekdays: Vec<u8>,
    /// Classes that stay or are added.
    pub classes: Vec<(Option<ClassId>, String, Level)>,
    /// Classes that are taken away.
    pub gone: Vec<ClassId>,
}

impl Typed {
    /// The form of a school; of a new one: with class on the days that most have it.
    pub fn of(town: &Town, id: Option<SchoolId>) -> Self {
        let Some(school) = id.and_then(|id| town.schools.get(&id)) else {
            let (weekdays, rows) = ([1, 2, 4, 5].into(), vec![Row::default(); 3]);
            return Self { weekdays, rows, seen: state(town, None), ..Self::default() };
        };
        let classes = town.classes.values().filter(|class| class.school == school.id);
        let row = |class: &super::Class| Row {
            id: Some(class.id),
            name: class.name.clone(),
            level: Some(class.level),
            gone: false,
        };
        Self {
            name: school.name.clone(),
            short: if school.short == school.name { String::new() } else { school.short.clone() },
            weekdays: school.weekdays.iter().copied().collect(),
            rows: classes.map(row).collect(),
            seen: state(town, id),
        }
    }

    /// Reads the body of the form. A number begins the line of a class.
    pub fn parse(body: &[u8]) -> Self {
        let mut typed = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            let more = typed.rows.len() <= MOST;
            match (&*name, typed.rows.last_mut()) {
                ("nom", _) => typed.name = value.into_owned(),
                ("court", _) => typed.short = value.into_owned(),
                ("vu", _) => typed.seen = value.into_owned(),
                ("jour", _) => {
                    typed.weekdays.extend(value.parse::<u8>().ok().filter(|day| (1..=7).contains(day)))
                }
                // As many as are read: more are a fault all the same.
                ("numero", _) if more => {
                    typed.rows.push(Row { id: value.parse().ok().map(ClassId), ..Row::default() })
                }
                ("classe", Some(row)) => row.name = value.into_owned(),
                ("niveau", Some(row)) => row.level = Level::named(&value),
                ("retirer", Some(row)) => row.gone = true,
                _ => {}
            }
        }
        typed
    }

    /// What is to be written down. `used`: how many children are or were in a class.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(
        &self,
        town: &Town,
        id: Option<SchoolId>,
        used: &BTreeMap<ClassId, usize>,
    ) -> Result<Sheet, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut say = |wrong: bool, fault| {
            if wrong {
                faults.push(fault);
            }
        };
        say(self.seen != state(town, id), Fault::Changed);
        let (name, short) = (tidy(&self.name), tidy(&self.short));
        let short = if short.is_empty() { name.clone() } else { short };
        let fits = |text: &str, most| !text.is_empty() && text.chars().count() <= most;
        say(!fits(&name, LONGEST), Fault::Name);
        let taken = town.schools.values().any(|known| Some(known.id) != id && same(&known.name, &name));
        say(taken, Fault::NameTaken);
        say(fits(&name, LONGEST) && !fits(&short, LONGEST_SHORT), Fault::Short);
        say(self.weekdays.is_empty(), Fault::Weekdays);
        say(self.rows.len() > MOST, Fault::Many);
        let (mut classes, mut gone): (Vec<(Option<ClassId>, String, Level)>, _) = (Vec::new(), Vec::new());
        for (n, row) in self.rows.iter().enumerate() {
            // A number of another school's class is none of this one.
            let own = row.id.filter(|id_of_class| {
                town.classes.get(id_of_class).is_some_and(|class| Some(class.school) == id)
            });
            let name = tidy(&row.name);
            if row.gone || (own.is_none() && name.is_empty() && row.level.is_none()) {
                if let Some(class) = own {
                    let children = used.get(&class).copied().unwrap_or(0);
                    say(children > 0, Fault::RowUsed(n, children));
                    gone.push(class);
                }
                continue;
            }
            say(!fits(&name, LONGEST_SHORT), Fault::RowName(n));
            say(classes.iter().any(|(_, known, _)| same(known, &name)), Fault::RowTwice(n));
            match row.level {
                Some(level) => classes.push((own, name, level)),
                None => say(true, Fault::RowLevel(n)),
            }
        }
        let weekdays = self.weekdays.iter().copied().collect();
        if faults.is_empty() { Ok(Sheet { name, short, weekdays, classes, gone }) } else { Err(faults) }
    }
}

/// A digest of a school and its classes: who sends the form says which state it changes.
fn state(town: &Town, id: Option<SchoolId>) -> String {
    let classes: Vec<_> = town.classes.values().filter(|class| Some(class.school) == id).collect();
    seen(&(id.and_then(|id| town.schools.get(&id)), classes))
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town::{Calendar, Class, Identity, School};

    fn town() -> Town {
        let school = |id, name: &str| School {
            id: SchoolId(id),
            name: name.into(),
            short: name.into(),
            weekdays: vec![1, 2, 4, 5],
        };
        let class = |id, school| Class {
            id: ClassId(id),
            school: SchoolId(school),
            name: format!("C{id}"),
            level: Level::CP,
        };
        Town {
            identity: Identity::unset(),
            schools: [school(1, "Ferry"), school(2, "Tilleuls")].map(|known| (known.id, known)).into(),
            classes: [class(1, 1), class(2, 1), class(3, 2)].map(|known| (known.id, known)).into(),
            calendar: Calendar::default(),
        }
    }

    fn read(change: impl FnOnce(&mut Typed)) -> Result<Sheet, Vec<Fault>> {
        let town = town();
        let mut typed = Typed::of(&town, Some(SchoolId(1)));
        change(&mut typed);
        typed.read(&town, Some(SchoolId(1)), &[(ClassId(2), 7)].into())
    }

    #[test]
    fn what_is_shown_and_sent_back_is_the_same() {
        let sheet = read(|_| {}).unwrap();
        let classes = [(1, "C1"), (2, "C2")].map(|(id, name)| (Some(ClassId(id)), name.into(), Level::CP));
        assert_eq!((sheet.short.as_str(), &sheet.classes[..], sheet.gone), ("Ferry", &classes[..], vec![]));
        let body =
            "nom=Ferry&jour=1&jour=8&numero=1&classe=C1&niveau=CP&retirer=oui&numero=&classe=&niveau=XX";
        let typed = Typed::parse(body.as_bytes());
        assert_eq!((typed.weekdays, typed.rows.len()), ([1].into(), 2));
        assert!(typed.rows[0].gone && typed.rows[0].id == Some(ClassId(1)));
        assert_eq!(typed.rows[1], Row::default());
    }

    #[test]
    fn a_class_is_taken_away_only_when_nobody_is_or_was_in_it() {
        assert_eq!(read(|typed| typed.rows[0].gone = true).unwrap().gone, [ClassId(1)]);
        assert_eq!(read(|typed| typed.rows[1].gone = true), Err(vec![Fault::RowUsed(1, 7)]));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let name = |name: &str| {
            let name = name.to_owned();
            read(|typed| typed.name = name).map(drop)
        };
        assert_eq!(name(" "), Err(vec![Fault::Name]));
        assert_eq!(name("TILLEULS"), Err(vec![Fault::NameTaken]));
        assert_eq!(name(&"x".repeat(50)), Err(vec![Fault::Short]));
        assert_eq!(read(|typed| typed.weekdays.clear()), Err(vec![Fault::Weekdays]));
        assert_eq!(read(|typed| typed.seen.clear()), Err(vec![Fault::Changed]));
        let row = |row: Row| read(move |typed| typed.rows.push(row));
        let of = |id: Option<u32>, name: &str, level| Row {
            id: id.map(ClassId),
            name: name.into(),
            level,
            gone: false,
        };
        assert_eq!(row(of(None, "", Some(Level::CP))), Err(vec![Fault::RowName(2)]));
        assert_eq!(row(of(None, "C9", None)), Err(vec![Fault::RowLevel(2)]));
        assert_eq!(row(of(None, "c1", Some(Level::CP))), Err(vec![Fault::RowTwice(2)]));
        assert_eq!(row(of(None, "", None)).unwrap().classes.len(), 2, "an empty line is nothing");
        // The number of another school's class is not believed.
        assert_eq!(row(of(Some(3), "C3", Some(Level::CP))).unwrap().classes[2].0, None);
    }
}
