//! Somebody becomes one of the town hall's people: by an invitation, by a command, or as the first of all.

use chrono::{DateTime, Utc};

use crate::{
    account::{
        Account, AccountId,
        agent::{Sheet, Wrong},
        event::{Event, What},
        role::Role,
        store::{self, Kind, keyed},
        token::{Purpose, Token},
    },
    platform::{
        config::Config,
        error::Error,
        random::Random,
        store::{StoreError, Write},
    },
};

/// Who does it, when and from where.
#[derive(Clone, Debug)]
pub struct Author {
    /// The agent; none for a command, and for the first administrator.
    pub by: Option<AccountId>,
    /// Where from.
    pub origin: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Author {
    /// An administrator may have been removed between the page and its turn on the writer.
    pub fn still_administers(&self, w: &Write) -> Result<(), Error> {
        let Some(by) = self.by else { return Ok(()) };
        let account = store::account_of(w, by)?;
        let administers =
            account.and_then(|account| account.duty).is_some_and(|duty| duty.has(&[Role::Administrator]));
        if administers { Ok(()) } else { Err(Error::NotAllowed) }
    }

    /// What happened to somebody.
    pub fn event(&self, about: AccountId, what: What) -> Event {
        Event { at: self.at, about: Some(about), by: self.by, origin: self.origin.clone(), what }
    }
}

/// A link that nobody has yet: what it holds, and the key under which it is stored.
#[derive(Clone, Debug)]
pub struct Link {
    /// The end of its address.
    pub token: String,
    /// The key.
    pub key: [u8; 32],
}

impl Link {
    /// A new one.
    pub fn new(config: &Config, random: &Random) -> Self {
        let token = random.token();
        let key = keyed(config, Kind::Link, &token);
        Self { token, key }
    }

    /// Its whole address, when it opens the page of a new password.
    pub fn to_password(&self, config: &Config) -> String {
        format!("{}/mot-de-passe/{}", config.site, self.token)
    }

    /// Makes it good for a new password.
    pub fn issue(
        &self,
        w: &Write,
        account: AccountId,
        without_factor: bool,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let purpose = Purpose::Password { account, without_factor };
        store::issue(w, &self.key, &Token { purpose, until }, now)
    }
}

/// Gives a duty to who has an address: a new account, or the one that this person has already. Sessions end:
/// one of a parent's telephone that stays must not open the town's side.
pub fn appoint(
    w: &Write,
    sheet: &Sheet,
    author: &Author,
) -> Result<Result<(AccountId, Account), Wrong>, StoreError> {
    let (id, mut account) = match store::account(w, &sheet.mail)? {
        Some((id, known)) if known.on_duty().is_some() => return Ok(Err(Wrong::Taken(id))),
        Some(known) => known,
        None => (store::next_id(w)?, Account::of(&sheet.mail, Vec::new())),
    };
    account.duty = Some(sheet.duty.clone());
    store::set_account(w, id, &account)?;
    store::end_all(w, id, None)?;
    store::note(w, &author.event(id, What::Appointed { roles: sheet.duty.roles.clone() }))?;
    Ok(Ok((id, account)))
}
