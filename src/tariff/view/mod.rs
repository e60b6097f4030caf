//! The pages of prices, and their words.

pub mod figures;
pub mod words;
