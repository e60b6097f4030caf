//! The pages of families' files, in French.

pub mod access;
pub mod custody;
pub mod file;
pub mod found;
pub mod parent;
pub mod requests;
pub mod words;
