//! Usual days over a month or a year, in French: what is asked for, the list to confirm, what became of it.

mod form;
mod list;
mod month;
pub mod words;

pub use form::{Form, form};
pub use list::{List, list, outcome};
pub use month::{Month, month};

/// Whose page it is.
pub struct Door<'a> {
    /// Where the form stands: its other pages stand below.
    pub base: String,
    /// Where the list is confirmed.
    pub confirm: String,
    /// The family's name, on the town's side.
    pub family: Option<&'a str>,
    /// Where what is booked is looked at.
    pub back: String,
}

impl Door<'_> {
    /// The words of a parent, or those of the town.
    fn say<'w>(&self, parent: &'w str, town: &'w str) -> &'w str {
        if self.family.is_some() { town } else { parent }
    }
}
