//! What happened to accounts, in order.

use crate::{
    account::event::Event,
    platform::store::{Reading, StoreError, Table, Write},
};

/// By number; journalled, as what it tells of.
pub(super) const EVENTS: Table<u64, Event> = Table::new("account-events-1");

/// Writes down what happened.
pub fn note(w: &Write, event: &Event) -> Result<(), StoreError> {
    let number = w.last_key(&EVENTS)?.unwrap_or(0) + 1;
    w.put(&EVENTS, &number, event)
}

/// A page of what happened, the latest first: those before a number, `limit` at most.
pub fn events(r: &impl Reading, before: Option<u64>, limit: u64) -> Result<Vec<(u64, Event)>, StoreError> {
    let last = before.map_or(r.last_key(&EVENTS)?.unwrap_or(0), |before| before.saturating_sub(1));
    let mut page = r.range(&EVENTS, last.saturating_sub(limit - 1)..=last)?;
    page.reverse();
    Ok(page)
}
