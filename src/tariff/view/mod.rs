//! The pages of prices, and their words.

pub mod absences;
pub mod faults;
pub mod figures;
pub mod form;
pub mod list;
pub mod words;
