//! What the town answers to a request, and why it cannot.

use chrono::{Months, NaiveDate};

use super::value::{Fault, is_unseen};

/// Longest reason of a refusal.
pub const LONGEST_REASON: usize = 500;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Done as asked; a quotient takes effect on a day, today when none is named.
    Accept(Option<NaiveDate>),
    /// Not done, and why.
    Refuse(String),
}

/// Why a request is not answered so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Somebody has accepted it already.
    Accepted(String),
    /// Somebody has refused it already.
    Refused(String),
    /// The family no longer wants it.
    Withdrawn,
    /// The family asks for something else by now.
    Changed,
    /// What it is about is no longer in the family's file.
    Gone,
    /// What is asked cannot stand there, or no longer.
    Faults(Vec<Fault>),
    /// Another quotient is known from this day on, which is later.
    Later(NaiveDate),
    /// No day that a quotient can take effect on.
    Day,
    /// A refusal says why.
    NoReason,
    /// In fewer words.
    LongReason,
    /// What it holds of health and diet was not read: it is answered on its own page.
    Hidden,
}

/// The reason of a refusal as it is kept.
///
/// # Errors
/// When there is none, or it is too long.
pub fn reason(typed: &str) -> Result<String, Wrong> {
    let lines: Vec<&str> = typed.lines().map(str::trim).collect();
    let reason = lines.join("\n").trim().replace(|letter| letter != '\n' && is_unseen(letter), "");
    match reason.chars().count() {
        0 => Err(Wrong::NoReason),
        count if count > LONGEST_REASON => Err(Wrong::LongReason),
        _ => Ok(reason),
    }
}

/// The days on which a quotient that is written down today may take effect: the past two years, whose prices
/// may have to be worked out again, and the year that comes.
pub fn effect(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (today - Months::new(24), today + Months::new(12))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_why_in_few_words() {
        assert_eq!(reason(" Il manque \r\n l'attestation.\u{7} \n"), Ok("Il manque\nl'attestation.".into()));
        assert_eq!(reason(" \n "), Err(Wrong::NoReason));
        assert_eq!(reason(&"\u{e9}".repeat(500)).map(|kept| kept.chars().count()), Ok(500));
        assert_eq!(reason(&"\u{e9}".repeat(501)), Err(Wrong::LongReason));
    }

    #[test]
    fn a_quotient_takes_effect_within_two_years_and_one() {
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(effect(on("2026-11-24")), (on("2024-11-24"), on("2027-11-24")));
    }
}
