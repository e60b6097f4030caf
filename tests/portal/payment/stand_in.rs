//! The stand-in of the service: its page does as the real one does, every behaviour can be chosen there, and only the
//! demonstration and the tests have it.

use preau::demo::payfip::{Deed, fault};
use strum::IntoEnumIterator;

use super::service::Service;
use crate::world::World;

/// What an address of the stand-in shows.
fn shown(service: &Service, path: &str) -> String {
    let mut answer = ureq::get(format!("{}{path}", service.base)).call().expect("the page");
    answer.body_mut().read_to_string().expect("its text")
}

fn page(service: &Service, id: &str) -> String {
    shown(service, &format!("/tpa/paiementws.web?idop={id}"))
}

#[test]
fn whoever_tries_the_portal_can_choose_all_that_the_service_may_do() {
    let service = Service::new();
    let page = page(&service, &service.number());
    for words in ["45,50", "2026000042", "claire.martel@famille.example", "Aucune somme n’est prélevée"] {
        assert!(page.contains(words), "{words}");
    }
    for deed in Deed::iter() {
        let deed: &str = deed.into();
        assert!(page.contains(&format!("value=\"{deed}\"")), "{deed}");
    }
    let failing = shown(&service, "/tpa/essai");
    for fault in fault::ALL.map(fault::key) {
        for page in [&page, &failing] {
            assert!(page.contains(&format!("value=\"{fault}\"")), "{fault}");
        }
    }
    assert_eq!(fault::ALL.len(), 19);
    // Chosen, it answers the next question, once.
    let form = [("faute", "T4")];
    let mut chosen = ureq::post(format!("{}/tpa/essai", service.base)).send_form(form).expect("the page");
    assert!(chosen.body_mut().read_to_string().expect("its text").contains("recevra : T4"));
    let other = || preau::payment::Due { reference: "2026000099".into(), ..super::service::bill() };
    assert!(service.begin(other()).is_err());
    assert!(service.begin(other()).is_ok());
}

#[test]
fn a_page_opens_for_fifteen_minutes_and_serves_once() {
    let service = Service::new();
    let id = service.number();
    service.world.set("2026-11-24 08:15");
    assert!(page(&service, &id).contains("Payer par carte"));
    service.world.set("2026-11-24 08:15:01");
    assert!(page(&service, &id).contains("(code P4)"));
    service.world.set("2026-11-24 08:20");
    let id = service.number();
    service.act(&id, Deed::Card);
    assert!(page(&service, &id).contains("(code P3)"));
    assert!(page(&service, "rien").contains("(code P1)"));
}

#[test]
fn the_portal_has_no_address_of_it() {
    let world = World::new();
    let routes = world.client.rocket().routes().map(|route| route.uri.to_string());
    let of_service: Vec<String> = routes.filter(|address| address.starts_with("/tpa")).collect();
    assert_eq!(of_service, [""; 0]);
    let mut visitor = world.visitor();
    for address in ["/tpa/services/securite", "/tpa/paiementws.web?idop=1", "/tpa/essai"] {
        assert_eq!(visitor.raw_get(address).status.code, 404, "{address}");
        assert_eq!(visitor.raw_post(address, "faute=T4", &[]).status.code, 404, "{address}");
    }
}
