//! Booking for a family, at any time: the parents' grid, by the town hall's hand.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use form_urlencoded::Serializer;
use maud::Markup;
use rocket::{State, get, http::Status, post};

use crate::{
    account::{
        self, Agent, NotSignedIn,
        role::{Families, Permission, Reader, Role},
    },
    activity::period::Period,
    family::{
        self, FamilyId,
        office::{current as in_use, here, still_has},
    },
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Error, SeeOther},
        live::{LiveForm, SignIn},
        outbox,
        random::hex,
        store::{StoreError, Write},
    },
    reservation::{
        deed::lines,
        hand::{Act, Flaw, Hand},
        mail,
        plan::plan,
        portal::{
            Answer,
            form::{digest, draft, malformed, named, nearest},
            seen::{Seen, Whose, open, regions, tick_usual},
        },
        sheet::{Asked, Button, Sheet},
        store::{self, Done},
        ticks::Draft,
        view::{Desk, Eye},
    },
    town,
    ui::fragment,
};

/// Where a family's grid is.
fn grid(family: FamilyId) -> String {
    format!("/mairie/familles/{family}/reservations")
}

/// A period of it, with what is not saved.
fn address(family: FamilyId, period: Period, asked: &Asked, act: &Act) -> String {
    let draft = draft(asked).encode();
    let mut fields = act.fields();
    if !draft.is_empty() {
        fields.push(("p", &draft));
    }
    let query = Serializer::new(String::new()).extend_pairs(fields).finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}/{period}{mark}{query}", grid(family))
}

/// A form: what it says of the whole act, and the rest.
fn read(period: Period, body: &[u8]) -> Result<(Act, Sheet), Error> {
    let mut act = Act::default();
    let rest = form_urlencoded::parse(body).filter(|(name, value)| !act.take(name, value));
    let sheet = Sheet::read(period, rest).map_err(malformed)?;
    Ok((act, sheet))
}

/// The period of today.
#[get("/mairie/familles/<id>/reservations")]
pub async fn current(_agent: Agent<Reader>, parts: &State<Arc<Parts>>, id: u32) -> Result<SeeOther, Error> {
    let (id, now) = (FamilyId(id), parts.clock.now());
    parts.store.read(|r| {
        family::store::family(r, id)?.ok_or(Error::Missing)?;
        let town = town::store::town(r)?;
        let period = nearest(town.identity.period, town.date(now));
        Ok(SeeOther(address(id, period, &Asked::default(), &Act::default())))
    })
}

/// A period. `p`: changes carried along, not saved; `fait`: number of the form that was just saved.
#[get("/mairie/familles/<id>/reservations/<period>?<p>&<motif>&<normal>&<depasser>&<fait>")]
#[allow(clippy::too_many_arguments)]
pub async fn show(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    id: u32,
    period: &str,
    p: Option<&str>,
    motif: Option<&str>,
    normal: Option<&str>,
    depasser: Option<&str>,
    fait: Option<&str>,
) -> Result<Answer, Error> {
    let (id, now, asked_for) = (FamilyId(id), parts.clock.now(), named(period)?);
    let mut act = Act::default();
    for (name, value) in [("motif", motif), ("normal", normal), ("depasser", depasser)] {
        value.map(|value| act.take(name, value));
    }
    let asked = Draft::decode(p.unwrap_or_default()).map(|draft| Asked::of(&draft)).map_err(malformed)?;
    let number = fait.and_then(|text| u128::from_str_radix(text, 16).ok()).map(u128::to_be_bytes);
    let (span, done) = parts.store.read(|r| {
        let done = number.map(|number| store::done(r, id, number)).transpose()?.flatten();
        Ok::<_, StoreError>((town::store::town(r)?.identity.period, done))
    })?;
    let shown = Period::of(span, asked_for.first());
    // Any day of a week, or a week where the town shows months, leads to the period's own address.
    if shown.to_string() != period {
        return Ok(Answer::SeeOther(SeeOther(address(id, shown, &asked, &act))));
    }
    let shown = Shown { period: shown, asked, act, flaw: None, done };
    Ok(Answer::Page((Status::Ok, shown.page(&agent, parts, id, now)?)))
}

/// What a page shows.
struct Shown {
    period: Period,
    asked: Asked,
    act: Act,
    flaw: Option<Flaw>,
    done: Option<Done>,
}

impl Shown {
    fn page<P>(
        self,
        agent: &Agent<P>,
        parts: &Parts,
        id: FamilyId,
        now: DateTime<Utc>,
    ) -> Result<Markup, Error> {
        parts.store.read(|r| {
            let family = family::store::family(r, id)?.ok_or(Error::Missing)?;
            let changes = agent.duty.has(Families::ROLES) && family.archived.is_none();
            let asked = if changes { self.asked } else { Asked::default() };
            let whose = Whose { family: id, hand: Hand::Town(self.act.leave) };
            let seen = Seen::read(r, whose, self.period, asked, now)?;
            let told = account::store::addresses(r, id)?;
            let desk = Desk {
                family: id,
                name: &family.name,
                changes,
                act: &self.act,
                flaw: self.flaw,
                told: &told,
            };
            let mut frame = here(frame(&seen.open.town.identity, &agent.bar, &agent.duty));
            frame.help = "/mairie/familles/reservations";
            Ok(seen.page(frame, &grid(id), Eye::Town(desk), self.done.as_ref(), &parts.random.token()))
        })
    }
}

/// The form as a draft: shows what it would cost, or goes elsewhere with it. Nothing is stored.
#[post("/mairie/familles/<id>/reservations/<period>", data = "<body>")]
pub async fn change(
    agent: Result<Agent<Families>, NotSignedIn>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    live: LiveForm,
    id: u32,
    period: &str,
    body: Body,
) -> Result<Answer, Error> {
    let (id, now, period) = (FamilyId(id), parts.clock.now(), named(period)?);
    let (act, sheet) = read(period, &body.0)?;
    let mut asked = sheet.asked;
    if let Err(why) = agent {
        let SeeOther(to) = why.then(&address(id, period, &asked, &act))?;
        return Ok(match live.0 {
            true => Answer::SignIn(SignIn::at(to)),
            false => Answer::SeeOther(SeeOther(to)),
        });
    }
    let whose = Whose { family: id, hand: Hand::Town(act.leave) };
    parts.store.read(|r| in_use(r, id).map(drop))?;
    if live.0 {
        let regions = parts.store.read(|r| regions(r, whose, period, asked, sheet.before, now))?;
        return Ok(Answer::Fragments(fragment::send(&regions)));
    }
    parts.store.read(|r| open(r, whose, period, &asked).map(drop))?;
    let explained = match sheet.button {
        Button::Price(cell, _) => Some(cell.day),
        Button::Total(_) => Some(period.first()),
        _ => None,
    };
    if let Some(day) = explained {
        return Ok(Answer::SeeOther(SeeOther(format!("/mairie/familles/{id}/prix?jour={day}"))));
    }
    let (mut to, mut anchor) = (period, String::new());
    match sheet.button {
        Button::Refresh | Button::Price(..) | Button::Total(_) => {}
        Button::Go(elsewhere) => to = elsewhere,
        Button::Usual(child) => {
            parts.store.read(|r| tick_usual(r, whose, period, &mut asked, child, now))?;
            anchor = child.map(|child| format!("#e{child}")).unwrap_or_default();
        }
    }
    Ok(Answer::SeeOther(SeeOther(address(id, to, &asked, &act) + &anchor)))
}

/// "Valider": saves what can be saved, once it is said why.
#[post("/mairie/familles/<id>/reservations/<period>/valider", data = "<body>")]
pub async fn validate(
    agent: Result<Agent<Families>, NotSignedIn>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    id: u32,
    period: &str,
    body: Body,
) -> Result<Answer, Error> {
    let (id, now, period) = (FamilyId(id), parts.clock.now(), named(period)?);
    let (act, Sheet { asked, number, .. }) = read(period, &body.0)?;
    let agent = match agent {
        Ok(agent) => agent,
        Err(why) => return why.then(&address(id, period, &asked, &act)).map(Answer::SeeOther),
    };
    let saving = Saving { agent: agent.account, family: id, period, act, asked, number, now };
    let (act, asked) = (saving.act.clone(), saving.asked.clone());
    let shown = match saving.save(parts).await? {
        Ok(done) if done.refused.is_empty() => {
            let to = format!("{}/{period}?fait={}", grid(id), hex(&number));
            return Ok(Answer::SeeOther(SeeOther(to)));
        }
        Ok(done) => Shown { period, asked: Asked::default(), act, flaw: None, done: Some(done) },
        Err(flaw) => Shown { period, asked, act, flaw: Some(flaw), done: None },
    };
    Ok(Answer::Page((Status::UnprocessableEntity, shown.page(&agent, parts, id, now)?)))
}

/// The address of a page that told of refusals, opened again.
#[get("/mairie/familles/<id>/reservations/<period>/valider")]
pub fn back(_agent: Agent<Reader>, id: u32, period: &str) -> Result<SeeOther, Error> {
    Ok(SeeOther(address(FamilyId(id), named(period)?, &Asked::default(), &Act::default())))
}

/// A form that is to be saved.
struct Saving {
    agent: account::AccountId,
    family: FamilyId,
    period: Period,
    act: Act,
    asked: Asked,
    number: [u8; 16],
    now: DateTime<Utc>,
}

impl Saving {
    async fn save(self, parts: &Parts) -> Result<Result<Done, Flaw>, Error> {
        let (site, token) = (parts.config.site.clone(), parts.random.token());
        let who = format!("account {}", self.agent);
        parts.store.write(who, move |w: &Write| self.change(w, &site, &token)).await
    }

    fn change(&self, w: &Write, site: &str, token: &str) -> Result<Result<Done, Flaw>, Error> {
        still_has(w, self.agent, Role::Families)?;
        in_use(w, self.family)?;
        let digest = digest(&self.asked, &format!("{:?}", self.act));
        let known = store::done(w, self.family, self.number)?;
        if let Some(done) = known.filter(|done| done.digest == digest) {
            return Ok(Ok(done));
        }
        let whose = Whose { family: self.family, hand: Hand::Town(self.act.leave) };
        let open = open(w, whose, self.period, &self.asked)?;
        let plan = plan(&open, &self.asked, self.now);
        if let Some(flaw) = self.act.flaw(!plan.beyond.is_empty()) {
            return Ok(Err(flaw));
        }
        for line in lines(&open, &plan, &self.act.reason) {
            family::store::note(w, self.family, line)?;
        }
        let done = store::carry_out(w, &open, &plan, (self.number, digest), self.now)?;
        if plan.changes() > 0 {
            for to in account::store::addresses(w, self.family)? {
                let mail = mail::by_town(&open, &plan, &self.act.reason, &to, site, self.now);
                outbox::queue(w, mail, token, self.now)?;
            }
        }
        Ok(Ok(done))
    }
}
