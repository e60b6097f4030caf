//! A service as an administrator writes it down.

use strum::VariantArray;

use super::{
    Days, Kind, Pool, PoolId, Service, ServiceId, Services, Unit,
    draft::{Fault, Typed, What, date},
};
use crate::{
    platform::dated::Dated,
    town::{ClassId, Level, SchoolId, Town},
};

/// Longest name.
const LONGEST: usize = 80;
/// Levels, in their order.
pub const LEVELS: [Level; 9] =
    [Level::TPS, Level::PS, Level::MS, Level::GS, Level::CP, Level::CE1, Level::CE2, Level::CM1, Level::CM2];
/// The value of a choice of places that are counted anew.
pub const NEW: &str = "neuf";

/// One that nothing is said of yet: a canteen on school days.
pub fn blank(id: ServiceId) -> Service {
    Service {
        id,
        name: String::new(),
        short: String::new(),
        kind: Kind::Canteen,
        unit: Some(Unit::Meal),
        weekdays: vec![1, 2, 4, 5],
        days: Days::School,
        dates: Default::default(),
        schools: vec![],
        levels: vec![],
        classes: vec![],
        pool: None,
        excludes: vec![],
        needs: vec![],
        open: false,
        by_town: false,
        deadlines: Dated::default(),
        until: None,
    }
}

/// The form of a service.
pub fn of(service: &Service, services: &Services) -> Typed {
    let mut typed = Typed::default();
    typed.set("nom", &service.name);
    typed.set("court", &service.short);
    typed.set("genre", format!("{:?}", service.kind));
    typed.set("unite", service.unit.map(|unit| format!("{unit:?}")).unwrap_or_default());
    typed.set("periode", format!("{:?}", service.days));
    typed.set_all("jour", &service.weekdays);
    let dates: Vec<String> = service.dates.iter().map(|day| day.format("%d/%m/%Y").to_string()).collect();
    typed.set("dates", dates.join("\n"));
    typed.set_all("ecole", &service.schools);
    typed.set_all("niveau", service.levels.iter().map(|level| format!("{level:?}")));
    typed.set_all("classe", &service.classes);
    typed.set_all("exclut", &service.excludes);
    typed.set_all("exige", &service.needs);
    typed.set("inscription", if service.open { "ouverte" } else { "demandee" });
    typed.set("mairie", if service.by_town { "oui" } else { "" });
    typed.set("dernier", service.until.map(|day| day.to_string()).unwrap_or_default());
    if let Some(pool) = service.pool.and_then(|id| services.pools.get(&id)) {
        typed.set("compte", pool.id);
        typed.set("places", pool.places);
        typed.set("parecole", if pool.by_school { "oui" } else { "" });
    }
    typed
}

/// The service that was typed, and the places it takes its own from, if they are counted.
///
/// # Errors
/// What is wrong with it.
pub fn read(
    typed: &Typed,
    before: &Service,
    services: &Services,
    town: &Town,
) -> Result<(Service, Option<Pool>), Vec<Fault>> {
    let mut faults = Vec::new();
    let mut say = |wrong: bool, field: &str, what| {
        if wrong {
            faults.push(Fault { field: field.into(), what });
        }
    };
    let named = |name: &str| typed.get(name).split_whitespace().collect::<Vec<_>>().join(" ");
    let (name, short) = (named("nom"), named("court"));
    say(name.is_empty(), "nom", What::Name);
    say(name.chars().count() > LONGEST, "nom", What::Long);
    say(short.chars().count() > LONGEST, "court", What::Long);
    let days = variant(typed.get("periode")).unwrap_or(before.days);
    let weekdays: Vec<u8> = (1..=7).filter(|day| typed.all("jour").contains(&day.to_string())).collect();
    say(days != Days::Given && weekdays.is_empty(), "jours", What::Weekdays);
    let lines = typed.get("dates").split(['\n', ',', ';']).map(str::trim).filter(|line| !line.is_empty());
    let dates: Vec<_> = lines.map(french_date).collect();
    say(days == Days::Given && (dates.is_empty() || dates.contains(&None)), "dates", What::Dates);
    let others = |name: &str| -> Vec<ServiceId> {
        let ids = services.list.iter().map(|service| service.id).filter(|id| *id != before.id);
        ids.filter(|id| typed.all(name).contains(&id.to_string())).collect()
    };
    let (excludes, needs) = (others("exclut"), others("exige"));
    say(needs.iter().any(|id| excludes.contains(id)), "exige", What::NeedsAndExcludes);
    let last = typed.get("dernier");
    let until = date(last);
    say(until.is_none() && !last.is_empty(), "dernier", What::Date);
    let pool = match typed.get("compte") {
        "" => None,
        chosen => {
            let known = chosen.parse().ok().and_then(|id| services.pools.get(&PoolId(id)));
            let newest = services.pools.keys().last().map_or(0, |id| id.0);
            let (id, called) =
                known.map_or((PoolId(newest + 1), name.clone()), |pool| (pool.id, pool.name.clone()));
            let places = typed.get("places").parse().ok().filter(|places| (1..100_000).contains(places));
            say(places.is_none() || (known.is_none() && chosen != NEW), "places", What::Places);
            let by_school = typed.get("parecole") == "oui";
            places.map(|places| Pool { id, name: called, places, by_school })
        }
    };
    let schools: Vec<SchoolId> =
        town.schools.keys().copied().filter(|id| typed.all("ecole").contains(&id.to_string())).collect();
    let classes: Vec<ClassId> =
        town.classes.keys().copied().filter(|id| typed.all("classe").contains(&id.to_string())).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let service = Service {
        id: before.id,
        name,
        short,
        kind: variant(typed.get("genre")).unwrap_or(before.kind),
        unit: variant(typed.get("unite")),
        weekdays,
        days,
        dates: dates.into_iter().flatten().collect(),
        schools,
        levels: LEVELS
            .into_iter()
            .filter(|level| typed.all("niveau").contains(&format!("{level:?}")))
            .collect(),
        classes,
        pool: pool.as_ref().map(|pool| pool.id),
        excludes,
        needs,
        open: typed.get("inscription") == "ouverte",
        by_town: typed.get("mairie") == "oui",
        deadlines: before.deadlines.clone(),
        until,
    };
    Ok((service, pool))
}

/// A value that a form calls by its name here.
fn variant<T: VariantArray + Copy + std::fmt::Debug>(name: &str) -> Option<T> {
    T::VARIANTS.iter().copied().find(|value| format!("{value:?}") == name)
}

/// "14/02/2027", or as a form sends dates.
fn french_date(text: &str) -> Option<chrono::NaiveDate> {
    let mut parts = text.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(day), Some(month), Some(year)) => date(&format!("{year}-{month:0>2}-{day:0>2}")),
        _ => date(text),
    }
}
