//! The grid in French.

mod page;
mod reasons;
mod regions;
mod summary;
pub mod year;

pub use page::{Shown, page};
pub use reasons::sentence;
pub use regions::{Live, figures};
pub use summary::booked;
