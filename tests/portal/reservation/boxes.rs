//! What a box looks like, and why it is not one.

use chrono::NaiveDate;
use preau::{activity, town};

use crate::world::World;

fn on(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

#[test]
fn the_faces_of_a_box() {
    let world = World::new();
    let mut aminata = world.sign_in("aminata.diallo");
    aminata.get("/reservations/2026-11-23").tick("Awa", "2026-11-26", "Cantine 1er service").press("Valider");
    world.set("2026-11-24 09:30");
    let mut aminata = world.sign_in("aminata.diallo");
    aminata.get("/reservations/2026-11-23");
    for (day, service, face) in [
        ("2026-11-23", "Cantine 1er service", "passé"),
        ("2026-11-24", "Cantine 1er service", "délai passé"),
        ("2026-11-26", "Cantine 1er service", "locked délai passé"),
        ("2026-11-27", "Cantine 1er service", "free"),
        ("2026-11-25", "Cantine 1er service", "le service n’ouvre pas ce jour-là –"),
        ("2026-11-25", "ALSH mercredi journée", "délai passé"),
    ] {
        // After Tuesday 9:00, Thursday is late: it stands in a row of its own.
        let face = if day == "2026-11-27" { "voir l’autre ligne –" } else { face };
        assert_eq!(aminata.cell("Awa", day, service), face, "{service}, {day}");
    }
    assert_eq!(aminata.cell("Awa", "2026-11-27", "Garderie soir"), "free");
}

#[test]
fn a_late_day_has_a_row_and_a_price_of_its_own() {
    let world = World::new();
    world.set("2026-11-24 09:30");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-23");
    assert_eq!(lucie.cell("Anna", "2026-11-26", "Cantine 1er service"), "voir l’autre ligne –");
    assert_eq!(lucie.cell("Anna", "2026-11-26", "Cantine 1er service hors délai"), "free");
    assert_eq!(
        lucie.row("Anna", "Cantine 1er service hors délai"),
        "0 4,95 € 0,00 €",
        "half as much again as 3,30 €"
    );
    lucie
        .tick("Anna", "2026-11-26", "Cantine 1er service hors délai")
        .press("Valider")
        .sees("1 réservation ajoutée");
    assert_eq!(lucie.cell("Anna", "2026-11-26", "Cantine 1er service hors délai"), "locked délai passé");
    assert_eq!(lucie.row("Anna", "Cantine 1er service hors délai"), "1 4,95 € 4,95 €");
    lucie.get("/reservations/2026-11-30");
    assert_eq!(
        lucie.cell("Anna", "2026-12-03", "Cantine 1er service hors délai"),
        "absent",
        "nothing is late yet"
    );
}

#[test]
fn a_closed_day_says_why() {
    let world = World::new();
    world.set("2026-11-03 08:00");
    let mut lucie = world.sign_in("lucie.alain");
    // Wednesday 11 November is a public holiday: the holiday centre would have been open.
    lucie.get("/reservations/2026-11-09");
    assert_eq!(lucie.cell("Théo", "2026-11-11", "ALSH mercredi journée"), "férié");
    lucie.sees("mercredi 11 novembre : jour férié (armistice de 1918).");
    // The primary school's kitchen is closed on 8 December; the nursery school's is not.
    lucie.get("/reservations/2026-12-07");
    assert_eq!(lucie.cell("Théo", "2026-12-08", "Cantine 1er service"), "fermé");
    assert_eq!(lucie.cell("Anna", "2026-12-08", "Cantine 1er service"), "free");
    lucie.sees("mardi 8 décembre : fermé : travaux dans la cuisine.");
    // A service that is not for the child's school.
    lucie.get("/reservations/2026-11-30").sees_no("Cantine 2e service, Anna");
}

#[test]
fn in_the_holidays_only_the_holiday_centre_opens() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-12-21");
    assert_eq!(lucie.cell("Théo", "2026-12-21", "ALSH vacances"), "free");
    assert_eq!(lucie.cell("Théo", "2026-12-25", "ALSH vacances"), "férié");
    assert_eq!(lucie.cell("Théo", "2026-12-24", "ALSH vacances"), "fermé");
    assert_eq!(lucie.cell("Théo", "2026-12-21", "Cantine 1er service"), "absent");
    lucie.sees("ALSH vacances : à réserver ou à annuler jusqu’au vendredi 4 décembre inclus");
    lucie.get("/reservations/2027-02-22");
    assert_eq!(lucie.cell("Théo", "2027-02-22", "ALSH vacances"), "pas encore ouvert");
    lucie.sees("les réservations ouvriront le lundi 4 janvier");
    let mut sophie = world.sign_in("sophie.baconnais");
    sophie.get("/reservations/2026-12-21").sees("Aucun service n’est ouvert pour Fanny sur cette période.");
}

#[test]
fn a_full_day_says_so_and_refuses() {
    let world = World::new();
    world.change(|w| {
        let pool =
            activity::Pool { id: activity::PoolId(1), name: "mercredi".into(), places: 1, by_school: false };
        Ok(activity::store::set_pool(w, &pool)?)
    });
    let mut lucie = world.sign_in("lucie.alain");
    let mut claire = world.sign_in("claire.martel");
    lucie.get("/reservations/2026-12-07").tick("Théo", "2026-12-09", "ALSH mercredi journée");
    claire.get("/reservations/2026-12-07").tick("Léa", "2026-12-09", "ALSH mercredi journée");
    claire.press("Valider").sees("1 réservation ajoutée");
    lucie.press("Valider").sees("Il y a un problème");
    lucie.sees("Théo, ALSH mercredi journée, mercredi 9 décembre n’a pas été réservé : toutes les places sont prises.");
    assert_eq!(lucie.cell("Théo", "2026-12-09", "ALSH mercredi journée"), "complet refusé");
    assert_eq!(
        lucie.cell("Théo", "2026-12-09", "ALSH mercredi matin"),
        "complet",
        "both take from the same places"
    );
    claire.tick("Léa", "2026-12-09", "ALSH mercredi journée").press("Valider").sees("1 réservation annulée");
    lucie.get("/reservations/2026-12-07");
    assert_eq!(lucie.cell("Théo", "2026-12-09", "ALSH mercredi journée"), "free");
}

#[test]
fn a_closure_entered_after_booking_is_seen_at_once() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30");
    assert_eq!(lucie.cell("Anna", "2026-12-03", "Garderie soir"), "free");
    world.change(|w| {
        let mut calendar = town::store::town(w)?.calendar.clone();
        calendar.closures.push(town::calendar::Closure {
            first: on("2026-12-03"),
            last: on("2026-12-03"),
            reason: "grève".into(),
            schools: vec![],
            classes: vec![],
            services: vec![],
        });
        Ok(town::store::set_calendar(w, &calendar)?)
    });
    lucie.get("/reservations/2026-11-30");
    assert_eq!(lucie.cell("Anna", "2026-12-03", "Garderie soir"), "fermé");
    lucie.sees("jeudi 3 décembre : fermé : grève.");
}

#[test]
fn deadlines_hold_to_the_millisecond() {
    let world = World::new();
    world.set("2026-12-01 08:00");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service");
    world.set("2026-12-01 08:59:59.999");
    lucie.press("Valider").sees("1 réservation ajoutée");
    lucie.tick("Anna", "2026-12-04", "Cantine 1er service");
    world.set("2026-12-01 09:00:00.000");
    lucie
        .press("Valider")
        .sees("n’a pas été réservé : le délai est passé depuis le mardi 1er décembre à 9 h");
    world.set("2026-12-02 17:59:59.999");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30");
    assert_eq!(lucie.cell("Théo", "2026-12-03", "Garderie soir"), "free");
    world.set("2026-12-02 18:00:00.000");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30");
    assert_eq!(lucie.cell("Théo", "2026-12-03", "Garderie soir"), "délai passé");
}

#[test]
fn a_passed_deadline_names_the_box_keeps_it_and_saves_the_rest() {
    let world = World::new();
    world.set("2026-12-01 08:50");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30");
    lucie.tick("Anna", "2026-12-03", "Cantine 1er service").tick("Anna", "2026-12-03", "Garderie soir");
    world.set("2026-12-01 09:00");
    lucie.press("Valider");
    assert_eq!(lucie.page.status.code, 422);
    assert!(lucie.page.at("title").unwrap().starts_with("Erreur : Réservations"));
    lucie.sees("1 réservation ajoutée").sees(
        "Anna, Cantine 1er service, jeudi 3 décembre n’a pas été réservé : le délai est passé depuis le mardi 1er décembre \
         à 9 h ; il reste possible de réserver hors délai, au prix indiqué.",
    );
    assert_eq!(lucie.cell("Anna", "2026-12-03", "Cantine 1er service"), "voir l’autre ligne – refusé");
    assert_eq!(
        lucie.cell("Anna", "2026-12-03", "Cantine 1er service hors délai"),
        "free",
        "never charged unasked"
    );
    assert_eq!(lucie.cell("Anna", "2026-12-03", "Garderie soir"), "ticked");
    let link = lucie.page.dom();
    let link =
        link.select(&scraper::Selector::parse("#problemes a").unwrap()).next().unwrap().attr("href").unwrap();
    assert!(lucie.page.html.contains(&format!("id=\"{}\"", &link[1..])), "the link leads to the box");
}

#[test]
fn two_sittings_of_a_day_exclude_each_other() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let (first, second) = ("Cantine 1er service", "Cantine 2e service");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", first).press("Valider");
    // The one newly ticked wins over the one that is booked.
    lucie.tick("Théo", "2026-12-03", second).press("Calculer le total");
    assert_eq!(lucie.cell("Théo", "2026-12-03", first), "unticked, not saved");
    assert_eq!(lucie.cell("Théo", "2026-12-03", second), "ticked, not saved");
    lucie.press("Valider").sees("1 réservation ajoutée et 1 réservation annulée");
    // Both at once, without a script: one is kept, the other named.
    lucie.tick("Théo", "2026-12-04", first).tick("Théo", "2026-12-04", second).press("Valider");
    lucie.sees("« Cantine 1er service » est déjà choisi ce jour-là, et les deux ne vont pas ensemble");
    assert_eq!(lucie.cell("Théo", "2026-12-04", first), "ticked");
}

#[test]
fn on_a_live_grid_the_other_sitting_is_unticked_before_the_eyes() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get("/reservations/2026-11-30")
        .tick("Théo", "2026-12-03", "Cantine 1er service")
        .press("Calculer le total");
    let regions = lucie.tick("Théo", "2026-12-03", "Cantine 2e service").live();
    let undone = &regions["[name='1.3.2612'][value='3']"];
    assert!(
        undone.contains("aria-label=\"Cantine 1er service, Théo") && !undone.contains("checked"),
        "{undone}"
    );
    assert_eq!(regions.get("#refus"), None, "nothing is said: the parent changed their mind");
}

#[test]
fn a_sitting_that_can_no_longer_be_cancelled_keeps_the_other_one_shut() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-23").tick("Théo", "2026-11-26", "Cantine 1er service").press("Valider");
    world.set("2026-11-24 09:30");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-23");
    assert_eq!(lucie.cell("Théo", "2026-11-26", "Cantine 2e service"), "autre service");
}
