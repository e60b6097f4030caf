//! A mail server in trouble, from the page that writes to the one where the town reads why nothing leaves.

use std::{fs, net::TcpListener, sync::Arc};

use preau::{
    account::{Account, AccountId, store},
    platform::outbox,
};
use rocket::tokio::task::JoinHandle;

use crate::{
    browser::{Browser, form},
    mailbox::Mailbox,
    world::{World, until},
};

const NADIA: &str = "nadia.belkacem@valpreau.example";
const ABSENT: &str = "Le serveur de courrier ne répond pas ou n’existe pas à cette adresse.";
const SLOW: &str = "Le serveur de courrier n’a pas répondu à temps.";
const TLS: &str = "La connexion sécurisée avec le serveur de courrier n’a pas pu se faire.";

/// The administrator invites somebody: a mail waits for them.
fn invite(world: &World, mail: &str) {
    let who = form(&[("prenom", "Paul"), ("nom", "NEUF"), ("adresse", mail), ("role", "families")]);
    world.agent("nadia").post("/mairie/agents", &who).sees("Un courriel part vers").sees(mail);
}

/// Lucie books a day: a confirmation waits for her.
fn book(lucie: &mut Browser) {
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 2e service");
    lucie.press("Valider").sees("C’est enregistré");
}

/// What the town reads of its mail.
#[track_caller]
fn reads(world: &World, words: &[&str]) {
    let mut nadia = world.agent("nadia");
    nadia.get("/mairie/courriels");
    for words in words {
        nadia.sees(words);
    }
}

/// What the test button answers.
#[track_caller]
fn tests(world: &World, words: &str) {
    let mut nadia = world.agent("nadia");
    nadia.post("/mairie/courriels/essai", "").sees("Le courriel d’essai n’est pas parti.").sees(words);
}

/// Tries what is due, beside the pages, as the portal's own worker does.
fn delivering(world: &World) -> JoinHandle<usize> {
    let parts = Arc::clone(&world.parts);
    world.runtime.spawn(async move { outbox::deliver(&parts).await.expect("the outbox") })
}

/// To whom mails have arrived.
fn recipients(mailbox: &Mailbox) -> Vec<String> {
    mailbox.letters().into_iter().map(|(to, _)| to).collect()
}

#[test]
fn a_server_that_is_gone_for_an_hour_gets_each_mail_once_when_it_is_back() {
    let mailbox = Mailbox::new();
    let world = mailbox.world();
    book(&mut world.sign_in("lucie.alain"));
    invite(&world, "paul.neuf@valpreau.example");
    reads(&world, &["0 courriel parti aujourd’hui, 2 attendent", "Il va partir."]);
    for minute in 0..60 {
        world.set(&format!("2026-11-24 08:{minute:02}"));
        assert_eq!(world.deliver(), 0);
    }
    world.set("2026-11-24 09:02");
    reads(&world, &[ABSENT, "6 essais, le prochain le 24 novembre 2026 à 9 h 03."]);
    let _server = mailbox.server();
    assert_eq!(world.deliver(), 0, "it is not due yet");
    let mut nadia = world.agent("nadia");
    nadia.post("/mairie/courriels", &form(&[("numero", "1")])).sees("1 courriel va être réessayé");
    assert_eq!((world.deliver(), world.deliver()), (1, 0), "the one that was asked for leaves at once");
    assert_eq!(recipients(&mailbox), ["lucie.alain@famille.example"]);
    world.set("2026-11-24 09:03");
    assert_eq!((world.deliver(), world.deliver()), (1, 0), "the other leaves by itself");
    world.set("2026-11-25 07:00");
    assert_eq!(world.deliver(), 0);
    assert_eq!(recipients(&mailbox), ["lucie.alain@famille.example", "paul.neuf@valpreau.example"]);
    world.set("2026-11-24 09:03");
    reads(&world, &["2 courriels partis aujourd’hui, 0 attend, 0 n’est pas parti."]);
}

#[test]
fn no_page_waits_for_a_server_that_says_nothing() {
    let mailbox = Mailbox::new();
    let mute = TcpListener::bind(("127.0.0.1", mailbox.port)).expect("the port");
    let world = mailbox.world();
    let (mut lucie, mut visitor) = (world.sign_in("lucie.alain"), world.visitor());
    invite(&world, "paul.neuf@valpreau.example");
    let trying = delivering(&world);
    let line = mute.accept().expect("the portal calls");
    // Nobody will answer it: the try lasts until the portal hangs up.
    book(&mut lucie);
    invite(&world, "odette.neuf@valpreau.example");
    visitor.post("/mot-de-passe", &form(&[("adresse", "sophie.baconnais@famille.example")]));
    visitor.sees("Si cette adresse est connue");
    reads(&world, &["3 attendent"]);
    assert!(!trying.is_finished(), "every page has answered before the mail was given up");
    tests(&world, SLOW);
    assert_eq!(world.runtime.block_on(trying).expect("the outbox"), 0);
    reads(&world, &[SLOW, "1 essai, le prochain le 24 novembre 2026 à 8 h 01."]);
    drop((line, mute));
    let _server = mailbox.server();
    world.set("2026-11-24 08:01");
    world.mails();
    assert_eq!(world.deliver(), 0);
    let expected =
        ["lucie.alain@famille.example", "odette.neuf@valpreau.example", "paul.neuf@valpreau.example"];
    let sophie = ["sophie.baconnais@famille.example".to_owned()];
    assert_eq!(recipients(&mailbox), [&expected.map(str::to_owned)[..], &sophie].concat());
    reads(&world, &["4 courriels partis aujourd’hui, 0 attend"]);
}

#[test]
fn a_server_that_answers_late_gets_the_mail_once() {
    let mailbox = Mailbox::new();
    let _server = mailbox.server();
    let world = mailbox.world();
    let mut lucie = world.sign_in("lucie.alain");
    invite(&world, "hold.neuf@valpreau.example");
    let trying = delivering(&world);
    let asked = mailbox.folder.path().join("mails.log");
    until("the server is asked", || fs::read_to_string(&asked).ok().filter(|log| log.contains("hold")));
    book(&mut lucie);
    assert!(!trying.is_finished(), "the page has answered before the server");
    fs::write(mailbox.folder.path().join("mails.go"), "").expect("a file");
    assert_eq!(world.runtime.block_on(trying).expect("the outbox"), 1);
    world.set("2026-11-24 08:10");
    assert_eq!((world.deliver(), world.deliver()), (1, 0), "the confirmation, and nothing twice");
    assert_eq!(recipients(&mailbox), ["hold.neuf@valpreau.example", "lucie.alain@famille.example"]);
}

#[test]
fn a_connection_that_is_not_secure_as_it_should_be_keeps_the_mails() {
    let mailbox = Mailbox::new();
    let mut world = mailbox.world();
    let mut guests = Vec::new();
    for (server, address) in [
        ("plain", "smtps://HERE"),
        ("plain", "smtp://HERE?tls=required"),
        ("smtps", "smtps://HERE"),
        ("tls", "smtp://HERE?tls=required"),
        ("tls", "smtp://HERE?tls=opportunistic"),
    ] {
        let running = match server {
            "plain" => mailbox.server(),
            way => mailbox.self_signed_server(way),
        };
        world = world.restarted(|| mailbox.mailer(address));
        let guest = format!("n{}.neuf@valpreau.example", guests.len());
        invite(&world, &guest);
        guests.push(guest);
        assert_eq!(world.deliver(), 0, "{server} {address}");
        reads(&world, &[&format!("{} attend", guests.len()), TLS]);
        tests(&world, TLS);
        drop(running);
    }
    assert_eq!(mailbox.letters(), [], "nothing has left in clear");
    let _server = mailbox.server();
    world = world.restarted(|| mailbox.mailer("smtp://HERE"));
    world.set("2026-11-24 08:01");
    assert_eq!((world.deliver(), world.deliver()), (guests.len(), 0));
    assert_eq!(recipients(&mailbox), guests);
}

/// Gives an account another address.
fn renames(world: &World, account: AccountId, mail: String) {
    world.change(move |w| {
        let known = store::account_of(w, account)?.expect("an account");
        Ok(store::set_account(w, account, &Account { mail, ..known })?)
    });
}

#[test]
fn what_the_server_refuses_is_said_in_words() {
    let mailbox = Mailbox::new();
    let _server = mailbox.server();
    let world = mailbox.world();
    let mut nadia = world.agent("nadia");
    let account = world.account(NADIA).0;
    for (mood, words) in [
        ("refuse", "L’adresse est refusée."),
        ("busy", "Le serveur de courrier demande de réessayer plus tard."),
        ("strict", "Le serveur de courrier refuse ce courriel."),
        ("stranger", "Le serveur de courrier refuse l’identifiant ou le mot de passe du portail."),
    ] {
        let (guest, hers) =
            (format!("{mood}.neuf@valpreau.example"), format!("{mood}.nadia@valpreau.example"));
        invite(&world, &guest);
        assert_eq!(world.deliver(), 0, "{mood}");
        nadia.get("/mairie/courriels").sees(words);
        renames(&world, account, hers);
        nadia.post("/mairie/courriels/essai", "").sees("Le courriel d’essai n’est pas parti.").sees(words);
        renames(&world, account, NADIA.into());
    }
    nadia.get("/mairie/courriels").sees("0 courriel parti aujourd’hui, 2 attendent, 2 ne sont pas partis.");
}
