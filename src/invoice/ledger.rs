//! What a family owes a cash office: the sum of its bills, credit notes and payments, and what that leaves of each bill.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Means, number::Number};
use crate::platform::money::Cents;

/// A row of the ledger, in the order in which they were written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// A bill.
    Bill {
        /// Its number.
        number: Number,
        /// What it comes to.
        amount: Cents,
        /// The day by which it is to be paid.
        due: NaiveDate,
    },
    /// A credit note; `of`: the bill that it cancels or lessens, if it names one.
    Credit {
        /// Its number.
        number: Number,
        /// What it takes off, above zero.
        amount: Cents,
        /// The bill.
        of: Option<Number>,
    },
    /// A payment, for the bills that it names or, where it names none, for the oldest.
    Payment {
        /// Number of its receipt.
        number: Number,
        /// What was paid.
        amount: Cents,
        /// For which bills.
        of: Vec<Number>,
        /// How.
        means: Means,
        /// The day.
        on: NaiveDate,
        /// Number of the cheque, or what else tells it from others.
        note: String,
        /// Number of the form, or of the online payment: sent again, it is the same payment.
        form: String,
    },
    /// A payment that was taken back: a cheque without funds.
    Returned {
        /// The receipt of that payment.
        number: Number,
        /// The day.
        on: NaiveDate,
    },
}

/// Where a bill stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is paid of it.
    Open,
    /// Part of it is.
    Part,
    /// All of it is.
    Paid,
    /// Something is left, after the day by which it was to be paid.
    Late,
    /// A credit note took all of it back.
    Cancelled,
}

/// A bill and what is left of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its number.
    pub number: Number,
    /// What it came to.
    pub amount: Cents,
    /// The day by which it is to be paid.
    pub due: NaiveDate,
    /// What credit notes took off.
    pub credited: Cents,
    /// What payments took off.
    pub paid: Cents,
}

impl Standing {
    /// What is left to pay.
    pub fn left(&self) -> Cents {
        self.amount - self.credited - self.paid
    }

    /// Where it stands on a day.
    pub fn state(&self, today: NaiveDate) -> State {
        match () {
            () if self.credited == self.amount && self.amount != Cents::ZERO => State::Cancelled,
            () if self.left() <= Cents::ZERO => State::Paid,
            () if today > self.due => State::Late,
            () if self.paid > Cents::ZERO || self.credited > Cents::ZERO => State::Part,
            () => State::Open,
        }
    }
}

/// What a family owes; below zero: what the office owes it.
pub fn balance(entries: &[Entry]) -> Cents {
    let payments = payments(entries);
    entries
        .iter()
        .map(|entry| match entry {
            Entry::Bill { amount, .. } => *amount,
            Entry::Credit { amount, .. } => Cents::ZERO - *amount,
            Entry::Payment { number, .. } if payments.contains_key(number) => Cents::ZERO - payments[number],
            Entry::Payment { .. } | Entry::Returned { .. } => Cents::ZERO,
        })
        .sum()
}

/// Payments that were not taken back.
pub fn payments(entries: &[Entry]) -> BTreeMap<Number, Cents> {
    let mut kept = BTreeMap::new();
    for entry in entries {
        match entry {
            Entry::Payment { number, amount, .. } => drop(kept.insert(*number, *amount)),
            Entry::Returned { number, .. } => drop(kept.remove(number)),
            _ => {}
        }
    }
    kept
}

/// The bills of some ledgers that are not paid whole.
pub fn unpaid<'a>(ledgers: impl Iterator<Item = &'a Vec<Entry>>) -> Vec<Standing> {
    ledgers.flat_map(|ledger| standings(ledger)).filter(|bill| bill.left() > Cents::ZERO).collect()
}

/// Each bill and what is left of it, the oldest first. What a payment or a credit note has beyond the bills that it
/// names goes to the oldest that is still open; what is beyond all of them is the family's, and goes to its next bill.
pub fn standings(entries: &[Entry]) -> Vec<Standing> {
    let mut bills: Vec<Standing> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Bill { number, amount, due } => Some(Standing {
                number: *number,
                amount: *amount,
                due: *due,
                credited: Cents::ZERO,
                paid: Cents::ZERO,
            }),
            _ => None,
        })
        .collect();
    let kept = payments(entries);
    let mut spare = (Cents::ZERO, Cents::ZERO);
    // What is named first, so that an old payment without a name never takes the place of one that has.
    for entry in entries {
        match entry {
            Entry::Credit { amount, of, .. } => {
                let named = of.iter().copied().collect::<Vec<_>>();
                spare.0 += settle(&mut bills, *amount, &named, |bill| &mut bill.credited);
            }
            Entry::Payment { number, of, .. } if kept.contains_key(number) => {
                spare.1 += settle(&mut bills, kept[number], of, |bill| &mut bill.paid);
            }
            _ => {}
        }
    }
    let all: Vec<Number> = bills.iter().map(|bill| bill.number).collect();
    settle(&mut bills, spare.0, &all, |bill| &mut bill.credited);
    settle(&mut bills, spare.1, &all, |bill| &mut bill.paid);
    bills
}

/// Takes an amount off the bills that are named, in their order; gives what is left of it.
fn settle(
    bills: &mut [Standing],
    mut amount: Cents,
    named: &[Number],
    part: impl Fn(&mut Standing) -> &mut Cents,
) -> Cents {
    for number in named {
        let Some(bill) = bills.iter_mut().find(|bill| bill.number == *number) else { continue };
        let taken = amount.min(bill.left()).max(Cents::ZERO);
        *part(bill) += taken;
        amount = amount - taken;
    }
    amount
}
