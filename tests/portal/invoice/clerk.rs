//! A month of the town, and next to it the bills that a clerk would write by hand, line by line.

use preau::{
    attendance::State,
    family::FamilyId,
    registration::{self, Offer},
    tariff::{Case, Tariff, TariffId, Version, rule::Rule},
    town::{Class, ClassId, Level, School, SchoolId},
};

use super::{bills, call, is_sound, issue};
use crate::{
    browser::{Browser, form},
    office::{family::fill, quotient::send},
    world::World,
};

/// A line as it is written by hand: whose, what for, days of the month, how many, at what price in cents, in all.
type Row = (&'static str, &'static str, &'static str, usize, i64, i64);

const CANTEEN: &str = "Cantine 1er service";
const EVENING: &str = "Garderie soir";
const WEDNESDAY: &str = "ALSH mercredi journée";

/// Ticks boxes of a week, and saves them.
#[track_caller]
fn book(parent: &mut Browser, monday: &str, boxes: &[(&str, &str, &str)]) {
    parent.get(&format!("/reservations/{monday}"));
    for (child, day, service) in boxes {
        parent.tick(child, day, service);
    }
    parent.press("Valider").sees("C’est enregistré");
}

/// The last bill of a family is this one.
#[track_caller]
fn reads(world: &World, family: u32, rows: &[Row], total: i64) {
    let bill = bills(world, family).pop().expect("a bill");
    let row = |line: &preau::invoice::Line| {
        let days: Vec<String> = line.days.iter().map(|day| day.format("%-d").to_string()).collect();
        (
            bill.printed.children[&line.child].split(' ').next().unwrap_or_default().to_owned(),
            bill.printed.services[&line.service].clone(),
            days.join(" "),
            line.days.len(),
            line.charge.unit.0,
            line.amount().0,
        )
    };
    let mut found: Vec<_> = bill.lines.iter().map(row).collect();
    let hand = |(child, service, days, many, unit, amount): &Row| {
        (child.to_string(), service.to_string(), days.to_string(), *many, *unit, *amount)
    };
    let mut expected: Vec<_> = rows.iter().map(hand).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{}", bill.printed.family);
    assert_eq!(bill.total.0, total, "{}", bill.printed.family);
}

/// What the council has decided: from 14 December on the evening is paid by the half-hour, and the school of the hamlets has
/// a canteen with a price of its own.
fn decide(world: &World) {
    world.change(|w| {
        let mut evening = preau::tariff::store::tariffs(w)?.0[&TariffId(3)].clone();
        let half_hours = Case { every: Some(30), ..Case::of(flat(100, None)) };
        evening.versions.set("2026-12-14".parse().unwrap(), Version::of(vec![half_hours]));
        preau::tariff::store::set_tariff(w, &evening)?;
        let (id, name) = (TariffId(8), "Cantine des hameaux".into());
        let version = Version::of(vec![Case::of(flat(480, Some(520)))]);
        let versions = preau::platform::dated::Dated::since("2026-09-01".parse().unwrap(), version);
        preau::tariff::store::set_tariff(w, &Tariff { id, name, versions })?;
        let mut offers: Vec<Offer> = registration::store::offers(w)?.to_vec();
        offers.iter_mut().filter(|offer| offer.service.0 == 3).for_each(|offer| offer.tariffs.push(id));
        registration::store::set_offers(w, &offers)?;
        let name = "École des hameaux".to_owned();
        let school = School { id: SchoolId(3), short: name.clone(), name, weekdays: vec![1, 2, 4, 5] };
        preau::town::store::set_school(w, &school)?;
        let class = Class { id: ClassId(11), school: SchoolId(3), name: "CE1-CE2".into(), level: Level::CE1 };
        Ok(preau::town::store::set_class(w, &class)?)
    });
}

fn flat(resident: i64, other: Option<i64>) -> Rule {
    let cents = preau::platform::money::Cents;
    Rule::Flat { resident: cents(resident), other: other.map(cents) }
}

/// The town hall writes down what a family says on the telephone.
fn ill(odile: &mut Browser, (family, child): (u32, &str), first: &str, last: &str) {
    let address = format!("/mairie/familles/{family}/absence");
    odile.get(&address);
    fill(odile, &address, &[("enfant", child), ("du", first), ("au", last), ("motif", "ill")]);
    odile.sees("L’absence est signalée.");
}

#[test]
fn a_month_is_billed_as_a_clerk_would_write_it() {
    let world = World::new();
    decide(&world);
    let (first, second) = ("2026-11-30", "2026-12-07");
    let (thursday, friday) = (("2026-12-03", "2026-12-04"), ("2026-12-10", "2026-12-11"));
    for (who, child) in [
        ("lucie.alain", "Théo"),
        ("sophie.baconnais", "Fanny"),
        ("hugo.perrin", "Jade"),
        ("nolwenn.legall", "Ewen"),
    ] {
        let mut parent = world.sign_in(who);
        for (monday, (one, other)) in [(first, thursday), (second, friday)] {
            book(&mut parent, monday, &[(child, one, CANTEEN), (child, other, CANTEEN)]);
        }
    }
    let mut sophie = world.sign_in("sophie.baconnais");
    let week = ["2026-12-14", "2026-12-15", "2026-12-17"].map(|day| ("Fanny", day, CANTEEN));
    book(&mut sophie, "2026-12-14", &week);
    // Léa is with her father in odd weeks, with her mother in even ones.
    let mut julien = world.sign_in("julien.nogues");
    book(&mut julien, first, &[("Léa", "2026-12-03", CANTEEN), ("Léa", "2026-12-04", CANTEEN)]);
    book(&mut world.sign_in("claire.martel"), second, &[("Léa", "2026-12-10", CANTEEN)]);
    let mut aminata = world.sign_in("aminata.diallo");
    let evenings = [
        ("Moussa", "2026-12-03", EVENING),
        ("Awa", "2026-12-03", EVENING),
        ("Moussa", "2026-12-04", EVENING),
    ];
    book(&mut aminata, first, &evenings);
    book(&mut aminata, second, &["Moussa", "Awa", "Issa"].map(|child| (child, "2026-12-09", WEDNESDAY)));
    let half_hours = ["2026-12-14", "2026-12-15", "2026-12-17"].map(|day| ("Moussa", day, EVENING));
    book(&mut aminata, "2026-12-14", &half_hours);

    // Fanny is ill three times: her certificate comes in a day and a half, never, in four days and a half.
    world.set("2026-12-03 08:00");
    ill(&mut world.agent("odile"), (2, "3"), "2026-12-03", "2026-12-04");
    world.set("2026-12-04 13:00");
    world.agent("odile").post("/mairie/absences/3/1/recu", "recu=2026-12-04").sees("reçu à la mairie");
    // On the 7th Jade goes to the primary school, Ewen to the one of the hamlets, and the ALAIN family's quotient is another.
    world.set("2026-12-07 08:00");
    let mut odile = world.agent("odile");
    let (jade, ewen) = ("/mairie/familles/6/enfants/8", "/mairie/familles/7/enfants/9");
    fill(odile.get(jade), jade, &[("class", "5")]).sees("enregistrées");
    fill(odile.get(ewen), ewen, &[("class", "11"), ("tariff-3", "8")]).sees("enregistrées");
    let quotient = [("quotient", "620"), ("effet", "2026-12-07"), ("source", "letter")];
    send(&mut odile, "enregistrer", &quotient).sees("Le quotient est enregistré.");
    world.set("2026-12-10 08:00");
    ill(&mut world.agent("odile"), (2, "3"), "2026-12-10", "2026-12-10");
    world.set("2026-12-14 08:00");
    ill(&mut world.agent("odile"), (2, "3"), "2026-12-14", "2026-12-17");
    // Théo and Anna are booked for the 18th after the deadline, Anna does not come; Théo is booked for January, when prices change on the 12th.
    world.set("2026-12-16 08:00");
    let mut lucie = world.sign_in("lucie.alain");
    let late = ["Théo", "Anna"].map(|child| (child, "2026-12-18", "Cantine 1er service hors délai"));
    book(&mut lucie, "2026-12-14", &late);
    for (monday, one, other) in
        [("2027-01-04", "2027-01-07", "2027-01-08"), ("2027-01-11", "2027-01-12", "2027-01-14")]
    {
        book(&mut lucie, monday, &[("Théo", one, CANTEEN), ("Théo", other, CANTEEN)]);
    }
    world.set("2026-12-18 19:00");
    world.agent("odile").post("/mairie/absences/3/3/recu", "recu=2026-12-18").sees("reçu à la mairie");
    // The roll calls. Léa comes unbooked on a day of her mother's; nobody writes down when Moussa left on the 17th.
    call(&world, 4, 3, "2026-12-11", State::Here);
    call(&world, 2, 3, "2026-12-18", State::Absent);
    for (child, day) in [("1", "2026-12-03"), ("1", "2026-12-10"), ("3", "2026-12-11"), ("4", "2026-12-10")] {
        let body = form(&[("enfant", child), ("de", ""), ("vers", "here")]);
        world.agent("karim").post(&format!("/mairie/pointage/{day}/3-2"), &body).sees("Présent");
    }
    for (day, left) in [("2026-12-14", "17:20"), ("2026-12-15", "18:40"), ("2026-12-17", "")] {
        let body = [("enfant", "5"), ("de", ""), ("vers", "here"), ("arrivee", "16:30"), ("depart", left)];
        world.agent("karim").post(&format!("/mairie/pointage/{day}/6-2"), &form(&body)).sees("Présent");
    }

    world.set("2027-01-04 09:00");
    issue(&world, "2026-12").sees("7 factures émises");
    // Two prices in one month: the quotient has changed; one day was booked late, and nobody cancelled.
    reads(
        &world,
        1,
        &[
            ("Théo", CANTEEN, "3 4", 2, 540, 1080),
            ("Théo", CANTEEN, "10 11", 2, 410, 820),
            ("Théo", CANTEEN, "18", 1, 615, 615),
            ("Anna", CANTEEN, "18", 1, 150, 150),
        ],
        2665,
    );
    // Within three days nothing is due; without a certificate all is; within ten days, the first two days are.
    reads(
        &world,
        2,
        &[("Fanny", CANTEEN, "10", 1, 570, 570), ("Fanny", CANTEEN, "11 14 15", 3, 570, 1710)],
        2280,
    );
    // Separated parents: each has their own days, at their own price.
    reads(&world, 3, &[("Léa", CANTEEN, "10", 1, 410, 410), ("Léa", CANTEEN, "11", 1, 410, 410)], 820);
    reads(&world, 4, &[("Léa", CANTEEN, "3 4", 2, 610, 1220)], 1220);
    // Ten cents off for two at a time, half price for the third; then so many half-hours begun, one where it is not known.
    reads(
        &world,
        5,
        &[
            ("Moussa", EVENING, "3", 1, 240, 240),
            ("Moussa", EVENING, "4", 1, 250, 250),
            ("Moussa", EVENING, "14", 1, 200, 200),
            ("Moussa", EVENING, "15", 1, 500, 500),
            ("Moussa", EVENING, "17", 1, 100, 100),
            ("Moussa", WEDNESDAY, "9", 1, 623, 623),
            ("Awa", EVENING, "3", 1, 240, 240),
            ("Awa", WEDNESDAY, "9", 1, 623, 623),
            ("Issa", WEDNESDAY, "9", 1, 312, 312),
        ],
        3088,
    );
    // Another school from the 7th on: another level, at the dearest price where no quotient is known...
    reads(
        &world,
        6,
        &[("Jade", CANTEEN, "3 4", 2, 350, 700), ("Jade", CANTEEN, "10 11", 2, 610, 1220)],
        1920,
    );
    // ...and another tariff, for a family of another town.
    reads(
        &world,
        7,
        &[("Ewen", CANTEEN, "3 4", 2, 540, 1080), ("Ewen", CANTEEN, "10 11", 2, 520, 1040)],
        2120,
    );
    assert!(bills(&world, 8).is_empty(), "nothing was booked");

    // Two prices in one month: the council's.
    world.set("2027-02-01 09:00");
    issue(&world, "2027-01").sees("1 facture émise");
    reads(&world, 1, &[("Théo", CANTEEN, "7 8", 2, 410, 820), ("Théo", CANTEEN, "12 14", 2, 425, 850)], 1670);
    assert_eq!(super::balance(&world, FamilyId(1).0), 2665 + 1670);
    is_sound(&world);
}
