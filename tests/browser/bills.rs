//! A month, from the booking to the roll call, the bill and its payment, in a real browser: as a parent and as agents.

use preau::invoice::job;

use crate::{
    accessibility::same_titles,
    checks::faults,
    office::agent,
    screen::{Screen, Size},
    site::Site,
};

const MARC: &str = "marc.petit@valpreau.example";
const KARIM: &str = "karim.haddad@valpreau.example";

fn journey(size: Size, script: bool) {
    let site = Site::weekly();
    let (mut wrong, mut titles) = (Vec::new(), Vec::new());
    let mut check = |screen: &Screen, page: &str| {
        if script {
            wrong.extend(faults(screen).into_iter().map(|fault| format!("{page}: {fault}")));
            titles.push(screen.read("document.title").as_str().unwrap_or_default().to_owned());
            screen.network.forget();
        }
    };
    let lucie = Screen::signed_in(&site, size, script, "lucie.alain");
    lucie.open("/reservations/2026-11-30");
    lucie.tick("Théo", "2026-12-03", "Cantine 1er service");
    lucie.press("Valider");
    lucie.sees("C’est enregistré");
    lucie.open("/factures");
    lucie.sees("Aucune facture pour le moment.");
    check(&lucie, "no bill");
    lucie.leave();
    site.world.set("2026-12-03 12:00");
    let karim = agent(&site, size, script, KARIM);
    karim.open("/mairie/pointage/2026-12-03/3-2");
    karim.click("document.querySelector('#e1 [data-vers=here]')");
    karim.sees("Présent, noté à 12 h");
    drop(karim);
    site.world.set("2027-01-04 09:00");
    let marc = agent(&site, size, script, MARC);
    marc.open("/mairie/factures");
    check(&marc, "bills");
    marc.press("Voir ce qui serait facturé");
    marc.sees("Cantine 1er service : 1 × 5,40 €");
    check(&marc, "preview");
    marc.press("Émettre 1 document");
    marc.sees("Factures de décembre 2026");
    check(&marc, "run");
    site.world.runtime.block_on(job::run(&site.world.parts)).expect("bills");
    if script {
        // The page asks again by itself.
        marc.sees("1 facture émise");
    }
    marc.open("/mairie/factures/emissions/1");
    marc.sees("Terminé le");
    check(&marc, "run that is done");
    marc.open("/mairie/familles/1/compte");
    check(&marc, "account");
    marc.press("Enregistrer le paiement");
    marc.sees("Indiquez un montant");
    check(&marc, "payment refused");
    marc.write("montant", "1,10");
    marc.read("document.querySelector('#moyen').value = 'cash'");
    marc.press("Enregistrer le paiement");
    marc.sees("Le paiement est enregistré.");
    marc.sees("Payée en partie, reste 4,30 €");
    marc.press("Ouvrir le reçu");
    marc.sees("la somme de 1,10 €");
    check(&marc, "receipt");
    marc.open("/mairie/factures/F2027-1-000001");
    check(&marc, "bill, the town");
    drop(marc);
    let nadia = agent(&site, size, script, "nadia.belkacem@valpreau.example");
    nadia.open("/mairie/reglages/regies");
    check(&nadia, "cash offices");
    nadia.press("Régie enfance");
    nadia.write("delai", "0");
    nadia.press("Enregistrer");
    nadia.sees("Indiquez un nombre de jours, de 1 à 120.");
    check(&nadia, "cash office");
    drop(nadia);
    let lucie = Screen::signed_in(&site, size, script, "lucie.alain");
    lucie.open("/presences?jour=2026-12-03");
    lucie.sees("réservé, présent");
    check(&lucie, "presences");
    lucie.open("/factures");
    lucie.sees("Vous devez 4,30 €");
    check(&lucie, "bills, the family");
    lucie.press("Facture F2027-1-000001");
    lucie.sees("Total à payer : 5,40 €");
    check(&lucie, "bill, the family");
    let document = lucie.read("document.querySelector('a[href$=\".pdf\"]').target");
    assert_eq!(document, "_blank");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    // A bill is one page, whoever reads it; so are the two faces of a run.
    titles.sort();
    titles.dedup();
    assert_eq!(same_titles(&titles), [""; 0]);
}

#[test]
fn a_month_is_booked_called_billed_and_paid_on_a_phone() {
    journey(Size::Phone, true);
    journey(Size::Phone, false);
}

#[test]
fn a_month_is_booked_called_billed_and_paid_on_a_desk() {
    journey(Size::Desk, true);
    journey(Size::Desk, false);
}
