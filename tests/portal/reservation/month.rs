//! The same town, a month at a time.

use crate::world::World;

#[test]
fn weeks_stand_one_under_another_and_a_month_has_its_address() {
    let world = World::monthly();
    let mut lucie = world.sign_in("lucie.alain");
    assert_eq!(lucie.get("/reservations").address, "/reservations/2026-11");
    assert_eq!(
        lucie.get("/reservations/2026-12-07").address,
        "/reservations/2026-12",
        "a week's address leads to its month"
    );
    let dom = lucie.page.dom();
    let captions: Vec<String> = dom
        .select(&scraper::Selector::parse("section:first-of-type caption").unwrap())
        .map(|caption| crate::browser::plain(&caption.text().collect::<String>()))
        .collect();
    assert_eq!(
        captions,
        [
            "Semaine du 30 novembre, Théo",
            "Semaine du 7 décembre, Théo",
            "Semaine du 14 décembre, Théo",
            "Semaine du 21 décembre, Théo",
            "Semaine du 28 décembre, Théo",
        ]
    );
    lucie.sees("Mois précédent").sees("Mois suivant").sees("décembre 2026");
}

#[test]
fn a_month_is_ticked_validated_and_carried_along() {
    let world = World::monthly();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-12").tick("Anna", "2026-12-03", "Cantine 1er service");
    let regions = lucie.live();
    assert_eq!(crate::browser::plain(&regions["#q2-0-3"]), "1");
    assert!(!regions.contains_key("#q2-1-3"), "the other weeks have not changed");
    lucie.press("Mois suivant").sees("1 changement non validé");
    lucie.tick("Théo", "2027-01-04", "Cantine 1er service").press("Valider").sees("2 réservations ajoutées");
    lucie.get("/reservations/2026-12");
    assert_eq!(lucie.cell("Anna", "2026-12-03", "Cantine 1er service"), "ticked");
    lucie.sees("Total de la période 3,30 €");
}

#[test]
fn usual_days_of_a_month() {
    let world = World::monthly();
    let mut sophie = world.sign_in("sophie.baconnais");
    sophie.get("/reservations/2026-12").press("Cocher ses jours habituels");
    // Thursdays and Fridays before the holidays, from the 3rd: six.
    for day in ["2026-12-03", "2026-12-04", "2026-12-10", "2026-12-11", "2026-12-17", "2026-12-18"] {
        assert_eq!(sophie.cell("Fanny", day, "Cantine 1er service"), "ticked, not saved", "{day}");
    }
    assert_eq!(sophie.cell("Fanny", "2026-12-07", "Cantine 1er service"), "free");
}
