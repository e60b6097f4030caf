//! A request is answered: judged again where there is one writer, done or not, and told to who asked.

use chrono::NaiveDate;

use super::desk::{self, Author};
use crate::{
    account::{self, AccountId},
    family::{
        Source, Subject,
        answer::{Answer, Wrong, effect},
        field::{Field, Key},
        file::File,
        history::{Line, What},
        mail,
        request::{Act, Request, RequestId, State},
        sheet::{Change, Sheet},
        store,
        value::{Fault, Why},
    },
    platform::{
        Parts,
        error::Error,
        outbox,
        store::{Reading, StoreError, Write},
    },
    town,
};

/// What the mail of an answer is made of, before the writer knows whom it is for.
pub struct Letter {
    site: String,
    token: String,
}

impl Letter {
    /// A new one.
    pub fn new(parts: &Parts) -> Self {
        Self { site: parts.config.site.clone(), token: parts.random.token() }
    }
}

/// Answers a request. `seen`: which state of it the agent had on the screen.
pub fn answer(
    w: &Write,
    id: RequestId,
    seen: &str,
    answer: &Answer,
    author: &Author,
    letter: &Letter,
) -> Result<Result<(), Wrong>, Error> {
    let mut request = store::request(w, id)?.ok_or(Error::Missing)?;
    if let Some(wrong) = waits_no_more(w, &request, seen)? {
        return Ok(Err(wrong));
    }
    let today = town::store::town(w)?.date(author.at);
    let file = desk::subject(w, &request, today)?;
    let name = file.name();
    let (by, at) = (author.account.0, author.at);
    let (what, refused) = match answer {
        Answer::Accept(from) => {
            if let Err(wrong) = accept(w, &request, *from, today)? {
                return Ok(Err(wrong));
            }
            request.state = State::Accepted { by, at };
            (What::Accepted(id), None)
        }
        Answer::Refuse(reason) => {
            request.state = State::Refused { by, at, reason: reason.clone() };
            (What::Refused(id), Some(reason.as_str()))
        }
    };
    store::set_request(w, Some(id), &request)?;
    let line = Line { about: request.about, name: name.clone(), what };
    store::note(w, request.about.family(), line)?;
    // Whoever goes is taken out last: what else was asked of them is wanted no more.
    if request.act == Act::Remove && refused.is_none() {
        desk::take_out(w, &file, author)?;
    }
    tell(w, &request, &name, refused, author, letter)?;
    Ok(Ok(()))
}

/// Why a request cannot be answered any more, or not as it was seen.
fn waits_no_more(r: &impl Reading, request: &Request, seen: &str) -> Result<Option<Wrong>, StoreError> {
    Ok(match &request.state {
        State::Waiting if request.seen() == seen => None,
        State::Waiting => Some(Wrong::Changed),
        State::Accepted { by, .. } => Some(Wrong::Accepted(agent(r, *by)?)),
        State::Refused { by, .. } => Some(Wrong::Refused(agent(r, *by)?)),
        State::Withdrawn { .. } => Some(Wrong::Withdrawn),
    })
}

/// What somebody of the town hall is called.
pub fn agent(r: &impl Reading, by: u32) -> Result<String, StoreError> {
    match account::store::account_of(r, AccountId(by))? {
        Some(account) => account::store::name(r, &account),
        None => Ok(String::new()),
    }
}

/// Does what is asked, or says why it cannot be.
fn accept(
    w: &Write,
    request: &Request,
    from: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Result<(), Wrong>, StoreError> {
    if is_away(w, request.about)? {
        return Ok(Err(Wrong::Gone));
    }
    match request.act {
        Act::Change => change(w, request, from, today),
        Act::Add => add(w, request, today),
        Act::Remove if desk::file(w, request.about, today)?.is_none() => Ok(Err(Wrong::Gone)),
        Act::Remove => Ok(Ok(())),
    }
}

/// Puts an adult into the file, under the number that was kept since it was asked.
fn add(w: &Write, request: &Request, today: NaiveDate) -> Result<Result<(), Wrong>, StoreError> {
    if desk::file(w, request.about, today)?.is_some() {
        return Ok(Err(Wrong::Gone));
    }
    let new = desk::blank(w, request.about)?;
    let (sheet, faults) = judge(&new, request, today);
    if !faults.is_empty() {
        return Ok(Err(Wrong::Faults(faults)));
    }
    desk::enter(w, &File { sheet, ..new }, today)?;
    Ok(Ok(()))
}

/// Whether the file was put away since.
fn is_away(r: &impl Reading, about: Subject) -> Result<bool, StoreError> {
    let family = store::family(r, about.family())?.is_none_or(|family| family.archived.is_some());
    Ok(family || desk::is_put_away(r, about)?)
}

/// Changes fields: each is judged again on what the file is now.
fn change(
    w: &Write,
    request: &Request,
    from: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Result<(), Wrong>, StoreError> {
    let quotient = request.changes.iter().any(|change| change.key.field == Field::Quotient);
    let day = from.filter(|_| quotient).unwrap_or(today);
    if quotient && let Some(wrong) = too_early(w, request.about, day, today)? {
        return Ok(Err(wrong));
    }
    let Some(file) = desk::file(w, request.about, day)? else { return Ok(Err(Wrong::Gone)) };
    let (sheet, mut faults) = judge(&file, request, today);
    let keys: Vec<Key> = request.changes.iter().map(|change| change.key).collect();
    let now = |key: &Key| file.sheet.get(*key) != sheet.get(*key);
    let of =
        |key: &Key| Change { key: *key, before: file.sheet.get(*key).into(), after: sheet.get(*key).into() };
    let changes: Vec<Change> = keys.iter().filter(|key| now(key)).map(of).collect();
    faults.extend(desk::still_booked(w, request.about, &changes, today)?);
    if !faults.is_empty() {
        return Ok(Err(Wrong::Faults(faults)));
    }
    desk::apply(w, &file, &changes, day, Source::Family, true)?;
    Ok(Ok(()))
}

/// What a request asks of a file, each field in its one form, and what cannot stand there.
fn judge(file: &File, request: &Request, today: NaiveDate) -> (Sheet, Vec<Fault>) {
    let typed = Sheet::default().with(&request.changes);
    let stands = |key: &Key| request.page(*key).is_some_and(|page| file.keys(page).contains(key));
    let (keys, gone): (Vec<Key>, Vec<Key>) =
        request.changes.iter().map(|change| change.key).partition(|key| stands(key));
    let (sheet, mut faults) = file.read(&keys, &typed, today);
    faults.extend(gone.into_iter().map(|key| Fault { key, why: Why::NotOffered }));
    (sheet, faults)
}

/// Why a quotient cannot take effect on a day: out of bounds, or hidden by one that is known from a later day on.
fn too_early(
    r: &impl Reading,
    about: Subject,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<Option<Wrong>, StoreError> {
    let (first, last) = effect(today);
    if !(first..=last).contains(&day) {
        return Ok(Some(Wrong::Day));
    }
    let family = store::family(r, about.family())?;
    let later = |family: crate::family::Family| {
        family.quotient.iter().map(|known| known.from).find(|from| *from > day && *from <= today)
    };
    Ok(family.and_then(later).map(Wrong::Later))
}

/// Mails the answer to those who asked, if the town still shows them the family.
fn tell(
    w: &Write,
    request: &Request,
    name: &str,
    refused: Option<&str>,
    author: &Author,
    letter: &Letter,
) -> Result<(), StoreError> {
    let page = match request.about {
        Subject::Household(_) => "/famille/foyer".to_owned(),
        Subject::Guardian(_, id) => format!("/famille/{id}"),
        Subject::Adult(..) => "/famille/autres".to_owned(),
        Subject::Child(_, id) => format!("/enfants/{id}"),
    };
    let town = town::store::town(w)?;
    let link = format!("{}{page}", letter.site);
    for by in request.with.iter().chain([&request.by]) {
        let Some(account) = account::store::account_of(w, AccountId(*by))? else { continue };
        let open = account::store::open_families(w, &account)?;
        if open.iter().any(|((family, _), _)| *family == request.about.family()) {
            let mail = mail::answered(&town.identity, &account.mail, request, name, refused, link.clone());
            outbox::queue(w, mail, &letter.token, author.at)?;
        }
    }
    Ok(())
}
