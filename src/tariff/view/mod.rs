//! The pages of prices, and their words.

pub mod figures;
pub mod form;
pub mod list;
pub mod words;
