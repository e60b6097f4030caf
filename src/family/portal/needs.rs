//! What of its file needs a family.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::tabs::address;
use crate::{
    family::{
        FamilyId, Subject,
        office::desk,
        request::State,
        rights::Mode,
        store,
        view::{
            needs::Needs,
            parent::{OTHERS, Tab},
            requests::Asked,
        },
    },
    platform::store::{Read, StoreError},
    town,
};

/// For how long an answer of the town is told on the first page.
const TOLD: TimeDelta = TimeDelta::weeks(2);

/// The files that a family is to look over, and what the town has just answered.
pub fn needs(r: &Read, family: FamilyId, now: DateTime<Utc>) -> Result<Needs, StoreError> {
    let today = town::store::town(r)?.date(now);
    let rights = store::rights(r)?;
    let due = |about: Subject| {
        let open = about.kind().pages().iter().any(|(page, _)| rights.mode(*page) != Mode::Nothing);
        let certified = store::certificate(r, about)?.map(|known| known.on);
        Ok::<_, StoreError>(open && rights.is_due(certified, today))
    };
    let mut needs = Needs { due: Vec::new(), answered: Vec::new() };
    for (about, name) in files(r, family, today)? {
        if due(about)? {
            needs.due.push(Tab { address: address(about), name });
        }
    }
    for (id, request) in store::requests_of(r, family)? {
        let answered = match request.state {
            State::Accepted { at, .. } | State::Refused { at, .. } => Some(at),
            State::Waiting | State::Withdrawn { .. } => None,
        };
        if answered.is_some_and(|at| at > now - TOLD) {
            let file = desk::subject(r, &request, today)?;
            needs.answered.push(Asked { id, request, file });
        }
    }
    Ok(needs)
}

/// The files that are certified, each with its name.
fn files(r: &Read, family: FamilyId, today: NaiveDate) -> Result<Vec<(Subject, String)>, StoreError> {
    let guardians = store::guardians(r, family)?.into_iter().filter(|(_, known)| known.archived.is_none());
    let mut files: Vec<_> =
        guardians.map(|(id, known)| (Subject::Guardian(family, id), known.first_name)).collect();
    files.push((Subject::Household(family), OTHERS[1].1.into()));
    let children = store::present(r, family, today)?.into_iter();
    files.extend(children.map(|(id, child)| (Subject::Child(family, id), child.first_name)));
    Ok(files)
}
