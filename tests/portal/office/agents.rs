//! Agents: invited, changed, ended; the last administrator stays.

use preau::account::role::Role;

use super::{is_good, number, value};
use crate::{
    browser::{Browser, form},
    world::World,
};

const PAUL: &str = "paul.neuf@valpreau.example";

fn invite<'a, 'w>(nadia: &'a mut Browser<'w>, mail: &str, roles: &str) -> &'a mut Browser<'w> {
    let who = form(&[("prenom", "Paul"), ("nom", "NEUF"), ("adresse", mail)]);
    nadia.post("/mairie/agents", &format!("{who}&{roles}"))
}

/// Sends a button of the page of an agent.
fn act<'a, 'w>(nadia: &'a mut Browser<'w>, mail: &str, world: &World, what: &str) -> &'a mut Browser<'w> {
    nadia.post(&format!("/mairie/agents/{}", number(world, mail)), &form(&[("geste", what)]))
}

#[test]
fn the_list_says_who_does_what_and_since_when() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.get("/mairie/agents").sees("Nadia BELKACEM").sees("Administration").sees("jamais").sees("actif");
    nadia.sees("karim.haddad@valpreau.example").sees("Pointage");
    let credentials = [("adresse", "odile.renaud@valpreau.example"), ("mot-de-passe", preau::demo::PASSWORD)];
    world.visitor().post("/connexion", &form(&credentials));
    nadia.get("/mairie/agents").sees("24 novembre 2026 à 8 h");
}

#[test]
fn an_invitation_is_mailed_with_a_link_good_for_a_day() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    invite(&mut nadia, PAUL, "role=billing&role=roll_call&ecole=2").sees("Un courriel part vers");
    let mails = world.mails();
    let [mail] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!((mail.to.as_str(), mail.secret), (PAUL, true));
    assert!(mail.text.contains("24 heures") && mail.text.contains("double vérification"), "{}", mail.text);
    let link = mail.text.split("http://localhost:8000/mot-de-passe/").nth(1).expect("a link");
    let link = link.split_whitespace().next().unwrap();
    assert!(is_good(&world, link));
    let (_, account) = world.account(PAUL);
    let duty = account.duty.expect("a duty");
    assert!(
        duty.access && account.password.is_none() && duty.roles == [Role::Billing, Role::RollCall].into()
    );
    assert_eq!(duty.roll_call.schools.len(), 1);
    nadia.get("/mairie/agents").sees("invitation envoyée");
    nadia.get("/mairie").sees("Paul NEUF n’a pas encore choisi son mot de passe.");
    world.set("2026-11-25 08:00");
    assert!(!is_good(&world, link));
}

#[test]
fn a_parent_who_is_invited_keeps_the_same_account_and_signs_in_again() {
    let world = World::new();
    let before = world.account("lucie.alain@famille.example");
    let mut lucie = world.sign_in("lucie.alain");
    let mut nadia = world.agent("nadia");
    invite(&mut nadia, "Lucie.Alain@famille.example", "role=families").sees("L’accès est créé.");
    let after = world.account("lucie.alain@famille.example");
    assert_eq!(
        (after.0, &after.1.families, &after.1.password),
        (before.0, &before.1.families, &before.1.password)
    );
    let mails = world.mails();
    assert!(!mails[0].secret && mails[0].text.contains("http://localhost:8000/mairie"), "{}", mails[0].text);
    lucie.get("/").sees("Se connecter");
    lucie.sign_in("lucie.alain").sees("Bonjour Lucie").sees("Mairie");
}

#[test]
fn a_refused_invitation_says_why_and_loses_nothing() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.post("/mairie/agents", &form(&[("prenom", "<b>"), ("nom", "NEUF"), ("adresse", "paul")]));
    assert_eq!(nadia.page.status.code, 422);
    for words in ["Indiquez le prénom", "Indiquez une adresse électronique", "Cochez au moins un rôle."] {
        nadia.sees(words);
    }
    assert_eq!((value(&nadia.page, "prenom"), value(&nadia.page, "nom")), ("<b>".into(), "NEUF".into()));
    invite(&mut nadia, "odile.renaud@valpreau.example", "role=reader");
    nadia.sees("Cette adresse est déjà celle d’un agent, Odile RENAUD.");
    assert_eq!(world.mails(), []);
}

#[test]
fn roles_are_changed_and_work_at_once() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get("/mairie/journal").sees("Page réservée");
    let mut nadia = world.agent("nadia");
    let address = format!("/mairie/agents/{}", number(&world, "odile.renaud@valpreau.example"));
    nadia.get(&address);
    let typed = [("prenom", "Odile"), ("nom", "RENAUD"), ("geste", "enregistrer")];
    let body = format!("{}&vu={}&role=reader", form(&typed), value(&nadia.page, "vu"));
    nadia.post(&address, &body).sees("Les modifications sont enregistrées.");
    // A second tab still shows what there was.
    let late = body.replace("role=reader", "role=billing").replace("Odile", "Odette");
    nadia
        .post(&address, &late)
        .sees("Quelqu’un d’autre vient de modifier")
        .sees("Odile RENAUD, Consultation");
    assert_eq!((nadia.page.status.code, value(&nadia.page, "prenom")), (422, "Odette".into()));
    let again = late.split("&vu=").next().unwrap().to_owned();
    let vu = value(&nadia.page, "vu");
    nadia.post(&address, &format!("{again}&vu={vu}&role=billing")).sees("enregistrées");
    assert_eq!(world.account("odile.renaud@valpreau.example").1.duty.unwrap().first_name, "Odette");
    // Billing asks for a second factor, which she has not set up.
    let page = odile.raw_get("/mairie");
    assert_eq!(
        (page.status.code, page.headers["location"].starts_with("/connexion/application")),
        (303, true)
    );
}

#[test]
fn access_ends_at_once_and_is_given_back() {
    let world = World::new();
    let mut jeanne = world.agent("jeanne");
    let mut nadia = world.agent("nadia");
    let mail = "jeanne.morel@valpreau.example";
    act(&mut nadia, mail, &world, "terminer").sees("L’accès est terminé.").sees("Rendre l’accès");
    assert_eq!(jeanne.raw_get("/mairie").status.code, 303);
    act(&mut nadia, mail, &world, "rendre").sees("L’accès est rendu.");
    assert_eq!(jeanne.raw_get("/mairie").status.code, 303, "the old session is dead");
    assert_eq!(world.agent("jeanne").raw_get("/mairie").status.code, 200);
}

#[test]
fn a_new_link_is_mailed_and_ends_the_one_before() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let mail = "marc.petit@valpreau.example";
    act(&mut nadia, mail, &world, "lien").sees("Un lien part vers marc.petit@valpreau.example.");
    act(&mut nadia, mail, &world, "code").sees("sera retirée quand il servira");
    let mails = world.mails();
    let link = |n: usize| {
        let text: &str = &mails[n].text;
        text.split("/mot-de-passe/").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link")
    };
    assert!(!is_good(&world, link(0)) && is_good(&world, link(1)));
    assert!(mails[1].text.contains("Votre double vérification sera retirée"), "{}", mails[1].text);
    assert!(world.account(mail).1.factor.is_some(), "not before the link is used");
}

#[test]
fn the_last_administrator_stays() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let mail = "nadia.belkacem@valpreau.example";
    act(&mut nadia, mail, &world, "terminer").sees("Il faut au moins une personne à l’administration");
    assert_eq!(nadia.page.status.code, 422);
    let address = format!("/mairie/agents/{}", number(&world, mail));
    nadia.get(&address);
    let vu = value(&nadia.page, "vu");
    let body = form(&[("prenom", "Nadia"), ("nom", "BELKACEM"), ("geste", "enregistrer"), ("vu", &vu)]);
    nadia.post(&address, &format!("{body}&role=families")).sees("Il faut au moins une personne");
    invite(&mut nadia, PAUL, "role=administrator");
    act(&mut nadia, mail, &world, "terminer").sees("qui ait déjà son mot de passe");
    world.change(|w| {
        let (id, mut paul) = preau::account::store::account(w, PAUL)?.expect("Paul");
        let (_, nadia) =
            preau::account::store::account(w, "nadia.belkacem@valpreau.example")?.expect("Nadia");
        paul.password = nadia.password;
        Ok(preau::account::store::set_account(w, id, &paul)?)
    });
    act(&mut nadia, mail, &world, "terminer").sees("Se connecter");
}

#[test]
fn nobody_sees_or_sets_a_password() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    for address in ["/mairie/agents", "/mairie/agents/nouveau", "/mairie/agents/11"] {
        nadia.get(address).sees_no("type=\"password\"");
    }
    nadia.get("/mairie/agents/1").sees("Page introuvable");
}
