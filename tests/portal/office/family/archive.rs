//! What is put away and taken up again.

use preau::family::{ChildId, FamilyId, GuardianId, history::What, store};

use super::{fill, is_sound, past};
use crate::{browser::form, world::World};

fn press<'b, 'w>(
    odile: &'b mut crate::browser::Browser<'w>,
    page: &str,
    act: &str,
) -> &'b mut crate::browser::Browser<'w> {
    odile.post(&format!("/mairie/familles/{page}/archivage"), &form(&[("geste", act)]))
}

fn archived(world: &World) -> (bool, Vec<bool>, Vec<bool>) {
    let id = FamilyId(1);
    let family = world.parts.store.read(|r| store::family(r, id)).unwrap().unwrap();
    let guardians = world.parts.store.read(|r| store::guardians(r, id)).unwrap();
    let children = world.parts.store.read(|r| store::children(r, id)).unwrap();
    let away = |archived: Option<chrono::NaiveDate>| archived.is_some();
    (
        away(family.archived),
        guardians.into_iter().map(|(_, known)| away(known.archived)).collect(),
        children.into_iter().map(|(_, known)| away(known.archived)).collect(),
    )
}

#[test]
fn a_family_goes_with_its_people_and_comes_back_with_them() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let mut odile = world.agent("odile");
    odile.get("/mairie/familles/1/archivage").sees("Archiver la famille ALAIN");
    odile
        .sees("Seront archivés avec elle : Paul ALAIN, Lucie ALAIN, Théo ALAIN et Anna ALAIN.")
        .sees("Rien n’est effacé");
    fill(&mut odile, "/mairie/familles/1/archivage", &[("geste", "archiver")]).sees("La fiche est archivée.");
    odile
        .sees("Ce dossier a été archivé le 24 novembre 2026.")
        .sees("Odile RENAUD a archivé le dossier de la famille ALAIN.");
    assert_eq!(archived(&world), (true, vec![true; 2], vec![true; 2]));
    lucie.get("/").sees("Se connecter");
    let (id, _) = world.account("lucie.alain@famille.example");
    assert_eq!(world.parts.store.read(|r| preau::account::store::sessions(r, id)).unwrap().len(), 0);
    press(&mut odile, "1", "archiver");
    assert_eq!(past(&world, 1).len(), 5, "twice is once");
    odile
        .get("/mairie/familles/1/archivage")
        .sees("Reprendre la famille ALAIN")
        .sees("Seront repris avec elle");
    press(&mut odile, "1", "reprendre")
        .sees("La fiche est reprise.")
        .sees("a repris le dossier de la famille ALAIN.");
    assert_eq!(archived(&world), (false, vec![false; 2], vec![false; 2]));
    lucie.sign_in("lucie.alain").sees("Bonjour Lucie");
    is_sound(&world);
}

#[test]
fn who_was_put_away_before_does_not_come_back_with_the_family() {
    let world = World::new();
    let mut odile = world.agent("odile");
    press(&mut odile, "1/enfants/1", "archiver").sees("La fiche est archivée.");
    world.set("2026-11-25 08:00");
    let mut odile = world.agent("odile");
    odile.get("/mairie/familles/1/archivage").sees_no("Théo");
    press(&mut odile, "1", "archiver");
    press(&mut odile, "1", "reprendre");
    assert_eq!(archived(&world), (false, vec![false; 2], vec![true, false]));
}

#[test]
fn a_child_leaves_the_grid_and_the_pages_of_its_parents() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    // Yesterday's booking stays where it is.
    world.set("2026-11-16 08:00");
    let mut early = world.sign_in("lucie.alain");
    early.get("/reservations/2026-11-16").tick("Théo", "2026-11-19", "Cantine 2e service").press("Valider");
    world.set(crate::world::NOW);
    let mut odile = world.agent("odile");
    odile.get("/mairie/familles/1/enfants/1/archivage").sees("ne sera plus dans la grille des réservations");
    press(&mut odile, "1/enfants/1", "archiver").sees("Archivé(e) le 24 novembre 2026.");
    lucie.sign_in("lucie.alain").get("/reservations/2026-11-30").sees("Anna").sees_no("Théo");
    lucie.get("/enfants/2").sees("Anna").sees_no("Théo");
    is_sound(&world);
    odile
        .get("/mairie/familles/1/enfants/1")
        .sees("cette fiche peut être lue")
        .sees("Reprendre la fiche de Théo ALAIN");
    press(&mut odile, "1/enfants/1", "reprendre");
    lucie.get("/reservations/2026-11-30").sees("Théo");
}

#[test]
fn days_that_are_booked_are_cancelled_first() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service").press("Valider");
    let mut odile = world.agent("odile");
    for page in ["1", "1/enfants/2"] {
        odile.get(&format!("/mairie/familles/{page}/archivage"));
        odile
            .sees("Anna ALAIN a des jours réservés à partir d’aujourd’hui : annulez-les d’abord.")
            .sees_no("geste");
        press(&mut odile, page, "archiver").sees("Il y a un problème").sees("annulez-les d’abord");
        assert_eq!(odile.page.status.code, 422);
    }
    assert_eq!(archived(&world), (false, vec![false; 2], vec![false; 2]));
    press(&mut odile, "1/enfants/1", "archiver").sees("La fiche est archivée.");
}

#[test]
fn a_shared_child_that_the_other_family_has_booked_stays() {
    let world = World::new();
    let mut claire = world.sign_in("claire.martel");
    claire.get("/reservations/2026-12-07").tick("Léa", "2026-12-10", "Cantine 1er service").press("Valider");
    let mut odile = world.agent("odile");
    press(&mut odile, "4/enfants/4", "archiver").sees("Léa NOGUES a des jours réservés");
    assert_eq!(odile.page.status.code, 422);
    odile.get("/mairie/familles/4/archivage").sees("Léa NOGUES reste dans son autre famille.");
    press(&mut odile, "4", "archiver").sees("La fiche est archivée.");
    let lea = world.parts.store.read(|r| store::child(r, FamilyId(3), ChildId(4))).unwrap().unwrap();
    assert_eq!(lea.archived, None);
}

#[test]
fn a_guardian_leaves_but_not_the_last_one() {
    let world = World::new();
    let mut paul = world.sign_in("paul.alain");
    let mut odile = world.agent("odile");
    odile
        .get("/mairie/familles/1/responsables/1/archivage")
        .sees("Archiver la fiche de Paul ALAIN")
        .sees("ne pourra plus se connecter");
    press(&mut odile, "1/responsables/1", "archiver").sees("Odile RENAUD a archivé la fiche de Paul ALAIN.");
    paul.get("/").sees("Se connecter");
    press(&mut odile, "1/responsables/2", "archiver")
        .sees("C’est le dernier responsable de la famille ALAIN");
    assert_eq!(odile.page.status.code, 422);
    odile
        .get("/mairie/familles/1/responsables/2/archivage")
        .sees("archivez plutôt toute la famille")
        .sees_no("geste");
    press(&mut odile, "1/responsables/1", "reprendre").sees("La fiche est reprise.");
    paul.sign_in("paul.alain").sees("Bonjour Paul");
}

#[test]
fn nobody_comes_back_into_a_family_that_is_put_away() {
    let world = World::new();
    let mut odile = world.agent("odile");
    press(&mut odile, "1", "archiver");
    press(&mut odile, "1/enfants/1", "reprendre")
        .sees("La famille ALAIN est archivée : reprenez d’abord son dossier.");
    assert_eq!(odile.page.status.code, 422);
    let page =
        odile.raw_post("/mairie/familles/1/archivage", "geste=effacer", &[("Sec-Fetch-Site", "same-origin")]);
    assert_eq!(page.status.code, 422);
    assert!(past(&world, 1).iter().all(|(_, line)| line.what == What::Archived));
    let paul = world.parts.store.read(|r| store::guardian(r, FamilyId(1), GuardianId(1))).unwrap().unwrap();
    assert!(!paul.comes_in());
}

#[test]
fn who_was_put_away_by_hand_the_same_day_does_not_come_back_with_the_family() {
    let world = World::new();
    let mut odile = world.agent("odile");
    press(&mut odile, "1/enfants/1", "archiver").sees("La fiche est archivée.");
    press(&mut odile, "1/responsables/1", "archiver").sees("La fiche est archivée.");
    for _ in 0..2 {
        press(&mut odile, "1", "archiver").sees("La fiche est archivée.");
        assert_eq!(archived(&world), (true, vec![true; 2], vec![true; 2]));
        odile
            .get("/mairie/familles/1/archivage")
            .sees("Seront repris avec elle : Lucie ALAIN et Anna ALAIN.");
        press(&mut odile, "1", "reprendre").sees("La fiche est reprise.");
        assert_eq!(archived(&world), (false, vec![true, false], vec![true, false]));
    }
    is_sound(&world);
}

#[test]
fn a_link_that_was_mailed_does_not_outlive_the_guardian() {
    let world = World::new();
    world.change(|w| {
        let known = store::guardian(w, FamilyId(1), GuardianId(1))?.expect("Paul");
        let known = preau::family::Guardian { first_name: "Monique".into(), access: false, ..known };
        Ok(store::set_guardian(w, FamilyId(1), GuardianId(50), &known)?)
    });
    let mut odile = world.agent("odile");
    let invited = [("geste", "inviter"), ("responsable", "50"), ("adresse", "monique@famille.example")];
    odile.post("/mairie/familles/1/acces", &form(&invited)).sees("Un courriel part");
    let mail = world.mails().remove(0).text;
    let link = mail.split("/mot-de-passe/").nth(1).and_then(|rest| rest.split_whitespace().next());
    let link = link.expect("a link");
    assert!(crate::office::is_good(&world, link));
    press(&mut odile, "1/responsables/50", "archiver").sees("La fiche est archivée.");
    assert!(!crate::office::is_good(&world, link));
}
