//! Rows of bills and credit notes, of what was billed, and of the ledger.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Charge, Invoice, Item, OfficeId, What,
    issue::{Charges, lines, total},
    ledger::Entry,
    number::{Number, Series},
};
use crate::{
    activity::ServiceId,
    family::{ChildId, FamilyId},
    platform::{
        money::Cents,
        store::{Read, Reading, StoreError, Table, TableInfo, Write},
    },
};

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
pub const TABLES: [TableInfo; 5] =
    [COUNTERS.info(), INVOICES.info(), OF_FAMILY.info(), BILLED.info(), LEDGER.info()];

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

/// What a run is about.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// The cash office.
    pub office: OfficeId,
    /// First day that is billed.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// The day on which it is issued.
    pub today: NaiveDate,
    /// The day by which it is to be paid.
    pub due: NaiveDate,
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
pub fn issue(w: &Write, run: &Run, family: FamilyId, owed: &Charges) -> Result<Option<Number>, StoreError> {
    let known = rows(w, family, run.first, run.last)?;
    let before: Charges = known.iter().map(|(item, row)| (*item, row.charge)).collect();
    let lines = lines(owed, &before);
    if lines.is_empty() {
        return Ok(None);
    }
    let total = total(&lines);
    let series = if total < Cents::ZERO { Series::Credit } else { Series::Bill };
    let number = take(w, run.office, series, run.today)?;
    // A credit note lessens the bill on which what it takes back first stood.
    let taken_back = lines.iter().find(|line| line.takes_back).and_then(|line| {
        let item =
            Item { child: line.child, service: line.service, what: line.what, day: *line.days.first()? };
        Some(known.get(&item)?.on.0)
    });
    for (n, line) in (0..).zip(&lines) {
        for day in &line.days {
            let item = Item { child: line.child, service: line.service, what: line.what, day: *day };
            let row = Billed { charge: line.charge, on: (number, n) };
            match line.takes_back {
                // What takes its place may have been written by a line before.
                true if owed.contains_key(&item) => {}
                true => w.delete(&BILLED, &item_key(family, &item))?,
                false => w.put(&BILLED, &item_key(family, &item), &row)?,
            }
        }
    }
    let entry = match series {
        Series::Credit => {
            let of = taken_back.filter(|of| of.series == Series::Bill);
            Entry::Credit { number, amount: Cents::ZERO - total, of }
        }
        _ => Entry::Bill { number, amount: total, due: run.due },
    };
    let invoice = Invoice {
        number,
        family,
        first: run.first,
        last: run.last,
        issued: run.today,
        due: run.due,
        mends: taken_back,
        sequence: w.number(),
        lines,
        total,
    };
    w.put(&INVOICES, &key(&number), &invoice)?;
    w.put(&OF_FAMILY, &(family, key(&number)), &())?;
    enter(w, family, run.office, &entry)?;
    Ok(Some(number))
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

/// Writes down a payment, for the bills that it names or the oldest; gives the number of its receipt.
///
/// # Errors
/// The database's.
pub fn pay(
    w: &Write,
    (family, office): (FamilyId, OfficeId),
    amount: Cents,
    of: Vec<Number>,
    today: NaiveDate,
) -> Result<Number, StoreError> {
    let number = take(w, office, Series::Receipt, today)?;
    enter(w, family, office, &Entry::Payment { number, amount, of })?;
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
) -> Result<(), StoreError> {
    enter(w, family, office, &Entry::Returned { number })
}

/// The ledger of a family at a cash office, in order.
///
/// # Errors
/// The database's.
pub fn ledger(r: &impl Reading, family: FamilyId, office: OfficeId) -> Result<Vec<Entry>, StoreError> {
    let rows = r.range(&LEDGER, (family, office, u64::MIN)..=(family, office, u64::MAX))?;
    Ok(rows.into_iter().map(|(_, entry)| entry).collect())
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
    // Replayed in the order of issue, the lines give what is remembered as billed.
    invoices.sort_by_key(|invoice| invoice.sequence);
    for invoice in &invoices {
        let known = billed.entry(invoice.family).or_default();
        *known = super::issue::after(known, &invoice.lines);
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
