//! The town's side: for now, its settings as one file.

pub mod import;
pub mod job;

#[cfg(test)]
mod tests;
