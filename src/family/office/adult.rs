//! Other adults of a family, added and taken out by the town.

use std::sync::Arc;

use rocket::{State, get, http::Status, post};

use super::{author, current, desk, still_has};
use crate::{
    account::{
        Agent,
        role::{Families, Role},
    },
    family::{
        AdultId, FamilyId, Subject,
        field::Page as Part,
        office::desk::Added,
        store,
        typed::{Refused, Typed},
        view::{
            file::Form,
            office::{
                address, archive,
                create::{self as view, New},
                family_address,
            },
        },
    },
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::Write,
    },
    town,
};

#[get("/mairie/familles/<id>/autres/nouveau")]
pub async fn new(agent: Agent<Families>, parts: &State<Arc<Parts>>, id: u32) -> Result<Page, Error> {
    Ok((Status::Ok, page(&agent, parts, FamilyId(id), None)?))
}

#[post("/mairie/familles/<id>/autres/nouveau", data = "<body>")]
pub async fn add(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    let id = FamilyId(id);
    let typed = Typed::parse(&body.0);
    let (author, asked) = (author(&agent, parts), typed.clone());
    let change = move |w: &Write| {
        still_has(w, author.account, Role::Families)?;
        current(w, id)?;
        let shown = AdultId(asked.rest("numero").parse().unwrap_or(0));
        desk::add(w, id, shown, &asked, &author)
    };
    match parts.store.write(format!("account {}", agent.account), change).await? {
        Ok(Added::Done(number)) => {
            let about = Subject::Adult(id, number);
            Ok(Answer::SeeOther(SeeOther(format!("{}?fait=cree", address(about)))))
        }
        // What the town does is done.
        Ok(Added::Asked) => Ok(Answer::SeeOther(SeeOther(family_address(id)))),
        Err(refused) => {
            let page = page(&agent, parts, id, Some((&typed, refused)))?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}

fn page(
    agent: &Agent<Families>,
    parts: &Parts,
    id: FamilyId,
    refused: Option<(&Typed, Refused)>,
) -> Result<maud::Markup, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let family = current(r, id)?;
        let file = desk::blank(r, Subject::Adult(id, store::next_adult(r, id)?))?;
        let rights = store::rights(r)?;
        let mut form = Form::new(&file, &rights, true);
        if let Some((typed, refused)) = refused {
            form.shown = typed.fields.clone();
            form.refused = Some(refused);
        }
        let new = New {
            family: Some((id, family.name)),
            pages: &[Part::Adults],
            name: String::new(),
            name_fault: None,
            twins: Vec::new(),
            number: None,
            form,
        };
        let frame = super::here(frame(&town.identity, &agent.bar, &agent.duty));
        Ok(view::page(frame, &new))
    })
}

#[get("/mairie/familles/<id>/autres/<n>/retrait")]
pub async fn leaving(
    agent: Agent<Families>,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
) -> Result<Page, Error> {
    let about = Subject::Adult(FamilyId(id), AdultId(n));
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let family = current(r, about.family())?;
        let name = super::name(r, about)?.ok_or(Error::Missing)?;
        let frame = super::here(frame(&town.identity, &agent.bar, &agent.duty));
        Ok((Status::Ok, archive::removal(frame, (about.family(), &family.name), about, &name)))
    })
}

#[post("/mairie/familles/<id>/autres/<n>/retrait")]
pub async fn remove(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    n: u32,
) -> Result<SeeOther, Error> {
    let (family, id) = (FamilyId(id), AdultId(n));
    let author = author(&agent, parts);
    let change = move |w: &Write| {
        still_has(w, author.account, Role::Families)?;
        current(w, family)?;
        desk::remove(w, family, id, &author)
    };
    parts.store.write(format!("account {}", agent.account), change).await?;
    Ok(SeeOther(format!("{}?fait=retire", family_address(family))))
}
