//! What the town calls a family.

use std::sync::Arc;

use rocket::{FromForm, State, form::Form, http::Status, post};

use super::{
    current,
    edit::{self, Turn},
    still_has,
};
use crate::{
    account::{
        Agent,
        role::{Families, Role},
    },
    family::{
        FamilyId, Subject,
        field::{Field, Kind},
        history::{Line, What},
        sheet::Change,
        store,
        value::{self, Why},
        view::office::{
            address,
            file::{Name, NameFault},
        },
    },
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, SeeOther},
        store::Write,
    },
    town,
};

/// What the form sends.
#[derive(FromForm)]
pub struct Typed<'r> {
    #[field(name = "famille", default = "")]
    name: &'r str,
    /// What stood there when the form was shown.
    #[field(name = "avant", default = "")]
    before: &'r str,
}

#[post("/mairie/familles/<id>/nom", data = "<typed>")]
pub async fn rename(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    typed: Form<Typed<'_>>,
) -> Result<Answer, Error> {
    let (about, now, by) = (Subject::Household(FamilyId(id)), parts.clock.now(), agent.account);
    let (name, before) = (typed.name.to_owned(), typed.before.to_owned());
    let change = move |w: &Write| {
        still_has(w, by, Role::Families)?;
        let today = town::store::town(w)?.date(now);
        set(w, about, &name, &before, today)
    };
    let refused = match parts.store.write(format!("account {by}"), change).await? {
        Ok(()) => return Ok(Answer::SeeOther(SeeOther(format!("{}?fait=enregistre", address(about))))),
        Err(fault) => Name { typed: typed.name.into(), fault },
    };
    let page = edit::page(&agent, parts, about, &Turn { name: Some(refused), ..Turn::default() })?;
    Ok(Answer::Page((Status::UnprocessableEntity, page)))
}

/// A family's name in its one form, or what is wrong with it.
pub(super) fn read(typed: &str, today: chrono::NaiveDate) -> Result<String, Why> {
    value::read(Kind::Guardian, Field::LastName.into(), typed, |_, _| false, today)
}

fn set(
    w: &Write,
    about: Subject,
    typed: &str,
    before: &str,
    today: chrono::NaiveDate,
) -> Result<Result<(), NameFault>, Error> {
    let mut family = current(w, about.family())?;
    let name = match read(typed, today) {
        Ok(name) => name,
        Err(why) => return Ok(Err(NameFault::Why(why))),
    };
    if family.name == name {
        return Ok(Ok(()));
    }
    if family.name != before {
        return Ok(Err(NameFault::Meanwhile));
    }
    let change = Change { key: Field::LastName.into(), before: family.name, after: name.clone() };
    let line = Line { about, name: name.clone(), what: What::Changed(vec![change]) };
    family.name = name;
    store::set_family(w, about.family(), &family)?;
    store::note(w, about.family(), line)?;
    Ok(Ok(()))
}
