//! The boxes of a page of the grid.

use std::collections::BTreeSet;

use preau::reservation::{Cell, ticks};

/// The boxes of a page that can be changed.
pub fn boxes(page: &str) -> BTreeSet<Cell> {
    inputs(page).map(|(cell, _)| cell).collect()
}

/// Of these, those that are ticked.
pub fn ticked(page: &str) -> BTreeSet<Cell> {
    let ticked = inputs(page).filter(|(_, ticked)| *ticked);
    ticked.map(|(cell, _)| cell).collect()
}

/// `<input type="checkbox" name="12.3.2612" value="7" checked ...>`
fn inputs(page: &str) -> impl Iterator<Item = (Cell, bool)> {
    page.split("type=\"checkbox\" name=\"").skip(1).map(|rest| {
        let tag = rest.split('>').next().unwrap_or_default();
        let mut words = tag.split('"');
        let (row, day) = (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default());
        let (cell, _) = ticks::read(row, day.parse().expect("a day")).expect("a box");
        (cell, tag.contains(" checked"))
    })
}
