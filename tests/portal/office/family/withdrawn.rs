//! A role that is taken away while a form waits for its turn on the writer: nothing is done.

use std::{
    pin::pin,
    sync::mpsc::channel,
    task::{Context, Waker},
};

use preau::{account, family::store};
use rocket::http::{ContentType, Cookie, Header};

use super::{ODILE, filled, is_sound};
use crate::{
    browser::{Browser, form},
    world::World,
};

/// Sends a form of Odile, who loses every role once the page's guards have let her in: gives the status.
fn sent_too_late(world: &World, odile: &Browser, address: &str, body: &str) -> u16 {
    let inside = world.runtime.enter();
    let mut context = Context::from_waker(Waker::noop());
    let (go, held) = channel();
    let withdrawn = world.parts.store.write("test", move |w| {
        held.recv().expect("the word to go on");
        let (id, mut known) = account::store::account(w, ODILE)?.expect("an agent");
        known.duty.as_mut().expect("a duty").roles.clear();
        account::store::set_account(w, id, &known)
    });
    let mut withdrawn = pin!(withdrawn);
    assert!(withdrawn.as_mut().poll(&mut context).is_pending());
    let request = world.client.post(address.to_owned()).header(ContentType::Form).body(body);
    let cookies = odile.cookies.iter().map(|(name, value)| Cookie::new(name.clone(), value.clone()));
    let request = request.header(Header::new("Sec-Fetch-Site", "same-origin")).cookies(cookies);
    let mut sent = pin!(request.dispatch());
    // Only the writer is waited for on the way: it has been reached long before.
    for _ in 0..100 {
        assert!(sent.as_mut().poll(&mut context).is_pending(), "{address} does not wait for the writer");
    }
    drop(inside);
    go.send(()).expect("the writer");
    world.runtime.block_on(async {
        withdrawn.await.expect("a change");
        sent.await.status().code
    })
}

#[test]
fn who_has_lost_the_role_changes_nothing() {
    let world = World::new();
    let new_adult = "/mairie/familles/1/autres/nouveau";
    let [family, child] = ["/mairie/familles/nouvelle", "/mairie/familles/1/enfants/1"];
    let filled_in = |page: &str, action: &str, typed: &[(&str, &str)]| {
        let mut odile = world.agent("odile");
        odile.get(page);
        filled(&odile, action, typed)
    };
    let person = [("first_name", "Paul"), ("last_name", "NEUF"), ("phone", "0601020304")];
    let place = [("street", "1 rue Neuve"), ("postcode", "44999"), ("city", "Valpréau")];
    let bodies = [
        (child.to_owned(), filled_in(child, child, &[("first_name", "Théodore")])),
        (family.to_owned(), filled_in(family, family, &[&person[..2], &place].concat())),
        (new_adult.to_owned(), filled_in(new_adult, new_adult, &person)),
        ("/mairie/familles/1/autres/1/retrait".into(), String::new()),
        ("/mairie/familles/1/archivage".into(), form(&[("geste", "archiver")])),
        ("/mairie/familles/1/nom".into(), form(&[("famille", "AUTRE"), ("avant", "ALAIN")])),
        (format!("{child}/sante"), String::new()),
    ];
    let past = || super::past(&world, 1).len() + world.parts.store.read(store::families).unwrap().len();
    let before = past();
    let roles = world.account(ODILE).1.duty.expect("a duty").roles;
    for (address, body) in bodies {
        let odile = world.agent("odile");
        assert_eq!(sent_too_late(&world, &odile, &address, &body), 403, "{address}");
        let roles = roles.clone();
        world.change(move |w| {
            let (id, mut known) = account::store::account(w, ODILE)?.expect("an agent");
            known.duty.as_mut().expect("a duty").roles = roles;
            Ok(account::store::set_account(w, id, &known)?)
        });
    }
    assert_eq!(past(), before);
    is_sound(&world);
}
