//! Rows of forms that wrote somebody new down: sent again, they have no second effect.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    family::Subject,
    platform::store::{Reading, StoreError, Table, Write},
};

/// By the digest of a form: whom it wrote down, and when.
pub(super) const CREATED: Table<[u8; 32], (Subject, DateTime<Utc>)> =
    Table::new("created-1").not_journalled();

/// How long a form is remembered.
const REMEMBERED: TimeDelta = TimeDelta::days(2);

/// Whom a form wrote down when it was sent before: the household, for a new family.
pub fn created(r: &impl Reading, form: &[u8; 32]) -> Result<Option<Subject>, StoreError> {
    Ok(r.get(&CREATED, form)?.map(|(about, _)| about))
}

/// Remembers a form, and forgets some old ones: digests are random, those which follow this one are a fair sample.
pub fn remember_created(
    w: &Write,
    form: &[u8; 32],
    about: Subject,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    for (key, (_, known)) in w.first(&CREATED, *form..=[0xff; 32], 8)? {
        if known + REMEMBERED < at {
            w.delete(&CREATED, &key)?;
        }
    }
    w.put(&CREATED, form, &(about, at))
}
