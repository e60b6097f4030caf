//! What concerns rights, as administrators read it.

use std::{collections::BTreeMap, sync::Arc};

use rocket::{State, get, http::Status};

use crate::{
    account::{
        AccountId, Agent,
        event::Event,
        role::Administrator,
        store,
        view::{self, Past},
    },
    office::view::frame,
    platform::{
        Parts,
        error::{Error, Page},
        store::{Read, StoreError},
    },
    town,
};

/// How many lines a page has.
const LINES: usize = 50;

#[get("/mairie/journal?<personne>&<avant>")]
pub async fn journal(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    personne: Option<&str>,
    avant: Option<u64>,
) -> Result<Page, Error> {
    let person = personne.and_then(|number| number.parse::<AccountId>().ok());
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let mut events = match person {
            Some(person) => store::events_of(r, person, avant, LINES + 1)?,
            None => store::events(r, avant, LINES as u64 + 1)?,
        };
        let more = events.len() > LINES;
        events.truncate(LINES);
        let past = Past {
            names: names(r, &events, person)?,
            agents: store::agents(r)?.into_iter().map(|(id, _)| id).collect(),
            person,
            before: avant,
            next: events.last().map(|(number, _)| *number).filter(|_| more),
            events,
        };
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok((Status::Ok, view::journal(frame, &town.identity, &past)))
    })
}

/// The names of the agents and of all who stand in the lines.
fn names(
    r: &Read,
    events: &[(u64, Event)],
    person: Option<AccountId>,
) -> Result<BTreeMap<AccountId, String>, StoreError> {
    let mut names = BTreeMap::new();
    for (id, account) in store::agents(r)? {
        names.insert(id, store::name(r, &account)?);
    }
    for id in events.iter().flat_map(|(_, event)| [event.about, event.by]).chain([person]).flatten() {
        if let Some(account) = store::account_of(r, id)?.filter(|_| !names.contains_key(&id)) {
            names.insert(id, store::name(r, &account)?);
        }
    }
    Ok(names)
}
