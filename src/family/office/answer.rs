//! A request is answered: judged again where there is one writer, done or not, and told to who asked.

use chrono::NaiveDate;

use super::desk::{self, Author};
use crate::{
    account::{self, AccountId},
    family::{
        Source, Subject,
        answer::{Answer, Wrong, effect},
        field::{Field, Key},
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
    let name = whose(w, &request, town::store::town(w)?.date(author.at))?;
    let (by, at) = (author.account.0, author.at);
    let (what, refused) = match answer {
        Answer::Accept(from) => {
            if let Err(wrong) = accept(w, &request, *from, author)? {
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

/// Whose file a request is about: "Théo ALAIN"; nothing for the household.
pub fn whose(r: &impl Reading, request: &Request, today: NaiveDate) -> Result<String, StoreError> {
    let known = store::sheet(r, request.about, today)?.unwrap_or_default();
    let asked = known.with(&request.changes);
    let sheet = if request.act == Act::Add { asked } else { known };
    Ok(format!("{} {}", sheet.get(Field::FirstName), sheet.get(Field::LastName)).trim().to_owned())
}

/// Does what is asked, or says why it cannot be.
fn accept(
    w: &Write,
    request: &Request,
    from: Option<NaiveDate>,
    author: &Author,
) -> Result<Result<(), Wrong>, StoreError> {
    let today = town::store::town(w)?.date(author.at);
    if is_away(w, request.about)? {
        return Ok(Err(Wrong::Gone));
    }
    match request.act {
        Act::Change => change(w, request, from, today),
        Act::Add | Act::Remove => Ok(Err(Wrong::Gone)),
    }
}

/// Whether the file was put away since.
fn is_away(r: &impl Reading, about: Subject) -> Result<bool, StoreError> {
    let family = store::family(r, about.family())?.is_none_or(|family| family.archived.is_some());
    Ok(family
        || match about {
            Subject::Household(_) | Subject::Adult(..) => false,
            Subject::Guardian(family, id) => {
                store::guardian(r, family, id)?.is_none_or(|known| known.archived.is_some())
            }
            Subject::Child(family, id) => {
                store::child(r, family, id)?.is_none_or(|known| known.archived.is_some())
            }
        })
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
    let mut typed = Sheet::default();
    request.changes.iter().for_each(|change| typed.set(change.key, change.after.as_str()));
    let stands = |key: &Key| request.page(*key).is_some_and(|page| file.keys(page).contains(key));
    let (keys, gone): (Vec<Key>, Vec<Key>) =
        request.changes.iter().map(|change| change.key).partition(|key| stands(key));
    let (sheet, mut faults) = file.read(&keys, &typed, today);
    faults.extend(gone.into_iter().map(|key| Fault { key, why: Why::NotOffered }));
    let now = |key: &Key| file.sheet.get(*key) != sheet.get(*key);
    let of =
        |key: &Key| Change { key: *key, before: file.sheet.get(*key).into(), after: sheet.get(*key).into() };
    let changes: Vec<Change> = keys.iter().filter(|key| now(key)).map(of).collect();
    faults.extend(desk::still_booked(w, request.about, &changes, today)?);
    if !faults.is_empty() {
        return Ok(Err(Wrong::Faults(faults)));
    }
    desk::apply(w, &file, &changes, day, Source::Family)?;
    Ok(Ok(()))
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

/// Mails the answer to who asked, if the town still shows them the family.
fn tell(
    w: &Write,
    request: &Request,
    name: &str,
    refused: Option<&str>,
    author: &Author,
    letter: &Letter,
) -> Result<(), StoreError> {
    let Some(account) = account::store::account_of(w, AccountId(request.by))? else { return Ok(()) };
    let open = account::store::open_families(w, &account)?;
    if !open.iter().any(|((family, _), _)| *family == request.about.family()) {
        return Ok(());
    }
    let page = match request.about {
        Subject::Household(_) => "/famille/foyer".to_owned(),
        Subject::Guardian(_, id) => format!("/famille/{id}"),
        Subject::Adult(..) => "/famille/autres".to_owned(),
        Subject::Child(_, id) => format!("/enfants/{id}"),
    };
    let town = town::store::town(w)?;
    let link = format!("{}{page}", letter.site);
    let mail = mail::answered(&town.identity, &account.mail, request, name, refused, link);
    outbox::queue(w, mail, &letter.token, author.at)
}
