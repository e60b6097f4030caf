//! Whose is a child's day? Exactly one family's.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::FamilyId;

/// Where a child lives. Each form gives exactly one family for each day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Home {
    /// With one family.
    One {
        /// Which.
        family: FamilyId,
    },
    /// With one family in even weeks and another in odd weeks (ISO 8601), but for some days.
    Alternating {
        /// In even weeks.
        even: FamilyId,
        /// In odd weeks.
        odd: FamilyId,
        /// Days that are not as the weeks say.
        #[serde(default)]
        exceptions: BTreeMap<NaiveDate, FamilyId>,
    },
}

impl Home {
    /// The family of a day.
    pub fn family_on(&self, day: NaiveDate) -> FamilyId {
        match self {
            Home::One { family } => *family,
            Home::Alternating { even, odd, exceptions } => match exceptions.get(&day) {
                Some(family) => *family,
                None if day.iso_week().week().is_multiple_of(2) => *even,
                None => *odd,
            },
        }
    }

    /// The one or two families.
    pub fn families(&self) -> Vec<FamilyId> {
        match self {
            Home::One { family } => vec![*family],
            Home::Alternating { even, odd, .. } => vec![*even, *odd],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_is_one_familys() {
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (mother, father) = (FamilyId(1), FamilyId(2));
        let home =
            Home::Alternating { even: mother, odd: father, exceptions: [(on("2026-12-02"), mother)].into() };
        for (day, family) in [
            ("2026-11-23", mother),
            ("2026-11-29", mother),
            ("2026-11-30", father),
            ("2026-12-02", mother),
            ("2026-12-03", father),
            // Week 53 of 2026, then week 1 of 2027: two odd weeks in a row.
            ("2026-12-31", father),
            ("2027-01-04", father),
            ("2027-01-11", mother),
        ] {
            assert_eq!(home.family_on(on(day)), family, "{day}");
        }
        assert_eq!(Home::One { family: father }.family_on(on("2026-12-02")), father);
    }
}
