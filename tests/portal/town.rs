//! The fixture town, whole.

use preau::{
    demo::{self, People},
    platform::store::Reading,
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
