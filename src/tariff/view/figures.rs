//! Figures in French: amounts, quotients and their brackets, percentages, durations.

use rust_decimal::Decimal;

use crate::{
    platform::money::Cents,
    tariff::quotient::Quotient,
    ui::french::{NBSP, money},
};

/// "3,45 €"; nothing is free.
pub fn amount(cents: Cents) -> String {
    if cents == Cents::ZERO { "gratuit".into() } else { money(cents.0) }
}

/// What is added: "0,10 € de moins".
pub fn added(cents: Cents) -> String {
    match cents.0 {
        0 => "rien de plus".into(),
        1.. => format!("{} de plus", money(cents.0)),
        _ => format!("{} de moins", money(-cents.0)),
    }
}

/// A percentage that is added: "50 % de moins".
pub fn change(percent: Decimal) -> String {
    let word = if percent.is_sign_negative() { "de moins" } else { "de plus" };
    format!("{} {word}", percentage(percent.abs()))
}

/// "0,36 %".
pub fn percentage(percent: Decimal) -> String {
    format!("{}{NBSP}%", decimal(percent))
}

/// "1,5".
pub fn decimal(number: Decimal) -> String {
    number.normalize().to_string().replace('.', ",")
}

/// "1 300", "700,01".
pub fn quotient(quotient: Quotient) -> String {
    let (euros, cents) = quotient.parts();
    let whole = match euros {
        0..1000 => euros.to_string(),
        _ => format!("{}{NBSP}{:03}", euros / 1000, euros % 1000),
    };
    if cents == 0 { whole } else { format!("{whole},{cents:02}") }
}

/// "demi-heure", "15 minutes", "2 h 30"; `unit`: after "par".
pub fn duration(minutes: u32, unit: bool) -> String {
    match (minutes, unit) {
        (15, true) => "tranche de quart d’heure".into(),
        (30, true) => "demi-heure".into(),
        (60, true) => "heure".into(),
        (_, true) => format!("tranche de {minutes}{NBSP}minutes"),
        (0..60, false) => format!("{minutes}{NBSP}minutes"),
        (_, false) if minutes.is_multiple_of(60) => format!("{}{NBSP}h", minutes / 60),
        (_, false) => format!("{}{NBSP}h{NBSP}{:02}", minutes / 60, minutes % 60),
    }
}

/// A rank: "1er", "2e".
pub fn ordinal(n: usize) -> String {
    if n == 1 { "1er".into() } else { format!("{n}e") }
}

/// The names of brackets; one more, above the last, when it ends.
pub fn names(bounds: &[Option<Quotient>]) -> Vec<String> {
    let above = bounds.last().copied().flatten().map(|_| None);
    let before = std::iter::once(None).chain(bounds.iter().copied());
    before.zip(bounds.iter().copied().chain(above)).map(|(low, high)| between(low, high)).collect()
}

/// Quotients from a bound until below another. A bound of a cent more than a whole one is said by the whole one.
pub fn between(low: Option<Quotient>, high: Option<Quotient>) -> String {
    let above = |bound: Quotient| bound.parts().1 == 1;
    let whole = |bound: Quotient| quotient(Quotient::euros(bound.parts().0));
    match (low, high) {
        (None, None) => "quel que soit le quotient".into(),
        (None, Some(high)) if above(high) => format!("jusqu’à {}", whole(high)),
        (None, Some(high)) => format!("moins de {}", quotient(high)),
        (Some(low), None) if above(low) => format!("plus de {}", whole(low)),
        (Some(low), None) => format!("{} et plus", quotient(low)),
        (Some(low), Some(high)) => match (above(low), above(high)) {
            (false, false) => format!("de {} à moins de {}", quotient(low), quotient(high)),
            (false, true) => format!("de {} à {}", quotient(low), whole(high)),
            (true, false) => format!("plus de {} et moins de {}", whole(low), quotient(high)),
            (true, true) => format!("plus de {}, jusqu’à {}", whole(low), whole(high)),
        },
    }
}
