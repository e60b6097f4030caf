//! Failed tries, and the devices that have signed in before.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    account::{
        AccountId,
        throttle::{Pace, Tries},
    },
    platform::store::{Reading, StoreError, Table, Write},
};

/// Failed tries by the digest of an account's address, of a device, of an origin.
pub(super) const TRIES: Table<[u8; 32], Tries> = Table::new("tries-1").not_journalled();
/// When a device last signed in to an account.
pub(super) const DEVICES: Table<([u8; 32], AccountId), DateTime<Utc>> =
    Table::new("devices-1").not_journalled();

/// A device is forgotten when it has not signed in for so long.
const FORGOTTEN: TimeDelta = TimeDelta::days(400);

/// What a try counts against.
#[derive(Clone, Copy, Debug)]
pub struct Trying {
    /// Digest of the account, the device or the origin.
    pub key: [u8; 32],
    /// How fast it slows down.
    pub pace: &'static Pace,
}

/// No try is looked at before then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slowed {
    /// The instant.
    pub until: DateTime<Utc>,
}

/// Counts a try as begun, before it is looked at. Refused, nothing is counted.
pub fn begin_try(
    w: &Write,
    against: &[Trying],
    now: DateTime<Utc>,
) -> Result<Result<(), Slowed>, StoreError> {
    let known = |trying: &Trying| Ok(w.get(&TRIES, &trying.key)?.unwrap_or_default());
    let tries = against.iter().map(known).collect::<Result<Vec<Tries>, StoreError>>()?;
    let waits = against.iter().zip(&tries).filter_map(|(trying, tries)| tries.wait(trying.pace, now));
    if let Some(until) = waits.max() {
        return Ok(Err(Slowed { until }));
    }
    for (trying, tries) in against.iter().zip(&tries) {
        sweep(w, &trying.key, now)?;
        w.put(&TRIES, &trying.key, &tries.begin(now))?;
    }
    Ok(Ok(()))
}

/// The try has failed. Gives whether the next one has to wait.
pub fn fail_try(w: &Write, against: &[Trying], now: DateTime<Utc>) -> Result<bool, StoreError> {
    let mut waits = false;
    for trying in against {
        let tries = w.get(&TRIES, &trying.key)?.unwrap_or_default().fail(now);
        waits |= tries.wait(trying.pace, now).is_some();
        w.put(&TRIES, &trying.key, &tries)?;
    }
    Ok(waits)
}

/// The try was right. Failures of the first of `against`, the account or the device, are forgotten with it;
/// those of the origin stay: whoever tries many accounts may have one of them.
pub fn forgive_try(w: &Write, against: &[Trying]) -> Result<(), StoreError> {
    for (n, trying) in against.iter().enumerate() {
        match w.get(&TRIES, &trying.key)?.map(|tries| tries.forgive()) {
            Some(tries) if n > 0 && tries.failures + tries.begun > 0 => w.put(&TRIES, &trying.key, &tries)?,
            _ => w.delete(&TRIES, &trying.key)?,
        }
    }
    Ok(())
}

/// Keys are digests: those which follow one are a fair sample, of which what is over is forgotten.
fn sweep(w: &Write, key: &[u8; 32], now: DateTime<Utc>) -> Result<(), StoreError> {
    for (key, known) in w.first(&TRIES, *key..=[0xff; 32], 4)? {
        if known.over(now) {
            w.delete(&TRIES, &key)?;
        }
    }
    Ok(())
}

/// Whether a device has signed in to an account before.
pub fn knows_device(
    r: &impl Reading,
    device: &[u8; 32],
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(r.get(&DEVICES, &(*device, account))?.is_some_and(|seen| now < seen + FORGOTTEN))
}

/// Writes down that a device has signed in to an account.
pub fn remember_device(
    w: &Write,
    device: &[u8; 32],
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for (key, seen) in w.first(&DEVICES, (*device, AccountId::MIN)..=([0xff; 32], AccountId::MAX), 4)? {
        if now >= seen + FORGOTTEN {
            w.delete(&DEVICES, &key)?;
        }
    }
    w.put(&DEVICES, &(*device, account), &now)
}
