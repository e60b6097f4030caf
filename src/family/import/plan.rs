//! What each line of a file would do: new, changed, the same, doubtful or wrong. One pure function, which the
//! preview shows and the import does.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    class::{Classes, Means},
    edit::{Edit, SPOT, differences, full_name},
    group::Named,
    header::Kind,
    known::{Found, Known, address},
    line::{Choices, Doubt, Line, Missing, Verdict},
    record::{Kid, Person, Record},
    spelling::key,
};
use crate::{
    family::{
        ChildId, FamilyId, GuardianId, Subject,
        field::Field,
        sheet::{Change, Sheet},
        value::YES,
    },
    town::SchoolId,
};

/// An import under way: what is known, and changes with each line.
pub struct Plan<'a> {
    kind: Kind,
    known: Known,
    classes: &'a Classes,
    choices: &'a Choices,
    named: &'a Named,
    seen: BTreeSet<Subject>,
    schools: BTreeSet<SchoolId>,
    unknown: BTreeMap<String, String>,
}

/// What a line does, as it is found out.
#[derive(Default)]
struct Draft {
    edits: Vec<Edit>,
    doubts: Vec<Doubt>,
}

impl<'a> Plan<'a> {
    /// Begins. `named`: whom the file names.
    pub fn new(
        kind: Kind,
        named: &'a Named,
        known: Known,
        classes: &'a Classes,
        choices: &'a Choices,
    ) -> Self {
        Self {
            kind,
            known,
            classes,
            choices,
            named,
            seen: BTreeSet::new(),
            schools: BTreeSet::new(),
            unknown: BTreeMap::new(),
        }
    }

    /// Judges the next line; what it does is known to those that follow, if it is taken.
    pub fn line(&mut self, record: &Record) -> Line {
        let mut draft = Draft::default();
        if record.wrong.is_empty() {
            draft.doubts.extend(record.aside.iter().cloned().map(Doubt::Aside));
            match self.kind {
                Kind::Pupils => self.pupil(record, &mut draft),
                Kind::Responsibles => self.responsible(record, &mut draft),
                Kind::Plain => self.plain(record, &mut draft),
            }
        }
        let Draft { edits, doubts } = draft;
        let verdict = match () {
            () if !record.wrong.is_empty() => Verdict::Wrong,
            () if edits.is_empty() && !doubts.iter().any(Doubt::blocks) => Verdict::Same,
            () if !doubts.is_empty() => Verdict::Doubtful,
            () if edits.iter().any(Edit::is_new) => Verdict::New,
            () => Verdict::Changed,
        };
        let usual = matches!(verdict, Verdict::New | Verdict::Changed);
        let taken = match usual {
            true => !self.choices.leave.contains(&record.line),
            false => !edits.is_empty() && self.choices.take.contains(&record.line),
        };
        if taken {
            edits.iter().for_each(|edit| self.known.apply(edit));
        }
        let who = who(self.kind, record);
        Line { number: record.line, who, verdict, doubts, faults: record.wrong.clone(), edits, taken }
    }

    /// What is known now.
    pub fn into_known(self) -> Known {
        self.known
    }

    /// The names of classes that mean nothing, as the file writes them.
    pub fn unknown_classes(&self) -> Vec<String> {
        self.unknown.values().cloned().collect()
    }

    /// Who is in the portal and not in the file: children of the schools that it names, guardians of the
    /// families that it names.
    pub fn missing(&self) -> Vec<Missing> {
        match self.kind {
            Kind::Responsibles => self.missing_guardians(),
            Kind::Pupils | Kind::Plain => self.missing_children(),
        }
    }

    fn missing_children(&self) -> Vec<Missing> {
        let of_schools = |class: &str| {
            let school = class.parse().ok().and_then(|class| self.classes.school(class));
            school.is_some_and(|school| self.schools.contains(&school))
        };
        let missing = self.known.children().filter_map(|(id, pupil)| {
            let family = pupil.families.first()?;
            let about = Subject::Child(*family, id);
            let absent = !pupil.archived
                && of_schools(pupil.sheet.get(Field::Class))
                && !self.seen.contains(&Subject::Child(FamilyId::MIN, id));
            absent.then(|| Missing { about, name: full_name(&pupil.sheet) })
        });
        missing.collect()
    }

    fn missing_guardians(&self) -> Vec<Missing> {
        let families: BTreeSet<FamilyId> = self.seen.iter().map(|about| about.family()).collect();
        let of = |family: FamilyId| {
            self.known.guardians(family).filter_map(move |(id, adult)| {
                let about = Subject::Guardian(family, id);
                let absent = !adult.archived && !self.seen.contains(&about);
                absent.then(|| Missing { about, name: full_name(&adult.sheet) })
            })
        };
        families.into_iter().flat_map(of).collect()
    }

    /// A line of the file of pupils.
    fn pupil(&mut self, record: &Record, draft: &mut Draft) {
        let Some(kid) = record.children.first() else { return };
        let sheet = self.child_sheet(kid, draft);
        match self.child(kid, &sheet, draft) {
            Some(id) => {
                self.change_child(id, &kid.who, &sheet, draft);
                // Where there are guardians, theirs is the better list of addresses.
                let families = self.known.child(id).map(|pupil| pupil.families.clone()).unwrap_or_default();
                if let (1, Some(family)) = (families.len(), families.first())
                    && self.known.guardians(*family).next().is_none()
                {
                    self.change_household(*family, &record.place, draft);
                }
            }
            None if draft.doubts.iter().any(Doubt::blocks) => {}
            None => {
                let family = self.known.family_at(&kid.who, &record.place).unwrap_or_else(|| {
                    self.new_family(kid.who.last(), &record.place, &Sheet::default(), draft)
                });
                self.new_child(family, sheet, draft);
            }
        }
    }

    /// A line of the portal's own file.
    fn plain(&mut self, record: &Record, draft: &mut Draft) {
        let Some(kid) = record.children.first() else { return };
        let sheet = self.child_sheet(kid, draft);
        let family = match self.child(kid, &sheet, draft) {
            Some(id) => {
                self.change_child(id, &kid.who, &sheet, draft);
                self.home_of(id, &record.guardians, draft)
            }
            None if draft.doubts.iter().any(Doubt::blocks) => None,
            None => {
                let known = record
                    .guardians
                    .iter()
                    .find_map(|person| self.known.family_of_guardian(person, &record.place));
                let family = known.unwrap_or_else(|| {
                    let name = [record.family.as_str(), record.guardians.first().map_or("", Person::last)];
                    let name = name.into_iter().find(|name| !name.is_empty()).unwrap_or(kid.who.last());
                    self.new_family(name, &record.place, &record.household, draft)
                });
                self.new_child(family, sheet, draft);
                Some(family)
            }
        };
        let Some(family) = family else { return };
        let apart = self.lives_apart(family, &record.guardians, &record.place, draft);
        let mut told = record.household.clone();
        for person in &record.guardians {
            let id = self.guardian(family, person, &record.place, draft);
            if self.is_first(family, id) {
                told.extend(record.place.clone());
            }
        }
        if !apart {
            self.change_household(family, &told, draft);
        }
    }

    /// A line of the file of responsible persons.
    fn responsible(&mut self, record: &Record, draft: &mut Draft) {
        let Some(person) = record.guardians.first() else { return };
        let (mut families, mut lost, mut blocked) = (BTreeSet::new(), Vec::new(), false);
        for kid in &record.children {
            let class = match self.classes.find("", &kid.class) {
                Means::Class(id) => id.to_string(),
                _ => String::new(),
            };
            match self.known.find_child(&kid.who, &class) {
                Found::One(id) => {
                    families.extend(self.home_of(id, &record.guardians, draft));
                }
                Found::None(_) => lost.push(full_name(&kid.who.sheet)),
                Found::Several(number) => draft.doubts.push(Doubt::Namesakes(number)),
                Found::Archived(_) => draft.doubts.push(Doubt::Archived(full_name(&kid.who.sheet))),
            }
            blocked |= draft.doubts.iter().any(Doubt::blocks);
        }
        match (families.is_empty(), lost.is_empty()) {
            (_, true) => {}
            (true, false) if !blocked => draft.doubts.push(Doubt::NoChild(lost)),
            _ => draft.doubts.push(Doubt::LostChildren(lost)),
        }
        if families.len() > 1 && families.iter().any(|id| self.known.find_guardian(*id, person).is_none()) {
            draft.doubts.push(Doubt::SeveralFamilies);
        }
        for family in families {
            self.seen.insert(Subject::Household(family));
            let apart = self.lives_apart(family, &record.guardians, &record.place, draft);
            let id = self.guardian(family, person, &record.place, draft);
            if !apart && self.is_first(family, id) {
                self.change_household(family, &record.place, draft);
            }
        }
    }

    /// What a line says of a child, its class looked up.
    fn child_sheet(&mut self, kid: &Kid, draft: &mut Draft) -> Sheet {
        let mut sheet = kid.who.sheet.clone();
        match self.classes.find(&kid.school, &kid.class) {
            Means::Class(id) => {
                self.schools.extend(self.classes.school(id));
                sheet.set(Field::Class, id.to_string());
            }
            Means::Nothing => {}
            Means::Unknown => {
                self.unknown.entry(key(&kid.class)).or_insert(kid.class.clone());
                draft.doubts.push(Doubt::Class(kid.class.clone()));
            }
        }
        sheet
    }

    /// The child that a line speaks of, if the portal has it.
    fn child(&mut self, kid: &Kid, sheet: &Sheet, draft: &mut Draft) -> Option<ChildId> {
        let found = match self.known.find_child(&kid.who, sheet.get(Field::Class)) {
            Found::One(id) => Some(id),
            Found::Archived(id) => {
                draft.doubts.push(Doubt::Archived(full_name(&kid.who.sheet)));
                self.seen.insert(Subject::Child(FamilyId::MIN, id));
                None
            }
            Found::Several(number) => {
                draft.doubts.push(Doubt::Namesakes(number));
                None
            }
            Found::None(near) => {
                let near =
                    near.and_then(|id| self.known.child(id)).filter(|near| !self.named.has(&near.sheet));
                if let Some(near) = near {
                    let born = near.sheet.get(Field::BornOn).to_owned();
                    draft.doubts.push(Doubt::NearChild(full_name(&near.sheet), born));
                }
                None
            }
        };
        // Whose number this is in which family does not matter: a child is in the file or not.
        self.seen.extend(found.map(|id| Subject::Child(FamilyId::MIN, id)));
        found
    }

    /// The family of a child that these guardians are in, or the only one.
    fn home_of(&self, id: ChildId, guardians: &[Person], draft: &mut Draft) -> Option<FamilyId> {
        let pupil = self.known.child(id)?;
        let theirs = |family: &&FamilyId| {
            guardians.iter().any(|person| self.known.find_guardian(**family, person).is_some())
        };
        let home = match pupil.families.len() {
            1 => pupil.families.first(),
            _ => pupil.families.iter().find(theirs),
        };
        match home {
            None => draft.doubts.push(Doubt::TwoHomes(full_name(&pupil.sheet))),
            Some(id) if self.known.family(*id).is_some_and(|home| home.archived) => {
                draft.doubts.push(Doubt::Archived(full_name(&pupil.sheet)));
                return None;
            }
            Some(_) => {}
        }
        home.copied()
    }

    /// Whether people who are new in a family live elsewhere than the family does.
    fn lives_apart(&self, family: FamilyId, guardians: &[Person], place: &Sheet, draft: &mut Draft) -> bool {
        let Some(home) = self.known.family(family) else { return false };
        let known = guardians.iter().any(|person| self.known.find_guardian(family, person).is_some());
        let apart = match (address(place), address(&home.place)) {
            (Some(theirs), Some(home)) => theirs != home,
            _ => false,
        };
        if apart && !known {
            draft.doubts.push(Doubt::Apart(spot(&home.place)));
        }
        apart && !known
    }

    /// Whether a guardian is the one whose address is the family's: who gets the bills, or the first.
    fn is_first(&self, family: FamilyId, id: GuardianId) -> bool {
        let bills = self.known.guardians(family).find(|(_, adult)| adult.sheet.get(Field::Billing) == YES);
        let first = bills.or_else(|| self.known.guardians(family).next());
        first.is_none_or(|(first, _)| first == id)
    }

    /// A guardian of a family: what reads otherwise, or somebody new. Gives the number.
    fn guardian(
        &mut self,
        family: FamilyId,
        person: &Person,
        place: &Sheet,
        draft: &mut Draft,
    ) -> GuardianId {
        let mut told = person.sheet.clone();
        told.extend(place.clone());
        let found = self.known.find_guardian(family, person);
        if let Some((id, known)) = found.and_then(|id| Some((id, self.known.guardian((family, id))?))) {
            let mut changes = differences(&known.sheet, &told);
            // Found by the name at birth, it is now called by the one that is used; found by the mail, it stays.
            changes.retain(|change| {
                change.key.field != Field::FirstName
                    && (change.key.field != Field::LastName || key(&change.before) == key(&person.other))
            });
            draft.change(Subject::Guardian(family, id), &known.sheet, changes);
            self.seen.insert(Subject::Guardian(family, id));
            return id;
        }
        let near = self.known.near_guardian(family, person).filter(|near| !self.named.has(&near.sheet));
        if let Some(near) = near {
            draft.doubts.push(Doubt::NearGuardian(full_name(&near.sheet)));
        }
        let here = |edit: &&Edit| matches!(edit, Edit::Guardian { family: of, .. } if *of == family);
        let before = draft.edits.iter().filter(here).count() as u32;
        let id = GuardianId(self.known.next_guardian(family).0 + before);
        if before == 0 && self.known.guardians(family).next().is_none() {
            told.set(Field::Billing, YES);
        }
        draft.edits.push(Edit::Guardian { family, id, sheet: told });
        self.seen.insert(Subject::Guardian(family, id));
        id
    }

    fn change_child(&self, id: ChildId, who: &Person, told: &Sheet, draft: &mut Draft) {
        let Some(known) = self.known.child(id) else { return };
        let Some(family) = known.families.first() else { return };
        let mut changes = differences(&known.sheet, told);
        changes
            .retain(|change| change.key.field != Field::LastName || key(&change.before) == key(&who.other));
        draft.change(Subject::Child(*family, id), &known.sheet, changes);
    }

    fn change_household(&self, id: FamilyId, told: &Sheet, draft: &mut Draft) {
        let Some(home) = self.known.family(id) else { return };
        let mut known = home.sheet.clone();
        known.extend(home.place.clone());
        let changes = differences(&known, told);
        if !changes.is_empty() {
            let name = home.name.clone();
            draft.edits.push(Edit::Change { about: Subject::Household(id), name, changes });
        }
    }

    fn new_family(&self, name: &str, place: &Sheet, sheet: &Sheet, draft: &mut Draft) -> FamilyId {
        let id = self.known.next_family();
        let (name, place, sheet) = (name.to_uppercase(), place.clone(), sheet.clone());
        draft.edits.push(Edit::Family { id, name, place, sheet });
        id
    }

    fn new_child(&mut self, family: FamilyId, sheet: Sheet, draft: &mut Draft) {
        let id = self.known.next_child();
        self.seen.insert(Subject::Child(FamilyId::MIN, id));
        draft.edits.push(Edit::Child { family, id, sheet });
    }
}

impl Draft {
    fn change(&mut self, about: Subject, known: &Sheet, changes: Vec<Change>) {
        if !changes.is_empty() {
            self.edits.push(Edit::Change { about, name: full_name(known), changes });
        }
    }
}

/// "12 rue du Lac, 44999 Valpréau".
fn spot(place: &Sheet) -> String {
    let [street, postcode, city] = SPOT.map(|field| place.get(field));
    format!("{street}, {postcode} {city}")
}

/// Whom a line is about: the child, or the responsible person.
fn who(kind: Kind, record: &Record) -> String {
    let sheet = match kind {
        Kind::Responsibles => record.guardians.first().map(|person| &person.sheet),
        _ => record.children.first().map(|kid| &kid.who.sheet),
    };
    sheet.map(full_name).unwrap_or_default().trim().to_owned()
}
