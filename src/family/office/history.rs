//! The history of a family's file.

use std::{collections::BTreeMap, sync::Arc};

use rocket::{State, get, http::Status};

use super::desk;
use crate::{
    account::{self, Agent, role::Reader},
    activity,
    family::{
        FamilyId,
        file::{Choices, ServiceChoice},
        history::What,
        store,
        view::office::history::{self as view, Past},
    },
    office::view::frame,
    platform::{
        Parts,
        error::{Error, Page},
        store::{Reading, StoreError},
    },
    tariff, town,
};

/// How many entries a page has.
const LINES: usize = 50;

#[get("/mairie/familles/<id>/historique?<avant>")]
pub async fn page(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    id: u32,
    avant: Option<u64>,
) -> Result<Page, Error> {
    let id = FamilyId(id);
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let family = store::family(r, id)?.ok_or(Error::Missing)?;
        let past = past(r, id, avant, LINES)?;
        let frame = super::here(frame(&town.identity, &agent.bar, &agent.duty));
        Ok((Status::Ok, view::page(frame, id, &family.name, &past, avant)))
    })
}

/// What happened before a number of the journal, and what its sentences need.
pub(super) fn past(
    r: &impl Reading,
    family: FamilyId,
    before: Option<u64>,
    limit: usize,
) -> Result<Past, StoreError> {
    let mut entries = store::history(r, family, before, limit + 1)?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    let (mut people, mut families) = (BTreeMap::new(), BTreeMap::new());
    for (_, _, who, lines) in &entries {
        let number = who.strip_prefix("account ").and_then(|number| number.parse().ok());
        if let Some(id) = number.filter(|_| !people.contains_key(who))
            && let Some(account) = account::store::account_of(r, id)?
        {
            people.insert(who.clone(), account::store::name(r, &account)?);
        }
        for line in lines {
            if let What::Attached(other) = line.what
                && let Some(known) = store::family(r, other)?
            {
                families.insert(other, known.name);
            }
        }
    }
    let next = entries.last().map(|(number, ..)| *number).filter(|_| more);
    let zone = town::store::town(r)?.identity.timezone;
    Ok(Past { people, families, choices: choices(r, family)?, zone, next, entries })
}

/// The names of what fields of this family's files may hold.
fn choices(r: &impl Reading, family: FamilyId) -> Result<Choices, StoreError> {
    let (services, tariffs) = (activity::store::services(r)?, tariff::store::tariffs(r)?);
    let named: Vec<_> = tariffs.0.iter().map(|(id, tariff)| (*id, tariff.name.clone())).collect();
    let service = |service: &activity::Service| ServiceChoice {
        id: service.id,
        name: service.name.clone(),
        weekdays: service.weekdays.clone(),
        tariffs: named.clone(),
    };
    Ok(Choices {
        classes: desk::classes(&*town::store::town(r)?),
        diets: Vec::new(),
        services: services.list.iter().map(service).collect(),
        children: store::children(r, family)?.into_iter().map(|(id, child)| (id, child.first_name)).collect(),
    })
}
