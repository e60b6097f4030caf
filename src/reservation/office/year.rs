//! Usual days over a month or a year, booked by the town for a family, which is told.

use std::sync::Arc;

use rocket::{
    State, get,
    http::{Status, uri::Origin},
    post,
};

use crate::{
    account::{
        self, Agent,
        role::{Families, Role},
    },
    family::{
        Family, FamilyId,
        office::{current, still_has},
    },
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        random::hex,
        store::{Reading, Write},
    },
    reservation::{
        hand::{Hand, Leave},
        mail,
        portal::year::{Chosen, Confirmed, chosen, month_named, query},
        store::{self, Done},
        view::year::{self as view, Door, List},
    },
    town::Town,
    ui::layout::Frame,
};

/// The most that a reason may be, in letters.
const REASON: usize = 500;

fn door(id: FamilyId, family: &Family) -> Door<'_> {
    let back = format!("/mairie/familles/{id}");
    let base = format!("{back}/annee");
    Door { confirm: base.clone(), base, family: Some(&family.name), back }
}

fn framed<'a>(town: &'a Town, agent: &'a Agent<Families>) -> Frame<'a> {
    Frame {
        here: "/mairie/familles",
        help: "/mairie/familles/reservations",
        ..frame(&town.identity, &agent.bar, &agent.duty)
    }
}

/// The form; `fait`: number of the list that was just booked.
#[get("/mairie/familles/<id>/annee?<fait>")]
pub async fn form(
    agent: Agent<Families>,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
    origin: &Origin<'_>,
) -> Result<Page, Error> {
    let (id, now) = (FamilyId(id), parts.clock.now());
    let number = fait.and_then(|text| u128::from_str_radix(text, 16).ok()).map(u128::to_be_bytes);
    parts.store.read(|r| {
        let family = current(r, id)?;
        let fields = if fait.is_some() { "" } else { query(origin) };
        let chosen = chosen(r, id, fields, now)?;
        let done = number.map(|number| store::done(r, id, number)).transpose()?.flatten();
        let frame = framed(&chosen.open.town, &agent);
        Ok((Status::Ok, chosen.page(frame, &door(id, &family), &[], done.as_ref())))
    })
}

/// The list to confirm.
#[get("/mairie/familles/<id>/annee/liste")]
pub async fn list(
    agent: Agent<Families>,
    parts: &State<Arc<Parts>>,
    id: u32,
    origin: &Origin<'_>,
) -> Result<Page, Error> {
    show(&agent, parts, FamilyId(id), query(origin), None)
}

/// What a month of the list comes to, and why.
#[get("/mairie/familles/<id>/annee/liste/<mois>")]
pub async fn month(
    agent: Agent<Families>,
    parts: &State<Arc<Parts>>,
    id: u32,
    mois: &str,
    origin: &Origin<'_>,
) -> Result<Page, Error> {
    let (id, now, first) = (FamilyId(id), parts.clock.now(), month_named(mois)?);
    parts.store.read(|r| {
        let family = current(r, id)?;
        let mut chosen = chosen(r, id, query(origin), now)?;
        let town = chosen.open.town.clone();
        chosen.month(r, framed(&town, &agent), &door(id, &family), first)
    })
}

/// `reason`: what was typed as a reason, when it is refused.
fn show(
    agent: &Agent<Families>,
    parts: &Parts,
    id: FamilyId,
    fields: &str,
    reason: Option<&str>,
) -> Result<Page, Error> {
    let (now, number) = (parts.clock.now(), parts.random.token());
    parts.store.read(|r| {
        let family = current(r, id)?;
        let mut chosen: Chosen = chosen(r, id, fields, now)?;
        let listed = chosen.listed(r)?;
        let (open, typed, door) = (&chosen.open, &chosen.typed, &door(id, &family));
        let frame = framed(&open.town, agent);
        Ok(match &listed {
            Ok((wanted, series)) => {
                let status = if reason.is_some() { Status::UnprocessableEntity } else { Status::Ok };
                let reason = Some((reason.unwrap_or_default(), reason.is_some()));
                let list = List { door, open, typed, wanted, series, number: &number, reason };
                (status, view::list(frame, &list))
            }
            Err(wrong) => (Status::UnprocessableEntity, chosen.page(frame, door, wrong, None)),
        })
    })
}

/// Books for the family, and tells its guardians.
#[post("/mairie/familles/<id>/annee", data = "<body>")]
pub async fn validate(
    agent: Agent<Families>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    body: Body,
) -> Result<Answer, Error> {
    let (id, now, account) = (FamilyId(id), parts.clock.now(), agent.account);
    let confirmed = Confirmed::parse(&body.0).map_err(|_| Error::Malformed)?;
    if confirmed.reason.is_empty() || confirmed.reason.chars().count() > REASON {
        return show(&agent, parts, id, &confirmed.query, Some(&confirmed.reason)).map(Answer::Page);
    }
    let (asked, token, site) = (confirmed.clone(), parts.random.token(), parts.config.site.clone());
    let change = move |w: &Write| {
        still_has(w, account, Role::Families)?;
        current(w, id)?;
        asked.save(w, id, Hand::Town(Leave::default()), &token, now, |open, series| {
            let letter = |to: String| mail::habit(open, series, &to, Some(&asked.reason), &site, now);
            Ok(account::store::addresses(w, id)?.into_iter().map(letter).collect())
        })
    };
    let done = parts.store.write(format!("account {account}"), change).await?;
    if done.refused.is_empty() {
        let number = hex(&confirmed.number);
        return Ok(Answer::SeeOther(SeeOther(format!("/mairie/familles/{id}/annee?fait={number}"))));
    }
    parts.store.read(|r| told(r, &agent, id, &confirmed, &done)).map(Answer::Page)
}

fn told(
    r: &impl Reading,
    agent: &Agent<Families>,
    id: FamilyId,
    confirmed: &Confirmed,
    done: &Done,
) -> Result<Page, Error> {
    let family = current(r, id)?;
    let (first, _) = confirmed.span().ok_or(Error::Malformed)?;
    let open = store::open_span(r, id, first, first)?;
    let page = view::outcome(framed(&open.town, agent), &door(id, &family), &open, done, None);
    Ok((Status::UnprocessableEntity, page))
}
