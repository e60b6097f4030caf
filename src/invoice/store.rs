//! Rows of bills and credit notes, of what was billed, and of the ledger.

mod check;
mod documents;
mod offices;
mod owed;
mod runs;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Charge, Invoice, Item, Line, Means, OfficeId, Printed, What,
    issue::{Charges, lines, total},
    ledger::Entry,
    number::{Number, Series},
    run::Run,
};
use crate::{
    activity::ServiceId,
    family::{ChildId, FamilyId},
    platform::{
        money::Cents,
        store::{Reading, StoreError, Table, TableInfo, Write},
    },
};
pub use check::check;
pub use documents::{document, held, set_document, undocumented};
pub use offices::{next_office, office, offices, set_office};
pub use owed::{Owed, owed, printed};
pub use runs::{add_run, issuing, runs, set_issuing};

/// Office, series, year, number.
type NumberKey = (OfficeId, u32, u32, u32);
/// A family's items by day, so that a month is one range.
type ItemKey = (FamilyId, NaiveDate, (ChildId, ServiceId, u32));

/// The last number that was taken.
const COUNTERS: Table<(OfficeId, u32, u32), u32> = Table::new("invoice-counters-1");
const INVOICES: Table<NumberKey, Invoice> = Table::new("invoices-1");
/// Index: the bills of a family.
const OF_FAMILY: Table<(FamilyId, NumberKey), ()> = Table::new("invoices-of-family-1");
const BILLED: Table<ItemKey, Billed> = Table::new("billed-1");
const LEDGER: Table<(FamilyId, OfficeId, u64), Entry> = Table::new("ledger-1");

/// The tables of this slice.
pub const TABLES: [TableInfo; 9] = [
    COUNTERS.info(),
    INVOICES.info(),
    OF_FAMILY.info(),
    BILLED.info(),
    LEDGER.info(),
    offices::OFFICES.info(),
    runs::RUNS.info(),
    documents::DOCUMENTS.info(),
    documents::WAITING.info(),
];

/// An item that was billed: what it was charged, and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Billed {
    charge: Charge,
    /// The bill, and which of its lines.
    on: (Number, u32),
}

fn key(number: &Number) -> NumberKey {
    (number.office, number.series.order(), number.year.unsigned_abs(), number.n)
}

fn item_key(family: FamilyId, item: &Item) -> ItemKey {
    (family, item.day, (item.child, item.service, item.what.order()))
}

fn item_of((_, day, (child, service, what)): &ItemKey) -> Option<Item> {
    Some(Item { child: *child, service: *service, what: What::of_order(*what)?, day: *day })
}

/// What a family was billed of some days.
///
/// # Errors
/// The database's.
pub fn billed(
    r: &impl Reading,
    family: FamilyId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Charges, StoreError> {
    Ok(rows(r, family, first, last)?.into_iter().map(|(item, row)| (item, row.charge)).collect())
}

fn rows(
    r: &impl Reading,
    family: FamilyId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeMap<Item, Billed>, StoreError> {
    let lowest = (ChildId::MIN, ServiceId::MIN, u32::MIN);
    let highest = (ChildId::MAX, ServiceId::MAX, u32::MAX);
    let rows = r.range(&BILLED, (family, first, lowest)..=(family, last, highest))?;
    Ok(rows.into_iter().filter_map(|(key, row)| Some((item_of(&key)?, row))).collect())
}

/// Issues to a family what is owed and was not billed, or takes back what was and is not: one bill, or one credit note;
/// none where nothing has changed. The number is taken in the same transaction: two runs never bill a day twice.
///
/// # Errors
/// The database's.
pub fn issue(
    w: &Write,
    run: &Run,
    family: FamilyId,
    owed: &Charges,
    printed: Printed,
) -> Result<Option<Invoice>, StoreError> {
    let mut known = rows(w, family, run.first, run.last)?;
    known.retain(|item, _| run.services.contains(&item.service));
    let before: Charges = known.iter().map(|(item, row)| (*item, row.charge)).collect();
    let lines = lines(owed, &before);
    if lines.is_empty() {
        return Ok(None);
    }
    // A credit note lessens the bill on which what it takes back first stood.
    let mends = lines.iter().find(|line| line.takes_back).and_then(|line| {
        let item = line.items().next()?;
        Some(known.get(&item)?.on.0)
    });
    let total = total(&lines);
    let series = if total < Cents::ZERO { Series::Credit } else { Series::Bill };
    let number = take(w, run.office, series, run.today)?;
    let (first, last, issued, due) = (run.first, run.last, run.today, run.due);
    let sequence = w.number();
    let invoice =
        Invoice { number, family, first, last, issued, due, mends, sequence, lines, total, printed };
    write(w, &invoice)?;
    Ok(Some(invoice))
}

/// Why a bill is not cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCancelled {
    /// Only bills are.
    NoBill,
    /// Something of it was taken back or corrected since.
    Mended,
}

/// Takes back the whole of a bill, by a numbered credit note: its days can be billed again.
///
/// # Errors
/// The database's; inside, why not.
pub fn cancel(
    w: &Write,
    number: &Number,
    today: NaiveDate,
) -> Result<Result<Invoice, NotCancelled>, StoreError> {
    let Some(bill) = invoice(w, number)?.filter(|known| known.number.series == Series::Bill) else {
        return Ok(Err(NotCancelled::NoBill));
    };
    let known = rows(w, bill.family, bill.first, bill.last)?;
    let stands = |line: &Line, item: Item| match line.takes_back {
        true => {
            bill.lines.iter().any(|other| !other.takes_back && other.items().any(|one| one == item))
                || !known.contains_key(&item)
        }
        false => known.get(&item).is_some_and(|row| row.on.0 == *number),
    };
    if !bill.lines.iter().all(|line| line.items().all(|item| stands(line, item))) {
        return Ok(Err(NotCancelled::Mended));
    }
    let back = |line: &Line| Line { takes_back: !line.takes_back, ..line.clone() };
    let credit = Invoice {
        number: take(w, number.office, Series::Credit, today)?,
        issued: today,
        due: today,
        mends: Some(*number),
        sequence: w.number(),
        lines: bill.lines.iter().map(back).collect(),
        total: -bill.total,
        ..bill
    };
    write(w, &credit)?;
    Ok(Ok(credit))
}

/// Writes down a bill or a credit note, what is remembered as billed, and its row of the ledger.
fn write(w: &Write, invoice: &Invoice) -> Result<(), StoreError> {
    let (number, family) = (invoice.number, invoice.family);
    for line in invoice.lines.iter().filter(|line| line.takes_back) {
        for item in line.items() {
            w.delete(&BILLED, &item_key(family, &item))?;
        }
    }
    for (n, line) in (0..).zip(&invoice.lines).filter(|(_, line)| !line.takes_back) {
        for item in line.items() {
            w.put(&BILLED, &item_key(family, &item), &Billed { charge: line.charge, on: (number, n) })?;
        }
    }
    let entry = match number.series {
        Series::Credit => {
            let of = invoice.mends.filter(|of| of.series == Series::Bill);
            Entry::Credit { number, amount: -invoice.total, of }
        }
        _ => Entry::Bill { number, amount: invoice.total, due: invoice.due },
    };
    w.put(&INVOICES, &key(&number), invoice)?;
    w.put(&OF_FAMILY, &(family, key(&number)), &())?;
    documents::wait(w, &number)?;
    enter(w, family, number.office, &entry)
}

/// The next number of a series.
fn take(w: &Write, office: OfficeId, series: Series, today: NaiveDate) -> Result<Number, StoreError> {
    use chrono::Datelike;
    let counter = (office, series.order(), today.year().unsigned_abs());
    let number = Number::next(office, series, today.year(), w.get(&COUNTERS, &counter)?);
    w.put(&COUNTERS, &counter, &number.n)?;
    Ok(number)
}

/// Writes a row of the ledger, after those that are there.
fn enter(w: &Write, family: FamilyId, office: OfficeId, entry: &Entry) -> Result<(), StoreError> {
    let n = ledger(w, family, office)?.len() as u64;
    w.put(&LEDGER, &(family, office, n), entry)
}

/// What somebody pays.
#[derive(Clone, Debug)]
pub struct Paid {
    /// How much.
    pub amount: Cents,
    /// For which bills; none named: the oldest.
    pub of: Vec<Number>,
    /// How.
    pub means: Means,
    /// The day.
    pub on: NaiveDate,
    /// Number of the cheque, or what else tells it from others.
    pub note: String,
    /// Number of the form, or of the online payment.
    pub form: String,
}

/// Writes down a payment, once; gives the number of its receipt.
///
/// # Errors
/// The database's.
pub fn pay(
    w: &Write,
    (family, office): (FamilyId, OfficeId),
    paid: Paid,
    today: NaiveDate,
) -> Result<Number, StoreError> {
    for entry in ledger(w, family, office)? {
        if let Entry::Payment { number, form, .. } = entry
            && form == paid.form
        {
            return Ok(number);
        }
    }
    let number = take(w, office, Series::Receipt, today)?;
    let Paid { amount, of, means, on, note, form } = paid;
    enter(w, family, office, &Entry::Payment { number, amount, of, means, on, note, form })?;
    Ok(number)
}

/// Takes back a payment: a cheque without funds.
///
/// # Errors
/// The database's.
pub fn take_back(
    w: &Write,
    (family, office): (FamilyId, OfficeId),
    number: Number,
    on: NaiveDate,
) -> Result<(), StoreError> {
    enter(w, family, office, &Entry::Returned { number, on })
}

/// The ledger of a family at a cash office, in order.
///
/// # Errors
/// The database's.
pub fn ledger(r: &impl Reading, family: FamilyId, office: OfficeId) -> Result<Vec<Entry>, StoreError> {
    let rows = r.range(&LEDGER, (family, office, u64::MIN)..=(family, office, u64::MAX))?;
    Ok(rows.into_iter().map(|(_, entry)| entry).collect())
}

/// The ledgers of a family, cash office by cash office.
///
/// # Errors
/// The database's.
pub fn ledgers(r: &impl Reading, family: FamilyId) -> Result<BTreeMap<OfficeId, Vec<Entry>>, StoreError> {
    let rows = r.range(&LEDGER, (family, OfficeId::MIN, u64::MIN)..=(family, OfficeId::MAX, u64::MAX))?;
    let mut ledgers: BTreeMap<OfficeId, Vec<Entry>> = BTreeMap::new();
    for ((_, office, _), entry) in rows {
        ledgers.entry(office).or_default().push(entry);
    }
    Ok(ledgers)
}

/// The ledgers of all families.
///
/// # Errors
/// The database's.
pub fn all_ledgers(r: &impl Reading) -> Result<BTreeMap<(FamilyId, OfficeId), Vec<Entry>>, StoreError> {
    let mut ledgers: BTreeMap<_, Vec<Entry>> = BTreeMap::new();
    for ((family, office, _), entry) in r.all(&LEDGER)? {
        ledgers.entry((family, office)).or_default().push(entry);
    }
    Ok(ledgers)
}

/// A bill or a credit note.
///
/// # Errors
/// The database's.
pub fn invoice(r: &impl Reading, number: &Number) -> Result<Option<Invoice>, StoreError> {
    r.get(&INVOICES, &key(number))
}

/// Every bill and credit note of a family.
///
/// # Errors
/// The database's.
pub fn of_family(r: &impl Reading, family: FamilyId) -> Result<Vec<Invoice>, StoreError> {
    let lowest = (OfficeId::MIN, u32::MIN, u32::MIN, u32::MIN);
    let highest = (OfficeId::MAX, u32::MAX, u32::MAX, u32::MAX);
    let keys = r.range(&OF_FAMILY, (family, lowest)..=(family, highest))?;
    let mut all = Vec::with_capacity(keys.len());
    for ((_, number), ()) in keys {
        all.extend(r.get(&INVOICES, &number)?);
    }
    Ok(all)
}
