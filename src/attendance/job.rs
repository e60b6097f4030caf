//! Certificates are erased after the time that the town has set.

use super::{
    store,
    told::{Certificate, Told},
};
use crate::{
    platform::{
        Parts, blob,
        store::{StoreError, Write},
    },
    town,
};

/// So many are erased by one commit.
const AT_ONCE: usize = 50;

/// Erases those whose time has come: mostly a look at one row.
pub async fn erase(parts: &Parts) -> Result<(), StoreError> {
    let now = parts.clock.now();
    let due = parts.store.read(|r| {
        let today = town::store::town(r)?.date(now);
        store::scans_before(r, store::limits(r)?.kept_since(today), AT_ONCE)
    })?;
    if due.is_empty() {
        return Ok(());
    }
    parts
        .store
        .write("certificates", move |w| due.iter().try_for_each(|(child, n, _)| forget(w, *child, *n)))
        .await
}

/// Erases the file of one, on what is known at its turn on the writer. That it came, and when, stays.
fn forget(w: &Write, child: crate::family::ChildId, number: u32) -> Result<(), StoreError> {
    let Some(told) = store::told(w, child, number)? else { return Ok(()) };
    let Some((known, scan)) = told.certificate.as_ref().and_then(|known| Some((known, known.scan.clone()?)))
    else {
        return Ok(());
    };
    blob::release(w, &scan.hash)?;
    let certificate = Some(Certificate { scan: None, erased: true, ..known.clone() });
    store::set_told(w, child, number, &Told { certificate, ..told })
}
