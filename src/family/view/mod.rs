//! The pages of families' files, in French.

pub mod adults;
mod control;
pub mod file;
pub mod needs;
pub mod parent;
mod registrations;
pub mod requests;
pub mod words;
