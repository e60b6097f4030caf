//! What prices hang on, as an agent writes it down: a quotient with its source, and its day of effect.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::{
    Family, Source,
    answer::effect,
    field::{Field, Kind},
    value,
};
use crate::tariff::quotient::Quotient;

/// What an agent typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// The quotient.
    pub value: String,
    /// Whether it is not known.
    pub unknown: bool,
    /// First day.
    pub from: String,
    /// Name of the [`Source`].
    pub source: String,
    /// First day of the line that is corrected; empty for a new one.
    pub line: String,
    /// Whether the family lives in the town.
    pub resident: bool,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No quotient.
    Value,
    /// No source.
    Source,
    /// No day, or one out of bounds.
    Day,
    /// There is a line from that day on already.
    Taken,
    /// No address is known on that day.
    NoAddress,
    /// Somebody changed it since the page was shown.
    Changed,
}

impl Typed {
    /// The quotient, from which day on, and who says so.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(
        &self,
        family: &Family,
        today: NaiveDate,
    ) -> Result<(NaiveDate, Option<Quotient>, Source), Vec<Fault>> {
        let mut faults = Vec::new();
        let key = Field::Quotient.into();
        let read = value::read(Kind::Household, key, &self.value, |_, _| false, today);
        let quotient = read.ok().and_then(|text| text.parse::<Quotient>().ok()).filter(|_| !self.unknown);
        faults.extend((quotient.is_none() && !self.unknown).then_some(Fault::Value));
        let source = self.source.parse::<Source>().ok();
        faults.extend(source.is_none().then_some(Fault::Source));
        let from = self.day(family, today);
        faults.extend(from.is_none().then_some(Fault::Day));
        let taken = |from: NaiveDate| family.quotient.iter().any(|known| known.from == from);
        let moved = self.from != self.line;
        faults.extend(from.filter(|from| moved && taken(*from)).map(|_| Fault::Taken));
        match (from, source) {
            (Some(from), Some(source)) if faults.is_empty() => Ok((from, quotient, source)),
            _ => Err(faults),
        }
    }

    /// The day of effect: within bounds, or that of the line that is corrected.
    pub fn day(&self, family: &Family, today: NaiveDate) -> Option<NaiveDate> {
        let (first, last) = effect(today);
        let day = self.from.parse().ok();
        let there = |day: NaiveDate| family.quotient.iter().any(|known| known.from == day);
        day.filter(|day| (self.from == self.line && there(*day)) || (first..=last).contains(day))
    }
}

/// A digest of what a page shows of a family's quotients and addresses.
pub fn seen(family: &Family) -> String {
    let text = format!("{:?} {:?}", family.quotient, family.address);
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{family::Known, platform::dated::Dated};

    #[test]
    fn a_line_is_a_value_a_day_and_a_source() {
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        let known = Dated::since(on("2023-09-01"), Known::of(None));
        let family =
            Family { name: "ALAIN".into(), address: Dated::default(), quotient: known, archived: None };
        let line = |value: &str, unknown, from: &str, source: &str, line: &str| {
            let typed = Typed {
                value: value.into(),
                unknown,
                from: from.into(),
                source: source.into(),
                line: line.into(),
                resident: false,
            };
            typed.read(&family, on("2026-11-24"))
        };
        let quotient = "700.5".parse().ok();
        assert_eq!(
            line("700,5", false, "2026-12-01", "letter", ""),
            Ok((on("2026-12-01"), quotient, Source::Letter))
        );
        assert_eq!(line("700", true, "2026-12-01", "town", ""), Ok((on("2026-12-01"), None, Source::Town)));
        // A line that is older than two years may be corrected where it stands.
        assert_eq!(
            line("0", false, "2023-09-01", "town", "2023-09-01").map(|line| line.0),
            Ok(on("2023-09-01"))
        );
        for (value, from, source, of, faults) in [
            ("", "", "", "", vec![Fault::Value, Fault::Source, Fault::Day]),
            ("-5", "2024-11-23", "letter", "", vec![Fault::Value, Fault::Day]),
            ("5", "2027-11-25", "letter", "", vec![Fault::Day]),
            ("5", "2023-09-01", "letter", "", vec![Fault::Day]),
        ] {
            assert_eq!(line(value, false, from, source, of), Err(faults), "{value} {from}");
        }
        assert_ne!(seen(&family), seen(&Family { quotient: Dated::default(), ..family.clone() }));
    }

    #[test]
    fn two_lines_do_not_begin_on_one_day() {
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        let known = Dated::since(on("2026-09-01"), Known::of(None));
        let family =
            Family { name: "ALAIN".into(), address: Dated::default(), quotient: known, archived: None };
        let typed = Typed {
            value: "5".into(),
            from: "2026-09-01".into(),
            source: "letter".into(),
            ..Typed::default()
        };
        assert_eq!(typed.read(&family, on("2026-11-24")), Err(vec![Fault::Taken]));
    }
}
