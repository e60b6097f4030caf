//! Closures that cancelled bookings, and what they cancelled, so that they can be undone.

use crate::{
    family::FamilyId,
    platform::store::{Reading, StoreError, Table, Write},
    reservation::{
        Booking, Cell,
        closing::{Act, ActId},
    },
};

pub(super) const ACTS: Table<ActId, Act> = Table::new("closure-acts-1");
/// What an act cancelled, by family.
pub(super) const CANCELLED: Table<(ActId, FamilyId), Vec<(Cell, Booking)>> =
    Table::new("closure-cancelled-1");

/// Every act, in the order in which they were done.
pub fn acts(r: &impl Reading) -> Result<Vec<(ActId, Act)>, StoreError> {
    r.all(&ACTS)
}

/// An act by its number.
pub fn act(r: &impl Reading, id: ActId) -> Result<Option<Act>, StoreError> {
    r.get(&ACTS, &id)
}

/// A number for a new act.
pub fn next_act(r: &impl Reading) -> Result<ActId, StoreError> {
    Ok(ActId(r.last_key(&ACTS)?.map_or(1, |last| last.0 + 1)))
}

/// Writes an act down, or again.
pub fn set_act(w: &Write, id: ActId, act: &Act) -> Result<(), StoreError> {
    w.put(&ACTS, &id, act)
}

/// What a family had booked.
type Cells = Vec<(Cell, Booking)>;

/// What an act cancelled, family by family.
pub fn cancelled(r: &impl Reading, id: ActId) -> Result<Vec<(FamilyId, Cells)>, StoreError> {
    let rows = r.range(&CANCELLED, (id, FamilyId::MIN)..=(id, FamilyId::MAX))?;
    Ok(rows.into_iter().map(|((_, family), cells)| (family, cells)).collect())
}

/// Writes down what an act cancelled of a family.
pub fn set_cancelled(
    w: &Write,
    id: ActId,
    family: FamilyId,
    cells: &Vec<(Cell, Booking)>,
) -> Result<(), StoreError> {
    w.put(&CANCELLED, &(id, family), cells)
}
