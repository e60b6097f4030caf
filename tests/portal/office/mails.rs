//! The mail as the town sees it.

use std::sync::Mutex;

use preau::platform::{
    mail::{Mail, Mailer},
    outbox,
};

use crate::{
    browser::form,
    world::{World, at, free_port},
};

/// A portal whose server is not there.
fn without_server() -> World {
    let port = free_port();
    let address = format!("smtp://127.0.0.1:{port}");
    World::mailing(|| Mailer::smtp(&address, "enfance@valpreau.example").expect("an address"))
}

fn queue(world: &World, to: &'static str, secret: bool) {
    let mail = Mail {
        to: to.into(),
        from_name: "Valpréau".into(),
        subject: "Votre mot de passe".into(),
        text: "https://portail.example/mot-de-passe/tres-secret".into(),
        html: "<p>tres-secret</p>".into(),
        secret,
        ..Mail::default()
    };
    world.change(move |w| Ok(outbox::queue(w, mail, "00ff", at("2026-11-24 08:00"))?));
}

#[test]
fn what_waits_is_shown_with_its_reason_and_never_its_words() {
    let world = without_server();
    queue(&world, "lucie.alain@famille.example", true);
    assert_eq!(world.deliver(), 0);
    let mut nadia = world.agent("nadia");
    nadia.get("/mairie/courriels").sees("0 courriel parti aujourd’hui, 1 attend, 0 n’est pas parti.");
    nadia.sees("1 essai, le prochain le 24 novembre 2026 à 8 h 01.");
    nadia.sees("Le serveur de courrier ne répond pas ou n’existe pas").sees_no("secret");
    nadia.get("/mairie").sees("Rien ne demande votre attention.");
    world.set("2026-11-24 09:01");
    world.agent("nadia").get("/mairie").sees("1 courriel attend depuis plus d’une heure.");
    world.agent("jeanne").get("/mairie/courriels").sees("1 attend").sees_no("<button class=\"plain\"");
}

#[test]
fn another_try_is_made_at_once_and_sends_once() {
    let world = without_server();
    queue(&world, "lucie.alain@famille.example", false);
    queue(&world, "pas une adresse", false);
    queue(&world, "ni celle-ci", true);
    assert_eq!((world.deliver(), world.deliver()), (0, 0));
    let mut nadia = world.agent("nadia");
    nadia.get("/mairie/courriels").sees("1 attend, 2 ne sont pas partis.").sees("L’adresse est refusée.");
    nadia.sees("il faut en envoyer un autre");
    let retry = |world: &World, number: &str| {
        let mut nadia = world.agent("nadia");
        nadia.post("/mairie/courriels", &form(&[("numero", number)]));
        nadia.page.text()
    };
    assert!(retry(&world, "1").contains("1 courriel va être réessayé"));
    assert!(retry(&world, "3").contains("Aucun courriel à renvoyer."), "its words are gone");
    assert!(retry(&world, "99").contains("Aucun courriel à renvoyer."));
    nadia.post("/mairie/courriels/tous", "").sees("2 courriels vont être réessayés");
    assert_eq!(world.parts.store.read(outbox::check).unwrap(), Vec::<String>::new());
    world.deliver();
    nadia.get("/mairie/courriels").sees("2 essais").sees("1 attend, 2 ne sont pas partis.");
    assert_eq!(world.parts.store.read(outbox::check).unwrap(), Vec::<String>::new());
}

#[test]
fn a_test_mail_says_what_became_of_it() {
    let world = without_server();
    let mut nadia = world.agent("nadia");
    nadia
        .post("/mairie/courriels/essai", "")
        .sees("Le courriel d’essai n’est pas parti.")
        .sees("ne répond pas");
    let world = World::mailing(|| Mailer::Memory(Mutex::default()));
    let mut nadia = world.agent("nadia");
    nadia.post("/mairie/courriels/essai", "").sees("parti vers nadia.belkacem@valpreau.example");
    assert_eq!(world.mails()[0].subject, "Courriel d’essai du portail des familles");
    queue(&world, "lucie.alain@famille.example", false);
    world.mails();
    nadia.get("/mairie/courriels").sees("1 courriel parti aujourd’hui");
}
