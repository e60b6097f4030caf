//! Families that come in from a file: the two that schools export (ONDE), or one typed in a spreadsheet.
//!
//! Bytes become [`text`], rows under a [`header`], and records ([`record`]). A [`plan`] says of each line what it
//! does to what is [`known`]: the preview shows it, the import does it, family by family ([`group`]). What cannot
//! be read, and what cannot be told apart, is said and left out; nobody is ever taken out of the portal.

pub mod cell;
pub mod class;
pub mod edit;
pub mod group;
pub mod header;
pub mod known;
pub mod line;
pub mod plan;
pub mod record;
pub mod run;
pub mod save;
pub mod spelling;
#[cfg(test)]
mod tests;
pub mod text;
pub mod waiting;

/// The most bytes that a file may have.
pub const BYTES: u64 = 20 << 20;

/// The most lines that a file may have, besides its header.
pub const LINES: usize = 50_000;
