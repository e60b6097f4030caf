//! The grid in French; closures on the town’s side.

pub mod closures;
mod page;
mod reasons;
mod regions;
mod summary;

pub use page::{Shown, page};
pub use regions::{Live, figures};
pub use summary::booked;
