//! The grid, as its users use it.

mod bad_input;
mod boxes;
mod money;
mod month;
mod saving;
mod together;
mod why;
mod year;

use crate::world::World;

#[test]
fn a_parent_books_two_days_of_two_children_and_finds_them_again() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30");
    lucie.tick("Anna", "2026-12-03", "Cantine 1er service").tick("Théo", "2026-12-04", "Cantine 2e service");
    lucie.press("Valider").sees("C’est enregistré, à 8 h : 2 réservations ajoutées.");
    lucie.get("/").get("/reservations/2026-11-30");
    assert_eq!(lucie.cell("Anna", "2026-12-03", "Cantine 1er service"), "ticked");
    assert_eq!(lucie.cell("Théo", "2026-12-04", "Cantine 2e service"), "ticked");
    assert_eq!(lucie.row("Anna", "Cantine 1er service"), "1 3,30 € 3,30 €");
    assert_eq!(lucie.row("Théo", "Cantine 2e service"), "1 5,40 € 5,40 €");
    lucie.sees("Total de la période 8,70 €");
    lucie.get("/").sees("Cantine 1er service : jeudi 3 décembre").sees("Total : 8,70 €");
}

#[test]
fn the_address_without_a_period_is_this_week_and_next_week_at_the_week_end() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    assert_eq!(lucie.get("/reservations").address, "/reservations/2026-11-23");
    assert_eq!(
        lucie.get("/reservations/2026-11-26").address,
        "/reservations/2026-11-23",
        "any day names its week"
    );
    world.set("2026-11-28 09:00");
    let mut lucie = world.sign_in("lucie.alain");
    assert_eq!(lucie.get("/reservations").address, "/reservations/2026-11-30");
}

#[test]
fn the_next_deadline_is_said_in_words_with_its_hour() {
    let world = World::new();
    let mut sophie = world.sign_in("sophie.baconnais");
    sophie.get("/reservations/2026-11-30").sees(
        "Cantine 1er service : à réserver ou à annuler avant le vendredi 27 novembre à 9 h pour lundi 30 novembre et \
         mardi 1er décembre. Après, la réservation reste possible au prix « hors délai ».",
    );
    world.set("2026-11-30 08:00");
    let mut sophie = world.sign_in("sophie.baconnais");
    sophie
        .get("/reservations/2026-11-30")
        .sees("Bus matin : à réserver ou à annuler avant le mardi 1er décembre à 7 h");
    sophie.get("/reservations/2026-12-21").sees_no("class=\"notice\"");
}

#[test]
fn usual_days_are_ticked_in_one_tap_and_not_saved() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").press("Cocher ses jours habituels (Anna)");
    for day in ["2026-11-30", "2026-12-01", "2026-12-03", "2026-12-04"] {
        assert_eq!(lucie.cell("Anna", day, "Cantine 1er service"), "ticked, not saved");
    }
    assert_eq!(
        lucie.cell("Anna", "2026-12-04", "Garderie soir"),
        "free",
        "she usually stays on Monday and Thursday"
    );
    lucie.sees_no("C’est enregistré").sees("changements non validés");
    lucie.get("/reservations/2026-11-30");
    assert_eq!(lucie.cell("Anna", "2026-11-30", "Cantine 1er service"), "free");
    lucie.press("Cocher les jours habituels de tous les enfants");
    assert_eq!(lucie.cell("Anna", "2026-11-30", "Cantine 1er service"), "ticked, not saved");
    assert_eq!(lucie.cell("Théo", "2026-11-30", "Cantine 1er service"), "ticked, not saved");
    lucie.press("Valider").sees("C’est enregistré");
    assert_eq!(lucie.cell("Théo", "2026-11-30", "Cantine 1er service"), "ticked");
}

#[test]
fn usual_days_keep_what_was_ticked_by_hand() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 2e service");
    lucie.press("Cocher ses jours habituels (Théo)");
    assert_eq!(lucie.cell("Théo", "2026-12-03", "Cantine 2e service"), "ticked, not saved");
    assert_eq!(lucie.cell("Théo", "2026-12-03", "Cantine 1er service"), "free");
    assert_eq!(lucie.cell("Théo", "2026-12-04", "Cantine 1er service"), "ticked, not saved");
}

#[test]
fn ticks_come_along_to_another_period_and_are_saved_from_there() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service").press("Valider");
    lucie.tick("Anna", "2026-12-03", "Cantine 1er service").tick("Anna", "2026-12-04", "Cantine 1er service");
    lucie
        .press("Semaine suivante")
        .sees("Semaine du 7 au 13 décembre 2026")
        .sees("2 changements non validés");
    lucie
        .tick("Anna", "2026-12-07", "Cantine 1er service")
        .press("Semaine précédente")
        .sees("3 changements non validés");
    assert_eq!(lucie.cell("Anna", "2026-12-03", "Cantine 1er service"), "unticked, not saved");
    assert_eq!(lucie.cell("Anna", "2026-12-04", "Cantine 1er service"), "ticked, not saved");
    lucie.press("Valider").sees("2 réservations ajoutées et 1 réservation annulée");
    lucie.get("/reservations/2026-12-07");
    assert_eq!(lucie.cell("Anna", "2026-12-07", "Cantine 1er service"), "ticked");
}

#[test]
fn a_session_that_ends_before_valider_loses_nothing() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service");
    world.set("2026-11-24 09:30");
    lucie.press("Valider").sees("Se connecter").sees("vous attendent");
    let back = lucie.page.dom();
    let back = back.select(&scraper::Selector::parse("input[name=retour]").unwrap()).next().unwrap();
    let back = back.attr("value").unwrap().to_owned();
    let body = crate::browser::form(&[
        ("adresse", "lucie.alain@famille.example"),
        ("mot-de-passe", preau::demo::PASSWORD),
        ("retour", &back),
    ]);
    lucie.post("/connexion", &body).sees("1 changement non validé").sees_no("C’est enregistré");
    assert_eq!(lucie.cell("Anna", "2026-12-03", "Cantine 1er service"), "ticked, not saved");
    lucie.press("Valider").sees("1 réservation ajoutée");
}

#[test]
fn a_tick_without_a_session_leads_to_sign_in_with_the_ticks() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service");
    world.set("2026-11-24 09:30");
    let body = lucie.body();
    let own = [("Sec-Fetch-Site", "same-origin"), ("HX-Request", "true")];
    let answer = lucie.raw_post("/reservations/2026-11-30", &body, &own);
    assert_eq!(answer.status.code, 401);
    assert_eq!(
        answer.headers["hx-redirect"],
        "/connexion?retour=%2Freservations%2F2026-11-30%3Fp%3D2.3.2612.4"
    );
}
