//! Adults who are not guardians: listed, added, taken out.

use std::sync::Arc;

use maud::Markup;
use rocket::{State, get, http::Status, post};

use super::{author, frame, tabs::tabs};
use crate::{
    account::Parent,
    family::{
        AdultId, Subject,
        field::{Kind, Page as Part},
        office::desk::{self, Added, Gone},
        request::{Act, State as Stands},
        rights::Mode,
        sheet::Sheet,
        store,
        typed::{Refused, Typed},
        view::{
            adults::{self as view, Adults},
            file::Form,
        },
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

/// All of them. `fait`: what was just done.
#[get("/famille/autres?<fait>")]
pub async fn list(parent: Parent, parts: &State<Arc<Parts>>, fait: Option<&str>) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let today = town.date(now);
        let numbers = store::adults(r, parent.family)?.into_iter().map(|(id, _)| id);
        let file = |id| desk::file(r, Subject::Adult(parent.family, id), today).transpose();
        let files = numbers.filter_map(file).collect::<Result<_, _>>()?;
        let requests = store::requests_of(r, parent.family)?;
        let waits = requests
            .iter()
            .any(|(_, request)| request.act != Act::Change && request.state == Stands::Waiting);
        let tabs = tabs(r, parent.family, Kind::Adult, today)?;
        let list = Adults { tabs: &tabs, files, mode: store::rights(r)?.mode(Part::Adults), waits };
        Ok(view::adults(frame(&town.identity, &parent.bar), &town.identity.contact, &list, fait))
    })
}

/// A form for somebody new.
#[get("/famille/autres/nouveau")]
pub async fn new(parent: Parent, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    blank(&parent, parts, None).map(|page| (Status::Ok, page))
}

/// Adds somebody.
#[post("/famille/autres/nouveau", data = "<body>")]
pub async fn add(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    body: Body,
) -> Result<Answer, Error> {
    let typed = Typed::parse(&body.0);
    let (asked, author, family) = (typed.clone(), author(&parent, parts), parent.family);
    let change = move |w: &Write| {
        let shown = AdultId(asked.rest("numero").parse().unwrap_or(0));
        desk::add(w, family, shown, &asked, &author)
    };
    match parts.store.write(format!("account {}", parent.account), change).await? {
        Ok(Added::Done(_)) => Ok(Answer::SeeOther(SeeOther("/famille/autres?fait=a".into()))),
        Ok(Added::Asked) => Ok(Answer::SeeOther(SeeOther("/famille/autres?fait=d".into()))),
        Err(refused) => {
            let page = blank(&parent, parts, Some((&typed.fields, refused)))?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}

fn blank(parent: &Parent, parts: &Parts, refused: Option<(&Sheet, Refused)>) -> Result<Markup, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let rights = store::rights(r)?;
        if rights.mode(Part::Adults) == Mode::Nothing {
            return Err(Error::Missing);
        }
        let file = desk::blank(r, Subject::Adult(parent.family, store::next_adult(r, parent.family)?))?;
        let mut form = Form::new(&file, &rights, false);
        if let Some((typed, refused)) = refused {
            (form.shown, form.refused) = (typed.clone(), Some(refused));
        }
        let tabs = tabs(r, parent.family, Kind::Adult, town.date(parts.clock.now()))?;
        Ok(view::new_adult(frame(&town.identity, &parent.bar), &tabs, &form))
    })
}

/// Asks whether somebody is really to go.
#[get("/famille/autres/<id>/retirer")]
pub async fn removal(parent: Parent, parts: &State<Arc<Parts>>, id: u32) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let about = Subject::Adult(parent.family, AdultId(id));
        let file = desk::file(r, about, town.date(now))?.ok_or(Error::Missing)?;
        let mode = store::rights(r)?.mode(Part::Adults);
        if mode == Mode::Nothing {
            return Err(Error::Missing);
        }
        let tabs = tabs(r, parent.family, Kind::Adult, town.date(now))?;
        Ok(view::removal(frame(&town.identity, &parent.bar), &tabs, &file, mode))
    })
}

/// Takes somebody out.
#[post("/famille/autres/<id>/retirer")]
pub async fn remove(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
) -> Result<SeeOther, Error> {
    let (author, family) = (author(&parent, parts), parent.family);
    let change = move |w: &Write| desk::remove(w, family, AdultId(id), &author);
    let done = match parts.store.write(format!("account {}", parent.account), change).await? {
        Gone::Done => 'r',
        Gone::Asked => 'd',
    };
    Ok(SeeOther(format!("/famille/autres?fait={done}")))
}
