//! Public holidays: the fixed ones, and those that follow Easter (article L3133-1 of the code du travail).

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A public holiday of the whole country, or of a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Feast {
    NewYear,
    EasterMonday,
    Labour,
    Victory1945,
    Ascension,
    WhitMonday,
    National,
    Assumption,
    AllSaints,
    Armistice1918,
    Christmas,
    /// Alsace-Moselle, where there is a Protestant church.
    GoodFriday,
    /// 26 December, in Alsace-Moselle.
    SaintStephen,
    /// The end of slavery: 27 April in Mayotte, 22 May in Martinique, 27 May in Guadeloupe...
    AbolitionMayotte,
    AbolitionMartinique,
    AbolitionGuadeloupe,
    AbolitionSaintMartin,
    AbolitionGuyane,
    AbolitionSaintBarthelemy,
    AbolitionReunion,
}

impl Feast {
    /// Those that only some towns keep.
    pub const LOCAL: [Feast; 9] = [
        Feast::GoodFriday,
        Feast::SaintStephen,
        Feast::AbolitionGuadeloupe,
        Feast::AbolitionGuyane,
        Feast::AbolitionMartinique,
        Feast::AbolitionMayotte,
        Feast::AbolitionReunion,
        Feast::AbolitionSaintBarthelemy,
        Feast::AbolitionSaintMartin,
    ];
}

/// The end of slavery, where it is a public holiday.
fn abolition(month: u32, day: u32) -> Option<Feast> {
    match (month, day) {
        (4, 27) => Some(Feast::AbolitionMayotte),
        (5, 22) => Some(Feast::AbolitionMartinique),
        (5, 27) => Some(Feast::AbolitionGuadeloupe),
        (5, 28) => Some(Feast::AbolitionSaintMartin),
        (6, 10) => Some(Feast::AbolitionGuyane),
        (10, 9) => Some(Feast::AbolitionSaintBarthelemy),
        (12, 20) => Some(Feast::AbolitionReunion),
        _ => None,
    }
}

/// The public holiday of a day. `local`: those that this town keeps besides the country's.
pub fn feast(day: NaiveDate, local: &[Feast]) -> Option<Feast> {
    let fixed = match (day.month(), day.day()) {
        (1, 1) => Some(Feast::NewYear),
        (5, 1) => Some(Feast::Labour),
        (5, 8) => Some(Feast::Victory1945),
        (7, 14) => Some(Feast::National),
        (8, 15) => Some(Feast::Assumption),
        (11, 1) => Some(Feast::AllSaints),
        (11, 11) => Some(Feast::Armistice1918),
        (12, 25) => Some(Feast::Christmas),
        (12, 26) if local.contains(&Feast::SaintStephen) => Some(Feast::SaintStephen),
        _ => None,
    };
    let local_fixed = abolition(day.month(), day.day()).filter(|feast| local.contains(feast));
    fixed.or(local_fixed).or_else(|| match (day - easter(day.year())).num_days() {
        1 => Some(Feast::EasterMonday),
        39 => Some(Feast::Ascension),
        50 => Some(Feast::WhitMonday),
        -2 if local.contains(&Feast::GoodFriday) => Some(Feast::GoodFriday),
        _ => None,
    })
}

/// Easter Sunday, by the Gregorian computus of Meeus, Jones and Butcher.
fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, month as u32, day as u32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_computus_says() {
        for day in ["2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21"] {
            assert_eq!(easter(on(day).year()), on(day));
        }
    }

    #[test]
    fn public_holidays_of_2027() {
        for (day, expected) in [
            ("2027-01-01", Some(Feast::NewYear)),
            ("2027-03-29", Some(Feast::EasterMonday)),
            ("2027-05-06", Some(Feast::Ascension)),
            ("2027-05-17", Some(Feast::WhitMonday)),
            ("2027-11-11", Some(Feast::Armistice1918)),
            ("2027-03-26", None),
            ("2027-12-26", None),
            ("2027-05-07", None),
        ] {
            assert_eq!(feast(on(day), &[]), expected, "{day}");
        }
        let alsace = [Feast::GoodFriday, Feast::SaintStephen];
        assert_eq!(feast(on("2027-03-26"), &alsace), Some(Feast::GoodFriday));
        assert_eq!(feast(on("2027-12-26"), &alsace), Some(Feast::SaintStephen));
        for (day, local) in [
            ("2027-04-27", Feast::AbolitionMayotte),
            ("2027-05-22", Feast::AbolitionMartinique),
            ("2027-05-27", Feast::AbolitionGuadeloupe),
            ("2027-05-28", Feast::AbolitionSaintMartin),
            ("2027-06-10", Feast::AbolitionGuyane),
            ("2027-10-09", Feast::AbolitionSaintBarthelemy),
            ("2027-12-20", Feast::AbolitionReunion),
        ] {
            assert_eq!((feast(on(day), &[]), feast(on(day), &[local])), (None, Some(local)), "{day}");
        }
    }
}
