//! A doctor's certificate: sent, read by the family, taken back.

use std::{io::Cursor, sync::Arc};

use rocket::{
    Request, Response, State, get,
    http::Status,
    post,
    response::{self, Responder},
};

use super::{
    page::{self, Turn},
    tell::now_open,
};
use crate::{
    account::Parent,
    attendance::{
        store,
        told::{Certificate, MOST_BYTES, Reason, Scan, Told},
        view::told::Wrong,
    },
    family::ChildId,
    platform::{
        Parts, blob,
        csrf::OwnPage,
        error::{Answer, Error, SeeOther},
        store::{Reading, Write},
        upload::{NotSent, Posted},
    },
    town,
};

/// A file that somebody sent: it is never read as anything else than its type, and runs nothing.
pub struct Scanned {
    kind: blob::Kind,
    bytes: Vec<u8>,
}

impl Scanned {
    /// The file of an absence.
    ///
    /// # Errors
    /// [`Error::Missing`]
    pub fn of(r: &impl Reading, told: &Told) -> Result<Self, Error> {
        let scan = told.certificate.as_ref().and_then(|known| known.scan.as_ref()).ok_or(Error::Missing)?;
        let bytes = blob::bytes(r, &scan.hash)?.ok_or(Error::Missing)?;
        Ok(Self { kind: scan.kind, bytes })
    }
}

impl<'r> Responder<'r, 'static> for Scanned {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        // The readers of PDF that browsers have do not open in a sandbox.
        let how = if self.kind == blob::Kind::Pdf { "attachment" } else { "inline" };
        Response::build()
            .raw_header("Content-Type", self.kind.mime())
            .raw_header("Content-Security-Policy", "sandbox; default-src 'none'")
            .raw_header(
                "Content-Disposition",
                format!("{how}; filename=\"certificat.{}\"", self.kind.ending()),
            )
            .sized_body(self.bytes.len(), Cursor::new(self.bytes))
            .ok()
    }
}

/// What a file is, where it may be a certificate.
///
/// # Errors
/// [`Wrong::NotACertificate`]
pub fn scan(bytes: Vec<u8>) -> Result<(blob::Kind, Vec<u8>), Wrong> {
    blob::Kind::of(&bytes).map(|kind| (kind, bytes)).ok_or(Wrong::NotACertificate)
}

#[get("/absences/<child>/<number>/certificat")]
pub async fn read(
    parent: Parent,
    parts: &State<Arc<Parts>>,
    child: u32,
    number: u32,
) -> Result<Scanned, Error> {
    parts.store.read(|r| Scanned::of(r, &now_open(r, parent.family, ChildId(child), number)?))
}

#[post("/absences/<child>/<number>/certificat", data = "<posted>")]
pub async fn send(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    child: u32,
    number: u32,
    posted: Posted<{ MOST_BYTES }>,
) -> Result<Answer, Error> {
    let (family, id, at, by) = (parent.family, ChildId(child), parts.clock.now(), parent.account);
    let told = parts.store.read(|r| now_open(r, family, id, number))?;
    if told.reason != Reason::Ill {
        return Err(Error::Missing);
    }
    let refused = |wrong: Wrong| {
        let large = wrong == Wrong::TooLarge;
        let status = if large { Status::PayloadTooLarge } else { Status::UnprocessableEntity };
        let turn = Turn { scan: Some((id, number, wrong)), ..Turn::default() };
        Ok(Answer::Page((status, page::show(&parent, parts, &turn)?)))
    };
    let sent = match posted.file {
        Err(NotSent::NoFile) => Err(Wrong::NoFile),
        Err(NotSent::TooLarge) => Err(Wrong::TooLarge),
        Ok(file) => scan(file.bytes),
    };
    let (kind, bytes) = match sent {
        Ok(sent) => sent,
        Err(wrong) => return refused(wrong),
    };
    let change = move |w: &Write| {
        let told = now_open(w, family, id, number)?;
        let town = town::store::town(w)?;
        if at >= store::limits(w)?.certificate_until(told.last, town.identity.timezone) {
            return Ok::<_, Error>(Err(Wrong::Closed));
        }
        match &told.certificate {
            // The same file, sent twice.
            Some(Certificate { scan: Some(known), .. }) if known.hash == blob::Hash::of(&bytes) => Ok(Ok(())),
            Some(_) => Ok(Err(Wrong::There)),
            None => {
                let scan = Some(Scan { hash: blob::keep(w, &bytes)?, kind });
                let certificate = Some(Certificate { at, by, scan, erased: false });
                Ok(Ok(store::set_told(w, id, number, &Told { certificate, ..told })?))
            }
        }
    };
    match parts.store.write(format!("account {by}"), change).await? {
        Ok(()) => Ok(Answer::SeeOther(SeeOther("/absences?fait=certificat".into()))),
        Err(wrong) => refused(wrong),
    }
}

/// What was sent by mistake is erased, as long as another may be sent.
#[post("/absences/<child>/<number>/certificat/retirer")]
pub async fn remove(
    parent: Parent,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    child: u32,
    number: u32,
) -> Result<SeeOther, Error> {
    let (family, id, at) = (parent.family, ChildId(child), parts.clock.now());
    let change = move |w: &Write| {
        let told = now_open(w, family, id, number)?;
        let zone = town::store::town(w)?.identity.timezone;
        let open = at < store::limits(w)?.certificate_until(told.last, zone);
        let scan = told.certificate.as_ref().and_then(|known| known.scan.clone());
        let Some(scan) = scan.filter(|_| open) else { return Ok::<_, Error>(()) };
        blob::release(w, &scan.hash)?;
        Ok(store::set_told(w, id, number, &Told { certificate: None, ..told })?)
    };
    parts.store.write(format!("account {}", parent.account), change).await?;
    Ok(SeeOther("/absences?fait=efface".into()))
}
