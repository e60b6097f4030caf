//! Who may sign in for a family: invited, ended, given again, attached from another family.

use std::sync::Arc;

use chrono::NaiveDate;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::{
    admit::{self, Invitation},
    current,
    pick::pick,
    still_has,
};
use crate::{
    account::{
        self, Agent,
        office::appoint::Author,
        portal::Client,
        role::{Families, Role},
    },
    family::{
        FamilyId, Guardian, GuardianId, Subject,
        access::Wrong,
        field::Field,
        store,
        view::access::{self as view, Access, Person},
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

/// What the page says of what was just done or typed.
#[derive(Default)]
struct Said<'a> {
    text: &'a str,
    done: Option<&'a str>,
    wrong: Option<Wrong>,
    about: u32,
    mail: &'a str,
}

#[get("/mairie/familles/<id>/acces?<q>&<fait>")]
pub async fn page(
    agent: Agent<Families>,
    parts: &State<Arc<Parts>>,
    id: u32,
    q: Option<&str>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let said = Said { text: q.unwrap_or_default(), done: fait, ..Said::default() };
    Ok((Status::Ok, show(&agent, parts, FamilyId(id), said)?))
}

fn show(agent: &Agent<Families>, parts: &Parts, id: FamilyId, said: Said) -> Result<maud::Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let today = town.date(now);
        let family = current(r, id)?;
        let known = store::guardians(r, id)?.into_iter().filter(|(_, known)| known.archived.is_none());
        let person = |(guardian, known)| person(r, id, guardian, known, today);
        let access = Access {
            id,
            name: &family.name,
            town: &town.identity,
            people: known.map(person).collect::<Result<_, Error>>()?,
            text: said.text,
            found: pick(r, said.text, id)?,
            done: said.done,
            wrong: said.wrong,
            about: said.about,
            mail: said.mail,
        };
        Ok(view::page(frame(&town.identity, &agent.bar, &agent.duty), &access))
    })
}

fn person(
    r: &Read,
    family: FamilyId,
    id: GuardianId,
    known: Guardian,
    today: NaiveDate,
) -> Result<Person, Error> {
    let account = account::store::accounts_at(r, (family, id))?.into_iter().next();
    let seen = match &account {
        Some((account, _)) => account::store::last_sign_in(r, *account)?,
        None => None,
    };
    let sheet = store::sheet(r, Subject::Guardian(family, id), today)?.unwrap_or_default();
    let signs = account.as_ref().is_some_and(|(_, account)| account.password.is_some());
    let mail = account.map(|(_, account)| account.mail);
    Ok(Person { id, guardian: known, own: sheet.get(Field::Mail).to_owned(), mail, signs, seen })
}

/// What the forms of the page send.
#[derive(FromForm)]
pub struct Typed<'r> {
    #[field(name = "geste", default = "")]
    act: &'r str,
    #[field(name = "responsable", default = 0)]
    guardian: u32,
    #[field(name = "adresse", default = "")]
    mail: &'r str,
    #[field(name = "de", default = "")]
    from: &'r str,
}

#[post("/mairie/familles/<id>/acces", data = "<typed>")]
pub async fn change(
    agent: Agent<Families>,
    _own: OwnPage,
    client: Client,
    parts: &State<Arc<Parts>>,
    id: u32,
    typed: Form<Typed<'_>>,
) -> Result<Answer, Error> {
    let family = FamilyId(id);
    let place = (family, GuardianId(typed.guardian));
    let author =
        Author { by: Some(agent.account), origin: client.origin.0.to_string(), at: parts.clock.now() };
    let invitation = Invitation::new(parts);
    let (act, mail) = (typed.act.to_owned(), typed.mail.to_owned());
    let from = typed.from.split_once('.').and_then(|(family, guardian)| {
        Some((FamilyId(family.parse().ok()?), GuardianId(guardian.parse().ok()?)))
    });
    let by = agent.account;
    let change = move |w: &Write| {
        still_has(w, by, Role::Families)?;
        match (act.as_str(), from) {
            ("inviter", _) => admit::invite(w, place, &mail, invitation, &author),
            ("terminer", _) => admit::open(w, place, false, &author),
            ("rendre", _) => admit::open(w, place, true, &author),
            ("rattacher", Some(from)) => admit::attach(w, family, from, invitation, &author),
            _ => Err(Error::Malformed),
        }
    };
    match parts.store.write(format!("account {by}"), change).await? {
        Ok(()) => {
            Ok(Answer::SeeOther(SeeOther(format!("/mairie/familles/{family}/acces?fait={}", typed.act))))
        }
        Err(wrong) => {
            let about = typed.guardian;
            let said = Said { wrong: Some(wrong), about, mail: typed.mail, ..Said::default() };
            Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, family, said)?)))
        }
    }
}
