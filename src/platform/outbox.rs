//! The outbox: mail waits in the database, queued in the transaction of what it tells of.

mod overview;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rocket::{
    Orbit, Rocket,
    fairing::{Fairing, Info, Kind},
};
use serde::{Deserialize, Serialize};

use super::{
    Parts, blob,
    mail::{Mail, Reason, Unsent},
    store::{Reading, StoreError, Table, TableInfo, Write},
};
pub use overview::{Overview, overview, retry, retry_all};

/// Key: number of the mail. Not journalled: the words of mails are not part of the audit.
const MAILS: Table<u64, Queued> = Table::new("outbox-1").not_journalled();
/// Mails that wait, by when they are due (milliseconds since 1970) and number.
const DUE: Table<(u64, u64), ()> = Table::new("outbox-due-1").not_journalled();
/// Index: mails that were given up.
const FAILED: Table<u64, ()> = Table::new("outbox-failed-1").not_journalled();

/// The tables of the outbox.
pub const TABLES: [TableInfo; 3] = [MAILS.info(), DUE.info(), FAILED.info()];

/// After so many tries, over two days, a mail is given up; its row says so.
const TRIES: u32 = 15;

/// What was sent is kept so long, for who asks whether a mail has left.
const KEPT_SENT: TimeDelta = TimeDelta::days(30);

/// What was given up is kept so long: the town looks into it.
const KEPT_FAILED: TimeDelta = TimeDelta::days(365);

/// How many mails one turn looks at.
const AT_ONCE: usize = 50;

/// How many mails one turn of clearing looks at.
const LOOKED_AT: usize = 50;

/// The worker delivers every second, and clears once in so many turns.
const TURNS: u32 = 60;

/// A mail and what became of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Queued {
    /// The mail.
    pub mail: Mail,
    /// Part of its `Message-ID`, the same at each try.
    pub id: String,
    /// When it was queued.
    pub at: DateTime<Utc>,
    /// Where it stands.
    pub state: State,
}

/// Where a mail stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// To be tried, or tried again, from `due` on.
    Waiting {
        /// Tries that failed.
        tries: u32,
        /// Not before.
        due: DateTime<Utc>,
        /// Why the last try failed.
        #[serde(default)]
        why: Option<Reason>,
    },
    /// Taken by the server.
    Sent {
        /// When.
        at: DateTime<Utc>,
    },
    /// Given up.
    Failed {
        /// What the last try said.
        why: Reason,
    },
}

fn due_key(due: DateTime<Utc>, number: u64) -> (u64, u64) {
    (due.timestamp_millis().unsigned_abs(), number)
}

/// Queues a mail, in the transaction of what it tells of. `token` is random: it becomes part of the
/// `Message-ID`.
pub fn queue(w: &Write, mail: Mail, token: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let number = w.last_key(&MAILS)?.unwrap_or(0) + 1;
    let state = State::Waiting { tries: 0, due: now, why: None };
    w.put(&DUE, &due_key(now, number), &())?;
    w.put(&MAILS, &number, &Queued { mail, id: format!("{number}.{token}"), at: now, state })
}

/// Every mail, the oldest first.
pub fn mails(r: &impl Reading) -> Result<Vec<(u64, Queued)>, StoreError> {
    r.all(&MAILS)
}

/// Rows of the queue that do not agree with the mails, in the words of an engineer.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let mut queue: std::collections::BTreeSet<(u64, u64)> =
        r.all(&DUE)?.into_iter().map(|(key, ())| key).collect();
    let mut failed: std::collections::BTreeSet<u64> =
        r.all(&FAILED)?.into_iter().map(|(number, ())| number).collect();
    let mut faults = Vec::new();
    for (number, queued) in r.all(&MAILS)? {
        if matches!(queued.state, State::Failed { .. }) != failed.remove(&number) {
            faults.push(format!("mail {number} has failed, or the index says so, not both"));
        }
        if let State::Waiting { due, .. } = queued.state
            && !queue.remove(&due_key(due, number))
        {
            faults.push(format!("mail {number} waits and is not in the queue"));
        }
    }
    faults.extend(
        queue.into_iter().map(|(_, number)| format!("mail {number} is in the queue and does not wait")),
    );
    faults.extend(failed.into_iter().map(|number| format!("mail {number} is in the index of failures only")));
    Ok(faults)
}

/// Sends what is due. Gives how many left.
pub async fn deliver(parts: &Parts) -> Result<usize, StoreError> {
    let now = parts.clock.now();
    let due = parts.store.read(|r| due(r, now))?;
    let mut left = 0;
    for number in due {
        // Those before may have taken their time.
        let now = parts.clock.now();
        // The next try is written down before this one: on a disk that is full, where what became of it
        // could not be, nothing is sent again and again.
        let Some(queued) = parts.store.write("outbox", move |w| try_again_later(w, number, now)).await?
        else {
            continue;
        };
        let file = match &queued.mail.enclosed {
            Some(enclosed) => parts.store.read(|r| blob::bytes(r, &enclosed.hash))?,
            None => None,
        };
        let sent = parts.mailer.send(&queued.mail, file, &queued.id).await;
        left += usize::from(sent.is_ok());
        let now = parts.clock.now();
        parts.store.write("outbox", move |w| note(w, number, sent, now)).await?;
    }
    Ok(left)
}

/// The mails that are due, in their order. One with a file may take minutes on a small town's line: it waits until the
/// others have left, and the next one for the next turn.
fn due(r: &impl Reading, now: DateTime<Utc>) -> Result<Vec<u64>, StoreError> {
    let (mut light, mut heavy) = (Vec::new(), Vec::new());
    for ((_, number), ()) in r.first(&DUE, (0, 0)..=due_key(now, u64::MAX), AT_ONCE)? {
        let queued: Option<Queued> = r.get(&MAILS, &number)?;
        let with_file = queued.is_some_and(|queued| queued.mail.enclosed.is_some());
        if with_file { heavy.push(number) } else { light.push(number) }
    }
    light.extend(heavy.first());
    Ok(light)
}

/// Counts a try and puts the next one off. None for a mail that no longer waits.
fn try_again_later(w: &Write, number: u64, now: DateTime<Utc>) -> Result<Option<Queued>, StoreError> {
    let Some(mut queued) = w.get(&MAILS, &number)? else { return Ok(None) };
    let State::Waiting { tries, due, why } = queued.state else { return Ok(None) };
    w.delete(&DUE, &due_key(due, number))?;
    // 1, 2, 4... minutes, then every eight hours.
    let due = now + TimeDelta::minutes((1 << tries.min(9)).min(480));
    w.put(&DUE, &due_key(due, number), &())?;
    queued.state = State::Waiting { tries: tries + 1, due, why };
    w.put(&MAILS, &number, &queued)?;
    Ok(Some(queued))
}

/// Writes down what became of a try. The row is read again: somebody may have asked for another try meanwhile.
fn note(w: &Write, number: u64, sent: Result<(), Unsent>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let Some(mut queued) = w.get(&MAILS, &number)? else { return Ok(()) };
    let State::Waiting { tries, due, .. } = queued.state else {
        return Ok(());
    };
    queued.state = match sent {
        Ok(()) => State::Sent { at: now },
        Err(Unsent::Later(why)) if tries < TRIES => {
            queued.state = State::Waiting { tries, due, why: Some(why) };
            return w.put(&MAILS, &number, &queued);
        }
        Err(Unsent::Later(why) | Unsent::Never(why)) => State::Failed { why },
    };
    if queued.mail.secret {
        queued.mail.text.clear();
        queued.mail.html.clear();
    }
    if matches!(queued.state, State::Failed { .. }) {
        w.put(&FAILED, &number, &())?;
    }
    w.delete(&DUE, &due_key(due, number))?;
    w.put(&MAILS, &number, &queued)
}

/// Deletes what was kept long enough, of the first mails from number `from` on. Gives the number to go on from.
pub async fn clear(parts: &Parts, from: u64) -> Result<u64, StoreError> {
    let now = parts.clock.now();
    let seen = parts.store.read(|r| r.first(&MAILS, from..=u64::MAX, LOOKED_AT))?;
    // After the last one it begins again.
    let next = seen.get(LOOKED_AT - 1).map_or(0, |(number, _)| number + 1);
    let old: Vec<u64> =
        seen.into_iter().filter(|(_, mail)| is_old(mail, now)).map(|(number, _)| number).collect();
    if !old.is_empty() {
        let clear = move |w: &Write| {
            old.iter().try_for_each(|number| {
                w.delete(&FAILED, number)?;
                w.delete(&MAILS, number)
            })
        };
        parts.store.write("outbox", clear).await?;
    }
    Ok(next)
}

/// Whether nobody needs a mail any more. One that waits is needed.
fn is_old(mail: &Queued, now: DateTime<Utc>) -> bool {
    match mail.state {
        State::Waiting { .. } => false,
        State::Sent { at } => now - at > KEPT_SENT,
        // Given up two days after it was queued.
        State::Failed { .. } => now - mail.at > KEPT_FAILED,
    }
}

/// Sends what is due every second, beside the requests, and clears what is old.
pub struct Worker;

#[rocket::async_trait]
impl Fairing for Worker {
    fn info(&self) -> Info {
        Info { name: "Outbox", kind: Kind::Liftoff }
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        let Some(parts) = rocket.state::<std::sync::Arc<Parts>>().cloned() else {
            return;
        };
        let mut shutdown = rocket.shutdown();
        rocket::tokio::spawn(async move {
            let mut from = 0;
            for turn in 0u32.. {
                // First the pause: a portal that is shut down at once, as in tests, sends nothing.
                rocket::tokio::select! {
                    biased;
                    () = &mut shutdown => break,
                    () = rocket::tokio::time::sleep(Duration::from_secs(1)) => {}
                }
                if let Err(error) = deliver(&parts).await {
                    rocket::warn!("outbox: {error}");
                }
                if turn.is_multiple_of(TURNS) {
                    from = clear(&parts, from).await.unwrap_or_else(|error| {
                        rocket::warn!("outbox: {error}");
                        0
                    });
                }
            }
        });
    }
}
