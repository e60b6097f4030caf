//! Rows of files: what is looked at with each tick stands in the rows of families and children, the rest here.

use chrono::NaiveDate;

use super::{child, family, find, guardian, set_child, set_family, set_guardian};
use crate::{
    family::{
        AdultId, ChildId, FamilyId, GuardianId, InClass, Known, Source, Subject,
        field::{Field, Key, Kind, Page},
        file::Certificate,
        sheet::Sheet,
        value::YES,
    },
    platform::store::{Reading, StoreError, Table, Write},
};

pub(super) const HOUSEHOLDS: Table<FamilyId, Sheet> = Table::new("household-sheets-1");
pub(super) const GUARDIANS: Table<(FamilyId, GuardianId), Sheet> = Table::new("guardian-sheets-1");
pub(super) const ADULTS: Table<(FamilyId, AdultId), Sheet> = Table::new("adults-1");
/// What both families of a child see.
pub(super) const CHILDREN: Table<ChildId, Sheet> = Table::new("child-sheets-1").kept();
/// The same, of health and diets: apart, so that nothing reads it in passing.
pub(super) const CARE: Table<ChildId, Sheet> = Table::new("child-care-1").kept();
/// What one family says of a child to the town alone.
pub(super) const REMARKS: Table<(FamilyId, ChildId), Sheet> = Table::new("child-remarks-1");
/// By family, kind of file and number.
pub(super) const CERTIFICATES: Table<(FamilyId, u32, u32), Certificate> = Table::new("certificates-1");

/// A file as it stands on a day, without registrations, which have a slice of their own. None when the family
/// has no such guardian, adult or child.
pub fn sheet(r: &impl Reading, about: Subject, today: NaiveDate) -> Result<Option<Sheet>, StoreError> {
    match about {
        Subject::Household(id) => household(r, id, today),
        Subject::Guardian(of, id) => {
            let Some(known) = guardian(r, of, id)? else { return Ok(None) };
            let mut sheet = r.get(&GUARDIANS, &(of, id))?.unwrap_or_default();
            sheet.set(Field::FirstName, known.first_name);
            sheet.set(Field::LastName, known.last_name);
            Ok(Some(sheet))
        }
        Subject::Adult(of, id) => r.get(&ADULTS, &(of, id)),
        Subject::Child(of, id) => child_sheet(r, of, id, today),
    }
}

fn household(r: &impl Reading, id: FamilyId, today: NaiveDate) -> Result<Option<Sheet>, StoreError> {
    let Some(family) = family(r, id)? else { return Ok(None) };
    let mut sheet = r.get(&HOUSEHOLDS, &id)?.unwrap_or_default();
    let quotient = family.quotient.on(today).and_then(|known| known.value.quotient);
    sheet.set(Field::Quotient, quotient.map(|quotient| quotient.to_string()).unwrap_or_default());
    Ok(Some(sheet))
}

fn child_sheet(
    r: &impl Reading,
    of: FamilyId,
    id: ChildId,
    today: NaiveDate,
) -> Result<Option<Sheet>, StoreError> {
    let Some(known) = child(r, of, id)? else { return Ok(None) };
    let mut sheet: Sheet = r.get(&CHILDREN, &id)?.unwrap_or_default();
    sheet.extend(r.get(&CARE, &id)?.unwrap_or_default());
    sheet.extend(r.get(&REMARKS, &(of, id))?.unwrap_or_default());
    sheet.set(Field::FirstName, known.first_name.as_str());
    sheet.set(Field::LastName, known.last_name.as_str());
    sheet.set(Field::BornOn, known.born.to_string());
    let class = known.class.on(today).and_then(|class| class.value.class);
    sheet.set(Field::Class, class.map(|class| class.to_string()).unwrap_or_default());
    Ok(Some(sheet))
}

/// What prices look at in a child's file: who insures it, and whether a care plan says that it brings its own meal.
pub fn priced_by(r: &impl Reading, id: ChildId) -> Result<(String, bool), StoreError> {
    let (sheet, care) = (r.get(&CHILDREN, &id)?.unwrap_or_default(), r.get(&CARE, &id)?.unwrap_or_default());
    Ok((sheet.get(Field::Regime).to_owned(), care.get(Field::OwnMeal) == YES))
}

/// Sets a file as it is to stand from a day on; who calls has looked that each field may stand there, and that
/// the family has such a guardian or child. `source`: who says what the quotient is.
pub fn set_sheet(
    w: &Write,
    about: Subject,
    sheet: &Sheet,
    today: NaiveDate,
    source: Source,
) -> Result<(), StoreError> {
    let not_there = || StoreError::Database("a file of nobody".into());
    match about {
        Subject::Household(id) => {
            let mut known = family(w, id)?.ok_or_else(not_there)?;
            let quotient = sheet.get(Field::Quotient).parse().ok();
            if known.quotient.on(today).and_then(|known| known.value.quotient) != quotient {
                known.quotient.set(today, Known { quotient, source, entry: w.number() });
                set_family(w, id, &known)?;
            }
            w.put(&HOUSEHOLDS, &id, &sheet.only(|key| key.field != Field::Quotient))?;
            find::index(w, id)
        }
        Subject::Guardian(of, id) => {
            let mut known = guardian(w, of, id)?.ok_or_else(not_there)?;
            known.first_name = sheet.get(Field::FirstName).into();
            known.last_name = sheet.get(Field::LastName).into();
            w.put(&GUARDIANS, &(of, id), &sheet.only(|key| !is_name(key)))?;
            set_guardian(w, of, id, &known)
        }
        Subject::Adult(of, id) => {
            w.put(&ADULTS, &(of, id), sheet)?;
            find::index(w, of)
        }
        Subject::Child(of, id) => {
            let mut known = child(w, of, id)?.ok_or_else(not_there)?;
            known.first_name = sheet.get(Field::FirstName).into();
            known.last_name = sheet.get(Field::LastName).into();
            known.born = sheet.get(Field::BornOn).parse().unwrap_or(known.born);
            let class = sheet.get(Field::Class).parse().ok();
            if known.class.on(today).and_then(|known| known.value.class) != class {
                known.class.set(today, InClass { class });
            }
            w.put(&CHILDREN, &id, &sheet.only(is_shared))?;
            w.put(&CARE, &id, &sheet.only(is_care))?;
            w.put(&REMARKS, &(of, id), &sheet.only(|key| key.field == Field::Remarks))?;
            set_child(w, id, &known)
        }
    }
}

fn is_name(key: Key) -> bool {
    matches!(key.field, Field::FirstName | Field::LastName)
}

fn is_care(key: Key) -> bool {
    Kind::Child.page(key.field).is_some_and(Page::is_sensitive)
}

/// What stands in the sheet both families see: neither in the child's own row, nor apart.
fn is_shared(key: Key) -> bool {
    let elsewhere = matches!(
        key.field,
        Field::BornOn | Field::Class | Field::Remarks | Field::Service | Field::Tariff | Field::Usual
    );
    !is_name(key) && !is_care(key) && !elsewhere
}

/// The other adults of a family.
pub fn adults(r: &impl Reading, family: FamilyId) -> Result<Vec<(AdultId, Sheet)>, StoreError> {
    let rows = r.range(&ADULTS, (family, AdultId::MIN)..=(family, AdultId::MAX))?;
    Ok(rows.into_iter().map(|((_, id), sheet)| (id, sheet)).collect())
}

/// A number for another adult of a family: not one that somebody had who was taken out, whose history stays.
pub fn next_adult(r: &impl Reading, family: FamilyId) -> Result<AdultId, StoreError> {
    let of_history = super::history::highest_adult(r, family)?;
    let of_rows = adults(r, family)?.last().map_or(0, |(id, _)| id.0);
    Ok(AdultId(of_history.max(of_rows) + 1))
}

/// Takes an adult out.
pub fn remove_adult(w: &Write, family: FamilyId, id: AdultId) -> Result<(), StoreError> {
    w.delete(&ADULTS, &(family, id))?;
    find::index(w, family)
}

/// When the family last looked a file over.
pub fn certificate(r: &impl Reading, about: Subject) -> Result<Option<Certificate>, StoreError> {
    r.get(&CERTIFICATES, &certificate_key(about))
}

/// Notes that the family has looked a file over.
pub fn certify(w: &Write, about: Subject, certificate: &Certificate) -> Result<(), StoreError> {
    w.put(&CERTIFICATES, &certificate_key(about), certificate)
}

fn certificate_key(about: Subject) -> (FamilyId, u32, u32) {
    let kind = match about.kind() {
        Kind::Household => 0,
        Kind::Guardian => 1,
        Kind::Adult => 2,
        Kind::Child => 3,
    };
    (about.family(), kind, about.number())
}
