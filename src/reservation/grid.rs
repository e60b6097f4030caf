//! The grid: what the page shows, computed from a plan, without a word of French.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{
    Booking, Cell,
    judge::{Judged, Reason},
    notice::Notice,
    open::{Open, OpenChild},
    plan::Plan,
    ticks::{Draft, encode_set},
    verdicts::{JudgedWeek, Verdicts},
};
use crate::{
    activity::{ServiceId, period::Period},
    family::ChildId,
    platform::money::Cents,
    tariff::{
        price::{Kind, Line, Together, quote},
        subscription::{Registered, subscriptions},
    },
};

/// A period of a family.
#[derive(Debug)]
pub struct Grid {
    /// Which.
    pub period: Period,
    /// A table for each child.
    pub children: Vec<ChildGrid>,
    /// What all that is ticked costs.
    pub total: Cents,
    /// How many boxes are not yet as they are stored, in other periods too.
    pub changes: usize,
    /// How many of them are in other periods, and what those that are ticked there cost.
    pub elsewhere: (usize, Cents),
    /// The deadline that comes next; not looked for after a tick, which does not change it.
    pub notice: Option<Notice>,
    /// The changes.
    pub draft: Draft,
}

impl Grid {
    /// Boxes that are shown booked and can be changed, as the form carries them.
    pub fn base(&self) -> String {
        let rows = self.children.iter().flat_map(|child| &child.weeks).flat_map(|week| &week.rows);
        let booked = rows.flat_map(|row| &row.boxes).filter(|shown| shown.face.booked());
        encode_set(&booked.map(|shown| shown.cell).collect())
    }
}

/// A child's tables, one a week.
#[derive(Debug)]
pub struct ChildGrid {
    /// Its number.
    pub id: ChildId,
    /// "Anna".
    pub first_name: String,
    /// "ALAIN".
    pub last_name: String,
    /// Its class and school on the period's first day in class.
    pub class: Option<(String, String)>,
    /// Whether there are usual days to tick.
    pub usual: bool,
    /// The weeks that have a day to show.
    pub weeks: Vec<Week>,
    /// What is ticked costs.
    pub total: Cents,
    /// What is owed besides for the months that it shows, whether the child comes or not.
    pub flat: Vec<FlatRate>,
}

/// A flat rate.
#[derive(Clone, Debug, PartialEq)]
pub struct FlatRate {
    /// Name of the service.
    pub service: String,
    /// What is owed.
    pub amount: Cents,
    /// The day on which it counts.
    pub from: NaiveDate,
}

/// A table.
#[derive(Debug)]
pub struct Week {
    /// Its columns.
    pub days: Vec<NaiveDate>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// How many boxes are ticked, each day.
    pub counts: Vec<usize>,
    /// What the month's ceiling or minimum changes on these days; none where there is neither.
    pub months: Option<Vec<Adjustment>>,
    /// What they cost.
    pub total: Cents,
}

/// What a month takes off, or adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// Name of the service.
    pub service: String,
    /// Its ceiling or its minimum.
    pub kind: Kind,
    /// Below zero for what is taken off.
    pub amount: Cents,
}

/// A row: a service, booked on time or late.
#[derive(Debug)]
pub struct Row {
    /// The service.
    pub service: ServiceId,
    /// Its name.
    pub name: String,
    /// Which of its two rows.
    pub booking: Booking,
    /// A box for each column.
    pub boxes: Vec<GridBox>,
    /// Its prices: one, or several when the price changes during the week.
    pub figures: Vec<Figure>,
}

/// Days at one price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// How many are ticked.
    pub quantity: i64,
    /// What each costs.
    pub unit: Cents,
    /// First day of the decision that says so.
    pub since: NaiveDate,
}

/// What stands under a day.
#[derive(Debug)]
pub struct GridBox {
    /// What it stands for.
    pub cell: Cell,
    /// What it looks like.
    pub face: Face,
    /// The town hall's act, when it was the last to book or to cancel it.
    pub mark: Option<u64>,
    /// Whether no place is left, where it can be ticked all the same.
    pub full: bool,
}

/// The faces of a box.
#[derive(Clone, Debug, PartialEq)]
pub enum Face {
    /// Can be ticked and unticked.
    Open {
        /// Is ticked.
        ticked: bool,
        /// Is not as it is stored.
        changed: bool,
    },
    /// Booked, and can no longer be cancelled.
    Locked(Reason),
    /// A word instead of a box.
    Word(Reason),
    /// It stands in the service's other row.
    Elsewhere,
}

impl Face {
    /// Whether it counts.
    pub fn ticked(&self) -> bool {
        matches!(self, Face::Open { ticked: true, .. } | Face::Locked(_))
    }

    /// Whether it is stored booked, and can be changed.
    fn booked(&self) -> bool {
        matches!(self, Face::Open { ticked, changed } if ticked != changed)
    }
}

/// Builds the grid of a period from a plan.
pub fn grid(open: &Open, plan: &Plan, period: Period, now: DateTime<Utc>) -> Grid {
    let verdicts = Verdicts::of(open, period, now);
    Grid { notice: verdicts.notice(), ..tables(open, &verdicts, plan, period) }
}

/// The same, of boxes that are judged already, without the notice.
pub fn tables(open: &Open, verdicts: &Verdicts, plan: &Plan, period: Period) -> Grid {
    let view = View { open, plan, together: together(open, plan) };
    // Who has left the family stands in the periods in which something was booked.
    let theirs = |child: &OpenChild| {
        child.child.is_with(open.family, period.first())
            || child.booked.keys().any(|(_, day)| period.contains(*day))
    };
    let children = open.children.iter().zip(&verdicts.children).filter(|(child, _)| theirs(child));
    let children: Vec<ChildGrid> = children.map(|(child, weeks)| view.child(child, weeks, period)).collect();
    Grid {
        period,
        total: children.iter().map(|child| child.total).sum(),
        children,
        changes: plan.changes(),
        elsewhere: elsewhere(plan, open, period),
        notice: None,
        draft: plan.draft(),
    }
}

fn elsewhere(plan: &Plan, open: &Open, period: Period) -> (usize, Cents) {
    let outside = |cell: &&Cell| !period.contains(cell.day);
    let count = plan.added.keys().filter(outside).count() + plan.removed.iter().filter(outside).count();
    let added = |child: usize, service, day| {
        open.children
            .get(child)
            .is_some_and(|child| plan.added.contains_key(&Cell { child: child.id, service, day }))
    };
    let cost = |line: &Line| {
        let days =
            line.days.iter().filter(|day| !period.contains(**day) && added(line.child, line.service, **day));
        line.unit * days.count() as i64
    };
    (count, plan.lines.iter().map(cost).sum())
}

/// All that is booked once a plan is carried out.
pub(super) fn together(open: &Open, plan: &Plan) -> Together {
    Together::of(plan.after.iter().filter_map(|(cell, booking)| open.priced(cell, *booking)))
}

/// What months take off or add for a child on some days.
pub(super) fn adjustments(
    open: &Open,
    plan: &Plan,
    child: ChildId,
    holds: impl Fn(NaiveDate) -> bool,
) -> Vec<Adjustment> {
    let Some((number, _)) = open.child(child) else { return Vec::new() };
    let of = |line: &&Line| line.child == number && matches!(line.kind, Kind::Ceiling | Kind::Minimum);
    let adjustment = |line: &Line| {
        let count = line.days.iter().filter(|day| holds(**day)).count() as i64;
        let service = open.services.get(line.service)?.name.clone();
        (count > 0).then(|| Adjustment { service, kind: line.kind, amount: line.unit * count })
    };
    plan.lines.iter().filter(of).filter_map(adjustment).collect()
}

/// The flat rates that a child owes for the months of some weeks.
fn flat_rates(open: &Open, child: &OpenChild, weeks: &[Week]) -> Vec<FlatRate> {
    let days = weeks.iter().flat_map(|week| &week.days);
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return Vec::new() };
    let Some((place, _)) = open.child(child.id) else { return Vec::new() };
    let all: Vec<Registered> = child.registered(place).collect();
    let first = first.with_day(1).unwrap_or(*first);
    let flat = |line: &Line| {
        let service = open.services.get(line.service)?.name.clone();
        Some(FlatRate { service, amount: line.unit, from: *line.days.first()? })
    };
    subscriptions(&open.tariffs, &open.household, &all, first..=*last).iter().filter_map(flat).collect()
}

struct View<'a> {
    open: &'a Open,
    plan: &'a Plan,
    together: Together,
}

impl View<'_> {
    fn child(&self, child: &OpenChild, weeks: &[JudgedWeek], period: Period) -> ChildGrid {
        let weeks: Vec<Week> = weeks.iter().map(|week| self.week(child, week)).collect();
        let class = period.days().find_map(|day| self.open.class(child, day));
        let class = class.and_then(|class| {
            Some((class.name.clone(), self.open.town.schools.get(&class.school)?.short.clone()))
        });
        ChildGrid {
            id: child.id,
            first_name: child.child.first_name.clone(),
            last_name: child.child.last_name.clone(),
            class,
            usual: child.registrations.iter().any(|known| !known.usual.is_empty()),
            total: weeks.iter().map(|week| week.total).sum(),
            flat: flat_rates(self.open, child, &weeks),
            weeks,
        }
    }

    fn week(&self, child: &OpenChild, judged: &JudgedWeek) -> Week {
        let mut rows = Vec::new();
        for (service, boxes) in &judged.rows {
            rows.extend(self.row(*service, Booking::OnTime, boxes));
            if boxes.iter().any(|(_, judged)| belongs(judged) == Booking::Late) {
                rows.extend(self.row(*service, Booking::Late, boxes));
            }
        }
        let count = |n: usize| rows.iter().filter(|row: &&Row| row.boxes[n].face.ticked()).count();
        let months = self.months(child, &judged.days);
        let figures = rows.iter().flat_map(|row| &row.figures).map(|figure| figure.unit * figure.quantity);
        let adjusted = months.iter().flatten().map(|adjustment| adjustment.amount);
        Week {
            counts: (0..judged.days.len()).map(count).collect(),
            total: figures.chain(adjusted).sum(),
            months,
            days: judged.days.clone(),
            rows,
        }
    }

    /// What months take off or add on some days, where one of the child's tariffs may.
    fn months(&self, child: &OpenChild, days: &[NaiveDate]) -> Option<Vec<Adjustment>> {
        let (first, tariffs) = (days.first()?, &self.open.tariffs);
        if !child.registrations.iter().any(|known| tariffs.has_months(known.tariff, *first)) {
            return None;
        }
        Some(adjustments(self.open, self.plan, child.id, |day| days.contains(&day)))
    }

    fn row(&self, service: ServiceId, booking: Booking, verdicts: &[(Cell, Judged)]) -> Option<Row> {
        let boxes: Vec<GridBox> =
            verdicts.iter().map(|(cell, judged)| self.shown(cell, judged, booking)).collect();
        let name = self.open.services.get(service)?.name.clone();
        Some(Row { service, name, booking, figures: self.figures(&boxes, booking), boxes })
    }

    fn shown(&self, cell: &Cell, judged: &Judged, booking: Booking) -> GridBox {
        let face = self.face(cell, judged, booking);
        let child = self.open.child(cell.child).filter(|_| face != Face::Elsewhere);
        let mark = child.and_then(|(_, child)| child.marks.get(&(cell.service, cell.day)).copied());
        let free = face == Face::Open { ticked: false, changed: false };
        GridBox { cell: *cell, mark, full: free && self.full(cell), face }
    }

    fn face(&self, cell: &Cell, judged: &Judged, row: Booking) -> Face {
        let ticked = self.plan.after.contains_key(cell);
        if belongs(judged) != row {
            return match (row, &judged.book) {
                // An ordinary row keeps the words of days that have no late box.
                (Booking::OnTime, Err(reason)) if judged.booked.is_none() => Face::Word(reason.clone()),
                _ => Face::Elsewhere,
            };
        }
        match (judged.booked, &judged.book, &judged.cancel) {
            (Some(_), _, Ok(())) => Face::Open { ticked, changed: !ticked },
            (Some(_), _, Err(reason)) => Face::Locked(reason.clone()),
            (None, Ok(_), _) if ticked => Face::Open { ticked, changed: true },
            (None, Ok(_), _) if !self.open.hand.is_town() && self.full(cell) => Face::Word(Reason::Full),
            (None, Ok(_), _) => Face::Open { ticked: false, changed: false },
            (None, Err(reason), _) => Face::Word(reason.clone()),
        }
    }

    /// Whether no place is left once the plan is carried out, nor given back by what the cell would replace.
    fn full(&self, cell: &Cell) -> bool {
        let Some((key, places)) = self.place(cell) else {
            return false;
        };
        let same = |other: &&Cell| self.place(other).is_some_and(|(other, _)| other == key);
        let rival = |other: &&Cell| {
            other.child == cell.child
                && other.day == cell.day
                && self.open.services.exclude(cell.service, other.service)
        };
        let free = self.plan.removed.iter().filter(same).count()
            + self.plan.after.keys().filter(rival).filter(same).count();
        let taken = self.open.taken.get(&key).map_or(0, |taken| *taken as usize)
            + self.plan.added.keys().filter(same).count();
        taken >= places as usize + free
    }

    fn place(&self, cell: &Cell) -> Option<(super::store::PlaceKey, u32)> {
        let (_, child) = self.open.child(cell.child)?;
        self.open.places(self.open.services.get(cell.service)?, child, cell.day)
    }

    /// Days by what each costs, or would cost when ticked.
    fn figures(&self, boxes: &[GridBox], booking: Booking) -> Vec<Figure> {
        let mut figures: Vec<Figure> = Vec::new();
        for shown in boxes {
            if !matches!(shown.face, Face::Open { .. } | Face::Locked(_)) {
                continue;
            }
            let booking = match self.plan.after.get(&shown.cell) {
                Some(booking) => *booking,
                None if self.open.hand.leave().normal => Booking::OnTime,
                None => booking,
            };
            let priced = self.open.priced(&shown.cell, booking);
            let quoted = priced
                .and_then(|cell| quote(&self.open.tariffs, &self.open.household, &self.together, &cell).ok());
            let Some(quoted) = quoted else { continue };
            let quantity = i64::from(shown.face.ticked());
            match figures.iter_mut().find(|known| known.unit == quoted.unit) {
                Some(known) => known.quantity += quantity,
                None => figures.push(Figure { quantity, unit: quoted.unit, since: quoted.why.since }),
            }
        }
        telling(figures)
    }
}

/// The prices worth a line: those of what is ticked; and for each decision without a tick, the one that a
/// tick would cost at most (brothers and sisters may make it less).
fn telling(figures: Vec<Figure>) -> Vec<Figure> {
    let all = figures.clone();
    let worth = |figure: &Figure| {
        let others = || all.iter().filter(|other| other.since == figure.since && *other != figure);
        figure.quantity > 0 || others().all(|other| other.quantity == 0 && other.unit < figure.unit)
    };
    figures.into_iter().filter(worth).collect()
}

/// The row that a day stands in.
fn belongs(judged: &Judged) -> Booking {
    judged.booked.unwrap_or(match judged.book {
        Ok(Booking::Late) => Booking::Late,
        _ => Booking::OnTime,
    })
}
