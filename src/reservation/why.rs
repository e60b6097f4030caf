//! Why the prices of a row are what they are, on the days that it shows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{
    Booking, Cell,
    grid::{Adjustment, ChildGrid, Face, Grid, GridBox, adjustments, together},
    open::{Open, OpenChild},
    plan::Plan,
};
use crate::{
    activity::ServiceId,
    family::ChildId,
    tariff::{
        month::Sum,
        price,
        why::{Told, month, why},
    },
};

/// A row and its prices.
#[derive(Debug)]
pub struct Row<'t> {
    /// The child.
    pub child: ChildId,
    /// The service.
    pub service: ServiceId,
    /// Which of its two rows.
    pub booking: Booking,
    /// The days of each price that came about in the same way.
    pub prices: Vec<(Vec<NaiveDate>, Told<'t>)>,
    /// What the month of its last day comes to, where its tariff has a ceiling or a minimum.
    pub month: Option<Sum>,
}

/// The row of a grid that holds a cell; none where the grid shows no such row, or no price in it.
pub fn row<'t>(open: &'t Open, plan: &Plan, grid: &Grid, cell: &Cell, booking: Booking) -> Option<Row<'t>> {
    let child = grid.children.iter().find(|child| child.id == cell.child)?;
    let week = child.weeks.iter().find(|week| week.days.contains(&cell.day))?;
    let row = week.rows.iter().find(|row| row.service == cell.service && row.booking == booking)?;
    let priced = row.boxes.iter().filter(|shown| matches!(shown.face, Face::Open { .. } | Face::Locked(_)));
    explain(open, plan, priced.map(|shown| shown.cell.day), cell, booking)
}

/// The rows of a child's grid in which something is ticked, on the days that are.
pub fn rows<'t>(open: &'t Open, plan: &Plan, child: &ChildGrid) -> Vec<Row<'t>> {
    let ticked = |shown: &&GridBox| plan.after.contains_key(&shown.cell);
    let mut rows = Vec::new();
    for row in child.weeks.iter().flat_map(|week| &week.rows) {
        let own = |shown: &&GridBox| plan.after.get(&shown.cell) == Some(&row.booking);
        let days: Vec<NaiveDate> =
            row.boxes.iter().filter(ticked).filter(own).map(|shown| shown.cell.day).collect();
        let Some(day) = days.first() else { continue };
        let cell = Cell { child: child.id, service: row.service, day: *day };
        rows.extend(explain(open, plan, days.into_iter(), &cell, row.booking));
    }
    rows
}

/// A month of all that is booked once a plan is carried out: by child, service and booking.
pub fn month_rows<'t>(open: &'t Open, plan: &Plan, first: NaiveDate) -> Vec<Row<'t>> {
    let mut days: BTreeMap<(ChildId, ServiceId, Booking), Vec<NaiveDate>> = BTreeMap::new();
    for (cell, booking) in plan.after.iter().filter(|(cell, _)| same_month(cell.day, first)) {
        days.entry((cell.child, cell.service, *booking)).or_default().push(cell.day);
    }
    let row = |((child, service, booking), days): (_, Vec<NaiveDate>)| {
        explain(open, plan, days.into_iter(), &Cell { child, service, day: first }, booking)
    };
    days.into_iter().filter_map(row).collect()
}

/// What the months of all children take off or add in the same month.
pub fn month_adjustments(open: &Open, plan: &Plan, first: NaiveDate) -> Vec<Adjustment> {
    let of = |child: &OpenChild| adjustments(open, plan, child.id, |day| same_month(day, first));
    open.children.iter().flat_map(of).collect()
}

fn same_month(day: NaiveDate, other: NaiveDate) -> bool {
    (day.year(), day.month()) == (other.year(), other.month())
}

/// What a cell costs on some days; none where it has no price on any of them.
pub fn explain<'t>(
    open: &'t Open,
    plan: &Plan,
    days: impl Iterator<Item = NaiveDate>,
    cell: &Cell,
    booking: Booking,
) -> Option<Row<'t>> {
    let together = together(open, plan);
    let mut prices: Vec<(Vec<NaiveDate>, Told)> = Vec::new();
    let mut last = None;
    for day in days {
        let Some(priced) = open.priced(&Cell { day, ..*cell }, booking) else { continue };
        let Ok(told) = why(&open.tariffs, &open.household, &together, &priced) else { continue };
        last = Some(priced);
        match prices.iter_mut().find(|(_, known)| told.reads_as(known)) {
            Some((days, _)) => days.push(day),
            None => prices.push((vec![day], told)),
        }
    }
    let booked: BTreeSet<price::Cell> =
        plan.after.iter().filter_map(|(cell, booking)| open.priced(cell, *booking)).collect();
    let month = month(&open.tariffs, &open.household, &booked, &last?);
    Some(Row { child: cell.child, service: cell.service, booking, prices, month })
}
