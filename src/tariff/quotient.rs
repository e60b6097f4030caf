//! The family quotient (quotient familial) that the CAF or the MSA calculates.

use std::{fmt, str::FromStr};

use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

/// A quotient, in hundredths of a euro: most are whole euros, some bounds are not (700,01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quotient(i64);

impl Quotient {
    /// A whole number of euros.
    pub const fn euros(euros: i64) -> Self {
        Self(euros * 100)
    }

    /// The amount in cents, for a calculation.
    pub fn exact(self) -> Decimal {
        Decimal::from(self.0)
    }

    /// The smallest that is above.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The largest that is below; none below nothing.
    pub fn before(self) -> Option<Self> {
        (self.0 > 0).then(|| Self(self.0 - 1))
    }

    /// Euros, and hundredths.
    pub fn parts(self) -> (i64, i64) {
        (self.0 / 100, self.0 % 100)
    }
}

impl fmt::Display for Quotient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (euros, 0) => write!(f, "{euros}"),
            (euros, cents) => write!(f, "{euros}.{cents:02}"),
        }
    }
}

/// Reads "850" or "700.01"; a negative quotient does not exist.
impl FromStr for Quotient {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("{text:?} is not a quotient");
        let hundredths = text.parse::<Decimal>().map_err(|_| refused())?.checked_mul(100.into());
        match hundredths {
            Some(n) if n.is_integer() && !n.is_sign_negative() => n.to_i64().map(Self).ok_or_else(refused),
            _ => Err(refused()),
        }
    }
}

impl TryFrom<String> for Quotient {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Quotient> for String {
    fn from(quotient: Quotient) -> Self {
        quotient.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_and_written() {
        for (text, hundredths) in [("0", 0), ("850", 85_000), ("700.01", 70_001), ("1000.1", 100_010)] {
            assert_eq!(text.parse(), Ok(Quotient(hundredths)));
        }
        assert_eq!(Quotient(70_001).to_string(), "700.01");
        assert_eq!(Quotient::euros(850).to_string(), "850");
        for bad in ["", "-1", "12.345", "huit cents", "9999999999999999999999"] {
            assert!(bad.parse::<Quotient>().is_err(), "{bad}");
        }
    }
}
