//! Links that are good once, and the addresses that have asked for one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, token::Token},
    platform::store::{Reading, StoreError, Table, Write},
};

/// Links by the digest of what they hold.
pub(super) const TOKENS: Table<[u8; 32], Token> = Table::new("links-1").not_journalled();
/// The newest link of each account and purpose: it ends the one before.
pub(super) const NEWEST: Table<(AccountId, [u8; 1]), [u8; 32]> = Table::new("link-newest-1").not_journalled();
/// Addresses that have asked for a link, in their order.
pub(super) const ASKS: Table<u64, Ask> = Table::new("link-asks-1").not_journalled();

/// Somebody has asked for a link. Whether the address is known is looked up later, beside the requests: the
/// answer, and the work it takes, are the same for any address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ask {
    /// The address, as it was typed.
    pub mail: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Where from.
    pub origin: String,
}

/// Makes a link good; the one before of the same account and purpose is no longer.
pub fn issue(w: &Write, key: &[u8; 32], token: &Token, now: DateTime<Utc>) -> Result<(), StoreError> {
    // As for sessions: a fair sample of those that have ended is forgotten.
    for (key, known) in w.first(&TOKENS, *key..=[0xff; 32], 8)? {
        if !known.holds(now) {
            w.delete(&TOKENS, &key)?;
        }
    }
    let slot = token.purpose.slot();
    if let Some(older) = w.get(&NEWEST, &slot)? {
        w.delete(&TOKENS, &older)?;
    }
    w.put(&NEWEST, &slot, key)?;
    w.put(&TOKENS, key, token)
}

/// A link that is good.
pub fn find(r: &impl Reading, key: &[u8; 32], now: DateTime<Utc>) -> Result<Option<Token>, StoreError> {
    Ok(r.get(&TOKENS, key)?.filter(|token| token.holds(now)))
}

/// The same, for the last time.
pub fn use_up(w: &Write, key: &[u8; 32], now: DateTime<Utc>) -> Result<Option<Token>, StoreError> {
    let token = find(w, key, now)?;
    w.delete(&TOKENS, key)?;
    Ok(token)
}

/// The newest link of an account and purpose, if it is good.
pub fn newest(
    r: &impl Reading,
    slot: (AccountId, [u8; 1]),
    now: DateTime<Utc>,
) -> Result<Option<Token>, StoreError> {
    match r.get(&NEWEST, &slot)? {
        Some(key) => find(r, &key, now),
        None => Ok(None),
    }
}

/// Ends every link of an account: whoever asked for one before the password changed may be somebody else.
pub fn end_links(w: &Write, account: AccountId) -> Result<(), StoreError> {
    for (slot, key) in w.range(&NEWEST, (account, [0])..=(account, [0xff]))? {
        w.delete(&TOKENS, &key)?;
        w.delete(&NEWEST, &slot)?;
    }
    Ok(())
}

/// Writes down that an address asks for a link.
pub fn ask(w: &Write, ask: &Ask) -> Result<(), StoreError> {
    let number = w.last_key(&ASKS)?.unwrap_or(0) + 1;
    w.put(&ASKS, &number, ask)
}

/// Those who have asked and were not answered, the first ones.
pub fn asks(r: &impl Reading, limit: usize) -> Result<Vec<(u64, Ask)>, StoreError> {
    r.first(&ASKS, 0..=u64::MAX, limit)
}

/// Takes the first of them: nobody is answered twice.
pub fn take_ask(w: &Write) -> Result<Option<Ask>, StoreError> {
    let Some((number, ask)) = asks(w, 1)?.pop() else {
        return Ok(None);
    };
    w.delete(&ASKS, &number)?;
    Ok(Some(ask))
}
