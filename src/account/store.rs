//! Rows of accounts and sessions.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::{Account, AccountId, Parent, Session, normal};
use crate::{
    family,
    platform::{
        config::Config,
        store::{Reading, StoreError, Table, TableInfo, Write},
    },
};

const ACCOUNTS: Table<AccountId, Account> = Table::new("accounts-1");
/// Index: an account by the SHA-256 of its address, as [`normal`] gives it.
const BY_MAIL: Table<[u8; 32], AccountId> = Table::new("account-by-mail-1");
/// Sessions by the digest of their token.
const SESSIONS: Table<[u8; 32], Session> = Table::new("sessions-1").not_journalled();

/// The tables of this slice.
pub const TABLES: [TableInfo; 3] = [ACCOUNTS.info(), BY_MAIL.info(), SESSIONS.info()];

/// An account by its address.
pub fn account(r: &impl Reading, mail: &str) -> Result<Option<(AccountId, Account)>, StoreError> {
    let Some(id) = r.get(&BY_MAIL, &digest(mail))? else {
        return Ok(None);
    };
    Ok(r.get(&ACCOUNTS, &id)?.map(|account| (id, account)))
}

/// Adds or changes an account, and its place in the index.
pub fn set_account(w: &Write, id: AccountId, account: &Account) -> Result<(), StoreError> {
    if let Some(before) = w.get(&ACCOUNTS, &id)? {
        w.delete(&BY_MAIL, &digest(&before.mail))?;
    }
    w.put(&BY_MAIL, &digest(&account.mail), &id)?;
    w.put(&ACCOUNTS, &id, account)
}

fn digest(mail: &str) -> [u8; 32] {
    Sha256::digest(normal(mail)).into()
}

/// The key of a session: a digest of its token, keyed by this machine's secret.
pub fn session_key(config: &Config, token: &str) -> [u8; 32] {
    let keyed = Sha256::new().chain_update(config.secret_key.as_bytes()).chain_update([0]);
    keyed.chain_update(token.as_bytes()).finalize().into()
}

/// Begins a session, and forgets some that have ended: keys are random, so that those which follow this
/// one are a fair sample, and no more of them stay than sign-ins of a few days.
pub fn begin(w: &Write, key: &[u8; 32], session: &Session) -> Result<(), StoreError> {
    for (key, known) in w.first(&SESSIONS, *key..=[0xff; 32], 8)? {
        if !known.holds(session.seen) {
            w.delete(&SESSIONS, &key)?;
        }
    }
    w.put(&SESSIONS, key, session)
}

/// Whether the town lets the guardian of a session see the family.
pub fn lets_in(r: &impl Reading, session: &Session) -> Result<bool, StoreError> {
    let guardian = family::store::guardian(r, session.family, session.guardian)?;
    Ok(guardian.is_some_and(|guardian| guardian.access))
}

/// Writes down that a session was used.
pub fn touch(w: &Write, key: &[u8; 32], now: DateTime<Utc>) -> Result<(), StoreError> {
    match w.get(&SESSIONS, key)? {
        Some(session) => w.put(&SESSIONS, key, &Session { seen: now, ..session }),
        None => Ok(()),
    }
}

/// Ends a session.
pub fn end(w: &Write, key: &[u8; 32]) -> Result<(), StoreError> {
    w.delete(&SESSIONS, key)
}

/// The parent of a session that still holds, if the town still lets that person in.
pub fn parent(
    r: &impl Reading,
    key: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<(Session, Parent)>, StoreError> {
    let Some(session) = r.get(&SESSIONS, key)?.filter(|session| session.holds(now)) else {
        return Ok(None);
    };
    let Some(account) = r.get(&ACCOUNTS, &session.account)? else {
        return Ok(None);
    };
    if !account.families.contains(&(session.family, session.guardian)) {
        return Ok(None);
    }
    let guardian = family::store::guardian(r, session.family, session.guardian)?;
    let Some(guardian) = guardian.filter(|guardian| guardian.access) else {
        return Ok(None);
    };
    let parent = Parent {
        account: session.account,
        family: session.family,
        first_name: guardian.first_name,
        last_name: guardian.last_name,
        mail: account.mail,
    };
    Ok(Some((session, parent)))
}

/// Rows of the index that do not agree with the accounts, in the words of an engineer.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let mut index: std::collections::BTreeMap<[u8; 32], AccountId> = r.all(&BY_MAIL)?.into_iter().collect();
    let mut faults = Vec::new();
    for (id, account) in r.all(&ACCOUNTS)? {
        if index.remove(&digest(&account.mail)) != Some(id) {
            faults.push(format!("account {id} is not found by its address"));
        }
    }
    faults.extend(index.into_values().map(|id| format!("account {id} is in the index of addresses only")));
    Ok(faults)
}
