//! Families that come in from a file: the two that schools export (ONDE), or one typed in a spreadsheet.
//!
//! Bytes become [`text`], rows under a [`header`], and records ([`record`]): pure, and nothing but typed
//! refusals comes of bytes that are no such file.

pub mod cell;
pub mod header;
pub mod record;
pub mod spelling;
#[cfg(test)]
mod tests;
pub mod text;

pub use header::{Column, Kind};
pub use record::{Fault, File, Kid, Person, Record, Refused, read};

/// The most bytes that a file may have.
pub const BYTES: u64 = 20 << 20;

/// The most lines that a file may have, besides its header.
pub const LINES: usize = 50_000;
