//! Families in French, as the town hall reads them.

mod list;

pub use list::{List, families, regions};
