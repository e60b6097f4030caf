//! What stands in a cell, as the field of a file holds it: spreadsheets and schools have their ways of writing.

use chrono::NaiveDate;

use super::{
    header::Column,
    spelling::{first_name, key},
};
use crate::{
    family::{
        field::{Field, Kind},
        value::{self, Why},
    },
    town::Level,
};

/// The file and the field that a column is read into; a level is read into none.
pub fn field(column: Column) -> Option<(Kind, Field)> {
    use Column::*;
    Some(match column {
        FamilyName | Last(_) | Usage(_) => (Kind::Guardian, Field::LastName),
        Title(_) => (Kind::Guardian, Field::Title),
        First(_) => (Kind::Guardian, Field::FirstName),
        Mail(_) => (Kind::Guardian, Field::Mail),
        HomePhone(_) => (Kind::Guardian, Field::HomePhone),
        WorkPhone(_) => (Kind::Guardian, Field::OfficePhone),
        Mobile(_) => (Kind::Guardian, Field::MobilePhone),
        Street => (Kind::Guardian, Field::Street),
        Postcode => (Kind::Guardian, Field::Postcode),
        // Names of the school's own: a line of text, as that of a city.
        City | School | Class => (Kind::Guardian, Field::City),
        Quotient => (Kind::Household, Field::Quotient),
        Caf => (Kind::Household, Field::Allowance),
        ChildLast | ChildUsage => (Kind::Child, Field::LastName),
        ChildFirst => (Kind::Child, Field::FirstName),
        Born => (Kind::Child, Field::BornOn),
        Sex => (Kind::Child, Field::Sex),
        Level => return None,
    })
}

/// Reads a cell that is not empty.
///
/// # Errors
/// Why it cannot stand there.
pub fn read(column: Column, text: &str, today: NaiveDate) -> Result<String, Why> {
    match field(column) {
        Some((kind, field)) => {
            let read = value::read(kind, field.into(), &usual(field, text), |_, _| true, today)?;
            Ok(match field {
                Field::LastName => read.to_uppercase(),
                Field::FirstName => first_name(&read),
                _ => read,
            })
        }
        None => level(text).map(|level| format!("{level:?}")).ok_or(Why::NotOffered),
    }
}

/// As the field is usually written.
fn usual(field: Field, text: &str) -> String {
    let figures = text.chars().filter(char::is_ascii_digit).count();
    let only_figures = text.chars().all(|letter| letter.is_ascii_digit() || letter.is_whitespace());
    match field {
        // An hour stands behind it.
        Field::BornOn => text.split(['T', ' ']).next().unwrap_or_default().to_owned(),
        // A spreadsheet has taken them for numbers, which do not begin with a zero.
        Field::HomePhone | Field::MobilePhone | Field::OfficePhone
            if figures == 9 && !text.starts_with(['0', '+']) =>
        {
            format!("0{text}")
        }
        Field::Postcode if figures == 4 && only_figures => format!("0{text}"),
        Field::Sex => match key(text).as_str() {
            "g" | "garcon" | "masculin" => "m".into(),
            "fille" | "feminin" => "f".into(),
            other => other.to_owned(),
        },
        Field::Title => match key(text).as_str() {
            "m" | "monsieur" => "mr".into(),
            "mme" | "mlle" | "madame" | "mademoiselle" => "mrs".into(),
            other => other.to_owned(),
        },
        _ => text.to_owned(),
    }
}

fn level(text: &str) -> Option<Level> {
    use Level::*;
    let levels = [TPS, PS, MS, GS, CP, CE1, CE2, CM1, CM2];
    levels.into_iter().find(|level| key(&format!("{level:?}")) == key(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_spreadsheets_write_them() {
        for (column, text, read) in [
            (Column::Born, "04/09/2019 00:00:00", "2019-09-04"),
            (Column::Born, "2019-09-04T00:00:00", "2019-09-04"),
            (Column::Born, "4/9/2019", "2019-09-04"),
            (Column::Mobile(1), "612345678", "06 12 34 56 78"),
            (Column::HomePhone(1), "2 40 00 00 01", "02 40 00 00 01"),
            (Column::Mobile(2), "+33 6 12 34 56 78", "06 12 34 56 78"),
            (Column::Postcode, "1000", "01000"),
            (Column::Postcode, "44999", "44999"),
            (Column::Sex, "Garçon", "m"),
            (Column::Sex, "F", "f"),
            (Column::Title(1), "M.", "mr"),
            (Column::Title(1), "MME", "mrs"),
            (Column::ChildFirst, "JEAN-PAUL", "Jean-Paul"),
            (Column::ChildUsage, "le Goff", "LE GOFF"),
            (Column::Quotient, "1 200,50", "1200.50"),
            (Column::Level, "ce1", "CE1"),
            (Column::Mail(1), "Lucie@Famille.example", "lucie@famille.example"),
        ] {
            assert_eq!(
                super::read(column, text, "2026-11-24".parse().unwrap()).as_deref(),
                Ok(read),
                "{text}"
            );
        }
    }

    #[test]
    fn what_cannot_stand_there_is_told_why() {
        for (column, text, why) in [
            (Column::Born, "04/09/19", Why::NotADate),
            (Column::Born, "43712", Why::NotADate),
            (Column::Born, "04/09/2027", Why::Future),
            (Column::Mobile(1), "mamie", Why::NotATelephone),
            (Column::Sex, "x", Why::NotOffered),
            (Column::Title(1), "Dr", Why::NotOffered),
            (Column::Level, "6EME", Why::NotOffered),
            (Column::ChildLast, "<b>", Why::NotAName),
            (Column::Class, "C\u{202e}P", Why::Unseen),
        ] {
            assert_eq!(super::read(column, text, "2026-11-24".parse().unwrap()), Err(why), "{text}");
        }
    }
}
