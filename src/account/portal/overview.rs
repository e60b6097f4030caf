//! "Mon compte", and "Mes connexions".

use std::sync::Arc;

use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::client::Client;
use crate::{
    account::{
        Inside,
        event::What,
        store::{self, Kind, keyed},
        view,
    },
    platform::{
        Parts,
        config::Config,
        csrf::OwnPage,
        error::{Error, Page, SeeOther},
        random::hex,
        store::Write,
    },
    town,
};

#[get("/compte?<fait>")]
pub async fn overview(
    inside: Inside<'_>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let (visitor, now) = (inside.0, parts.clock.now());
    let (town, sessions) =
        parts.store.read(|r| Ok::<_, Error>((town::store::town(r)?, store::sessions(r, visitor.id)?)))?;
    let sessions = sessions.iter().filter(|(_, session)| session.holds(now)).count();
    let bar = visitor.bar();
    let shown = view::Overview { bar: &bar, account: &visitor.account, sessions, done: fait };
    Ok((Status::Ok, view::overview(&town.identity, &shown)))
}

#[get("/compte/connexions?<fait>")]
pub async fn sessions(
    inside: Inside<'_>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let (visitor, now) = (inside.0, parts.clock.now());
    let (town, known) =
        parts.store.read(|r| Ok::<_, Error>((town::store::town(r)?, store::sessions(r, visitor.id)?)))?;
    let known = known.into_iter().filter(|(_, session)| session.holds(now));
    let shown =
        |(key, session)| view::Shown { id: name(&parts.config, &key), session, this: key == visitor.key };
    let mut known: Vec<view::Shown> = known.map(shown).collect();
    known.sort_by_key(|shown| (!shown.this, std::cmp::Reverse(shown.session.seen)));
    Ok((Status::Ok, view::sessions(&town.identity, &visitor.bar(), &known, fait, now)))
}

/// Which session ends.
#[derive(FromForm)]
pub struct Ending<'r> {
    #[field(name = "connexion")]
    one: Option<&'r str>,
    #[field(name = "autres")]
    others: Option<&'r str>,
}

#[post("/compte/connexions", data = "<form>")]
pub async fn end(
    inside: Inside<'_>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    client: Client,
    form: Form<Ending<'_>>,
) -> Result<SeeOther, Error> {
    let (id, key, config) = (inside.0.id, inside.0.key, parts.config.clone());
    let one = form.one.map(str::to_owned);
    let done = match (&one, form.others) {
        (Some(_), _) => "une",
        (None, Some(_)) => "autres",
        (None, None) => return Err(Error::Malformed),
    };
    let event = client.event(id, parts.clock.now(), What::SessionsEnded);
    let change = move |w: &Write| {
        let ended = store::sessions(w, id)?.into_iter().map(|(key, _)| key).filter(|known| match &one {
            Some(one) => name(&config, known) == *one,
            None => *known != key,
        });
        let ended: Vec<[u8; 32]> = ended.collect();
        // Somebody else's is not among them.
        if ended.is_empty() && one.is_some() {
            return Err(Error::Missing);
        }
        for key in &ended {
            store::end(w, key)?;
        }
        Ok(store::note(w, &event)?)
    };
    parts.store.write(format!("account {id}"), change).await?;
    Ok(SeeOther(format!("/compte/connexions?fait={done}")))
}

/// What the page calls a session: neither its token nor its key can be found from it.
fn name(config: &Config, key: &[u8; 32]) -> String {
    hex(&keyed(config, Kind::Shown, &hex(key))[..16])
}
