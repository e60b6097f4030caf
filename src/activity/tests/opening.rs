//! Is it open, and if not, why?

use super::{fixture, on};
use crate::{
    activity::{
        Service, ServiceId, Services,
        opening::{Closed, opening},
    },
    town::{Class, ClassId, Level, SchoolId, feast::Feast},
};

#[test]
fn what_excludes_says_so_on_either_side() {
    let (_, mut services) = fixture();
    let (first, second, bus) = (ServiceId(3), ServiceId(4), ServiceId(1));
    services
        .list
        .iter_mut()
        .filter(|service| service.id == first)
        .for_each(|service| service.excludes.clear());
    assert!(services.exclude(first, second) && services.exclude(second, first));
    assert!(!services.exclude(first, first) && !services.exclude(first, bus));
}

/// The service of that number, as the fixture town has it.
fn service(services: &Services, number: u32) -> Service {
    services.get(ServiceId(number)).unwrap().clone()
}

#[test]
fn a_service_opens_or_says_why_not() {
    let (town, services) = fixture();
    let (nursery, primary) = (&town.classes[&ClassId(1)], &town.classes[&ClassId(7)]);
    let holidays = |name: &str| Err(Closed::Holidays(name.into()));
    let closure = |reason: &str| Err(Closed::Closure(reason.into()));
    for (number, class, day, expected) in [
        (3, primary, "2026-11-30", Ok(())),
        (3, primary, "2026-12-02", Err(Closed::Weekday)),
        (7, primary, "2026-12-02", Ok(())),
        (7, primary, "2026-12-01", Err(Closed::Weekday)),
        (3, primary, "2026-12-18", Ok(())),
        (3, primary, "2026-12-21", holidays("vacances de Noël")),
        (7, primary, "2027-02-24", holidays("vacances d’hiver")),
        (9, primary, "2027-02-24", Ok(())),
        (9, primary, "2026-12-01", Err(Closed::SchoolDay)),
        (9, primary, "2026-12-05", Err(Closed::Weekday)),
        (7, primary, "2026-11-11", Err(Closed::Feast(Feast::Armistice1918))),
        (3, primary, "2027-05-06", Err(Closed::Feast(Feast::Ascension))),
        (9, primary, "2026-12-25", Err(Closed::Feast(Feast::Christmas))),
        // A public holiday is not named where the service would not have opened.
        (3, primary, "2026-11-11", Err(Closed::Weekday)),
        (3, primary, "2026-12-25", holidays("vacances de Noël")),
        // One school's kitchen, and the services that come from it.
        (3, primary, "2026-12-08", closure("travaux dans la cuisine")),
        (3, nursery, "2026-12-08", Ok(())),
        (6, primary, "2026-12-08", Ok(())),
        (9, primary, "2026-12-23", Ok(())),
        (9, primary, "2026-12-24", closure("fermeture annuelle de l’accueil de loisirs")),
        (3, nursery, "2027-05-07", closure("pont de l’Ascension")),
        (4, primary, "2026-11-30", Ok(())),
        (4, nursery, "2026-11-30", Err(Closed::School)),
        // Before the first year that the town has entered, and after the last.
        (3, primary, "2025-06-30", Err(Closed::NotPlanned)),
        (9, primary, "2028-09-04", Err(Closed::NotPlanned)),
    ] {
        let service = service(&services, number);
        assert_eq!(opening(&town, &service, Some(class), on(day)), expected, "{number} on {day}");
    }
    assert_eq!(opening(&town, &service(&services, 3), None, on("2026-11-30")), Err(Closed::School));
}

#[test]
fn a_service_may_be_for_some_levels_and_may_end() {
    let (town, services) = fixture();
    let class = |level| Class { id: ClassId(99), school: SchoolId(2), name: String::new(), level };
    let study = Service {
        levels: vec![Level::CM1, Level::CM2],
        until: Some(on("2026-11-30")),
        ..service(&services, 6)
    };
    for (level, day, expected) in [
        (Level::CM1, "2026-11-30", Ok(())),
        (Level::CE2, "2026-11-30", Err(Closed::Level)),
        (Level::CM1, "2026-12-01", Err(Closed::Ended)),
    ] {
        assert_eq!(opening(&town, &study, Some(&class(level)), on(day)), expected, "{level:?} on {day}");
    }
}

#[test]
fn only_feasts_and_closures_need_a_word() {
    for (closed, ordinary) in [
        (Closed::Weekday, true),
        (Closed::Holidays("vacances de Noël".into()), true),
        (Closed::SchoolDay, true),
        (Closed::NotPlanned, true),
        (Closed::School, true),
        (Closed::Feast(Feast::Christmas), false),
        (Closed::Closure("grève".into()), false),
    ] {
        assert_eq!(closed.is_ordinary(), ordinary, "{closed:?}");
    }
}
