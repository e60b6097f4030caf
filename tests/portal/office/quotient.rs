//! The quotient with its history, and residence: what prices hang on.

use preau::{
    family::{FamilyId, Source, history::What, store},
    tariff::quotient::Quotient,
};

use super::{requests::history, value};
use crate::{
    browser::{Browser, form},
    world::World,
};

const PAGE: &str = "/mairie/familles/1/quotient";

/// Enters a quotient of the ALAIN family.
pub fn send<'a, 'w>(odile: &'a mut Browser<'w>, act: &str, fields: &[(&str, &str)]) -> &'a mut Browser<'w> {
    odile.get(PAGE);
    let vu = value(&odile.page, "vu");
    odile.post(PAGE, &form(&[&[("geste", act), ("vu", &*vu)], fields].concat()))
}

fn quotient(world: &World, day: &str) -> Option<Quotient> {
    let family = world.parts.store.read(|r| store::family(r, FamilyId(1))).unwrap().expect("ALAIN");
    family.quotient.on(day.parse().unwrap()).and_then(|known| known.value.quotient)
}

#[test]
fn a_quotient_is_added_with_its_source_its_day_and_who_entered_it() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(PAGE).sees("1er septembre 2025").sees("850").sees("Enregistré par la mairie");
    odile.sees("change le prix des jours qui ne sont pas encore facturés");
    let line = [("quotient", "620,5"), ("effet", "2026-12-01"), ("source", "letter")];
    send(&mut odile, "enregistrer", &line).sees("Le quotient est enregistré.");
    let table = odile.page.at("table").unwrap();
    let first = table.split("1er septembre 2025").next().unwrap();
    for words in ["1er décembre 2026", "620,50", "Attestation de la CAF ou de la MSA", "Odile RENAUD"] {
        assert!(first.contains(words), "{words}: {table}");
    }
    assert_eq!(
        [quotient(&world, "2026-11-30"), quotient(&world, "2026-12-01")],
        ["850", "620.5"].map(|q| q.parse().ok())
    );
    assert!(
        matches!(&history(&world, 1)[..], [(_, What::Changed(changes))] if changes[0].before == "850" && changes[0].after == "620.50")
    );
    send(&mut odile, "enregistrer", &line).sees("Une ligne commence déjà ce jour-là");
    send(&mut odile, "enregistrer", &[("inconnu", "true"), ("effet", "2027-01-01"), ("source", "town")])
        .sees("inconnu");
    assert_eq!(quotient(&world, "2027-01-01"), None);
}

#[test]
fn the_price_follows_from_the_day_of_effect() {
    let world = World::new();
    let price = || {
        let mut lucie = world.sign_in("lucie.alain");
        lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service");
        lucie.press("Calculer le total");
        lucie.row("Anna", "Cantine 1er service")
    };
    let dear = price();
    let line = |from| [("quotient", "100"), ("effet", from), ("source", "letter")];
    send(&mut world.agent("odile"), "enregistrer", &line("2026-12-04"));
    assert_eq!(price(), dear, "not before its day");
    send(&mut world.agent("odile"), "enregistrer", &line("2026-12-03"));
    assert_ne!(price(), dear);
}

#[test]
fn a_wrong_line_is_corrected_or_removed() {
    let world = World::new();
    let mut odile = world.agent("odile");
    send(&mut odile, "enregistrer", &[("quotient", "600"), ("effet", "2026-10-01"), ("source", "letter")]);
    odile.get(&format!("{PAGE}?ligne=2026-10-01")).sees("Corriger la ligne du 1er octobre 2026");
    assert_eq!(
        (value(&odile.page, "quotient"), value(&odile.page, "effet")),
        ("600".into(), "2026-10-01".into())
    );
    let moved = [("ligne", "2026-10-01"), ("quotient", "610"), ("effet", "2026-10-15"), ("source", "family")];
    send(&mut odile, "enregistrer", &moved).sees("15 octobre 2026").sees("Déclaré par la famille");
    assert_eq!(
        [quotient(&world, "2026-10-14"), quotient(&world, "2026-10-15")],
        ["850", "610"].map(|q| q.parse().ok())
    );
    send(&mut odile, "retirer", &[("ligne", "2026-10-15")])
        .sees("La ligne est retirée.")
        .sees_no("15 octobre");
    assert_eq!(quotient(&world, "2026-11-24"), "850".parse().ok());
    assert_eq!(send(&mut odile, "retirer", &[("ligne", "2026-10-15")]).page.status.code, 422);
}

#[test]
fn what_is_wrong_is_said_and_what_was_typed_stays() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let before = quotient(&world, "2026-11-24");
    send(
        &mut odile,
        "enregistrer",
        &[("quotient", "six cents"), ("effet", "2024-11-23"), ("source", "letter")],
    );
    odile
        .sees("Indiquez le quotient de l’attestation")
        .sees("pas plus de deux ans en arrière, ni d’un an en avant");
    let typed = (odile.page.status.code, value(&odile.page, "quotient"), value(&odile.page, "effet"));
    assert_eq!(typed, (422, "six cents".into(), "2024-11-23".into()));
    // Somebody else was faster.
    let mut hugo = world.agent("hugo");
    hugo.get(PAGE);
    let vu = value(&hugo.page, "vu");
    send(&mut odile, "enregistrer", &[("quotient", "600"), ("effet", "2026-12-01"), ("source", "letter")]);
    hugo.post(
        PAGE,
        &form(&[
            ("geste", "enregistrer"),
            ("vu", &vu),
            ("quotient", "700"),
            ("effet", "2026-11-24"),
            ("source", "letter"),
        ]),
    );
    hugo.sees("Quelqu’un d’autre vient de changer ces lignes.").sees("1er décembre 2026");
    assert_eq!((value(&hugo.page, "quotient"), quotient(&world, "2026-11-24")), ("700".into(), before));
}

#[test]
fn residence_is_the_towns_word_from_a_day_on() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(PAGE).sees("12 rue des Lilas").sees("oui");
    send(&mut odile, "residence", &[("effet", "2026-12-01")]).sees("La résidence est enregistrée.");
    let family = world.parts.store.read(|r| store::family(r, FamilyId(1))).unwrap().unwrap();
    let lives = |day: &str| family.address.on(day.parse().unwrap()).unwrap().value.clone();
    assert_eq!([lives("2026-11-30").resident, lives("2026-12-01").resident], [true, false]);
    assert_eq!(lives("2026-12-01").street, "12 rue des Lilas");
    assert_eq!(history(&world, 1)[0].1, What::Residence("2026-12-01".parse().unwrap(), false));
    send(&mut odile, "residence", &[("effet", "2025-08-01"), ("habitant", "true")])
        .sees("Aucune adresse n’est connue ce jour-là");
    let known = family.quotient.on("2026-12-01".parse().unwrap()).unwrap().value.source;
    assert_eq!(known, Source::Town);
}
