//! The grid in French.

mod desk;
mod page;
mod reasons;
mod regions;
mod remarks;
mod summary;

pub use desk::Desk;
pub use page::{Eye, Shown, page};
pub use regions::{Live, figures};
pub use summary::booked;
