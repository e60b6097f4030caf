//! The first administrator.

use preau::{
    account::{job, role::Role, store},
    platform::Parts,
};

use super::is_good;
use crate::{browser::form, world::World};

const ANNE: &str = "anne.neuve@valpreau.example";

/// What `serve` prints: the path of the link.
fn link(world: &World) -> Option<String> {
    let Parts { store, config, random, clock, .. } = &*world.parts;
    let link = world.runtime.block_on(job::first(store, config, random, clock.now())).expect("a link");
    link.map(|link| link.strip_prefix("http://localhost:8000").expect("our own address").to_owned())
}

/// A town where nobody administers the portal.
fn orphan() -> World {
    let world = World::new();
    world.change(|w| {
        for (id, mut account) in store::agents(w)? {
            account.duty.as_mut().expect("a duty").roles.remove(&Role::Administrator);
            store::set_account(w, id, &account)?;
        }
        Ok(())
    });
    world
}

fn anne() -> String {
    form(&[("prenom", "Anne"), ("nom", "NEUVE"), ("adresse", ANNE)])
}

#[test]
fn a_town_with_an_administrator_gives_no_link() {
    assert_eq!(link(&World::new()), None);
}

#[test]
fn the_link_makes_one_administrator_who_then_chooses_a_password() {
    let world = orphan();
    let address = link(&world).expect("a link");
    let mut visitor = world.visitor();
    visitor.get(&address).sees("Premier administrateur du portail");
    visitor.post(&address, &form(&[("prenom", ""), ("nom", "NEUVE"), ("adresse", "anne")]));
    visitor.sees("Indiquez le prénom").sees("Indiquez une adresse");
    assert_eq!(visitor.page.status.code, 422);
    let own = [("Sec-Fetch-Site", "same-origin")];
    let page = visitor.raw_post(&address, &anne(), &own);
    let to = &page.headers["location"];
    assert!(page.status.code == 303 && to.starts_with("/mot-de-passe/") && is_good(&world, to), "{to}");
    let (_, account) = world.account(ANNE);
    let duty = account.duty.expect("a duty");
    assert_eq!(duty.roles, [Role::Administrator, Role::Families, Role::Billing].into());
    assert!(account.password.is_none(), "there is no default password");
    // Used once, and nobody is second.
    assert_eq!(visitor.raw_post(&address, &anne(), &own).status.code, 410);
    visitor.get(&address).sees("Ce lien n’est plus valable");
    assert_eq!(link(&world), None);
}

#[test]
fn the_link_is_good_for_an_hour_and_a_newer_one_ends_it() {
    let world = orphan();
    let (older, newer) = (link(&world).expect("a link"), link(&world).expect("a link"));
    let mut visitor = world.visitor();
    visitor.get(&older).sees("Ce lien n’est plus valable");
    world.set("2026-11-24 08:59");
    visitor.get(&newer).sees("Premier administrateur");
    world.set("2026-11-24 09:00");
    visitor.get(&newer).sees("Ce lien n’est plus valable");
    visitor.post(&newer, &anne());
    assert_eq!(visitor.page.status.code, 410);
}

#[test]
fn an_agent_may_become_the_first_administrator_and_a_link_of_another_kind_is_none() {
    let world = orphan();
    let mut visitor = world.visitor();
    let address = link(&world).expect("a link");
    let who = [("prenom", "Karim"), ("nom", "HADDAD"), ("adresse", "karim.haddad@valpreau.example")];
    let page = visitor.raw_post(&address, &form(&who), &[("Sec-Fetch-Site", "same-origin")]);
    let duty = world.account("karim.haddad@valpreau.example").1.duty.expect("a duty");
    assert!(duty.roles.contains(&Role::Administrator) && duty.roles.contains(&Role::RollCall), "{duty:?}");
    let password = page.headers["location"].replace("/mot-de-passe/", "/premier/");
    visitor.get(&password).sees("Ce lien n’est plus valable");
}
