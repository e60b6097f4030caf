//! Usual days over a month or a year: for parents, and what the town's door shares with them.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use maud::Markup;
use rocket::{State, get, http::Status, http::uri::Origin, post};
use sha2::{Digest, Sha256};

use super::form::{address, malformed};
use crate::{
    account::{NotSignedIn, Parent, view::dress},
    activity::period::Period,
    family::{self, FamilyId},
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        mail::Mail,
        outbox,
        random::hex,
        store::{Reading, Write},
    },
    reservation::{
        Cell,
        deed::lines,
        habit::{Typed, Wanted, When, Wrong, months},
        hand::Hand,
        mail,
        open::Open,
        series::{Series, series},
        sheet::digits,
        store::{self, Done},
        ticks::{Malformed, decode, encode_set},
        view::year::{self as view, Door, Form, List, Month},
        why,
    },
    town::{self, Town, view::frame},
    ui::layout::Frame,
};

const BASE: &str = "/reservations/annee";

/// A form as it was filled in, and what rules look at.
pub struct Chosen {
    pub open: Open,
    pub typed: Typed,
    now: DateTime<Utc>,
    today: NaiveDate,
}

/// Reads what an address asks for; refuses children that are not this family's.
pub fn chosen(r: &impl Reading, family: FamilyId, query: &str, now: DateTime<Utc>) -> Result<Chosen, Error> {
    let today = town::store::town(r)?.date(now);
    let open = store::open_span(r, family, today, today)?;
    let typed = Typed::parse(query).map_err(malformed)?.filled(&open, today);
    if typed.is_of(&open) { Ok(Chosen { open, typed, now, today }) } else { Err(Error::Malformed) }
}

impl Chosen {
    /// The page of the form.
    pub fn page(&self, frame: Frame, door: &Door, wrong: &[Wrong], done: Option<&Done>) -> Markup {
        let Self { open, typed, today, .. } = self;
        let calendar = &open.town.calendar;
        let year = Typed { when: When::Year, ..typed.clone() }.span(open, self.now).ok();
        let months = months(calendar, *today);
        view::form(frame, &Form { door, open, typed, today: *today, year, months, wrong, done })
    }

    /// What comes of it, read again with all of its months.
    pub fn listed(&mut self, r: &impl Reading) -> Result<Result<(Wanted, Series), Vec<Wrong>>, Error> {
        let wanted = match self.typed.wanted(&self.open, self.now) {
            Ok(wanted) => wanted,
            Err(wrong) => return Ok(Err(wrong)),
        };
        self.open = store::open_span(r, self.open.family, wanted.first, wanted.last)?;
        let series = series(&self.open, &wanted.cells, self.now);
        Ok(Ok((wanted, series)))
    }

    /// What a month of it comes to, and why; `first`: its first day.
    pub fn month(
        &mut self,
        r: &impl Reading,
        frame: Frame,
        door: &Door,
        first: NaiveDate,
    ) -> Result<Page, Error> {
        let Ok((_, series)) = self.listed(r)? else { return Err(Error::Missing) };
        let sum = *series.months().get(&first).ok_or(Error::Missing)?;
        let (open, typed) = (&self.open, &self.typed);
        let rows = &why::month_rows(open, &series.plan, first);
        let adjustments = &why::month_adjustments(open, &series.plan, first);
        let shown = Month { door, open, typed, first, sum, rows, adjustments };
        Ok((Status::Ok, view::month(frame, &shown)))
    }
}

/// The first day of a month that an address names: "2026-12".
pub fn month_named(text: &str) -> Result<NaiveDate, Error> {
    format!("{text}-01").parse().map_err(|_| Error::Missing)
}

/// A list that is confirmed.
///
/// Fields: `n`, a number used once; `q`, what the list was made from; `l`, the cells to book; `motif`, why the
/// town does it.
#[derive(Clone)]
pub struct Confirmed {
    pub number: [u8; 16],
    pub query: String,
    pub cells: BTreeSet<Cell>,
    pub reason: String,
}

impl Confirmed {
    /// Reads the body of the form.
    ///
    /// # Errors
    /// A field that the page does not have, no day, more than a year.
    pub fn parse(body: &[u8]) -> Result<Self, Malformed> {
        let (mut number, mut cells) = (None, BTreeSet::new());
        let (mut query, mut reason) = (String::new(), String::new());
        for (name, value) in form_urlencoded::parse(body) {
            match name.as_ref() {
                "n" => number = Some(digits(&value)?),
                "q" => query = Typed::parse(&value)?.query(),
                "l" => cells = decode(&value)?.into_keys().collect(),
                "motif" => reason = value.trim().into(),
                _ => return Err(Malformed),
            }
        }
        let confirmed = Self { number: number.ok_or(Malformed)?, query, cells, reason };
        let (first, last) = confirmed.span().ok_or(Malformed)?;
        if last - first <= TimeDelta::days(366) { Ok(confirmed) } else { Err(Malformed) }
    }

    /// Its first and its last day.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let days = || self.cells.iter().map(|cell| cell.day);
        days().min().zip(days().max())
    }

    /// Books what still can be, once: what comes of each cell is judged again. `letters`: who is told, and how.
    ///
    /// The town hall books here what a parent could, and its bookings are marked as such.
    pub fn save(
        &self,
        w: &Write,
        family: FamilyId,
        hand: Hand,
        token: &str,
        now: DateTime<Utc>,
        letters: impl FnOnce(&Open, &Series) -> Result<Vec<Mail>, Error>,
    ) -> Result<Done, Error> {
        let digest: [u8; 32] = Sha256::digest(encode_set(&self.cells)).into();
        if let Some(done) = store::done(w, family, self.number)?
            && done.digest == digest
        {
            return Ok(done);
        }
        let (first, last) = self.span().ok_or(Error::Malformed)?;
        let mut open = store::open_span(w, family, first, last)?;
        if !open.knows(self.cells.iter()) {
            return Err(Error::Malformed);
        }
        let series = series(&open, &self.cells, now);
        open.hand = hand;
        store::apply(w, &open, &series.plan)?;
        if hand.is_town() {
            for line in lines(&open, &series.plan, &self.reason) {
                family::store::note(w, family, line)?;
            }
        }
        let (added, refused) = (series.plan.added.len(), series.missed.clone());
        let done = Done { digest, at: now, added, removed: 0, refused };
        store::remember(w, family, self.number, &done)?;
        if added > 0 {
            for letter in letters(&open, &series)? {
                outbox::queue(w, letter, token, now)?;
            }
        }
        Ok(done)
    }
}

/// A parent's door.
fn door() -> Door<'static> {
    Door { base: BASE.into(), confirm: format!("{BASE}/valider"), family: None, back: "/reservations".into() }
}

fn framed<'a>(town: &'a Town, parent: &'a Parent) -> Frame<'a> {
    let mut frame = frame(&town.identity, "");
    dress(&mut frame, &parent.bar);
    (frame.here, frame.help) = ("/reservations", "/reservations/annee");
    frame
}

/// The fields of an address.
pub fn query<'r>(origin: &'r Origin<'_>) -> &'r str {
    origin.query().map_or("", |query| query.as_str())
}

/// What is asked for, filled in with the usual days.
#[get("/reservations/annee")]
pub async fn form(parent: Parent, parts: &State<Arc<Parts>>, origin: &Origin<'_>) -> Result<Answer, Error> {
    let now = parts.clock.now();
    let read = parts.store.read(|r| {
        let chosen = chosen(r, parent.family, query(origin), now)?;
        Ok::<_, Error>((Status::Ok, chosen.page(framed(&chosen.open.town, &parent), &door(), &[], None)))
    });
    own(read.map(Answer::Page))
}

/// The list to confirm.
#[get("/reservations/annee/liste")]
pub async fn list(parent: Parent, parts: &State<Arc<Parts>>, origin: &Origin<'_>) -> Result<Answer, Error> {
    let (now, number) = (parts.clock.now(), parts.random.token());
    let read = parts.store.read(|r| {
        let mut chosen = chosen(r, parent.family, query(origin), now)?;
        let listed = chosen.listed(r)?;
        let (open, typed) = (&chosen.open, &chosen.typed);
        let frame = framed(&open.town, &parent);
        Ok::<_, Error>(match &listed {
            Ok((wanted, series)) => {
                let door = &door();
                let list = List { door, open, typed, wanted, series, number: &number, reason: None };
                (Status::Ok, view::list(frame, &list))
            }
            Err(wrong) => (Status::UnprocessableEntity, chosen.page(frame, &door(), wrong, None)),
        })
    });
    own(read.map(Answer::Page))
}

/// What a month of the list comes to, and why.
#[get("/reservations/annee/liste/<mois>")]
pub async fn month(
    parent: Parent,
    parts: &State<Arc<Parts>>,
    mois: &str,
    origin: &Origin<'_>,
) -> Result<Answer, Error> {
    let (now, first) = (parts.clock.now(), month_named(mois)?);
    let read = parts.store.read(|r| {
        let mut chosen = chosen(r, parent.family, query(origin), now)?;
        let town = chosen.open.town.clone();
        chosen.month(r, framed(&town, &parent), &door(), first)
    });
    own(read.map(Answer::Page))
}

/// Children of another family: somebody else has signed in on the same phone.
fn own(answer: Result<Answer, Error>) -> Result<Answer, Error> {
    match answer {
        Err(Error::Malformed) => Ok(Answer::SeeOther(SeeOther(BASE.into()))),
        answer => answer,
    }
}

/// "Valider": books what still can be.
#[post("/reservations/annee/valider", data = "<body>")]
pub async fn validate(
    parent: Result<Parent, NotSignedIn>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    body: Body,
) -> Result<Answer, Error> {
    let now = parts.clock.now();
    let confirmed = Confirmed::parse(&body.0).map_err(malformed)?;
    let parent = match parent {
        Ok(parent) => parent,
        Err(why) => return why.then(&format!("{BASE}/liste?{}", confirmed.query)).map(Answer::SeeOther),
    };
    let (asked, to, family) = (confirmed.clone(), parent.mail.clone(), parent.family);
    let (token, site) = (parts.random.token(), parts.config.site.clone());
    let change = move |w: &Write| {
        asked.save(w, family, Hand::Family, &token, now, |open, series| {
            Ok(vec![mail::habit(open, series, &to, None, &site, now)])
        })
    };
    let done = parts.store.write(format!("account {}", parent.account), change).await?;
    let (first, _) = confirmed.span().ok_or(Error::Malformed)?;
    let town = parts.store.read(town::store::town)?;
    let period = Period::of(town.identity.period, first);
    if done.refused.is_empty() {
        let to = format!("/reservations/{period}?fait={}", hex(&confirmed.number));
        return Ok(Answer::SeeOther(SeeOther(to)));
    }
    let open = parts.store.read(|r| store::open_span(r, family, first, first))?;
    let door = Door { back: address(period, ""), ..door() };
    let page = view::outcome(framed(&town, &parent), &door, &open, &done, Some(&parent.mail));
    Ok(Answer::Page((Status::UnprocessableEntity, page)))
}

/// The address of a page that told of refusals, opened again.
#[get("/reservations/annee/valider")]
pub fn back() -> SeeOther {
    SeeOther(BASE.into())
}
