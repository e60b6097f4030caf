//! New families, guardians and children.

use std::sync::Arc;

use chrono::NaiveDate;
use maud::Markup;
use rocket::{State, get, http::Status, post};
use sha2::{Digest, Sha256};

use super::{current, desk, name, still_has};
use crate::{
    account::{
        AccountId, Agent,
        role::{Families, Role},
    },
    family::{
        Child, ChildId, Family, FamilyId, Guardian, GuardianId, InClass, Source, Subject,
        custody::Home,
        field::{Field, Key, Page as Part},
        history::{Line, What},
        letters::normal,
        residence,
        sheet::Sheet,
        store, twin,
        typed::{Refused, Typed},
        value::{Fault, Why, YES},
        view::{
            file::Form,
            office::{
                address,
                create::{self as view, New, Twin},
                family_address,
            },
        },
    },
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        dated::Dated,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, Write},
    },
    town,
};

/// What somebody new is written down with.
const GUARDIAN: &[Part] = &[Part::Identity, Part::Contacts];
const CHILD: &[Part] = &[Part::Child, Part::School];

#[get("/mairie/familles/nouvelle")]
pub async fn new_family(agent: Agent<Families>, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    show(&agent, parts, None, Subject::Guardian(FamilyId(0), GuardianId(0)), GUARDIAN)
}

/// A family with its first guardian.
#[post("/mairie/familles/nouvelle", data = "<body>")]
pub async fn create_family(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    body: Body,
) -> Result<Answer, Error> {
    create(&agent, parts, None, Subject::Guardian(FamilyId(0), GuardianId(0)), GUARDIAN, &body).await
}

#[get("/mairie/familles/<id>/responsables/nouveau")]
pub async fn new_guardian(agent: Agent<Families>, parts: &State<Arc<Parts>>, id: u32) -> Result<Page, Error> {
    let id = FamilyId(id);
    show(&agent, parts, Some(id), Subject::Guardian(id, GuardianId(0)), GUARDIAN)
}

#[post("/mairie/familles/<id>/responsables/nouveau", data = "<body>")]
pub async fn create_guardian(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    let id = FamilyId(id);
    create(&agent, parts, Some(id), Subject::Guardian(id, GuardianId(0)), GUARDIAN, &body).await
}

#[get("/mairie/familles/<id>/enfants/nouveau")]
pub async fn new_child(agent: Agent<Families>, parts: &State<Arc<Parts>>, id: u32) -> Result<Page, Error> {
    let id = FamilyId(id);
    show(&agent, parts, Some(id), Subject::Child(id, ChildId(0)), CHILD)
}

/// A child, which lives with the family from today on.
#[post("/mairie/familles/<id>/enfants/nouveau", data = "<body>")]
pub async fn create_child(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    let id = FamilyId(id);
    create(&agent, parts, Some(id), Subject::Child(id, ChildId(0)), CHILD, &body).await
}

/// An empty form, with what is likely.
fn show(
    agent: &Agent<Families>,
    parts: &Parts,
    family: Option<FamilyId>,
    about: Subject,
    pages: &[Part],
) -> Result<Page, Error> {
    Ok((Status::Ok, page(agent, parts, family, about, pages, None)?))
}

/// What came of a form that was sent.
struct Turn<'a> {
    typed: &'a Typed,
    refused: Refusal,
}

/// Why nobody new was written down.
enum Refusal {
    /// Fields, and the family's name.
    Faults(Vec<Fault>, Option<Why>),
    /// Somebody is there already who is called so.
    Twins(Vec<Twin>),
}

fn page(
    agent: &Agent<Families>,
    parts: &Parts,
    family: Option<FamilyId>,
    about: Subject,
    pages: &[Part],
    turn: Option<Turn>,
) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let today = town.date(now);
        let known = family.map(|id| current(r, id)).transpose()?;
        let file = desk::blank(r, about)?;
        let rights = store::rights(r)?;
        let mut form = Form::new(&file, &rights, true);
        form.shown = likely(about, known.as_ref(), today);
        let mut new = New {
            family: family.zip(known.map(|known| known.name)),
            pages,
            name: String::new(),
            name_fault: None,
            twins: Vec::new(),
            number: Some(parts.random.token()),
            form,
        };
        if let Some(Turn { typed, refused }) = turn {
            new.form.shown = typed.fields.clone();
            new.name = typed.rest("famille").to_owned();
            match refused {
                Refusal::Faults(faults, name) => {
                    new.form.refused = Some(Refused::Faults(faults));
                    new.name_fault = name;
                }
                Refusal::Twins(twins) => new.twins = twins,
            }
        }
        let frame = super::here(frame(&town.identity, &agent.bar, &agent.duty));
        Ok(view::page(frame, &new))
    })
}

/// What a form is filled in with: the household's address and name; bills go to the first guardian.
fn likely(about: Subject, family: Option<&Family>, today: NaiveDate) -> Sheet {
    let mut sheet = Sheet::default();
    match (about, family) {
        (Subject::Guardian(..), None) => sheet.set(Field::Billing, YES),
        (Subject::Guardian(..), Some(family)) => {
            if let Some(known) = family.address.on(today) {
                sheet.set(Field::Street, known.value.street.as_str());
                sheet.set(Field::Postcode, known.value.postcode.as_str());
                sheet.set(Field::City, known.value.city.as_str());
            }
        }
        (_, Some(family)) => sheet.set(Field::LastName, family.name.as_str()),
        (_, None) => {}
    }
    sheet
}

/// Writes somebody new down, with a family where there is none, or says why not.
async fn create(
    agent: &Agent<Families>,
    parts: &Parts,
    family: Option<FamilyId>,
    about: Subject,
    pages: &'static [Part],
    body: &Body,
) -> Result<Answer, Error> {
    let typed = Typed::parse(&body.0);
    let (now, by) = (parts.clock.now(), agent.account);
    let (asked, form) = (typed.clone(), form(by, about, &body.0));
    let change = move |w: &Write| {
        still_has(w, by, Role::Families)?;
        if let Some(before) = store::created(w, &form)? {
            return Ok::<_, Error>(Ok(before));
        }
        let today = town::store::town(w)?.date(now);
        family.map(|id| current(w, id)).transpose()?;
        let file = desk::blank(w, about)?;
        let keys: Vec<Key> = pages.iter().flat_map(|page| file.keys(*page)).collect();
        let (sheet, faults) = file.read(&keys, &asked.fields, today);
        let name = match asked.rest("famille") {
            "" => Ok(sheet.get(Field::LastName).to_owned()),
            typed => name::read(typed, today),
        };
        let name = match (faults.is_empty(), name) {
            (true, Ok(name)) => name,
            (_, name) => return Ok(Err(Refusal::Faults(faults, name.err()))),
        };
        if asked.rest("quand-meme").is_empty() {
            let twins = twins(w, about, &sheet)?;
            if !twins.is_empty() {
                return Ok(Err(Refusal::Twins(twins)));
            }
        }
        let created = write_down(w, family, &name, about, &sheet, today)?;
        store::remember_created(w, &form, created, now)?;
        Ok(Ok(created))
    };
    match parts.store.write(format!("account {by}"), change).await? {
        Ok(Subject::Household(id)) => {
            Ok(Answer::SeeOther(SeeOther(format!("{}?fait=cree", family_address(id)))))
        }
        Ok(about) => Ok(Answer::SeeOther(SeeOther(format!("{}?fait=cree", address(about))))),
        Err(refused) => {
            let turn = Turn { typed: &typed, refused };
            let page = page(agent, parts, family, about, pages, Some(turn))?;
            Ok(Answer::Page((Status::UnprocessableEntity, page)))
        }
    }
}

/// What a form that was sent is known by: who sent it, of whom, and all that it says, its number with it.
fn form(by: AccountId, about: Subject, body: &[u8]) -> [u8; 32] {
    let about = format!("{by} {} {:?} ", about.family(), about.kind());
    Sha256::new().chain_update(about).chain_update(body).finalize().into()
}

/// Those who are called like somebody new.
fn twins(r: &impl Reading, about: Subject, new: &Sheet) -> Result<Vec<Twin>, Error> {
    let (first, last) = (new.get(Field::FirstName), new.get(Field::LastName));
    let born = new.get(Field::BornOn).parse::<NaiveDate>().ok();
    let words = normal(&format!("{first} {last}"));
    let words: Vec<String> = words.split(' ').map(|word| format!(" {word}")).collect();
    let mut twins = Vec::new();
    for (family, entry) in store::entries(r)?.iter() {
        if !words.iter().all(|word| entry.words.contains(word)) {
            continue;
        }
        let mut add = |about, first: &str, last: &str| {
            let (name, family) = (format!("{first} {last}"), entry.name.clone());
            twins.push(Twin { about, name, family, archived: entry.archived });
        };
        match (about, born) {
            (Subject::Child(..), Some(born)) => {
                for (id, known) in store::children(r, family)? {
                    let called = (&*known.first_name, &*known.last_name, known.born);
                    if twin::same_child((first, last, born), called) {
                        add(Subject::Child(family, id), &known.first_name, &known.last_name);
                    }
                }
            }
            (Subject::Child(..), None) => {}
            _ => {
                for (id, known) in store::guardians(r, family)? {
                    if twin::same_name((first, last), (&known.first_name, &known.last_name)) {
                        add(Subject::Guardian(family, id), &known.first_name, &known.last_name);
                    }
                }
            }
        }
    }
    Ok(twins)
}

/// Writes down somebody new. Gives where to go on: the new family, or the new file.
fn write_down(
    w: &Write,
    family: Option<FamilyId>,
    name: &str,
    about: Subject,
    sheet: &Sheet,
    today: NaiveDate,
) -> Result<Subject, Error> {
    let id = match family {
        Some(id) => id,
        None => move_in(w, name, sheet, today)?,
    };
    let text = |field| sheet.get(field).to_owned();
    let about = match about {
        Subject::Child(..) => {
            let number = store::next_child(w)?;
            let child = Child {
                first_name: text(Field::FirstName),
                last_name: text(Field::LastName),
                born: sheet.get(Field::BornOn).parse().map_err(|_| Error::Malformed)?,
                class: Dated::since(today, InClass { class: sheet.get(Field::Class).parse().ok() }),
                home: Dated::since(today, Home::with(id)),
                archived: None,
            };
            store::set_child(w, number, &child)?;
            Subject::Child(id, number)
        }
        _ => {
            let number = store::next_guardian(w, id)?;
            let guardian = Guardian {
                first_name: text(Field::FirstName),
                last_name: text(Field::LastName),
                access: true,
                archived: None,
            };
            store::set_guardian(w, id, number, &guardian)?;
            Subject::Guardian(id, number)
        }
    };
    store::set_sheet(w, about, sheet, today, Source::Town)?;
    if sheet.get(Field::Billing) == YES {
        desk::settle(w, about, sheet, today, true)?;
    }
    let named = format!("{} {}", text(Field::FirstName), text(Field::LastName));
    store::note(w, id, Line { about, name: named, what: What::Created })?;
    Ok(if family.is_none() { Subject::Household(id) } else { about })
}

/// A new family, which lives where its first guardian does.
fn move_in(w: &Write, name: &str, guardian: &Sheet, today: NaiveDate) -> Result<FamilyId, Error> {
    let id = store::next_family(w)?;
    let town = town::store::town(w)?;
    let family = Family {
        name: name.into(),
        address: Dated::since(today, residence::address(guardian, &town.identity.name, None, true)),
        quotient: Dated::default(),
        archived: None,
    };
    store::set_family(w, id, &family)?;
    let line = Line { about: Subject::Household(id), name: name.into(), what: What::Created };
    store::note(w, id, line)?;
    Ok(id)
}
