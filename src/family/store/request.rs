//! Rows of requests.

use crate::{
    family::{
        FamilyId,
        request::{Request, RequestId, State},
    },
    platform::store::{Reading, StoreError, Table, Write},
};

pub(super) const REQUESTS: Table<RequestId, Request> = Table::new("requests-1");
/// Index: those of a family.
pub(super) const OF: Table<(FamilyId, RequestId), ()> = Table::new("requests-of-1");
/// Index: those that wait for the town.
pub(super) const WAITING: Table<RequestId, ()> = Table::new("requests-waiting-1");

/// A request by its number.
pub fn request(r: &impl Reading, id: RequestId) -> Result<Option<Request>, StoreError> {
    r.get(&REQUESTS, &id)
}

/// How many of a family's requests are looked at: far more than it can have waiting, one for each file.
const LOOKED_AT: usize = 100;

/// A family's latest requests, the latest first.
pub fn requests_of(r: &impl Reading, family: FamilyId) -> Result<Vec<(RequestId, Request)>, StoreError> {
    let keys = r.range(&OF, (family, RequestId::MIN)..=(family, RequestId::MAX))?;
    let request =
        |((_, id), ()): ((FamilyId, RequestId), ())| Ok(r.get(&REQUESTS, &id)?.map(|known| (id, known)));
    keys.into_iter().rev().take(LOOKED_AT).map(request).filter_map(Result::transpose).collect()
}

/// The numbers of those that wait, the oldest first.
pub fn waiting(r: &impl Reading) -> Result<Vec<RequestId>, StoreError> {
    Ok(r.all(&WAITING)?.into_iter().map(|(id, ())| id).collect())
}

/// Adds a request (`id`: none) or changes one. Gives its number.
pub fn set_request(w: &Write, id: Option<RequestId>, request: &Request) -> Result<RequestId, StoreError> {
    let id = match id {
        Some(id) => id,
        None => RequestId(w.last_key(&REQUESTS)?.map_or(1, |last| last.0 + 1)),
    };
    match request.state {
        State::Waiting => w.put(&WAITING, &id, &())?,
        _ => w.delete(&WAITING, &id)?,
    }
    w.put(&OF, &(request.about.family(), id), &())?;
    w.put(&REQUESTS, &id, request)?;
    Ok(id)
}

/// Rows of the indexes that do not agree with the requests.
pub(super) fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    use std::collections::BTreeSet;
    let requests = r.all(&REQUESTS)?;
    let of: BTreeSet<_> = r.all(&OF)?.into_iter().map(|(key, ())| key).collect();
    let waits: BTreeSet<_> = waiting(r)?.into_iter().collect();
    let should_of = requests.iter().map(|(id, request)| (request.about.family(), *id)).collect();
    let should_wait =
        requests.iter().filter(|(_, request)| request.state == State::Waiting).map(|(id, _)| *id).collect();
    let mut faults = Vec::new();
    faults.extend(
        of.symmetric_difference(&should_of)
            .map(|(family, id)| format!("request {id} of family {family} is not in both tables")),
    );
    faults.extend(
        waits
            .symmetric_difference(&should_wait)
            .map(|id| format!("request {id} waits, or its index says so, not both")),
    );
    Ok(faults)
}
