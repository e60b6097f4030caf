//! Figures as they are typed in French, and typed back.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{platform::money::Cents, tariff::quotient::Quotient};

/// "0,36", "1 234.5", "-10 %".
pub fn decimal(text: &str) -> Option<Decimal> {
    let kept = text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '€' | '%'));
    let plain: String = kept
        .map(|letter| match letter {
            ',' => '.',
            '\u{2212}' => '-',
            other => other,
        })
        .collect();
    let figures = plain.strip_prefix('-').unwrap_or(&plain);
    let right = figures.chars().all(|letter| letter.is_ascii_digit() || letter == '.')
        && figures.starts_with(|letter: char| letter.is_ascii_digit())
        && figures.len() <= 16;
    plain.parse().ok().filter(|_| right)
}

/// "4,10", below ten million euros.
pub fn amount(text: &str) -> Option<Cents> {
    let cents = decimal(text)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let whole = cents.to_i64().filter(|_| cents.is_integer())?;
    (whole.abs() < 1_000_000_000).then_some(Cents(whole))
}

/// "1 300", "700,01".
pub fn quotient(text: &str) -> Option<Quotient> {
    decimal(text)?.to_string().parse().ok()
}

/// A whole number from 1 on.
pub fn number<T: std::str::FromStr + PartialOrd + From<u8>>(text: &str) -> Option<T> {
    text.parse().ok().filter(|n| *n >= T::from(1) && text.len() <= 4)
}

/// As [`decimal`] reads it.
pub fn typed(number: Decimal) -> String {
    number.normalize().to_string().replace('.', ",")
}

/// As [`amount`] reads it.
pub fn typed_amount(cents: Cents) -> String {
    let sign = if cents < Cents::ZERO { "-" } else { "" };
    let whole = cents.0.unsigned_abs();
    format!("{sign}{},{:02}", whole / 100, whole % 100)
}

/// As [`quotient`] reads it.
pub fn typed_quotient(quotient: Quotient) -> String {
    quotient.to_string().replace('.', ",")
}
