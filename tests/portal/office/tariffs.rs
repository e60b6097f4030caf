//! Prices: typed, pointed at, saved, never rewritten once used.

use crate::{browser::form, world::World};

const CANTEEN: &str = "/mairie/reglages/tarifs/1";
const VERSION: &str = "/mairie/reglages/tarifs/1/version";

#[test]
fn a_simple_price_is_typed_on_one_page() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.get("/mairie/reglages/tarifs").sees("Tarifs de la commune").sees("Cantine");
    nadia.post("/mairie/reglages/tarifs", &form(&[("nom", " ")])).sees("Indiquez un nom");
    assert_eq!(nadia.page.status.code, 422);
    nadia.post("/mairie/reglages/tarifs", &form(&[("nom", "Étude")]));
    nadia.get("/mairie/reglages/tarifs/8?fait=ajoute").sees("Le tarif est ajouté").sees("pas encore de prix");
    let price =
        [("depuis", "2026-09-01"), ("decision", "délibération du 1er juin 2026"), ("c0-genre", "prix")];
    let typed = format!("{}&{}", form(&price), form(&[("c0-prix", "2,5"), ("geste", "enregistrer")]));
    nadia.post("/mairie/reglages/tarifs/8/version", &typed);
    nadia
        .get("/mairie/reglages/tarifs/8")
        .sees("2,50")
        .sees("En vigueur")
        .sees("délibération du 1er juin 2026");
    nadia.sees("Nouvelle version à partir d’un jour");
}

#[test]
fn a_hole_is_pointed_at_while_it_is_typed_and_refused() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let rows = [
        ("depuis", "2028-01-01"),
        ("c0-genre", "quotient"),
        ("c0-t0-de", "0"),
        ("c0-t0-a", "700"),
        ("c0-t0-prix", "4,10"),
        ("c0-t1-de", "801"),
        ("c0-t1-prix", "5,40"),
    ];
    let hole = "Des quotients avant cette ligne n’ont pas de prix";
    nadia.post(&format!("{CANTEEN}/apercu"), &form(&rows)).sees("Ligne 2").sees(hole);
    let saved = format!("{}&geste=enregistrer", form(&rows));
    nadia.post(VERSION, &saved).sees("Il y a un problème").sees(hole);
    assert!(nadia.page.html.contains("value=\"5,40\""));
    assert_eq!(nadia.page.status.code, 422);
    let mended = saved.replace("801", "701");
    nadia.post(&format!("{CANTEEN}/apercu"), &mended).sees("En clair").sees("de 701");
    nadia.post(VERSION, &mended);
    assert_eq!(nadia.page.status.code, 200);
    nadia.get(CANTEEN).sees("À partir du 1er").sees("2028");
}

#[test]
fn without_a_script_buttons_add_rows_and_keep_what_was_typed() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let typed = form(&[("c0-genre", "quotient"), ("c0-t0-a", "700"), ("geste", "ligne:c0-t")]);
    nadia.post(VERSION, &typed);
    assert!(nadia.page.html.contains("value=\"700\"") && nadia.page.html.contains("id=\"c0-t1-prix\""));
    assert_eq!(nadia.page.status.code, 200);
    nadia
        .post(VERSION, &form(&[("c0-genre", "effort"), ("geste", "afficher")]))
        .sees("Pourcentage du quotient");
}

#[test]
fn what_was_used_is_not_rewritten() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let price = |from: &str, changed: &str| {
        let fields = [("depuis", from), ("remplace", changed), ("c0-genre", "prix"), ("c0-prix", "9,99")];
        format!("{}&geste=enregistrer", form(&fields))
    };
    let said = "Choisissez un jour à venir";
    for (from, changed) in [("2026-11-24", ""), ("2025-09-01", ""), ("2028-01-01", "2025-09-01")] {
        nadia.post(VERSION, &price(from, changed)).sees(said);
        assert_eq!(nadia.page.status.code, 422, "{from} {changed}");
    }
    // The page of one that was used begins another.
    nadia
        .get(&format!("{VERSION}?depuis=2025-09-01"))
        .sees("Nouveaux prix")
        .sees("délibération du 26 juin 2025");
    let remove = |from: &str| form(&[("geste", "retirer"), ("depuis", from)]);
    nadia.post(CANTEEN, &remove("2025-09-01")).sees("ils ne se changent plus");
    nadia.post(VERSION, &price("2028-01-01", ""));
    nadia.get(&format!("{VERSION}?depuis=2028-01-01")).sees("Prix à partir du").sees("9,99");
    nadia.post(VERSION, &price("2028-02-01", "2028-01-01"));
    nadia.get(CANTEEN).sees("février").sees_no("janvier\u{a0}2028");
    nadia.post(CANTEEN, &remove("2028-02-01"));
    nadia.get(&format!("{CANTEEN}?fait=retiree")).sees("La version est retirée").sees_no("2028");
}

#[test]
fn services_are_registered_at_a_tariff() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.post(CANTEEN, "geste=inscriptions&prestation=1&prestation=3");
    nadia.get(&format!("{CANTEEN}?fait=inscriptions")).sees("Les prestations de ce tarif sont enregistrées");
    let ticked = |service: u32| format!("name=\"prestation\" value=\"{service}\" checked");
    let page = &nadia.page.html;
    assert!(page.contains(&ticked(1)) && page.contains(&ticked(3)) && !page.contains(&ticked(4)));
}
