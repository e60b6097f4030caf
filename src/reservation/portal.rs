//! The families' door to their reservations.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use maud::Markup;
use rocket::{
    Data, Request, Responder, Route, State,
    data::{FromData, Outcome, ToByteUnit},
    get,
    http::Status,
    post,
    request::FromRequest,
    routes,
};
use sha2::{Digest, Sha256};

use super::{
    Cell,
    grid::{Grid, grid},
    mail,
    open::Open,
    plan::{Plan, Refused, plan},
    sheet::{Asked, Button, Sheet},
    store::{self, Done},
    ticks::{Draft, Malformed, encode, encode_set},
    view,
};
use crate::{
    account::{NotSignedIn, Parent, portal::sign_in_then},
    activity::period::Period,
    family::ChildId,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Error, Page, SeeOther},
        outbox,
        random::hex,
        store::{Reading, StoreError},
    },
    town::{self, Span, calendar::weekday},
    ui::fragment,
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![current, show, change, validate]
}

/// How a handler of the grid answers.
#[derive(Responder)]
enum Answer {
    Page(Page),
    Fragments(Markup),
    SeeOther(SeeOther),
    SignIn(SignIn),
}

/// htmx follows this header where a browser follows `Location`.
#[derive(Responder)]
#[response(status = 401)]
struct SignIn {
    body: (),
    address: rocket::http::Header<'static>,
}

/// The period that families care about today: on Saturday and Sunday, next week's.
#[get("/reservations?<p>")]
async fn current(
    parent: Result<Parent, NotSignedIn>,
    parts: &State<Arc<Parts>>,
    p: Option<&str>,
) -> Result<SeeOther, Error> {
    let now = parts.clock.now();
    let town = parts.store.read(town::store::town)?;
    let (today, span) = (town.date(now), town.identity.period);
    let mut period = Period::of(span, today);
    if span == Span::Week && weekday(today) > 5 {
        period = period.next();
    }
    let address = address(period, p.unwrap_or_default());
    Ok(match parent {
        Ok(_) => SeeOther(address),
        Err(NotSignedIn) => sign_in_then(&address),
    })
}

/// A period. `p`: changes carried along, not saved; `fait`: number of the form that was just saved.
#[get("/reservations/<period>?<p>&<fait>")]
async fn show(
    parent: Result<Parent, NotSignedIn>,
    parts: &State<Arc<Parts>>,
    period: &str,
    p: Option<&str>,
    fait: Option<&str>,
) -> Result<Answer, Error> {
    let now = parts.clock.now();
    let (asked_for, text) = (named(period)?, p.unwrap_or_default());
    let Ok(parent) = parent else {
        return Ok(Answer::SeeOther(sign_in_then(&address(asked_for, text))));
    };
    let town = parts.store.read(town::store::town)?;
    let shown = Period::of(town.identity.period, asked_for.first());
    // Any day of a week, or a week where the town shows months, leads to the period's own address.
    if shown.to_string() != period {
        return Ok(Answer::SeeOther(SeeOther(address(shown, text))));
    }
    let number = fait.and_then(|text| u128::from_str_radix(text, 16).ok()).map(u128::to_be_bytes);
    let asked = Draft::decode(text).map(|draft| Asked::of(&draft)).map_err(malformed)?;
    let (seen, done) = parts.store.read(|r| {
        let done = number.map(|number| store::done(r, parent.family, number)).transpose()?.flatten();
        Ok::<_, Error>((Seen::read(r, &parent, shown, asked, now)?, done))
    })?;
    Ok(Answer::Page((Status::Ok, seen.page(&parent, done.as_ref(), parts))))
}

/// The form as a draft: shows what it would cost, or goes elsewhere with it. Nothing is stored.
#[post("/reservations/<period>", data = "<body>")]
async fn change(
    parent: Result<Parent, NotSignedIn>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    live: LiveForm,
    period: &str,
    body: Body,
) -> Result<Answer, Error> {
    let (now, period) = (parts.clock.now(), named(period)?);
    let sheet = Sheet::parse(period, &body.0).map_err(malformed)?;
    let mut asked = sheet.asked;
    let Ok(parent) = parent else {
        let SeeOther(to) = sign_in_then(&address(period, &draft(&asked).encode()));
        return Ok(match live.0 {
            true => {
                Answer::SignIn(SignIn { body: (), address: rocket::http::Header::new("HX-Redirect", to) })
            }
            false => Answer::SeeOther(SeeOther(to)),
        });
    };
    if live.0 {
        let regions = parts.store.read(|r| regions(r, &parent, period, asked, sheet.before, now))?;
        return Ok(Answer::Fragments(fragment::send(&regions)));
    }
    let (to, anchor) = match sheet.button {
        Button::Go(period) => (period, String::new()),
        Button::Refresh => (period, String::new()),
        Button::Usual(child) => {
            parts.store.read(|r| tick_usual(r, &parent, period, &mut asked, child, now))?;
            (period, child.map(|child| format!("#e{child}")).unwrap_or_default())
        }
    };
    Ok(Answer::SeeOther(SeeOther(address(to, &draft(&asked).encode()) + &anchor)))
}

/// "Valider": saves what can be saved, judged again inside the writer.
#[post("/reservations/<period>/valider", data = "<body>")]
async fn validate(
    parent: Result<Parent, NotSignedIn>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    period: &str,
    body: Body,
) -> Result<Answer, Error> {
    let (now, period) = (parts.clock.now(), named(period)?);
    let Sheet { asked, number, .. } = Sheet::parse(period, &body.0).map_err(malformed)?;
    let Ok(parent) = parent else {
        return Ok(Answer::SeeOther(sign_in_then(&address(period, &draft(&asked).encode()))));
    };
    let done = save(parts, &parent, period, asked, number, now).await?;
    if done.refused.is_empty() {
        let to = format!("/reservations/{period}?fait={}", hex(&number));
        return Ok(Answer::SeeOther(SeeOther(to)));
    }
    let seen = parts.store.read(|r| Seen::read(r, &parent, period, Asked::default(), now))?;
    Ok(Answer::Page((Status::UnprocessableEntity, seen.page(&parent, Some(&done), parts))))
}

async fn save(
    parts: &Parts,
    parent: &Parent,
    period: Period,
    asked: Asked,
    number: [u8; 16],
    now: DateTime<Utc>,
) -> Result<Done, Error> {
    let digest = digest(&asked);
    let (parent, site) = (parent.clone(), parts.config.site.clone());
    let token = parts.random.token();
    let who = format!("account {}", parent.account);
    let change = move |w: &crate::platform::store::Write| {
        if let Some(done) = store::done(w, parent.family, number)?
            && done.digest == digest
        {
            return Ok(done);
        }
        let open = open(w, &parent, period, &asked)?;
        let plan = plan(&open, &asked, now);
        store::apply(w, &open, &plan)?;
        let done = Done {
            digest,
            at: now,
            added: plan.added.len(),
            removed: plan.removed.len(),
            refused: plan.refused.clone(),
        };
        store::remember(w, parent.family, number, &done)?;
        if plan.changes() > 0 {
            outbox::queue(w, mail::confirmation(&open, &plan, &parent, &site, now), &token, now)?;
        }
        Ok::<_, Error>(done)
    };
    parts.store.write(who, change).await
}

/// A grid as it was read.
struct Seen {
    open: Open,
    asked: Asked,
    plan: Plan,
    grid: Grid,
}

impl Seen {
    fn read(
        r: &impl Reading,
        parent: &Parent,
        period: Period,
        asked: Asked,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let open = open(r, parent, period, &asked)?;
        let plan = plan(&open, &asked, now);
        let grid = grid(&open, &plan, period, now);
        Ok(Self { open, asked, plan, grid })
    }

    fn live<'a>(&'a self, refused: &'a [Refused]) -> view::Live<'a> {
        view::Live { grid: &self.grid, asked: &self.asked, refused }
    }

    fn page(&self, parent: &Parent, done: Option<&Done>, parts: &Parts) -> Markup {
        let refused = done.map_or(&self.plan.refused, |done| &done.refused);
        let number = parts.random.token();
        view::page(&view::Shown { parent, open: &self.open, live: self.live(refused), done, number: &number })
    }
}

/// The regions to swap: those that differ from what the screen showed, or all of them when the form
/// does not say what was changed.
fn regions(
    r: &impl Reading,
    parent: &Parent,
    period: Period,
    asked: Asked,
    before: Option<Asked>,
    now: DateTime<Utc>,
) -> Result<Vec<fragment::Region>, Error> {
    let after = Seen::read(r, parent, period, asked, now)?;
    let regions = view::figures(&after.live(&after.plan.refused), &after.open);
    let Some(before) = before else {
        return Ok(regions);
    };
    // The same reading serves: only the ticks differ.
    let earlier = plan(&after.open, &before, now);
    let shown = grid(&after.open, &earlier, period, now);
    let live = view::Live { grid: &shown, asked: &before, refused: &earlier.refused };
    Ok(fragment::changed(&view::figures(&live, &after.open), regions))
}

/// Adds the usual days of a child, or of all, where they can be booked on time.
fn tick_usual(
    r: &impl Reading,
    parent: &Parent,
    period: Period,
    asked: &mut Asked,
    only: Option<ChildId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let open = open(r, parent, period, asked)?;
    super::usual::tick(&open, period, asked, only, now);
    Ok(())
}

/// Reads what rules look at; refuses cells that are not this family's.
fn open(r: &impl Reading, parent: &Parent, period: Period, asked: &Asked) -> Result<Open, Error> {
    let cells: BTreeSet<Cell> = asked.base.iter().chain(asked.ticks.keys()).copied().collect();
    let months: BTreeSet<String> = cells.iter().map(|cell| cell.day.format("%Y%m").to_string()).collect();
    if months.len() > MONTHS {
        return Err(Error::Malformed);
    }
    let open =
        store::open(r, parent.family, period, &cells).map_err(|error: StoreError| Error::from(error))?;
    if open.knows(cells.iter()) { Ok(open) } else { Err(Error::Malformed) }
}

/// Months that a draft may touch: a school year, with the summers around it.
const MONTHS: usize = 15;

fn named(period: &str) -> Result<Period, Error> {
    period.parse().map_err(|()| Error::Missing)
}

fn malformed(_: Malformed) -> Error {
    Error::Malformed
}

fn draft(asked: &Asked) -> Draft {
    Draft { add: asked.additions(), remove: asked.removals() }
}

fn address(period: Period, draft: &str) -> String {
    match draft {
        "" => format!("/reservations/{period}"),
        draft => format!("/reservations/{period}?p={draft}"),
    }
}

fn digest(asked: &Asked) -> [u8; 32] {
    let content = format!("{}|{}", encode_set(&asked.base), encode(&asked.ticks));
    Sha256::digest(content).into()
}

/// Whether htmx asks, for fragments.
struct LiveForm(bool);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for LiveForm {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> rocket::request::Outcome<Self, ()> {
        rocket::request::Outcome::Success(LiveForm(request.headers().contains("HX-Request")))
    }
}

/// The bytes of a form: 64 KiB hold the largest family's month ten times over.
struct Body(Vec<u8>);

#[rocket::async_trait]
impl<'r> FromData<'r> for Body {
    type Error = ();
    async fn from_data(_: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match data.open(64.kibibytes()).into_bytes().await {
            Ok(bytes) if bytes.is_complete() => Outcome::Success(Body(bytes.into_inner())),
            Ok(_) => Outcome::Error((Status::PayloadTooLarge, ())),
            Err(_) => Outcome::Error((Status::BadRequest, ())),
        }
    }
}
