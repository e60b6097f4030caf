//! What a tick costs: seen as it is ticked, right for this child on this day.

use crate::{browser::plain, world::World};

#[test]
fn a_tick_updates_row_day_child_and_period_and_nothing_else() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30");
    let regions = lucie.tick("Anna", "2026-12-03", "Cantine 1er service").live();
    let read: Vec<_> = regions.iter().map(|(target, inside)| (target.as_str(), plain(inside))).collect();
    let read: Vec<_> = read.iter().map(|(target, inside)| (*target, inside.as_str())).collect();
    assert_eq!(
        read,
        [
            ("#c2-0-3", "1"),
            (
                "#etat",
                "<span>Total de la période</span> <strong>3,30 €</strong> <em>1 changement non validé</em>"
            ),
            ("#m2-0-3", "3,30 €"),
            ("#q2-0-3", "1"),
            ("#s2-0", "3,30 €"),
            ("#t2", "3,30 €"),
        ]
    );
    lucie.get("/reservations/2026-11-30").sees("Total de la période 0,00 €").sees_no("non validé");
}

#[test]
fn every_target_of_an_answer_is_on_the_page() {
    let world = World::new();
    let mut aminata = world.sign_in("aminata.diallo");
    aminata.get("/reservations/2026-11-30");
    let body = aminata.body();
    let own = [("Sec-Fetch-Site", "same-origin"), ("HX-Request", "true")];
    let all = aminata.raw_post("/reservations/2026-11-30", &body, &own);
    let dom = aminata.page.dom();
    let regions = crate::browser::regions(&all.html);
    assert!(regions.len() > 50, "without knowing what was ticked, everything is sent: {}", regions.len());
    for target in regions.keys() {
        let found = dom.select(&scraper::Selector::parse(target).expect(target)).count();
        assert_eq!(found, 1, "{target}");
    }
}

#[test]
fn a_tick_of_one_child_changes_what_the_other_costs() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get("/reservations/2026-11-30")
        .tick("Théo", "2026-12-03", "Garderie soir")
        .press("Calculer le total");
    assert_eq!(lucie.row("Théo", "Garderie soir"), "1 2,50 € 2,50 €");
    // Ten cents off each when both are there.
    let regions = lucie.tick("Anna", "2026-12-03", "Garderie soir").live();
    assert_eq!(plain(&regions["#m1-0-6"]), "2,40 €");
    lucie.press("Calculer le total");
    assert_eq!(lucie.row("Théo", "Garderie soir"), "1 2,40 € 2,40 €");
    assert_eq!(lucie.row("Anna", "Garderie soir"), "1 2,40 € 2,40 €");
    lucie.sees("Total de la période 4,80 €");
}

#[test]
fn prices_by_quotient_residence_siblings_and_level() {
    let world = World::new();
    for (who, child, service, unit) in [
        ("lucie.alain", "Anna", "Cantine 1er service", "3,30 €"),
        ("lucie.alain", "Théo", "Cantine 1er service", "5,40 €"),
        ("aminata.diallo", "Issa", "Cantine 1er service", "1,00 €"),
        ("aminata.diallo", "Moussa", "Cantine 1er service", "4,10 €"),
        ("hugo.perrin", "Jade", "Cantine 1er service", "3,50 €"),
        ("hugo.perrin", "Jade", "Garderie matin", "2,20 €"),
        ("nolwenn.legall", "Ewen", "Garderie matin", "3,20 €"),
        ("lucie.alain", "Théo", "Garderie matin", "2,20 €"),
        ("nolwenn.legall", "Ewen", "ALSH mercredi journée", "12,01 €"),
        ("lucie.alain", "Théo", "ALSH mercredi journée", "8,87 €"),
        ("sophie.baconnais", "Fanny", "Bus matin", "0,75 €"),
        ("lucie.alain", "Anna", "ALSH mercredi matin", "6,10 €"),
    ] {
        let mut parent = world.sign_in(who);
        parent.get("/reservations/2026-11-30");
        assert_eq!(parent.row(child, service), format!("0 {unit} 0,00 €"), "{child}, {service}");
    }
    let mut aminata = world.sign_in("aminata.diallo");
    aminata.get("/reservations/2026-11-30");
    for child in ["Moussa", "Awa", "Issa"] {
        aminata.tick(child, "2026-12-02", "ALSH mercredi journée");
    }
    aminata.press("Calculer le total");
    assert_eq!(aminata.row("Awa", "ALSH mercredi journée"), "1 6,23 € 6,23 €");
    assert_eq!(
        aminata.row("Issa", "ALSH mercredi journée"),
        "1 3,12 € 3,12 €",
        "half price for the third, half up"
    );
    aminata.sees("Total de la période 15,58 €");
}

#[test]
fn a_price_that_changes_in_the_week_has_a_line_for_each() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    // The primary school's prices change on Tuesday 12 January 2027.
    lucie.get("/reservations/2027-01-11");
    for day in ["2027-01-11", "2027-01-12", "2027-01-14"] {
        lucie.tick("Théo", day, "Cantine 1er service");
    }
    lucie.press("Calculer le total");
    assert_eq!(lucie.row("Théo", "Cantine 1er service"), "1 2 5,40 € 5,55 € 5,40 € 11,10 €");
    assert_eq!(
        lucie.row("Anna", "Cantine 1er service"),
        "0 3,30 € 0,00 €",
        "the nursery school's do not change"
    );
    lucie.sees("Total de la période 16,50 €");
}

#[test]
fn the_total_on_the_screen_is_what_is_stored() {
    let world = World::new();
    let mut aminata = world.sign_in("aminata.diallo");
    aminata.get("/reservations/2026-11-30").press("Cocher les jours habituels de tous les enfants");
    let shown = aminata.page.at("#etat strong");
    aminata.press("Valider").sees("C’est enregistré");
    assert_eq!(aminata.page.at("#etat strong"), shown);
    aminata.get("/reservations/2026-11-30");
    assert_eq!(aminata.page.at("#etat strong"), shown);
}
