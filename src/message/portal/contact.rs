//! How the town is reached; a form, and what was written before.

use std::sync::Arc;

use maud::Markup;
use rocket::{
    Data, State, get,
    http::{ContentType, Status},
    post,
};

use super::{
    form::{is_of, keep, kept, number, read, sent, status},
    sending::Sending,
};
use crate::{
    account::{NotSignedIn, Parent, Visitor, view::dress},
    message::{
        draft::Typed,
        store,
        view::{
            Wrong,
            portal::{self as view, Kept},
        },
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
    let (form, family) = (number(parts, typed), parent.family.to_string());
    let typed = Typed { form, family, ..typed.clone() };
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let threads = store::of_family(r, parent.family)?;
        let mut frame = town::view::frame(&town.identity, "");
        dress(&mut frame, &parent.bar);
        Ok(view::contact(frame, &town.identity, &threads, &typed, wrong))
    })
}

/// Begins a thread.
#[post("/contact", data = "<data>")]
pub async fn send(
    parent: Result<Parent, NotSignedIn>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    kind: Option<&ContentType>,
    data: Data<'_>,
) -> Result<Answer, Error> {
    let parent = match parent {
        Ok(parent) => parent,
        Err(why) => return kept(why, parts, (kind, data), None).await,
    };
    let (typed, file) = sent(Posted::of(kind, data).await);
    if !is_of(&typed, parent.family)? {
        return keep(Kept::OtherFamily, parts, &typed, None);
    }
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
