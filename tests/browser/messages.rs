//! A message with its PDF in a real browser: sent by a parent, received through a real mail server, answered by the
//! town, read by the parent.

use std::fs;

use preau::platform::blob::Hash;

use crate::{
    by_mail::{arrives, button},
    checks::faults,
    documents::choose,
    mailbox::Mailbox,
    office::agent,
    password::LUCIE,
    screen::{Screen, Size},
    site::Site,
};

const TOWN: &str = "enfance@valpreau.example";

/// A parent writes, the town answers, each with its own screen.
fn an_exchange(size: Size, script: bool) {
    let mailbox = Mailbox::new();
    let (site, _server) = (Site::launch(mailbox.world()), mailbox.server());
    let mut wrong = Vec::new();
    let mut check = |screen: &Screen, page: &str| {
        if script {
            wrong.extend(faults(screen).into_iter().map(|fault| format!("{page}: {fault}")));
            screen.network.forget();
        }
    };
    let bytes = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";
    let bill = mailbox.folder.path().join("facture.pdf");
    fs::write(&bill, bytes).expect("a file");

    let lucie = Screen::signed_in(&site, size, script, "lucie.alain");
    lucie.open("/contact");
    lucie.sees("1 place de la Mairie, 44999 Valpréau");
    check(&lucie, "contact");
    lucie.press_here("Envoyer");
    lucie.sees("Indiquez l’objet de votre message");
    check(&lucie, "contact, refused");
    lucie.write("objet", "Facture de novembre");
    lucie.write("message", "Bonjour,\nun repas est compté deux fois.");
    choose(&lucie, bill.to_str().expect("a path"));
    lucie.press("Envoyer");
    lucie.sees("Votre message est envoyé");
    check(&lucie, "a thread");

    let mail = arrives(&mailbox, TOWN, "Message nº\u{a0}1 de Lucie ALAIN");
    assert_eq!(mail["Reply-To"], LUCIE);
    let file = serde_json::json!(["application/pdf", Hash::of(bytes).to_string(), "piece-jointe.pdf"]);
    assert_eq!(mail["parts"][2], file, "{mail}");
    let (words, to) = button(&mail);
    assert_eq!((words.as_str(), to.as_str()), ("Répondre sur le portail", "/mairie/messages/1"));

    let odile = agent(&site, size, script, "odile.renaud@valpreau.example");
    odile.open("/mairie/messages");
    check(&odile, "the inbox");
    odile.open(&to);
    odile.sees("un repas est compté deux fois.");
    check(&odile, "a thread, the town");
    odile.write("message", "C’est corrigé, merci.");
    odile.press("Envoyer la réponse");
    odile.sees("La réponse est envoyée.");
    check(&odile, "the inbox, answered");

    let mail = arrives(&mailbox, LUCIE, "Valpréau a répondu à votre message nº\u{a0}1");
    lucie.open("/");
    lucie.sees("La mairie a répondu à votre message « Facture de novembre ».");
    check(&lucie, "home");
    lucie.open(&button(&mail).1);
    lucie.sees("C’est corrigé, merci.");
    check(&lucie, "a thread, answered");
    lucie.open("/contact");
    check(&lucie, "contact, with threads");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_message_is_sent_received_answered_and_read_on_a_phone() {
    an_exchange(Size::Phone, true);
}

#[test]
fn a_message_is_sent_received_answered_and_read_on_a_desk() {
    an_exchange(Size::Desk, true);
}

#[test]
fn a_message_is_sent_received_answered_and_read_without_scripts() {
    an_exchange(Size::Phone, false);
    an_exchange(Size::Desk, false);
}
