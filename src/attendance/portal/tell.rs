//! An absence is told, and taken back.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rocket::{State, http::Status, post};

use super::{
    certificate::scan,
    page::{self, Turn},
};
use crate::{
    account::{AccountId, Parent},
    attendance::{
        slip::{Fault, Typed},
        store,
        told::{Certificate, MOST_BYTES, Scan, Told},
        view::told::Wrong,
    },
    family::{self, ChildId, FamilyId},
    platform::{
        Parts, blob,
        csrf::OwnPage,
        error::{Answer, Error, SeeOther},
        random::is_token,
        store::{Reading, Write},
        upload::{NotSent, Posted},
    },
    town,
};

/// What is asked to be told.
pub struct Asked {
    /// What was typed.
    pub typed: Typed,
    /// Of which family.
    pub family: FamilyId,
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether the town hall writes down what the family said.
    pub town: bool,
    /// The certificate that came with it.
    pub scan: Option<(blob::Kind, Vec<u8>)>,
}

/// Tells an absence, as things stand at its turn on the writer; gives the child and the number. The same form sent again
/// tells nothing more.
pub fn tell(w: &Write, asked: &Asked) -> Result<Result<(ChildId, u32), Vec<Fault>>, Error> {
    if !is_token(&asked.typed.form) {
        return Err(Error::Malformed);
    }
    let (town, limits) = (town::store::town(w)?, store::limits(w)?);
    let id = asked.typed.child.parse().map(ChildId).unwrap_or(ChildId::MIN);
    let known = store::all_told(w, id)?;
    let own = known.iter().filter(|(_, told)| told.family == asked.family);
    if let Some((number, _)) = own.into_iter().find(|(_, told)| told.form == asked.typed.form) {
        return Ok(Ok((id, *number)));
    }
    let slip = match asked.typed.read(&limits, town.local(asked.at), asked.town) {
        Ok(slip) => slip,
        Err(faults) => return Ok(Err(faults)),
    };
    let child = family::store::child(w, asked.family, slip.child)?.filter(|child| child.archived.is_none());
    let Some(child) = child else { return Ok(Err(vec![Fault::Child])) };
    let known: Vec<Told> = known.into_iter().map(|(_, told)| told).collect();
    if let Err(fault) = slip.judge(asked.family, &child, &known) {
        return Ok(Err(vec![fault]));
    }
    let certificate = match &asked.scan {
        Some((kind, bytes)) => {
            let scan = Scan { hash: blob::keep(w, bytes)?, kind: *kind };
            Some(Certificate { at: asked.at, by: asked.by, scan: Some(scan), erased: false })
        }
        None => None,
    };
    let told = Told {
        family: asked.family,
        first: slip.first,
        last: slip.last,
        reason: slip.reason,
        words: slip.words,
        at: asked.at,
        by: asked.by,
        form: slip.form,
        certificate,
        withdrawn: None,
    };
    Ok(Ok((slip.child, store::add_told(w, slip.child, &told)?)))
}

/// Takes an absence back, and erases the certificate that was sent with it.
pub fn withdraw(w: &Write, child: ChildId, number: u32, told: Told, at: DateTime<Utc>) -> Result<(), Error> {
    if let Some(scan) = told.certificate.as_ref().and_then(|certificate| certificate.scan.as_ref()) {
        blob::release(w, &scan.hash)?;
    }
    let back = Told { certificate: None, withdrawn: Some(at), ..told };
    Ok(store::set_told(w, child, number, &back)?)
}

/// A family's absence that was not taken back.
pub fn now_open(r: &impl Reading, family: FamilyId, child: ChildId, number: u32) -> Result<Told, Error> {
    let told = store::told(r, child, number)?.ok_or(Error::Missing)?;
    if told.family == family && told.withdrawn.is_none() { Ok(told) } else { Err(Error::Missing) }
}

#[post("/absences", data = "<posted>")]
pub async fn send(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    posted: Posted<{ MOST_BYTES }>,
) -> Result<Answer, Error> {
    let text = |name| posted.field(name).to_owned();
    let typed = Typed {
        child: text("enfant"),
        first: text("du"),
        last: text("au"),
        reason: text("motif"),
        words: text("precision"),
        form: text("n"),
    };
    let refused = |wrong: Vec<Wrong>| {
        let large = wrong.contains(&Wrong::TooLarge);
        let status = if large { Status::PayloadTooLarge } else { Status::UnprocessableEntity };
        let turn = Turn { typed: Some(&typed), wrong: &wrong, ..Turn::default() };
        Ok(Answer::Page((status, page::show(&parent, parts, &turn)?)))
    };
    let scan = match posted.file {
        Err(NotSent::NoFile) => None,
        Err(NotSent::TooLarge) => return refused(vec![Wrong::TooLarge]),
        Ok(_) if typed.reason == "other" => return refused(vec![Wrong::NotIll]),
        Ok(file) => match scan(file.bytes) {
            Ok(scan) => Some(scan),
            Err(wrong) => return refused(vec![wrong]),
        },
    };
    let (family, by, at) = (parent.family, parent.account, parts.clock.now());
    let asked = Asked { typed: typed.clone(), family, by, at, town: false, scan };
    match parts.store.write(format!("account {by}"), move |w| tell(w, &asked)).await? {
        Ok(_) => Ok(Answer::SeeOther(SeeOther("/absences?fait=signale".into()))),
        Err(faults) => refused(faults.into_iter().map(Wrong::Slip).collect()),
    }
}

#[post("/absences/<child>/<number>/retirer")]
pub async fn take_back(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    child: u32,
    number: u32,
) -> Result<SeeOther, Error> {
    let (family, id, at) = (parent.family, ChildId(child), parts.clock.now());
    let change = move |w: &Write| {
        let told = store::told(w, id, number)?.filter(|told| told.family == family).ok_or(Error::Missing)?;
        if told.withdrawn.is_some() {
            return Ok(true);
        }
        let town = town::store::town(w)?;
        // Once a roll was called on what was told, the town's list holds it.
        let called = !store::of_child(w, id, told.first, told.last)?.is_empty();
        if called || !store::limits(w)?.is_open(told.first, town.local(at)) {
            return Ok::<_, Error>(false);
        }
        withdraw(w, id, number, told, at).map(|()| true)
    };
    let done = parts.store.write(format!("account {}", parent.account), change).await?;
    Ok(SeeOther(format!("/absences?fait={}", if done { "retire" } else { "commence" })))
}
