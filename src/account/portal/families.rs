//! Somebody attached to several families chooses which one is shown.

use std::sync::Arc;

use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::own;
use crate::{
    account::{Inside, NotSignedIn, store, view},
    family::FamilyId,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, SeeOther},
        store::Write,
    },
    town,
};

#[get("/familles?<retour>")]
pub async fn families(
    inside: Inside<'_>,
    parts: &State<Arc<Parts>>,
    retour: Option<&str>,
) -> Result<Answer, Error> {
    let visitor = inside.0;
    let (town, families) = parts
        .store
        .read(|r| Ok::<_, Error>((town::store::town(r)?, store::named_families(r, &visitor.account)?)))?;
    let bar = visitor.bar();
    // Who works for the town hall and has no family is at home there.
    if families.is_empty() && bar.office {
        return Ok(Answer::SeeOther(SeeOther("/mairie".into())));
    }
    let shown = visitor.session.family.map(|(family, _)| family);
    Ok(Answer::Page((Status::Ok, view::families(&town.identity, &bar, &families, shown, own(retour)))))
}

/// The family that is to be shown.
#[derive(FromForm)]
pub struct Chosen<'r> {
    #[field(name = "famille")]
    family: u32,
    retour: Option<&'r str>,
}

#[post("/familles", data = "<form>")]
pub async fn choose(
    inside: Result<Inside<'_>, NotSignedIn>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    form: Form<Chosen<'_>>,
) -> Result<SeeOther, Error> {
    let visitor = match inside {
        Ok(Inside(visitor)) => visitor,
        Err(why) => return why.then("/familles"),
    };
    let open = parts.store.read(|r| store::open_families(r, &visitor.account))?;
    let family = FamilyId(form.family);
    let (chosen, _) = open.into_iter().find(|((known, _), _)| *known == family).ok_or(Error::Missing)?;
    let key = visitor.key;
    let change = move |w: &Write| {
        Ok::<_, Error>(store::change_session(w, &key, |session| session.family = Some(chosen))?)
    };
    parts.store.write(format!("account {}", visitor.id), change).await?;
    Ok(SeeOther(own(form.retour).into()))
}
