//! What is still missing before parents can be let in.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    activity::{Service, Services},
    registration::Offer,
    tariff::{Tariffs, Version},
    town::{Level, Town},
};

/// A step of the set-up, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Step {
    Identity,
    Schools,
    Calendar,
    Services,
    Tariffs,
    Deadlines,
    Absences,
    Presences,
    Files,
    Payment,
    Mail,
    Opening,
}

impl Step {
    /// All of them.
    pub const ALL: [Step; 12] = [
        Step::Identity,
        Step::Schools,
        Step::Calendar,
        Step::Services,
        Step::Tariffs,
        Step::Deadlines,
        Step::Absences,
        Step::Presences,
        Step::Files,
        Step::Payment,
        Step::Mail,
        Step::Opening,
    ];
}

/// Something without which parents find nothing, or what is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Missing {
    /// The town has no name.
    Name,
    /// Nobody to write to.
    Contact,
    /// No school.
    School,
    /// A school without a class, by its name.
    Class(String),
    /// No school year that lasts today or begins later.
    Year,
    /// No service.
    Service,
    /// A service at no tariff, by its name.
    Offer(String),
    /// A tariff with no version in force today or later, by its name.
    Version(String),
    /// A tariff whose version begins later, by its name, and the day: said, though nothing keeps from opening.
    Later(String, NaiveDate),
    /// A tariff without a price for a level of a service at it: tariff, service, levels.
    Level(String, String, Vec<Level>),
    /// A service without deadlines today or later, by its name.
    Deadline(String),
    /// No test mail has left.
    Mail,
}

impl Missing {
    /// The step that mends it.
    pub fn step(&self) -> Step {
        match self {
            Missing::Name | Missing::Contact => Step::Identity,
            Missing::School | Missing::Class(_) => Step::Schools,
            Missing::Year => Step::Calendar,
            Missing::Service => Step::Services,
            Missing::Offer(_) | Missing::Version(_) | Missing::Later(..) | Missing::Level(..) => {
                Step::Tariffs
            }
            Missing::Deadline(_) => Step::Deadlines,
            Missing::Mail => Step::Mail,
        }
    }

    /// Whether parents can be let in all the same.
    pub fn is_minor(&self) -> bool {
        matches!(self, Missing::Later(..))
    }
}

/// All that it depends on.
pub struct Settings<'a> {
    /// The town.
    pub town: &'a Town,
    /// Its services.
    pub services: &'a Services,
    /// Its tariffs.
    pub tariffs: &'a Tariffs,
    /// At which of them it registers.
    pub offers: &'a [Offer],
    /// When a test mail left.
    pub mailed: Option<DateTime<Utc>>,
}

/// What is missing, in the order of the steps.
pub fn missing(settings: &Settings, today: NaiveDate) -> Vec<Missing> {
    let Settings { town, services, .. } = settings;
    let mut missing = Vec::new();
    let mut say = |lacks: bool, what: Missing| {
        if lacks {
            missing.push(what);
        }
    };
    say(town.identity.name.is_empty(), Missing::Name);
    say(town.identity.contact.mail.is_empty(), Missing::Contact);
    say(town.schools.is_empty(), Missing::School);
    for school in town.schools.values() {
        let empty = !town.classes.values().any(|class| class.school == school.id);
        say(empty, Missing::Class(school.name.clone()));
    }
    say(!town.calendar.years.iter().any(|year| year.last >= today), Missing::Year);
    let goes_on = |service: &&Service| service.until.is_none_or(|last| last >= today);
    let open: Vec<&Service> = services.list.iter().filter(goes_on).collect();
    say(open.is_empty(), Missing::Service);
    for service in &open {
        priced(settings, service, today, &mut say);
    }
    for service in &open {
        // A rule that begins later is one: a service may begin with it.
        say(service.deadlines.iter().next().is_none(), Missing::Deadline(service.name.clone()));
    }
    say(settings.mailed.is_none(), Missing::Mail);
    let mut once: Vec<Missing> = Vec::new();
    for what in missing {
        if !once.contains(&what) {
            once.push(what);
        }
    }
    once
}

/// What is missing to the price of a service.
fn priced(settings: &Settings, service: &Service, today: NaiveDate, say: &mut impl FnMut(bool, Missing)) {
    let offered = settings.offers.iter().filter(|offer| offer.service == service.id);
    let tariffs: Vec<_> =
        offered.flat_map(|offer| &offer.tariffs).filter_map(|id| settings.tariffs.0.get(id)).collect();
    say(tariffs.is_empty(), Missing::Offer(service.name.clone()));
    for tariff in tariffs {
        let name = || tariff.name.clone();
        let next = tariff.versions.iter().find(|version| version.from > today);
        let version = match (tariff.versions.on(today), next) {
            (Some(version), _) => version,
            (None, Some(version)) => {
                say(true, Missing::Later(name(), version.from));
                version
            }
            (None, None) => {
                say(true, Missing::Version(name()));
                continue;
            }
        };
        let levels = unpriced(settings.town, service, &version.value);
        say(!levels.is_empty(), Missing::Level(name(), service.name.clone(), levels));
    }
}

/// The levels taught in the town that a service is for and for which no price is said, whatever else is known of
/// the child.
fn unpriced(town: &Town, service: &Service, version: &Version) -> Vec<Level> {
    let concerned = |level: &Level| {
        let here = |class: &crate::town::Class| {
            class.level == *level && (service.schools.is_empty() || service.schools.contains(&class.school))
        };
        (service.levels.is_empty() || service.levels.contains(level)) && town.classes.values().any(here)
    };
    let priced = |level: &Level| {
        version.cases.iter().any(|case| case.when.levels.is_empty() || case.when.levels.contains(level))
    };
    Level::ALL.into_iter().filter(concerned).filter(|level| !priced(level)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        demo::TOWN,
        office::import::Settings as File,
        town::{Calendar, Identity},
    };

    /// What is missing to the fixture town, once it was changed.
    fn lacks(change: impl FnOnce(&mut File)) -> Vec<Missing> {
        let mut file = File::read(TOWN).unwrap();
        change(&mut file);
        let town = Town {
            identity: file.town,
            schools: file.schools.into_iter().map(|school| (school.id, school)).collect(),
            classes: file.classes.into_iter().map(|class| (class.id, class)).collect(),
            calendar: file.calendar,
        };
        let settings = Settings {
            town: &town,
            services: &Services { list: file.services, pools: Default::default() },
            tariffs: &Tariffs(file.tariffs.into_iter().map(|tariff| (tariff.id, tariff)).collect()),
            offers: &file.offers,
            mailed: Some(DateTime::UNIX_EPOCH),
        };
        missing(&settings, "2026-11-24".parse().unwrap())
    }

    #[test]
    fn the_fixture_town_lacks_nothing() {
        assert_eq!(lacks(|_| {}), []);
    }

    #[test]
    fn what_is_taken_away_is_missed() {
        let school = || "\u{c9}cole maternelle Les Tilleuls".to_owned();
        assert_eq!(lacks(|file| file.town.name.clear()), [Missing::Name]);
        assert_eq!(lacks(|file| file.town.contact.mail.clear()), [Missing::Contact]);
        assert_eq!(lacks(|file| file.schools.clear()), [Missing::School]);
        assert_eq!(
            lacks(|file| file.classes.retain(|class| class.school.0 == 2)),
            [Missing::Class(school())]
        );
        assert_eq!(lacks(|file| file.calendar = Calendar::default()), [Missing::Year]);
        assert_eq!(
            lacks(|file| file.calendar.years.retain(|year| year.name == "2025-2026")),
            [Missing::Year],
            "it is over"
        );
        assert_eq!(lacks(|file| file.services.clear()), [Missing::Service]);
        let first = || File::read(TOWN).unwrap().services.remove(0);
        let name = first().name;
        let id = first().id;
        assert_eq!(
            lacks(|file| file.offers.retain(|offer| offer.service != id)),
            [Missing::Offer(name.clone())]
        );
        assert_eq!(
            lacks(|file| file.services[0].deadlines = Default::default()),
            [Missing::Deadline(name.clone())]
        );
        assert_eq!(
            lacks(|file| {
                file.services[0].deadlines = Default::default();
                file.services[0].until = "2026-11-23".parse().ok();
            }),
            [],
            "it has ended"
        );
    }

    #[test]
    fn a_tariff_has_a_version_and_a_price_for_each_level() {
        let tariff = File::read(TOWN).unwrap().tariffs.remove(0);
        let id = tariff.id;
        let of = |found: Vec<Missing>| -> Vec<Missing> {
            found.into_iter().filter(|what| what.step() == Step::Tariffs).collect()
        };
        assert_eq!(
            of(lacks(|file| file.tariffs[0].versions = Default::default())),
            [Missing::Version(tariff.name.clone())]
        );
        let version = tariff.versions.iter().next().unwrap().value.clone();
        let begins: NaiveDate = "2026-12-01".parse().unwrap();
        let later = of(lacks(|file| {
            file.tariffs[0].versions = crate::platform::dated::Dated::since(begins, version.clone());
        }));
        assert_eq!(later, [Missing::Later(tariff.name.clone(), begins)]);
        assert!(later[0].is_minor());
        let mut only = version;
        only.cases.iter_mut().for_each(|case| case.when.levels = vec![Level::PS]);
        let found = of(lacks(|file| {
            file.tariffs[0].versions =
                crate::platform::dated::Dated::since("2026-09-01".parse().unwrap(), only);
            file.offers.retain(|offer| offer.tariffs.contains(&id));
        }));
        let levels: Vec<&Vec<Level>> = found
            .iter()
            .filter_map(|what| if let Missing::Level(_, _, levels) = what { Some(levels) } else { None })
            .collect();
        assert!(!levels.is_empty() && levels.iter().all(|levels| !levels.contains(&Level::PS)), "{found:?}");
    }

    #[test]
    fn an_empty_town_lacks_it_all_and_no_more() {
        let town = Town {
            identity: Identity::unset(),
            schools: Default::default(),
            classes: Default::default(),
            calendar: Calendar::default(),
        };
        let services = Services { list: vec![], pools: Default::default() };
        let tariffs = Tariffs(Default::default());
        let settings =
            Settings { town: &town, services: &services, tariffs: &tariffs, offers: &[], mailed: None };
        use Missing::*;
        let all = [Name, Contact, School, Year, Service, Mail];
        assert_eq!(missing(&settings, "2026-11-24".parse().unwrap()), all);
    }
}
