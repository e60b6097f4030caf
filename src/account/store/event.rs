//! What happened to accounts, in order.

use chrono::{DateTime, Utc};

use crate::{
    account::{
        AccountId,
        event::{Event, What},
    },
    platform::store::{Reading, StoreError, Table, Write},
};

/// By number; journalled, as what it tells of.
pub(super) const EVENTS: Table<u64, Event> = Table::new("account-events-1");
/// Index: what somebody did, or what was done to their account.
pub(super) const OF: Table<(AccountId, u64), ()> = Table::new("account-events-of-1");

/// Writes down what happened.
pub fn note(w: &Write, event: &Event) -> Result<(), StoreError> {
    let number = w.last_key(&EVENTS)?.unwrap_or(0) + 1;
    for person in [event.about, event.by].into_iter().flatten() {
        w.put(&OF, &(person, number), &())?;
    }
    w.put(&EVENTS, &number, event)
}

/// A page of what happened, the latest first: those before a number, `limit` at most.
pub fn events(r: &impl Reading, before: Option<u64>, limit: u64) -> Result<Vec<(u64, Event)>, StoreError> {
    let last = before.map_or(r.last_key(&EVENTS)?.unwrap_or(0), |before| before.saturating_sub(1));
    let mut page = r.range(&EVENTS, last.saturating_sub(limit.saturating_sub(1))..=last)?;
    page.reverse();
    Ok(page)
}

/// The same, of what somebody did or what was done to their account.
pub fn events_of(
    r: &impl Reading,
    person: AccountId,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<(u64, Event)>, StoreError> {
    let numbers = numbers(r, person, before)?;
    let event = |number: u64| Ok(r.get(&EVENTS, &number)?.map(|event| (number, event)));
    numbers.into_iter().rev().take(limit).map(event).filter_map(Result::transpose).collect()
}

/// When somebody last signed in.
pub fn last_sign_in(r: &impl Reading, person: AccountId) -> Result<Option<DateTime<Utc>>, StoreError> {
    for number in numbers(r, person, None)?.into_iter().rev() {
        let event = r.get(&EVENTS, &number)?.filter(|event| event.about == Some(person));
        if let Some(Event { at, what: What::SignedIn { .. } | What::RecoveryUsed { .. }, .. }) = event {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn numbers(r: &impl Reading, person: AccountId, before: Option<u64>) -> Result<Vec<u64>, StoreError> {
    let last = before.map_or(u64::MAX, |before| before.saturating_sub(1));
    let keys = r.range(&OF, (person, 0)..=(person, last))?;
    Ok(keys.into_iter().map(|((_, number), ())| number).collect())
}

/// Rows of the index that do not agree with the events.
pub(super) fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let index: std::collections::BTreeSet<_> = r.all(&OF)?.into_iter().map(|(key, ())| key).collect();
    let people = |(number, event): (u64, Event)| {
        [event.about, event.by].into_iter().flatten().map(move |person| (person, number))
    };
    let events: std::collections::BTreeSet<_> = r.all(&EVENTS)?.into_iter().flat_map(people).collect();
    let wrong = index.symmetric_difference(&events);
    Ok(wrong
        .map(|(person, number)| format!("event {number} of account {person} is not in both tables"))
        .collect())
}
