//! The town's side: the frame of its pages and its home, its mail, its settings as one file.

pub mod import;
pub mod job;
mod mail;
pub mod portal;
pub mod ready;
pub mod store;
pub mod view;

#[cfg(test)]
mod tests;
