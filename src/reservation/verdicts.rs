//! What may be done with each box of a period, whatever is ticked: judged once, for all that is shown of it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Cell,
    judge::{Bench, Judged, Reason},
    notice::{Notice, notice},
    open::{Open, OpenChild},
};
use crate::activity::{ServiceId, period::Period};

/// A period of a family, judged at an instant.
#[derive(Debug)]
pub struct Verdicts {
    /// For each child, in the order of the family's, the weeks that have a day to show.
    pub children: Vec<Vec<JudgedWeek>>,
    /// When.
    pub now: DateTime<Utc>,
}

/// A week of a child.
#[derive(Debug)]
pub struct JudgedWeek {
    /// The days that are shown.
    pub days: Vec<NaiveDate>,
    /// The services that have something to say on one of them, and what.
    pub rows: Vec<(ServiceId, Vec<(Cell, Judged)>)>,
}

impl Verdicts {
    /// Judges every box of a period.
    pub fn of(open: &Open, period: Period, now: DateTime<Utc>) -> Self {
        let bench = Bench::at(open, now);
        let weeks = period.weeks();
        let of_child =
            |child: &OpenChild| weeks.iter().filter_map(|days| week(open, &bench, child, days)).collect();
        Self { children: open.children.iter().map(of_child).collect(), now }
    }

    /// The deadline that comes next.
    pub fn notice(&self) -> Option<Notice> {
        let rows = self.children.iter().flatten().flat_map(|week| &week.rows);
        notice(rows.flat_map(|(_, boxes)| boxes), self.now)
    }
}

/// A week of a child; none when nothing of what it is registered for opens.
fn week(open: &Open, bench: &Bench, child: &OpenChild, days: &[NaiveDate]) -> Option<JudgedWeek> {
    let registered =
        |service: &ServiceId| days.iter().any(|day| child.registration(*service, *day).is_some());
    let judged = |service: ServiceId| {
        let cells = days.iter().map(|day| Cell { child: child.id, service, day: *day });
        (service, cells.map(|cell| (cell, bench.judge(&cell))).collect::<Vec<_>>())
    };
    let services = open.services.list.iter().map(|service| service.id).filter(registered);
    let mut rows: Vec<_> = services.map(judged).collect();
    let shown: Vec<bool> =
        (0..days.len()).map(|n| rows.iter().any(|(_, boxes)| !boxes[n].1.is_ordinary())).collect();
    if !shown.contains(&true) {
        return None;
    }
    for (_, boxes) in &mut rows {
        let mut of_day = shown.iter();
        boxes.retain(|_| of_day.next() == Some(&true));
    }
    rows.retain(|(_, boxes)| !boxes.iter().all(|(_, judged)| judged.is_ordinary()));
    let days = days.iter().zip(shown).filter(|(_, shown)| *shown).map(|(day, _)| *day).collect();
    Some(JudgedWeek { days, rows })
}

impl Judged {
    /// Nothing to say of that day: the service does not open, or the child is not registered.
    fn is_ordinary(&self) -> bool {
        match (&self.booked, &self.book) {
            (None, Err(Reason::Closed(closed))) => closed.is_ordinary(),
            (None, Err(Reason::NotRegistered)) => true,
            _ => false,
        }
    }
}
