//! Numbers of bills and of credit notes: without a gap, by cash office, series and year; taken in the transaction
//! that issues (protocols: an uninterrupted annual series, never reused).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::OfficeId;

/// Which series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Series {
    /// Bills.
    Bill,
    /// Credit notes.
    Credit,
    /// Receipts.
    Receipt,
}

impl Series {
    /// Its place in keys.
    pub(super) fn order(self) -> u32 {
        self as u32
    }

    /// Its letter.
    pub fn letter(self) -> char {
        match self {
            Series::Bill => 'F',
            Series::Credit => 'A',
            Series::Receipt => 'R',
        }
    }
}

/// A number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Number {
    /// The cash office.
    pub office: OfficeId,
    /// The series.
    pub series: Series,
    /// The year, of the day of issue.
    pub year: i32,
    /// From 1.
    pub n: u32,
}

impl Number {
    /// The one after the last of the same year; `last`: what that is, if there is one.
    pub fn next(office: OfficeId, series: Series, year: i32, last: Option<u32>) -> Self {
        Self { office, series, year, n: last.unwrap_or(0) + 1 }
    }

    /// What the payment service calls so.
    pub fn of_reference(text: &str) -> Option<Self> {
        let (head, n) = text.split_once('N')?;
        let (year, office) = head.get(1..)?.split_once('R')?;
        Self::of(text.chars().next()?, year, office, n)
    }

    fn of(letter: char, year: &str, office: &str, n: &str) -> Option<Self> {
        let series =
            [Series::Bill, Series::Credit, Series::Receipt].into_iter().find(|one| one.letter() == letter)?;
        Some(Self { office: office.parse().ok()?, series, year: year.parse().ok()?, n: n.parse().ok()? })
    }

    /// As the payment service takes it: 6 to 30 letters and figures.
    pub fn reference(&self) -> String {
        format!("{}{}R{}N{:06}", self.series.letter(), self.year, self.office, self.n)
    }
}

/// As people read it: "F2026-1-000042".
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}-{}-{:06}", self.series.letter(), self.year, self.office, self.n)
    }
}

/// As it is written in addresses.
impl FromStr for Number {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let letter = text.chars().next().ok_or(())?;
        let mut parts = text.get(1..).unwrap_or_default().splitn(3, '-');
        let (Some(year), Some(office), Some(n)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(());
        };
        Self::of(letter, year, office, n).filter(|number| number.to_string() == text).ok_or(())
    }
}
