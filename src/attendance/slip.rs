//! What somebody types to tell an absence, and why it may not be told.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::{
    limits::Limits,
    told::{MOST_DAYS, MOST_LETTERS, Reason, Told},
};
use crate::{
    activity::draft::date,
    family::{Child, ChildId, FamilyId},
};

/// How far ahead an absence may begin.
const AHEAD: Days = Days::new(366);
/// How far back the town hall may tell one that a family has told by telephone.
const BACK: Days = Days::new(92);

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// Number of the child.
    pub child: String,
    /// First day.
    pub first: String,
    /// Last day; empty: the first.
    pub last: String,
    /// `ill` or `other`.
    pub reason: String,
    /// Another reason.
    pub words: String,
    /// Number of the form.
    pub form: String,
}

/// An absence to be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    /// Of whom.
    pub child: ChildId,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// Why.
    pub reason: Reason,
    /// Another reason.
    pub words: String,
    /// Number of the form.
    pub form: String,
}

/// Why it may not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No child of the family is chosen.
    Child,
    /// The first day is no day.
    First,
    /// It has gone by.
    Past,
    /// It is today, after this hour.
    TooLate(NaiveTime),
    /// It is a year away, or more.
    Far,
    /// The last day is no day.
    Last,
    /// It comes before the first.
    Backwards,
    /// Too many days.
    Long,
    /// No reason is chosen.
    Reason,
    /// Too many letters.
    Words,
    /// On this day the child is not with the family.
    NotYours(NaiveDate),
    /// Some of the days are told already, from a day to a day.
    Told(NaiveDate, NaiveDate),
}

impl Typed {
    /// Reads it. `now`: what the town's clocks show. `town`: the town hall writes down what a family has said, for a
    /// day that may have gone by.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(&self, limits: &Limits, now: NaiveDateTime, town: bool) -> Result<Slip, Vec<Fault>> {
        let mut faults = Vec::new();
        let child = self.child.parse().map(ChildId).ok();
        faults.extend(child.is_none().then_some(Fault::Child));
        let first = date(&self.first);
        let last = if self.last.trim().is_empty() { first } else { date(&self.last) };
        faults.extend(match first {
            None => Some(Fault::First),
            Some(first) if town && first + BACK < now.date() => Some(Fault::Past),
            Some(first) if !town && first < now.date() => Some(Fault::Past),
            Some(first) if !town && !limits.is_open(first, now) => Some(Fault::TooLate(limits.today_until)),
            Some(first) if now.date() + AHEAD < first => Some(Fault::Far),
            Some(_) => None,
        });
        faults.extend(match (first, last) {
            (Some(_), None) => Some(Fault::Last),
            (Some(first), Some(last)) if last < first => Some(Fault::Backwards),
            (Some(first), Some(last)) if last >= first + Days::new(MOST_DAYS) => Some(Fault::Long),
            _ => None,
        });
        let reason = match self.reason.as_str() {
            "ill" => Some(Reason::Ill),
            "other" => Some(Reason::Other),
            _ => None,
        };
        faults.extend(reason.is_none().then_some(Fault::Reason));
        let words = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.chars().count() > MOST_LETTERS || words.contains(char::is_control) {
            faults.push(Fault::Words);
        }
        match (child, first, last, reason) {
            (Some(child), Some(first), Some(last), Some(reason)) if faults.is_empty() => {
                // Nothing more is kept of an illness than that it is one.
                let words = if reason == Reason::Ill { String::new() } else { words };
                Ok(Slip { child, first, last, reason, words, form: self.form.clone() })
            }
            _ => Err(faults),
        }
    }
}

impl Slip {
    /// Whether a family may tell it of its child, of whom this is told already.
    ///
    /// # Errors
    /// Why not.
    pub fn judge(&self, family: FamilyId, child: &Child, known: &[Told]) -> Result<(), Fault> {
        let mut days = self.first.iter_days().take_while(|day| *day <= self.last);
        if let Some(day) = days.find(|day| child.family_on(*day) != Some(family)) {
            return Err(Fault::NotYours(day));
        }
        let own = known.iter().filter(|told| told.family == family);
        match own.into_iter().find(|told| told.meets(self.first, self.last)) {
            Some(told) => Err(Fault::Told(told.first, told.last)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{account::AccountId, family::custody::Home, platform::dated::Dated};

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn typed(first: &str, last: &str) -> Typed {
        let (first, last) = (first.into(), last.into());
        Typed { child: "1".into(), first, last, reason: "ill".into(), ..Typed::default() }
    }

    #[test]
    fn days_are_told_in_time_and_not_without_end() {
        let nine = Fault::TooLate("09:00:00".parse().unwrap());
        let (early, late) = ("2026-12-03T08:59:00", "2026-12-03T09:00:00");
        for (first, last, now, town, expected) in [
            ("2026-12-03", "", early, false, None),
            ("2026-12-03", "2026-12-04", late, false, Some(nine)),
            ("2026-12-03", "2026-12-04", late, true, None),
            ("2026-12-04", "2026-12-04", late, false, None),
            ("2026-12-02", "2026-12-04", early, false, Some(Fault::Past)),
            ("2026-12-02", "2026-12-04", late, true, None),
            ("2026-08-01", "2026-08-04", late, true, Some(Fault::Past)),
            ("2026-12-04", "2027-01-03", early, false, None),
            ("2026-12-04", "2027-01-04", early, false, Some(Fault::Long)),
            ("2026-12-04", "2026-12-03", early, false, Some(Fault::Backwards)),
            ("2028-12-04", "", early, false, Some(Fault::Far)),
            ("demain", "2026-12-03", early, false, Some(Fault::First)),
            ("2026-12-04", "vendredi", early, false, Some(Fault::Last)),
        ] {
            let read = typed(first, last).read(&Limits::default(), now.parse().unwrap(), town);
            assert_eq!(read.err(), expected.map(|fault| vec![fault]), "{first} {last} {now} {town}");
        }
    }

    #[test]
    fn another_reason_has_two_hundred_letters_and_of_an_illness_none_are_kept() {
        let read = |reason: &str, words: &str| {
            let typed = Typed { reason: reason.into(), words: words.into(), ..typed("2026-12-04", "") };
            typed.read(&Limits::default(), on("2026-12-03").and_time(NaiveTime::MIN), false)
        };
        assert_eq!(read("other", " chez  sa tante ").unwrap().words, "chez sa tante");
        assert_eq!(read("other", "").unwrap().words, "");
        assert_eq!(read("other", &"é".repeat(200)).unwrap().words.chars().count(), 200);
        assert_eq!(read("other", &"é".repeat(201)), Err(vec![Fault::Words]));
        assert_eq!(read("ill", "la grippe").unwrap().words, "");
        assert_eq!(read("", ""), Err(vec![Fault::Reason]));
        let nobody = Typed { child: String::new(), reason: String::new(), ..typed("", "") };
        let faults = nobody.read(&Limits::default(), on("2026-12-03").and_time(NaiveTime::MIN), false);
        assert_eq!(faults, Err(vec![Fault::Child, Fault::First, Fault::Reason]));
    }

    #[test]
    fn a_family_tells_of_its_own_days_and_once() {
        let (ours, theirs) = (FamilyId(1), FamilyId(2));
        let mut home = Dated::since(on("2026-09-01"), Home::with(ours));
        home.set(on("2026-12-07"), Home::with(theirs));
        let child = Child {
            first_name: "A".into(),
            last_name: "B".into(),
            born: on("2019-01-01"),
            class: Dated::default(),
            home,
            archived: None,
        };
        let told = Told {
            family: ours,
            first: on("2026-12-03"),
            last: on("2026-12-04"),
            reason: Reason::Ill,
            words: String::new(),
            at: DateTime::default(),
            by: AccountId(1),
            form: String::new(),
            certificate: None,
            withdrawn: None,
        };
        let back = Told { withdrawn: Some(DateTime::default()), ..told.clone() };
        let others = Told { family: theirs, ..told.clone() };
        for (first, last, known, expected) in [
            ("2026-12-01", "2026-12-04", vec![], Ok(())),
            ("2026-12-04", "2026-12-08", vec![], Err(Fault::NotYours(on("2026-12-07")))),
            ("2026-12-01", "2026-12-03", vec![told.clone()], Err(Fault::Told(told.first, told.last))),
            ("2026-12-01", "2026-12-02", vec![told], Ok(())),
            ("2026-12-01", "2026-12-04", vec![back, others], Ok(())),
        ] {
            let slip = typed(first, last)
                .read(&Limits::default(), on("2026-11-24").and_time(NaiveTime::MIN), false)
                .unwrap();
            assert_eq!(slip.judge(ours, &child, &known), expected, "{first} {last}");
        }
    }
}
