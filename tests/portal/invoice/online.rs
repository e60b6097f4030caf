//! Paying a bill online, against the stand-in of the service.

use preau::{
    demo::payfip::Deed,
    family::FamilyId,
    invoice::ledger::{Entry, State, standings},
    invoice::{Means, OfficeId, store},
    payment::{operation::Operation, store as payment},
};

use super::{balance, bills, call, is_sound, issue, payment as payment_of};
use crate::{payment::service::Service, world::World};

/// A bill of Claire's, the contract in force.
fn billed() -> Service {
    let service = Service::new();
    let world = &service.world;
    let mut claire = world.sign_in("claire.martel");
    claire.get("/reservations/2026-12-07").tick("Léa", "2026-12-10", "Cantine 1er service").press("Valider");
    claire.sees("C’est enregistré");
    call(world, 4, 3, "2026-12-10", preau::attendance::State::Here);
    world.set("2027-01-04 09:00");
    issue(world, "2026-12");
    service
}

/// The service's number of the attempt that was begun last.
fn number(service: &Service) -> String {
    attempt(service).service.expect("a number")
}

/// The attempt that was begun last.
fn attempt(service: &Service) -> Operation {
    let latest = service.world.parts.store.read(|r| payment::latest(r, 1)).expect("the data");
    latest.into_iter().next().expect("an attempt").1
}

const BILL: &str = "/factures/F2027-1-000001";
const PAY: &str = "/factures/F2027-1-000001/payer";

/// How many payments online the family's ledger holds.
fn online_payments(world: &World) -> usize {
    let ledger = world.parts.store.read(|r| store::ledger(r, FamilyId(3), OfficeId(1))).expect("a ledger");
    let online = ledger.iter().filter(|entry| matches!(entry, Entry::Payment { means: Means::Online, .. }));
    online.count()
}

#[test]
fn what_is_less_than_the_service_takes_says_where_it_is_paid() {
    let service = billed();
    let world = &service.world;
    let rest = bills(world, 3)[0].total.0 - 99;
    let amount = format!("{},{:02}", rest / 100, rest % 100);
    world
        .agent("marc.petit")
        .post("/mairie/familles/3/compte", &payment_of(&amount, "cash", &[]))
        .sees("Reçu");
    let mut claire = world.sign_in("claire.martel");
    for page in ["/factures", BILL] {
        claire.get(page).sees("Le paiement en ligne commence à 1 €").sees_no("Payer par CB");
    }
}

#[test]
fn a_bill_is_paid_by_card_and_is_a_payment_once() {
    let service = billed();
    let world = &service.world;
    let mut claire = world.sign_in("claire.martel");
    claire.get("/factures").sees("Payer par CB");
    claire.post(PAY, "").sees("Vers la page de paiement");
    let total = bills(world, 3)[0].total.0;
    let attempt = attempt(&service);
    assert_eq!((attempt.due.amount.0, attempt.due.reference.as_str()), (total, "F2027R1N000001"));
    // A second tab is told that one is under way.
    let mut other = world.sign_in("claire.martel");
    other.post(PAY, "").sees("Un paiement est déjà en cours");
    let back = service.act(&number(&service), Deed::Card);
    // One operation is not asked for twice in two seconds, whoever wants to know.
    world.set("2027-01-04 09:01");
    claire.get(&back).sees("Paiement accepté");
    assert_eq!(balance(world, 3), 0);
    // Notices, in any order and number, change nothing more.
    for _ in 0..3 {
        service.notify(&number(&service));
        service.poll();
    }
    claire
        .get(&back)
        .get("/factures")
        .sees("Vous ne devez rien.")
        .sees("Paiement en ligne")
        .sees_no("Payer par CB");
    let ledger = world.parts.store.read(|r| store::ledger(r, FamilyId(3), OfficeId(1))).expect("a ledger");
    assert_eq!(online_payments(world), 1);
    assert_eq!(standings(&ledger)[0].state("2027-01-04".parse().unwrap()), State::Paid);
    claire.post(PAY, "").sees("C’est déjà payé");
    is_sound(world);
}

#[test]
fn what_is_refused_or_abandoned_pays_nothing_and_can_be_begun_again() {
    for (deed, words) in
        [(Deed::CardRefused, "Paiement refusé"), (Deed::Abandoned, "quitté la page de paiement")]
    {
        let service = billed();
        let world = &service.world;
        let owed = balance(world, 3);
        let mut claire = world.sign_in("claire.martel");
        claire.post(PAY, "");
        let back = service.act(&number(&service), deed);
        claire.get(&back).sees(words);
        if deed == Deed::Abandoned {
            // Who gave up may come back to the service's page for two minutes.
            claire
                .get("/factures")
                .sees("Un paiement est en attente de confirmation")
                .sees_no("Payer par CB");
            world.set("2027-01-04 09:03");
            claire.get(&back).sees("Vous pouvez recommencer");
        }
        assert_eq!(balance(world, 3), owed, "{deed:?}");
        claire.get("/factures").sees("Payer par CB");
        claire.get(BILL).sees("Payer par CB");
    }
}

#[test]
fn while_a_payment_waits_the_bill_says_so_and_leads_to_it() {
    let service = billed();
    let world = &service.world;
    let mut claire = world.sign_in("claire.martel");
    claire.post(PAY, "");
    service.act(&number(&service), Deed::Never);
    let follow = format!("/paiements/retour?idop={}", number(&service));
    for page in ["/factures", BILL] {
        claire.get(page).sees("Un paiement est en attente de confirmation").sees_no("Payer par CB");
        assert!(claire.page.html.contains(&follow), "{page}");
    }
    // Twenty minutes after its beginning another may be begun, and this one may still end well.
    world.set("2027-01-04 09:20");
    let mut claire = world.sign_in("claire.martel");
    claire.get(BILL).sees("Un paiement est en attente de confirmation").sees("Payer par CB");
    world.set("2027-01-04 11:00");
    let mut claire = world.sign_in("claire.martel");
    claire.get(&follow).sees("Le temps prévu est passé et rien n’a été payé");
    claire.get(BILL).sees_no("en attente de confirmation").sees("Payer par CB");
}

#[test]
fn an_answer_of_something_else_never_settles_a_bill() {
    let service = billed();
    let world = &service.world;
    let owed = balance(world, 3);
    let (mut claire, mut marc) = (world.sign_in("claire.martel"), world.agent("marc.petit"));
    for (attempt, (deed, words)) in (1..).zip([
        (Deed::OtherAmount, "ne concorde pas (le montant)"),
        (Deed::OtherReference, "ne concorde pas (la référence)"),
        (Deed::OtherClient, "ne concorde pas (le numéro client)"),
        // What is paid on trial is not paid.
        (Deed::OtherMode, "ne concorde pas (le mode)"),
        (Deed::Unknown, "un résultat inconnu"),
    ]) {
        claire.post(PAY, "").sees("Vers la page de paiement");
        let back = service.act(&number(&service), deed);
        claire.get(&back).sees("Ne payez pas une seconde fois");
        service.notify(&number(&service));
        service.poll();
        assert_eq!(balance(world, 3), owed, "{deed:?}");
        assert_eq!(online_payments(world), 0, "{deed:?}");
        for page in ["/factures", BILL] {
            claire.get(page).sees("La mairie vérifie un paiement de cette facture").sees_no("Payer par CB");
        }
        claire.post(PAY, "").sees("La mairie vérifie d’abord un paiement précédent");
        marc.get("/mairie/paiements").sees(words);
        marc.post(&format!("/mairie/paiements/{attempt}"), "geste=classer").sees("classé");
        claire.get(BILL).sees("Payer par CB");
    }
    is_sound(world);
}

#[test]
fn a_lost_answer_is_found_before_the_bill_is_paid_twice() {
    let service = billed();
    let world = &service.world;
    let mut claire = world.sign_in("claire.martel");
    claire.post(PAY, "");
    // Paid; the browser was closed before it came back, and the notice got lost.
    service.act(&number(&service), Deed::Card);
    claire.post(PAY, "").sees("C’est déjà payé").sees("Vous ne devez rien.");
    assert_eq!((balance(world, 3), online_payments(world)), (0, 1));
    is_sound(world);
}

#[test]
fn notices_of_two_attempts_out_of_order_settle_the_bill_once() {
    let service = billed();
    let world = &service.world;
    let mut claire = world.sign_in("claire.martel");
    claire.post(PAY, "");
    let first = number(&service);
    service.notify(&first);
    service.act(&first, Deed::CardRefused);
    service.notify(&first);
    service.poll();
    claire.post(PAY, "").sees("Vers la page de paiement");
    let second = number(&service);
    service.notify(&second);
    service.act(&second, Deed::Thrice);
    for known in [&second, &first, &second, &first, &second] {
        service.notify(known);
        service.poll();
    }
    assert_eq!((balance(world, 3), online_payments(world)), (0, 1));
    is_sound(world);
}

#[test]
fn two_tabs_that_pay_at_the_same_moment_begin_one_payment() {
    let service = billed();
    let world = &service.world;
    let tabs = [world.sign_in("claire.martel"), world.sign_in("claire.martel")];
    let said: Vec<String> = std::thread::scope(|scope| {
        let tabs = tabs.map(|mut tab| scope.spawn(move || tab.post(PAY, "").page.text()));
        tabs.into_iter().map(|tab| tab.join().expect("a tab")).collect()
    });
    let begun = said.iter().filter(|page| page.contains("Vers la page de paiement")).count();
    let told = said.iter().filter(|page| page.contains("Un paiement est déjà en cours")).count();
    assert_eq!((begun, told), (1, 1), "{said:?}");
    let attempts = world.parts.store.read(|r| payment::latest(r, 9)).expect("the data");
    assert_eq!(attempts.len(), 1);
}

#[test]
fn an_answer_that_comes_after_the_parent_has_gone_settles_the_bill_all_the_same() {
    let service = billed();
    let world = &service.world;
    let mut claire = world.sign_in("claire.martel");
    claire.post(PAY, "");
    service.act(&number(&service), Deed::Card);
    world.set("2027-01-04 09:20");
    service.poll();
    assert_eq!(balance(world, 3), 0);
    is_sound(world);
}
