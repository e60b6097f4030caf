//! What the town sees of its mail, and another try when it asks for one.

use chrono::{DateTime, Utc};

use super::{DUE, FAILED, MAILS, Queued, State, due_key};
use crate::platform::store::{Reading, StoreError, Write};

/// How many mails are shown, or tried again, at a time.
const SHOWN: usize = 100;

/// How many mails are read at a time, from the last one back.
const CHUNK: u64 = 100;

/// Where the mail stands.
#[derive(Debug, Default)]
pub struct Overview {
    /// The first that wait, in the order in which they are due.
    pub waiting: Vec<(u64, Queued)>,
    /// How many wait.
    pub waits: usize,
    /// The last that were given up, the latest first.
    pub failed: Vec<(u64, Queued)>,
    /// How many were given up.
    pub failures: usize,
    /// How many have left since an instant.
    pub sent: usize,
}

/// Where the mail stands; what was sent is counted since an instant of the last two days.
pub fn overview(r: &impl Reading, since: DateTime<Utc>) -> Result<Overview, StoreError> {
    let due: Vec<u64> = r.all(&DUE)?.into_iter().map(|((_, number), ())| number).collect();
    let failed: Vec<u64> = r.all(&FAILED)?.into_iter().rev().map(|(number, ())| number).collect();
    Ok(Overview {
        waiting: rows(r, &due)?,
        waits: due.len(),
        failed: rows(r, &failed)?,
        failures: failed.len(),
        sent: sent(r, since)?,
    })
}

fn rows(r: &impl Reading, numbers: &[u64]) -> Result<Vec<(u64, Queued)>, StoreError> {
    let row = |number: &u64| Ok(r.get(&MAILS, number)?.map(|queued| (*number, queued)));
    numbers.iter().take(SHOWN).map(row).filter_map(Result::transpose).collect()
}

/// What has left since then was queued three days before at most: a mail is given up after two.
fn sent(r: &impl Reading, since: DateTime<Utc>) -> Result<usize, StoreError> {
    let queued_since = since - chrono::TimeDelta::days(3);
    let (mut sent, mut last) = (0, r.last_key(&MAILS)?.unwrap_or(0));
    while last > 0 {
        let first = last.saturating_sub(CHUNK - 1);
        let mails = r.range(&MAILS, first..=last)?;
        let left = |state: &State| matches!(state, State::Sent { at } if *at >= since);
        sent += mails.iter().filter(|(_, queued)| left(&queued.state)).count();
        if mails.first().is_none_or(|(_, oldest)| oldest.at < queued_since) {
            break;
        }
        last = first.saturating_sub(1);
    }
    Ok(sent)
}

/// Makes a mail due now. Gives whether it is: one that has left needs no other try, and one whose words were
/// secret has lost them when it was given up.
pub fn retry(w: &Write, number: u64, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let Some(mut queued) = w.get(&MAILS, &number)? else { return Ok(false) };
    queued.state = match queued.state {
        State::Waiting { tries, due, why } => {
            w.delete(&DUE, &due_key(due, number))?;
            State::Waiting { tries, due: now, why }
        }
        State::Failed { why } if !queued.mail.secret => {
            w.delete(&FAILED, &number)?;
            State::Waiting { tries: 0, due: now, why: Some(why) }
        }
        State::Sent { .. } | State::Failed { .. } => return Ok(false),
    };
    w.put(&DUE, &due_key(now, number), &())?;
    w.put(&MAILS, &number, &queued)?;
    Ok(true)
}

/// The same for all that wait or were given up, a hundred of each at most. Gives how many are due.
pub fn retry_all(w: &Write, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let waiting: Vec<u64> = w
        .first(&DUE, (0, 0)..=(u64::MAX, u64::MAX), SHOWN)?
        .into_iter()
        .map(|((_, number), ())| number)
        .collect();
    let failed = w.first(&FAILED, 0..=u64::MAX, SHOWN)?.into_iter().map(|(number, ())| number);
    let mut due = 0;
    for number in waiting.into_iter().chain(failed) {
        due += usize::from(retry(w, number, now)?);
    }
    Ok(due)
}
