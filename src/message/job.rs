//! Threads are erased as long after their last message as the town keeps a file that nobody needs any more.

use chrono::Months;

use super::store;
use crate::{
    platform::{Parts, store::StoreError},
    town,
};

/// So many are erased by one commit.
const AT_ONCE: usize = 20;

/// Erases those whose time has come: mostly a look at one row.
///
/// # Errors
/// The database's.
pub async fn erase(parts: &Parts) -> Result<(), StoreError> {
    let now = parts.clock.now();
    let due = parts.store.read(|r| {
        let years = town::store::town(r)?.identity.legal.years;
        let until = now.checked_sub_months(Months::new(12 * years)).unwrap_or(now);
        store::before(r, until, AT_ONCE)
    })?;
    if due.is_empty() {
        return Ok(());
    }
    parts.store.write("messages", move |w| due.iter().try_for_each(|id| store::remove(w, *id))).await
}
