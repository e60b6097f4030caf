//! A file is read, with what its fields may be.

use chrono::NaiveDate;

use crate::{
    activity::{self, Service},
    family::{
        Subject,
        field::Field,
        file::{Choices, File, ServiceChoice},
        request::{Act, State},
        sheet::Sheet,
        store,
    },
    platform::store::{Reading, StoreError},
    registration::{self, Offer},
    tariff::{self, TariffId},
    town::{self, Class, ClassId, Town},
};

/// A file on a day. None when the family has no such guardian, adult or child: theirs and not there are the same.
pub fn file(r: &impl Reading, about: Subject, today: NaiveDate) -> Result<Option<File>, StoreError> {
    let Some(mut sheet) = store::sheet(r, about, today)? else { return Ok(None) };
    let town = town::store::town(r)?;
    let mut choices = Choices::default();
    match about {
        Subject::Guardian(family, _) | Subject::Adult(family, _) => {
            let children =
                store::children(r, family)?.into_iter().filter(|(_, child)| child.archived.is_none());
            choices.children = children.map(|(id, child)| (id, child.first_name)).collect();
        }
        Subject::Child(family, id) => {
            let known = registration::store::registrations(r, family, id)?;
            sheet.extend(registration::file::fields(&known, today));
            choices.classes = classes(&town);
            choices.diets = store::rights(r)?.diets.clone();
            let class = sheet.get(Field::Class).parse().ok().and_then(|id: ClassId| town.classes.get(&id));
            choices.services = services(r, class, &sheet, today)?;
        }
        Subject::Household(_) => {}
    }
    let certificate = store::certificate(r, about)?;
    let asked = store::requests_of(r, about.family())?.into_iter().find(|(_, request)| {
        request.about == about && request.act == Act::Change && request.state == State::Waiting
    });
    Ok(Some(File { about, sheet, choices, certificate, asked }))
}

/// The classes of the town, school by school, in the order of levels.
pub fn classes(town: &Town) -> Vec<(ClassId, String, String)> {
    let mut classes: Vec<_> = town.classes.values().collect();
    classes.sort_by_key(|class| (class.school, class.level, class.id));
    let school =
        |class: &Class| town.schools.get(&class.school).map(|school| school.name.clone()).unwrap_or_default();
    classes.into_iter().map(|class| (class.id, class.name.clone(), school(class))).collect()
}

/// The services for a child of a class, and those that it is registered for already.
fn services(
    r: &impl Reading,
    class: Option<&Class>,
    sheet: &Sheet,
    today: NaiveDate,
) -> Result<Vec<ServiceChoice>, StoreError> {
    let (all, offers, tariffs) =
        (activity::store::services(r)?, registration::store::offers(r)?, tariff::store::tariffs(r)?);
    let mut choices = Vec::new();
    for service in &all.list {
        let [registered, tariff, _] = registration::file::keys(service.id);
        let offer = offers.iter().find(|offer| offer.service == service.id);
        if sheet.get(registered).is_empty() && !(offer.is_some() && is_for(service, class, today)) {
            continue;
        }
        let mut ids = offer.map(|offer: &Offer| offer.tariffs.clone()).unwrap_or_default();
        ids.extend(sheet.get(tariff).parse::<TariffId>().ok().filter(|own| !ids.contains(own)));
        let name = |id: TariffId| Some((id, tariffs.0.get(&id)?.name.clone()));
        choices.push(ServiceChoice {
            id: service.id,
            name: service.name.clone(),
            weekdays: service.weekdays.clone(),
            tariffs: ids.into_iter().filter_map(name).collect(),
        });
    }
    Ok(choices)
}

/// Whether a service that still opens is for the pupils of a class.
fn is_for(service: &Service, class: Option<&Class>, today: NaiveDate) -> bool {
    let Some(class) = class else { return false };
    service.until.is_none_or(|last| last >= today)
        && (service.schools.is_empty() || service.schools.contains(&class.school))
        && (service.levels.is_empty() || service.levels.contains(&class.level))
}
