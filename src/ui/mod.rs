//! The frame of every page, and the French of dates, money and lists.

pub mod form;
pub mod fragment;
pub mod french;
pub mod layout;
pub mod letter;
pub mod table;
