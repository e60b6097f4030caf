//! The town's door to families.

pub mod desk;
mod import;

pub use import::routes;
