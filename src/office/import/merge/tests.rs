use super::*;
use crate::{
    demo::TOWN,
    platform::money::Cents,
    tariff::{Case, Version, rule::Rule},
};

fn on(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

/// Some time in the first version of the canteen's prices, before the second.
fn today() -> NaiveDate {
    on("2026-11-24")
}

fn town() -> Settings {
    Settings::read(TOWN).unwrap()
}

/// What a change of the fixture town's file makes of the fixture town.
fn merged(used: &Used, change: impl FnOnce(&mut Settings)) -> Merge {
    let mut file = town();
    change(&mut file);
    merge(&town(), &file, false, used, today())
}

fn fate(merge: &Merge, part: Part, name: &str) -> Fate {
    let change = merge.changes.iter().find(|change| change.part == part && change.name == name);
    change.unwrap_or_else(|| panic!("{part:?} {name}: {:#?}", merge.changes)).fate
}

fn price(cents: i64) -> Version {
    Version::of(vec![Case::of(Rule::Flat { resident: Cents(cents), other: None })])
}

fn text(settings: &Settings) -> String {
    settings.text().unwrap()
}

#[test]
fn the_same_file_changes_nothing() {
    let used = Used {
        services: town().services.iter().map(|service| service.id).collect(),
        versions: BTreeSet::from([(TariffId(1), on("2025-09-01"))]),
    };
    let merge = merged(&used, |_| ());
    assert!(merge.changes_nothing() && !merge.clashes(), "{:#?}", merge.changes);
    assert_eq!(text(&merge.settings), text(&town()));
}

#[test]
fn the_town_keeps_its_name_unless_it_takes_the_files_too_and_stays_open_or_closed() {
    let mut file = town();
    (file.town.name, file.town.opened) = ("Ailleurs".into(), false);
    let without = merge(&town(), &file, false, &Used::default(), today());
    assert_eq!(without.settings.town.name, "Valpr\u{e9}au");
    assert!(without.changes.iter().all(|change| change.part != Part::Town));
    let with = merge(&town(), &file, true, &Used::default(), today());
    assert_eq!((with.settings.town.name.as_str(), with.settings.town.opened), ("Ailleurs", true));
    assert_eq!(fate(&with, Part::Town, ""), Fate::Changed);
}

#[test]
fn what_the_file_does_not_name_stays() {
    let merge = merged(&Used::default(), |file| {
        file.services.retain(|service| service.id.0 == 3);
        file.tariffs.retain(|tariff| tariff.id.0 == 1);
        file.offers.clear();
        file.schools.remove(0);
        file.classes.clear();
        file.pools.clear();
        file.calendar.years.remove(0);
        file.calendar.holidays.clear();
        file.calendar.closures.clear();
    });
    assert_eq!(fate(&merge, Part::Services, "Bus matin"), Fate::Stays);
    assert_eq!(fate(&merge, Part::Services, "Cantine 1er service"), Fate::Same);
    let order: Vec<u32> = merge.settings.services.iter().map(|service| service.id.0).collect();
    assert_eq!(order, [3, 1, 2, 4, 5, 6, 7, 8, 9], "the file's come first on the grid");
    assert_eq!(fate(&merge, Part::Tariffs, "Bus"), Fate::Stays);
    assert_eq!(fate(&merge, Part::Offers, "Bus matin"), Fate::Stays);
    assert_eq!(merge.settings.classes.len(), town().classes.len());
    assert_eq!(text_of_calendar(&merge.settings), text_of_calendar(&town()));
}

fn text_of_calendar(settings: &Settings) -> String {
    toml::to_string(&settings.calendar).unwrap()
}

#[test]
fn years_and_holidays_of_the_same_days_are_the_files() {
    let merge = merged(&Used::default(), |file| {
        file.calendar.years = vec![file.calendar.years[1].clone()];
        file.calendar.years[0].first = on("2026-08-31");
        file.calendar.holidays = vec![file.calendar.holidays[5].clone()];
        file.calendar.holidays[0].name = "Toussaint".into();
    });
    let years: Vec<NaiveDate> = merge.settings.calendar.years.iter().map(|year| year.first).collect();
    assert_eq!(years, [on("2025-09-01"), on("2026-08-31"), on("2027-09-02")]);
    let holidays = &merge.settings.calendar.holidays;
    assert_eq!(holidays.len(), town().calendar.holidays.len());
    assert_eq!(holidays.iter().find(|span| span.first == on("2026-10-17")).unwrap().name, "Toussaint");
}

#[test]
fn versions_that_were_used_are_not_written_over_and_none_is_added_to_the_past() {
    let begun = on("2025-09-01");
    let used = Used { versions: BTreeSet::from([(TariffId(1), begun)]), ..Used::default() };
    let merge = merged(&used, |file| {
        file.tariffs[0].versions.set(begun, price(999));
        file.tariffs[0].versions.set(on("2026-10-01"), price(998));
        file.tariffs[0].versions.set(on("2027-01-12"), price(997));
        file.tariffs[0].versions.set(on("2027-09-01"), price(996));
    });
    let canteen = &merge.settings.tariffs[0];
    let at = |day: &str| canteen.versions.on(on(day)).unwrap().value.clone();
    assert_eq!(at("2026-10-02"), town().tariffs[0].versions.on(begun).unwrap().value);
    assert_eq!((at("2027-01-12"), at("2027-09-01")), (price(997), price(996)));
    let change = merge.changes.iter().find(|change| change.name == "Cantine").unwrap();
    assert_eq!((change.fate, &change.begun[..]), (Fate::Changed, &[begun, on("2026-10-01")][..]));
    // A version to come that prices a day booked already.
    let used = Used { versions: BTreeSet::from([(TariffId(1), on("2027-01-12"))]), ..Used::default() };
    let merge = merged(&used, |file| file.tariffs[0].versions.set(on("2027-01-12"), price(997)));
    assert_eq!(fate(&merge, Part::Tariffs, "Cantine"), Fate::Same);
}

#[test]
fn deadlines_that_have_begun_are_not_written_over() {
    let rules = |file: &Settings, n: usize| file.services[n].deadlines.on(today()).unwrap().value.clone();
    let merge = merged(&Used::default(), |file| {
        let other = rules(file, 1);
        file.services[2].deadlines.set(on("2025-09-01"), other.clone());
        file.services[2].deadlines.set(on("2027-01-04"), other);
        file.services[2].short = "Midi".into();
    });
    let service = &merge.settings.services[2];
    assert_eq!(service.short, "Midi", "the rest of it is taken");
    assert_eq!(rules(&merge.settings, 2), rules(&town(), 2));
    assert_eq!(service.deadlines.on(on("2027-01-04")).unwrap().value, rules(&town(), 1));
    let change = merge.changes.iter().find(|change| change.name == "Cantine 1er service").unwrap();
    assert_eq!(change.begun, [on("2025-09-01")]);
}

#[test]
fn absences_that_have_begun_are_not_written_over() {
    let merge = merged(&Used::default(), |file| {
        let mut other = file.absences[0].versions.on(today()).unwrap().value.clone();
        other.decision = "autre".into();
        file.absences[0].versions.set(on("2025-09-01"), other.clone());
        file.absences[0].versions.set(on("2027-01-04"), other);
        file.absences.truncate(1);
    });
    let absences = &merge.settings.absences;
    assert_eq!(absences.len(), town().absences.len());
    assert_ne!(absences[0].versions.on(today()).unwrap().value.decision, "autre");
    assert_eq!(absences[0].versions.on(on("2027-01-04")).unwrap().value.decision, "autre");
    let change = merge.changes.iter().find(|change| change.part == Part::Absences).unwrap();
    assert_eq!((change.fate, &change.begun[..]), (Fate::Changed, &[on("2025-09-01")][..]));
}

#[test]
fn what_was_used_here_does_not_become_something_else() {
    let rename = |file: &mut Settings| {
        file.services[2].name = "Piscine".into();
        file.tariffs[0].name = "Bassin".into();
    };
    let fresh = merged(&Used::default(), rename);
    assert!(!fresh.clashes());
    let renamed = fresh.changes.iter().find(|change| change.name == "Piscine").unwrap();
    assert_eq!((renamed.fate, renamed.was.as_deref()), (Fate::Changed, Some("Cantine 1er service")));
    let used = Used {
        services: BTreeSet::from([ServiceId(3)]),
        versions: BTreeSet::from([(TariffId(1), on("2025-09-01"))]),
    };
    let merge = merged(&used, rename);
    let clashes = merge.changes.iter().filter(|change| change.fate == Fate::Clash);
    assert_eq!(clashes.map(|change| change.name.as_str()).collect::<Vec<_>>(), ["Piscine", "Bassin"]);
    assert!(merge.clashes());
}

#[test]
fn an_empty_town_takes_all_of_a_neighbours_but_its_name() {
    let nothing = Settings {
        town: crate::town::Identity::unset(),
        calendar: Calendar::default(),
        schools: vec![],
        classes: vec![],
        pools: vec![],
        services: vec![],
        tariffs: vec![],
        offers: vec![],
        absences: vec![],
        cash_offices: vec![],
        presences: Default::default(),
        payment: None,
        files: Default::default(),
    };
    let merge = merge(&nothing, &town(), false, &Used::default(), today());
    let mut expected = town();
    expected.town = nothing.town.clone();
    // Nor whose bills they are.
    expected.cash_offices.clear();
    assert_eq!(text(&merge.settings), text(&expected));
    // Until when absences are told the file does not say.
    let mut named = merge.changes.iter().filter(|change| change.part != Part::Presences);
    assert!(named.all(|change| matches!(change.fate, Fate::New | Fate::Changed)));
    assert!(merge.changes.iter().all(|change| change.begun.is_empty()));
}
