//! What families ask, who signs in for them, with whom a child is: the pages of who keeps the files.

use preau::family::{
    ChildId, FamilyId, Subject,
    field::Field,
    request::{Act, Request},
    sheet::Change,
    store,
};

use crate::{
    accessibility::same_titles,
    checks::faults,
    office::{agent, nadia},
    screen::{Screen, Size},
    site::Site,
    world::{World, at},
};

const LEA: &str = "/mairie/familles/3/enfants/4/garde";

fn odile(site: &Site, size: Size, script: bool) -> Screen<'_> {
    agent(site, size, script, "odile.renaud@valpreau.example")
}

/// A town of which families ask three things: of a child, of its health, of a household.
fn asked() -> Site {
    let world = World::new();
    world.change(|w| {
        let child = |id| Subject::Child(FamilyId(1), ChildId(id));
        for (about, field, before, after) in [
            (child(1), Field::BornAt, "", "Quimper"),
            (child(2), Field::Doctor, "M. Lefevbre", "Mme Riou"),
            (Subject::Household(FamilyId(3)), Field::Quotient, "640", "700.50"),
        ] {
            let change = Change { key: field.into(), before: before.into(), after: after.into() };
            let by = if about.family() == FamilyId(1) { (2, "Lucie ALAIN") } else { (4, "Claire MARTEL") };
            let request = Request::new(about, Act::Change, vec![change], by.0, by.1, at("2026-11-23 18:00"));
            store::set_request(w, None, &request)?;
        }
        Ok(())
    });
    Site::launch(world)
}

fn every_page(size: Size) {
    let site = asked();
    let (mut titles, mut wrong) = (Vec::new(), Vec::new());
    let mut check = |screen: &Screen, page: &str| {
        screen.settles();
        titles.push(screen.read("document.title").as_str().unwrap_or_default().to_owned());
        wrong.extend(faults(screen).into_iter().map(|fault| format!("{page}: {fault}")));
        screen.network.forget();
    };
    let screen = odile(&site, size, true);
    for page in [
        "/mairie/demandes",
        "/mairie/demandes/2",
        "/mairie/demandes/3",
        LEA,
        "/mairie/familles/1/acces?q=martel",
        "/mairie/familles/1/quotient?ligne=2025-09-01",
    ] {
        screen.open(page);
        check(&screen, page);
    }
    screen.open("/mairie/demandes/1");
    screen.click("document.querySelector('summary')");
    screen.press("Refuser la demande");
    screen.sees("Il y a un problème");
    check(&screen, "a refusal without a reason");
    screen.open("/mairie/demandes");
    screen.press("Accepter les demandes cochées");
    screen.sees("Cochez au moins une demande.");
    check(&screen, "nothing is ticked");
    screen.open(&format!("{LEA}?q=alain"));
    screen.read("document.getElementById('regle').value = 'calendar'");
    screen.press("Enregistrer la garde");
    screen.sees("Indiquez au moins une ligne du calendrier.");
    check(&screen, "a calendar without a day");
    screen.open("/mairie/familles/3/quotient");
    screen.press("Enregistrer le quotient");
    screen.sees("Indiquez le quotient");
    check(&screen, "no quotient");
    let screen = nadia(&site, size, true);
    screen.open("/mairie/fiches");
    check(&screen, "/mairie/fiches");
    screen.write("regimes", "Halal");
    screen.press("Enregistrer");
    screen.sees("nomme une religion");
    check(&screen, "a religion");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(same_titles(&titles), [""; 0]);
}

#[test]
fn the_pages_of_who_keeps_the_files_on_a_phone_are_for_everybody() {
    every_page(Size::Phone);
}

#[test]
fn the_pages_of_who_keeps_the_files_on_a_narrow_phone_are_for_everybody() {
    every_page(Size::Narrow);
}

#[test]
fn the_pages_of_who_keeps_the_files_on_a_desk_are_for_everybody() {
    every_page(Size::Desk);
}

#[test]
fn an_agent_answers_what_families_ask() {
    for (size, script) in [(Size::Phone, false), (Size::Desk, true)] {
        let site = asked();
        let screen = odile(&site, size, script);
        screen.open("/mairie");
        screen.press("Voir les demandes");
        screen.sees("3 demandes attendent une réponse");
        screen.sees("Santé : valeurs masquées.");
        screen.press("Voir la demande nº 2");
        screen.press("Afficher les valeurs");
        screen.sees("Mme Riou");
        screen.click("document.querySelector('summary')");
        screen.write("motif-2", "Il manque l’ordonnance.");
        screen.press("Refuser la demande");
        screen.sees("La demande est refusée. La réponse part par courriel.");
        for id in [1, 3] {
            screen.click(&format!("document.getElementById('cocher-{id}')"));
        }
        screen.press("Accepter les demandes cochées");
        screen.sees("2 demandes sont acceptées. Les réponses partent par courriel.");
        screen.sees("Aucune demande n’attend de réponse.");
        let mails =
            crate::world::until("the mails leave", || Some(site.world.mails()).filter(|all| all.len() == 3));
        assert!(mails.iter().all(|mail| !mail.text.contains("Riou") && !mail.text.contains("Quimper")));
    }
}

#[test]
fn an_agent_shares_the_days_of_a_child_and_invites_a_guardian() {
    for (size, script) in [(Size::Phone, false), (Size::Desk, true)] {
        let site = Site::weekly();
        let screen = odile(&site, size, script);
        screen.open("/mairie/familles/1/enfants/2/garde");
        screen.sees("Cet enfant n’a qu’une famille.");
        screen.write("q", "baconnais");
        screen.press("Chercher");
        screen.press("Choisir la famille BACONNAIS");
        screen.read("document.getElementById('regle').value = 'weeks'");
        screen.press("Enregistrer la garde");
        screen.sees("les semaines paires chez ALAIN, les semaines impaires chez BACONNAIS.");
        screen.open("/mairie/familles/2/acces");
        screen.write("q", "lucie");
        screen.press("Chercher");
        screen.press("Rattacher Lucie ALAIN");
        screen.sees("Ce responsable est rattaché.");
        screen.press("Terminer l’accès de Lucie ALAIN");
        screen.sees("L’accès est terminé.");
        screen.press("Rendre l’accès à Lucie ALAIN");
        screen.sees("L’accès est rendu.");
    }
}
