//! What the portal holds, as an import looks at it: found by names, by birth, by address, and changed as the
//! import goes along.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    edit::{Edit, SPOT},
    record::Person,
    spelling::{key, nearly},
};
use crate::family::{ChildId, FamilyId, GuardianId, Subject, field::Field, sheet::Sheet};

/// A family.
#[derive(Clone, Debug, Default)]
pub struct Household {
    /// "ALAIN".
    pub name: String,
    /// Where it lives.
    pub place: Sheet,
    /// Quotient, number at the CAF.
    pub sheet: Sheet,
    /// Whether it was put away.
    pub archived: bool,
}

/// A guardian.
#[derive(Clone, Debug, Default)]
pub struct Adult {
    /// Names and what else is known.
    pub sheet: Sheet,
    /// Whether put away.
    pub archived: bool,
}

/// A child.
#[derive(Clone, Debug, Default)]
pub struct Pupil {
    /// Names, birth, sex, class.
    pub sheet: Sheet,
    /// The one or two families that it belongs to.
    pub families: BTreeSet<FamilyId>,
    /// Whether put away.
    pub archived: bool,
}

/// The keys of a last and a first name.
type Name = (String, String);

/// All of it. What is found by an index is looked at again: an index may hold what no longer is.
#[derive(Clone, Debug, Default)]
pub struct Known {
    families: BTreeMap<FamilyId, Household>,
    guardians: BTreeMap<(FamilyId, GuardianId), Adult>,
    children: BTreeMap<ChildId, Pupil>,
    of_family: HashMap<FamilyId, BTreeSet<ChildId>>,
    by_name: HashMap<Name, Vec<ChildId>>,
    /// With the names: they are compared with each line of that day.
    by_birth: HashMap<String, Vec<(ChildId, Name)>>,
    by_home: HashMap<(String, String), Vec<FamilyId>>,
    by_guardian: HashMap<Name, Vec<(FamilyId, GuardianId)>>,
    by_mail: HashMap<String, Vec<(FamilyId, GuardianId)>>,
}

/// Which child of the portal a line speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This one.
    One(ChildId),
    /// None; the one that it is nearly, if there is one.
    None(Option<ChildId>),
    /// So many, and nothing tells them apart.
    Several(usize),
    /// This one, which was put away.
    Archived(ChildId),
}

/// What makes two addresses the same; none without a street.
pub fn address(place: &Sheet) -> Option<String> {
    let street = key(place.get(Field::Street));
    (!street.is_empty()).then(|| format!("{street} {}", place.get(Field::Postcode)))
}

/// The keys of the names of a sheet.
pub fn name(sheet: &Sheet) -> Name {
    (key(sheet.get(Field::LastName)), key(sheet.get(Field::FirstName)))
}

/// The keys that somebody of a file may be found by: the name that is used, then the one at birth.
pub fn names(person: &Person) -> Vec<Name> {
    let first = key(person.first());
    let mut names = vec![(key(person.last()), first.clone())];
    if !person.other.is_empty() {
        names.push((key(&person.other), first));
    }
    names
}

impl Known {
    /// Adds a family.
    pub fn add_family(&mut self, id: FamilyId, family: Household) {
        self.families.insert(id, family);
    }

    /// Adds a guardian, of a family that is there.
    pub fn add_guardian(&mut self, id: (FamilyId, GuardianId), adult: Adult) {
        self.by_guardian.entry(name(&adult.sheet)).or_default().push(id);
        let mail = adult.sheet.get(Field::Mail);
        if !mail.is_empty() {
            self.by_mail.entry(mail.to_owned()).or_default().push(id);
        }
        self.guardians.insert(id, adult);
    }

    /// Adds a child, of families that are there.
    pub fn add_child(&mut self, id: ChildId, pupil: Pupil) {
        let (name, born) = (name(&pupil.sheet), pupil.sheet.get(Field::BornOn).to_owned());
        self.by_birth.entry(born).or_default().push((id, name.clone()));
        self.by_name.entry(name).or_default().push(id);
        self.index_home(&pupil);
        for family in &pupil.families {
            self.of_family.entry(*family).or_default().insert(id);
        }
        self.children.insert(id, pupil);
    }

    fn index_home(&mut self, pupil: &Pupil) {
        let last = name(&pupil.sheet).0;
        for family in &pupil.families {
            if let Some(address) = self.families.get(family).and_then(|home| address(&home.place)) {
                self.by_home.entry((last.clone(), address)).or_default().push(*family);
            }
        }
    }

    /// A family.
    pub fn family(&self, id: FamilyId) -> Option<&Household> {
        self.families.get(&id)
    }

    /// A child.
    pub fn child(&self, id: ChildId) -> Option<&Pupil> {
        self.children.get(&id)
    }

    /// Every child, by number.
    pub fn children(&self) -> impl Iterator<Item = (ChildId, &Pupil)> {
        self.children.iter().map(|(id, pupil)| (*id, pupil))
    }

    /// A guardian.
    pub fn guardian(&self, id: (FamilyId, GuardianId)) -> Option<&Adult> {
        self.guardians.get(&id)
    }

    /// The guardians of a family, by number.
    pub fn guardians(&self, family: FamilyId) -> impl Iterator<Item = (GuardianId, &Adult)> {
        let all = (family, GuardianId::MIN)..=(family, GuardianId::MAX);
        self.guardians.range(all).map(|((_, id), adult)| (*id, adult))
    }

    /// A number for a new family.
    pub fn next_family(&self) -> FamilyId {
        FamilyId(self.families.last_key_value().map_or(1, |(last, _)| last.0 + 1))
    }

    /// A number for a new child.
    pub fn next_child(&self) -> ChildId {
        ChildId(self.children.last_key_value().map_or(1, |(last, _)| last.0 + 1))
    }

    /// A number for a new guardian of a family.
    pub fn next_guardian(&self, family: FamilyId) -> GuardianId {
        GuardianId(self.guardians(family).last().map_or(1, |(last, _)| last.0 + 1))
    }

    /// The child of a line: by its names and its birth, or by its names and its class when the birth is not said.
    pub fn find_child(&self, who: &Person, class: &str) -> Found {
        let born = who.sheet.get(Field::BornOn);
        let names = names(who);
        let mut named: Vec<(ChildId, &Pupil)> = names
            .iter()
            .flat_map(|name| self.by_name.get(name).into_iter().flatten())
            .filter_map(|id| Some((*id, self.children.get(id)?)))
            .filter(|(_, pupil)| names.contains(&name(&pupil.sheet)))
            .collect();
        named.sort_by_key(|(id, _)| *id);
        named.dedup_by_key(|(id, _)| *id);
        let same = |pupil: &Pupil| born.is_empty() || pupil.sheet.get(Field::BornOn) == born;
        let mut fit: Vec<_> = named.iter().filter(|(_, pupil)| same(pupil)).collect();
        if fit.iter().any(|(_, pupil)| !pupil.archived) {
            fit.retain(|(_, pupil)| !pupil.archived);
        }
        if fit.len() > 1 && !class.is_empty() {
            let in_class: Vec<_> =
                fit.iter().filter(|(_, pupil)| pupil.sheet.get(Field::Class) == class).copied().collect();
            if in_class.len() == 1 {
                fit = in_class;
            }
        }
        match fit[..] {
            [(id, pupil)] if pupil.archived => Found::Archived(*id),
            [(id, _)] => Found::One(*id),
            [] => Found::None(self.near_child(&names, born, named.first().map(|(id, _)| *id))),
            _ => Found::Several(fit.len()),
        }
    }

    /// A child of the same names and another birth, or born that day with nearly the same names.
    fn near_child(&self, names: &[Name], born: &str, named: Option<ChildId>) -> Option<ChildId> {
        if born.is_empty() {
            return None;
        }
        let near = |(last, first): &Name, known: &Name| {
            (nearly(last, &known.0) || within(last, &known.0)) && nearly(first, &known.1)
        };
        let mut that_day = self.by_birth.get(born).into_iter().flatten();
        let found = that_day.find(|(_, known)| names.iter().any(|name| near(name, known)));
        named.or_else(|| found.map(|(id, _)| *id))
    }

    /// The guardian of a family that a line speaks of: by the names, or by the mail and nearly the first name.
    pub fn find_guardian(&self, family: FamilyId, person: &Person) -> Option<GuardianId> {
        let names = names(person);
        let named = self.guardians(family).find(|(_, adult)| names.contains(&name(&adult.sheet)));
        let mail = person.sheet.get(Field::Mail);
        let by_mail = |adult: &Adult| {
            !mail.is_empty()
                && adult.sheet.get(Field::Mail) == mail
                && nearly(&name(&adult.sheet).1, &names[0].1)
        };
        named.or_else(|| self.guardians(family).find(|(_, adult)| by_mail(adult))).map(|(id, _)| id)
    }

    /// A guardian of a family with nearly the same names.
    pub fn near_guardian(&self, family: FamilyId, person: &Person) -> Option<&Adult> {
        let (last, first) = &names(person)[0];
        let near = |adult: &&Adult| {
            let known = name(&adult.sheet);
            nearly(last, &known.0) && nearly(first, &known.1)
        };
        self.guardians(family).map(|(_, adult)| adult).find(near)
    }

    /// The family of a guardian: by the mail and one of the names, or by the names and the address.
    pub fn family_of_guardian(&self, person: &Person, place: &Sheet) -> Option<FamilyId> {
        let (names, at) = (names(person), address(place));
        let by_mail = self.by_mail.get(person.sheet.get(Field::Mail)).into_iter().flatten();
        let by_mail = by_mail.filter(|id| {
            self.guardians.get(id).is_some_and(|adult| {
                let known = name(&adult.sheet);
                names.iter().any(|(last, first)| *last == known.0 || *first == known.1)
            })
        });
        let by_name = names.iter().flat_map(|name| self.by_guardian.get(name).into_iter().flatten());
        let by_name = by_name.filter(|(family, id)| {
            let own = self.guardians.get(&(*family, *id)).and_then(|adult| address(&adult.sheet));
            let home = self.families.get(family).and_then(|home| address(&home.place));
            match at {
                Some(_) => own == at || home == at,
                None => own.is_none() && home.is_none(),
            }
        });
        let in_use = |family: &FamilyId| self.families.get(family).is_some_and(|home| !home.archived);
        by_mail.chain(by_name).map(|(family, _)| *family).find(in_use)
    }

    /// The family of a brother or a sister: who has the same last name and lives at the same address.
    pub fn family_at(&self, who: &Person, place: &Sheet) -> Option<FamilyId> {
        let at = address(place)?;
        let families = names(who).into_iter().filter_map(|(last, _)| self.by_home.get(&(last, at.clone())));
        let lives_there = |family: &&FamilyId| {
            let home = self.families.get(family);
            home.is_some_and(|home| !home.archived && address(&home.place).as_ref() == Some(&at))
        };
        families.flatten().find(lives_there).copied()
    }

    /// Does what a line does.
    pub fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Family { id, name, place, sheet } => {
                let (name, place, sheet) = (name.clone(), place.clone(), sheet.clone());
                self.add_family(*id, Household { name, place, sheet, archived: false });
            }
            Edit::Guardian { family, id, sheet } => {
                self.add_guardian((*family, *id), Adult { sheet: sheet.clone(), archived: false });
            }
            Edit::Child { family, id, sheet } => {
                let families = [*family].into();
                self.add_child(*id, Pupil { sheet: sheet.clone(), families, archived: false });
            }
            Edit::Change { about: Subject::Household(id), changes, .. } => {
                if let Some(home) = self.families.get_mut(id) {
                    let (place, rest): (Vec<_>, Vec<_>) =
                        changes.iter().partition(|change| SPOT.contains(&change.key.field));
                    home.place = home.place.with(place);
                    home.sheet = home.sheet.with(rest);
                    let theirs = self.of_family.get(id).into_iter().flatten();
                    let theirs: Vec<_> = theirs.filter_map(|id| self.children.get(id).cloned()).collect();
                    theirs.iter().for_each(|pupil| self.index_home(pupil));
                }
            }
            Edit::Change { about: Subject::Guardian(family, id), changes, .. } => {
                if let Some(known) = self.guardians.remove(&(*family, *id)) {
                    let sheet = known.sheet.with(changes);
                    self.add_guardian((*family, *id), Adult { sheet, ..known });
                }
            }
            Edit::Change { about: Subject::Child(_, id), changes, .. } => {
                if let Some(known) = self.children.remove(id) {
                    let sheet = known.sheet.with(changes);
                    self.add_child(*id, Pupil { sheet, ..known });
                }
            }
            Edit::Change { about: Subject::Adult(..), .. } => {}
        }
    }
}

/// Whether one name is the beginning or the end of the other: "MARTIN" and "MARTIN DUPONT".
fn within(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    !short.is_empty()
        && (long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
            || long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' ')))
}
