//! The grid in French.

mod page;
mod reasons;
mod regions;
mod remarks;
mod summary;

pub use page::{Shown, page};
pub use regions::{Live, figures};
pub use summary::booked;
