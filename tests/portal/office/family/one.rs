//! The page of a family.

use preau::family::{
    FamilyId, Source, Subject,
    field::Field,
    request::{Act, Request, State},
    sheet::Change,
    store,
};

use super::{fill, is_sound, links_to};
use crate::world::{World, at};

#[test]
fn a_family_is_on_one_page() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service").press("Valider");
    let mut odile = world.agent("odile");
    odile.get("/mairie/familles/1").sees("Famille ALAIN").sees("Dossier nº 1, en cours.");
    odile.sees("12 rue des Lilas, 44999 Valpréau").sees("Depuis le 1er septembre 2025. Habite la commune.");
    odile.sees("850").sees("Depuis le 1er septembre 2025, saisi par la mairie.");
    odile.sees("Lucie ALAIN Mère").sees("06 39 98 00 02");
    odile.sees("lucie.alain@famille.example Se connecte au portail avec cette adresse.");
    odile.sees("Monique ALAIN grand-mère").sees("06 39 98 00 90");
    odile.sees("Théo ALAIN Né(e) le 14 mars 2019").sees("Tous ses jours sont à cette famille.");
    odile.sees("Garderie matin").sees("lundi et mardi");
    odile
        .sees("La semaine prochaine")
        .sees("Cantine 1er service : jeudi 3 décembre")
        .sees("La famille n’a rien demandé.");
    for link in ["quotient", "acces", "enfants/1/garde", "archivage", "enfants/nouveau"] {
        links_to(&odile, &format!("/mairie/familles/1/{link}"));
    }
}

#[test]
fn a_shared_child_says_whose_days_are_whose() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile
        .get("/mairie/familles/3")
        .sees("Dans cette famille les semaines paires, avec la famille NOGUES les autres.");
    odile.sees("Famille NOGUES de Léa");
    links_to(&odile, "/mairie/familles/4");
    odile.sees_no("boulevard de la Gare").sees_no("1420");
    odile
        .get("/mairie/familles/4")
        .sees("Dans cette famille les semaines impaires, avec la famille MARTEL les autres.");
}

#[test]
fn each_guardian_says_whether_they_sign_in() {
    let world = World::new();
    world.change(|w| {
        let (id, mut account) =
            preau::account::store::account(w, "paul.alain@famille.example")?.expect("Paul");
        account.password = None;
        preau::account::store::set_account(w, id, &account)?;
        let (id, mut account) =
            preau::account::store::account(w, "lucie.alain@famille.example")?.expect("Lucie");
        account.families.clear();
        Ok(preau::account::store::set_account(w, id, &account)?)
    });
    let mut odile = world.agent("odile");
    odile
        .get("/mairie/familles/1")
        .sees("Invité(e) sur le portail à l’adresse paul.alain@famille.example, pas encore venu(e).");
    odile.sees("N’a pas été invité(e) sur le portail.");
    odile.get("/mairie/familles/8").sees("N’a plus accès au portail.");
    is_sound(&world);
}

#[test]
fn who_only_reads_is_offered_nothing_to_change() {
    let world = World::new();
    for who in ["jeanne", "marc.petit"] {
        let mut agent = world.agent(who);
        agent.get("/mairie/familles/1").sees("Famille ALAIN").sees("Voir le foyer");
        for gone in ["nouveau", "archivage", "Modifier"] {
            agent.sees_no(gone);
        }
        agent
            .get("/mairie/familles/1/responsables/2")
            .sees("Fiche de Lucie ALAIN")
            .sees("infirmière")
            .sees_no("Enregistrer");
        agent.get("/mairie/familles/1/foyer").sees("4412345").sees_no("Changer le nom");
    }
}

#[test]
fn requests_are_listed_without_what_they_say() {
    let world = World::new();
    world.change(|w| {
        let change = |field: Field, after: &str| Change {
            key: field.into(),
            before: String::new(),
            after: after.into(),
        };
        let about = Subject::Child(FamilyId(1), preau::family::ChildId(1));
        let asked = vec![change(Field::FirstName, "Théodore"), change(Field::Avoid, "Arachides")];
        let request = Request::new(about, Act::Change, asked, 2, "Lucie ALAIN", at("2026-11-23 18:30"));
        store::set_request(w, None, &request)?;
        let state =
            State::Refused { by: 12, at: at("2026-11-24 07:30"), reason: "Il faut un justificatif.".into() };
        let household = Request { about: Subject::Household(FamilyId(1)), state, ..request };
        store::set_request(w, None, &household)?;
        Ok(())
    });
    let mut odile = world.agent("odile");
    odile
        .get("/mairie/familles/1")
        .sees("23 novembre 2026 à 18 h 30")
        .sees("Modifier la fiche de Théo ALAIN");
    odile.sees("En attente").sees("Refusée le 24 novembre 2026 à 7 h 30 : Il faut un justificatif.");
    odile.sees_no("Arachides").sees_no("Théodore");
}

#[test]
fn what_is_not_there_is_missing() {
    let world = World::new();
    let mut odile = world.agent("odile");
    for address in [
        "99",
        "99/historique",
        "1/responsables/4",
        "1/enfants/4",
        "1/autres/9",
        "99/foyer",
        "1/enfants/4/archivage",
        "1/autres/9/retrait",
    ] {
        assert_eq!(odile.raw_get(&format!("/mairie/familles/{address}")).status.code, 404, "{address}");
    }
}

#[test]
fn a_quotient_that_the_town_enters_says_so() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get("/mairie/familles/1/foyer");
    fill(&mut odile, "/mairie/familles/1/foyer", &[("quotient", "912,5")])
        .sees("Les modifications sont enregistrées.");
    odile.get("/mairie/familles/1").sees("912,50 Depuis le 24 novembre 2026, saisi par la mairie.");
    let family = world.parts.store.read(|r| store::family(r, FamilyId(1))).unwrap().unwrap();
    assert_eq!(family.quotient.iter().last().unwrap().value.source, Source::Town);
    assert_eq!(family.quotient.iter().count(), 2, "the past stays");
}
