//! What is sent and received is what the service's contract says, judged by xmllint.

use std::{io::Write, process::Command};

use preau::{
    demo::payfip::{Deed, fault},
    payment::{
        Mode,
        contract::Contract,
        fault::{Code, Fault, Trouble},
        gateway::Gateway,
        order::Order,
    },
};

use super::service::{Service, bill};

const SCHEMA: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/payfip/PaiementSecuriseService_schema1.xsd");
const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// What stands in the body of a message, or in the detail of its fault.
fn inside(message: &str) -> String {
    let document = roxmltree::Document::parse(message).expect("XML");
    let body = document.descendants().find(|node| node.has_tag_name((SOAP, "Body"))).expect("a body");
    let detail = body.descendants().find(|node| node.has_tag_name("detail"));
    let element = detail.unwrap_or(body).first_element_child().expect("an element");
    message[element.range()].to_owned()
}

/// Whether the service's schema takes an element.
fn valid(element: &str) -> bool {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(element.as_bytes()).expect("a file");
    let run =
        Command::new("xmllint").args(["--noout", "--nonet", "--schema", SCHEMA]).arg(file.path()).output();
    run.expect("xmllint").status.success()
}

fn ask<T>(service: &Service, question: impl Future<Output = T>) -> T {
    service.world.runtime.block_on(question)
}

#[test]
fn each_message_is_valid_against_the_services_schemas() {
    let service = Service::new();
    for deed in [Deed::Card, Deed::CardRefused] {
        let id = service.number();
        service.poll();
        service.act(&id, deed);
        service.notify(&id);
        service.poll();
        assert!(!service.attempts().last().expect("an attempt").1.under_way());
        if deed == Deed::Card {
            // That bill is paid; so is the other begun anew.
            service.world.change(|w| {
                let (id, mut known) = preau::payment::store::of_reference(w, &bill().reference)?.remove(0);
                known.state = preau::payment::operation::State::Abandoned;
                Ok(preau::payment::store::set(w, id, &known)?)
            });
        }
    }
    let gateway = Gateway::at(&service.base);
    for (kind, code, label) in fault::ALL {
        service.stand_in.fail_next((kind, code, label));
        let answer = ask(&service, gateway.client("012345"));
        let expected = Fault { kind, code: Code::of(code), label: label.into() };
        assert_eq!(answer, Err(Trouble::Fault(expected)));
    }
    let (received, sent) = (service.stand_in.received(), service.stand_in.sent());
    assert!(received.len() > 8);
    for message in received.iter().chain(&sent) {
        let element = inside(message);
        assert!(valid(&element), "{element}");
    }
    // The check can fail: fields out of order, a field that there is not.
    let order = received.iter().map(|message| inside(message)).find(|text| text.contains("<mel>"));
    let order = order.expect("an order");
    assert!(order.contains("<objet>Facture de novembre 2026 cantine d Eloise garderie</objet>"), "{order}");
    assert!(!valid(&order.replace("mel>", "zel>")));
    assert!(!valid(&order.replace("exer>", "x>").replace("mel>", "exer>").replace("x>", "mel>")));
}

#[test]
fn an_order_without_words_leaves_their_field_out() {
    let service = Service::new();
    let due = preau::payment::Due { object: "…".into(), ..bill() };
    service.begin(due).expect("it begins");
    let order = inside(service.stand_in.received().last().expect("an order"));
    assert!(!order.contains("objet") && valid(&order), "{order}");
}

#[test]
fn the_service_says_whose_a_number_is() {
    let service = Service::without_contract();
    let gateway = Gateway::at(&service.base);
    let client = ask(&service, gateway.client("012345")).expect("a client");
    assert_eq!(client.labels, ["VALPREAU", "REGIE ENFANCE", "CANTINE ET GARDERIE"]);
    for (number, code) in [("12345", Code::T1), ("111111", Code::T2), ("099999", Code::T4)] {
        let answer = ask(&service, gateway.client(number));
        assert!(matches!(&answer, Err(Trouble::Fault(fault)) if fault.code == code), "{answer:?}");
    }
}

#[test]
fn each_refusal_of_the_service_is_heard_as_its_code() {
    let service = Service::new();
    let gateway = Gateway::at(&service.base);
    let contract = Contract::of("012345", Mode::Production);
    let order = Order::of(&bill(), &contract, "http://localhost:8000").expect("an order");
    type Change = fn(&mut Order);
    let changes: [(Change, Code); 11] = [
        (|order| order.mail.clear(), Code::A1),
        (|order| order.mail = "claire".into(), Code::A2),
        (|order| order.reference = "1234".into(), Code::R3),
        (|order| order.client = "12".into(), Code::T1),
        (|order| order.client = "111111".into(), Code::T2),
        (|order| order.client = "099999".into(), Code::T4),
        (|order| order.amount.0 = -1, Code::M1),
        (|order| order.amount.0 = 99, Code::M3),
        (|order| order.amount.0 = 10_000_000, Code::M5),
        (|order| order.notice.clear(), Code::N1),
        (|order| order.back = "x".repeat(300), Code::D1),
    ];
    for (change, code) in changes {
        let mut order = order.clone();
        change(&mut order);
        let answer = ask(&service, gateway.create(&order));
        assert!(matches!(&answer, Err(Trouble::Fault(fault)) if fault.code == code), "{code:?}: {answer:?}");
    }
    let unknown = ask(&service, gateway.result("nothing"));
    assert!(matches!(&unknown, Err(Trouble::Fault(fault)) if fault.code == Code::P1), "{unknown:?}");
}

/// Answers one request with these bytes, and gives the address of it.
fn says(answer: &'static str) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a socket");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut read = Vec::new();
        while !read.ends_with(b"</soap:Envelope>") {
            let mut byte = [0];
            if std::io::Read::read(&mut stream, &mut byte).expect("a message") == 0 {
                return;
            }
            read.push(byte[0]);
        }
        stream.write_all(answer.as_bytes()).expect("an answer");
    });
    address
}

#[test]
fn what_is_not_of_the_contract_is_no_answer() {
    let service = Service::new();
    let ask = |address: &str| ask(&service, Gateway::at(address).client("012345"));
    let closed = ask("http://127.0.0.1:1");
    assert!(matches!(closed, Err(Trouble::Unreachable(_))), "{closed:?}");
    for (answer, garbled) in [
        ("HTTP/1.1 503 Closed\r\nContent-Length: 13\r\n\r\n<html></html>", false),
        ("HTTP/1.1 302 Away\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", false),
        ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut", false),
        ("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>", true),
        ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", true),
    ] {
        let heard = ask(&says(answer));
        let right = match &heard {
            Err(Trouble::Garbled(_)) => garbled,
            Err(Trouble::Unreachable(_)) => !garbled,
            _ => false,
        };
        assert!(right, "{answer}: {heard:?}");
    }
}

#[test]
fn any_prefix_and_any_case_of_a_field_is_read() {
    let service = Service::new();
    let answer = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n\
        <?xml version='1.0' encoding='UTF-8'?>\
        <soap-env:Envelope xmlns:soap-env=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap-env:Header/><soap-env:Body>\
        <ns0:recupererDetailClientResponse xmlns:ns0=\"http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService\">\
        <return><libelleN1>R&#201;GIE &amp; CANTINE</libelleN1><libelleN2/><NumCli>012345</NumCli></return>\
        </ns0:recupererDetailClientResponse></soap-env:Body></soap-env:Envelope>";
    let client = ask(&service, Gateway::at(&says(answer)).client("012345")).expect("a client");
    assert_eq!(client.labels, ["RÉGIE & CANTINE"]);
}
