//! What the town decides about files, as an administrator writes it down.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use strum::VariantArray;

use super::{
    field::Page,
    rights::{Mode, Rights, names_a_religion},
    value::is_unseen,
};

/// Longest time between two certifications, in months.
const LONGEST: u32 = 120;
/// Longest name of a diet.
const LONGEST_DIET: usize = 60;
/// Most diets.
const MOST_DIETS: usize = 30;

/// What an administrator typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// What parents may do, by page.
    pub pages: BTreeMap<Page, Mode>,
    /// Months until a file is to be certified again.
    pub months: String,
    /// Diets, one a line.
    pub diets: String,
    /// What the form showed, as [`seen`] gives it.
    pub seen: String,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A page about which nothing is said.
    Page(Page),
    /// No number of months.
    Months,
    /// A diet that names a religion.
    Religion(String),
    /// A diet that cannot be read, or is too long.
    Diet(String),
    /// Too many diets.
    Many,
    /// Somebody decided otherwise since the page was shown.
    Changed,
}

impl Typed {
    /// Reads the body of the form: pages under their names.
    pub fn parse(body: &[u8]) -> Self {
        let mut typed = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            match (&*name, name.parse::<Page>(), value.parse::<Mode>()) {
                ("mois", ..) => typed.months = value.trim().to_owned(),
                ("regimes", ..) => typed.diets = value.into_owned(),
                ("vu", ..) => typed.seen = value.into_owned(),
                (_, Ok(page), Ok(mode)) => drop(typed.pages.insert(page, mode)),
                _ => {}
            }
        }
        typed
    }

    /// The form of what is decided.
    pub fn of(rights: &Rights) -> Self {
        Self {
            pages: Page::VARIANTS.iter().map(|page| (*page, rights.mode(*page))).collect(),
            months: rights.certify_after.to_string(),
            diets: rights.diets.join("\n"),
            seen: seen(rights),
        }
    }

    /// What the town decides, put on what stands there now.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, now: &Rights) -> Result<Rights, Vec<Fault>> {
        let mut faults: Vec<Fault> = Vec::new();
        faults.extend((self.seen != seen(now)).then_some(Fault::Changed));
        let missing = Page::VARIANTS.iter().filter(|page| !self.pages.contains_key(page));
        faults.extend(missing.map(|page| Fault::Page(*page)));
        let months = self.months.parse().ok().filter(|months| (1..=LONGEST).contains(months));
        faults.extend(months.is_none().then_some(Fault::Months));
        let mut diets: Vec<String> = Vec::new();
        for line in self.diets.lines() {
            let diet = line.split_whitespace().collect::<Vec<_>>().join(" ");
            if diet.is_empty() || diets.contains(&diet) {
                continue;
            }
            if names_a_religion(&diet) {
                faults.push(Fault::Religion(diet.clone()));
            } else if diet.chars().count() > LONGEST_DIET || diet.chars().any(is_unseen) {
                faults.push(Fault::Diet(
                    diet.chars().filter(|letter| !is_unseen(*letter)).take(LONGEST_DIET).collect(),
                ));
            }
            diets.push(diet);
        }
        faults.extend((diets.len() > MOST_DIETS).then_some(Fault::Many));
        match months {
            Some(certify_after) if faults.is_empty() => {
                Ok(Rights { pages: self.pages.clone(), certify_after, diets })
            }
            _ => Err(faults),
        }
    }
}

/// A digest of what is decided: who sends the form says which state it changes.
pub fn seen(rights: &Rights) -> String {
    let text = format!("{rights:?}");
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_and_sent_back_is_the_same() {
        let rights = Rights { diets: vec!["Sans porc".into()], ..Rights::default() };
        let again = Typed::of(&rights).read(&rights).unwrap();
        assert!(Page::VARIANTS.iter().all(|page| again.mode(*page) == rights.mode(*page)));
        assert_eq!((again.certify_after, again.diets), (12, rights.diets));
    }

    #[test]
    fn what_cannot_be_decided_is_named() {
        let rights = Rights::default();
        let of = |months: &str, diets: &str| {
            let typed = Typed { months: months.into(), diets: diets.into(), ..Typed::of(&rights) };
            typed.read(&rights).map(|rights| rights.diets)
        };
        assert_eq!(
            of("12", " Sans  porc \n\nSans porc\nSans viande"),
            Ok(vec!["Sans porc".into(), "Sans viande".into()])
        );
        for months in ["0", "121", "-1", "douze", ""] {
            assert_eq!(of(months, ""), Err(vec![Fault::Months]), "{months}");
        }
        assert_eq!(of("12", "Sans porc\nHalal"), Err(vec![Fault::Religion("Halal".into())]));
        assert_eq!(of("12", "a\u{202e}b"), Err(vec![Fault::Diet("ab".into())]));
        let long = "x".repeat(61);
        assert_eq!(of("12", &long), Err(vec![Fault::Diet(long[..60].into())]));
        let many: String = (0..31).map(|n| format!("Sans {n}\n")).collect();
        assert_eq!(of("12", &many), Err(vec![Fault::Many]));
        let nothing = Typed::parse(b"mois=12&identity=all");
        let faults = nothing.read(&rights).unwrap_err();
        assert_eq!((faults.len(), &faults[0]), (1 + Page::VARIANTS.len(), &Fault::Changed));
    }
}
