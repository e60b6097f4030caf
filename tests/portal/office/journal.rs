//! The journal of what concerns rights.

use preau::account::{
    event::{COMMAND, Event, What},
    store,
};

use super::number;
use crate::{
    browser::form,
    world::{World, at},
};

#[test]
fn who_did_what_is_said_in_sentences() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let odile = number(&world, "odile.renaud@valpreau.example");
    nadia.get(&format!("/mairie/agents/{odile}"));
    let vu = super::value(&nadia.page, "vu");
    let body = form(&[("prenom", "Odile"), ("nom", "RENAUD"), ("geste", "enregistrer"), ("vu", &vu)]);
    nadia.post(&format!("/mairie/agents/{odile}"), &format!("{body}&role=billing"));
    world.sign_in("lucie.alain");
    nadia.get("/mairie/journal");
    nadia.sees("Nadia BELKACEM a donné à Odile RENAUD le rôle Facturation et lui a retiré le rôle Familles");
    nadia.sees("Connexion de Lucie ALAIN").sees("24 novembre 2026 à 8 h").sees("127.0.0.1");
    nadia.get(&format!("/mairie/journal?personne={odile}")).sees("le rôle Facturation").sees_no("Lucie");
    nadia.get("/mairie/journal?personne=").sees("Lucie");
}

#[test]
fn fifty_lines_a_page_and_no_line_is_lost_between_two() {
    let world = World::new();
    let odile = number(&world, "odile.renaud@valpreau.example");
    world.change(move |w| {
        for _ in 0..120 {
            let event = Event {
                at: at("2026-11-24 07:05"),
                about: Some(odile),
                by: None,
                origin: COMMAND.into(),
                what: What::ResetGiven,
            };
            store::note(w, &event)?;
        }
        Ok(())
    });
    let mut nadia = world.agent("nadia");
    for first in ["/mairie/journal", &format!("/mairie/journal?personne={odile}")] {
        let (mut address, mut lines) = (first.to_owned(), Vec::new());
        loop {
            nadia.get(&address);
            lines.push(nadia.page.html.matches("ligne de commande").count());
            let link = scraper::Selector::parse("a[href*=avant]").unwrap();
            match nadia.page.dom().select(&link).next().and_then(|link| link.attr("href")) {
                Some(next) => address = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(lines, [50, 50, 20], "{first}");
    }
}
