//! Adults who are not guardians come into a family's file, and go.

use chrono::NaiveDate;

use super::{Author, blank, file};
use crate::{
    family::{
        AdultId, FamilyId, Source, Subject,
        field::{Key, Page},
        file::{File, mode},
        history::What,
        request::{Act, Request, State},
        rights::Mode,
        sheet::Sheet,
        store,
        typed::{Refused, Typed},
    },
    platform::{
        error::Error,
        store::{StoreError, Write},
    },
    town,
};

/// What became of somebody new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// In the file, under this number.
    Done(AdultId),
    /// Asked of the town.
    Asked,
}

/// What became of somebody who is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// No longer in the file.
    Done,
    /// Asked of the town.
    Asked,
}

/// Adds somebody. `shown`: the number that the form carried, so that the same form sent twice adds one person.
///
/// # Errors
/// [`Error::Missing`] when parents may add nobody.
pub fn add(
    w: &Write,
    family: FamilyId,
    shown: AdultId,
    typed: &Typed,
    author: &Author,
) -> Result<Result<Added, Refused>, Error> {
    let today = town::store::town(w)?.date(author.at);
    let mode = open(w, author)?;
    let new = blank(w, Subject::Adult(family, store::next_adult(w, family)?))?;
    let keys: Vec<Key> = new.keys(Page::Adults);
    let (sheet, faults) = new.read(&keys, &typed.fields, today);
    if !faults.is_empty() {
        return Ok(Err(Refused::Faults(faults)));
    }
    if let Some(before) = already(w, Subject::Adult(family, shown), &sheet, today)? {
        return Ok(Ok(before));
    }
    let new = File { sheet, ..new };
    if mode == Mode::AtOnce {
        enter(w, &new, today)?;
        return Ok(Ok(Added::Done(AdultId(new.about.number()))));
    }
    ask(w, &new, Act::Add, author)?;
    Ok(Ok(Added::Asked))
}

/// What parents may do with the adults of their file.
fn open(w: &Write, author: &Author) -> Result<Mode, Error> {
    match mode(&*store::rights(w)?, Page::Adults, author.town) {
        Mode::Nothing => Err(Error::Missing),
        open => Ok(open),
    }
}

/// What the same form did, when it was sent before.
fn already(w: &Write, shown: Subject, sheet: &Sheet, today: NaiveDate) -> Result<Option<Added>, StoreError> {
    if file(w, shown, today)?.is_some_and(|known| known.sheet == *sheet) {
        return Ok(Some(Added::Done(AdultId(shown.number()))));
    }
    let added = Sheet::default().changes(sheet);
    let asked = |request: &Request| {
        request.about == shown
            && request.act == Act::Add
            && request.state == State::Waiting
            && request.changes == added
    };
    let asked = store::requests_of(w, shown.family())?.iter().any(|(_, request)| asked(request));
    Ok(asked.then_some(Added::Asked))
}

/// Puts an adult into a family's file.
pub fn enter(w: &Write, new: &File, today: NaiveDate) -> Result<(), StoreError> {
    store::set_sheet(w, new.about, &new.sheet, today, Source::Family)?;
    store::note(w, new.about.family(), new.line(What::Created))
}

/// Takes somebody out, or asks the town to.
///
/// # Errors
/// [`Error::Missing`] when the family has no such adult, or when parents may take nobody out.
pub fn remove(w: &Write, family: FamilyId, id: AdultId, author: &Author) -> Result<Gone, Error> {
    let today = town::store::town(w)?.date(author.at);
    let mode = open(w, author)?;
    let known = file(w, Subject::Adult(family, id), today)?.ok_or(Error::Missing)?;
    if mode == Mode::AtOnce {
        take_out(w, &known, author)?;
        return Ok(Gone::Done);
    }
    let waits = |request: &Request| {
        request.about == known.about && request.act == Act::Remove && request.state == State::Waiting
    };
    if !store::requests_of(w, family)?.iter().any(|(_, request)| waits(request)) {
        ask(w, &known, Act::Remove, author)?;
    }
    Ok(Gone::Asked)
}

/// Takes an adult out of a family's file; what was asked of it and still
/// waits is wanted no more: who answers a request notes the answer first.
pub fn take_out(w: &Write, known: &File, author: &Author) -> Result<(), StoreError> {
    let Subject::Adult(family, id) = known.about else { return Ok(()) };
    for (request, mut asked) in store::requests_of(w, family)? {
        if asked.about == known.about && asked.state == State::Waiting {
            asked.state = State::Withdrawn { at: author.at };
            store::set_request(w, Some(request), &asked)?;
            store::note(w, family, known.line(What::Withdrawn(request)))?;
        }
    }
    store::remove_adult(w, family, id)?;
    store::note(w, family, known.line(What::Removed))
}

/// Asks the town that somebody comes in or goes, with what stands in the file.
fn ask(w: &Write, known: &File, act: Act, author: &Author) -> Result<(), StoreError> {
    let nothing = Sheet::default();
    let changes = match act {
        Act::Remove => known.sheet.changes(&nothing),
        _ => nothing.changes(&known.sheet),
    };
    let request = Request::new(known.about, act, changes, author.account.0, &author.name, author.at);
    let id = store::set_request(w, None, &request)?;
    store::note(w, known.about.family(), known.line(What::Asked(id, act)))
}
