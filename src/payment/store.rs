//! The contract's row; rows of operations, and how they are found.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::{OperationId, contract::Contract, operation::Operation};
use crate::platform::store::{Reading, StoreError, Table, TableInfo, Write};

/// One row. Key: nothing.
const CONTRACT: Table<(), Contract> = Table::new("payment-contract-1");
const OPERATIONS: Table<OperationId, Operation> = Table::new("payments-1");
/// Index: an operation by the SHA-256 of the service's number.
const BY_SERVICE: Table<[u8; 32], OperationId> = Table::new("payment-by-service-1");
/// Index: operations by the SHA-256 of the reference that they pay.
const OF_REFERENCE: Table<([u8; 32], OperationId), ()> = Table::new("payment-of-reference-1");
/// Index: operations that the service is to be asked for, by the second of the next question.
const NEXT: Table<(u64, OperationId), ()> = Table::new("payment-next-1");
/// Index: operations that are under way, or that somebody should look at.
const OPEN: Table<OperationId, ()> = Table::new("payment-open-1");

/// The tables of this slice.
pub const TABLES: [TableInfo; 6] =
    [CONTRACT.info(), OPERATIONS.info(), BY_SERVICE.info(), OF_REFERENCE.info(), NEXT.info(), OPEN.info()];

/// The town's contract, if it has one.
pub fn contract(r: &impl Reading) -> Result<Option<Contract>, StoreError> {
    r.get(&CONTRACT, &())
}

/// Sets the contract, or takes it away: operations under way go on.
pub fn set_contract(w: &Write, contract: Option<&Contract>) -> Result<(), StoreError> {
    match contract {
        Some(contract) => w.put(&CONTRACT, &(), contract),
        None => w.delete(&CONTRACT, &()),
    }
}

/// An operation.
pub fn operation(r: &impl Reading, id: OperationId) -> Result<Option<Operation>, StoreError> {
    r.get(&OPERATIONS, &id)
}

/// An operation by the service's number.
pub fn by_service(r: &impl Reading, service: &str) -> Result<Option<(OperationId, Operation)>, StoreError> {
    let Some(id) = r.get(&BY_SERVICE, &digest(service))? else { return Ok(None) };
    Ok(operation(r, id)?.map(|known| (id, known)))
}

/// Every attempt at paying something, in their order.
pub fn of_reference(r: &impl Reading, reference: &str) -> Result<Vec<(OperationId, Operation)>, StoreError> {
    let key = digest(reference);
    let keys = r.range(&OF_REFERENCE, (key, OperationId::MIN)..=(key, OperationId::MAX))?;
    each(r, keys.into_iter().map(|((_, id), ())| id))
}

/// Those that are under way, or that somebody should look at, the oldest first.
pub fn open(r: &impl Reading) -> Result<Vec<(OperationId, Operation)>, StoreError> {
    each(r, r.all(&OPEN)?.into_iter().map(|(id, ())| id))
}

/// The latest, `limit` at most, the newest first.
pub fn latest(r: &impl Reading, limit: u32) -> Result<Vec<(OperationId, Operation)>, StoreError> {
    let Some(last) = r.last_key(&OPERATIONS)? else { return Ok(Vec::new()) };
    let first = OperationId(last.0.saturating_sub(limit.saturating_sub(1)));
    let mut found = r.range(&OPERATIONS, first..=last)?;
    found.reverse();
    Ok(found)
}

/// Those that the service is to be asked for by now, `limit` at most, those that have waited longest first.
pub fn due(r: &impl Reading, now: DateTime<Utc>, limit: usize) -> Result<Vec<OperationId>, StoreError> {
    let keys = r.first(&NEXT, (0, OperationId::MIN)..=(second(now), OperationId::MAX), limit)?;
    Ok(keys.into_iter().map(|((_, id), ())| id).collect())
}

fn each(
    r: &impl Reading,
    ids: impl Iterator<Item = OperationId>,
) -> Result<Vec<(OperationId, Operation)>, StoreError> {
    ids.map(|id| Ok(operation(r, id)?.map(|known| (id, known)))).filter_map(Result::transpose).collect()
}

/// Writes down a new operation.
pub fn add(w: &Write, operation: &Operation) -> Result<OperationId, StoreError> {
    let id = OperationId(w.last_key(&OPERATIONS)?.map_or(1, |last| last.0 + 1));
    set(w, id, operation)?;
    Ok(id)
}

/// Writes down what became of an operation.
pub fn set(w: &Write, id: OperationId, known: &Operation) -> Result<(), StoreError> {
    if let Some(before) = operation(w, id)? {
        if let Some(service) = before.service.filter(|service| known.service.as_ref() != Some(service)) {
            w.delete(&BY_SERVICE, &digest(&service))?;
        }
        if let Some(next) = before.next.filter(|next| known.next != Some(*next)) {
            w.delete(&NEXT, &(second(next), id))?;
        }
    }
    if let Some(service) = &known.service {
        w.put(&BY_SERVICE, &digest(service), &id)?;
    }
    if let Some(next) = known.next {
        w.put(&NEXT, &(second(next), id), &())?;
    }
    match known.open() {
        true => w.put(&OPEN, &id, &())?,
        false => w.delete(&OPEN, &id)?,
    }
    w.put(&OF_REFERENCE, &(digest(&known.due.reference), id), &())?;
    w.put(&OPERATIONS, &id, known)
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

fn second(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp()).unwrap_or(0)
}

/// What is wrong with the indexes, in the words of an engineer.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    let operations = r.all(&OPERATIONS)?;
    let mut expected = [0; 4];
    for (id, known) in &operations {
        let mut say = |n: usize, should: bool, there: bool, what: &str| {
            expected[n] += usize::from(should);
            if should != there {
                faults.push(format!("payment {id}: {what}"));
            }
        };
        let service = known.service.as_deref();
        let found = service.map_or(Ok(None), |service| r.get(&BY_SERVICE, &digest(service)))?;
        say(0, service.is_some(), found == Some(*id), "not found by the service's number");
        let key = (digest(&known.due.reference), *id);
        say(1, true, r.get(&OF_REFERENCE, &key)?.is_some(), "not found by its reference");
        let next = known.next.map_or(Ok(None), |next| r.get(&NEXT, &(second(next), *id)))?;
        say(2, known.next.is_some(), next.is_some(), "not asked for when it should be");
        say(3, known.open(), r.get(&OPEN, id)?.is_some(), "open, or not, otherwise than listed");
    }
    let found =
        [r.all(&BY_SERVICE)?.len(), r.all(&OF_REFERENCE)?.len(), r.all(&NEXT)?.len(), r.all(&OPEN)?.len()];
    if found != expected {
        faults.push(format!("payments: the indexes have {found:?} rows instead of {expected:?}"));
    }
    Ok(faults)
}
