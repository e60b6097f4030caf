//! The grid in French.

mod page;
mod reasons;
mod regions;

pub use page::{Shown, page};
pub use regions::{Live, figures};
