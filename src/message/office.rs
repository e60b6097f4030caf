//! The town's door: its inbox, answers.

use std::sync::Arc;

use maud::Markup;
use rocket::{FromForm, Route, State, form::Form, get, http::Status, post, routes};

use super::{
    MOST_BYTES, Message, Side, State as Stands, Thread, ThreadId,
    draft::Typed,
    mail,
    portal::{attached, heard, number, opened, read, sent, status},
    store,
    view::{
        Wrong,
        office::{self as view, List, Shown, Which},
    },
};
use crate::{
    account::{
        Agent,
        role::{Answers, Permission, Reader},
    },
    family::{self, FamilyId, office::duty},
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        file::File,
        outbox,
        store::{Reading, StoreError, Write},
        upload::Posted,
    },
    town,
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![list, thread, answer, put_away, file]
}

const PAGE: &str = "/mairie/messages";
/// How many threads a page lists.
const LINES: usize = 25;

#[get("/mairie/messages?<lesquels>&<famille>&<page>&<fait>")]
async fn list(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    lesquels: Option<&str>,
    famille: Option<u32>,
    page: Option<usize>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let page = page.unwrap_or(1).clamp(1, 10_000);
    let after = (page - 1) * LINES;
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        // One more than is shown says whether there is another page.
        let (which, mut threads) = match (famille.map(FamilyId), lesquels) {
            (Some(id), _) => {
                let name = family::store::family(r, id)?.ok_or(Error::Missing)?.name;
                let own = store::of_family(r, id)?.into_iter().skip(after).take(LINES + 1);
                (Which::Of(id, name), own.collect())
            }
            (None, Some("tous")) => (Which::All, store::latest(r, after, LINES + 1)?),
            (None, _) => (Which::Waiting, store::waiting(r, after, LINES + 1)?),
        };
        let more = threads.len() > LINES;
        threads.truncate(LINES);
        let mut lines = Vec::new();
        for (id, thread) in threads {
            let name = name(r, &thread)?;
            lines.push((id, thread, name));
        }
        let waiting = store::waiting_count(r)?;
        let zone = town.identity.timezone;
        let list = List { which, waiting, lines: &lines, page, more, zone, done: fait };
        Ok((Status::Ok, view::list(frame(&town.identity, &agent.bar, &agent.duty), &list)))
    })
}

/// The name of the family of a thread.
fn name(r: &impl Reading, thread: &Thread) -> Result<String, StoreError> {
    Ok(family::store::family(r, thread.family)?.map(|known| known.name).unwrap_or_default())
}

#[get("/mairie/messages/<id>")]
async fn thread(agent: Agent<Reader>, parts: &State<Arc<Parts>>, id: u32) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, ThreadId(id), &Typed::default(), &[])?))
}

/// The page of a thread, with what was typed and what is wrong with it.
fn show<P: Permission>(
    agent: &Agent<P>,
    parts: &Parts,
    id: ThreadId,
    typed: &Typed,
    wrong: &[Wrong],
) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let thread = store::thread(r, id)?.ok_or(Error::Missing)?;
        let messages = store::messages(r, id)?;
        let seen = thread.messages.to_string();
        let typed = Typed { form: number(parts, typed), seen, ..typed.clone() };
        let shown = Shown {
            id,
            thread: &thread,
            family: &name(r, &thread)?,
            messages: &messages,
            zone: town.identity.timezone,
            answers: agent.duty.has(Answers::ROLES),
            heard: heard(r, &thread, &messages)?.is_some(),
            typed: &typed,
            wrong,
        };
        Ok(view::thread(frame(&town.identity, &agent.bar, &agent.duty), &shown))
    })
}

/// Answers a thread. The form says how many messages its reader had seen: an answer to less is shown what came since.
#[post("/mairie/messages/<id>", data = "<posted>")]
async fn answer(
    agent: Agent<Answers>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    posted: Posted<{ MOST_BYTES }>,
) -> Result<Answer, Error> {
    let (id, (typed, file)) = (ThreadId(id), sent(posted));
    parts.store.read(|r| store::thread(r, id))?.ok_or(Error::Missing)?;
    let refused =
        |wrong: Vec<Wrong>| Ok(Answer::Page((status(&wrong), show(&agent, parts, id, &typed, &wrong)?)));
    let (draft, file) = match read(typed.next(), file) {
        Ok(read) => read,
        Err(wrong) => return refused(wrong),
    };
    let (by, at, seen) = (agent.account, parts.clock.now(), typed.seen.clone());
    let (site, token) = (parts.config.site.clone(), parts.random.token());
    let (file, bytes) = attached(file);
    let change = move |w: &Write| {
        let duty = duty(w, by, Answers::ROLES)?;
        let before = store::thread(w, id)?.ok_or(Error::Missing)?;
        let messages = store::messages(w, id)?;
        let to = heard(w, &before, &messages)?;
        let name = format!("{} {}", duty.first_name, duty.last_name);
        let message = Message { side: Side::Town, by, name, at, words: draft.words, file };
        if before.messages.to_string() != seen {
            // The same answer, sent twice.
            let twice =
                messages.last().is_some_and(|last| *last == Message { at: last.at, ..message.clone() });
            return Ok(if twice { Ok(to.is_some()) } else { Err(Wrong::Changed) });
        }
        store::write(w, id, &before.and(Side::Town, at), &message, bytes.as_deref())?;
        if let Some(to) = &to {
            let (town, thread) = (town::store::town(w)?, store::thread(w, id)?.ok_or(Error::Missing)?);
            outbox::queue(w, mail::answered(&town.identity, to, (id, &thread, &message), &site), &token, at)?;
        }
        Ok::<_, Error>(Ok(to.is_some()))
    };
    match parts.store.write(format!("account {by}"), change).await? {
        Ok(mailed) => {
            let done = if mailed { "repondu" } else { "sans-courriel" };
            Ok(Answer::SeeOther(SeeOther(format!("{PAGE}?fait={done}"))))
        }
        Err(wrong) => refused(vec![wrong]),
    }
}

/// What the button that puts a thread away sends.
#[derive(FromForm)]
struct Seen {
    #[field(name = "vu")]
    messages: u32,
}

/// Puts a thread away that wants no answer. One that was written to since stays where it is.
#[post("/mairie/messages/<id>/classer", data = "<seen>")]
async fn put_away(
    agent: Agent<Answers>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    seen: Form<Seen>,
) -> Result<Answer, Error> {
    let (id, by, seen) = (ThreadId(id), agent.account, seen.messages);
    let change = move |w: &Write| {
        duty(w, by, Answers::ROLES)?;
        let thread = store::thread(w, id)?.ok_or(Error::Missing)?;
        if thread.messages != seen {
            return Ok(Err(Wrong::Changed));
        }
        if matches!(thread.state, Stands::Waiting(_)) {
            store::set(w, id, &Thread { state: Stands::PutAway, ..thread })?;
        }
        Ok::<_, Error>(Ok(()))
    };
    match parts.store.write(format!("account {by}"), change).await? {
        Ok(()) => Ok(Answer::SeeOther(SeeOther(format!("{PAGE}?fait=classe")))),
        Err(wrong) => {
            let page = show(&agent, parts, id, &Typed::default(), &[wrong])?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}

/// The file of a message.
#[get("/mairie/messages/<id>/<number>/<nom>")]
async fn file(
    _agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    id: u32,
    number: u32,
    nom: &str,
) -> Result<File, Error> {
    parts.store.read(|r| opened(r, ThreadId(id), number, nom))
}
