//! An absence: what it changes, its certificate, which is noted here when it comes on paper.

use std::sync::Arc;

use maud::Markup;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use crate::{
    account::{
        Agent,
        role::{Families, Permission, Reader, Role},
    },
    activity::draft::date,
    attendance::{
        portal::{Scanned, shown, withdraw},
        store,
        told::{Certificate, Reason, Told, received},
        view::absences as view,
    },
    family::{
        self, ChildId, Subject,
        history::{Line, What},
        office::still_has,
    },
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, Write},
    },
    town,
};

#[get("/mairie/absences/<child>/<number>?<fait>")]
pub async fn page(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    child: u32,
    number: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, (ChildId(child), number), (fait, None))?))
}

/// `turn`: what was just done, or what was typed as a day and is none.
fn show<P>(
    agent: &Agent<P>,
    parts: &Parts,
    (child, number): (ChildId, u32),
    (done, refused): (Option<&str>, Option<&str>),
) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let told = store::told(r, child, number)?.ok_or(Error::Missing)?;
        let known: Vec<Told> = store::all_told(r, child)?.into_iter().map(|(_, told)| told).collect();
        let shown = shown(r, &town, (child, number, &told), &known, now)?;
        let family = family::store::family(r, told.family)?.ok_or(Error::Missing)?;
        let changes = agent.duty.has(Families::ROLES);
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok(view::one(frame, &shown, &family.name, changes, done, refused))
    })
}

/// One that was not taken back.
fn open(r: &impl Reading, child: ChildId, number: u32) -> Result<Told, Error> {
    store::told(r, child, number)?.filter(|told| told.withdrawn.is_none()).ok_or(Error::Missing)
}

/// The day on which a certificate came on paper.
#[derive(FromForm)]
pub struct Received<'r> {
    #[field(name = "recu", default = "")]
    on: &'r str,
}

/// Notes that a certificate came on paper; an empty day: that none came.
#[post("/mairie/absences/<child>/<number>/recu", data = "<form>")]
pub async fn note(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    child: u32,
    number: u32,
    form: Form<Received<'_>>,
) -> Result<Answer, Error> {
    let (id, by, now, typed) = (ChildId(child), agent.account, parts.clock.now(), form.on.trim().to_owned());
    let change = move |w: &Write| {
        still_has(w, by, Role::Families)?;
        let (told, town) = (open(w, id, number)?, town::store::town(w)?);
        if told.reason != Reason::Ill {
            return Err(Error::Missing);
        }
        let before = told.certificate.clone();
        let of_file = before.as_ref().is_some_and(|known| known.scan.is_some() || known.erased);
        let certificate = match (typed.as_str(), date(&typed)) {
            ("", _) if !of_file => None,
            (_, Some(on)) if on <= town.date(now) => {
                let at = received(on, town.identity.timezone);
                // The file that the family sent stays.
                let kept = before.unwrap_or(Certificate { at, by, scan: None, erased: false });
                Some(Certificate { at, by, ..kept })
            }
            _ => return Ok(false),
        };
        store::set_told(w, id, number, &Told { certificate, ..told })?;
        Ok(true)
    };
    if parts.store.write(format!("account {by}"), change).await? {
        return Ok(Answer::SeeOther(SeeOther(format!("{}?fait=recu", view::address(id, number)))));
    }
    let page = show(&agent, parts, (id, number), (None, Some(form.on)))?;
    Ok(Answer::Page((Status::UnprocessableEntity, page)))
}

/// Opens a certificate; that it was read is written in the family's history.
#[post("/mairie/absences/<child>/<number>/certificat")]
pub async fn read(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    child: u32,
    number: u32,
) -> Result<Scanned, Error> {
    let (id, by) = (ChildId(child), agent.account);
    let read = move |w: &Write| {
        still_has(w, by, Role::Families)?;
        let told = open(w, id, number)?;
        let scanned = Scanned::of(w, &told)?;
        let known = family::store::child_of(w, id)?.ok_or(Error::Missing)?;
        let name = format!("{} {}", known.first_name, known.last_name);
        let about = Subject::Child(told.family, id);
        family::store::note(w, told.family, Line { about, name, what: What::CertificateRead })?;
        Ok::<_, Error>(scanned)
    };
    parts.store.write(format!("account {by}"), read).await
}

/// Takes one back that was told by mistake, whatever its days.
#[post("/mairie/absences/<child>/<number>/retirer")]
pub async fn take_back(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    child: u32,
    number: u32,
) -> Result<SeeOther, Error> {
    let (id, by, at) = (ChildId(child), agent.account, parts.clock.now());
    let change = move |w: &Write| {
        still_has(w, by, Role::Families)?;
        let told = store::told(w, id, number)?.ok_or(Error::Missing)?;
        if told.withdrawn.is_some() { Ok(()) } else { withdraw(w, id, number, told, at) }
    };
    parts.store.write(format!("account {by}"), change).await?;
    Ok(SeeOther(format!("{}?fait=retire", view::address(id, number))))
}
