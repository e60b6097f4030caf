//! The pages of families' files, in French.

pub mod file;
pub mod parent;
pub mod requests;
pub mod words;
