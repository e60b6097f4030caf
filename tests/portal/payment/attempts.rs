//! From the bill to its end: each way it may go.

use preau::{
    demo::payfip::Deed,
    payment::{Due, operation::State, order::NotBegun},
    platform::money::Cents,
};

use super::service::{Service, bill};
use crate::world::at;

const PAID: Option<Cents> = Some(Cents(4550));

#[test]
fn who_paid_comes_back_and_reads_it_at_once() {
    let service = Service::new();
    for (deed, words, settled) in [
        (Deed::Abandoned, "à moins que vous n’y soyez revenu", None),
        (Deed::CardRefused, "Paiement refusé", None),
        (Deed::DebitRefused, "Prélèvement refusé", None),
        (Deed::Card, "Paiement accepté", PAID),
    ] {
        let back = service.act(&service.number(), deed);
        let mut claire = service.world.sign_in("claire.martel");
        claire.get(&back).sees(words).sees("2026000042").sees("45,50 €").sees("Revenir aux factures");
        assert_eq!(service.attempts().last().expect("an attempt").1.settles(), settled, "{deed:?}");
        if deed == Deed::Abandoned {
            // Two minutes later it is sure, and another attempt may begin.
            service.world.set("2026-11-24 08:03");
            claire.get(&back).sees("Paiement abandonné").sees("Rien n’a été prélevé");
        }
    }
    assert_eq!(service.begin(bill()), Err(NotBegun::Paid));
}

#[test]
fn a_stranger_who_knows_the_address_reads_how_it_ended_and_no_more() {
    let service = Service::new();
    let back = service.act(&service.number(), Deed::Debit);
    for mut stranger in [service.world.visitor(), service.world.sign_in("lucie.alain")] {
        stranger.get(&back).sees("Prélèvement enregistré").sees_no("2026000042").sees_no("45,50");
    }
    let mut back = service.world.visitor();
    back.get("/paiements/retour").sees("Nous ne retrouvons pas ce paiement");
    back.get("/paiements/retour?idop=autre").sees("Nous ne retrouvons pas ce paiement");
}

#[test]
fn a_browser_that_comes_back_by_a_form_lands_on_the_same_page() {
    let service = Service::new();
    let id = service.number();
    service.act(&id, Deed::Card);
    let mut visitor = service.world.visitor();
    let sent = visitor.raw_post("/paiements/retour", &format!("idOp={id}"), &[]);
    assert_eq!(sent.headers["location"], format!("/paiements/retour?idop={id}"));
    let elsewhere = visitor.raw_post("/paiements/retour", "idop=%0d%0aSet-Cookie:a", &[]);
    assert_eq!(elsewhere.headers["location"], "/paiements/retour?idop=");
}

#[test]
fn a_notice_proves_nothing_and_makes_the_service_be_asked() {
    let service = Service::new();
    let id = service.number();
    // Somebody who knows the number says so, and nothing was paid.
    service.notify(&id);
    service.poll();
    assert_eq!(service.attempt().state, State::Waiting);
    service.act(&id, Deed::Card);
    service.world.set("2026-11-24 08:01");
    service.poll();
    assert_eq!(service.attempt().state, State::Waiting, "its moment has not come");
    service.notify(&id);
    service.poll();
    assert_eq!(service.attempt().settles(), PAID);
    // In the address, in capitals, of nothing that there is: the same answer.
    let mut visitor = service.world.visitor();
    for (address, body) in [
        (format!("/paiements/notification?idop={id}"), ""),
        ("/paiements/notification".into(), "idOp=rien"),
        ("/paiements/notification".into(), ""),
    ] {
        assert_eq!(visitor.raw_post(&address, body, &[]).status.code, 200);
    }
}

#[test]
fn three_notices_out_of_order_settle_once() {
    let service = Service::new();
    let id = service.number();
    service.notify(&id);
    service.act(&id, Deed::Thrice);
    for _ in 0..3 {
        service.notify(&id);
        service.poll();
    }
    let known = service.attempt();
    assert_eq!((known.settles(), known.next), (PAID, None));
    let asked = service.stand_in.received().len();
    service.notify(&id);
    service.poll();
    assert_eq!(service.stand_in.received().len(), asked, "what is known is not asked again");
}

#[test]
fn two_tabs_that_pay_one_bill_begin_once() {
    let service = Service::new();
    let parts = &service.world.parts;
    let begin = || preau::payment::portal::begin(parts, "test".into(), bill(), false);
    let (one, other) = service.world.runtime.block_on(async { rocket::tokio::join!(begin(), begin()) });
    let both = [one.expect("the data"), other.expect("the data")];
    assert_eq!(both.iter().filter(|begun| begun.is_ok()).count(), 1, "{both:?}");
    assert_eq!(service.begin(bill()), Err(NotBegun::UnderWay(at("2026-11-24 08:20"))));
    service.world.set("2026-11-24 08:20");
    assert!(service.begin(bill()).is_ok());
}

#[test]
fn an_answer_that_was_lost_is_found_before_another_attempt_begins() {
    let service = Service::new();
    let id = service.number();
    // Paid, and the browser was closed, and the notice got lost.
    service.act(&id, Deed::Card);
    assert_eq!(service.begin(bill()), Err(NotBegun::Paid));
    assert_eq!(service.attempt().settles(), PAID);
}

#[test]
fn a_result_that_comes_late_is_found_by_the_schedule() {
    let service = Service::new();
    service.act(&service.number(), Deed::Late);
    for (moment, settled) in [("08:02", None), ("08:05", None), ("08:15", PAID)] {
        service.world.set(&format!("2026-11-24 {moment}"));
        service.poll();
        assert_eq!(service.attempt().settles(), settled, "{moment}");
    }
}

#[test]
fn a_result_that_never_comes_expires() {
    let service = Service::new();
    let back = service.act(&service.number(), Deed::Never);
    for (moment, words) in [
        ("24 09:59", "Paiement en attente de confirmation"),
        ("24 10:00", "Paiement non effectué"),
        ("30 10:00", "Paiement non effectué"),
    ] {
        service.world.set(&format!("2026-11-{moment}"));
        service.poll();
        service.world.visitor().get(&back).sees(words);
    }
    assert!(service.attempt().next.is_some(), "a last answer may still come");
    service.world.set("2026-12-01 08:00");
    service.poll();
    assert_eq!((service.attempt().state, service.attempt().next), (State::Expired, None));
}

#[test]
fn what_differs_is_for_the_town_to_look_at() {
    for (deed, words) in [
        (Deed::OtherAmount, "ne concorde pas (le montant)"),
        (Deed::OtherReference, "ne concorde pas (la référence)"),
        (Deed::OtherClient, "ne concorde pas (le numéro client)"),
        (Deed::OtherMode, "ne concorde pas (le mode)"),
        (Deed::Unknown, "un résultat inconnu, « Q »"),
    ] {
        let service = Service::new();
        let back = service.act(&service.number(), deed);
        service.world.visitor().get(&back).sees("La mairie doit vérifier ce paiement");
        assert_eq!(service.attempt().settles(), None);
        let mut marc = service.world.agent("marc");
        marc.get("/mairie/paiements").sees("En cours, ou à vérifier").sees("MARTEL").sees(words);
        assert_eq!(service.begin(bill()), Err(NotBegun::Doubtful), "not twice");
        service.world.agent("marc").get("/mairie").sees("1 paiement en ligne est à vérifier");
        // Looked at, it is put away; nothing of it is paid, and it can be put away only as what it is.
        marc.post("/mairie/paiements/1", "geste=classer").sees("Paiement 1 : à vérifier").sees("classé");
        marc.sees("Aucun paiement n’est en cours");
        assert_eq!(service.attempt().settles(), None);
        assert!(service.begin(bill()).is_ok());
    }
}

#[test]
fn a_service_that_fails_is_left_alone_for_half_an_hour_and_asked_again() {
    for fault in ["TechDysfonctionnementErreur", "TechIndisponibiliteErreur", "TechProtocolaireErreur"] {
        let service = Service::new();
        let back = service.pay_then_fail(&service.number(), fault);
        service.world.visitor().get(&back).sees("Paiement en attente de confirmation");
        service.world.set("2026-11-24 08:29");
        service.poll();
        assert_eq!(service.attempt().state, State::Waiting, "it is left alone for half an hour");
        service.world.set("2026-11-24 08:30");
        service.poll();
        assert_eq!(service.attempt().settles(), PAID);
    }
}

#[test]
fn what_the_service_has_forgotten_was_not_paid() {
    let service = Service::new();
    let back = service.act(&service.number(), Deed::Forgotten);
    service.world.visitor().get(&back).sees("Paiement non effectué");
    assert!(service.begin(bill()).is_ok());
}

#[test]
fn what_would_be_refused_is_not_asked() {
    let service = Service::new();
    let before = service.stand_in.received();
    let small = Due { reference: "2026000043".into(), amount: Cents(99), ..bill() };
    assert!(matches!(service.begin(small), Err(NotBegun::Unfit(_))));
    assert_eq!(service.stand_in.received(), before);
}

#[test]
fn an_attempt_cut_before_its_number_is_given_up() {
    let service = Service::new();
    let cut = preau::payment::operation::Operation::begin(
        bill(),
        "012345".into(),
        preau::payment::Mode::Production,
        at("2026-11-24 08:00"),
    );
    service.world.change(move |w| Ok(preau::payment::store::add(w, &cut).map(drop)?));
    service.world.set("2026-11-24 08:15");
    service.poll();
    assert_eq!(service.attempt().state, State::Expired);
    assert!(service.begin(bill()).is_ok());
}

#[test]
fn an_agent_of_billing_asks_again() {
    let service = Service::new();
    service.act(&service.number(), Deed::Card);
    let mut marc = service.world.agent("marc");
    marc.get("/mairie/paiements").sees("sur la page de paiement").sees("Redemander");
    marc.post("/mairie/paiements/1", "geste=redemander");
    marc.sees("PayFiP a été interrogé sur le paiement 1 : payé par carte")
        .sees("Aucun paiement n’est en cours");
    assert_eq!(service.attempt().settles(), PAID);
    marc.post("/mairie/paiements/1", "geste=classer");
    assert_eq!(marc.page.status.code, 404, "what is paid is not to be put away");
    let mut jeanne = service.world.agent("jeanne");
    jeanne.get("/mairie/paiements").sees("payé par carte").sees_no("Redemander");
}
