//! Families and their files, in French.

pub mod adults;
mod control;
pub mod file;
pub mod import;
mod list;
pub mod needs;
pub mod parent;
mod registrations;
pub mod requests;
pub mod words;

pub use list::{List, families, regions};
