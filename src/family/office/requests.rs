//! The requests to treat: read side by side, accepted or refused, one by one or a page at a time.

use std::sync::Arc;

use chrono::NaiveDate;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::{
    answer::{self, Letter},
    desk::{self, Author},
    still_has,
};
use crate::{
    account::{
        Agent,
        role::{Families, Permission, Reader, Role},
    },
    family::{
        answer::{Answer as Answered, Wrong, reason},
        request::{RequestId, State as Stands},
        store,
        view::treat::{self as view, Asked, List, One},
    },
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Read, Write},
    },
    town,
};

/// How many requests a page has.
const LINES: usize = 20;

#[get("/mairie/demandes?<page>&<fait>")]
pub async fn list(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    page: Option<usize>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let said = List { done: fait, page: page.unwrap_or(1), ..List::default() };
    Ok((Status::Ok, waiting(&agent, parts, said)?))
}

/// The page of those that wait.
fn waiting<P: Permission>(agent: &Agent<P>, parts: &Parts, said: List<'_>) -> Result<maud::Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let ids = store::waiting(r)?;
        let pages = ids.len().div_ceil(LINES).max(1);
        let page = said.page.clamp(1, pages);
        let here = ids.iter().skip((page - 1) * LINES).take(LINES);
        let today = town.date(now);
        let asked = here.map(|id| asked(r, *id, today)).collect::<Result<Vec<_>, Error>>()?;
        let answers = agent.duty.has(Families::ROLES);
        let list = List { total: ids.len(), page, pages, asked, answers, today, ..said };
        Ok(view::list(frame(&town.identity, &agent.bar, &agent.duty), &town, &list))
    })
}

/// A request with what it is about.
fn asked(r: &Read, id: RequestId, today: NaiveDate) -> Result<Asked, Error> {
    let request = store::request(r, id)?.ok_or(Error::Missing)?;
    let family = store::family(r, request.about.family())?.ok_or(Error::Missing)?.name;
    let by = match &request.state {
        Stands::Accepted { by, .. } | Stands::Refused { by, .. } => answer::agent(r, *by)?,
        Stands::Waiting | Stands::Withdrawn { .. } => String::new(),
    };
    let there = desk::file(r, request.about, today)?.is_some();
    let file = desk::subject(r, &request, today)?;
    Ok(Asked { id, family, file, there, by, request })
}

/// The requests that were ticked, each with the state of it that was on the screen: "3.1764000000".
#[derive(FromForm)]
pub struct Ticked<'r> {
    #[field(name = "demande")]
    ticked: Vec<&'r str>,
    #[field(name = "page", default = 1)]
    page: usize,
    #[field(name = "geste", default = "accepter")]
    act: &'r str,
    #[field(name = "motif", default = "")]
    reason: &'r str,
}

/// Accepts or refuses those that were ticked: each on its own, all in one write.
#[post("/mairie/demandes", data = "<ticked>")]
pub async fn accept(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    ticked: Form<Ticked<'_>>,
) -> Result<Answer, Error> {
    let one = |word: &&str| {
        let (id, seen) = word.split_once('.')?;
        Some((id.parse::<RequestId>().ok()?, seen.to_owned()))
    };
    let mut all: Vec<(RequestId, String)> = ticked.ticked.iter().filter_map(one).take(LINES).collect();
    all.sort();
    all.dedup();
    let accepts = ticked.act != "refuser";
    let answered =
        if accepts { Ok(Answered::Accept(None)) } else { reason(ticked.reason).map(Answered::Refuse) };
    let mut said = List { page: ticked.page, nothing: all.is_empty(), ..List::default() };
    said.reason = (ticked.reason.into(), answered.as_ref().err().cloned());
    let answered = match answered {
        Ok(answered) if !said.nothing => answered,
        _ => return Ok(Answer::Page((Status::UnprocessableEntity, waiting(&agent, parts, said)?))),
    };
    let (author, count) = (author(&agent, parts), all.len());
    let all: Vec<_> = all.into_iter().map(|(id, seen)| (id, seen, Letter::new(parts))).collect();
    let change = move |w: &Write| {
        still_has(w, author.account, Role::Families)?;
        let mut wrong = Vec::new();
        for (id, seen, letter) in &all {
            let done = match hides(w, *id)? {
                true => Err(Wrong::Hidden),
                false => answer::answer(w, *id, seen, &answered, &author, letter)?,
            };
            wrong.extend(done.err().map(|why| (*id, why)));
        }
        Ok::<_, Error>(wrong)
    };
    let wrong = parts.store.write(format!("account {}", agent.account), change).await?;
    said.answered = (count - wrong.len(), accepts);
    if wrong.is_empty() {
        let done = if accepts { "" } else { "non-" };
        return Ok(Answer::SeeOther(SeeOther(format!("/mairie/demandes?fait={done}{count}"))));
    }
    let today = parts.store.read(|r| Ok::<_, Error>(town::store::town(r)?.date(parts.clock.now())))?;
    let named = parts.store.read(|r| {
        wrong.into_iter().map(|(id, why)| Ok((asked(r, id, today)?, why))).collect::<Result<Vec<_>, Error>>()
    })?;
    said.wrong = named;
    Ok(Answer::Page((Status::UnprocessableEntity, waiting(&agent, parts, said)?)))
}

/// Whether something of a request is read on its own page only.
fn hides(w: &Write, id: RequestId) -> Result<bool, Error> {
    Ok(store::request(w, id)?.is_some_and(|request| request.is_sensitive()))
}

#[get("/mairie/demandes/<id>")]
pub async fn one(agent: Agent<Reader>, parts: &State<Arc<Parts>>, id: u32) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, RequestId(id), One::default())?))
}

/// The page of one request.
fn show<P: Permission>(
    agent: &Agent<P>,
    parts: &Parts,
    id: RequestId,
    said: One,
) -> Result<maud::Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let today = town.date(now);
        let asked = asked(r, id, today)?;
        let said = One { answers: agent.duty.has(Families::ROLES), today, ..said };
        Ok(view::one(frame(&town.identity, &agent.bar, &agent.duty), &town, &asked, &said))
    })
}

/// What the buttons of a request send.
#[derive(FromForm)]
pub struct Typed<'r> {
    #[field(name = "geste", default = "")]
    act: &'r str,
    #[field(name = "vu", default = "")]
    seen: &'r str,
    #[field(name = "motif", default = "")]
    reason: &'r str,
    #[field(name = "effet", default = "")]
    from: &'r str,
}

#[post("/mairie/demandes/<id>", data = "<typed>")]
pub async fn treat(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    typed: Form<Typed<'_>>,
) -> Result<Answer, Error> {
    let id = RequestId(id);
    let answered = match typed.act {
        "afficher" => return read(&agent, parts, id).await,
        "accepter" if typed.from.is_empty() => Ok(Answered::Accept(None)),
        "accepter" => typed.from.parse().map(|from| Answered::Accept(Some(from))).map_err(|_| Wrong::Day),
        "refuser" => reason(typed.reason).map(Answered::Refuse),
        _ => return Err(Error::Malformed),
    };
    let done = match answered {
        Err(wrong) => Err(wrong),
        Ok(answered) => {
            let (author, letter, seen) = (author(&agent, parts), Letter::new(parts), typed.seen.to_owned());
            let change = move |w: &Write| {
                still_has(w, author.account, Role::Families)?;
                answer::answer(w, id, &seen, &answered, &author, &letter)
            };
            parts.store.write(format!("account {}", agent.account), change).await?
        }
    };
    match done {
        Ok(()) => Ok(Answer::SeeOther(SeeOther(format!("/mairie/demandes?fait={}", typed.act)))),
        Err(wrong) => {
            let said = One {
                wrong: Some(wrong),
                reason: typed.reason.into(),
                from: typed.from.into(),
                ..One::default()
            };
            Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, id, said)?)))
        }
    }
}

/// Shows what is kept of health and diet in a request, once it is written down who reads it.
async fn read(agent: &Agent<Families>, parts: &Parts, id: RequestId) -> Result<Answer, Error> {
    let author = author(agent, parts);
    let change = move |w: &Write| {
        still_has(w, author.account, Role::Families)?;
        let request =
            store::request(w, id)?.filter(|request| request.is_sensitive()).ok_or(Error::Missing)?;
        let today = town::store::town(w)?.date(author.at);
        let name = desk::subject(w, &request, today)?.name();
        Ok::<_, Error>(store::note_reading(w, request.about, name)?)
    };
    parts.store.write(format!("account {}", agent.account), change).await?;
    let said = One { open: true, ..One::default() };
    Ok(Answer::Page((Status::Ok, show(agent, parts, id, said)?)))
}

fn author<P: Permission>(agent: &Agent<P>, parts: &Parts) -> Author {
    let name = format!("{} {}", agent.duty.first_name, agent.duty.last_name);
    Author { account: agent.account, name, town: true, at: parts.clock.now() }
}
