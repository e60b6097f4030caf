//! The grid in French; closures on the town’s side.

pub mod closures;
mod desk;
mod page;
mod reasons;
mod regions;
mod remarks;
mod summary;
pub mod trial;
mod why;
pub mod year;

pub use desk::Desk;
pub use page::{Eye, Shown, page};
pub use reasons::sentence;
pub use regions::{Live, figures};
pub use summary::booked;
pub use why::{of_family, total, why};
