//! What a family's prices hang on, with its history: the quotient, and whether it lives in the town.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use super::{answer, current, still_has};
use crate::{
    account::{
        Agent,
        role::{Families, Role},
    },
    family::{
        Address, Family, FamilyId, Known, Subject,
        dues::{Fault, Typed, seen},
        field::Field,
        history::{Line, What},
        sheet::Change,
        store,
        view::dues::{self as view, Dues},
    },
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, StoreError, Write, journal},
    },
    town,
};

/// What the page says of what was just done or typed.
#[derive(Default)]
struct Said<'a> {
    line: &'a str,
    done: Option<&'a str>,
    refused: Option<(Typed, Vec<Fault>)>,
    residence: bool,
}

#[get("/mairie/familles/<id>/quotient?<ligne>&<fait>")]
pub async fn page(
    agent: Agent<Families>,
    parts: &State<Arc<Parts>>,
    id: u32,
    ligne: Option<&str>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let said = Said { line: ligne.unwrap_or_default(), done: fait, ..Said::default() };
    Ok((Status::Ok, show(&agent, parts, FamilyId(id), said)?))
}

fn show(agent: &Agent<Families>, parts: &Parts, id: FamilyId, said: Said) -> Result<maud::Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let today = town.date(now);
        let family = current(r, id)?;
        let line = family.quotient.iter().find(|known| known.from.to_string() == said.line);
        let (typed, faults) = match (said.refused, line) {
            (Some(refused), _) => refused,
            (None, Some(known)) => (typed(known.from.to_string(), &known.value), Vec::new()),
            (None, None) => (Typed { from: today.to_string(), ..Typed::default() }, Vec::new()),
        };
        let authors = family.quotient.iter().map(|known| author(r, known.value.entry));
        let dues = Dues {
            id,
            family: &family,
            authors: authors.collect::<Result<_, StoreError>>()?,
            today,
            typed,
            faults,
            residence: said.residence,
            done: said.done,
        };
        Ok(view::page(frame(&town.identity, &agent.bar, &agent.duty), &dues))
    })
}

/// The form of a line.
fn typed(from: String, known: &Known) -> Typed {
    Typed {
        value: known.quotient.map(|quotient| quotient.to_string()).unwrap_or_default(),
        unknown: known.quotient.is_none(),
        source: <&str>::from(known.source).to_owned(),
        line: from.clone(),
        from,
        resident: false,
    }
}

/// Who made an entry of the journal; nothing for one that is not known, or that no person made.
fn author(r: &impl Reading, entry: u64) -> Result<String, StoreError> {
    let entry = journal::entry(r, entry)?;
    let account = entry.and_then(|entry| entry.who.strip_prefix("account ")?.parse().ok());
    account.map_or(Ok(String::new()), |account| answer::agent(r, account))
}

/// What the forms of the page send.
#[derive(FromForm)]
pub struct Sent<'r> {
    #[field(name = "geste", default = "")]
    act: &'r str,
    #[field(name = "vu", default = "")]
    seen: &'r str,
    #[field(name = "quotient", default = "")]
    value: &'r str,
    #[field(name = "inconnu", default = false)]
    unknown: bool,
    #[field(name = "effet", default = "")]
    from: &'r str,
    #[field(name = "source", default = "")]
    source: &'r str,
    #[field(name = "ligne", default = "")]
    line: &'r str,
    #[field(name = "habitant", default = false)]
    resident: bool,
}

/// One thing to do.
#[derive(Clone, Copy, PartialEq)]
enum Act {
    Write,
    Remove,
    Residence,
}

#[post("/mairie/familles/<id>/quotient", data = "<sent>")]
pub async fn change(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    sent: Form<Sent<'_>>,
) -> Result<Answer, Error> {
    let (id, now, account) = (FamilyId(id), parts.clock.now(), agent.account);
    let act = match sent.act {
        "enregistrer" => Act::Write,
        "retirer" => Act::Remove,
        "residence" => Act::Residence,
        _ => return Err(Error::Malformed),
    };
    let typed = Typed {
        value: sent.value.into(),
        unknown: sent.unknown,
        from: sent.from.into(),
        source: sent.source.into(),
        line: sent.line.into(),
        resident: sent.resident,
    };
    let (asked, shown) = (typed.clone(), sent.seen.to_owned());
    let change = move |w: &Write| {
        still_has(w, account, Role::Families)?;
        apply(w, id, act, &asked, &shown, now)
    };
    match parts.store.write(format!("account {account}"), change).await? {
        Ok(()) => Ok(Answer::SeeOther(SeeOther(format!("/mairie/familles/{id}/quotient?fait={}", sent.act)))),
        Err(faults) => {
            let refused = Some((typed, faults));
            let said = Said { refused, residence: act == Act::Residence, ..Said::default() };
            Ok(Answer::Page((Status::UnprocessableEntity, show(&agent, parts, id, said)?)))
        }
    }
}

/// Does it, or says what is wrong with it.
fn apply(
    w: &Write,
    id: FamilyId,
    act: Act,
    typed: &Typed,
    shown: &str,
    now: DateTime<Utc>,
) -> Result<Result<(), Vec<Fault>>, Error> {
    let today = town::store::town(w)?.date(now);
    let mut family = current(w, id)?;
    if seen(&family) != shown {
        return Ok(Err(vec![Fault::Changed]));
    }
    let before = family.clone();
    let line = family.quotient.iter().map(|known| known.from).find(|from| from.to_string() == typed.line);
    let (from, what) = match act {
        Act::Write => {
            let (from, quotient, source) = match typed.read(&family, today) {
                Ok(read) => read,
                Err(faults) => return Ok(Err(faults)),
            };
            line.into_iter().for_each(|line| family.quotient.remove(line));
            family.quotient.set(from, Known { quotient, source, entry: w.number() });
            (from, None)
        }
        Act::Remove => {
            let line = line.ok_or(Error::Malformed)?;
            family.quotient.remove(line);
            (line, None)
        }
        Act::Residence => {
            let Some(from) = typed.day(&family, today) else { return Ok(Err(vec![Fault::Day])) };
            let Some(address) = family.address.on(from) else { return Ok(Err(vec![Fault::NoAddress])) };
            let address = Address { resident: typed.resident, ..address.value.clone() };
            family.address.set(from, address);
            (from, Some(What::Residence(from, typed.resident)))
        }
    };
    store::set_family(w, id, &family)?;
    let value = |family: &Family| {
        let known = family.quotient.on(from).and_then(|known| known.value.quotient);
        known.map(|quotient| quotient.to_string()).unwrap_or_default()
    };
    let (before, after) = (value(&before), value(&family));
    let changed = || What::Changed(vec![Change { key: Field::Quotient.into(), before, after }]);
    let about = Subject::Household(id);
    store::note(w, id, Line { about, name: String::new(), what: what.unwrap_or_else(changed) })?;
    Ok(Ok(()))
}
