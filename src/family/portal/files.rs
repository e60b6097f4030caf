//! The files of guardians, of the household, of other adults and of children: read, changed, certified.

use std::sync::Arc;

use rocket::{State, get, http::Status, post};

use super::{
    author, frame,
    tabs::{address, tabs},
};
use crate::{
    account::Parent,
    family::{
        AdultId, ChildId, GuardianId, Subject,
        field::Kind,
        office::desk,
        store,
        typed::{Refused, Saved, Typed},
        view::{self, file::Form},
    },
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    town,
};

/// The file of who is signed in.
#[get("/famille")]
pub async fn family(parent: Parent) -> SeeOther {
    SeeOther(address(Subject::Guardian(parent.family, parent.guardian)))
}

/// A guardian. `fait`: what was just saved.
#[get("/famille/<id>?<fait>")]
pub async fn guardian(
    parent: Parent,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    show(&parent, parts, Subject::Guardian(parent.family, GuardianId(id)), fait)
}

#[post("/famille/<id>", data = "<body>")]
pub async fn save_guardian(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    save(&parent, parts, Subject::Guardian(parent.family, GuardianId(id)), &body).await
}

/// Quotient and allowance number.
#[get("/famille/foyer?<fait>")]
pub async fn household(parent: Parent, parts: &State<Arc<Parts>>, fait: Option<&str>) -> Result<Page, Error> {
    show(&parent, parts, Subject::Household(parent.family), fait)
}

#[post("/famille/foyer", data = "<body>")]
pub async fn save_household(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    body: Body,
) -> Result<Answer, Error> {
    save(&parent, parts, Subject::Household(parent.family), &body).await
}

/// Another adult.
#[get("/famille/autres/<id>?<fait>")]
pub async fn adult(
    parent: Parent,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    show(&parent, parts, Subject::Adult(parent.family, AdultId(id)), fait)
}

#[post("/famille/autres/<id>", data = "<body>")]
pub async fn save_adult(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    save(&parent, parts, Subject::Adult(parent.family, AdultId(id)), &body).await
}

/// The eldest child.
#[get("/enfants")]
pub async fn children(parent: Parent, parts: &State<Arc<Parts>>) -> Result<Answer, Error> {
    let now = parts.clock.now();
    let tabs = parts.store.read(|r| tabs(r, parent.family, Kind::Child, town::store::town(r)?.date(now)))?;
    match tabs.first() {
        Some(tab) => Ok(Answer::SeeOther(SeeOther(tab.address.clone()))),
        None => parts.store.read(|r| {
            let town = town::store::town(r)?;
            let frame = frame(&town.identity, &parent.bar);
            Ok(Answer::Page((Status::Ok, view::parent::no_child(frame, &town.identity.contact))))
        }),
    }
}

/// A child.
#[get("/enfants/<id>?<fait>")]
pub async fn child(
    parent: Parent,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    show(&parent, parts, Subject::Child(parent.family, ChildId(id)), fait)
}

#[post("/enfants/<id>", data = "<body>")]
pub async fn save_child(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    save(&parent, parts, Subject::Child(parent.family, ChildId(id)), &body).await
}

fn show(parent: &Parent, parts: &Parts, about: Subject, done: Option<&str>) -> Result<Page, Error> {
    page(parent, parts, about, None, done).map(|page| (Status::Ok, page))
}

/// Saves a file, or shows it again with what was typed and what is wrong.
async fn save(parent: &Parent, parts: &Parts, about: Subject, body: &Body) -> Result<Answer, Error> {
    let typed = Typed::parse(&body.0);
    let (asked, author) = (typed.clone(), author(parent, parts));
    let change = move |w: &Write| desk::save(w, about, &asked, &author);
    match parts.store.write(format!("account {}", parent.account), change).await? {
        Ok(saved) => Ok(Answer::SeeOther(SeeOther(format!("{}?fait={}", address(about), code(&saved))))),
        Err(refused) => {
            let page = page(parent, parts, about, Some((&typed, refused)), None)?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}

fn page(
    parent: &Parent,
    parts: &Parts,
    about: Subject,
    refused: Option<(&Typed, Refused)>,
    done: Option<&str>,
) -> Result<maud::Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let today = town.date(now);
        if desk::is_hidden(r, about, today)? {
            return Err(Error::Missing);
        }
        let file = desk::file(r, about, today)?.ok_or(Error::Missing)?;
        let rights = store::rights(r)?;
        let mut form = Form::new(&file, &rights, false);
        form.own = about == Subject::Guardian(parent.family, parent.guardian);
        if let Some((typed, refused)) = refused {
            (form.shown, form.seen) = typed.again(&refused, &file.sheet);
            (form.certified, form.refused) = (typed.certified, Some(refused));
        }
        let tabs = tabs(r, parent.family, about.kind(), today)?;
        let frame = frame(&town.identity, &parent.bar);
        Ok(view::parent::page(frame, &town.identity.contact, &tabs, &form, done, today))
    })
}

/// What was saved, as the address of the next page says it.
fn code(saved: &Saved) -> String {
    let letters = [(!saved.done.is_empty(), 'm'), (!saved.asked.is_empty(), 'd'), (saved.certified, 'c')];
    letters.into_iter().filter_map(|(holds, letter)| holds.then_some(letter)).collect()
}
