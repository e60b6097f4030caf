//! A run: shown first, then issued, however it is interrupted.

use std::collections::BTreeSet;

use preau::{
    attendance::State,
    family::FamilyId,
    invoice::job,
    tariff::{Case, TariffId, Version, rule::Rule},
};

use super::{balance, bills, call, december, is_sound, issue, submit};
use crate::{browser::plain, world::World};

#[test]
fn what_will_be_billed_is_shown_first_with_what_looks_wrong() {
    let world = december();
    let mut marc = world.agent("marc.petit");
    marc.get("/mairie/factures").sees("Préparer les factures").sees("Aucune famille ne doit rien.");
    marc.get("/mairie/factures/apercu?mois=2026-12&regie=1");
    marc.sees("Avant d’émettre les factures de décembre 2026").sees("ALAIN");
    marc.sees("Théo, Cantine 1er service : 3 ×").sees("À payer avant le 3 février 2027");
    marc.sees_no("aucun pointage")
        .sees_no("Ce mois n’est pas fini")
        .sees("1 famille a un quotient inconnu, ou de plus d’un an");
    assert!(bills(&world, 1).is_empty(), "nothing is issued by looking");
    // A day that nobody called.
    let mut lucie = world.sign_in("lucie.alain");
    world.set("2026-12-11 09:00");
    lucie.get("/reservations/2026-12-14").tick("Théo", "2026-12-18", "Cantine 1er service").press("Valider");
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
fn what_looks_wrong_is_named_and_nothing_else_is() {
    let world = december();
    world.set("2026-12-10 09:00");
    for (who, child) in [("sophie.baconnais", "Fanny"), ("hugo.perrin", "Jade")] {
        let mut parent = world.sign_in(who);
        parent.get("/reservations/2026-12-14");
        for day in ["2026-12-17", "2026-12-18"] {
            parent.tick(child, day, "Cantine 1er service");
        }
        parent.press("Valider").sees("C’est enregistré");
    }
    world.change(|w| {
        // Sophie's quotient is of this year; nobody has decided what an evening beyond an hour costs.
        let mut sophie = preau::family::store::family(w, FamilyId(2))?.expect("BACONNAIS");
        let known = preau::family::Known::of(Some(preau::tariff::quotient::Quotient::euros(1100)));
        sophie.quotient.set("2026-09-01".parse().unwrap(), known);
        preau::family::store::set_family(w, FamilyId(2), &sophie)?;
        let mut evening = preau::tariff::store::tariffs(w)?.0[&TariffId(3)].clone();
        let hour = Case::of(Rule::Steps { steps: vec![(60, preau::platform::money::Cents(150))] });
        evening.versions.set("2026-12-01".parse().unwrap(), Version::of(vec![hour]));
        Ok(preau::tariff::store::set_tariff(w, &evening)?)
    });
    // The roll of the canteen is called on the 18th, and not on the 17th. Fanny comes in the evening and is not registered.
    call(&world, 3, 3, "2026-12-18", State::Here);
    call(&world, 3, 6, "2026-12-18", State::Here);
    world.set("2026-12-18 19:00");
    let stay = "&de=&vers=here&arrivee=16:30&depart=";
    for (day, left) in [("2026-12-17", "17:30"), ("2026-12-18", "18:31")] {
        let body = format!("enfant=1{stay}{left}");
        world.agent("karim").post(&format!("/mairie/pointage/{day}/6-2"), &body).sees("Présent");
    }
    world.set("2027-01-04 09:00");
    let mut marc = world.agent("marc.petit");
    marc.get("/mairie/factures/apercu?mois=2026-12&regie=1").sees("À vérifier avant d’émettre");
    let dom = marc.page.dom();
    let any = |css: &str| scraper::Selector::parse(css).expect("a selector");
    let said = |item: scraper::ElementRef| plain(&item.text().collect::<String>());
    let items: Vec<String> = dom.select(&any(".todo li")).map(said).collect();
    assert_eq!(
        items,
        [
            "Cantine 1er service : aucun pointage le 17 décembre. Les réservations de ces jours sont facturées telles quelles.",
            "Théo ALAIN, dossier : pas de tarif pour Garderie soir le 18 décembre. Ces jours ne sont pas facturés : inscrivez \
             l’enfant, ou complétez le tarif.",
            "Fanny BACONNAIS, dossier : pas de tarif pour Garderie soir le 18 décembre. Ces jours ne sont pas facturés : \
             inscrivez l’enfant, ou complétez le tarif.",
            // One is older than a year, the other is not known; who is not billed is not named.
            "2 familles ont un quotient inconnu, ou de plus d’un anALAIN, dossier, PERRIN, dossier.",
        ]
    );
    let links: Vec<&str> = dom.select(&any(".todo a")).filter_map(|link| link.attr("href")).collect();
    assert_eq!(links, [1, 2, 1, 6].map(|family| format!("/mairie/familles/{family}")));
    // Nothing of it keeps from issuing; what has no price is not billed.
    submit(&mut marc, "Émettre 3 documents");
    world.runtime.block_on(job::run(&world.parts)).expect("bills");
    let evenings: Vec<String> = [1, 2]
        .iter()
        .flat_map(|family| bills(&world, *family))
        .flat_map(|bill| bill.lines)
        .filter(|line| line.service.0 == 6)
        .flat_map(|line| line.days)
        .map(|day| day.to_string())
        .collect();
    assert_eq!(evenings, ["2026-12-17"]);
    is_sound(&world);
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
    // Another day at the same price is another bill.
    call(&world, 1, 3, "2026-12-10", State::Here);
    call(&world, 1, 3, "2026-12-04", State::Strike);
    submit(&mut marc, "Émettre").sees("a changé depuis que cette page a été montrée");
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
