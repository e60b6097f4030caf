//! A payment as it is typed at the cash desk.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Means, OfficeId, number::Number, store::Paid};
use crate::platform::money::Cents;

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// Number of the cash office.
    pub office: String,
    /// "12,50".
    pub amount: String,
    /// A means, as forms call it.
    pub means: String,
    /// The day.
    pub on: String,
    /// Number of the cheque.
    pub note: String,
    /// The bills that it is for.
    pub of: Vec<String>,
    /// Number of the form.
    pub form: String,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No such cash office.
    Office,
    /// No amount above zero, or one that nobody pays.
    Amount,
    /// No means.
    Means,
    /// No day, or one to come.
    Day,
    /// Too long.
    Note,
}

/// The most that is paid at once: a hundred thousand euros.
const MOST: Cents = Cents(10_000_000);

impl Typed {
    /// The payment, if all is well.
    ///
    /// # Errors
    /// All that is wrong, in the order of the form.
    pub fn read(
        &self,
        offices: &BTreeSet<OfficeId>,
        today: NaiveDate,
    ) -> Result<(OfficeId, Paid), Vec<Fault>> {
        let office = self.office.parse().ok().filter(|office| offices.contains(office));
        let amount = amount(&self.amount).filter(|amount| (Cents(1)..=MOST).contains(amount));
        let means: Option<Means> = self.means.parse().ok().filter(|means| *means != Means::Online);
        let on = self.on.parse::<NaiveDate>().ok().filter(|day| *day <= today);
        let wrong = [
            (office.is_none(), Fault::Office),
            (amount.is_none(), Fault::Amount),
            (means.is_none(), Fault::Means),
            (on.is_none(), Fault::Day),
            (self.note.chars().count() > 80, Fault::Note),
        ];
        let faults: Vec<Fault> =
            wrong.into_iter().filter_map(|(wrong, fault)| wrong.then_some(fault)).collect();
        let of: Vec<Number> = self.of.iter().filter_map(|number| number.parse().ok()).collect();
        match (office, amount, means, on) {
            (Some(office), Some(amount), Some(means), Some(on)) if faults.is_empty() => {
                let (note, form) = (self.note.trim().into(), self.form.clone());
                Ok((office, Paid { amount, of, means, on, note, form }))
            }
            _ => Err(faults),
        }
    }
}

/// An amount in euros: "12", "12,5", "1 234,50 €".
fn amount(text: &str) -> Option<Cents> {
    let plain: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '€').collect();
    let euros: Decimal = plain.replace(',', ".").parse().ok()?;
    let cents = euros * Decimal::ONE_HUNDRED;
    (cents.fract().is_zero() && cents.abs() < Decimal::from(1_000_000_000)).then(|| Cents::round(cents))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        Typed {
            office: "1".into(),
            amount: "1 234,50 €".into(),
            means: "cheque".into(),
            on: "2026-12-03".into(),
            of: vec!["F2026-1-000042".into()],
            ..Typed::default()
        }
    }

    #[test]
    fn a_payment_is_read_and_what_is_wrong_is_named() {
        let today = "2026-12-04".parse().unwrap();
        let offices = BTreeSet::from([OfficeId(1)]);
        let (office, paid) = typed().read(&offices, today).unwrap();
        assert_eq!(
            (office, paid.amount, paid.means, paid.of.len()),
            (OfficeId(1), Cents(123_450), Means::Cheque, 1)
        );
        let wrong = |change: fn(&mut Typed)| {
            let mut typed = typed();
            change(&mut typed);
            typed.read(&offices, today).unwrap_err()
        };
        assert_eq!(wrong(|typed| typed.office = "2".into()), [Fault::Office]);
        for amount in ["", "0", "-5", "12,345", "douze", "100000,01", "99999999999999999999999999"] {
            let typed = Typed { amount: amount.into(), ..typed() };
            assert_eq!(typed.read(&offices, today).unwrap_err(), [Fault::Amount], "{amount}");
        }
        // Nobody says at the desk that something was paid online.
        assert_eq!(wrong(|typed| typed.means = "online".into()), [Fault::Means]);
        assert_eq!(wrong(|typed| typed.on = "2026-12-05".into()), [Fault::Day]);
        assert_eq!(wrong(|typed| typed.note = "x".repeat(81)), [Fault::Note]);
    }
}
