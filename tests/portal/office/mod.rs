//! The town's side.

mod absences;
pub mod access;
mod agents;
mod book;
mod calendar;
mod closures;
mod custody;
mod essai;
mod families;
pub mod family;
mod file;
mod first;
mod journal;
mod mails;
pub mod quotient;
mod requests;
mod rights;
mod service_effects;
mod services;
mod setup;
mod sign_in;
mod tariffs;

use preau::account::{AccountId, store};

use crate::world::World;

/// The number of an account, by its address.
fn number(world: &World, mail: &str) -> AccountId {
    world.account(mail).0
}

/// The value of a field of the page, by its name.
pub fn value(page: &crate::browser::Page, name: &str) -> String {
    let field = scraper::Selector::parse(&format!("[name={name}]")).expect("a selector");
    page.dom().select(&field).next().and_then(|field| field.attr("value")).unwrap_or_default().to_owned()
}

/// Whether a link of a mail or of a terminal is good.
fn is_good(world: &World, link: &str) -> bool {
    let token = link.trim().rsplit('/').next().expect("a token");
    let key = store::keyed(&world.parts.config, store::Kind::Link, token);
    let now = world.parts.clock.now();
    world.parts.store.read(|r| store::find(r, &key, now)).expect("links").is_some()
}

#[test]
fn the_home_says_what_needs_attention_and_shows_what_the_roles_open() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.get("/mairie").sees("Bonjour Nadia").sees("Rien ne demande votre attention.");
    nadia.sees("Agents").sees("Courriels").sees("Journal").sees_no("Espace famille");
    let mut karim = world.agent("karim");
    karim.get("/mairie").sees("Pointage").sees_no("/mairie/courriels").sees_no("/mairie/agents");
    let mut hugo = world.agent("hugo");
    hugo.get("/mairie").sees("Espace famille").get("/").sees("Bonjour Hugo").sees("Mairie");
}

#[test]
fn who_has_no_family_is_at_home_in_the_town_hall() {
    let world = World::new();
    let mut odile = world.visitor();
    let credentials = [("adresse", "odile.renaud@valpreau.example"), ("mot-de-passe", preau::demo::PASSWORD)];
    odile.post("/connexion", &crate::browser::form(&credentials)).sees("Bonjour Odile");
    assert_eq!(odile.address, "/mairie");
    odile.get("/");
    assert_eq!(odile.address, "/mairie");
}
