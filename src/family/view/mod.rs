//! Families and their files, in French.

pub mod file;
pub mod import;
mod list;
pub mod parent;
pub mod words;

pub use list::{List, families, regions};
