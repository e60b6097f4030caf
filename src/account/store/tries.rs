//! Failed tries, and the devices that have signed in before.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    account::{
        Account, AccountId,
        throttle::{Pace, Tries},
    },
    platform::{
        password::Hashed,
        store::{Reading, StoreError, Table, Write},
    },
};

/// Failed tries by the digest of an account's address, of a device, of an origin.
pub(super) const TRIES: Table<[u8; 32], Tries> = Table::new("tries-1").not_journalled();
/// Devices that have signed in to an account.
pub(super) const DEVICES: Table<([u8; 32], AccountId), Device> = Table::new("devices-1").not_journalled();

/// A device is forgotten when it has not signed in for so long.
const FORGOTTEN: TimeDelta = TimeDelta::days(400);

/// A device that has signed in to an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Device {
    /// When it last did.
    seen: DateTime<Utc>,
    /// The mark of the password that it gave: with another password it is known no longer.
    mark: [u8; 16],
}

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

/// The try has failed. Gives, for each of `against`, whether this is the failure that slows it down: told once,
/// however many follow.
pub fn fail_try(w: &Write, against: &[Trying], now: DateTime<Utc>) -> Result<Vec<bool>, StoreError> {
    let fail = |trying: &Trying| {
        let tries = w.get(&TRIES, &trying.key)?.unwrap_or_default().fail(now);
        w.put(&TRIES, &trying.key, &tries)?;
        Ok(tries.turns(trying.pace))
    };
    against.iter().map(fail).collect()
}

/// Forgets what was tried against a digest.
pub fn forget_tries(w: &Write, key: &[u8; 32]) -> Result<(), StoreError> {
    w.delete(&TRIES, key)
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

/// Whether a device has signed in to an account with the password that it has now.
pub fn knows_device(
    r: &impl Reading,
    device: &[u8; 32],
    id: AccountId,
    password: Option<&Hashed>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let known = r.get(&DEVICES, &(*device, id))?;
    Ok(known.is_some_and(|known| {
        now < known.seen + FORGOTTEN && password.is_some_and(|p| p.mark() == known.mark)
    }))
}

/// Writes down that a device has signed in to an account, all steps done.
pub fn remember_device(
    w: &Write,
    device: &[u8; 32],
    id: AccountId,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for (key, known) in w.first(&DEVICES, (*device, AccountId::MIN)..=([0xff; 32], AccountId::MAX), 4)? {
        if now >= known.seen + FORGOTTEN {
            w.delete(&DEVICES, &key)?;
        }
    }
    match &account.password {
        Some(password) => w.put(&DEVICES, &(*device, id), &Device { seen: now, mark: password.mark() }),
        None => Ok(()),
    }
}
