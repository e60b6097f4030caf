//! The service is asked how operations ended: by their schedule, or sooner when somebody has a reason.

use chrono::{DateTime, TimeDelta, Utc};
use rocket::futures::future::join_all;

use super::{
    OperationId,
    gateway::Gateway,
    operation::{Heard, Operation},
    store,
};
use crate::{
    invoice::{self, Means, number::Number, store::Paid},
    platform::{
        Parts,
        store::{StoreError, Write},
    },
    town,
};

/// So many questions are asked at once.
const AT_ONCE: usize = 8;

/// One operation is not asked for more often than that: whoever knows an address could ask without end.
const APART: TimeDelta = TimeDelta::seconds(2);

/// Asks for those whose moment has come.
pub async fn poll(parts: &Parts) -> Result<(), StoreError> {
    let now = parts.clock.now();
    let due = parts.store.read(|r| store::due(r, now, AT_ONCE))?;
    for asked in join_all(due.into_iter().map(|id| ask(parts, id))).await {
        asked?;
    }
    Ok(())
}

/// Asks the service how an operation ended, and writes down what it answers; gives what is known then.
pub async fn ask(parts: &Parts, id: OperationId) -> Result<Option<Operation>, StoreError> {
    let Some(operation) = parts.store.read(|r| store::operation(r, id))? else { return Ok(None) };
    let heard = match &operation.service {
        Some(service) => Some(Gateway::at(&parts.config.payfip).result(service).await),
        None => None,
    };
    if let Some(Err(trouble)) = &heard {
        // No result yet is what is expected of one under way.
        rocket::info!("payment {id}: {trouble:?}");
    }
    let now = parts.clock.now();
    let change = move |w: &Write| hear(w, id, heard.as_ref(), now);
    parts.store.write("payfip", change).await
}

/// The same, unless it ended or was asked for a moment ago.
pub async fn ask_soon(parts: &Parts, id: OperationId, known: &Operation) -> Result<Operation, StoreError> {
    let now = parts.clock.now();
    let just = known.asked.is_some_and(|asked| now < asked + APART);
    if known.next.is_none() || just {
        return Ok(known.clone());
    }
    Ok(ask(parts, id).await?.unwrap_or_else(|| known.clone()))
}

/// Writes down what was heard, on what is known when it is this one's turn: an answer that comes twice, or after
/// another, changes nothing. An operation that never had a number was never paid.
fn hear(
    w: &Write,
    id: OperationId,
    heard: Option<&Heard>,
    now: DateTime<Utc>,
) -> Result<Option<Operation>, StoreError> {
    let Some(mut known) = store::operation(w, id)? else { return Ok(None) };
    let before = known.clone();
    match heard {
        Some(heard) => known.hear(heard, now),
        // The number may have come while this one waited.
        None if known.next.is_some_and(|next| next <= now) => known.give_up(),
        None => {}
    }
    if known != before {
        store::set(w, id, &known)?;
        if before.settles().is_none() {
            settle(w, id, &known, now)?;
        }
    }
    Ok(Some(known))
}

/// What is paid with real money is a payment of the bill: written down in the transaction that hears of it, once.
fn settle(w: &Write, id: OperationId, known: &Operation, now: DateTime<Utc>) -> Result<(), StoreError> {
    let bill = Number::of_reference(&known.due.reference);
    let (Some(amount), Some(family), Some(bill)) = (known.settles(), known.due.family, bill) else {
        return Ok(());
    };
    let today = town::store::town(w)?.date(now);
    let form = format!("operation {id}");
    let note = known.service.clone().unwrap_or_default();
    let paid = Paid { amount, of: vec![bill], means: Means::Online, on: today, note, form };
    invoice::store::pay(w, (family, bill.office), paid, today).map(drop)
}
