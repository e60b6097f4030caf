//! Paying a bill online, against the stand-in of the service.

use preau::{
    demo::payfip::Deed,
    family::FamilyId,
    invoice::ledger::{Entry, State, standings},
    invoice::{Means, OfficeId, store},
    payment::{operation::Operation, store as payment},
};

use super::{balance, bills, call, is_sound, issue};
use crate::payment::service::Service;

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

const PAY: &str = "/factures/F2027-1-000001/payer";

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
    let online = ledger.iter().filter(|entry| matches!(entry, Entry::Payment { means: Means::Online, .. }));
    assert_eq!(online.count(), 1);
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
        assert_eq!(balance(world, 3), owed, "{deed:?}");
        claire.get("/factures").sees("Payer par CB");
    }
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
