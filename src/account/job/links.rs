//! Links to a new password, for the addresses that asked and are known.

use chrono::{DateTime, Utc};

use crate::{
    account::{
        event::{Event, What},
        mail,
        store::{self, Kind, Trying, keyed},
        throttle,
        token::{Purpose, Token},
    },
    platform::{
        Parts,
        config::Config,
        outbox,
        random::hex,
        store::{StoreError, Write},
    },
    town,
};

/// Answers those who have asked, in their order. The request itself did the same for any address; only here
/// does it matter whether somebody has it.
pub async fn answer_asks(parts: &Parts) -> Result<(), StoreError> {
    let mut at_once = AT_ONCE;
    loop {
        let waiting = parts.store.read(|r| store::asks(r, at_once))?.len();
        if waiting == 0 {
            return Ok(());
        }
        let answers: Vec<Answer> = (0..waiting).map(|_| Answer::new(parts)).collect();
        let answer = move |w: &Write| answers.into_iter().try_for_each(|answer| answer.write(w));
        match parts.store.write("link", answer).await {
            // What is damaged of one account keeps nobody else waiting: one by one, that one is found and dropped.
            Err(error @ (StoreError::Unreadable { .. } | StoreError::Interrupted)) if waiting == 1 => {
                rocket::error!("links: {error}");
                parts.store.write("link", |w| store::take_ask(w).map(drop)).await?;
                at_once = AT_ONCE;
            }
            Err(StoreError::Unreadable { .. } | StoreError::Interrupted) => at_once = 1,
            answered => answered?,
        }
    }
}

/// So many are answered by one commit.
const AT_ONCE: usize = 50;

/// What one answer needs, made before it has its turn on the writer.
struct Answer {
    /// What the link holds: 256 random bits.
    secret: String,
    /// Part of the mail's number.
    id: String,
    config: Config,
    now: DateTime<Utc>,
}

impl Answer {
    fn new(parts: &Parts) -> Self {
        let (secret, id) = (hex(&parts.random.bytes::<32>()), parts.random.token());
        Self { secret, id, config: parts.config.clone(), now: parts.clock.now() }
    }

    /// Takes the first who asked. Nobody known, or somebody who was just answered: nothing follows.
    fn write(self, w: &Write) -> Result<(), StoreError> {
        let Self { secret, id, config, now } = self;
        let Some(ask) = store::take_ask(w)? else { return Ok(()) };
        let Some((about, account)) = store::account(w, &ask.mail)? else { return Ok(()) };
        let against =
            [Trying { key: keyed(&config, Kind::Mailed, &about.to_string()), pace: &throttle::MAILED }];
        let lets_in = store::lets_in(w, &account)? && store::is_open_to(w, &account)?;
        if !lets_in || store::begin_try(w, &against, now)?.is_err() {
            return Ok(());
        }
        store::fail_try(w, &against, now)?;
        let purpose = Purpose::Password { account: about, without_factor: false };
        let token = Token { purpose, until: now + Token::MAILED };
        store::issue(w, &keyed(&config, Kind::Link, &secret), &token, now)?;
        let town = town::store::town(w)?;
        let link = format!("{}/mot-de-passe/{secret}", config.site);
        outbox::queue(w, mail::password_link(&town.identity, &account.mail, &link, token.until), &id, now)?;
        let what = What::PasswordAsked;
        store::note(w, &Event { at: now, about: Some(about), by: None, origin: ask.origin, what })
    }
}
