//! Closures: their list, a new one, one that was made and may be undone.

mod close;
mod list;
mod new;
mod one;
mod undo;

use rocket::{Route, routes};

use crate::{
    account,
    family::{self, FamilyId},
    platform::store::{Reading, StoreError},
    reservation::{Booking, Cell, closing::Concerned},
    ui::layout::Frame,
};

pub fn routes() -> Vec<Route> {
    routes![list::page, list::remove, new::page, new::make, one::page, one::undo]
}

/// The frame of a page about closures.
fn here(mut frame: Frame) -> Frame {
    frame.here = "/mairie/fermetures";
    frame
}

/// What is said to a family, and whom it is said to.
fn concerned(
    r: &impl Reading,
    id: FamilyId,
    bookings: Vec<(Cell, Booking)>,
) -> Result<Concerned, StoreError> {
    let mut children = std::collections::BTreeMap::new();
    for (cell, _) in &bookings {
        if !children.contains_key(&cell.child)
            && let Some(child) = family::store::child(r, id, cell.child)?
        {
            children.insert(cell.child, child.first_name);
        }
    }
    let name = family::store::family(r, id)?.map(|family| family.name).unwrap_or_default();
    let mails = account::store::addresses(r, id)?;
    Ok(Concerned { id, name, children, bookings, mails })
}
