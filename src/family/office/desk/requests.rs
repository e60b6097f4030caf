//! What a family asked for and no longer wants.

use super::{Author, blank, file};
use crate::{
    family::{
        FamilyId,
        file::File,
        history::What,
        request::{Act, Request, RequestId, State},
        store,
    },
    platform::{
        error::Error,
        store::{Reading, StoreError, Write},
    },
    town,
};
use chrono::NaiveDate;

/// The file that a request is about, as it stands; of somebody who is not there yet, or no longer, as it was
/// asked.
pub fn subject(r: &impl Reading, request: &Request, today: NaiveDate) -> Result<File, StoreError> {
    if let Some(known) = file(r, request.about, today)? {
        return Ok(known);
    }
    let mut known = blank(r, request.about)?;
    for change in &request.changes {
        let said = if request.act == Act::Remove { &change.before } else { &change.after };
        known.sheet.set(change.key, said.as_str());
    }
    Ok(known)
}

/// Takes back what a family asked. Gives whether it still waited.
///
/// # Errors
/// [`Error::Missing`] when the family has asked no such thing.
pub fn withdraw(w: &Write, family: FamilyId, id: RequestId, author: &Author) -> Result<bool, Error> {
    let mut request =
        store::request(w, id)?.filter(|known| known.about.family() == family).ok_or(Error::Missing)?;
    if request.state != State::Waiting {
        return Ok(false);
    }
    let today = town::store::town(w)?.date(author.at);
    let line = subject(w, &request, today)?.line(What::Withdrawn(id));
    request.state = State::Withdrawn { at: author.at };
    store::set_request(w, Some(id), &request)?;
    store::note(w, family, line)?;
    Ok(true)
}
