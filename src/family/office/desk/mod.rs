//! The desk where a file is opened, changed, and asked about, by parents on their side and agents on theirs: the
//! same act, with other rights.

mod adults;
mod file;
mod requests;
mod save;

pub use adults::{Added, Gone, add, enter, remove, take_out};
pub use file::{archived, blank, classes, file, is_hidden, is_put_away};
pub use requests::{subject, withdraw};
pub use save::{Author, apply, save, settle, still_booked};
