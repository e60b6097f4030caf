//! Families and their files, in French.

pub mod file;
mod list;
pub mod office;
pub mod parent;
pub mod words;

pub use list::{List, families, regions};
