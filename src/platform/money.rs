//! Money: whole cents, and the one place that rounds.

use std::{
    iter::Sum,
    ops::{Add, AddAssign, Mul, Neg, Sub},
};

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

/// An amount in cents of a euro.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Rounds an amount in cents, half up (away from zero): the only rounding there is.
    pub fn round(cents: Decimal) -> Self {
        let whole = cents.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        // A price is made of a town's own figures; none comes near 92 million billion euros.
        Self(whole.to_i64().unwrap_or(i64::MAX))
    }

    /// The exact amount, for a calculation that ends in [`Cents::round`].
    pub fn exact(self) -> Decimal {
        Decimal::from(self.0)
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Cents {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<i64> for Cents {
    type Output = Self;
    fn mul(self, times: i64) -> Self {
        Self(self.0 * times)
    }
}

impl AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_up_once() {
        for (exact, rounded) in [("457.4", 457), ("457.5", 458), ("457.49999", 457), ("-0.5", -1), ("0", 0)] {
            assert_eq!(Cents::round(exact.parse().unwrap()), Cents(rounded), "{exact}");
        }
    }
}
