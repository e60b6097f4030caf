//! The desk where a file is opened, changed, and asked about, by parents on their side and agents on theirs: the
//! same act, with other rights.

mod file;
mod save;

pub use file::file;
pub use save::{Author, apply, save, still_booked};
