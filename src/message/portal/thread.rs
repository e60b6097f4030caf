//! A thread, and the form that goes on with it.

use std::sync::Arc;

use maud::Markup;
use rocket::{
    Data, State, get,
    http::{ContentType, Status},
    post,
};

use super::{
    form::{is_of, keep, kept, number, read, sent, status},
    opened, own,
    sending::Sending,
};
use crate::{
    account::{NotSignedIn, Parent, view::dress},
    message::{
        ThreadId,
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
        file::File,
        store::Read,
        upload::Posted,
    },
    town,
};

#[get("/contact/<id>?<fait>")]
pub async fn page(
    parent: Parent,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let sent = fait == Some("envoye");
    Ok((Status::Ok, show(&parent, parts, ThreadId(id), &Typed::default(), &[], sent)?))
}

/// The page of a thread.
fn show(
    parent: &Parent,
    parts: &Parts,
    id: ThreadId,
    typed: &Typed,
    wrong: &[Wrong],
    sent: bool,
) -> Result<Markup, Error> {
    let (form, family) = (number(parts, typed), parent.family.to_string());
    let typed = Typed { form, family, ..typed.clone() };
    parts.store.read(|r: &Read| {
        let town = town::store::town(r)?;
        let thread = own(r, parent.family, id)?;
        let messages = store::messages(r, id)?;
        let mut frame = town::view::frame(&town.identity, "");
        dress(&mut frame, &parent.bar);
        let shown = view::Shown {
            id,
            thread: &thread,
            messages: &messages,
            zone: town.identity.timezone,
            mail: &parent.mail,
            typed: &typed,
            wrong,
            sent,
        };
        Ok(view::thread(frame, &shown))
    })
}

/// Goes on with one.
#[post("/contact/<id>", data = "<data>")]
pub async fn go_on(
    parent: Result<Parent, NotSignedIn>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    kind: Option<&ContentType>,
    data: Data<'_>,
) -> Result<Answer, Error> {
    let id = ThreadId(id);
    let parent = match parent {
        Ok(parent) => parent,
        Err(why) => return kept(why, parts, (kind, data), Some(id)).await,
    };
    let (typed, file) = sent(Posted::of(kind, data).await);
    if !is_of(&typed, parent.family)? {
        return keep(Kept::OtherFamily, parts, &typed, Some(id));
    }
    parts.store.read(|r| own(r, parent.family, id).map(drop))?;
    let refused = |wrong: Vec<Wrong>| {
        Ok(Answer::Page((status(&wrong), show(&parent, parts, id, &typed, &wrong, false)?)))
    };
    let (draft, file) = match read(typed.next(), file) {
        Ok(read) => read,
        Err(wrong) => return refused(wrong),
    };
    let sending = Sending::new(&parent, parts, &typed, draft, file)?;
    let done = parts
        .store
        .write(format!("account {}", parent.account), move |w| sending.carry_out(w, Some(id)))
        .await?;
    match done {
        Ok(id) => Ok(Answer::SeeOther(SeeOther(format!("/contact/{id}?fait=envoye")))),
        Err(wrong) => refused(vec![wrong]),
    }
}

/// The file of a message of the family's own.
#[get("/contact/<id>/<number>/<nom>")]
pub async fn file(
    parent: Parent,
    parts: &State<Arc<Parts>>,
    id: u32,
    number: u32,
    nom: &str,
) -> Result<File, Error> {
    parts.store.read(|r| {
        own(r, parent.family, ThreadId(id))?;
        opened(r, ThreadId(id), number, nom)
    })
}
