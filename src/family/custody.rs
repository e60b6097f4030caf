//! Whose is a child's day? Exactly one family's.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::FamilyId;

/// Where a child lives. Each form gives exactly one family for each day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Home {
    /// With one family, which has all the days.
    One {
        /// Which.
        family: FamilyId,
        /// A family that sees the child's file and has no day: the other parent, where the town has chosen one
        /// payer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        also: Option<FamilyId>,
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
    /// With one family, but for the days of a calendar, which are another's.
    Calendar {
        /// On every other day.
        usual: FamilyId,
        /// On the days of the calendar.
        other: FamilyId,
        /// First and last days, both included.
        days: Vec<(NaiveDate, NaiveDate)>,
        /// Days that are not as the calendar says.
        #[serde(default)]
        exceptions: BTreeMap<NaiveDate, FamilyId>,
    },
}

impl Home {
    /// The family of a day.
    pub fn family_on(&self, day: NaiveDate) -> FamilyId {
        match self {
            Home::One { family, .. } => *family,
            Home::Alternating { even, odd, exceptions } => match exceptions.get(&day) {
                Some(family) => *family,
                None if day.iso_week().week().is_multiple_of(2) => *even,
                None => *odd,
            },
            Home::Calendar { usual, other, days, exceptions } => match exceptions.get(&day) {
                Some(family) => *family,
                None if days.iter().any(|(first, last)| (*first..=*last).contains(&day)) => *other,
                None => *usual,
            },
        }
    }

    /// With one family, as most are.
    pub fn with(family: FamilyId) -> Self {
        Home::One { family, also: None }
    }

    /// The one or two families.
    pub fn families(&self) -> Vec<FamilyId> {
        match self {
            Home::One { family, also } => [Some(*family), *also].into_iter().flatten().collect(),
            Home::Alternating { even, odd, .. } => vec![*even, *odd],
            Home::Calendar { usual, other, .. } => vec![*usual, *other],
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
        assert_eq!(Home::with(father).family_on(on("2026-12-02")), father);
    }

    #[test]
    fn a_child_is_away_before_it_comes_and_once_it_has_left() {
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (mother, father) = (FamilyId(1), FamilyId(2));
        let mut child = super::super::Child {
            first_name: String::new(),
            last_name: String::new(),
            born: on("2018-01-01"),
            class: Default::default(),
            home: crate::platform::dated::Dated::since(on("2026-09-01"), Home::with(mother)),
            archived: None,
        };
        let both = Home::Alternating { even: mother, odd: father, exceptions: BTreeMap::new() };
        child.home.set(on("2026-11-02"), both);
        child.home.set(on("2027-01-04"), Home::with(father));
        let away = |child: &super::super::Child, family| {
            ["2026-08-31", "2026-09-01", "2026-11-02", "2027-01-03", "2027-01-04", "2027-03-01"]
                .map(|day| child.away(family).on(on(day)).unwrap().value)
        };
        assert_eq!(away(&child, mother), [true, false, false, false, true, true]);
        assert_eq!(away(&child, father), [true, true, false, false, false, false]);
        child.archived = Some(on("2026-12-01"));
        assert_eq!(away(&child, father), [true, true, false, true, true, true]);
    }

    #[test]
    fn a_calendar_has_exceptions_too() {
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (mother, father) = (FamilyId(1), FamilyId(2));
        let home = Home::Calendar {
            usual: mother,
            other: father,
            days: vec![(on("2026-12-04"), on("2026-12-06")), (on("2026-12-19"), on("2026-12-26"))],
            exceptions: [(on("2026-12-25"), mother), (on("2026-12-09"), father)].into(),
        };
        for (day, family) in [
            ("2026-12-03", mother),
            ("2026-12-04", father),
            ("2026-12-06", father),
            ("2026-12-07", mother),
            ("2026-12-09", father),
            ("2026-12-25", mother),
            ("2026-12-26", father),
        ] {
            assert_eq!(home.family_on(on(day)), family, "{day}");
        }
        assert_eq!(home.families(), [mother, father]);
    }

    #[test]
    fn one_payer_has_all_the_days_and_the_other_sees_the_file() {
        let home = Home::One { family: FamilyId(1), also: Some(FamilyId(2)) };
        assert_eq!(home.family_on("2026-12-03".parse().unwrap()), FamilyId(1));
        assert_eq!(home.families(), [FamilyId(1), FamilyId(2)]);
        // Rows written before there was another family read as they were.
        let old: Home = serde_json::from_str(r#"{"kind":"one","family":1}"#).unwrap();
        assert_eq!(old, Home::with(FamilyId(1)));
        assert_eq!(serde_json::to_string(&old).unwrap(), r#"{"kind":"one","family":1}"#);
    }
}
