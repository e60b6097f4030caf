//! Files as they come, and what they do.

mod planning;
mod reading;
