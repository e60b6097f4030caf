//! Each fault of the service, heard over its socket: when a payment begins, and when its end is asked for.

use preau::{
    demo::payfip::fault,
    payment::{
        Due, OperationId,
        fault::{Code, Treatment},
        operation::{Doubt, State},
        order::NotBegun,
        store,
    },
};

use super::service::{Service, bill};

/// What becomes of a payment that the service would not begin, in the treatment's words for the payer.
fn treatment(key: &str) -> (Treatment, &'static str) {
    match key {
        "A1" | "A2" => (Treatment::Mail, "n’accepte pas votre adresse électronique"),
        "M3" => (Treatment::TooSmall, "Le paiement en ligne commence à 1 €"),
        "M5" => (Treatment::TooLarge, "dépasse ce qui peut être payé en ligne"),
        "P1" | "P3" | "P4" | "P5" | "TechDysfonctionnementErreur" | "TechIndisponibiliteErreur" => {
            (Treatment::Later, "Le service de paiement ne répond pas")
        }
        _ => (Treatment::Town, "La mairie doit corriger un réglage"),
    }
}

#[test]
fn each_fault_that_keeps_a_payment_from_beginning_is_told_and_kept() {
    let service = Service::new();
    for (number, fault) in (1..).zip(fault::ALL) {
        let (expected, words) = treatment(fault::key(fault));
        service.stand_in.fail_next(fault);
        let why = service.begin(bill()).expect_err("it does not begin");
        assert_eq!(why, NotBegun::Refused(expected), "{fault:?}");
        let said = preau::payment::view::contract::why(&why, chrono_tz::Europe::Paris);
        assert!(crate::browser::plain(&said).contains(words), "{said}");
        let (_, attempt) = service.attempts().pop().expect("an attempt");
        assert_eq!((attempt.state, attempt.next), (State::Failed, None));
        // The town reads why, by the code where there is one.
        let marc = &mut service.world.agent("marc");
        marc.get(&format!("/mairie/paiements?fait={number}")).sees("non commencé");
        match fault.1 {
            "" => marc.sees("PayFiP"),
            code => marc.sees(&format!("(code {code})")),
        };
    }
    assert!(service.begin(bill()).is_ok(), "nothing keeps from another attempt");
}

#[test]
fn each_fault_that_answers_for_a_result_has_its_treatment() {
    let service = Service::new();
    for (number, fault) in (1..).zip(fault::ALL) {
        let key = fault::key(fault);
        let due = Due { reference: format!("20260001{number:02}"), ..bill() };
        let id = service.begin(due.clone()).expect("it begins");
        let back = service.pay_then_fail(id.rsplit('=').next().expect("a number"), key);
        let (state, words) = match (key, fault.1) {
            ("P1", _) => (State::Expired, "Paiement non effectué"),
            ("P3" | "P4" | "P5", _) | (_, "") => (State::Waiting, "Paiement en attente de confirmation"),
            (_, code) => (State::Doubtful(Doubt::Withheld(Code::of(code))), "Ne payez pas une seconde fois"),
        };
        service.world.visitor().get(&back).sees(words);
        let attempt = || {
            let read = service.world.parts.store.read(|r| store::operation(r, OperationId(number)));
            read.expect("the data").expect("an attempt")
        };
        assert_eq!((attempt().state, attempt().settles()), (state.clone(), None), "{key}");
        if matches!(state, State::Doubtful(_)) {
            // The job does not ask again; an agent may, and the answer that comes then counts.
            assert_eq!(attempt().next, None);
            assert_eq!(service.begin(due), Err(NotBegun::Doubtful));
            let mut marc = service.world.agent("marc");
            marc.get("/mairie/paiements").sees("à vérifier").sees(&format!("(code {key})"));
            marc.post(&format!("/mairie/paiements/{number}"), "geste=redemander").sees("payé par carte");
            assert!(attempt().settles().is_some());
        }
    }
}
