//! Does the journal, replayed on nothing, give the data that are there?

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::{Journalled, Read, Reading, StoreError, TableInfo, journal};

/// Rows by name of table and key in hexadecimal, as JSON.
type Data = BTreeMap<(String, String), String>;

/// What was found wrong, in the words of an engineer; nothing when all is well.
pub fn replay(
    r: &Read,
    tables: &[TableInfo],
    step: &mut dyn FnMut(u64, u64),
) -> Result<Vec<String>, StoreError> {
    let last = journal::last(r)?;
    let (mut replayed, mut faults) = (Data::new(), Vec::new());
    let mut number = 0;
    while number < last {
        for (found, entry) in journal::entries(r, number + 1, 500)? {
            if found != number + 1 {
                faults.push(format!("journal: entry {} is missing", number + 1));
            }
            number = found;
            step(number, last);
            for change in entry.changes {
                apply(&mut replayed, number, change, &mut faults);
            }
        }
    }
    for table in tables.iter().filter(|table| table.journalled == Journalled::Full) {
        for (key, value) in r.raw_range(*table, &[], &[0xff; 64], usize::MAX)? {
            let row = (table.name.to_owned(), crate::platform::random::hex(&key));
            let there = String::from_utf8_lossy(value.get(1..).unwrap_or_default()).into_owned();
            match replayed.remove(&row) {
                Some(expected) if expected == there => {}
                Some(_) => faults.push(format!("{} {}: not what the journal says", row.0, row.1)),
                None => faults.push(format!("{} {}: the journal does not know it", row.0, row.1)),
            }
        }
    }
    faults.extend(replayed.into_keys().map(|(table, key)| format!("{table} {key}: missing")));
    Ok(faults)
}

fn apply(data: &mut Data, number: u64, change: journal::EntryChange, faults: &mut Vec<String>) {
    let text = |raw: Option<Box<RawValue>>| raw.map(|raw| raw.get().to_owned());
    let row = (change.table, change.key);
    if data.get(&row) != text(change.before).as_ref() {
        faults.push(format!(
            "journal: entry {number} does not follow from those before it ({} {})",
            row.0, row.1
        ));
    }
    match text(change.after) {
        Some(after) => drop(data.insert(row, after)),
        None => drop(data.remove(&row)),
    }
}
