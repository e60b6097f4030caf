//! The pages of families' files, in French.

pub mod access;
pub mod adults;
mod control;
pub mod custody;
pub mod decided;
pub mod dues;
pub mod file;
pub mod found;
pub mod needs;
pub mod parent;
mod registrations;
pub mod requests;
pub mod treat;
pub mod words;
