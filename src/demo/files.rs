//! What the files of the fixture town's people say.

use super::{Adult, Person, Pupil};
use crate::family::{
    field::{Field, Key},
    sheet::Sheet,
    value::YES,
};

/// Names of the generator that girls bear.
pub(super) type Girls = Vec<String>;

/// A guardian's: the household's address, what `people.toml` says, a telephone of the numbers kept for fiction.
pub(super) fn guardian(person: &Person, adult: &Adult, number: u32) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.set(Field::LastName, adult.last.as_str());
    sheet.set(Field::FirstName, adult.first.as_str());
    sheet.set(Field::Street, person.street.as_str());
    sheet.set(Field::Postcode, person.postcode.as_str());
    sheet.set(Field::City, person.city.as_str());
    sheet.set(Field::Mail, adult.mail.as_str());
    sheet.set(Field::MobilePhone, format!("06 39 98 {:02} {:02}", number / 100 % 100, number % 100));
    if person.guardians.first().is_some_and(|first| first.mail == adult.mail) {
        sheet.set(Field::Billing, YES);
    }
    overlay(sheet, &adult.file)
}

/// A child's.
pub(super) fn child(pupil: &Pupil, girls: &Girls) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.set(Field::LastName, pupil.last.as_str());
    sheet.set(Field::FirstName, pupil.first.as_str());
    sheet.set(Field::BornOn, pupil.born.to_string());
    sheet.set(Field::Class, pupil.class.to_string());
    sheet.set(Field::Sex, if girls.contains(&pupil.first) { "f" } else { "m" });
    overlay(sheet, &pupil.file)
}

/// The fields that `people.toml` names.
pub(super) fn overlay(mut sheet: Sheet, fields: &std::collections::BTreeMap<String, String>) -> Sheet {
    let known = fields.iter().filter_map(|(key, value)| Some((key.parse::<Key>().ok()?, value)));
    known.for_each(|(key, value)| sheet.set(key, value.as_str()));
    sheet
}
