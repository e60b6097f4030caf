//! What time it is: the only place that asks the machine.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};

/// The machine's clock, or one that a test sets. Clones tell the same time.
#[derive(Clone)]
pub struct Clock(Option<Arc<Mutex<DateTime<Utc>>>>);

impl Clock {
    /// The machine's.
    pub fn real() -> Self {
        Self(None)
    }

    /// One that stands still until [`Clock::set`].
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(Mutex::new(instant))))
    }

    /// Sets a clock made by [`Clock::at`]; the machine's cannot be set.
    pub fn set(&self, instant: DateTime<Utc>) {
        if let Some(shown) = &self.0
            && let Ok(mut shown) = shown.lock()
        {
            *shown = instant;
        }
    }

    /// Now, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        let set = self.0.as_ref().and_then(|shown| shown.lock().ok().map(|shown| *shown));
        set.unwrap_or_else(Utc::now)
    }
}
