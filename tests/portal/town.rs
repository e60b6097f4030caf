//! The fixture town, whole.

use preau::{
    demo::{self, People},
    platform::store::{Reading, Table},
};

use crate::world::{NOW, World, at, parts};

/// How many rows a table has.
fn rows(parts: &preau::platform::Parts, name: &str) -> usize {
    let table = preau::tables().into_iter().find(|table| table.name == name).expect(name);
    parts.store.read(|r| r.raw_range(table, &[], &[0xff; 64], usize::MAX)).expect(name).len()
}

#[test]
fn the_town_has_its_families_and_children_and_the_same_each_time() {
    let runtime = rocket::tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let make = || {
        let parts = parts(Box::new(|| None));
        runtime.block_on(demo::fill(&parts, People::Everybody, None)).expect("the fixture town");
        parts
    };
    let (town, again) = (make(), make());
    assert_eq!(rows(&town, "families-1"), 330);
    let children = rows(&town, "children-1");
    assert!((510..=530).contains(&children), "{children} children");
    assert!(rows(&town, "child-months-1") > 400, "they have booked");
    assert_eq!(rows(&again, "child-months-1"), rows(&town, "child-months-1"));
    let faults = town.store.read(|r| preau::check(r, &mut |_, _| ())).unwrap();
    assert_eq!(faults.first(), None);
}

#[test]
fn a_price_by_units_of_time_that_an_older_program_wrote_is_that_of_each_unit() {
    use preau::tariff::{self, TariffId, rule::Rule};
    const AS_WRITTEN: Table<TariffId, serde_json::Value> = Table::new("tariffs-1").kept();
    let world = World::new();
    let case = |rule: &str| serde_json::from_str::<serde_json::Value>(rule).expect("JSON");
    let old = serde_json::json!({ "id": 99, "name": "Garderie", "versions": [{
        "from": "2026-09-01",
        "decision": "D",
        "cases": [
            { "own_meal": true, "rule": case(r#"{"kind":"started","minutes":15,"price":50}"#) },
            { "rule": case(r#"{"kind":"flat","resident":120}"#) },
        ],
    }] });
    world.change(move |w| {
        w.put(&AS_WRITTEN, &TariffId(99), &old)?;
        Ok(tariff::store::say_units_beside_prices(w)?)
    });
    let tariffs = world.parts.store.read(tariff::store::tariffs).unwrap();
    let version =
        tariffs.0[&TariffId(99)].versions.on(at(NOW).date_naive()).expect("a version").value.clone();
    let flat = |cents| Rule::Flat { resident: preau::platform::money::Cents(cents), other: None };
    let read: Vec<_> =
        version.cases.iter().map(|case| (case.when.own_meal, case.rule.clone(), case.every)).collect();
    assert_eq!(read, [(Some(true), flat(50), Some(15)), (None, flat(120), None)]);
}

#[test]
fn its_calendar_is_zone_bs_of_2025_to_2028() {
    let world = World::new();
    let town = world.parts.store.read(preau::town::store::town).unwrap();
    let school = |day: &str| town.calendar.is_school_day(day.parse().unwrap(), &[1, 2, 4, 5]);
    for (last, first) in [
        ("2025-10-17", "2025-11-03"),
        ("2025-12-19", "2026-01-05"),
        ("2026-02-13", "2026-03-02"),
        ("2026-04-10", "2026-04-27"),
        ("2026-07-03", "2026-09-01"),
        ("2026-10-16", "2026-11-02"),
        ("2026-12-18", "2027-01-04"),
        ("2027-02-19", "2027-03-08"),
        ("2027-04-16", "2027-05-03"),
        ("2027-07-02", "2027-09-02"),
        ("2027-10-22", "2027-11-08"),
        ("2027-12-17", "2028-01-03"),
        ("2028-02-04", "2028-02-21"),
        ("2028-04-07", "2028-04-24"),
    ] {
        assert!(school(last) && school(first), "{last}, {first}");
        let mut between = last.parse::<chrono::NaiveDate>().unwrap().succ_opt().unwrap();
        while between < first.parse().unwrap() {
            assert!(!school(&between.to_string()), "{between}");
            between = between.succ_opt().unwrap();
        }
    }
    assert_eq!(town.date(at(NOW)), "2026-11-24".parse().unwrap());
}
