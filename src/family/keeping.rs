//! With whom a child is, as an agent writes it down: read into a [`Home`], with what is wrong with it.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use sha2::{Digest, Sha256};

use super::{FamilyId, custody::Home};
use crate::{activity::ServiceId, platform::dated::Dated};

/// Most lines of a calendar, and most exceptions.
const MOST: usize = 120;

/// How days are shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Rule {
    /// All with one family; the other sees nothing any more.
    One,
    /// All days and bills with one family; the other sees the child's file.
    Payer,
    /// Even weeks with one, odd weeks with the other.
    Weeks,
    /// With one, but for the days of a calendar.
    Calendar,
}

/// What an agent typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// First day.
    pub from: String,
    /// How.
    pub rule: Option<Rule>,
    /// The family that has all days, the even weeks, or the days that are not in the calendar.
    pub family: String,
    /// First and last days of the calendar.
    pub days: Vec<(String, String)>,
    /// Days that are not as the rule says, and whose they are.
    pub exceptions: Vec<(String, String)>,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No day to begin on, or one too far away.
    From,
    /// No rule is chosen.
    Rule,
    /// No family is chosen.
    Family,
    /// The rule needs a second family.
    Other,
    /// A line of the calendar, from 0, is not two days in their order.
    Days(usize),
    /// A calendar without a day.
    NoDays,
    /// An exception, from 0, is not a day and a family.
    Exception(usize),
    /// More lines than can be kept.
    TooMany,
    /// The child would never have been in the family whose page it is.
    Never,
    /// Somebody changed the rule since the page was shown.
    Changed,
    /// Days that are booked would be another family's: whose they are now, the service, the day.
    Booked(Vec<(FamilyId, ServiceId, NaiveDate)>),
}

impl Typed {
    /// Reads the body of the form. Lines that are left empty are none.
    pub fn parse(body: &[u8]) -> Self {
        let mut typed = Self::default();
        let (mut first, mut last, mut day, mut whose) = (vec![], vec![], vec![], vec![]);
        for (name, value) in form_urlencoded::parse(body) {
            let value = value.trim().to_owned();
            match &*name {
                "des" => typed.from = value,
                "regle" => typed.rule = value.parse().ok(),
                "famille" => typed.family = value,
                "du" => first.push(value),
                "au" => last.push(value),
                "jour" => day.push(value),
                "chez" => whose.push(value),
                _ => {}
            }
        }
        let lines = |one: Vec<String>, other: Vec<String>| one.into_iter().zip(other);
        typed.days =
            lines(first, last).filter(|(one, other)| !(one.is_empty() && other.is_empty())).collect();
        typed.exceptions = lines(day, whose).filter(|(day, _)| !day.is_empty()).collect();
        typed
    }

    /// The form of what holds.
    pub fn of(home: &Home, from: NaiveDate) -> Self {
        let text = |id: &FamilyId| id.to_string();
        let listed = |exceptions: &BTreeMap<NaiveDate, FamilyId>| {
            exceptions.iter().map(|(day, family)| (day.to_string(), text(family))).collect()
        };
        let typed = Self { from: from.to_string(), ..Self::default() };
        match home {
            Home::One { family, also: None } => Self { rule: Some(Rule::One), family: text(family), ..typed },
            Home::One { family, also: Some(_) } => {
                Self { rule: Some(Rule::Payer), family: text(family), ..typed }
            }
            Home::Alternating { even, exceptions, .. } => {
                Self { rule: Some(Rule::Weeks), family: text(even), exceptions: listed(exceptions), ..typed }
            }
            Home::Calendar { usual, days, exceptions, .. } => Self {
                rule: Some(Rule::Calendar),
                family: text(usual),
                days: days.iter().map(|(first, last)| (first.to_string(), last.to_string())).collect(),
                exceptions: listed(exceptions),
                ..typed
            },
        }
    }

    /// The first day and what holds from then on, between a family and another.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(
        &self,
        family: FamilyId,
        other: Option<FamilyId>,
        today: NaiveDate,
    ) -> Result<(NaiveDate, Home), Vec<Fault>> {
        let mut faults = Vec::new();
        let bounds = today - Months::new(24)..=today + Months::new(24);
        let from = self.from.parse().ok().filter(|from| bounds.contains(from));
        faults.extend(from.is_none().then_some(Fault::From));
        faults.extend(self.rule.is_none().then_some(Fault::Rule));
        let one =
            |text: &str| [Some(family), other].into_iter().flatten().find(|known| known.to_string() == text);
        let chosen = one(&self.family);
        faults.extend(chosen.is_none().then_some(Fault::Family));
        let alone = self.rule == Some(Rule::One);
        faults.extend((other.is_none() && !alone && self.rule.is_some()).then_some(Fault::Other));
        let days: Vec<_> = self.days.iter().map(|(first, last)| span(first, last)).collect();
        let exceptions: Vec<_> =
            self.exceptions.iter().map(|(day, whose)| Some((day.parse().ok()?, one(whose)?))).collect();
        if self.rule == Some(Rule::Calendar) {
            faults.extend((0..).zip(&days).filter(|(_, day)| day.is_none()).map(|(n, _)| Fault::Days(n)));
            faults.extend(days.is_empty().then_some(Fault::NoDays));
        }
        if matches!(self.rule, Some(Rule::Weeks | Rule::Calendar)) {
            let wrong = (0..).zip(&exceptions).filter(|(_, known)| known.is_none());
            faults.extend(wrong.map(|(n, _)| Fault::Exception(n)));
        }
        faults.extend((days.len() > MOST || exceptions.len() > MOST).then_some(Fault::TooMany));
        let (Some(from), Some(rule), Some(chosen), true) = (from, self.rule, chosen, faults.is_empty())
        else {
            return Err(faults);
        };
        let second = if chosen == family { other.unwrap_or(family) } else { family };
        let mut days: Vec<(NaiveDate, NaiveDate)> = days.into_iter().flatten().collect();
        days.sort();
        let exceptions = exceptions.into_iter().flatten().collect();
        let home = match rule {
            Rule::One => Home::with(chosen),
            Rule::Payer => Home::One { family: chosen, also: Some(second) },
            Rule::Weeks => Home::Alternating { even: chosen, odd: second, exceptions },
            Rule::Calendar => Home::Calendar { usual: chosen, other: second, days, exceptions },
        };
        Ok((from, home))
    }
}

/// Two days in their order.
fn span(first: &str, last: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last).then_some((first, last))
}

/// A digest of what a page shows of a child's days: who sends the form says which state it changes.
pub fn seen(home: &Dated<Home>) -> String {
    let text = format!("{home:?}");
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOTHER: FamilyId = FamilyId(3);
    const FATHER: FamilyId = FamilyId(4);

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(body: &str, other: Option<FamilyId>) -> Result<(NaiveDate, Home), Vec<Fault>> {
        Typed::parse(body.as_bytes()).read(MOTHER, other, on("2026-11-24"))
    }

    #[test]
    fn each_rule_is_read_and_written_back() {
        let exceptions = || [(on("2026-12-25"), MOTHER)].into();
        let days = vec![(on("2026-12-04"), on("2026-12-06")), (on("2026-12-19"), on("2026-12-26"))];
        for (body, home) in [
            ("regle=one&famille=4", Home::with(FATHER)),
            ("regle=payer&famille=3", Home::One { family: MOTHER, also: Some(FATHER) }),
            (
                "regle=weeks&famille=4&jour=2026-12-25&chez=3&jour=&chez=4",
                Home::Alternating { even: FATHER, odd: MOTHER, exceptions: exceptions() },
            ),
            (
                "regle=calendar&famille=3&du=2026-12-19&au=2026-12-26&du=2026-12-04&au=2026-12-06&du=&au=&jour=2026-12-25&chez=3",
                Home::Calendar { usual: MOTHER, other: FATHER, days, exceptions: exceptions() },
            ),
        ] {
            let (from, known) = read(&format!("des=2026-12-01&{body}"), Some(FATHER)).unwrap();
            assert_eq!((from, &known), (on("2026-12-01"), &home));
            let again = Typed::of(&home, from).read(MOTHER, Some(FATHER), on("2026-11-24"));
            assert_eq!(again, Ok((from, home)));
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (body, other, faults) in [
            ("", None, vec![Fault::From, Fault::Rule, Fault::Family]),
            ("des=2024-11-23&regle=one&famille=3", None, vec![Fault::From]),
            ("des=2026-12-01&regle=weeks&famille=3", None, vec![Fault::Other]),
            ("des=2026-12-01&regle=one&famille=5", Some(FATHER), vec![Fault::Family]),
            ("des=2026-12-01&regle=calendar&famille=3", Some(FATHER), vec![Fault::NoDays]),
            (
                "des=2026-12-01&regle=calendar&famille=3&du=2026-12-04&au=&du=2026-12-06&au=2026-12-04&jour=32&chez=3",
                Some(FATHER),
                vec![Fault::Days(0), Fault::Days(1), Fault::Exception(0)],
            ),
            (
                "des=2026-12-01&regle=weeks&famille=3&jour=2026-12-04&chez=",
                Some(FATHER),
                vec![Fault::Exception(0)],
            ),
        ] {
            assert_eq!(read(body, other), Err(faults), "{body}");
        }
        let many = "&du=2026-12-04&au=2026-12-04".repeat(MOST + 1);
        let body = format!("des=2026-12-01&regle=calendar&famille=3{many}");
        assert_eq!(read(&body, Some(FATHER)), Err(vec![Fault::TooMany]));
    }

    #[test]
    fn another_rule_has_another_digest() {
        let home = Dated::since(on("2026-09-01"), Home::with(MOTHER));
        assert_eq!(seen(&home), seen(&home.clone()));
        assert_ne!(seen(&home), seen(&Dated::since(on("2026-09-02"), Home::with(MOTHER))));
    }
}
