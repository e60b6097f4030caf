//! Services and their deadlines as they are read.

pub mod words;
