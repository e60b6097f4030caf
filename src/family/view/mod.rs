//! The pages of families' files, in French.

pub mod file;
pub mod import;
pub mod parent;
pub mod words;
