//! The town's door to families.

pub mod desk;
