//! Two parents, two phones; two families, one child.

use crate::world::World;

#[test]
fn one_parent_never_undoes_what_the_other_did_meanwhile() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service").press("Valider");
    let mut paul = world.sign_in("paul.alain");
    paul.get("/reservations/2026-11-30");
    lucie.tick("Anna", "2026-12-03", "Cantine 1er service").tick("Théo", "2026-12-03", "Cantine 1er service");
    lucie.press("Valider").sees("1 réservation ajoutée et 1 réservation annulée");
    // Paul's page still shows Anna's Thursday, and not Théo's.
    paul.tick("Anna", "2026-12-04", "Cantine 1er service").press("Valider").sees("1 réservation ajoutée");
    paul.get("/reservations/2026-11-30");
    assert_eq!(paul.cell("Anna", "2026-12-03", "Cantine 1er service"), "free", "stays cancelled");
    assert_eq!(paul.cell("Anna", "2026-12-04", "Cantine 1er service"), "ticked");
    assert_eq!(paul.cell("Théo", "2026-12-03", "Cantine 1er service"), "ticked", "stays booked");
}

#[test]
fn a_shared_childs_day_is_one_familys() {
    let world = World::new();
    // 30 November begins week 49: the father's. 7 December begins week 50: the mother's.
    let mut claire = world.sign_in("claire.martel");
    let mut julien = world.sign_in("julien.nogues");
    claire.get("/reservations/2026-11-30").sees("autre foyer").sees_no("type=\"checkbox\"");
    assert_eq!(claire.cell("Léa", "2026-12-03", "Cantine 1er service"), "autre foyer");
    julien.get("/reservations/2026-11-30").tick("Léa", "2026-12-03", "Cantine 1er service").press("Valider");
    julien.sees("1 réservation ajoutée");
    claire.get("/reservations/2026-11-30").sees("Total de la période 0,00 €");
    assert_eq!(claire.cell("Léa", "2026-12-03", "Cantine 1er service"), "autre foyer", "and nothing more");
    for hidden in ["NOGUES", "Julien", "Gare", "6,30"] {
        let page = claire.page.html.replace("Léa<span class=\"long\"> NOGUES</span>", "");
        assert!(!page.contains(hidden), "{hidden} is the other family's");
    }
    assert_eq!(julien.row("Léa", "Cantine 1er service"), "1 6,10 € 6,10 €", "at his own quotient");
    claire.get("/reservations/2026-12-07");
    assert_eq!(claire.row("Léa", "Cantine 1er service"), "0 4,10 € 0,00 €", "at hers");
}

#[test]
fn the_other_familys_day_cannot_be_booked_by_hand() {
    let world = World::new();
    let mut claire = world.sign_in("claire.martel");
    claire.get("/reservations/2026-11-30");
    let body = claire.body() + "&" + &crate::browser::word(4, 3, "2026-12-03");
    claire.post("/reservations/2026-11-30/valider", &body);
    assert_eq!(claire.page.status.code, 422);
    claire.sees("n’a pas été réservé : ce jour-là, l’enfant est dans son autre foyer.");
    let mut julien = world.sign_in("julien.nogues");
    julien.get("/reservations/2026-11-30").sees("Total de la période 0,00 €");
}
