//! The settings in a real browser: every page for everybody, and a file that comes in.

use crate::{
    accessibility::{check, same_titles},
    import::choose,
    office::nadia,
    screen::{Screen, Size},
    site::Site,
};

/// Pages of the settings, with something in them.
const PAGES: [&str; 18] = [
    "/mairie/reglages",
    "/mairie/reglages/commune",
    "/mairie/reglages/ecoles",
    "/mairie/reglages/calendrier",
    "/mairie/reglages/prestations",
    "/mairie/reglages/prestations/nouvelle",
    "/mairie/reglages/prestations/9",
    "/mairie/reglages/prestations/3/delais",
    "/mairie/reglages/prestations/3/delais/regle",
    "/mairie/reglages/tarifs",
    "/mairie/reglages/tarifs/1",
    "/mairie/reglages/tarifs/6/version",
    "/mairie/reglages/ouverture",
    "/mairie/reglages/fichier",
    "/regles",
    "/mairie/reglages/mentions",
    "/mentions-legales",
    "/confidentialite",
];

fn every_page(size: Size) {
    let site = Site::weekly();
    let screen = nadia(&site, size, true);
    let (mut titles, mut wrong) = (Vec::new(), Vec::new());
    for page in PAGES {
        screen.open(page);
        check(&screen, page, &mut titles, &mut wrong);
    }
    screen.open("/mairie/reglages/fichier");
    screen.press("Voir ce qu’il change");
    screen.sees("Choisissez d’abord un fichier.");
    check(&screen, "no file", &mut titles, &mut wrong);
    bring(&screen, "town.toml");
    check(&screen, "preview", &mut titles, &mut wrong);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(same_titles(&titles), [""; 0]);
}

#[test]
fn settings_on_a_phone_are_for_everybody() {
    every_page(Size::Phone);
}

#[test]
fn settings_on_a_desk_are_for_everybody() {
    every_page(Size::Desk);
}

/// Chooses a file of the fixtures and sends it.
fn bring(screen: &Screen, name: &str) {
    choose(screen, name);
    screen.press("Voir ce qu’il change");
}

#[test]
fn a_file_of_settings_is_seen_then_taken_with_and_without_scripts() {
    for (size, script) in [(Size::Phone, false), (Size::Desk, true)] {
        let site = Site::weekly();
        let screen = nadia(&site, size, script);
        screen.open("/mairie/reglages");
        screen.press("Tous les réglages en un fichier");
        bring(&screen, "names.toml");
        screen.sees("Ligne 2");
        bring(&screen, "town.toml");
        screen.sees("Rien n’est encore enregistré.");
        screen.sees("9 prestations sans changement");
        screen.press("Enregistrer ces réglages");
        screen.sees("Les réglages du fichier sont enregistrés.");
    }
}

#[test]
fn a_price_follows_its_kind_and_a_hole_is_marked_while_it_is_typed() {
    let site = Site::weekly();
    let screen = nadia(&site, Size::Phone, true);
    screen.open("/mairie/reglages/tarifs/1/version");
    screen.read("document.getElementById('depuis').value = '2028-01-01'");
    let row = |n: usize| format!("document.getElementById('c0-t{n}-ici')?.textContent ?? null");
    let typed =
        [("c0-t0-de", "0"), ("c0-t0-a", "700"), ("c0-t0-prix", "4,10"), ("c0-t1-de", "801"), ("c0-t1-a", "")];
    for (field, value) in typed {
        screen.write(field, value);
    }
    screen.wait("the row is marked", &format!("{}.includes('n’ont pas de prix')", row(1)));
    assert_eq!(screen.read(&row(0)), "", "and no other");
    screen.write("c0-t1-de", "701");
    screen.wait("it is mended", &format!("{} === ''", row(1)));
    screen.read("(e => { e.value = 'effort'; e.dispatchEvent(new Event('input', { bubbles: true })) })(document.getElementById('c0-genre'))");
    screen.wait(
        "the fields are those of the kind",
        "document.getElementById('c0-pourcent') !== null && !document.getElementById('c0-t0-de')",
    );
    screen.write("c0-pourcent", "0,36");
    screen.sees("0,36 % du quotient familial");
    assert_eq!(screen.network.complaints(), [""; 0]);
}
