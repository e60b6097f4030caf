//! The town's pages of a family in a real browser: for everybody, and what who keeps the files does there.

use crate::{
    accessibility::{check, same_titles},
    office::agent,
    screen::{Screen, Size},
    site::Site,
};

const LEA: &str = "/mairie/familles/3/enfants/4";

fn odile(site: &Site, size: Size, script: bool) -> Screen<'_> {
    agent(site, size, script, "odile.renaud@valpreau.example")
}

/// Fills in what a first guardian needs.
fn guardian(screen: &Screen, first: &str, last: &str) {
    for (field, words) in [
        ("first_name", first),
        ("last_name", last),
        ("street", "1 rue Neuve"),
        ("postcode", "44999"),
        ("city", "Valpréau"),
    ] {
        screen.write(field, words);
    }
}

fn every_page(size: Size) {
    let site = Site::weekly();
    let screen = odile(&site, size, true);
    let (mut titles, mut wrong) = (Vec::new(), Vec::new());
    for page in [
        "/mairie/familles/3",
        "/mairie/familles/1",
        LEA,
        "/mairie/familles/1/responsables/2",
        "/mairie/familles/1/autres/1",
        "/mairie/familles/1/foyer",
        "/mairie/familles/nouvelle",
        "/mairie/familles/1/responsables/nouveau",
        "/mairie/familles/1/enfants/nouveau",
        "/mairie/familles/1/autres/nouveau",
        "/mairie/familles/1/autres/1/retrait",
        "/mairie/familles/1/enfants/1/archivage",
        "/mairie/familles/3/responsables/4/archivage",
        "/mairie/familles/1/archivage",
    ] {
        screen.open(page);
        check(&screen, page, &mut titles, &mut wrong);
    }
    // The same file, with more of it or refused: its title need not be another.
    let mut same = Vec::new();
    screen.open(LEA);
    screen.press("Afficher la santé et le régime");
    screen.sees("Aliments à éviter");
    check(&screen, "health", &mut same, &mut wrong);
    screen.write("doctor_phone", "le soir");
    screen.press("Enregistrer");
    screen.sees("Il y a un problème");
    check(&screen, "refused", &mut same, &mut wrong);
    screen.open("/mairie/familles/nouvelle");
    guardian(&screen, "Lucie", "ALAIN");
    screen.press("Créer la famille");
    screen.sees("Peut-être déjà dans les dossiers");
    check(&screen, "namesake", &mut same, &mut wrong);
    screen.open("/mairie/familles/1/archivage");
    screen.press("Archiver la famille ALAIN");
    screen.sees("La fiche est archivée.");
    check(&screen, "archived", &mut same, &mut wrong);
    screen.open("/mairie/familles/1/enfants/1");
    check(&screen, "archived child", &mut same, &mut wrong);
    screen.open("/mairie/familles/1/historique");
    check(&screen, "history", &mut titles, &mut wrong);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(same_titles(&titles), [""; 0]);
}

#[test]
fn a_familys_pages_on_a_phone_are_for_everybody() {
    every_page(Size::Phone);
}

#[test]
fn a_familys_pages_on_a_narrow_phone_are_for_everybody() {
    every_page(Size::Narrow);
}

#[test]
fn a_familys_pages_on_a_desk_are_for_everybody() {
    every_page(Size::Desk);
}

#[test]
fn a_family_is_made_changed_put_away_and_taken_up_again() {
    for (size, script) in [(Size::Phone, false), (Size::Phone, true), (Size::Desk, false), (Size::Desk, true)]
    {
        let site = Site::weekly();
        let screen = odile(&site, size, script);
        screen.open("/mairie/familles/nouvelle");
        guardian(&screen, "Paul", "NEUF");
        screen.press("Créer la famille");
        screen.sees("Le dossier est créé.");
        screen.press("Ajouter un enfant");
        screen.write("first_name", "Zoé");
        screen.press("Ajouter cet enfant");
        screen.sees("Il y a un problème");
        screen.read("document.getElementById('sex').value = 'f'");
        screen.read("document.getElementById('born_on').value = '2019-02-03'");
        screen.read("document.getElementById('class').value = '7'");
        screen.press("Ajouter cet enfant");
        screen.sees("Fiche de Zoé NEUF");
        screen.click("document.getElementById('service-3')");
        screen.press("Enregistrer");
        screen.sees("Les modifications sont enregistrées.");
        screen.press("Revenir à la famille NEUF");
        screen.sees("Cantine 1er service (tarif Cantine)");
        screen.press("Archiver ce dossier");
        screen.press("Archiver la famille NEUF");
        screen.sees("La fiche est archivée.");
        screen.press("Reprendre ce dossier");
        screen.press("Reprendre la famille NEUF");
        screen.sees("Odile RENAUD a repris le dossier de la famille NEUF.");
    }
}

#[test]
fn health_is_opened_read_and_changed() {
    for (size, script) in [(Size::Phone, false), (Size::Phone, true), (Size::Desk, false), (Size::Desk, true)]
    {
        let site = Site::weekly();
        let screen = odile(&site, size, script);
        screen.open("/mairie/familles/3");
        screen.press("Léa NOGUES");
        screen.write("born_at", "Pornic");
        screen.press("Afficher la santé et le régime");
        screen.sees("Aliments à éviter");
        assert_eq!(screen.read("document.getElementById('avoid').value"), "Arachides");
        assert_eq!(screen.read("document.getElementById('born_at').value"), "Pornic", "what was typed stays");
        screen.write("avoid", "Kiwis");
        screen.press("Enregistrer");
        screen.sees("Les modifications sont enregistrées.");
        screen.press("Revenir à la famille MARTEL");
        screen.sees("Odile RENAUD a lu la santé et le régime alimentaire de Léa NOGUES.");
        screen.sees("Lieu de naissance : « Non renseigné » → « Pornic »");
        assert!(!screen.text().contains("Kiwis"));
    }
}
