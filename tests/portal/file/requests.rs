//! What a family asked of the town: seen, withdrawn, answered.

use preau::family::{
    FamilyId,
    field::{Field, Page as Part},
    request::State,
    rights::Mode,
};

use super::{ALAIN, LUCIE, answer, asked, change, file, open};
use crate::world::{World, at};

#[test]
fn a_request_is_seen_with_before_and_after_and_withdrawn() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/famille/demandes").sees("Vous n’avez rien demandé à la mairie.");
    change(&mut lucie, "/famille/2", &[("last_name", "LE GALL")]);
    lucie.sees("Une demande attend la réponse de la mairie. Voir mes demandes");
    // Asked again, before an answer: one request, with the newer word.
    change(&mut lucie, "/famille/2", &[("last_name", "ALAIN-LE GALL"), ("born_at", "Vannes")]);
    let mut paul = world.sign_in("paul.alain");
    paul.get("/famille/demandes").sees("Demande nº 1 : Lucie ALAIN").sees("par Lucie ALAIN");
    paul.sees("En attente de la réponse de la mairie.").sees("Nom AvantALAIN DemandéALAIN-LE GALL");
    paul.sees("Lieu de naissance AvantNantes DemandéVannes").sees_no("</span>LE GALL");
    paul.post("/famille/demandes/1/retirer", "")
        .sees("Votre demande est retirée.")
        .sees("Retirée le 24 novembre 2026 à 8 h");
    paul.sees_no("/famille/demandes/1/retirer");
    paul.post("/famille/demandes/1/retirer", "").sees("La mairie avait déjà répondu à cette demande.");
    assert_eq!(asked(&world, ALAIN)[0].1.state, State::Withdrawn { at: at("2026-11-24 08:00") });
    lucie.get("/famille/2").sees_no("Une demande attend");
    assert_eq!(file(&world, LUCIE).sheet.get(Field::LastName), "ALAIN");
    assert_eq!(world.sign_in("claire.martel").post("/famille/demandes/1/retirer", "").page.status.code, 404);
}

#[test]
fn the_towns_answer_is_told_on_the_first_page_for_two_weeks() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    change(&mut lucie, "/famille/2", &[("born_at", "Vannes")]);
    change(&mut lucie, "/enfants/2", &[("born_at", "Vannes")]);
    lucie.get("/").sees_no("Demande nº");
    let then = at("2026-11-24 09:00");
    answer(&world, asked(&world, ALAIN)[0].0, State::Accepted { by: 10, at: then });
    let reason = "L’acte de naissance dit Nantes.".to_owned();
    answer(&world, asked(&world, ALAIN)[1].0, State::Refused { by: 10, at: then, reason });
    world.set("2026-12-08 08:59");
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get("/")
        .sees("Demande nº 2 (Fiche d’Anna) : acceptée")
        .sees("Demande nº 1 (Lucie ALAIN) : refusée");
    lucie.get("/famille/demandes").sees("Acceptée le 24 novembre 2026 à 9 h.");
    lucie
        .sees("Refusée le 24 novembre 2026 à 9 h.")
        .sees("Réponse de la mairie : L’acte de naissance dit Nantes.");
    world.set("2026-12-08 09:01");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/").sees_no("Demande nº").get("/famille/demandes").sees("Demande nº 2");
}

#[test]
fn of_a_shared_child_each_family_sees_what_it_asked_itself() {
    let world = World::new();
    open(&world, Part::Health, Mode::Ask);
    let (mut claire, mut julien) = (world.sign_in("claire.martel"), world.sign_in("julien.nogues"));
    change(&mut claire, "/enfants/4", &[("doctor", "Mme Ropars")]);
    claire.sees("Demandé à la mairie : « Mme Ropars »");
    julien
        .get("/enfants/4")
        .sees_no("Ropars")
        .sees_no("Une demande attend")
        .get("/famille/demandes")
        .sees_no("Ropars");
    change(&mut julien, "/enfants/4", &[("doctor", "M. Tanguy")]);
    claire.get("/enfants/4").sees_no("Tanguy").get("/famille/demandes").sees_no("Tanguy").sees("Ropars");
    assert_eq!(asked(&world, FamilyId(3)).len() + asked(&world, FamilyId(4)).len(), 2);
}
