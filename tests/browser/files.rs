//! The files of a family in a real browser: for everybody, and the journeys of parents.

use serde_json::json;

use crate::{
    accessibility::{check, same_titles},
    screen::{Screen, Size},
    site::Site,
};

/// Fills in a form for another adult.
fn georges(screen: &Screen) {
    screen.open("/famille/autres/nouveau");
    screen.write("first_name", "Georges");
    screen.write("mobile_phone", "0639980091");
    screen.click("document.getElementById('pickup-2')");
}

fn every_page(size: Size) {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, size, true, "lucie.alain");
    let (mut titles, mut wrong) = (Vec::new(), Vec::new());
    for page in [
        "/famille/2",
        "/famille/foyer",
        "/famille/autres",
        "/famille/autres/1",
        "/famille/autres/1/retirer",
        "/famille/autres/nouveau",
        "/famille/demandes",
        "/enfants/2",
    ] {
        screen.open(page);
        check(&screen, page, &mut titles, &mut wrong);
    }
    georges(&screen);
    screen.press("Ajouter");
    screen.sees("Il y a un problème");
    check(&screen, "an adult refused", &mut titles, &mut wrong);
    screen.open("/famille/2");
    screen.write("born_at", "Vannes");
    screen.write("postcode", "44");
    screen.press("Enregistrer");
    screen.sees("Il y a un problème");
    check(&screen, "a file refused", &mut titles, &mut wrong);
    screen.write("postcode", "44999");
    screen.press("Enregistrer");
    screen.sees("Votre demande est envoyée à la mairie.");
    check(&screen, "a file of which something waits", &mut Vec::new(), &mut wrong);
    screen.open("/famille/demandes");
    check(&screen, "a request", &mut Vec::new(), &mut wrong);
    screen.open("/");
    check(&screen, "home", &mut Vec::new(), &mut wrong);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(same_titles(&titles), [""; 0]);
}

#[test]
fn files_on_a_phone_are_for_everybody() {
    every_page(Size::Phone);
}

#[test]
fn files_on_a_narrow_phone_are_for_everybody() {
    every_page(Size::Narrow);
}

#[test]
fn files_on_a_desk_are_for_everybody() {
    every_page(Size::Desk);
}

/// What stands in a field.
fn value(screen: &Screen, id: &str) -> String {
    let value = screen.read(&format!("document.getElementById({}).value", json!(id)));
    value.as_str().unwrap_or_default().to_owned()
}

/// Whether an element has the focus.
fn focused(screen: &Screen, selector: &str) -> bool {
    screen.read(&format!("document.activeElement.matches({})", json!(selector))) == true
}

#[test]
fn a_parent_changes_asks_and_keeps_the_adults_of_the_family() {
    for (size, script) in [(Size::Phone, false), (Size::Desk, true)] {
        let site = Site::weekly();
        let screen = Screen::signed_in(&site, size, script, "lucie.alain");
        // At once.
        screen.open("/famille");
        screen.write("mobile_phone", "06.39.98.77.66");
        screen.click("document.getElementById('pickup-2')");
        screen.press("Enregistrer");
        screen.sees("Vos modifications sont enregistrées.");
        assert_eq!(value(&screen, "mobile_phone"), "06 39 98 77 66");
        assert_eq!(screen.read("document.getElementById('pickup-2').checked"), false);
        // Asked.
        screen.write("last_name", "LE GALL");
        screen.press("Enregistrer");
        screen.sees("Votre demande est envoyée à la mairie.");
        screen.press("Voir mes demandes");
        screen.sees("En attente de la réponse de la mairie.");
        screen.press("Retirer la demande");
        screen.sees("Votre demande est retirée.");
        // Somebody comes, and goes.
        screen.press("Autres responsables");
        screen.press("Ajouter une personne");
        screen.write("last_name", "LE GALL");
        georges(&screen);
        screen.press("Ajouter");
        screen.sees("Nom : indiquez une réponse, elle est nécessaire.");
        assert!(focused(&screen, ".refused"), "the summary has the focus");
        assert_eq!(value(&screen, "first_name"), "Georges");
        assert_eq!(screen.read("document.getElementById('pickup-2').checked"), true);
        screen.click("document.querySelector('.refused a')");
        assert!(focused(&screen, "#last_name"), "the link leads to the field");
        screen.write("last_name", "LE GALL");
        screen.press("Ajouter");
        screen.sees("Cette personne est ajoutée.");
        screen.press("Georges LE GALL");
        screen.press("Retirer Georges LE GALL");
        screen.press("Retirer cette personne");
        screen.sees("Cette personne est retirée de votre dossier.");
    }
}

#[test]
fn the_second_of_two_parents_sees_what_the_first_saved() {
    let site = Site::weekly();
    let claire = Screen::signed_in(&site, Size::Phone, false, "claire.martel");
    let julien = Screen::signed_in(&site, Size::Desk, true, "julien.nogues");
    claire.open("/enfants/4");
    julien.open("/enfants/4");
    julien.write("doctor", "M. Tanguy");
    julien.press("Enregistrer");
    julien.sees("Vos modifications sont enregistrées.");
    claire.write("doctor", "Mme Ropars");
    claire.write("insurer", "Mutuelle du Port");
    claire.press("Enregistrer");
    claire.sees("entre-temps, une autre personne a enregistré « M. Tanguy »");
    assert_eq!(
        (value(&claire, "doctor"), value(&claire, "insurer")),
        ("Mme Ropars".into(), "Mutuelle du Port".into())
    );
    claire.click("document.querySelector('.refused a')");
    assert!(focused(&claire, "#doctor"));
    claire.press("Enregistrer");
    claire.sees("Vos modifications sont enregistrées.");
}

/// Where the boxes of a service stand on the page.
const ROW: &str = "(() => {
    const boxes = [...document.querySelectorAll('#usual-3 input, #service-3')].map(e => e.getBoundingClientRect());
    return [Math.max(...boxes.map(r => r.y)) - Math.min(...boxes.map(r => r.y)) < 20, boxes.length];
})()";

#[test]
fn a_service_is_one_line_on_a_desk() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Desk, true, "lucie.alain");
    screen.open("/enfants/2");
    assert_eq!(screen.read(ROW), json!([true, 5]));
    screen.click("document.querySelector('#usual-3 input[value=\"4\"]')");
    screen.press("Enregistrer");
    screen.sees("Demandé à la mairie : « lundi, mardi et vendredi »");
}
