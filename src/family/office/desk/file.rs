//! A file is read, with what its fields may be.

use chrono::NaiveDate;

use crate::{
    activity::{self, Service, opening::concerns},
    family::{
        FamilyId, Subject,
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
        Subject::Guardian(family, _) | Subject::Adult(family, _) => choices = of_each_child(r, family)?,
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
    let shared = match about {
        Subject::Child(family, id) => store::child(r, family, id)?.is_some_and(|child| {
            child.families().into_iter().any(|other| other != family && child.is_with(other, today))
        }),
        _ => false,
    };
    Ok(Some(File { about, sheet, choices, certificate, shared, asked }))
}

/// The day on which somebody was put away.
pub fn archived(r: &impl Reading, about: Subject) -> Result<Option<NaiveDate>, StoreError> {
    Ok(match about {
        Subject::Guardian(family, id) => store::guardian(r, family, id)?.and_then(|known| known.archived),
        Subject::Child(family, id) => store::child(r, family, id)?.and_then(|known| known.archived),
        Subject::Household(_) | Subject::Adult(..) => None,
    })
}

/// Whether somebody was put away: the town still has the file.
pub fn is_put_away(r: &impl Reading, about: Subject) -> Result<bool, StoreError> {
    Ok(archived(r, about)?.is_some())
}

/// Whether parents see a file no more: its subject was put away, or the child is not theirs any longer.
pub fn is_hidden(r: &impl Reading, about: Subject, today: NaiveDate) -> Result<bool, StoreError> {
    if let Subject::Child(family, id) = about {
        return Ok(!store::present(r, family, today)?.iter().any(|(known, _)| *known == id));
    }
    is_put_away(r, about)
}

/// The file of somebody whom a family has not, or no longer: nothing stands in it.
pub fn blank(r: &impl Reading, about: Subject) -> Result<File, StoreError> {
    let choices = match about {
        Subject::Child(..) => Choices { classes: classes(&*town::store::town(r)?), ..Choices::default() },
        _ => of_each_child(r, about.family())?,
    };
    Ok(File { about, sheet: Sheet::default(), choices, certificate: None, shared: false, asked: None })
}

/// The children for each of whom an adult may do something.
fn of_each_child(r: &impl Reading, family: FamilyId) -> Result<Choices, StoreError> {
    let children = store::children(r, family)?.into_iter().filter(|(_, child)| child.archived.is_none());
    let children = children.map(|(id, child)| (id, child.first_name)).collect();
    Ok(Choices { children, ..Choices::default() })
}

/// The classes of the town with their levels, school by school, in the order of levels.
pub fn classes(town: &Town) -> Vec<(ClassId, String, String)> {
    let mut classes: Vec<_> = town.classes.values().collect();
    classes.sort_by_key(|class| (class.school, class.level, class.id));
    let school =
        |class: &Class| town.schools.get(&class.school).map(|school| school.name.clone()).unwrap_or_default();
    classes.into_iter().map(|class| (class.id, with_level(class), school(class))).collect()
}

/// "Petite section (PS)", "CE1".
fn with_level(class: &Class) -> String {
    let level = format!("{:?}", class.level);
    if class.name.contains(&level) { class.name.clone() } else { format!("{} ({level})", class.name) }
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
    service.until.is_none_or(|last| last >= today) && concerns(service, class).is_ok()
}
