//! A roll call: its list, and each touch of it.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use maud::Markup;
use rocket::{State, get, http::Status, post};

use super::{
    list::{self, List},
    schools,
};
use crate::{
    account::{self, AccountId, Agent, role::RollCall},
    activity::{self, ServiceId},
    attendance::{
        Mark, State as Came, store,
        touch::{Effect, Touch, effect},
        view::call::{self as view, Said, Shown},
    },
    family::{self, ChildId},
    office::view::frame,
    platform::{
        Parts,
        body::Body,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        live::LiveForm,
        store::{Reading, Write},
    },
    town::{self, SchoolId, Town},
};

/// Which roll call.
#[derive(Clone)]
struct Which {
    day: NaiveDate,
    service: ServiceId,
    schools: String,
}

impl Which {
    /// `list`: number of the service and of the school, "3-2"; of all of them, "3-toutes".
    fn named(day: &str, list: &str) -> Result<Self, Error> {
        let (service, schools) = list.split_once('-').ok_or(Error::Missing)?;
        let (Ok(day), Ok(service)) = (day.parse(), service.parse()) else { return Err(Error::Missing) };
        Ok(Self { day, service, schools: schools.into() })
    }

    fn address(&self) -> String {
        format!("/mairie/pointage/{}/{}-{}", self.day, self.service, self.schools)
    }

    /// The schools of it that are an agent's.
    fn own(&self, r: &impl Reading, town: &Town, by: AccountId) -> Result<Vec<SchoolId>, Error> {
        let duty = account::store::account_of(r, by)?.and_then(|account| account.duty);
        let duty = duty.ok_or(Error::NotAllowed)?;
        list::called(&duty, schools(town, &self.schools)?, self.service)
    }
}

/// The list. `q`: a child who came without booking is looked for. `fait`: when all were marked here.
#[get("/mairie/pointage/<jour>/<liste>?<q>&<fait>")]
pub async fn page(
    agent: Agent<RollCall>,
    parts: &State<Arc<Parts>>,
    jour: &str,
    liste: &str,
    q: Option<&str>,
    fait: Option<i64>,
) -> Result<Page, Error> {
    let which = Which::named(jour, liste)?;
    let said = fait.map(Said::All);
    show(&agent, parts, &which, q.unwrap_or_default(), said).map(|page| (Status::Ok, page))
}

fn show(
    agent: &Agent<RollCall>,
    parts: &Parts,
    which: &Which,
    q: &str,
    said: Option<Said>,
) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let own = which.own(r, &town, agent.account)?;
        let services = activity::store::services(r)?;
        let service = services.get(which.service).ok_or(Error::Missing)?;
        let list = list::read(r, &town, which.day, which.service, &own)?;
        let found = list::found(r, &town, which.day, &own, q, &list)?;
        let names: Vec<&str> =
            own.iter().filter_map(|id| Some(town.schools.get(id)?.name.as_str())).collect();
        let shown = Shown {
            address: &which.address(),
            account: agent.account,
            day: which.day,
            today: town.date(now),
            service: &service.name,
            schools: &names,
            zone: town.identity.timezone,
            lines: &list.lines,
            timed: list.timed,
            callers: &list.callers,
            q,
            found: &found,
            said,
        };
        Ok(view::page(frame(&town.identity, &agent.bar, &agent.duty), &shown))
    })
}

/// The lines alone, as the script asks for them every few seconds.
#[get("/mairie/pointage/<jour>/<liste>/liste")]
pub async fn lines(
    agent: Agent<RollCall>,
    parts: &State<Arc<Parts>>,
    jour: &str,
    liste: &str,
) -> Result<Markup, Error> {
    fragment(&agent, parts, &Which::named(jour, liste)?)
}

fn fragment(agent: &Agent<RollCall>, parts: &Parts, which: &Which) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let own = which.own(r, &town, agent.account)?;
        let List { lines, timed, callers } = list::read(r, &town, which.day, which.service, &own)?;
        let shown = Shown {
            address: &which.address(),
            account: agent.account,
            day: which.day,
            today: town.date(now),
            service: "",
            schools: &[],
            zone: town.identity.timezone,
            lines: &lines,
            timed,
            callers: &callers,
            q: "",
            found: &[],
            said: None,
        };
        Ok(view::lines(&shown))
    })
}

/// What a form asks.
enum Asked {
    One(Touch),
    /// All who are expected and not called yet are here.
    All,
    /// Takes back what "all here" wrote, at that instant in milliseconds.
    Undo(i64),
}

impl Asked {
    /// Fields: `enfant`, `de` what the list said, `vers` what it shall say, `arrivee` and `depart`; or `tous`, or
    /// `defaire`. The script also says in `compte` who made the touch: it may have waited on a device that somebody
    /// else uses by now, whose touch it is not.
    fn parse(body: &[u8], by: AccountId) -> Result<Self, Error> {
        let who = form_urlencoded::parse(body).find(|(name, _)| name == "compte");
        if who.is_some_and(|(_, account)| account != by.to_string()) {
            return Err(Error::NotAllowed);
        }
        let (mut child, mut seen, mut wanted, mut arrived, mut left) = (None, None, None, None, None);
        let state = |text: &str| match text {
            "" => Ok(None),
            text => text.parse::<Came>().map(Some).map_err(|_| Error::Malformed),
        };
        let time = |text: &str| match text {
            "" => Ok(None),
            text => text
                .parse::<NaiveTime>()
                .or_else(|_| NaiveTime::parse_from_str(text, "%H:%M"))
                .map(Some)
                .map_err(|_| Error::Malformed),
        };
        for (name, value) in form_urlencoded::parse(body) {
            match &*name {
                "enfant" => child = Some(value.parse().map_err(|_| Error::Malformed)?),
                "de" => seen = state(&value)?,
                "vers" => wanted = Some(state(&value)?),
                "arrivee" => arrived = Some(time(&value)?),
                "depart" => left = Some(time(&value)?),
                "compte" => {}
                "tous" => return Ok(Self::All),
                "defaire" => return Ok(Self::Undo(value.parse().map_err(|_| Error::Malformed)?)),
                _ => return Err(Error::Malformed),
            }
        }
        let (child, wanted) = child.zip(wanted).ok_or(Error::Malformed)?;
        // Only who is here has come and leaves.
        let times = arrived.zip(left).filter(|_| wanted == Some(Came::Here));
        Ok(Self::One(Touch { child: ChildId(child), seen, wanted, times }))
    }
}

/// Writes down a touch, and answers with the list: the lines for the script, else the page at the child.
#[post("/mairie/pointage/<jour>/<liste>", data = "<body>")]
pub async fn touch(
    agent: Agent<RollCall>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    jour: &str,
    liste: &str,
    live: LiveForm,
    body: Body,
) -> Result<Answer<Page>, Error> {
    let (which, now, by) = (Which::named(jour, liste)?, parts.clock.now(), agent.account);
    let asked = Asked::parse(&body.0, by)?;
    let anchor = match &asked {
        Asked::One(touch) => format!("#e{}", touch.child),
        Asked::All => format!("?fait={}", now.timestamp_millis()),
        Asked::Undo(_) => String::new(),
    };
    let here = which.clone();
    let done = parts.store.write(format!("account {by}"), move |w| save(w, &here, &asked, by, now)).await?;
    let status = if done == Effect::Meanwhile { Status::Conflict } else { Status::Ok };
    Ok(match (live.0, done) {
        (true, _) => Answer::Page((status, fragment(&agent, parts, &which)?)),
        (false, Effect::Meanwhile) => {
            Answer::Page((status, show(&agent, parts, &which, "", Some(Said::Meanwhile))?))
        }
        (false, _) => Answer::SeeOther(SeeOther(which.address() + &anchor)),
    })
}

/// Judges again what is asked, as things stand at its turn on the writer.
fn save(w: &Write, which: &Which, asked: &Asked, by: AccountId, now: DateTime<Utc>) -> Result<Effect, Error> {
    let town = town::store::town(w)?;
    let own = which.own(w, &town, by)?;
    if which.day > town.date(now) || activity::store::services(w)?.get(which.service).is_none() {
        return Err(Error::Missing);
    }
    let mark = |state| Mark { state, arrived: None, left: None, by, at: now };
    let set = |child, mark: Option<&Mark>| store::set(w, which.day, which.service, child, mark);
    match asked {
        Asked::One(touch) => return one(w, &town, which, &own, touch, mark),
        Asked::All => {
            let list = list::read(w, &town, which.day, which.service, &own)?;
            for line in list.lines.iter().filter(|line| line.is_to_be_here()) {
                set(line.child, Some(&mark(Came::Here)))?;
            }
        }
        Asked::Undo(instant) => {
            for (child, known) in store::roll(w, which.day, which.service)? {
                let of_all = known.by == by && known.at.timestamp_millis() == *instant;
                if of_all && known.state == Came::Here {
                    set(child, None)?;
                }
            }
        }
    }
    Ok(Effect::Set)
}

fn one(
    w: &Write,
    town: &Town,
    which: &Which,
    own: &[SchoolId],
    touch: &Touch,
    mark: impl Fn(Came) -> Mark,
) -> Result<Effect, Error> {
    let child = family::store::child_of(w, touch.child)?.ok_or(Error::Missing)?;
    if !list::school(town, &child, which.day).is_some_and(|school| own.contains(&school)) {
        return Err(Error::Missing);
    }
    let known = store::mark(w, which.day, which.service, touch.child)?;
    let effect = effect(known.as_ref(), touch);
    if effect == Effect::Set {
        let kept = known.map(|known| (known.arrived, known.left)).unwrap_or_default();
        let times = if touch.wanted == Some(Came::Here) { touch.times.unwrap_or(kept) } else { (None, None) };
        let mark = touch.wanted.map(|state| Mark { arrived: times.0, left: times.1, ..mark(state) });
        store::set(w, which.day, which.service, touch.child, mark.as_ref())?;
    }
    Ok(effect)
}
