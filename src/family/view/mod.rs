//! Families and their files, in French.

pub mod access;
pub mod adults;
mod control;
pub mod custody;
pub mod decided;
pub mod dues;
pub mod file;
pub mod found;
pub mod import;
mod list;
pub mod needs;
pub mod office;
pub mod parent;
mod registrations;
pub mod requests;
pub mod treat;
pub mod words;

pub use list::{List, families, regions};
