//! A grid, read in one snapshot: as a page, or as the regions that a tick changes.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use maud::Markup;

use crate::{
    account::Parent,
    activity::period::Period,
    family::{ChildId, FamilyId},
    platform::{error::Error, store::Reading},
    reservation::{
        Booking, Cell,
        grid::{Grid, grid, tables},
        hand::Hand,
        open::Open,
        plan::{Plan, Refused, plan},
        sheet::Asked,
        store::{self, Done},
        usual,
        verdicts::Verdicts,
        view::{self, Eye},
        why,
    },
    ui::{fragment, layout::Frame},
};

/// Whose grid, and by whose hand it would change.
#[derive(Clone, Copy)]
pub struct Whose {
    pub family: FamilyId,
    pub hand: Hand,
}

/// A grid as it was read.
pub struct Seen {
    pub open: Open,
    asked: Asked,
    plan: Plan,
    grid: Grid,
}

impl Seen {
    pub fn read(
        r: &impl Reading,
        whose: Whose,
        period: Period,
        asked: Asked,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let open = open(r, whose, period, &asked)?;
        let plan = plan(&open, &asked, now);
        let grid = grid(&open, &plan, period, now);
        Ok(Self { open, asked, plan, grid })
    }

    fn live<'a>(&'a self, refused: &'a [Refused]) -> view::Live<'a> {
        view::Live { grid: &self.grid, asked: &self.asked, refused }
    }

    /// The page that explains a row; none where the grid does not show it.
    pub fn why(&self, parent: &Parent, cell: &Cell, booking: Booking, back: &str) -> Option<Markup> {
        let row = why::row(&self.open, &self.plan, &self.grid, cell, booking)?;
        Some(view::why(parent, &self.open, &row, back))
    }

    /// The page of what a child's total is made of; none where the grid does not show the child.
    pub fn total(&self, parent: &Parent, child: ChildId, back: &str) -> Option<Markup> {
        let shown = self.grid.children.iter().find(|shown| shown.id == child)?;
        let rows = why::rows(&self.open, &self.plan, shown);
        Some(view::total(parent, &self.open, shown, &rows, back))
    }

    /// The page. `here`: the address of the grid, without its period.
    pub fn page(&self, frame: Frame, here: &str, eye: Eye, done: Option<&Done>, number: &str) -> Markup {
        let refused = done.map_or(&self.plan.refused, |done| &done.refused);
        let (open, live) = (&self.open, self.live(refused));
        view::page(frame, &view::Shown { eye, here, open, live, done, number })
    }
}

/// The regions to swap: those that differ from what the screen showed, or all of them when the form
/// does not say what was changed.
pub fn regions(
    r: &impl Reading,
    whose: Whose,
    period: Period,
    asked: Asked,
    before: Option<Asked>,
    now: DateTime<Utc>,
) -> Result<Vec<fragment::Region>, Error> {
    let open = open(r, whose, period, &asked)?;
    let verdicts = Verdicts::of(&open, period, now);
    let shown = |asked: &Asked| {
        let plan = plan(&open, asked, now);
        (tables(&open, &verdicts, &plan, period), plan.refused)
    };
    let (grid, refused) = shown(&asked);
    let live = view::Live { grid: &grid, asked: &asked, refused: &refused };
    // The same reading and the same verdicts serve: only the ticks differ.
    let earlier = before.as_ref().map(|asked| (shown(asked), asked));
    let before = earlier.as_ref().map(|((grid, refused), asked)| view::Live { grid, asked, refused });
    Ok(view::figures(&live, before.as_ref(), &open))
}

/// Adds the usual days of a child, or of all, where they can be booked on time.
pub fn tick_usual(
    r: &impl Reading,
    whose: Whose,
    period: Period,
    asked: &mut Asked,
    only: Option<ChildId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let open = open(r, whose, period, asked)?;
    usual::tick(&open, period, asked, only, now);
    Ok(())
}

/// Reads what rules look at; refuses cells that are not this family's.
pub fn open(r: &impl Reading, whose: Whose, period: Period, asked: &Asked) -> Result<Open, Error> {
    let cells: BTreeSet<Cell> = asked.base.iter().chain(asked.ticks.keys()).copied().collect();
    let months: BTreeSet<String> = cells.iter().map(|cell| cell.day.format("%Y%m").to_string()).collect();
    if months.len() > MONTHS {
        return Err(Error::Malformed);
    }
    let open = Open { hand: whose.hand, ..store::open(r, whose.family, period, &cells)? };
    if open.knows(cells.iter()) { Ok(open) } else { Err(Error::Malformed) }
}

/// Months that a draft may touch: a school year, with the summers around it.
const MONTHS: usize = 15;
