//! Whether bills, the ledger and what is remembered as billed say the same.

use std::collections::BTreeMap;

use super::{BILLED, COUNTERS, INVOICES, LEDGER, OF_FAMILY, documents, item_of, key};
use crate::{
    family::FamilyId,
    invoice::{
        Invoice, OfficeId,
        issue::{Charges, after},
        ledger::Entry,
        number::Number,
    },
    platform::{
        money::Cents,
        store::{Read, Reading, StoreError},
    },
};

/// What is wrong with bills: numbers with a gap, a ledger that says something else, items on no line.
///
/// # Errors
/// The database's.
pub fn check(r: &Read) -> Result<Vec<String>, StoreError> {
    let (mut faults, mut counted) = (Vec::new(), BTreeMap::<_, Vec<u32>>::new());
    let mut owed: BTreeMap<(FamilyId, OfficeId), Cents> = BTreeMap::new();
    let mut billed: BTreeMap<FamilyId, Charges> = BTreeMap::new();
    let mut invoices: Vec<Invoice> = r.all(&INVOICES)?.into_iter().map(|(_, invoice)| invoice).collect();
    for invoice in &invoices {
        let Number { office, series, year, n } = invoice.number;
        counted.entry((office, series.order(), year.unsigned_abs())).or_default().push(n);
        *owed.entry((invoice.family, office)).or_default() += invoice.total;
        if r.get(&OF_FAMILY, &(invoice.family, key(&invoice.number)))?.is_none() {
            faults.push(format!("bill {}: not among those of its family", invoice.number));
        }
    }
    let mut entered: BTreeMap<(FamilyId, OfficeId), Cents> = BTreeMap::new();
    for ((family, office, _), entry) in r.all(&LEDGER)? {
        let sum = entered.entry((family, office)).or_default();
        match entry {
            Entry::Bill { amount, .. } => *sum += amount,
            Entry::Credit { amount, .. } => *sum += Cents::ZERO - amount,
            Entry::Payment { number, .. } => {
                counted
                    .entry((office, number.series.order(), number.year.unsigned_abs()))
                    .or_default()
                    .push(number.n);
            }
            Entry::Returned { .. } => {}
        }
    }
    if owed
        != entered.into_iter().filter(|(key, sum)| owed.contains_key(key) || *sum != Cents::ZERO).collect()
    {
        faults.push("bills: the ledger says another sum".into());
    }
    for (counter, mut numbers) in counted.clone() {
        numbers.sort_unstable();
        if !numbers.iter().copied().eq(1..=r.get(&COUNTERS, &counter)?.unwrap_or(0)) {
            faults.push(format!("bills {counter:?}: numbers {numbers:?} have a gap"));
        }
    }
    for (counter, last) in r.all(&COUNTERS)? {
        if last > 0 && !counted.contains_key(&counter) {
            faults.push(format!("bills {counter:?}: none is left"));
        }
    }
    faults.extend(documents::check(r, invoices.iter().map(|invoice| key(&invoice.number)))?);
    // Replayed in the order of issue, the lines give what is remembered as billed.
    invoices.sort_by_key(|invoice| invoice.sequence);
    for invoice in &invoices {
        let known = billed.entry(invoice.family).or_default();
        *known = after(known, &invoice.lines);
    }
    let mut remembered: BTreeMap<FamilyId, Charges> = BTreeMap::new();
    for (key, row) in r.all(&BILLED)? {
        if let Some(item) = item_of(&key) {
            remembered.entry(key.0).or_default().insert(item, row.charge);
        }
    }
    billed.retain(|_, charges| !charges.is_empty());
    if billed != remembered {
        faults.push("bills: what is remembered as billed is not what their lines say".into());
    }
    Ok(faults)
}
