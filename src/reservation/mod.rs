//! The grid, the ticks, the totals: what the project exists for.
//!
//! * [`ticks`]: cells as a form and an address carry them;
//! * [`sheet`]: the form that was sent: what it had shown, what is ticked, what was carried along;
//! * [`open`]: what rules look at, read in one snapshot;
//! * [`hand`]: whose hand changes it, a parent's or the town hall's;
//! * [`deed`]: what the history says of what the town hall did;
//! * [`judge`]: may this child be booked, cancelled, that day, now?
//! * [`plan`]: what is added, removed, refused; the same for the preview and for "Valider";
//! * [`habit`]: usual days over a month or a year, as they are asked for; [`series`]: what becomes of them;
//! * [`verdicts`]: the same for each box of a period, whatever is ticked;
//! * [`grid`]: what the page shows;
//! * [`closing`]: what a closed day cancels, and what comes back.
//! * [`why`]: how the prices of a row come about;
//! * [`trial`]: the same rules asked of a child, a service, a day, before anything is published.
//!
//! Invariants: a booked cell belongs to the family whose day it is for that child; a cell that the town hall
//! was the last to change is marked with the number of its act, whose reason stands in the family's history.

pub mod closing;
pub mod deed;
pub mod grid;
pub mod habit;
pub mod hand;
pub mod judge;
mod mail;
pub mod notice;
pub mod office;
pub mod open;
pub mod plan;
pub mod portal;
pub mod series;
pub mod sheet;
pub mod store;
#[cfg(test)]
mod tests;
pub mod ticks;
pub mod trial;
pub mod usual;
pub mod verdicts;
pub mod view;
pub mod why;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{activity::ServiceId, family::ChildId};

/// One child, one service, one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// The child.
    pub child: ChildId,
    /// The service.
    pub service: ServiceId,
    /// The day.
    pub day: NaiveDate,
}

/// How a cell is booked, or is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Booking {
    /// Before the deadline.
    OnTime,
    /// After it, at the late price.
    Late,
}

/// Cells that are ticked, each in its ordinary row or in the late one.
pub type Ticks = std::collections::BTreeMap<Cell, Booking>;
