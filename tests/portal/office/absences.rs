//! What is owed of absences: decided, read back, applied, never rewritten once begun.

use std::sync::Arc;

use preau::{
    activity::ServiceId,
    tariff::{self, absence::Absences},
};

use super::value;
use crate::{
    browser::{Browser, form},
    world::World,
};

const HERE: &str = "/mairie/reglages/absences";
const RULE: &str = "/mairie/reglages/absences/regle";

fn decided(world: &World) -> Arc<Absences> {
    world.parts.store.read(tariff::store::absences).expect("absences")
}

/// Sends the form with what the page holds of the state it changes.
fn send<'a, 'w>(nadia: &'a mut Browser<'w>, fields: &[(&str, &str)]) -> &'a mut Browser<'w> {
    nadia.get(RULE);
    let vu = value(&nadia.page, "vu");
    nadia.post(RULE, &format!("{}&vu={vu}", form(fields)))
}

/// One day is due from January on, at the snack and at the garderie in the evening.
const JANUARY: [(&str, &str); 7] = [
    ("prestation", "5"),
    ("prestation", "6"),
    ("depuis", "2027-01-04"),
    ("decision", "délibération du 10 décembre 2026"),
    ("maladie", "free"),
    ("carence", "1"),
    ("certificat", "oui"),
];

fn with(act: &'static str) -> Vec<(&'static str, &'static str)> {
    [&JANUARY[..], &[("geste", act)]].concat()
}

#[test]
fn a_rule_is_read_back_before_it_is_saved_and_parents_read_the_same_sentence() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.get("/mairie/reglages").sees("3 prestations réglées sur 9");
    nadia.get(HERE).sees("Goûter").sees("Par prudence, le portail applique");
    nadia.sees("avec un certificat médical remis dans les 72 heures, rien n’est dû");
    let before = decided(&world);
    let sentence =
        "avec un certificat médical, seul le premier jour est dû ; sans certificat, l’absence est due";
    send(&mut nadia, &with("voir")).sees(sentence);
    nadia.post("/mairie/reglages/absences/apercu", &form(&JANUARY)).sees(sentence);
    assert_eq!(decided(&world), before, "nothing is kept before it is saved");
    nadia.get("/regles").sees_no(sentence);
    send(&mut nadia, &with("enregistrer")).sees("C’est enregistré.").sees(sentence);
    nadia.sees("Goûter et Garderie soir").sees("délibération du 10 décembre 2026");
    let after = decided(&world);
    assert_eq!(after.0[&ServiceId(5)], after.0[&ServiceId(6)]);
    assert_eq!(after.0[&ServiceId(3)], before.0[&ServiceId(3)]);
    let mut parent = world.visitor();
    parent
        .get("/regles")
        .sees(sentence)
        .sees("Grève, sortie de la classe et enseignant absent : rien n’est dû.");
    // It has not begun: it is changed, then taken back.
    let page = format!("{RULE}?prestation=5&prestation=6&version=2027-01-04");
    nadia.get(&page).sees("Modifier la règle d’absences");
    assert_eq!(value(&nadia.page, "carence"), "1");
    let version = ("version", "2027-01-04");
    let mut other = with("enregistrer");
    other.retain(|(name, _)| *name != "carence");
    other.extend([("carence", "2"), version]);
    send(&mut nadia, &other).sees("seuls les 2 premiers jours sont dus");
    send(&mut nadia, &[&with("retirer")[..], &[version]].concat()).sees("C’est enregistré.");
    assert_eq!(decided(&world), before);
}

#[test]
fn what_has_begun_is_not_rewritten_and_what_is_wrong_is_named() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let before = decided(&world);
    let begun = "Choisissez une date à venir";
    for (changes, words) in [
        (&[("prestation", "3"), ("depuis", "2026-11-24")][..], begun),
        (&[("prestation", "3"), ("depuis", "2025-09-01")], begun),
        (&[("prestation", "3"), ("version", "2025-09-01")], begun),
        (&[("prestation", "")], "Cochez au moins une prestation."),
        (&[("depuis", "")], "Indiquez une date."),
        (&[("maladie", "")], "Choisissez ce qui est dû en cas de maladie."),
        (&[("carence", "beaucoup")], "Indiquez un nombre de jours"),
        (&[("maladie", "first_free")], "Indiquez un nombre de jours"),
        (&[("maladie", "tiers")], "Indiquez au moins un délai"),
        (&[("maladie", "tiers"), ("heures", "deux"), ("dus", "1")], "Indiquez un nombre d’heures"),
    ] {
        let mut fields = with("enregistrer");
        fields.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        fields.extend(changes);
        send(&mut nadia, &fields).sees("Il y a un problème").sees(words);
        assert_eq!(nadia.page.status.code, 422, "{words}");
        assert!(nadia.page.html.contains("<title>Erreur"), "{words}");
        assert_eq!(value(&nadia.page, "decision"), "délibération du 10 décembre 2026", "{words}");
    }
    nadia.get(&format!("{RULE}?prestation=3&version=2025-09-01"));
    assert_eq!(nadia.page.status.code, 404);
    send(&mut nadia, &[("prestation", "3"), ("version", "2025-09-01"), ("geste", "retirer")]).sees(begun);
    assert_eq!(decided(&world), before);
}

#[test]
fn two_administrators_do_not_undo_each_other() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.get(RULE);
    let seen = value(&nadia.page, "vu");
    send(&mut nadia, &with("enregistrer")).sees("C’est enregistré.");
    let late = with("enregistrer").into_iter().map(|(name, value)| match name {
        "depuis" => (name, "2027-02-01"),
        _ => (name, value),
    });
    let late = form(&late.collect::<Vec<_>>());
    nadia.post(RULE, &format!("{late}&vu={seen}")).sees("Quelqu’un d’autre vient de modifier");
    assert_eq!(nadia.page.status.code, 422);
    assert_eq!(decided(&world).0[&ServiceId(5)].iter().count(), 1);
    // What was typed is there, and can be sent once it was read again.
    let again = value(&nadia.page, "vu");
    nadia.post(RULE, &format!("{late}&vu={again}")).sees("C’est enregistré.");
    assert_eq!(decided(&world).0[&ServiceId(5)].iter().count(), 2);
}

#[test]
fn without_a_script_a_button_adds_a_row_and_keeps_what_was_typed() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let row = [("maladie", "tiers"), ("heures", "72"), ("dus", "0"), ("geste", "ligne")];
    send(&mut nadia, &row);
    assert_eq!(nadia.page.status.code, 200);
    assert!(nadia.page.html.contains("value=\"72\"") && nadia.page.html.contains("id=\"heures-1\""));
}
