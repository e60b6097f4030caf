//! What a child is booked for, in a few lines.

use crate::{
    reservation::{Booking, grid::ChildGrid},
    ui::french::{self, NBSP},
};

/// "Cantine 1er service : lundi 30 novembre et jeudi 3 décembre", a line for each service.
pub fn booked(child: &ChildGrid) -> Vec<String> {
    let rows = child.weeks.iter().flat_map(|week| &week.rows);
    let line = |row: &crate::reservation::grid::Row| {
        let days: Vec<_> =
            row.boxes.iter().filter(|each| each.face.ticked()).map(|each| each.cell.day).collect();
        let late = if row.booking == Booking::Late { " hors délai" } else { "" };
        (!days.is_empty()).then(|| format!("{}{late}{NBSP}: {}", row.name, french::days(&days)))
    };
    rows.filter_map(line).collect()
}
