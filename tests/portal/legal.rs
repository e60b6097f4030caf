//! What the law wants a portal to say, for everybody, from the settings.

use crate::world::World;

const PAGE: &str = "/mairie/reglages/mentions";

#[test]
fn the_foot_of_every_page_leads_to_what_the_law_wants_said() {
    let world = World::new();
    let mut visitor = world.visitor();
    for page in ["/", "/connexion", "/nulle-part"] {
        let html = visitor.raw_get(page).html;
        for link in ["/mentions-legales", "/confidentialite", "/accessibilite"] {
            assert!(html.contains(&format!("href=\"{link}\"")), "{link} on {page}");
        }
        assert!(html.contains("Accessibilité : non conforme"), "{page}");
    }
    visitor
        .get("/mentions-legales")
        .sees("le ou la maire de la commune")
        .sees("La commune héberge elle-même");
    visitor
        .get("/confidentialite")
        .sees("3 ans après le départ")
        .sees("dix ans")
        .sees("CNIL")
        .sees("article 6, 1, e");
    // Signed in, the menu is there too.
    world.sign_in("lucie.alain").get("/confidentialite").sees("Réservations").sees("Lucie ALAIN");
}

#[test]
fn what_an_administrator_types_is_what_everybody_reads() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.get("/mairie/reglages").sees("Mentions obligatoires").get(PAGE).sees("de 1 à 10");
    nadia.post(PAGE, "directeur=x&hebergeur=y&annees=99&declaration=2027-01-01&audit=2027-01-01&taux=200");
    assert_eq!(nadia.page.status.code, 422);
    nadia
        .sees("le jour de la déclaration, aujourd’hui ou avant")
        .sees("de 1 à 10")
        .sees("aujourd’hui ou avant")
        .sees("un taux, de 0 à 100");
    assert!(nadia.page.html.contains("value=\"99\""), "what was typed is lost");
    nadia.post(PAGE, "directeur=Anne+Durand%2C+maire&hebergeur=H%C3%A9berge%2C+01+02+03+04+05&delegue=dpo%40pays.example&annees=2&audit=2026-11-02&taux=72&manques=Les+anciens+menus&auditeur=Claire+Audit&derogations=Le+plan+des+bus&exemptes=Les+cartes&declaration=2026-11-10&schema=https%3A%2F%2Fwww.valpreau.example%2Fschema&plan=En+mairie");
    nadia.sees("C’est enregistré.");
    let mut visitor = world.visitor();
    visitor.get("/mentions-legales").sees("Anne Durand, maire").sees("Héberge, 01 02 03 04 05");
    visitor.get("/confidentialite").sees("dpo@pays.example").sees("2 ans après le départ");
    visitor
        .get("/accessibilite")
        .sees("partiellement conforme")
        .sees("72 % des critères")
        .sees("réalisé par Claire Audit")
        .sees("Les anciens menus")
        .sees("Dérogations pour charge disproportionnée Le plan des bus")
        .sees("Contenus non soumis à l’obligation d’accessibilité Les cartes")
        .sees("établie le 10 novembre 2026, et vaut jusqu’au 10 novembre 2029")
        .sees("son plan d’action de l’année : En mairie");
    assert!(visitor.page.html.contains("href=\"https://www.valpreau.example/schema\""));
    visitor.sees("Accessibilité : partiellement conforme");
    // The settings of the town itself stay as they were.
    nadia = world.agent("nadia");
    nadia.get("/mairie/reglages/commune").sees("Valpréau");
}

#[test]
fn the_declaration_of_accessibility_follows_the_model_in_its_order() {
    let world = World::new();
    let mut visitor = world.visitor();
    visitor.get("/accessibilite").sees("car aucun audit n’a encore été réalisé");
    let text = visitor.page.text();
    let parts = [
        "l’article 47 de la loi n° 2005-102",
        "Cette déclaration s’applique",
        "État de conformité",
        "non conforme",
        "Résultats des tests",
        "Contenus non accessibles",
        "Établissement de cette déclaration",
        "Technologies utilisées",
        "axe-core",
        "Pages vérifiées",
        "Retour d’information et contact",
        "par la page Contact",
        "Voies de recours",
        "Libre réponse 71120",
    ];
    let places: Vec<usize> =
        parts.iter().map(|part| text.find(part).unwrap_or_else(|| panic!("{part}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
}
