//! The calendar: school years, holidays, public holidays, days of the town hall.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{Months, NaiveDate};
use maud::Markup;
use rocket::{FromForm, State, form::Form, get, http::Status, post};

use crate::{
    account::{
        self, Agent,
        role::{Administrator, Permission},
    },
    activity::{self, opening::opening},
    family,
    office::view::frame,
    platform::{
        Parts,
        csrf::OwnPage,
        error::{Answer, Error, Page, SeeOther},
        store::{Reading, StoreError, Write},
    },
    reservation,
    town::{
        self, Calendar, Town, ministry,
        schedule::{Row, Sheet, Wrong, seen},
        view::calendar::{self as view, ADDRESS, Shown, local},
    },
};

/// How far bookings are looked for.
const AHEAD: u32 = 24;

/// What the form sends.
#[derive(FromForm)]
pub struct Typed<'r> {
    #[field(name = "geste", default = "")]
    act: &'r str,
    #[field(name = "vu", default = "")]
    seen: &'r str,
    #[field(name = "confirme", default = "")]
    confirmed: &'r str,
    #[field(name = "annee-nom")]
    year_names: Vec<&'r str>,
    #[field(name = "annee-du")]
    year_firsts: Vec<&'r str>,
    #[field(name = "annee-au")]
    year_lasts: Vec<&'r str>,
    #[field(name = "vacances-nom")]
    names: Vec<&'r str>,
    #[field(name = "vacances-du")]
    firsts: Vec<&'r str>,
    #[field(name = "vacances-au")]
    lasts: Vec<&'r str>,
    #[field(name = "ferie")]
    feasts: Vec<&'r str>,
    #[field(name = "ferme")]
    weekdays: Vec<u8>,
    #[field(name = "jour")]
    days: Vec<&'r str>,
}

impl Typed<'_> {
    fn sheet(&self) -> Result<Sheet, Error> {
        Ok(Sheet {
            years: rows(&self.year_names, &self.year_firsts, &self.year_lasts)?,
            holidays: rows(&self.names, &self.firsts, &self.lasts)?,
            feasts: self.feasts.iter().filter_map(|name| local(name)).collect(),
            weekdays: self.weekdays.clone(),
            days: self.days.iter().map(|day| (*day).into()).collect(),
        })
    }
}

/// Three columns as lines.
fn rows(names: &[&str], firsts: &[&str], lasts: &[&str]) -> Result<Vec<Row>, Error> {
    if names.len() != firsts.len() || names.len() != lasts.len() {
        return Err(Error::Malformed);
    }
    let row = |((name, first), last): ((&&str, &&str), &&str)| Row {
        name: (*name).into(),
        first: (*first).into(),
        last: (*last).into(),
    };
    Ok(names.iter().zip(firsts).zip(lasts).map(row).collect())
}

#[get("/mairie/reglages/calendrier?<fait>")]
pub async fn page(
    agent: Agent<Administrator>,
    parts: &State<Arc<Parts>>,
    fait: Option<&str>,
) -> Result<Page, Error> {
    let town = parts.store.read(town::store::town)?;
    let shown = Shown { saved: fait.is_some(), ..Shown::default() };
    let sheet = Sheet::of(&town.calendar);
    Ok((Status::Ok, show(&agent, parts, &town, &sheet, &shown, &seen(&town.calendar))))
}

fn show(
    agent: &Agent<Administrator>,
    parts: &Parts,
    town: &Town,
    sheet: &Sheet,
    shown: &Shown,
    seen: &str,
) -> Markup {
    let frame = frame(&town.identity, &agent.bar, &agent.duty);
    view::page(frame, sheet, shown, seen, town.date(parts.clock.now()))
}

/// Fills in a zone, adds a line, or saves.
#[post("/mairie/reglages/calendrier", data = "<typed>")]
pub async fn change(
    agent: Agent<Administrator>,
    _own: OwnPage,
    parts: &State<Arc<Parts>>,
    typed: Form<Typed<'_>>,
) -> Result<Answer, Error> {
    let town = parts.store.read(town::store::town)?;
    let mut sheet = typed.sheet()?;
    let answer = |status, sheet: &Sheet, shown: Shown| {
        Ok(Answer::Page((status, show(&agent, parts, &town, sheet, &shown, typed.seen))))
    };
    match typed.act {
        "ajouter-annee" => sheet.years.push(Row::default()),
        "ajouter-vacances" => sheet.holidays.push(Row::default()),
        "ajouter-jour" => sheet.days.push(String::new()),
        "enregistrer" => return save(&agent, parts, &town, &sheet, &typed).await,
        act => {
            let zone = act.strip_prefix("zone-").ok_or(Error::Malformed)?;
            let filled = ministry::take_over(&town.calendar, zone).ok_or(Error::Malformed)?;
            let Sheet { years, holidays, .. } = Sheet::of(&filled);
            let shown = Shown { zone: Some(zone), ..Shown::default() };
            return answer(Status::Ok, &Sheet { years, holidays, ..sheet }, shown);
        }
    }
    answer(Status::Ok, &sheet, Shown::default())
}

async fn save(
    agent: &Agent<Administrator>,
    parts: &Parts,
    town: &Town,
    sheet: &Sheet,
    typed: &Typed<'_>,
) -> Result<Answer, Error> {
    let refused = |wrong: &[Wrong], booked: usize| {
        let shown = Shown { wrong, booked, ..Shown::default() };
        let page = show(agent, parts, town, sheet, &shown, typed.seen);
        Ok(Answer::Page((Status::UnprocessableEntity, page)))
    };
    let calendar = match sheet.calendar() {
        Ok(calendar) => calendar,
        Err(wrong) => return refused(&wrong, 0),
    };
    let (known, by, now) = (typed.seen.to_owned(), agent.account, parts.clock.now());
    let confirmed = typed.confirmed == "oui";
    let change = move |w: &Write| {
        let duty = account::store::account_of(w, by)?.and_then(|account| account.duty);
        if !duty.is_some_and(|duty| duty.has(Administrator::ROLES)) {
            return Err(Error::NotAllowed);
        }
        let town = town::store::town(w)?;
        if seen(&town.calendar) != known {
            return Ok(Some((vec![Wrong::Changed], 0)));
        }
        // Closures are kept elsewhere.
        let calendar = Calendar { closures: town.calendar.closures.clone(), ..calendar };
        let booked = left_booked(w, &town, &calendar, town.date(now))?;
        if booked > 0 && !confirmed {
            return Ok(Some((Vec::new(), booked)));
        }
        town::store::set_calendar(w, &calendar)?;
        Ok(None)
    };
    match parts.store.write(format!("account {by}"), change).await? {
        None => Ok(Answer::SeeOther(SeeOther(format!("{ADDRESS}?fait=enregistrer")))),
        Some((wrong, booked)) => refused(&wrong, booked),
    }
}

/// How many bookings to come are on days that are open, and would not be with another calendar.
fn left_booked(
    r: &impl Reading,
    town: &Town,
    calendar: &Calendar,
    today: NaiveDate,
) -> Result<usize, StoreError> {
    let services = activity::store::services(r)?;
    let after = Town {
        identity: town.identity.clone(),
        schools: town.schools.clone(),
        classes: town.classes.clone(),
        calendar: calendar.clone(),
    };
    let (mut children, mut left) = (BTreeMap::new(), 0);
    for month in (0..AHEAD).filter_map(|n| today.checked_add_months(Months::new(n))) {
        for (family, cell, _) in reservation::store::month_of_all(r, month)? {
            if let std::collections::btree_map::Entry::Vacant(gap) = children.entry(cell.child) {
                gap.insert(family::store::child(r, family, cell.child)?);
            }
            let class = children[&cell.child].as_ref().and_then(|child| child.class.on(cell.day));
            let class = class.and_then(|known| town.classes.get(&known.value.class?));
            let Some(service) = services.get(cell.service) else { continue };
            let open = |town: &Town| opening(town, service, class, cell.day).is_ok();
            left += usize::from(cell.day >= today && open(town) && !open(&after));
        }
    }
    Ok(left)
}
