//! How the town is reached; a form, and what was written before.

use std::sync::Arc;

use maud::Markup;
use rocket::{State, get, http::Status, post};

use super::{
    form::{number, read, sent, status, who},
    sending::Sending,
};
use crate::{
    account::{NotSignedIn, Parent, Visitor, view::dress},
    message::{
        MOST_BYTES,
        draft::Typed,
        store,
        view::{Wrong, portal as view},
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        upload::Posted,
    },
    town,
};

/// How the town is reached, for anybody; for a family, a form and what was written before.
#[get("/contact")]
pub async fn page(
    visitor: Option<&Visitor>,
    parts: &State<Arc<Parts>>,
    parent: Option<Parent>,
) -> Result<Page, Error> {
    if let Some(parent) = parent {
        return Ok((Status::Ok, show(&parent, parts, &Typed::default(), &[])?));
    }
    let (town, bar) = (parts.store.read(town::store::town)?, visitor.map(Visitor::bar));
    let mut frame = town::view::frame(&town.identity, "");
    if let Some(bar) = &bar {
        dress(&mut frame, bar);
    }
    Ok((Status::Ok, view::reached(frame, &town.identity, bar.is_some())))
}

/// The page of a family, with what was typed and what is wrong with it.
fn show(parent: &Parent, parts: &Parts, typed: &Typed, wrong: &[Wrong]) -> Result<Markup, Error> {
    let typed = Typed { form: number(parts, typed), ..typed.clone() };
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let threads = store::of_family(r, parent.family)?;
        let mut frame = town::view::frame(&town.identity, "");
        dress(&mut frame, &parent.bar);
        Ok(view::contact(frame, &town.identity, &threads, &typed, wrong))
    })
}

/// Begins a thread.
#[post("/contact", data = "<posted>")]
pub async fn send(
    parent: Result<Parent, NotSignedIn>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    posted: Posted<{ MOST_BYTES }>,
) -> Result<Answer, Error> {
    let (typed, file) = sent(posted);
    let parent = match who(parent, parts, &typed, None)? {
        Ok(parent) => parent,
        Err(answer) => return Ok(answer),
    };
    let refused =
        |wrong: Vec<Wrong>| Ok(Answer::Page((status(&wrong), show(&parent, parts, &typed, &wrong)?)));
    let (draft, file) = match read(typed.first(), file) {
        Ok(read) => read,
        Err(wrong) => return refused(wrong),
    };
    let sending = Sending::new(&parent, parts, &typed, draft, file)?;
    let done =
        parts.store.write(format!("account {}", parent.account), |w| sending.carry_out(w, None)).await?;
    match done {
        Ok(id) => Ok(Answer::SeeOther(SeeOther(format!("/contact/{id}?fait=envoye")))),
        Err(wrong) => refused(vec![wrong]),
    }
}
