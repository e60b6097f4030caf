//! Journeys that go through a mail, on a phone: the portal sends it by itself through a real server, and its
//! button is followed from the mail that arrived.

use std::fs;

use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

use crate::{
    browser::form,
    mailbox::Mailbox,
    office::{invite, nadia},
    password::{LUCIE, asks, mailed, own, signs_in},
    screen::{Screen, Size},
    site::Site,
    world::until,
};

const NEW: &str = "lucie.neuve@famille.example";
const PAUL: &str = "paul.neuf@valpreau.example";

/// The mail of a subject to somebody, as soon as it has arrived.
#[track_caller]
pub fn arrives(mailbox: &Mailbox, to: &str, subject: &str) -> Value {
    let mut seen = 0;
    until(&format!("{subject:?} arrives for {to}"), || {
        // Reading starts a program: only when there is something else to read.
        let here = fs::read_dir(mailbox.folder.path().join("mails/new")).map_or(0, Iterator::count);
        if here == std::mem::replace(&mut seen, here) {
            return None;
        }
        mailbox.arrived().into_iter().find(|mail| mail["X-RcptTo"] == to && mail["Subject"] == subject)
    })
}

/// The button of a mail, as a mail program shows it: its words, and where it leads on the portal.
pub fn button(mail: &Value) -> (String, String) {
    let parts = mail["parts"].as_array().expect("parts");
    let html = parts.iter().find(|part| part[0] == "text/html").expect("a page")[1].as_str().expect("words");
    let page = scraper::Html::parse_document(html);
    let links = scraper::Selector::parse("a").expect("a selector");
    let link = page.select(&links).next().expect("a button");
    let path = link.attr("href").and_then(|link| link.strip_prefix("http://localhost:8000")).expect("a link");
    (link.text().collect(), path.to_owned())
}

/// What the portal answers to an address and the password of everybody in the fixture town.
fn answered(site: &Site, mail: &str) -> String {
    let credentials = form(&[("adresse", mail), ("mot-de-passe", preau::demo::PASSWORD)]);
    site.world.visitor().post("/connexion", &credentials).page.text()
}

/// The subjects of what has arrived for somebody, in the order of the alphabet.
fn subjects(mailbox: &Mailbox, to: &str) -> Vec<String> {
    let letters = mailbox.letters().into_iter();
    letters.filter(|(known, _)| known == to).map(|(_, subject)| subject).collect()
}

fn a_forgotten_password(script: bool) {
    let mailbox = Mailbox::new();
    let _server = mailbox.server();
    let site = Site::launch(mailbox.world());
    let mut elsewhere = site.world.sign_in("lucie.alain");
    let screen = Screen::new(&site, Size::Phone, script);
    asks(&screen);
    let link = mailed(&mailbox);
    screen.open(&link);
    elsewhere.get("/compte").sees("Mes connexions");
    let password = own(&screen, script);
    elsewhere.get("/compte").sees("Connectez-vous pour continuer.");
    signs_in(&screen, &password);
    assert!(answered(&site, LUCIE).contains("ne sont pas les bons"), "the old password opens nothing");
    site.world.visitor().get(&link).sees("Ce lien ne fonctionne plus");
    arrives(&mailbox, LUCIE, "Votre mot de passe a été changé");
    assert_eq!(mailbox.letters().len(), 2, "each once: {:?}", mailbox.letters());
}

#[test]
fn a_forgotten_password_is_replaced() {
    a_forgotten_password(true);
}

#[test]
fn a_forgotten_password_is_replaced_without_scripts() {
    a_forgotten_password(false);
}

fn another_address(script: bool) {
    let mailbox = Mailbox::new();
    let _server = mailbox.server();
    let site = Site::launch(mailbox.world());
    let mut elsewhere = site.world.sign_in("lucie.alain");
    let screen = Screen::signed_in(&site, Size::Phone, script, "lucie.alain");
    screen.open("/compte");
    screen.press("Changer mon adresse électronique");
    screen.write("adresse", NEW);
    screen.write("mot-de-passe", "pas le bon");
    screen.press("Envoyer le message");
    screen.sees("Le mot de passe n’est pas le bon");
    screen.write("mot-de-passe", preau::demo::PASSWORD);
    screen.press("Envoyer le message");
    screen.sees(&format!("Un message est envoyé à {NEW}"));
    let (words, link) = button(&arrives(&mailbox, NEW, "Confirmez votre nouvelle adresse"));
    assert_eq!(words, "Confirmer la nouvelle adresse");
    let warned = arrives(&mailbox, LUCIE, "Changement d’adresse demandé").to_string();
    assert!(warned.contains(NEW) && !warned.contains(&link), "told, without the link: {warned}");
    screen.open(&link);
    screen.press("Confirmer la nouvelle adresse");
    screen.sees("Votre nouvelle adresse est enregistrée.");
    screen.sees(NEW);
    elsewhere.get("/compte").sees("Connectez-vous pour continuer.");
    arrives(&mailbox, LUCIE, "Votre adresse a changé");
    screen.sign_out();
    assert!(answered(&site, LUCIE).contains("ne sont pas les bons"), "the old address opens nothing");
    screen.open("/connexion");
    screen.sign_in_with(NEW, preau::demo::PASSWORD);
    screen.sees("Bonjour Lucie");
    assert_eq!(mailbox.letters().len(), 3, "each once: {:?}", mailbox.letters());
    assert_eq!(screen.network.complaints().into_iter().filter(|told| !told.contains("422")).count(), 0);
}

#[test]
fn another_address_is_confirmed() {
    another_address(true);
}

#[test]
fn another_address_is_confirmed_without_scripts() {
    another_address(false);
}

/// The application of a telephone where the key on the page was typed by hand.
pub fn application(screen: &Screen) -> Totp {
    let key = screen.read("document.querySelector('.key').textContent.replaceAll(' ', '')");
    let secret = Secret::try_from_base32(key.as_str().expect("a key")).expect("base32");
    Builder::new().with_secret(secret).with_account_name("Paul").build_noncompliant()
}

fn a_new_agent(script: bool) {
    let mailbox = Mailbox::new();
    let _server = mailbox.server();
    let site = Site::launch(mailbox.world());
    let administrator = nadia(&site, Size::Phone, script);
    invite(&administrator, PAUL, "billing");
    administrator.sees("L’accès est créé.");
    drop(administrator);
    let (words, link) = button(&arrives(&mailbox, PAUL, "Votre accès au portail des familles de Valpréau"));
    assert_eq!(words, "Créer le mot de passe");
    let screen = Screen::new(&site, Size::Phone, script);
    screen.open(&link);
    let password = own(&screen, script);
    screen.sees("Votre mot de passe est enregistré.");
    screen.sign_in_with(PAUL, &password);
    screen.sees("Activer la double vérification");
    let now = site.world.parts.clock.now().timestamp().unsigned_abs();
    screen.write("code", &application(&screen).generate(now).to_string());
    screen.press("Activer");
    screen.sees("Imprimez-les");
    let codes = screen.read("[...document.querySelectorAll('.codes li')].map(e => e.textContent)");
    assert_eq!(codes.as_array().map(Vec::len), Some(10), "{codes}");
    screen.press("C’est fait, continuer");
    screen.sees("Bonjour Paul");
    assert_eq!(screen.read("location.pathname"), "/mairie");
    screen.sign_out();
    screen.open("/connexion");
    screen.sign_in_with(PAUL, &password);
    screen.press("Utiliser un code de secours");
    screen.write("code", codes[6].as_str().expect("a code"));
    screen.press("Continuer");
    screen.sees("Bonjour Paul");
    assert_eq!(screen.read("location.pathname"), "/mairie");
    arrives(&mailbox, PAUL, "Code de secours utilisé");
    let expected = json!([
        "Code de secours utilisé",
        "Double vérification activée",
        "Votre accès au portail des familles de Valpréau",
        "Votre mot de passe a été changé",
    ]);
    assert_eq!(json!(subjects(&mailbox, PAUL)), expected, "each once");
    assert_eq!(screen.network.complaints(), [""; 0]);
}

#[test]
fn a_new_agent_comes_in_with_two_factors() {
    a_new_agent(true);
}

#[test]
fn a_new_agent_comes_in_with_two_factors_without_scripts() {
    a_new_agent(false);
}
