//! A run: shown first, then issued, however it is interrupted.

use std::collections::BTreeSet;

use preau::{attendance::State, invoice::job};

use super::{balance, bills, call, december, is_sound, issue, submit};
use crate::{browser::plain, world::World};

#[test]
fn what_will_be_billed_is_shown_first_with_what_looks_wrong() {
    let world = december();
    let mut marc = world.agent("marc.petit");
    marc.get("/mairie/factures").sees("Préparer les factures").sees("Aucune famille ne doit rien.");
    marc.get("/mairie/factures/apercu?mois=2026-12&regie=1");
    marc.sees("Avant d’émettre les factures de décembre 2026").sees("ALAIN");
    marc.sees("Cantine 1er service : 3 ×").sees("À payer avant le 3 février 2027");
    marc.sees_no("aucun pointage")
        .sees_no("Ce mois n’est pas fini")
        .sees("1 famille a un quotient inconnu, ou de plus d’un an");
    assert!(bills(&world, 1).is_empty(), "nothing is issued by looking");
    // A day that nobody called, a child who came and has no tariff.
    let mut lucie = world.sign_in("lucie.alain");
    world.set("2026-12-11 09:00");
    lucie.get("/reservations/2026-12-14").tick("Théo", "2026-12-18", "Cantine 1er service").press("Valider");
    call(&world, 1, 7, "2026-12-16", State::Here);
    world.set("2027-01-04 09:00");
    marc = world.agent("marc.petit");
    marc.get("/mairie/factures/apercu?mois=2026-12&regie=1");
    marc.sees("Cantine 1er service : aucun pointage le 18 décembre");
    marc.get("/mairie/factures/apercu?mois=2027-01&regie=1").sees("Ce mois n’est pas fini");
    // Only the services that are chosen.
    marc.get("/mairie/factures/apercu?mois=2026-12&regie=1&prestation=6").sees("Rien n’est à facturer");
    for wrong in ["mois=2026-13&regie=1", "mois=&regie=1"] {
        assert_eq!(marc.raw_get(&format!("/mairie/factures/apercu?{wrong}")).status.code, 422, "{wrong}");
    }
    assert_eq!(marc.raw_get("/mairie/factures/apercu?mois=2026-12&regie=7").status.code, 404);
}

#[test]
fn a_run_issues_what_was_shown_writes_to_the_families_and_again_bills_nothing() {
    let world = december();
    let mut marc = issue(&world, "2026-12");
    marc.sees("Terminé le").sees("1 facture émise").sees("Les familles sont prévenues par courriel");
    let bill = &bills(&world, 1)[0];
    assert_eq!((bill.number.to_string().as_str(), bill.lines[0].days.len()), ("F2027-1-000001", 3));
    let mails = world.mails();
    let mail = mails.iter().find(|mail| mail.subject == "Facture F2027-1-000001").expect("a mail");
    assert!(plain(&mail.text).contains("avant le 3 février 2027"), "{}", mail.text);
    marc.get("/mairie/factures/apercu?mois=2026-12&regie=1").sees("Rien n’est à facturer");
    marc.get("/mairie/factures").sees("ALAIN").sees("Doit");
    is_sound(&world);
}

#[test]
fn what_has_changed_since_it_was_shown_is_shown_again() {
    let world = december();
    let mut marc = world.agent("marc.petit");
    marc.get("/mairie/factures/apercu?mois=2026-12&regie=1");
    call(&world, 1, 3, "2026-12-10", State::Strike);
    submit(&mut marc, "Émettre");
    assert_eq!(marc.page.status.code, 409);
    marc.sees("a changé depuis que cette page a été montrée").sees("Cantine 1er service : 2 ×");
    submit(&mut marc, "Émettre").sees("Factures de décembre 2026");
}

#[test]
fn a_run_that_is_cut_short_anywhere_goes_on_and_leaves_nobody_out_nor_bills_twice() {
    let mut expected = None;
    for cut in 0..6 {
        let world = december();
        let mut claire = world.sign_in("claire.martel");
        world.set("2026-11-30 09:00");
        claire
            .get("/reservations/2026-12-07")
            .tick("Léa", "2026-12-10", "Cantine 1er service")
            .press("Valider");
        world.set("2027-01-04 09:00");
        let mut marc = world.agent("marc.petit");
        marc.get("/mairie/factures/apercu?mois=2026-12&regie=1");
        submit(&mut marc, "Émettre");
        // Some transactions, and then the program ends.
        for _ in 0..cut {
            world.runtime.block_on(job::step(&world.parts)).expect("a step");
        }
        let world = world.restarted(|| preau::platform::mail::Mailer::Memory(Default::default()));
        world.runtime.block_on(job::run(&world.parts)).expect("the rest");
        let numbers: BTreeSet<String> = [1, 3]
            .iter()
            .flat_map(|family| bills(&world, *family))
            .map(|bill| bill.number.to_string())
            .collect();
        assert_eq!(numbers.len(), 2, "cut after {cut}: {numbers:?}");
        let owed = (balance(&world, 1), balance(&world, 3));
        assert_eq!(*expected.get_or_insert(owed), owed, "cut after {cut}");
        is_sound(&world);
    }
}

#[test]
fn a_town_without_a_cash_office_is_told_where_it_is_settled() {
    let world = World::empty();
    drop(world);
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.get("/mairie/reglages").sees("Régies");
    nadia.get("/mairie/reglages/regies").sees("Régie enfance").sees("À payer en 30 jours");
    nadia.get("/mairie/reglages/regies/1").sees("Comment payer");
    let services: String = (1..=8).map(|id| format!("&prestation={id}")).collect();
    nadia.post(
        "/mairie/reglages/regies/1",
        &format!("nom=&emetteur=M.+Petit&delai=0&recours=x&siret=12{services}"),
    );
    assert_eq!(nadia.page.status.code, 422);
    nadia.sees("Indiquez le nom de la régie").sees("Le SIRET a 14 chiffres").sees("de 1 à 120");
    nadia.post(
        "/mairie/reglages/regies/1",
        &format!("nom=R%C3%A9gie+scolaire&emetteur=M.+Petit&delai=20&recours=Deux+mois.{services}"),
    );
    nadia.sees("La régie est enregistrée").sees("Régie scolaire").sees("À payer en 20 jours");
    // Another office bills none of its services.
    nadia.post(
        "/mairie/reglages/regies/0",
        "nom=Autre&emetteur=M.+Petit&delai=20&recours=Deux+mois.&prestation=3",
    );
    nadia.sees("Une autre régie facture déjà");
}
