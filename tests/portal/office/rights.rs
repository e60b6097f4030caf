//! What parents may do with their files: decided by an administrator, at once for everybody.

use preau::family::{field::Page, rights::Mode, store};
use strum::VariantArray;

use super::value;
use crate::{
    browser::{Browser, form},
    world::World,
};

const PAGE: &str = "/mairie/fiches";

/// Sends the form as it stands on the screen, but for some fields.
fn decide<'a, 'w>(nadia: &'a mut Browser<'w>, fields: &[(&str, &str)]) -> &'a mut Browser<'w> {
    let dom = nadia.page.dom();
    let chosen = scraper::Selector::parse("option[selected]").unwrap();
    let all = scraper::Selector::parse("main select").unwrap();
    let mut pairs =
        vec![("vu".to_owned(), value(&nadia.page, "vu")), ("mois".into(), value(&nadia.page, "mois"))];
    for select in dom.select(&all) {
        let option =
            select.select(&chosen).next().and_then(|option| option.attr("value")).unwrap_or_default();
        pairs.push((select.attr("name").unwrap().to_owned(), option.to_owned()));
    }
    pairs.push(("regimes".into(), nadia.page.at("#regimes").unwrap_or_default().replace(" Sans", "\nSans")));
    for (name, value) in &mut pairs {
        if let Some((_, other)) = fields.iter().find(|(known, _)| known == name) {
            *value = (*other).to_owned();
        }
    }
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    nadia.post(PAGE, &form(&pairs))
}

#[test]
fn each_page_has_its_choice_and_works_at_once() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.get(PAGE).sees("Quotient familial").sees("Ce que l’enfant mange à la cantine.");
    let selects = scraper::Selector::parse("main select").unwrap();
    assert_eq!(nadia.page.dom().select(&selects).count(), Page::VARIANTS.len());
    let mut lucie = world.sign_in("lucie.alain");
    for (mode, sees) in [
        ("nothing", "Vous pouvez lire ces informations."),
        ("ask", "Vos changements seront envoyés à la mairie"),
    ] {
        let all: Vec<(&str, &str)> = Page::VARIANTS.iter().map(|page| (page.into(), mode)).collect();
        decide(nadia.get(PAGE), &all).sees("Les choix sont enregistrés. Ils valent dès maintenant.");
        for page in ["/famille/2", "/famille/foyer", "/enfants/1"] {
            lucie.get(page).sees(sees);
        }
    }
    let rights = world.parts.store.read(store::rights).unwrap();
    assert!(Page::VARIANTS.iter().all(|page| rights.mode(*page) == Mode::Ask));
    decide(nadia.get(PAGE), &[("child", "at_once")]);
    lucie.get("/enfants/1");
    for who in ["odile", "jeanne", "marc.petit", "karim"] {
        assert_eq!(world.agent(who).raw_get(PAGE).status.code, 403);
    }
}

#[test]
fn diets_name_foods() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    decide(nadia.get(PAGE), &[("regimes", "Sans porc\nRepas halal"), ("mois", "0")]);
    nadia.sees("« Repas halal » nomme une religion. Nommez les aliments");
    nadia.sees("Indiquez un nombre de mois, de 1 à 120.");
    assert_eq!((nadia.page.status.code, value(&nadia.page, "mois")), (422, "0".into()));
    assert!(nadia.page.at("#regimes").unwrap().contains("Repas halal"), "what was typed stays");
    decide(nadia.get(PAGE), &[("regimes", "Sans porc\nSans œuf"), ("mois", "6")])
        .sees("Les choix sont enregistrés.");
    world.sign_in("lucie.alain").get("/enfants/1").sees("Sans œuf");
    let rights = world.parts.store.read(store::rights).unwrap();
    assert_eq!((rights.certify_after, rights.diets.len()), (6, 2));
}

#[test]
fn the_second_of_two_administrators_sees_what_the_first_decided() {
    let world = World::new();
    let (mut nadia, mut other) = (world.agent("nadia"), world.agent("nadia"));
    nadia.get(PAGE);
    other.get(PAGE);
    decide(&mut nadia, &[("remarks", "ask")]).sees("Les choix sont enregistrés.");
    decide(&mut other, &[("mois", "3")]).sees("Quelqu’un d’autre vient de changer ces choix.");
    other.sees("Divers : Demander un changement à la mairie");
    assert_eq!((other.page.status.code, value(&other.page, "mois")), (422, "3".into()));
    decide(&mut other, &[("remarks", "ask")]).sees("Les choix sont enregistrés.");
    let rights = world.parts.store.read(store::rights).unwrap();
    assert_eq!((rights.certify_after, rights.mode(Page::Remarks)), (3, Mode::Ask));
}
