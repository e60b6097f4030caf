//! Rows of runs.

use crate::{
    invoice::run::{Issuing, RunId},
    platform::store::{Reading, StoreError, Table, Write},
};

pub(super) const RUNS: Table<RunId, Issuing> = Table::new("invoice-runs-1");

/// Every run, the oldest first.
///
/// # Errors
/// The database's.
pub fn runs(r: &impl Reading) -> Result<Vec<(RunId, Issuing)>, StoreError> {
    r.all(&RUNS)
}

/// One of them.
///
/// # Errors
/// The database's.
pub fn issuing(r: &impl Reading, id: RunId) -> Result<Option<Issuing>, StoreError> {
    r.get(&RUNS, &id)
}

/// Writes down a run that is asked for.
///
/// # Errors
/// The database's.
pub fn add_run(w: &Write, issuing: &Issuing) -> Result<RunId, StoreError> {
    let id = RunId(w.last_key(&RUNS)?.map_or(1, |last| last.0 + 1));
    set_issuing(w, id, issuing)?;
    Ok(id)
}

/// Writes down how far one is.
///
/// # Errors
/// The database's.
pub fn set_issuing(w: &Write, id: RunId, issuing: &Issuing) -> Result<(), StoreError> {
    w.put(&RUNS, &id, issuing)
}
