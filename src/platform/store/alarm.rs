//! Tells that the disk has failed under the database: once, whoever meets it first.

use std::sync::{Mutex, PoisonError};

use super::{Fatal, StoreError};

/// Who hears of it; nobody before a store is open, as who opens is told by an error.
#[derive(Default)]
pub(super) struct Alarm(Mutex<Option<Fatal>>);

impl Alarm {
    /// Says who hears of it.
    pub fn set(&self, fatal: Fatal) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(fatal);
    }

    /// A read has failed: redb refuses everything after a failure of the disk. A row that cannot be read, or a
    /// page, is no such failure.
    pub fn hear(&self, error: &StoreError) {
        if matches!(error, StoreError::Disk(_)) {
            self.raise(error);
        }
    }

    /// The database has failed, or its writer.
    pub fn raise(&self, error: &StoreError) {
        let fatal = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(fatal) = fatal {
            fatal(error);
        }
    }
}
