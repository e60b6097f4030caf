//! Messages, from a family to the town and back.

mod inbox;

use preau::{
    message::{MOST_BYTES, State, ThreadId, store},
    platform::{blob::Hash, mail::Mail},
};
use serde_json::Value;

use crate::{
    browser::{Browser, form},
    mailbox::Mailbox,
    world::World,
};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\xff\x00";
const ONE: &str = "00000000000000000000000000000001";
const TOWN: &str = "enfance@valpreau.example";
const LUCIE: &str = "lucie.alain@famille.example";
const NO_FILE: (&str, &[u8]) = ("", b"");

/// What the form of a first message sends.
fn fields<'a>(number: &'a str, subject: &'a str, words: &'a str) -> [(&'a str, &'a str); 4] {
    [("n", number), ("famille", "1"), ("objet", subject), ("message", words)]
}

/// The same of another family than Lucie's.
fn of<'a>(family: &'a str, number: &'a str, subject: &'a str, words: &'a str) -> [(&'a str, &'a str); 4] {
    [("n", number), ("famille", family), ("objet", subject), ("message", words)]
}

/// What the form of an answer sends to who had seen so many messages.
fn answer<'a>(number: &'a str, seen: &'a str, words: &'a str) -> [(&'a str, &'a str); 4] {
    [("n", number), ("famille", "1"), ("vu", seen), ("message", words)]
}

/// A number of a form, other for each.
fn number(n: u32) -> String {
    format!("{n:032x}")
}

/// Lucie asks about a bill.
fn asks<'w>(world: &'w World) -> Browser<'w> {
    let mut lucie = world.sign_in("lucie.alain");
    lucie.send_with("/contact", &fields(ONE, "Facture de novembre", "Bonjour,\nmerci de vérifier."), NO_FILE);
    lucie.sees("Votre message est envoyé");
    lucie
}

fn mails_to(world: &World, to: &str) -> Vec<Mail> {
    world.mails().into_iter().filter(|mail| mail.to == to).collect()
}

fn state(world: &World) -> State {
    world.parts.store.read(|r| store::thread(r, ThreadId(1))).unwrap().expect("a thread").state
}

#[track_caller]
fn is_sound(world: &World) {
    assert_eq!(world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).expect("a check"), [""; 0]);
}

#[test]
fn the_page_says_how_the_town_is_reached_to_anybody() {
    let world = World::new();
    let mut anybody = world.visitor();
    for mut reader in [world.sign_in("lucie.alain"), world.agent("jeanne")] {
        for words in [
            "1 place de la Mairie, 44999 Valpréau",
            "02 40 00 00 00",
            "Du lundi au vendredi, de 8 h 30",
            TOWN,
        ] {
            reader.get("/contact").sees(words);
            anybody.get("/contact").sees(words);
        }
    }
    assert_eq!(anybody.page.at("a[href='tel:0240000000']").as_deref(), Some("02 40 00 00 00"));
    anybody.sees("Se connecter pour écrire").sees_no("Envoyer");
    world.sign_in("lucie.alain").get("/contact").sees("Envoyer").sees("PDF, JPEG ou PNG, 5 Mo au plus");
}

#[test]
fn a_message_is_kept_mailed_answered_read_and_told_of() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.send_with(
        "/contact",
        &fields(ONE, "Facture de novembre", "Bonjour,\r\nmerci <b>de</b> vérifier."),
        ("../facture.exe", PDF),
    );
    lucie.sees("Votre message est envoyé, le 24 novembre 2026 à 8 h.").sees(LUCIE);
    lucie
        .sees("Lucie ALAIN")
        .sees("merci <b>de</b> vérifier.")
        .sees("Fichier joint au message 1 (PDF, 46 octets, nouvel onglet)");
    let mail = mails_to(&world, TOWN).pop().expect("a mail to the town");
    assert_eq!(mail.subject, "Message nº\u{a0}1 de Lucie ALAIN");
    assert!(mail.text.contains("> Bonjour,\n> merci <b>de</b> vérifier."), "{}", mail.text);
    assert!(mail.text.contains("http://localhost:8000/mairie/messages/1"), "{}", mail.text);
    assert_eq!(mail.reply_to.as_deref(), Some(LUCIE));
    assert_eq!(mail.enclosed.expect("a file").hash, Hash::of(PDF));
    // The town.
    let mut odile = world.agent("odile");
    odile.get("/mairie").sees("1 message d’une famille attend une réponse.");
    odile
        .get("/mairie/messages")
        .sees("Facture de novembre")
        .sees("Famille ALAIN")
        .sees("attend une réponse depuis le 24 novembre 2026 à 8 h");
    odile.get("/mairie/familles/1").sees("Messages de la famille");
    odile.get("/mairie/messages?famille=1").sees("Messages de la famille ALAIN").sees("Facture de novembre");
    odile.get("/mairie/messages/1").sees("merci <b>de</b> vérifier.");
    let file = odile.raw_get("/mairie/messages/1/1/piece-jointe.pdf");
    assert_eq!((file.status.code, file.headers["content-type"].as_str()), (200, "application/pdf"));
    assert!(file.headers["content-security-policy"].starts_with("default-src 'none'"), "{:?}", file.headers);
    assert_eq!(file.headers["content-disposition"], "inline; filename=\"piece-jointe.pdf\"");
    world.set("2026-11-24 10:30");
    let mut odile = world.agent("odile");
    odile.send_with(
        "/mairie/messages/1",
        &answer(&number(2), "1", "C’est corrigé."),
        ("avoir.pdf", b"%PDF-1.4 2"),
    );
    odile
        .sees("La réponse est envoyée. Un courriel prévient la famille.")
        .sees("Aucun message n’attend de réponse.");
    odile.get("/mairie").sees_no("message d’une famille");
    odile.get("/mairie/messages?lesquels=tous").sees("a reçu une réponse");
    // The parent.
    let mail = mails_to(&world, LUCIE).pop().expect("a mail to the parent");
    assert_eq!(mail.subject, "Valpréau a répondu à votre message nº\u{a0}1");
    assert!(
        mail.text.contains("Odile RENAUD a répondu") && mail.text.contains("> C’est corrigé."),
        "{}",
        mail.text
    );
    assert!(
        mail.text.contains("http://localhost:8000/contact/1") && mail.enclosed.is_none(),
        "{}",
        mail.text
    );
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/").sees("La mairie a répondu à votre message « Facture de novembre ».");
    lucie.get("/contact").sees("Facture de novembre la mairie a répondu le 24 novembre 2026");
    lucie
        .get("/contact/1")
        .sees("Odile RENAUD, pour la mairie")
        .sees("C’est corrigé.")
        .sees("Le 24 novembre 2026 à 10 h 30");
    assert_eq!(lucie.raw_get("/contact/1/2/piece-jointe.pdf").html, "%PDF-1.4 2");
    // She goes on: it waits again, and is told of no more.
    lucie
        .send_with("/contact/1", &answer(&number(3), "", "Merci !"), NO_FILE)
        .sees("Votre message est envoyé")
        .sees("Merci !");
    lucie.get("/").sees_no("La mairie a répondu à votre message");
    assert_eq!(mails_to(&world, TOWN).len(), 2);
    world.agent("odile").get("/mairie/messages").sees("Facture de novembre");
    // Two weeks later an answer is no news.
    world
        .agent("marc")
        .send_with("/mairie/messages/1", &answer(&number(4), "3", "De rien."), NO_FILE)
        .sees("La réponse est envoyée");
    world.set("2026-12-09 10:30");
    world.sign_in("lucie.alain").get("/").sees_no("La mairie a répondu à votre message");
    is_sound(&world);
}

#[test]
fn what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let large = [PDF, &vec![b'x'; MOST_BYTES as usize]].concat();
    let long = "x".repeat(5_001);
    let html = b"<!doctype html><script>alert(1)</script>%PDF-1.4".as_slice();
    for (subject, words, file, status, said) in [
        ("", "Des mots tapés", NO_FILE, 422, "Indiquez l’objet de votre message"),
        ("Objet tapé", " ", NO_FILE, 422, "Écrivez votre message."),
        ("Objet tapé", &long, NO_FILE, 422, "5 000 lettres au plus"),
        ("Objet tapé", "Des mots tapés", ("a.pdf", html), 422, "ni un PDF, ni une image JPEG ou PNG"),
        (
            "Objet tapé",
            "Des mots tapés",
            ("a.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            422,
            "ni un PDF",
        ),
        ("Objet tapé", "Des mots tapés", ("a.pdf", b""), 422, "ni un PDF"),
        ("Objet tapé", "Des mots tapés", ("a.pdf", &large), 413, "trop lourd : 5 Mo au plus"),
    ] {
        lucie.send_with("/contact", &fields(ONE, subject, words), file).sees("Il y a un problème").sees(said);
        assert_eq!(lucie.page.status.code, status, "{said}");
        assert!(lucie.page.html.contains("<title>Erreur : Contact"), "{said}");
        if !subject.is_empty() {
            assert!(lucie.page.html.contains("value=\"Objet tapé\""), "{said}");
        }
        if words.len() < 100 {
            assert_eq!(lucie.page.at("textarea").unwrap(), words.trim(), "{said}");
        }
    }
    assert_eq!(world.parts.store.read(|r| store::latest(r, 0, 9)).unwrap().len(), 0);
    assert_eq!(mails_to(&world, TOWN).len(), 0);
    // What nobody sees is taken out, what looks like a page is text.
    lucie.send_with(
        "/contact",
        &fields(ONE, "a\u{202e}b\u{0}c\r\nBcc: x", "<script>alert(1)</script>"),
        NO_FILE,
    );
    lucie.sees("abc Bcc: x").sees("<script>alert(1)</script>");
    assert!(!lucie.page.html.contains("<script>alert"));
    let mail = mails_to(&world, TOWN).remove(0);
    assert_eq!(mail.subject, "Message nº\u{a0}1 de Lucie ALAIN", "nothing that a family typed");
    assert!(mail.text.contains("«\u{a0}abc Bcc: x\u{a0}»"), "{}", mail.text);
    let mut odile = world.agent("odile");
    odile
        .send_with("/mairie/messages/1", &answer(&number(2), "1", ""), NO_FILE)
        .sees("Écrivez votre message.");
    odile
        .send_with("/mairie/messages/1", &answer(&number(2), "1", "Tapé"), ("a.pdf", &large))
        .sees("trop lourd");
    assert_eq!((odile.page.status.code, odile.page.at("textarea").unwrap().as_str()), (413, "Tapé"));
    is_sound(&world);
}

#[test]
fn the_same_form_sent_twice_is_one_message_and_one_mail() {
    let world = World::new();
    let mut lucie = asks(&world);
    for _ in 0..2 {
        lucie.send_with(
            "/contact",
            &fields(ONE, "Facture de novembre", "Bonjour,\nmerci de vérifier."),
            NO_FILE,
        );
        lucie.sees("Votre message est envoyé");
    }
    for _ in 0..2 {
        lucie.send_with("/contact/1", &answer(&number(2), "", "Encore moi"), NO_FILE).sees("Encore moi");
    }
    for _ in 0..2 {
        let mut odile = world.agent("odile");
        odile
            .send_with("/mairie/messages/1", &answer(&number(3), "2", "Oui"), NO_FILE)
            .sees("La réponse est envoyée");
    }
    let kept = world.parts.store.read(|r| {
        Ok::<_, preau::platform::store::StoreError>((
            store::latest(r, 0, 9)?.len(),
            store::messages(r, ThreadId(1))?.len(),
        ))
    });
    assert_eq!(kept.unwrap(), (1, 3));
    assert_eq!((mails_to(&world, TOWN).len(), mails_to(&world, LUCIE).len()), (2, 1));
    // A page that the browser has kept, corrected and sent again under the same number, is another message.
    lucie.send_with(
        "/contact",
        &fields(ONE, "Facture de novembre", "Bonjour,\nvoici la facture."),
        ("f.pdf", PDF),
    );
    lucie.sees("voici la facture.").sees("Fichier joint au message 1");
    let mut marc = world.agent("marc");
    marc.send_with("/mairie/messages/1", &answer(&number(3), "2", "Non"), NO_FILE)
        .sees("Un autre message est arrivé");
    // Nor is a form ours that has no number, or one of a million digits.
    let long = format!("{}1", "0".repeat(60_000));
    for number in ["", "zz", &long] {
        lucie.send_with("/contact", &fields(number, "Objet", "Mots"), NO_FILE);
        assert_eq!(lucie.page.status.code, 422, "{number:.9}");
    }
    is_sound(&world);
}

#[test]
fn nobody_fills_the_towns_mailbox() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    for n in 1..=6 {
        let (form, subject) = (number(n), format!("Objet {n}"));
        lucie.send_with("/contact", &fields(&form, &subject, "Bonjour"), NO_FILE).sees("est envoyé");
    }
    let (seventh, words) = (number(7), "Un message écrit longuement");
    lucie.send_with("/contact", &fields(&seventh, "Objet 7", words), NO_FILE);
    assert_eq!(lucie.page.status.code, 429);
    lucie.sees("Celui-ci n’est pas parti").sees("à partir du 24 novembre 2026 à 9 h.");
    assert_eq!(lucie.page.at("textarea").unwrap(), words);
    lucie.send_with("/contact/1", &answer(&seventh, "", "Et là"), NO_FILE);
    assert_eq!(lucie.page.status.code, 429);
    assert_eq!(mails_to(&world, TOWN).len(), 6);
    // Others write meanwhile; the town answers as it likes; an hour later she writes again.
    world
        .sign_in("paul.alain")
        .send_with("/contact", &fields(&seventh, "Paul", "Bonjour"), NO_FILE)
        .sees("est envoyé");
    world.set("2026-11-24 09:00");
    world
        .sign_in("lucie.alain")
        .send_with("/contact", &fields(&seventh, "Objet 7", words), NO_FILE)
        .sees("est envoyé");
    is_sound(&world);
}

#[test]
fn a_session_that_ended_loses_nothing_that_was_typed() {
    let world = World::new();
    let mut lucie = asks(&world);
    world.set("2026-11-24 09:30");
    for (address, subject) in [("/contact", "Objet tapé"), ("/contact/1", "")] {
        lucie.send_with(address, &fields(&number(2), subject, "Des mots tapés"), ("a.pdf", PDF));
        assert_eq!(lucie.page.status.code, 401);
        lucie
            .sees("Votre session est terminée")
            .sees("Connectez-vous dans un nouvel onglet")
            .sees_no("ALAIN");
        lucie
            .sees("Si vous aviez joint un fichier, choisissez-le de nouveau.")
            .sees_no("Facture de novembre");
        assert_eq!(lucie.page.at("textarea").unwrap(), "Des mots tapés");
        assert_eq!(lucie.page.html.contains("value=\"Objet tapé\""), !subject.is_empty());
        assert!(lucie.page.html.contains(&format!("action=\"{address}\"")));
    }
    // Nor does a file that is never read: nobody's bytes are held for who is not signed in.
    let large = [PDF, &vec![b'x'; MOST_BYTES as usize]].concat();
    lucie.send_with("/contact", &fields(&number(2), "Objet tapé", "Des mots tapés"), ("a.pdf", &large));
    assert_eq!(
        (lucie.page.status.code, lucie.page.at("textarea").unwrap().as_str()),
        (401, "Des mots tapés")
    );
    // Signed in again in another tab, the same form is sent.
    lucie.sign_in("lucie.alain");
    lucie
        .send_with("/contact/1", &fields(&number(2), "", "Des mots tapés"), NO_FILE)
        .sees("Des mots tapés")
        .sees("est envoyé");
}

#[test]
fn a_thread_is_the_familys_own() {
    let world = World::new();
    let mut claire = world.sign_in("claire.martel");
    claire.send_with("/contact", &of("3", ONE, "Pour Léa", "Bonjour"), ("a.pdf", PDF)).sees("est envoyé");
    // The other parent of the same family reads and writes there, who shares the child does not.
    for (mut other, family) in [(world.sign_in("julien.nogues"), "4"), (world.sign_in("lucie.alain"), "1")] {
        other.get("/contact").sees_no("Pour Léa");
        for address in ["/contact/1", "/contact/1/1/piece-jointe.pdf", "/contact/9"] {
            assert_eq!(other.raw_get(address).status.code, 404, "{address}");
        }
        other.send_with("/contact/1", &of(family, &number(2), "", "Non"), NO_FILE);
        assert_eq!(other.page.status.code, 404);
    }
    for address in
        ["/contact/1/2/piece-jointe.pdf", "/contact/1/1/piece-jointe.png", "/contact/1/1/autre.pdf"]
    {
        assert_eq!(claire.raw_get(address).status.code, 404, "{address}");
    }
    let mut lucie = world.sign_in("lucie.alain");
    lucie.send_with("/contact", &fields(&number(3), "Pour Anna", "Bonjour"), NO_FILE);
    let mut paul = world.sign_in("paul.alain");
    paul.get("/contact").sees("Pour Anna").get("/contact/2").sees("Lucie ALAIN");
    paul.send_with("/contact/2", &answer(&number(4), "", "Moi aussi"), NO_FILE).sees("Moi aussi");
    // The answer goes to who wrote last.
    world.agent("odile").send_with("/mairie/messages/2", &answer(&number(5), "2", "Oui"), NO_FILE);
    assert_eq!((mails_to(&world, "paul.alain@famille.example").len(), mails_to(&world, LUCIE).len()), (1, 0));
}

#[test]
fn a_message_and_its_file_arrive_whole_through_a_real_server() {
    let mailbox = Mailbox::new();
    let world = mailbox.world();
    let _server = mailbox.server();
    let mut lucie = world.sign_in("lucie.alain");
    // As large as may be sent, and what mail programs stumble over.
    let mut large = PDF.to_vec();
    large.resize(MOST_BYTES as usize, b'\n');
    lucie.send_with(
        "/contact",
        &fields(ONE, "Été : l’œuvre", "Bonjour,\r\n.\r\n..point\r\nFrom là"),
        ("a.pdf", &large),
    );
    world.agent("odile").send_with("/mairie/messages/1", &answer(&number(2), "1", "Reçu."), NO_FILE);
    assert_eq!(world.deliver(), 2);
    let mails = mailbox.arrived();
    let of = |to: &str| mails.iter().find(|mail| mail["X-RcptTo"] == to).expect("a mail");
    let (town, parent) = (of(TOWN), of(LUCIE));
    assert_eq!(town["Subject"], "Message nº\u{a0}1 de Lucie ALAIN");
    assert_eq!((&town["Reply-To"], &town["defects"]), (&Value::from(LUCIE), &Value::from(0)));
    assert_eq!(town["type"], "multipart/mixed");
    let parts = town["parts"].as_array().expect("parts");
    assert!(
        parts[0][1].as_str().unwrap().contains("> Bonjour,\n> .\n> ..point\n> From là\n"),
        "{}",
        parts[0]
    );
    let hash = Hash::of(&large).to_string();
    assert_eq!(parts[2], serde_json::json!(["application/pdf", hash, "piece-jointe.pdf"]));
    assert_eq!(parent["type"], "multipart/alternative");
    assert!(parent["parts"][0][1].as_str().unwrap().contains("> Reçu."));
}

#[test]
fn what_the_form_shows_is_what_it_takes() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/contact");
    let dom = lucie.page.dom();
    let field = |name: &str| {
        dom.select(&scraper::Selector::parse(&format!("form.card [name={name}]")).unwrap()).count()
    };
    assert_eq!(["n", "famille", "objet", "message", "fichier", "vu"].map(field), [1, 1, 1, 1, 1, 0]);
    // What is no form of ours is refused, and nothing is kept.
    lucie.post("/contact", &form(&fields(ONE, "Objet", "Mots"))).sees("Demande illisible");
    assert_eq!(world.parts.store.read(|r| store::latest(r, 0, 9)).unwrap(), []);
}

/// A guardian of two families: Sophie, given Lucie’s place beside her own.
fn of_two_families(world: &World) -> Browser<'_> {
    world.change(|w| {
        let (id, mut account) =
            preau::account::store::account(w, "sophie.baconnais@famille.example")?.expect("Sophie");
        account.families.push((preau::family::FamilyId(1), preau::family::GuardianId(2)));
        Ok(preau::account::store::set_account(w, id, &account)?)
    });
    world.sign_in("sophie.baconnais")
}

#[test]
fn what_is_written_for_one_family_never_lands_in_another() {
    let world = World::new();
    let mut sophie = of_two_families(&world);
    // No family is chosen yet: what was typed is kept.
    sophie.send_with("/contact", &of("2", ONE, "Objet tapé", "Des mots tapés"), NO_FILE);
    sophie.sees("Aucune famille n’est choisie");
    assert_eq!(
        (sophie.page.status.code, sophie.page.at("textarea").unwrap().as_str()),
        (422, "Des mots tapés")
    );
    // Shown to one family, sent once the other was chosen in another tab.
    sophie.post("/familles", "famille=2").post("/familles", "famille=1");
    for address in ["/contact", "/contact/1"] {
        sophie.send_with(address, &of("2", ONE, "Objet tapé", "Des mots tapés"), NO_FILE);
        sophie.sees("Vous avez changé de famille").sees("Votre message n’est pas parti.");
        assert_eq!(sophie.page.at("textarea").unwrap(), "Des mots tapés");
    }
    assert_eq!(world.parts.store.read(|r| store::latest(r, 0, 9)).unwrap(), []);
    // Back in the right family the page that was kept is sent.
    sophie.post("/familles", "famille=2");
    sophie.send_with("/contact", &of("2", ONE, "Objet tapé", "Des mots tapés"), NO_FILE).sees("est envoyé");
    world.sign_in("paul.alain").get("/contact").sees_no("Objet tapé");
}

#[test]
fn threads_are_erased_when_nobody_has_written_for_years() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.send_with("/contact", &fields(ONE, "Vieux", "Bonjour"), ("a.pdf", PDF)).sees("est envoyé");
    world.set("2027-06-01 08:00");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.send_with("/contact", &fields(&number(2), "Récent", "Bonjour"), ("a.pdf", PDF)).sees("est envoyé");
    let erase = || world.runtime.block_on(preau::message::job::erase(&world.parts)).expect("erased");
    world
        .visitor()
        .get("/confidentialite")
        .sees("Ce que vous écrivez à la mairie : 3 ans après le dernier message");
    for (day, left) in [("2029-11-24 07:59", 2), ("2029-11-24 08:01", 1), ("2030-06-01 08:01", 0)] {
        world.set(day);
        erase();
        assert_eq!(world.parts.store.read(|r| store::latest(r, 0, 9)).unwrap().len(), left, "{day}");
        is_sound(&world);
    }
}

#[test]
fn a_mail_with_a_file_lets_the_others_pass() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    for n in 1..=2 {
        lucie
            .send_with("/contact", &fields(&number(n), "Objet", "Bonjour"), ("a.pdf", PDF))
            .sees("est envoyé");
    }
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 1er service").press("Valider");
    assert_eq!(world.deliver(), 2);
    let sent = |world: &World| world.mails().into_iter().map(|mail| mail.to).collect::<Vec<_>>();
    // The next turn, which `mails` is, takes the other one.
    assert_eq!(sent(&world), [LUCIE, TOWN, TOWN]);
}
