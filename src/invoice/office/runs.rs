//! Runs: what would be billed, then issued, with how far it is.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{Days, Months, NaiveDate};
use maud::Markup;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use crate::{
    account::{
        self, Agent,
        role::{Billing, Permission, Reader, Role},
    },
    activity::{self, ServiceId},
    attendance,
    family::{self, FamilyId, letters::normal, office::still_has},
    invoice::{
        Line, OfficeId,
        ledger::balance,
        preview::{OfFamily, Preview},
        run::{Issuing, Run, RunId},
        store,
        view::{preview as shown, run as view},
    },
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        money::Cents,
        store::{Reading, StoreError, Write},
    },
    town,
};

#[get("/mairie/factures")]
pub async fn list(agent: Agent<Reader>, parts: &State<Arc<Parts>>) -> Result<Page, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let mut owing = Vec::new();
        for ((family, office), ledger) in store::all_ledgers(r)? {
            let left = balance(&ledger);
            if left != Cents::ZERO {
                let name = family::store::family(r, family)?.map(|known| known.name).unwrap_or_default();
                owing.push((family, name, office, left));
            }
        }
        owing.sort_by_key(|(_, name, ..)| normal(name));
        let shown = view::List {
            offices: &store::offices(r)?,
            services: &*activity::store::services(r)?,
            runs: &store::runs(r)?,
            owing: &owing,
            today: town.date(now),
            zone: town.identity.timezone,
            acts: agent.duty.has(Billing::ROLES),
        };
        Ok((Status::Ok, view::list(frame(&town.identity, &agent.bar, &agent.duty), &shown)))
    })
}

/// What a run is asked for with.
#[derive(FromForm)]
pub struct Asked<'r> {
    #[field(name = "mois", default = "")]
    month: &'r str,
    #[field(name = "regie", default = 0)]
    office: u32,
    #[field(name = "prestation")]
    services: Vec<u32>,
    #[field(name = "vu", default = "")]
    seen: &'r str,
    /// One family; none: all.
    #[field(name = "famille")]
    family: Option<u32>,
}

impl Asked<'_> {
    /// The run that is asked for, as of a day.
    fn run(&self, r: &impl Reading, today: NaiveDate) -> Result<Run, Error> {
        let mut run = run(r, OfficeId(self.office), self.month, self.family.map(FamilyId), today)?;
        let asked = |id: &ServiceId| self.services.is_empty() || self.services.contains(&id.0);
        run.services.retain(asked);
        Ok(run)
    }
}

/// A month ("2026-12") of all that a cash office bills, as of a day.
fn run(
    r: &impl Reading,
    id: OfficeId,
    month: &str,
    only: Option<FamilyId>,
    today: NaiveDate,
) -> Result<Run, Error> {
    let office = store::office(r, id)?.ok_or(Error::Missing)?;
    let first: NaiveDate = format!("{month}-01").parse().map_err(|_| Error::Malformed)?;
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
    Ok(Run {
        office: id,
        services: office.services,
        first,
        last: last.ok_or(Error::Malformed)?,
        today,
        due: today.checked_add_days(Days::new(u64::from(office.days))).unwrap_or(today),
        only,
    })
}

#[get("/mairie/factures/apercu?<asked..>")]
pub async fn preview(
    agent: Agent<Billing>,
    parts: &State<Arc<Parts>>,
    asked: Asked<'_>,
) -> Result<Page, Error> {
    Ok((Status::Ok, show(&agent, parts, &asked, false)?))
}

fn show(agent: &Agent<Billing>, parts: &Parts, asked: &Asked, changed: bool) -> Result<Markup, Error> {
    let now = parts.clock.now();
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let run = asked.run(r, town.date(now))?;
        let mut frame = frame(&town.identity, &agent.bar, &agent.duty);
        frame.refused = changed;
        let shown = shown::Shown {
            office: &store::office(r, run.office)?.ok_or(Error::Missing)?,
            services: &*activity::store::services(r)?,
            preview: &previewed(r, &run)?,
            run: &run,
            month: asked.month,
            changed,
        };
        Ok(shown::page(frame, &shown))
    })
}

/// What a run would bill, and what looks wrong.
fn previewed(r: &impl Reading, run: &Run) -> Result<Preview, StoreError> {
    let mut preview = Preview::default();
    let mut called: BTreeMap<(NaiveDate, ServiceId), ()> = BTreeMap::new();
    for ((day, service, _), _) in attendance::store::between(r, run.first, run.last)? {
        called.insert((day, service), ());
    }
    let old = run.last.checked_sub_months(Months::new(12)).unwrap_or(run.last);
    for (id, known) in family::store::families(r)? {
        if run.only.is_some_and(|only| only != id) {
            continue;
        }
        let owed = store::owed(r, run, id)?;
        let wrong = &mut preview.wrong;
        for day in owed.month.days.iter().filter(|day| day.booked.is_some() && day.day < run.today) {
            if !called.contains_key(&(day.day, day.service)) {
                wrong.uncalled.entry(day.service).or_default().insert(day.day);
            }
        }
        let mut unpriced: BTreeMap<_, Vec<NaiveDate>> = BTreeMap::new();
        for (child, service, day) in &owed.month.unpriced {
            unpriced.entry((*child, *service)).or_default().push(*day);
        }
        for ((child, service), days) in unpriced {
            let child = owed.month.open.child(child).map(|(_, child)| child.child.first_name.clone());
            wrong.unpriced.push((id, format!("{} {}", child.unwrap_or_default(), known.name), service, days));
        }
        let quotient = known.quotient.on(run.last);
        let current = quotient.is_some_and(|known| known.value.quotient.is_some() && known.from > old);
        if !owed.lines.is_empty() && !current && owed.month.open.tariffs.look_at_quotient() {
            wrong.quotients.push((id, known.name.clone()));
        }
        if !owed.lines.is_empty() {
            let total = crate::invoice::issue::total(&owed.lines);
            let unwritten = account::store::addresses(r, id)?.is_empty();
            let first_name = |line: &Line| {
                let child =
                    owed.month.open.child(line.child).map(|(_, child)| child.child.first_name.clone());
                (line.child, child.unwrap_or_default())
            };
            preview.families.push(OfFamily {
                family: id,
                name: known.name,
                children: owed.lines.iter().map(first_name).collect(),
                lines: owed.lines,
                total,
                unwritten,
            });
        }
    }
    preview.families.sort_by_key(|family| normal(&family.name));
    Ok(preview)
}

#[post("/mairie/factures/emettre", data = "<asked>")]
pub async fn issue(
    agent: Agent<Billing>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    asked: Form<Asked<'_>>,
) -> Result<Answer, Error> {
    let now = parts.clock.now();
    let (run, seen, all) = parts.store.read(|r| {
        let run = asked.run(r, town::store::town(r)?.date(now))?;
        let all = if run.only.is_some() { 1 } else { family::store::families(r)?.len() as u32 };
        Ok::<_, Error>((run.clone(), previewed(r, &run)?.seen(), all))
    })?;
    if asked.seen != seen {
        return Ok(Answer::Page((Status::Conflict, show(&agent, parts, &asked, true)?)));
    }
    let id = begin(parts, agent.account, run, all).await?;
    Ok(Answer::SeeOther(SeeOther(format!("/mairie/factures/emissions/{id}"))))
}

/// Asks for a run. One that is under way for the same days is that one: asked twice, it has one effect.
async fn begin(parts: &Parts, by: account::AccountId, run: Run, all: u32) -> Result<RunId, Error> {
    let (now, who) = (parts.clock.now(), format!("account {by}"));
    let asked = who.clone();
    let change = move |w: &Write| {
        still_has(w, by, Role::Billing)?;
        if let Some((id, _)) =
            store::runs(w)?.into_iter().find(|(_, known)| known.ended.is_none() && known.run == run)
        {
            return Ok::<_, Error>(id);
        }
        let issuing = Issuing {
            run,
            who: asked,
            at: now,
            next: FamilyId::MIN,
            done: 0,
            all,
            bills: 0,
            credits: 0,
            total: Cents::ZERO,
            ended: None,
        };
        Ok(store::add_run(w, &issuing)?)
    };
    parts.store.write(who, change).await
}

#[get("/mairie/factures/emissions/<id>")]
pub async fn progress(agent: Agent<Reader>, parts: &State<Arc<Parts>>, id: u32) -> Result<Page, Error> {
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let issuing = store::issuing(r, RunId(id))?.ok_or(Error::Missing)?;
        let waiting = store::undocumented(r, usize::MAX)?.len();
        let frame = frame(&town.identity, &agent.bar, &agent.duty);
        Ok((Status::Ok, view::progress(frame, &town.identity, RunId(id), &issuing, waiting)))
    })
}
