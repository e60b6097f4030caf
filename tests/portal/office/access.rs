//! Who may sign in for a family: invited, ended at once, given again, attached to a second one.

use preau::{
    account::{self, event::What as Happened},
    family::{FamilyId, GuardianId, Subject, field::Field, history::What, store},
};

use super::{is_good, requests::history};
use crate::{
    browser::{Browser, form},
    world::World,
};

const ALAIN: &str = "/mairie/familles/1/acces";
const BACONNAIS: &str = "/mairie/familles/2/acces";

fn press<'a, 'w>(
    agent: &'a mut Browser<'w>,
    page: &str,
    act: &str,
    fields: &[(&str, &str)],
) -> &'a mut Browser<'w> {
    agent.post(page, &form(&[&[("geste", act)], fields].concat()))
}

/// A guardian of the ALAIN family who has no account.
pub fn newcomer(world: &World, first: &'static str, last: &'static str) {
    world.change(move |w| {
        let guardian = preau::family::Guardian {
            first_name: first.into(),
            last_name: last.into(),
            access: false,
            archived: None,
        };
        Ok(store::set_guardian(w, FamilyId(1), GuardianId(50), &guardian)?)
    });
}

fn guardian(world: &World, family: u32, id: u32) -> preau::family::Guardian {
    let known = world.parts.store.read(|r| store::guardian(r, FamilyId(family), GuardianId(id)));
    known.unwrap().expect("a guardian")
}

fn link(text: &str) -> &str {
    text.split("/mot-de-passe/").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link")
}

#[test]
fn the_page_says_who_signs_in_and_since_when() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/");
    newcomer(&world, "Monique", "ALAIN");
    let mut odile = world.agent("odile");
    odile
        .get(ALAIN)
        .sees("Se connecte avec lucie.alain@famille.example. Dernière connexion : 24 novembre 2026 à 8 h.");
    odile
        .sees("Se connecte avec paul.alain@famille.example.")
        .sees("Pas encore de compte.")
        .sees("Inviter Monique ALAIN");
    for who in ["jeanne", "marc.petit", "nadia", "karim"] {
        assert_eq!(world.agent(who).raw_get(ALAIN).status.code, 403);
    }
    assert_eq!(odile.raw_get("/mairie/familles/999/acces").status.code, 404);
}

#[test]
fn who_is_invited_gets_a_link_good_for_a_day_and_comes_in() {
    let world = World::new();
    newcomer(&world, "Monique", "ALAIN");
    let mut odile = world.agent("odile");
    press(&mut odile, ALAIN, "inviter", &[("responsable", "50"), ("adresse", "monique")]);
    odile.sees("Indiquez une adresse électronique");
    assert_eq!((odile.page.status.code, world.mails().len()), (422, 0));
    let monique = [("responsable", "50"), ("adresse", " Monique@famille.example ")];
    press(&mut odile, ALAIN, "inviter", &monique).sees("Un courriel part vers cette adresse.");
    odile.sees("Invitation envoyée à monique@famille.example, pas encore de mot de passe.");
    press(&mut odile, ALAIN, "inviter", &monique);
    let mails = world.mails();
    let links = [0, 1].map(|n: usize| link(&mails[n].text).to_owned());
    assert!(mails[1].secret && mails[1].text.contains("24 heures"), "{}", mails[1].text);
    assert_eq!(
        links.clone().map(|link| is_good(&world, &link)),
        [false, true],
        "the newer one ends the older"
    );
    assert_eq!(history(&world, 1), vec![("Monique ALAIN".to_owned(), What::Invited); 2]);
    assert!(world.events().iter().any(|event| event.what == Happened::PasswordAsked && event.by.is_some()));
    let mut monique = world.visitor();
    let password = form(&[("mot-de-passe", "nS3JJ|t+vert"), ("confirmation", "nS3JJ|t+vert")]);
    monique.post(&format!("/mot-de-passe/{}", links[1]), &password);
    monique.post(
        "/connexion",
        &form(&[("adresse", "monique@famille.example"), ("mot-de-passe", "nS3JJ|t+vert")]),
    );
    monique.get("/").sees("Bonjour Monique").sees("Théo");
}

#[test]
fn an_invitation_to_a_wrong_address_is_put_right() {
    let world = World::new();
    newcomer(&world, "Monique", "ALAIN");
    let mut odile = world.agent("odile");
    press(&mut odile, ALAIN, "inviter", &[("responsable", "50"), ("adresse", "monik@famille.example")]);
    let old = link(&world.mails()[0].text).to_owned();
    press(&mut odile, ALAIN, "inviter", &[("responsable", "50"), ("adresse", "monique@famille.example")]);
    odile.sees("Invitation envoyée à monique@famille.example");
    assert!(!is_good(&world, &old), "who has the wrong address does not come in");
    let at = world.parts.store.read(|r| account::store::account(r, "monik@famille.example")).unwrap();
    assert!(at.is_none());
    press(&mut odile, ALAIN, "inviter", &[("responsable", "2"), ("adresse", "lucie@autre.example")]);
    odile.sees("Cette personne se connecte déjà avec lucie.alain@famille.example.");
}

#[test]
fn an_address_of_somebody_else_is_not_shared() {
    let world = World::new();
    newcomer(&world, "Monique", "ALAIN");
    let mut odile = world.agent("odile");
    let sophie = [("responsable", "50"), ("adresse", "sophie.baconnais@famille.example")];
    press(&mut odile, ALAIN, "inviter", &sophie)
        .sees("Cette adresse est celle du compte de Sophie BACONNAIS");
    assert_eq!(odile.page.status.code, 422);
    assert!(!guardian(&world, 1, 50).access && world.mails().is_empty());
    // The same person under the same name: her account shows both families.
    newcomer(&world, "sophie", "Baconnais");
    press(&mut odile, ALAIN, "inviter", &sophie).sees("L’accès est ouvert.");
    let mails = world.mails();
    assert!(!mails[0].secret && mails[0].text.contains("la famille ALAIN"), "{}", mails[0].text);
    assert_eq!(world.account("sophie.baconnais@famille.example").1.families.len(), 2);
    let mut sophie = world.visitor();
    let credentials =
        [("adresse", "sophie.baconnais@famille.example"), ("mot-de-passe", preau::demo::PASSWORD)];
    sophie.post("/connexion", &form(&credentials)).sees("ALAIN").sees("BACONNAIS");
    let faults = world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).unwrap();
    assert_eq!(faults, [""; 0]);
}

#[test]
fn access_ends_at_once_and_is_given_again() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let mut odile = world.agent("odile");
    lucie.get("/").sees("Bonjour Lucie");
    press(&mut odile, ALAIN, "terminer", &[("responsable", "2")])
        .sees("L’accès est terminé.")
        .sees("Rendre l’accès à Lucie ALAIN");
    assert_eq!(lucie.raw_get("/reservations").status.code, 303);
    let refused = world.visitor().raw_post(
        "/connexion",
        &form(&[("adresse", "lucie.alain@famille.example"), ("mot-de-passe", preau::demo::PASSWORD)]),
        &[("Sec-Fetch-Site", "same-origin")],
    );
    assert_eq!(refused.status.code, 422);
    world.sign_in("paul.alain").get("/").sees("Bonjour Paul");
    press(&mut odile, ALAIN, "rendre", &[("responsable", "2")]).sees("L’accès est rendu.");
    assert_eq!(lucie.raw_get("/reservations").status.code, 303, "the old session is dead");
    lucie.sign_in("lucie.alain").sees("Bonjour Lucie");
    let lines: Vec<What> = history(&world, 1).into_iter().map(|(_, what)| what).collect();
    assert_eq!(lines, [What::AccessGiven, What::AccessEnded]);
    let events: Vec<Happened> =
        world.events().into_iter().filter(|one| one.by.is_some()).map(|one| one.what).collect();
    assert_eq!(events, [Happened::AccessGiven, Happened::AccessEnded]);
}

#[test]
fn a_guardian_of_another_family_is_attached_and_one_sign_in_shows_both() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(&format!("{BACONNAIS}?q=alain")).sees("Famille ALAIN (nº 1)").sees("Rattacher Lucie ALAIN");
    odile.get(&format!("{BACONNAIS}?q=1")).sees("Rattacher Paul ALAIN");
    press(&mut odile, BACONNAIS, "rattacher", &[("de", "1.2")]).sees("Ce responsable est rattaché.");
    odile.sees("Se connecte avec lucie.alain@famille.example.");
    press(&mut odile, BACONNAIS, "rattacher", &[("de", "1.2")]).sees("Lucie ALAIN est déjà dans ce dossier.");
    let (_, account) = world.account("lucie.alain@famille.example");
    let place = *account.families.last().unwrap();
    assert_eq!((account.families.len(), place.0), (2, FamilyId(2)));
    let today = "2026-11-24".parse().unwrap();
    let sheet = world
        .parts
        .store
        .read(|r| store::sheet(r, Subject::Guardian(place.0, place.1), today))
        .unwrap()
        .unwrap();
    assert_eq!(
        (sheet.get(Field::BornAt), sheet.get(Field::Street), sheet.get(Field::Profession)),
        ("Nantes", "", "")
    );
    for (family, other) in [(1, 2), (2, 1)] {
        assert_eq!(history(&world, family)[0], ("Lucie ALAIN".into(), What::Attached(FamilyId(other))));
    }
    let mut lucie = world.visitor();
    let credentials = [("adresse", "lucie.alain@famille.example"), ("mot-de-passe", preau::demo::PASSWORD)];
    lucie.post("/connexion", &form(&credentials)).sees("ALAIN").sees("BACONNAIS");
    assert!(world.mails()[0].text.contains("la famille BACONNAIS"));
    // Ended in one family, she still has the other.
    let number = place.1.to_string();
    press(&mut odile, BACONNAIS, "terminer", &[("responsable", &number)]);
    lucie.sign_in("lucie.alain").sees("Bonjour Lucie").sees("Anna");
    for bad in [("de", "1.99"), ("de", "99.1")] {
        assert_eq!(press(&mut odile, BACONNAIS, "rattacher", &[bad]).page.status.code, 404);
    }
}
