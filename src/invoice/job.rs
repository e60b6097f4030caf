//! Runs go on beside the requests, some families at a time, so that parents who save wait little. What the program's end
//! interrupts goes on when it is started again: the families that are done, their numbers and their bills are one transaction.

use rocket::tokio::task::spawn_blocking;

use super::{number::Series, pdf, run::RunId, store};
use crate::{
    account,
    family::{self, FamilyId},
    invoice::mail,
    platform::{
        Parts, outbox,
        store::{Reading, StoreError, Write},
    },
};

/// So many families are billed in one transaction, so many documents kept.
const BATCH: usize = 20;

/// Does what there is to do: every run that is under way, every document that is not made.
pub async fn run(parts: &Parts) -> Result<(), StoreError> {
    while step(parts).await? {}
    Ok(())
}

/// One transaction of it; says whether there was something to do.
pub async fn step(parts: &Parts) -> Result<bool, StoreError> {
    let under_way = parts.store.read(|r| {
        let running = store::runs(r)?.into_iter().find(|(_, issuing)| issuing.ended.is_none());
        Ok::<_, StoreError>(running.map(|(id, issuing)| (id, issuing.who)))
    })?;
    match under_way {
        Some((id, who)) => {
            let (now, site, token) = (parts.clock.now(), parts.config.site.clone(), parts.random.token());
            let change = move |w: &Write| batch(w, id, &Around { now, site, token });
            parts.store.write(who, change).await?;
            Ok(true)
        }
        None => documents(parts).await,
    }
}

/// What a batch needs from outside of the data.
struct Around {
    now: chrono::DateTime<chrono::Utc>,
    site: String,
    token: String,
}

/// The next families of a run.
fn batch(w: &Write, id: RunId, around: &Around) -> Result<(), StoreError> {
    let Some(mut issuing) = store::issuing(w, id)?.filter(|issuing| issuing.ended.is_none()) else {
        return Ok(());
    };
    for family in next(w, &issuing.run.only, issuing.next)? {
        let owed = store::owed(w, &issuing.run, family)?;
        if !owed.lines.is_empty() {
            let printed = store::printed(w, &issuing.run, family, &owed)?;
            if let Some(invoice) = store::issue(w, &issuing.run, family, &owed.charges, printed)? {
                match invoice.number.series {
                    Series::Credit => issuing.credits += 1,
                    _ => issuing.bills += 1,
                }
                issuing.total += invoice.total;
                for address in account::store::addresses(w, family)? {
                    let mail = mail::issued(&invoice, &address, &around.site);
                    outbox::queue(w, mail, &around.token, around.now)?;
                }
            }
        }
        issuing.done += 1;
        issuing.next = FamilyId(family.0 + 1);
    }
    if next(w, &issuing.run.only, issuing.next)?.is_empty() {
        issuing.ended = Some(around.now);
    }
    store::set_issuing(w, id, &issuing)
}

/// The families that come next.
fn next(r: &impl Reading, only: &Option<FamilyId>, from: FamilyId) -> Result<Vec<FamilyId>, StoreError> {
    match only {
        Some(family) => Ok(Vec::from_iter((*family >= from).then_some(*family))),
        None => family::store::next_families(r, from, BATCH),
    }
}

/// Makes some documents, and keeps them; says whether one was wanted.
async fn documents(parts: &Parts) -> Result<bool, StoreError> {
    let wanted = parts.store.read(|r| store::undocumented(r, BATCH))?;
    if wanted.is_empty() {
        return Ok(false);
    }
    let make = move || {
        let make = |invoice: &super::Invoice| Ok((invoice.number, pdf::document(invoice)?));
        wanted.iter().map(make).collect::<Result<Vec<_>, String>>()
    };
    let made = spawn_blocking(make).await.map_err(|_| StoreError::Interrupted)?;
    // What cannot be made is a fault of ours: it is logged, and tried again.
    let made = made.map_err(StoreError::Database)?;
    let keep =
        move |w: &Write| made.iter().try_for_each(|(number, bytes)| store::set_document(w, number, bytes));
    parts.store.write("documents", keep).await?;
    Ok(true)
}
