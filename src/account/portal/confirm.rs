//! The password asked again, and codes: each try counts before it is looked at.

use chrono::{DateTime, Utc};
use rocket::http::Status;

use super::client::Client;
use crate::{
    account::{
        Account, AccountId, Visitor,
        event::What,
        factor::Taken,
        store::{self, Kind, Trying, keyed},
        strength, throttle,
        view::Untaken,
    },
    platform::{Parts, config::Config, error::Error, store::Write},
};

/// Looks at the password of somebody who is in. It slows down by account; what strangers try at the sign-in
/// page does not count here, nor the reverse.
pub async fn password(
    parts: &Parts,
    client: &Client,
    visitor: &Visitor,
    typed: &str,
) -> Result<Option<Untaken>, Error> {
    if typed.is_empty() {
        return Ok(Some(Untaken::Missing));
    }
    let now = parts.clock.now();
    let key = keyed(&parts.config, Kind::Again, &visitor.id.to_string());
    let against = [Trying { key, pace: &throttle::ACCOUNT }];
    let begun = parts.store.write("password", move |w| Ok::<_, Error>(store::begin_try(w, &against, now)?));
    if let Err(slowed) = begun.await? {
        return Ok(Some(Untaken::Slowed(slowed.until - now)));
    }
    let typed = if typed.chars().count() <= strength::LONGEST { typed } else { "" };
    let right = parts.passwords.verify(typed, visitor.account.password.clone()).await;
    let event = client.event(visitor.id, parts.clock.now(), What::SlowedDown);
    let count = move |w: &Write| match right {
        true => Ok::<_, Error>(store::forgive_try(w, &against)?),
        false if store::fail_try(w, &against, event.at)?.contains(&true) => Ok(store::note(w, &event)?),
        false => Ok(()),
    };
    parts.store.write("password", count).await?;
    Ok((!right).then_some(Untaken::Wrong))
}

/// What a code of an account counts against.
pub fn code_tries(config: &Config, id: AccountId) -> [Trying; 1] {
    [Trying { key: keyed(config, Kind::Code, &id.to_string()), pace: &throttle::CODE }]
}

/// Takes a code, inside the writer: none is taken twice. The account is changed, and not yet written.
pub fn code(
    w: &Write,
    against: &[Trying],
    client: &Client,
    (id, account): (AccountId, &mut Account),
    typed: &str,
    now: DateTime<Utc>,
) -> Result<Result<Taken, Untaken>, Error> {
    if typed.trim().is_empty() {
        return Ok(Err(Untaken::Missing));
    }
    if let Err(slowed) = store::begin_try(w, against, now)? {
        return Ok(Err(Untaken::Slowed(slowed.until - now)));
    }
    if let Some(taken) = account.factor.as_mut().and_then(|factor| factor.take(typed, now)) {
        store::forgive_try(w, against)?;
        return Ok(Ok(taken));
    }
    if store::fail_try(w, against, now)?.contains(&true) {
        store::note(w, &client.event(id, now, What::SlowedDown))?;
    }
    Ok(Err(Untaken::Wrong))
}

/// The status of a page that was refused for these reasons.
pub fn status(why: &[Option<Untaken>]) -> Status {
    match why.iter().flatten().any(|why| matches!(why, Untaken::Slowed(_))) {
        true => Status::TooManyRequests,
        false => Status::UnprocessableEntity,
    }
}
