//! The families' door to their reservations.

pub(super) mod form;
pub(super) mod seen;
mod why;
pub(in crate::reservation) mod year;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use maud::Markup;
use rocket::{Responder, Route, State, get, http::Status, post, routes};

use self::{
    form::{address, digest, draft, malformed, named, nearest},
    seen::{Seen, Whose, open, regions, tick_usual},
};
use super::{
    hand::Hand,
    mail,
    plan::plan,
    sheet::{Asked, Button, Sheet},
    store::{self, Done},
    ticks::Draft,
    view::Eye,
};
use crate::{
    account::{NotSignedIn, Parent, view::dress},
    activity::period::Period,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Error, Page, SeeOther},
        live::{LiveForm, SignIn},
        outbox,
        random::hex,
    },
    town,
    ui::fragment,
};

/// The routes of this door.
pub fn routes() -> Vec<Route> {
    routes![
        current,
        show,
        change,
        validate,
        back,
        why::why,
        why::total,
        year::form,
        year::list,
        year::month,
        year::validate,
        year::back,
    ]
}

/// How a handler of the grid answers.
#[derive(Responder)]
pub(super) enum Answer {
    Page(Page),
    Fragments(Markup),
    SeeOther(SeeOther),
    SignIn(SignIn),
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
    let address = address(nearest(span, today), p.unwrap_or_default());
    match parent {
        Ok(_) => Ok(SeeOther(address)),
        Err(why) => why.then(&address),
    }
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
    let parent = match parent {
        Ok(parent) => parent,
        Err(why) => return why.then(&address(asked_for, text)).map(Answer::SeeOther),
    };
    let town = parts.store.read(town::store::town)?;
    let shown = Period::of(town.identity.period, asked_for.first());
    // Any day of a week, or a week where the town shows months, leads to the period's own address.
    if shown.to_string() != period {
        return Ok(Answer::SeeOther(SeeOther(address(shown, text))));
    }
    let number = fait.and_then(|text| u128::from_str_radix(text, 16).ok()).map(u128::to_be_bytes);
    let asked = Draft::decode(text).map(|draft| Asked::of(&draft)).map_err(malformed)?;
    let read = parts.store.read(|r| {
        let done = number.map(|number| store::done(r, parent.family, number)).transpose()?.flatten();
        Ok::<_, Error>((Seen::read(r, whose(&parent), shown, asked, now)?, done))
    });
    match read {
        Ok((seen, done)) => Ok(Answer::Page((Status::Ok, page(&seen, &parent, done.as_ref(), parts)))),
        // Ticks of another family: somebody else has signed in on the same phone.
        Err(Error::Malformed) => Ok(Answer::SeeOther(SeeOther(address(shown, "")))),
        Err(error) => Err(error),
    }
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
    let parent = match parent {
        Ok(parent) => parent,
        Err(why) => {
            let SeeOther(to) = why.then(&address(period, &draft(&asked).encode()))?;
            return Ok(match live.0 {
                true => Answer::SignIn(SignIn::at(to)),
                false => Answer::SeeOther(SeeOther(to)),
            });
        }
    };
    if live.0 {
        let regions = parts.store.read(|r| regions(r, whose(&parent), period, asked, sheet.before, now))?;
        return Ok(Answer::Fragments(fragment::send(&regions)));
    }
    parts.store.read(|r| open(r, whose(&parent), period, &asked).map(drop))?;
    if let Button::Price(cell, booking) = sheet.button {
        return Ok(Answer::SeeOther(SeeOther(why::why_address(&cell, booking, &draft(&asked).encode()))));
    }
    if let Button::Total(child) = sheet.button {
        let to = why::total_address(child, period, &draft(&asked).encode());
        return Ok(Answer::SeeOther(SeeOther(to)));
    }
    let (mut to, mut anchor) = (period, String::new());
    match sheet.button {
        Button::Refresh | Button::Price(..) | Button::Total(_) => {}
        Button::Go(elsewhere) => to = elsewhere,
        Button::Usual(child) => {
            parts.store.read(|r| tick_usual(r, whose(&parent), period, &mut asked, child, now))?;
            anchor = child.map(|child| format!("#e{child}")).unwrap_or_default();
        }
    }
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
    let parent = match parent {
        Ok(parent) => parent,
        Err(why) => return why.then(&address(period, &draft(&asked).encode())).map(Answer::SeeOther),
    };
    let done = save(parts, &parent, period, asked, number, now).await?;
    if done.refused.is_empty() {
        let to = format!("/reservations/{period}?fait={}", hex(&number));
        return Ok(Answer::SeeOther(SeeOther(to)));
    }
    let seen = parts.store.read(|r| Seen::read(r, whose(&parent), period, Asked::default(), now))?;
    Ok(Answer::Page((Status::UnprocessableEntity, page(&seen, &parent, Some(&done), parts))))
}

/// The address of a page that told of refusals, opened again.
#[get("/reservations/<period>/valider")]
fn back(period: &str) -> Result<SeeOther, Error> {
    Ok(SeeOther(address(named(period)?, "")))
}

fn whose(parent: &Parent) -> Whose {
    Whose { family: parent.family, hand: Hand::Family }
}

fn page(seen: &Seen, parent: &Parent, done: Option<&Done>, parts: &Parts) -> Markup {
    let mut frame = town::view::frame(&seen.open.town.identity, "");
    dress(&mut frame, &parent.bar);
    frame.here = "/reservations";
    let eye = Eye::Parent { mail: &parent.mail };
    seen.page(frame, "/reservations", eye, done, &parts.random.token())
}

async fn save(
    parts: &Parts,
    parent: &Parent,
    period: Period,
    asked: Asked,
    number: [u8; 16],
    now: DateTime<Utc>,
) -> Result<Done, Error> {
    let digest = digest(&asked, "");
    let (parent, site) = (parent.clone(), parts.config.site.clone());
    let token = parts.random.token();
    let who = format!("account {}", parent.account);
    let change = move |w: &crate::platform::store::Write| {
        if let Some(done) = store::done(w, parent.family, number)?.filter(|done| done.digest == digest) {
            return Ok(done);
        }
        let open = open(w, whose(&parent), period, &asked)?;
        let plan = plan(&open, &asked, now);
        let done = store::carry_out(w, &open, &plan, (number, digest), now)?;
        if plan.changes() > 0 {
            outbox::queue(w, mail::confirmation(&open, &plan, &parent, &site, now), &token, now)?;
        }
        Ok::<_, Error>(done)
    };
    parts.store.write(who, change).await
}
