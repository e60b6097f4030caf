//! Rows of accounts; beside them sessions, links, failed tries, and what happened.

mod event;
mod session;
mod token;
mod tries;

use sha2::{Digest, Sha256};

use super::{Account, AccountId, Place, normal};
use crate::{
    family::{FamilyId, GuardianId},
    platform::{
        config::Config,
        store::{Reading, StoreError, Table, TableInfo, Write},
    },
};

pub use event::{events, events_of, last_sign_in, note};
pub use session::{
    begin, change_session, end, end_all, is_open_to, lets_in, named_families, open_families, sessions, touch,
    visitor,
};
pub use token::{Ask, ask, asks, end_links, find, issue, newest, take_ask, use_up};
pub use tries::{
    Slowed, Trying, begin_try, fail_try, forget_tries, forgive_try, knows_device, remember_device,
};

const ACCOUNTS: Table<AccountId, Account> = Table::new("accounts-1");
/// Index: an account by the SHA-256 of its address, as [`normal`] gives it.
const BY_MAIL: Table<[u8; 32], AccountId> = Table::new("account-by-mail-1");
/// Index: whoever signs in as a guardian.
const BY_PLACE: Table<(FamilyId, GuardianId, AccountId), ()> = Table::new("account-by-place-1");

/// The tables of this slice.
pub const TABLES: [TableInfo; 12] = [
    ACCOUNTS.info(),
    BY_MAIL.info(),
    BY_PLACE.info(),
    session::SESSIONS.info(),
    session::OF_ACCOUNT.info(),
    token::TOKENS.info(),
    token::NEWEST.info(),
    token::ASKS.info(),
    tries::TRIES.info(),
    tries::DEVICES.info(),
    event::EVENTS.info(),
    event::OF.info(),
];

/// An account by its address.
pub fn account(r: &impl Reading, mail: &str) -> Result<Option<(AccountId, Account)>, StoreError> {
    let Some(id) = r.get(&BY_MAIL, &digest(mail))? else {
        return Ok(None);
    };
    Ok(r.get(&ACCOUNTS, &id)?.map(|account| (id, account)))
}

/// An account by its number.
pub fn account_of(r: &impl Reading, id: AccountId) -> Result<Option<Account>, StoreError> {
    r.get(&ACCOUNTS, &id)
}

/// The accounts that sign in as a guardian: one, when all is as it should be.
pub fn accounts_at(
    r: &impl Reading,
    (family, guardian): Place,
) -> Result<Vec<(AccountId, Account)>, StoreError> {
    let keys = r.range(&BY_PLACE, (family, guardian, AccountId::MIN)..=(family, guardian, AccountId::MAX))?;
    let account =
        |((.., id), ()): ((_, _, AccountId), ())| Ok(r.get(&ACCOUNTS, &id)?.map(|known| (id, known)));
    keys.into_iter().map(account).filter_map(Result::transpose).collect()
}

/// The accounts of the town hall's people, those who are no longer let in too.
pub fn agents(r: &impl Reading) -> Result<Vec<(AccountId, Account)>, StoreError> {
    Ok(r.all(&ACCOUNTS)?.into_iter().filter(|(_, account)| account.duty.is_some()).collect())
}

/// The accounts of a family's guardians, those who are put away or no longer let in too.
pub fn accounts_of(r: &impl Reading, family: FamilyId) -> Result<Vec<(AccountId, Account)>, StoreError> {
    let first = (family, GuardianId::MIN, AccountId::MIN);
    let keys = r.range(&BY_PLACE, first..=(family, GuardianId::MAX, AccountId::MAX))?;
    let ids: std::collections::BTreeSet<AccountId> = keys.into_iter().map(|((.., id), ())| id).collect();
    ids.into_iter()
        .map(|id| Ok(account_of(r, id)?.map(|known| (id, known))))
        .filter_map(Result::transpose)
        .collect()
}

/// Where a family is written to: the addresses of its guardians who come in.
pub fn addresses(r: &impl Reading, family: FamilyId) -> Result<Vec<String>, StoreError> {
    let mut addresses = Vec::new();
    for (_, account) in accounts_of(r, family)? {
        let open = open_families(r, &account)?;
        if account.password.is_some() && open.iter().any(|((known, _), _)| *known == family) {
            addresses.push(account.mail);
        }
    }
    Ok(addresses)
}

/// A number for a new account.
pub fn next_id(r: &impl Reading) -> Result<AccountId, StoreError> {
    Ok(AccountId(r.last_key(&ACCOUNTS)?.map_or(1, |last| last.0 + 1)))
}

/// The name that an account is called by in what the town reads: the agent's, else the guardian's, else its
/// address.
pub fn name(r: &impl Reading, account: &Account) -> Result<String, StoreError> {
    if let Some(duty) = &account.duty {
        return Ok(format!("{} {}", duty.first_name, duty.last_name));
    }
    for (family, guardian) in &account.families {
        if let Some(known) = crate::family::store::guardian(r, *family, *guardian)? {
            return Ok(format!("{} {}", known.first_name, known.last_name));
        }
    }
    Ok(account.mail.clone())
}

/// Adds or changes an account, and its places in the indexes. Who calls has looked that no other account has
/// its address.
pub fn set_account(w: &Write, id: AccountId, account: &Account) -> Result<(), StoreError> {
    if let Some(before) = w.get(&ACCOUNTS, &id)? {
        w.delete(&BY_MAIL, &digest(&before.mail))?;
        for (family, guardian) in before.families {
            w.delete(&BY_PLACE, &(family, guardian, id))?;
        }
    }
    for (family, guardian) in &account.families {
        w.put(&BY_PLACE, &(*family, *guardian, id), &())?;
    }
    w.put(&BY_MAIL, &digest(&account.mail), &id)?;
    w.put(&ACCOUNTS, &id, account)
}

/// Writes the index of places of every account again: for data that were written before there was one.
pub fn index_all(w: &Write) -> Result<(), StoreError> {
    for (id, account) in w.all(&ACCOUNTS)? {
        for (family, guardian) in account.families {
            w.put(&BY_PLACE, &(family, guardian, id), &())?;
        }
    }
    Ok(())
}

fn digest(mail: &str) -> [u8; 32] {
    Sha256::digest(normal(mail)).into()
}

/// What is stored of a secret that a browser or a mail holds: a digest keyed by this machine's own secret, so
/// that a stolen copy of the database opens nothing. `kind` keeps one kind from passing for another.
pub fn keyed(config: &Config, kind: Kind, text: &str) -> [u8; 32] {
    let keyed = Sha256::new().chain_update(config.secret_key.as_bytes()).chain_update([kind as u8]);
    keyed.chain_update(text.as_bytes()).finalize().into()
}

/// Kinds of secrets and of names that are stored under a digest.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub enum Kind {
    /// The token of a session.
    Session,
    /// What a link holds.
    Link,
    /// The token of a device that has signed in before.
    Device,
    /// An address typed at sign-in, whether somebody has it or not.
    Mail,
    /// Where a request comes from, signing in.
    Origin,
    /// The same, asking for a link.
    Asking,
    /// The number of an account whose code is asked.
    Code,
    /// The number of an account to which links are mailed.
    Mailed,
    /// The number of an account whose password is asked again, of somebody who is in.
    Again,
    /// The number of an account that asks for another address.
    Moving,
    /// A session as its owner's page names it.
    Shown,
    /// A secret that a session offers to an application.
    Candidate,
}

/// Rows of the indexes that do not agree with the accounts, in the words of an engineer.
pub fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let mut index: std::collections::BTreeMap<[u8; 32], AccountId> = r.all(&BY_MAIL)?.into_iter().collect();
    let mut places: std::collections::BTreeSet<_> =
        r.all(&BY_PLACE)?.into_iter().map(|(key, ())| key).collect();
    let mut faults = Vec::new();
    for (id, account) in r.all(&ACCOUNTS)? {
        for (family, guardian) in &account.families {
            if !places.remove(&(*family, *guardian, id)) {
                faults.push(format!("account {id} is not found as guardian {guardian} of family {family}"));
            }
        }
        if index.remove(&digest(&account.mail)) != Some(id) {
            faults.push(format!("account {id} is not found by its address"));
        }
    }
    faults.extend(index.into_values().map(|id| format!("account {id} is in the index of addresses only")));
    let left = |(family, guardian, id)| {
        format!("account {id} is guardian {guardian} of family {family} in the index only")
    };
    faults.extend(places.into_iter().map(left));
    faults.extend(session::check(r)?);
    faults.extend(event::check(r)?);
    Ok(faults)
}
