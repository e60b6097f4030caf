//! The settings in a real browser: every page for everybody, and a file that comes in.

use crate::{
    accessibility::{check, same_titles},
    import::choose,
    office::nadia,
    screen::{Screen, Size},
    site::Site,
};

/// Pages of the settings, with something in them.
const PAGES: [&str; 15] = [
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
