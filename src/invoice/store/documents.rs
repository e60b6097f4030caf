//! The documents of bills: made beside the requests, kept by their hash, never made again.

use super::{NumberKey, key};
use crate::{
    invoice::{Invoice, number::Number},
    platform::{
        blob::{self, Hash},
        store::{Reading, StoreError, Table, Write},
    },
};

pub(super) const DOCUMENTS: Table<NumberKey, Hash> = Table::new("invoice-documents-1");
/// Index: bills that have no document yet.
pub(super) const WAITING: Table<NumberKey, ()> = Table::new("invoice-documents-waiting-1");

/// Says that a bill wants its document.
pub(super) fn wait(w: &Write, number: &Number) -> Result<(), StoreError> {
    w.put(&WAITING, &key(number), &())
}

/// Some of the bills that have no document yet.
///
/// # Errors
/// The database's.
pub fn undocumented(r: &impl Reading, most: usize) -> Result<Vec<Invoice>, StoreError> {
    let highest = (super::OfficeId::MAX, u32::MAX, u32::MAX, u32::MAX);
    let keys = r.first(&WAITING, (super::OfficeId::MIN, 0, 0, 0)..=highest, most)?;
    keys.into_iter().map(|(key, ())| r.get(&super::INVOICES, &key)).filter_map(Result::transpose).collect()
}

/// Keeps the document of a bill, once: what is kept is never replaced.
///
/// # Errors
/// The database's.
pub fn set_document(w: &Write, number: &Number, bytes: &[u8]) -> Result<(), StoreError> {
    let key = key(number);
    if w.get(&DOCUMENTS, &key)?.is_none() {
        let hash = blob::keep(w, bytes)?;
        w.put(&DOCUMENTS, &key, &hash)?;
    }
    w.delete(&WAITING, &key)
}

/// The document of a bill, if it is made.
///
/// # Errors
/// The database's.
pub fn document(r: &impl Reading, number: &Number) -> Result<Option<Vec<u8>>, StoreError> {
    match r.get(&DOCUMENTS, &key(number))? {
        Some(hash) => blob::bytes(r, &hash),
        None => Ok(None),
    }
}

/// The files that bills hold.
///
/// # Errors
/// The database's.
pub fn held(r: &impl Reading) -> Result<Vec<Hash>, StoreError> {
    Ok(r.all(&DOCUMENTS)?.into_iter().map(|(_, hash)| hash).collect())
}

/// Each bill has its document, or waits for it.
pub(super) fn check(
    r: &impl Reading,
    bills: impl Iterator<Item = NumberKey>,
) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    for key in bills {
        let (made, waits) = (r.get(&DOCUMENTS, &key)?.is_some(), r.get(&WAITING, &key)?.is_some());
        if made == waits {
            faults.push(format!("bill {key:?}: its document is made {made}, waits {waits}"));
        }
    }
    Ok(faults)
}
