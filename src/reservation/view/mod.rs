//! The grid in French.

mod page;
mod reasons;
mod regions;
mod summary;
mod why;

pub use page::{Shown, page};
pub use regions::{Live, figures};
pub use summary::booked;
pub use why::{of_family, why};
