//! Sessions, by the digest of their token, and by account.

use chrono::{DateTime, Utc};

use crate::{
    account::{Account, AccountId, Place, Session, Visitor},
    family::{self, FamilyId, Guardian},
    platform::store::{Reading, StoreError, Table, Write},
    town,
};

/// Sessions by the digest of their token.
pub(super) const SESSIONS: Table<[u8; 32], Session> = Table::new("sessions-2").not_journalled();
/// Index: the sessions of an account.
pub(super) const OF_ACCOUNT: Table<(AccountId, [u8; 32]), ()> =
    Table::new("session-of-account-1").not_journalled();

/// Begins a session, and forgets some that have ended: keys are random, so that those which follow this
/// one are a fair sample, and no more of them stay than sign-ins of a few days.
pub fn begin(w: &Write, key: &[u8; 32], session: &Session) -> Result<(), StoreError> {
    for (key, known) in w.first(&SESSIONS, *key..=[0xff; 32], 8)? {
        if !known.holds(session.seen) {
            end(w, &key)?;
        }
    }
    w.put(&OF_ACCOUNT, &(session.account, *key), &())?;
    w.put(&SESSIONS, key, session)
}

/// Changes a session that is there; gives whether it is.
pub fn change_session(
    w: &Write,
    key: &[u8; 32],
    change: impl FnOnce(&mut Session),
) -> Result<bool, StoreError> {
    let Some(mut session) = w.get(&SESSIONS, key)? else {
        return Ok(false);
    };
    change(&mut session);
    w.put(&SESSIONS, key, &session)?;
    Ok(true)
}

/// Writes down that a session was used.
pub fn touch(w: &Write, key: &[u8; 32], now: DateTime<Utc>) -> Result<(), StoreError> {
    change_session(w, key, |session| session.seen = now).map(drop)
}

/// Ends a session.
pub fn end(w: &Write, key: &[u8; 32]) -> Result<(), StoreError> {
    if let Some(session) = w.get(&SESSIONS, key)? {
        w.delete(&OF_ACCOUNT, &(session.account, *key))?;
    }
    w.delete(&SESSIONS, key)
}

/// Ends all sessions of an account but one.
pub fn end_all(w: &Write, account: AccountId, but: Option<&[u8; 32]>) -> Result<(), StoreError> {
    for (key, _) in sessions(w, account)? {
        if Some(&key) != but {
            end(w, &key)?;
        }
    }
    Ok(())
}

/// The sessions of an account, those that have ended too.
pub fn sessions(r: &impl Reading, account: AccountId) -> Result<Vec<([u8; 32], Session)>, StoreError> {
    let keys = r.range(&OF_ACCOUNT, (account, [0; 32])..=(account, [0xff; 32]))?;
    let sessions =
        keys.into_iter().map(|((_, key), ())| Ok(r.get(&SESSIONS, &key)?.map(|known| (key, known))));
    sessions.filter_map(Result::transpose).collect()
}

/// Who has a session that still holds, while the portal is open to them. A family that the town no longer shows to this person is not
/// shown, and who has neither family nor duty left is nobody.
pub fn visitor(r: &impl Reading, key: &[u8; 32], now: DateTime<Utc>) -> Result<Option<Visitor>, StoreError> {
    let Some(mut session) = r.get(&SESSIONS, key)?.filter(|session| session.holds(now)) else {
        return Ok(None);
    };
    let Some(account) = super::account_of(r, session.account)? else {
        return Ok(None);
    };
    if !is_open_to(r, &account)? {
        return Ok(None);
    }
    let guardian = match session.family.filter(|family| account.families.contains(family)) {
        Some((family, guardian)) => family::store::guardian(r, family, guardian)?,
        None => None,
    };
    let guardian = guardian.filter(Guardian::comes_in);
    if guardian.is_none() {
        session.family = None;
    }
    // Most people have one family, which was just read.
    let families = match (&guardian, account.families.len()) {
        (Some(_), 1) => 1,
        _ => open_families(r, &account)?.len(),
    };
    let name = match (guardian, account.on_duty()) {
        (Some(guardian), _) => (guardian.first_name, guardian.last_name),
        (None, Some(duty)) => (duty.first_name.clone(), duty.last_name.clone()),
        (None, None) => match open_families(r, &account)?.into_iter().next() {
            Some((_, guardian)) => (guardian.first_name, guardian.last_name),
            None => return Ok(None),
        },
    };
    Ok(Some(Visitor { id: session.account, account, key: *key, session, name, families }))
}

/// The families that the town shows to somebody, and who that is in each.
pub fn open_families(r: &impl Reading, account: &Account) -> Result<Vec<(Place, Guardian)>, StoreError> {
    let mut open = Vec::new();
    for (family, guardian) in &account.families {
        if let Some(known) = family::store::guardian(r, *family, *guardian)?.filter(Guardian::comes_in) {
            open.push(((*family, *guardian), known));
        }
    }
    Ok(open)
}

/// Whether the town lets somebody in at all: as a guardian, or as one of its own.
pub fn lets_in(r: &impl Reading, account: &Account) -> Result<bool, StoreError> {
    Ok(account.on_duty().is_some() || !open_families(r, account)?.is_empty())
}

/// Whether the portal is open to somebody: before parents are let in it is to the town's own, who try it.
pub fn is_open_to(r: &impl Reading, account: &Account) -> Result<bool, StoreError> {
    Ok(account.on_duty().is_some() || town::store::town(r)?.identity.opened)
}

/// The families that the town shows to somebody, and the first names of their children.
pub fn named_families(
    r: &impl Reading,
    account: &Account,
) -> Result<Vec<(FamilyId, String, Vec<String>)>, StoreError> {
    let mut named = Vec::new();
    for ((id, _), _) in open_families(r, account)? {
        let children = family::store::children(r, id)?;
        if let Some(family) = family::store::family(r, id)? {
            named.push((id, family.name, children.into_iter().map(|(_, child)| child.first_name).collect()));
        }
    }
    Ok(named)
}

/// Rows of the index that do not agree with the sessions.
pub(super) fn check(r: &impl Reading) -> Result<Vec<String>, StoreError> {
    let index: std::collections::BTreeSet<_> = r.all(&OF_ACCOUNT)?.into_iter().map(|(key, ())| key).collect();
    let sessions: std::collections::BTreeSet<_> =
        r.all(&SESSIONS)?.into_iter().map(|(key, session)| (session.account, key)).collect();
    let wrong = index.symmetric_difference(&sessions);
    Ok(wrong.map(|(account, _)| format!("a session of account {account} is not in both tables")).collect())
}
