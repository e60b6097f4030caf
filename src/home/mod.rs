//! The families' first page: what needs them. And the pages that belong to nobody else.

pub mod portal;
mod view;
