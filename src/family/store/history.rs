//! Rows of history: for each family, the entries of the journal that concern its file, and what they did.

use chrono::{DateTime, Utc};

use crate::{
    family::{
        FamilyId, Subject,
        history::{Line, What},
    },
    platform::store::{Reading, StoreError, Table, Write, journal},
};

/// By family and number of the journal's entry.
pub(super) const HISTORY: Table<(FamilyId, u64), Vec<Line>> = Table::new("family-history-1");

/// Writes down what this write does to a family's file.
pub fn note(w: &Write, family: FamilyId, line: Line) -> Result<(), StoreError> {
    let key = (family, w.number());
    let mut lines = w.get(&HISTORY, &key)?.unwrap_or_default();
    lines.push(line.discreet());
    w.put(&HISTORY, &key, &lines)
}

/// Writes down that an agent reads what is kept of a child's health and diet.
pub fn note_reading(w: &Write, about: Subject, name: String) -> Result<(), StoreError> {
    note(w, about.family(), Line { about, name, what: What::Read })
}

/// What happened to a family's file, the latest first, before a number of the journal, `limit` entries at most:
/// the number, the instant, who the journal names (`account 12`), the lines.
#[allow(clippy::type_complexity)]
pub fn history(
    r: &impl Reading,
    family: FamilyId,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<(u64, DateTime<Utc>, String, Vec<Line>)>, StoreError> {
    let last = before.map_or(u64::MAX, |before| before.saturating_sub(1));
    let rows = r.range(&HISTORY, (family, 0)..=(family, last))?;
    let mut page = Vec::new();
    for ((_, number), lines) in rows.into_iter().rev().take(limit) {
        if let Some(entry) = journal::entry(r, number)? {
            page.push((number, entry.at, entry.who, lines));
        }
    }
    Ok(page)
}

/// Why the town hall booked or cancelled, by the number of that entry of the journal; none when it is no such act.
pub fn reason_of(r: &impl Reading, family: FamilyId, number: u64) -> Result<Option<String>, StoreError> {
    let lines = r.get(&HISTORY, &(family, number))?.unwrap_or_default();
    let reason = |line: Line| match line.what {
        What::Booked(_, reason) => Some(reason),
        _ => None,
    };
    Ok(lines.into_iter().find_map(reason))
}

/// The highest number that another adult of a family ever had.
pub(super) fn highest_adult(r: &impl Reading, family: FamilyId) -> Result<u32, StoreError> {
    let rows = r.range(&HISTORY, (family, 0)..=(family, u64::MAX))?;
    let adult = |line: Line| match line.about {
        Subject::Adult(_, id) => Some(id.0),
        _ => None,
    };
    Ok(rows.into_iter().flat_map(|(_, lines)| lines).filter_map(adult).max().unwrap_or(0))
}
