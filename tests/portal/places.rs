//! No place is sold twice: 24 places, 500 families at once, 50 times.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use preau::{
    account::{self, AccountId, Session},
    activity::{self, Pool, PoolId, ServiceId},
    family::{self, Child, ChildId, Family, FamilyId, Guardian, GuardianId, InClass, custody::Home},
    platform::{dated::Dated, store::Write},
    registration::{self, Registration},
    reservation,
    tariff::TariffId,
    town::{self, ClassId, Term},
};
use rocket::{
    futures::future::join_all,
    http::{ContentType, Cookie, Header, Status},
};

use crate::{browser::word, world::World};

const FAMILIES: u32 = 500;
const PLACES: u32 = 24;
const ROUNDS: usize = 50;
/// Numbers far from those of the fixture town.
const FIRST: u32 = 10_000;

/// A family with one child, registered for Wednesdays, whose parent is signed in.
fn family_in(
    w: &Write,
    number: u32,
    key: [u8; 32],
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), preau::platform::error::Error> {
    let from: NaiveDate = "2025-09-01".parse().expect("a date");
    let (id, guardian, child) = (FamilyId(number), GuardianId(number), ChildId(number));
    family::store::set_family(
        w,
        id,
        &Family {
            name: format!("FAMILLE {number}"),
            address: Dated::default(),
            quotient: Dated::default(),
            archived: None,
        },
    )?;
    let person = Guardian { first_name: "A".into(), last_name: "B".into(), access: true, archived: None };
    family::store::set_guardian(w, id, guardian, &person)?;
    family::store::set_child(
        w,
        child,
        &Child {
            first_name: "C".into(),
            last_name: "D".into(),
            born: from,
            class: Dated::since(from, InClass { class: Some(ClassId(5)) }),
            home: Dated::since(from, Home::with(id)),
            archived: None,
        },
    )?;
    let wednesday =
        Registration { service: ServiceId(7), tariff: TariffId(6), usual: vec![], from, until: None };
    registration::store::set_registrations(w, id, child, &vec![wednesday])?;
    let mail = format!("f{number}@famille.example");
    let known = account::Account::of(&mail, vec![(id, guardian)]);
    account::store::set_account(w, AccountId(number), &known)?;
    let session = Session::new(AccountId(number), Some((id, guardian)), now);
    Ok(account::store::begin(w, &key, &session)?)
}

/// Wednesdays with school, from three weeks on.
fn wednesdays(world: &World) -> Vec<NaiveDate> {
    let town = world.parts.store.read(town::store::town).expect("the town");
    let first = town.date(world.parts.clock.now()) + Days::new(22);
    let open = |day: &NaiveDate| {
        day.weekday() == chrono::Weekday::Wed
            && town.calendar.term(*day) == Term::School
            && town.calendar.feast(*day).is_none()
    };
    first.iter_days().filter(open).take(ROUNDS).collect()
}

#[test]
fn no_place_is_sold_twice() {
    let world = World::new();
    let (now, config) = (world.parts.clock.now(), world.parts.config.clone());
    world.change(move |w| {
        let pool = Pool { id: PoolId(1), name: "mercredi".into(), places: PLACES, by_school: false };
        activity::store::set_pool(w, &pool)?;
        for number in FIRST..FIRST + FAMILIES {
            family_in(
                w,
                number,
                account::store::keyed(&config, account::store::Kind::Session, &format!("token {number}")),
                now,
            )?;
        }
        Ok(())
    });
    let days = wednesdays(&world);
    assert_eq!(days.len(), ROUNDS, "the fixture town has enough Wednesdays");
    for (round, day) in days.iter().enumerate() {
        let answers: Vec<Status> =
            world.runtime.block_on(join_all((FIRST..FIRST + FAMILIES).map(|number| {
                let body = format!(
                    "n={:032x}&{}",
                    round * 1_000_000 + number as usize,
                    word(number, 7, &day.to_string())
                );
                let monday = town::calendar::monday(*day);
                let request = world
                    .client
                    .post(format!("/reservations/{monday}/valider"))
                    .header(ContentType::Form)
                    .header(Header::new("Sec-Fetch-Site", "same-origin"))
                    .cookie(Cookie::new("preau", format!("token {number}")))
                    .body(body);
                async move { request.dispatch().await.status() }
            })));
        let mut count = BTreeMap::new();
        for status in answers {
            *count.entry(status.code).or_insert(0) += 1;
        }
        assert_eq!(count, BTreeMap::from([(303, PLACES), (422, FAMILIES - PLACES)]), "{day}");
        let booked = world.parts.store.read(|r| reservation::store::month_of_all(r, *day)).expect("bookings");
        let sold = booked.iter().filter(|(_, cell, _)| cell.day == *day).count();
        assert_eq!(sold, PLACES as usize, "{day}: told and stored are the same");
    }
    let faults = world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).expect("a check");
    assert_eq!(faults.first(), None);
}
