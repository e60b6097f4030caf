//! What the program does about accounts beside the requests: the link of the first administrator, and the
//! agents that a command makes or resets.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    account::{
        AccountId,
        agent::{Sheet, Wrong, has_administrator},
        event::{COMMAND, What},
        office::appoint::{Author, Link, appoint},
        role::{Duty, Role},
        store,
        token::{Purpose, Token},
    },
    platform::{
        clock::Clock,
        config::Config,
        random::Random,
        store::{Store, StoreError, Write},
    },
};

/// What a command asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// A new agent, or a duty for somebody who has an account.
    Create {
        /// Address.
        mail: String,
        /// "Nadia".
        first_name: String,
        /// "BELKACEM".
        last_name: String,
        /// What this person is to do.
        roles: BTreeSet<Role>,
    },
    /// A new link for an agent who lost the password or the second factor.
    Reset {
        /// Address.
        mail: String,
    },
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// The whole address of a link that is good once, for an hour.
    Link(String),
    /// The first or the last name is none.
    Name,
    /// The address is none.
    Mail,
    /// Somebody with this address is an agent already.
    Taken,
    /// Nobody has this address.
    Unknown,
    /// Somebody has, who does not work for the town hall, or no longer.
    NotAgent,
    /// There is no room on the disk.
    Full,
    /// The data cannot be read or written.
    Broken(String),
}

/// Does what a command asks.
pub async fn answer(store: &Store, config: &Config, random: &Random, clock: &Clock, asked: Asked) -> Told {
    let link = Link::new(config, random);
    let address = link.to_password(config);
    let author = Author { by: None, origin: COMMAND.into(), at: clock.now() };
    let change = move |w: &Write| match asked {
        Asked::Create { mail, first_name, last_name, roles } => {
            let duty = Duty { first_name, last_name, roles, roll_call: Default::default(), access: true };
            create(w, &Sheet { mail, duty }.tidy(), &link, &author)
        }
        Asked::Reset { mail } => reset(w, &mail, &link, &author),
    };
    match store.write("command", change).await {
        Ok(None) => Told::Link(address),
        Ok(Some(refused)) => refused,
        Err(StoreError::Full) => Told::Full,
        Err(error) => Told::Broken(error.to_string()),
    }
}

fn create(w: &Write, sheet: &Sheet, link: &Link, author: &Author) -> Result<Option<Told>, StoreError> {
    if let Some(fault) = sheet.faults().first() {
        return Ok(Some(if *fault == Wrong::Mail { Told::Mail } else { Told::Name }));
    }
    match appoint(w, sheet, author)? {
        Ok((id, _)) => link.issue(w, id, false, author.at, author.at + Token::PRINTED).map(|()| None),
        Err(_) => Ok(Some(Told::Taken)),
    }
}

fn reset(w: &Write, mail: &str, link: &Link, author: &Author) -> Result<Option<Told>, StoreError> {
    let id: AccountId = match store::account(w, mail)? {
        None => return Ok(Some(Told::Unknown)),
        Some((_, account)) if account.on_duty().is_none() => return Ok(Some(Told::NotAgent)),
        Some((id, _)) => id,
    };
    store::note(w, &author.event(id, What::ResetGiven))?;
    link.issue(w, id, true, author.at, author.at + Token::PRINTED)?;
    Ok(None)
}

/// The address of the page of the first administrator, good once, for an hour; none when there is one.
///
/// # Errors
/// When the data cannot be read or written.
pub async fn first(
    store: &Store,
    config: &Config,
    random: &Random,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    if store.read(|r| Ok::<_, StoreError>(has_administrator(&store::agents(r)?)))? {
        return Ok(None);
    }
    let link = Link::new(config, random);
    let token = Token { purpose: Purpose::FirstAdministrator, until: now + Token::PRINTED };
    let key = link.key;
    store.write("serve", move |w| store::issue(w, &key, &token, now)).await?;
    Ok(Some(format!("{}/premier/{}", config.site, link.token)))
}
