//! What the town lets parents do with their file, page by page, and how often it asks them to look it over.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::field::Page;

/// What parents may do with a page.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::EnumString, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Mode {
    /// Read it.
    Nothing,
    /// Ask the town for a change.
    Ask,
    /// Change it.
    AtOnce,
}

/// What the town has decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rights {
    /// By page; one that is not named: see [`Rights::mode`].
    pub pages: BTreeMap<Page, Mode>,
    /// Months after which a file that was certified is to be looked over again.
    pub certify_after: u32,
    /// What children may eat, the ordinary first. Foods, never a religion (délibération 2015-433 of the CNIL).
    pub diets: Vec<String>,
}

impl Default for Rights {
    fn default() -> Self {
        Self { pages: BTreeMap::new(), certify_after: 12, diets: Vec::new() }
    }
}

impl Rights {
    /// What parents may do with a page. What was not decided: what prices, places and permissions hang on is
    /// asked for, a class is the school's, the rest is theirs.
    pub fn mode(&self, page: Page) -> Mode {
        let usual = match page {
            Page::School => Mode::Nothing,
            Page::Identity | Page::Household | Page::Child | Page::Registrations => Mode::Ask,
            _ => Mode::AtOnce,
        };
        self.pages.get(&page).copied().unwrap_or(usual)
    }

    /// Whether a file certified on a day, or never, is to be looked over.
    pub fn is_due(&self, certified: Option<NaiveDate>, today: NaiveDate) -> bool {
        let until = certified.and_then(|on| on.checked_add_months(Months::new(self.certify_after)));
        until.is_none_or(|until| today >= until)
    }
}

/// Words that name a religion or its rules where a diet should name foods.
const RELIGION: [&str; 14] = [
    "halal", "hallal", "haram", "casher", "cacher", "kasher", "kosher", "cachere", "musulman", "islam",
    "juif", "juive", "chretien", "religi",
];

/// Whether the name of a diet names a religion.
pub fn names_a_religion(diet: &str) -> bool {
    let unaccented = |letter| if ('\u{e8}'..='\u{ea}').contains(&letter) { 'e' } else { letter };
    let plain: String = diet.to_lowercase().chars().map(unaccented).collect();
    RELIGION.iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_town_did_not_decide_is_careful() {
        let mut rights = Rights::default();
        assert_eq!(rights.mode(Page::School), Mode::Nothing);
        assert_eq!(rights.mode(Page::Identity), Mode::Ask);
        assert_eq!(rights.mode(Page::Contacts), Mode::AtOnce);
        rights.pages.insert(Page::Contacts, Mode::Nothing);
        assert_eq!(rights.mode(Page::Contacts), Mode::Nothing);
    }

    #[test]
    fn a_file_is_looked_over_again_after_the_towns_time() {
        let rights = Rights { certify_after: 6, ..Rights::default() };
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (certified, today, due) in [
            (None, "2026-11-24", true),
            (Some("2026-05-24"), "2026-11-23", false),
            (Some("2026-05-24"), "2026-11-24", true),
            // There is no 31 February: the last day of that month.
            (Some("2026-08-31"), "2027-02-27", false),
            (Some("2026-08-31"), "2027-02-28", true),
        ] {
            assert_eq!(rights.is_due(certified.map(on), on(today)), due, "{certified:?} {today}");
        }
    }

    #[test]
    fn a_diet_names_foods() {
        for (name, religion) in [
            ("sans porc", false),
            ("V\u{e9}g\u{e9}tarien", false),
            ("Repas HALAL", true),
            ("menu cach\u{e8}re", true),
        ] {
            assert_eq!(names_a_religion(name), religion, "{name}");
        }
    }
}
