//! The ministry's school calendar, shipped with the program: what a town begins with.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::calendar::{Calendar, Holidays, SchoolYear};

const YEARS: &str = include_str!("../../fixtures/school-years.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shipped {
    years: Vec<SchoolYear>,
    zones: BTreeMap<String, Vec<Holidays>>,
}

/// Takes over the school years and holidays of a zone, "a", "b" or "c". What lies outside the years that are
/// shipped stays. None for a zone that is not shipped.
pub fn take_over(calendar: &Calendar, zone: &str) -> Option<Calendar> {
    let Shipped { years, mut zones } = toml::from_str(YEARS).ok()?;
    let holidays = zones.remove(zone)?;
    let first = years.iter().map(|year| year.first).min()?;
    let last = holidays.iter().map(|span| span.last).max()?;
    let mut taken = calendar.clone();
    taken.years.retain(|year| year.last < first || year.first > last);
    taken.holidays.retain(|span| span.last < first || span.first > last);
    taken.years.extend(years);
    taken.holidays.extend(holidays);
    taken.years.sort_by_key(|year| year.first);
    taken.holidays.sort_by_key(|span| span.first);
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town::{Term, schedule::Sheet};

    #[test]
    fn each_zone_is_whole_and_gives_the_published_days() {
        for (zone, day, term) in [
            ("a", "2027-02-13", Term::Holidays("vacances d’hiver")),
            ("a", "2027-03-01", Term::School),
            ("b", "2027-02-13", Term::School),
            ("b", "2027-02-20", Term::Holidays("vacances d’hiver")),
            ("c", "2027-02-06", Term::Holidays("vacances d’hiver")),
            ("c", "2028-05-01", Term::Holidays("vacances de printemps")),
            ("a", "2028-05-08", Term::Holidays("vacances de printemps")),
            ("a", "2027-09-01", Term::Holidays("vacances d’été")),
            ("b", "2027-05-07", Term::Holidays("pont de l’Ascension")),
        ] {
            let calendar = take_over(&Calendar::default(), zone).expect("a zone");
            assert_eq!(calendar.term(day.parse().unwrap()), term, "{zone} {day}");
            assert!(Sheet::of(&calendar).calendar().is_ok(), "{zone}: no hole, no overlap");
        }
        assert!(take_over(&Calendar::default(), "d").is_none());
    }

    #[test]
    fn what_lies_before_stays() {
        let day = |text: &str| text.parse().unwrap();
        let old = SchoolYear { name: "old".into(), first: day("2024-09-02"), last: day("2025-07-04") };
        let own = Holidays { name: "own".into(), first: day("2026-02-01"), last: day("2026-02-02") };
        let calendar = Calendar { years: vec![old], holidays: vec![own], ..Calendar::default() };
        let taken = take_over(&calendar, "a").expect("a zone");
        assert_eq!(taken.years[0].name, "old");
        assert!(taken.holidays.iter().all(|span| span.name != "own"));
    }
}
