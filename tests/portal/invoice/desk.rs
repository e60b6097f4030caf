//! The cash desk, and what parents read of it.

use super::{balance, bills, december, is_sound, issue, payment, submit};

const ACCOUNT: &str = "/mairie/familles/1/compte";

#[test]
fn parents_read_their_bills_and_nobody_elses() {
    let world = december();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/factures").sees("Aucune facture pour le moment.");
    issue(&world, "2026-12");
    let total = bills(&world, 1)[0].total.0;
    let words = preau::ui::french::money(total).replace('\u{a0}', " ");
    lucie
        .get("/factures")
        .sees("Facture F2027-1-000001")
        .sees("À payer")
        .sees(&format!("Vous devez {words}"));
    // Without a contract nothing can be paid online.
    lucie.sees_no("Payer par CB");
    lucie.get("/factures/F2027-1-000001").sees("Régie enfance").sees("ALAIN").sees("Cantine 1er service");
    lucie.sees_no("Payer par CB");
    lucie.sees("3, 4 et 10 décembre").sees(&format!("Total à payer : {words}")).sees("Marc Petit, régisseur");
    lucie
        .sees("Référence à rappeler : F2027R1N000001")
        .sees("Vous pouvez contester")
        .sees("À payer avant le 3 février 2027");
    let mut claire = world.sign_in("claire.martel");
    for address in
        ["/factures/F2027-1-000001", "/factures/F2027-1-000001/facture.pdf", "/factures/F2027-1-000002"]
    {
        assert_eq!(claire.raw_get(address).status.code, 404, "{address}");
    }
    world.set("2027-02-04 09:00");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/factures").sees("En retard");
}

#[test]
fn a_payment_of_a_part_then_of_the_rest_each_with_its_receipt() {
    let world = december();
    issue(&world, "2026-12");
    let total = bills(&world, 1)[0].total.0;
    let mut marc = world.agent("marc.petit");
    marc.get(ACCOUNT).sees("Enregistrer un paiement").sees("F2027-1-000001, reste");
    marc.post(ACCOUNT, &payment("1,00", "cash", &[("formulaire", "a")]));
    marc.sees("Le paiement est enregistré").sees("Payée en partie");
    assert_eq!(balance(&world, 1), total - 100);
    // The same form again is the same payment.
    marc.post(ACCOUNT, &payment("1,00", "cash", &[("formulaire", "a")]));
    assert_eq!(balance(&world, 1), total - 100);
    let rest = format!("{},{:02}", (total - 100) / 100, (total - 100) % 100);
    marc.post(
        ACCOUNT,
        &payment(&rest, "cheque", &[("formulaire", "b"), ("facture", "F2027-1-000001"), ("note", "12 345")]),
    );
    marc.sees("Cette famille ne doit rien.").sees("Payée");
    marc.get("/mairie/familles/1/compte/recus/R2027-1-000002")
        .sees("Chèque, 12 345")
        .sees("Pour la facture F2027-1-000001");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/factures").sees("Vous ne devez rien.").sees("Reçu R2027-1-000002");
    lucie.get("/factures/recus/R2027-1-000001").sees("1,00 €").sees("Espèces");
    assert_eq!(world.sign_in("claire.martel").raw_get("/factures/recus/R2027-1-000001").status.code, 404);
    // The bank takes the cheque back, once.
    for _ in 0..2 {
        marc.post("/mairie/familles/1/compte/recus/R2027-1-000002/rejeter", "")
            .sees("Le rejet est enregistré");
        assert_eq!(balance(&world, 1), total - 100);
    }
    is_sound(&world);
}

#[test]
fn what_is_typed_wrong_is_said_and_kept() {
    let world = december();
    issue(&world, "2026-12");
    let mut marc = world.agent("marc.petit");
    marc.post(ACCOUNT, "regie=1&montant=douze&moyen=&date=2027-01-05&note=mon+cheque&formulaire=a");
    assert_eq!(marc.page.status.code, 422);
    marc.sees("Indiquez un montant")
        .sees("Choisissez comment la famille a payé")
        .sees("aujourd’hui, ou avant");
    assert!(marc.page.html.contains("value=\"douze\"") && marc.page.html.contains("value=\"mon cheque\""));
    // A bill of nobody, or of another family.
    marc.post(ACCOUNT, &payment("1", "cash", &[("formulaire", "c"), ("facture", "F2027-1-000009")]));
    assert_eq!(marc.page.status.code, 422);
    assert_eq!(
        world
            .parts
            .store
            .read(|r| preau::invoice::store::ledgers(r, preau::family::FamilyId(1)))
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_bill_is_cancelled_by_a_numbered_credit_note_and_stays_as_it_was() {
    let world = december();
    issue(&world, "2026-12");
    let before = bills(&world, 1)[0].clone();
    let mut marc = world.agent("marc.petit");
    submit(marc.get("/mairie/factures/F2027-1-000001"), "Émettre l’avoir");
    marc.sees("Avoir A2027-1-000001")
        .sees("Porte sur la facture F2027-1-000001")
        .sees("Total en votre faveur");
    assert_eq!(bills(&world, 1)[0], before);
    assert_eq!(balance(&world, 1), 0);
    submit(marc.get("/mairie/factures/F2027-1-000001").sees("Annulée"), "Émettre l’avoir");
    assert_eq!(marc.page.status.code, 422);
    marc.sees("a été corrigée depuis");
    // Its days can be billed again.
    issue(&world, "2026-12").sees("1 facture émise");
    assert_eq!(balance(&world, 1), before.total.0);
    is_sound(&world);
}
