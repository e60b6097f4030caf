//! The page of a family, with everything.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};
use rocket::{State, get, http::Status};

use super::history::past;
use crate::{
    account::{
        self, Agent,
        role::{Families, Permission, Reader},
    },
    activity::{self, period::Period},
    family::{
        Child, ChildId, FamilyId, GuardianId, Subject, store,
        view::office::one::{self as view, Access, Overview, Pupil, WEEKS, Week},
    },
    office::view::frame,
    platform::{
        Parts,
        error::{Error, Page},
        store::{Read, StoreError},
    },
    registration,
    reservation::{grid::grid, plan::plan, sheet::Asked, store as reservations, view::booked},
    tariff,
    town::{self, Span, Town},
};

/// How many entries of the history it shows.
const LINES: usize = 10;

#[get("/mairie/familles/<id>?<fait>")]
pub async fn page(
    agent: Agent<Reader>,
    parts: &State<Arc<Parts>>,
    id: u32,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let (id, now) = (FamilyId(id), parts.clock.now());
    parts.store.read(|r| {
        let town = town::store::town(r)?;
        let shown = overview(r, &town, id, now, agent.duty.has(Families::ROLES))?;
        let frame = super::here(frame(&town.identity, &agent.bar, &agent.duty));
        Ok((Status::Ok, view::page(frame, &shown, fait)))
    })
}

fn overview(
    r: &Read,
    town: &Town,
    id: FamilyId,
    now: DateTime<Utc>,
    changes: bool,
) -> Result<Overview, Error> {
    let today = town.date(now);
    let family = store::family(r, id)?.ok_or(Error::Missing)?;
    let children = store::children(r, id)?;
    let others: BTreeSet<FamilyId> = children.iter().flat_map(|(_, child)| child.families()).collect();
    let mut families = BTreeMap::new();
    for other in others {
        families.extend(store::family(r, other)?.map(|known| (other, known.name)));
    }
    let mut guardians = Vec::new();
    for (number, known) in store::guardians(r, id)? {
        let sheet = store::sheet(r, Subject::Guardian(id, number), today)?.unwrap_or_default();
        let access = access(r, id, number, known.access)?;
        guardians.push((number, known, sheet, access));
    }
    let pupils = children.into_iter().map(|(number, child)| pupil(r, town, id, number, child, today));
    let children = pupils.collect::<Result<_, _>>()?;
    let this = Period::of(Span::Week, today);
    let periods = [this, this.next()].into_iter().zip(WEEKS);
    let weeks = periods.map(|(period, title)| week(r, id, period, title, now)).collect::<Result<_, _>>()?;
    let mut requests = Vec::new();
    for (number, request) in store::requests_of(r, id)? {
        let name = super::name(r, request.about)?.unwrap_or_default();
        requests.push((number, request, name));
    }
    Ok(Overview {
        id,
        family,
        today,
        zone: town.identity.timezone,
        changes,
        guardians,
        adults: store::adults(r, id)?,
        children,
        families,
        weeks,
        requests,
        past: past(r, id, None, LINES)?,
    })
}

/// Whether a guardian signs in. `open`: whether the town lets this person in.
fn access(r: &Read, family: FamilyId, id: GuardianId, open: bool) -> Result<Access, StoreError> {
    let accounts = account::store::accounts_of(r, family)?;
    let own = accounts.into_iter().find(|(_, account)| account.families.contains(&(family, id)));
    Ok(match own {
        None => Access::Never,
        Some(_) if !open => Access::Ended,
        Some((_, account)) if account.password.is_none() => Access::Invited(account.mail),
        Some((_, account)) => Access::Open(account.mail),
    })
}

fn pupil(
    r: &Read,
    town: &Town,
    family: FamilyId,
    id: ChildId,
    child: Child,
    today: NaiveDate,
) -> Result<Pupil, StoreError> {
    let class = child.class.on(today).and_then(|class| town.classes.get(&class.value.class?));
    let class = class.map(|class| match town.schools.get(&class.school) {
        Some(school) => format!("{}, {}", class.name, school.name),
        None => class.name.clone(),
    });
    let (services, tariffs) = (activity::store::services(r)?, tariff::store::tariffs(r)?);
    let current = registration::store::registrations(r, family, id)?
        .into_iter()
        .filter(|known| known.until.is_none_or(|last| last >= today));
    let registrations = current.filter_map(|known| {
        let tariff = tariffs.0.get(&known.tariff)?;
        Some((services.get(known.service)?.name.clone(), tariff.name.clone(), known.usual))
    });
    Ok(Pupil { id, class, registrations: registrations.collect(), child })
}

/// What is booked in a week, and what it costs.
fn week(
    r: &Read,
    family: FamilyId,
    period: Period,
    title: &'static str,
    now: DateTime<Utc>,
) -> Result<Week, StoreError> {
    let open = reservations::open(r, family, period, &BTreeSet::new())?;
    let plan = plan(&open, &Asked::default(), now);
    let grid = grid(&open, &plan, period, now);
    let children = grid.children.iter().map(|child| (child.first_name.clone(), booked(child))).collect();
    Ok(Week { title, children, total: grid.total.0 })
}
