//! Services and their deadlines, as an administrator sets them.

use preau::activity::{self, Service, ServiceId};

use super::value;
use crate::{
    browser::{Browser, form, word},
    world::World,
};

const HERE: &str = "/mairie/reglages/prestations";

fn service(world: &World, id: u32) -> Service {
    let all = world.parts.store.read(activity::store::services).expect("services");
    all.get(ServiceId(id)).expect("a service").clone()
}

fn order(world: &World) -> Vec<u32> {
    let all = world.parts.store.read(activity::store::services).expect("services");
    all.list.iter().map(|service| service.id.0).collect()
}

/// Sends a form of a page with what the page holds of the state it changes.
fn send<'a, 'w>(
    nadia: &'a mut Browser<'w>,
    page: &str,
    to: &str,
    fields: &[(&str, &str)],
) -> &'a mut Browser<'w> {
    nadia.get(page);
    let vu = value(&nadia.page, "vu");
    nadia.post(to, &format!("{}&vu={vu}", form(fields)))
}

const THURSDAY: [(&str, &str); 4] = [
    ("depuis", "2027-01-04"),
    ("reserver-genre", "previous_week"),
    ("reserver-jour", "4"),
    ("reserver-heure", "12:00"),
];

#[test]
fn a_rule_reads_back_in_a_sentence_and_is_not_published_before_it_is_saved() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let page = format!("{HERE}/3/delais/regle");
    let before = service(&world, 3).deadlines;
    send(&mut nadia, &page, &page, &[&THURSDAY[..], &[("geste", "voir")]].concat());
    nadia.sees("avant le jeudi 12 h de la semaine précédente").sees("Les 10 prochains jours");
    // The first day of 2027 with canteen, and its Thursday, which is in the holidays.
    nadia.sees("lundi 4 janvier").sees("jeudi 31 décembre à 12 h");
    assert_eq!(service(&world, 3).deadlines, before);
    send(&mut nadia, &page, &page, &[&THURSDAY[..], &[("geste", "enregistrer")]].concat());
    nadia.sees("C’est enregistré.").sees("Pour les jours à partir du 4 janvier 2027");
    let after = service(&world, 3).deadlines;
    assert_eq!(after.iter().count(), before.iter().count() + 1);
    assert_eq!(after.iter().next(), before.iter().next(), "what was in force is as it was");
    // The version to come can be taken back.
    let own = format!("{page}?version=2027-01-04");
    send(&mut nadia, &own, &page, &[("version", "2027-01-04"), ("geste", "retirer")]);
    assert_eq!(service(&world, 3).deadlines, before);
}

#[test]
fn what_is_in_force_is_not_written_over_and_what_is_wrong_is_named() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let page = format!("{HERE}/3/delais/regle");
    let before = service(&world, 3).deadlines;
    for (change, words) in [
        (("depuis", "2026-11-24"), "Choisissez une date à venir"),
        (("depuis", ""), "Indiquez une date."),
        (("reserver-jour", ""), "Choisissez un jour de la semaine."),
        (("reserver-heure", "25:00"), "Indiquez une heure"),
        (("reserver-genre", ""), "Choisissez une façon de compter."),
        (("annuler-genre", "weekday_map"), "Indiquez un délai pour au moins un jour."),
        (("tard-genre", "windows"), "Indiquez au moins une période."),
        (("rentree-genre", "days_before"), "Indiquez un nombre de jours"),
    ] {
        let mut fields: Vec<_> = THURSDAY.iter().copied().filter(|(name, _)| *name != change.0).collect();
        fields.extend([change, ("geste", "enregistrer")]);
        send(&mut nadia, &page, &page, &fields).sees("Il y a un problème").sees(words);
        assert_eq!(nadia.page.status.code, 422, "{change:?}");
        assert_eq!(
            value(&nadia.page, "reserver-heure"),
            fields.iter().find(|f| f.0 == "reserver-heure").unwrap().1
        );
    }
    nadia.get(&page);
    nadia.post(&page, &form(&[&THURSDAY[..], &[("geste", "enregistrer"), ("vu", "old")]].concat()));
    nadia.sees("Quelqu’un d’autre vient de modifier cette prestation.");
    assert_eq!(service(&world, 3).deadlines, before);
    let missing = format!("{page}?version=2025-09-01");
    assert_eq!(nadia.get(&missing).page.status.code, 404, "one that has begun has no form");
}

#[test]
fn one_day_has_another_limit_for_once() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let page = format!("{HERE}/3/delais");
    let typed = [("jour", "2026-12-10"), ("limite", "2026-12-01"), ("heure", "10:00"), ("geste", "ajouter")];
    send(&mut nadia, &page, &page, &typed);
    nadia.sees("Exceptionnellement, pour le jeudi 10 décembre 2026");
    let limit = |world: &World| {
        let town = world.parts.store.read(preau::town::store::town).expect("a town");
        let day = "2026-12-10".parse().unwrap();
        service(world, 3).deadlines.on(day).expect("rules").value.limits(&town, day).book.until
    };
    assert_eq!(limit(&world), Some("2026-12-01T09:00:00Z".parse().unwrap()));
    send(&mut nadia, &page, &page, &[("jour", "2026-12-10"), ("geste", "retirer")]);
    nadia.sees_no("Exceptionnellement");
    assert_ne!(limit(&world), Some("2026-12-01T09:00:00Z".parse().unwrap()));
    for (day, limit, words) in [
        ("2026-11-23", "2026-11-20", "Choisissez un jour à venir."),
        ("2026-12-10", "2026-12-11", "La limite doit venir avant la fin du jour concerné."),
        ("2020-12-10", "2020-12-09", "Aucune règle ne s’applique ce jour-là."),
    ] {
        let typed = [("jour", day), ("limite", limit), ("heure", "10:00"), ("geste", "ajouter")];
        send(&mut nadia, &page, &page, &typed).sees(words);
        assert_eq!(nadia.page.status.code, 422);
    }
}

const STUDY: [(&str, &str); 6] = [
    ("nom", "Étude"),
    ("genre", "Garderie"),
    ("unite", "Session"),
    ("periode", "School"),
    ("jour", "1"),
    ("exige", "6"),
];

#[test]
fn a_service_is_added_moved_and_deleted_when_nothing_uses_it() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let before = order(&world);
    nadia.post(&format!("{HERE}/nouvelle"), &form(&STUDY)).sees("Aucun délai n’est décidé");
    let id = *order(&world).last().expect("one");
    let study = service(&world, id);
    assert_eq!(
        (study.name.as_str(), &study.weekdays[..], &study.needs[..]),
        ("Étude", &[1][..], &[ServiceId(6)][..])
    );
    nadia.post(HERE, &form(&[("geste", "monter"), ("service", &id.to_string())])).sees("Étude");
    let place = order(&world).iter().position(|known| *known == id).expect("its place");
    assert_eq!(place, before.len() - 1);
    nadia.post(HERE, &form(&[("geste", "descendre"), ("service", &id.to_string())]));
    assert_eq!(order(&world).last(), Some(&id));
    nadia
        .post(&format!("{HERE}/{id}"), &form(&[("geste", "supprimer")]))
        .sees("La prestation est supprimée.");
    assert_eq!(order(&world), before);
    nadia
        .post(&format!("{HERE}/3"), &form(&[("geste", "supprimer")]))
        .sees("donnez-lui plutôt un dernier jour");
    assert_eq!(order(&world), before);
    nadia.post(&format!("{HERE}/nouvelle"), &form(&[("nom", " "), ("periode", "Given")]));
    nadia.sees("Indiquez un nom.").sees("Indiquez au moins une date");
}

/// The fields of the canteen as the fixture has it, with other weekdays.
fn canteen<'a>(weekdays: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("nom", "Cantine 1er service"),
        ("genre", "Canteen"),
        ("periode", "School"),
        ("exclut", "4"),
        ("inscription", "demandee"),
        ("geste", "enregistrer"),
    ];
    fields.extend(weekdays.iter().map(|day| ("jour", *day)));
    fields
}

#[test]
fn what_only_the_town_books_parents_read() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let page = format!("{HERE}/3");
    send(&mut nadia, &page, &page, &[&canteen(&["1", "2", "4", "5"])[..], &[("mairie", "oui")]].concat());
    assert!(service(&world, 3).by_town);
    let mut claire = world.sign_in("claire.martel");
    claire.post(
        "/reservations/2026-12-07",
        &format!("n=0123456789abcdef0123456789abcdef&{}", word(4, 3, "2026-12-10")),
    );
    claire.sees("c’est la mairie qui réserve cette prestation");
}
