//! From "Première connexion" to signed in: a password by each of the three ways, on a phone.

use preau::account::{Account, AccountId, store};
use serde_json::{Value, json};

use crate::{
    accessibility::{check, same_titles},
    budgets::{SHIFTS, cold, within},
    by_mail::{arrives, button},
    mailbox::Mailbox,
    screen::{PLAIN, Screen, Size},
    site::Site,
    world::{World, until},
};

pub const LUCIE: &str = "lucie.alain@famille.example";
/// As the guide shows one.
const GOOD: &str = "nS3JJ|t+";

/// A town where Lucie has never signed in.
fn first_time(world: World) -> World {
    world.change(|w| {
        let account = store::account_of(w, AccountId(2))?.expect("Lucie");
        Ok(store::set_account(w, AccountId(2), &Account { password: None, ..account })?)
    });
    world
}

/// Asks for a link, as the guide's first steps say.
pub fn asks(screen: &Screen) {
    screen.open("/connexion");
    screen.press("Première connexion ou mot de passe oublié");
    screen.write("adresse", LUCIE);
    screen.press("Recevoir le lien");
    screen.sees("Si cette adresse est connue de la mairie, un message part dans la minute.");
    screen.sees("Regardez aussi dans les indésirables");
}

/// The address in the newest mail that holds a link; the portal's own worker may be the one that sends it.
pub fn link(site: &Site) -> String {
    until("the mail arrives", || {
        let mail = site.world.mails().into_iter().rfind(|mail| mail.secret)?;
        let rest = mail.text.split_once("http://localhost:8000")?.1;
        rest.split_whitespace().next().map(str::to_owned)
    })
}

/// Opens one of the two ways that are folded.
fn unfold(screen: &Screen, words: &str) {
    screen.click(&format!(
        "[...document.querySelectorAll('summary')].find(e => e.textContent.includes({}))",
        json!(words)
    ));
}

const PROPOSED: &str = "Prendre un mot de passe proposé";
const SENTENCE: &str = "Partir d’une phrase";

fn value(screen: &Screen, id: &str) -> String {
    screen
        .read(&format!("document.getElementById({}).value", json!(id)))
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// Back at the sign-in page, with the message, and in.
pub fn signs_in(screen: &Screen, password: &str) {
    screen.sees("Votre mot de passe est enregistré. Vous pouvez maintenant vous connecter.");
    screen.sign_in_with(LUCIE, password);
    screen.sees("Bonjour Lucie");
    assert_eq!(screen.network.complaints(), [""; 0]);
}

/// A password of one's own; gives it.
pub fn own(screen: &Screen, script: bool) -> String {
    screen.write("mot-de-passe", GOOD);
    screen.write("confirmation", GOOD);
    if script {
        screen.press_here("Afficher ce que je saisis");
        assert_eq!(screen.read("document.getElementById('mot-de-passe').type"), "text");
        screen.press_here("Masquer ce que je saisis");
        assert_eq!(screen.read("document.getElementById('confirmation').type"), "password");
    }
    screen.press("Enregistrer ce mot de passe");
    GOOD.into()
}

fn proposed(screen: &Screen, _: bool) -> String {
    unfold(screen, PROPOSED);
    let first = value(screen, "genere");
    screen.press("Régénérer");
    let second = value(screen, "genere");
    assert!(first.len() == 16 && second.len() == 16 && first != second, "{first} {second}");
    screen.press("Prendre ce mot de passe");
    second
}

fn sentence(screen: &Screen, script: bool) -> String {
    unfold(screen, SENTENCE);
    let made = "Mcm2c,MeR,d2013!";
    if script {
        screen.network.forget();
        screen.write("phrase", "Ma chatte mange deux croquettes, Minette en Reprend, depuis 2013 !");
        assert_eq!(value(screen, "resultat"), made);
        screen.sees("Toutes les règles sont respectées.");
        let sent = screen.read("[...new FormData(document.getElementById('resultat').form).keys()]");
        assert_eq!(sent, json!(["resultat"]), "the sentence is not sent");
        assert!(screen.network.exchanges().is_empty(), "nothing is sent while it is typed");
    } else {
        screen.sees("De chaque mot, gardez la première lettre");
        screen.write("resultat", made);
    }
    screen.press("Enregistrer le mot de passe obtenu");
    made.into()
}

/// The link of the mail that arrived.
pub fn mailed(mailbox: &Mailbox) -> String {
    let mail = arrives(mailbox, LUCIE, "Votre lien pour créer un mot de passe");
    assert_eq!(mail["name"], "Valpréau");
    let (words, link) = button(&mail);
    assert_eq!(words, "Créer le mot de passe");
    link
}

/// Nothing of it is staged: the portal makes the link and sends the mail by itself.
fn journey(script: bool, way: fn(&Screen, bool) -> String) {
    let mailbox = Mailbox::new();
    let _server = mailbox.server();
    let site = Site::launch(first_time(mailbox.world()));
    let screen = Screen::new(&site, Size::Phone, script);
    asks(&screen);
    screen.open(&mailed(&mailbox));
    screen.sees(&format!("Pour le compte {LUCIE}"));
    let password = way(&screen, script);
    signs_in(&screen, &password);
    arrives(&mailbox, LUCIE, "Votre mot de passe a été changé");
}

#[test]
fn a_first_connection_with_ones_own_password() {
    journey(true, own);
}

#[test]
fn a_first_connection_with_ones_own_password_without_scripts() {
    journey(false, own);
}

#[test]
fn a_first_connection_with_a_password_that_is_proposed() {
    journey(true, proposed);
}

#[test]
fn a_first_connection_with_a_password_that_is_proposed_without_scripts() {
    journey(false, proposed);
}

#[test]
fn a_first_connection_with_a_sentence() {
    journey(true, sentence);
}

#[test]
fn a_first_connection_with_a_sentence_without_scripts() {
    journey(false, sentence);
}

/// The page of a link that was just asked for.
fn choosing(site: &Site, size: Size) -> Screen<'_> {
    let screen = Screen::new(site, size, true);
    asks(&screen);
    screen.open(&link(site));
    screen
}

#[test]
fn the_rules_tick_off_as_one_types_in_sign_in_words_and_aloud() {
    let site = Site::weekly();
    let screen = choosing(&site, Size::Phone);
    let rules = || -> Value {
        screen.read("[...document.querySelectorAll('#regles li')].map(e => e.className === 'oui')")
    };
    let (mut own, mut again) = (String::new(), String::new());
    for (field, more, met) in [
        ("mot-de-passe", "n", [false, true, false, false, false, false]),
        ("mot-de-passe", "S", [false, true, true, false, false, false]),
        ("mot-de-passe", "3", [false, true, true, true, false, false]),
        ("mot-de-passe", "|", [false, true, true, true, true, false]),
        ("mot-de-passe", "J t+", [true, true, true, true, true, false]),
        ("confirmation", "nS3|J t", [true, true, true, true, true, false]),
        ("confirmation", "+", [true, true, true, true, true, true]),
    ] {
        let typed = if field == "confirmation" { &mut again } else { &mut own };
        typed.push_str(more);
        screen.write(field, typed);
        assert_eq!(rules(), json!(met), "{own} {again}");
    }
    let marks = "[...document.querySelectorAll('#regles li')].map(e => getComputedStyle(e, '::before').content + e.lastChild.textContent)";
    screen.wait(
        "it is said aloud",
        "document.querySelector('[role=status]#etat-saisi').textContent.includes('Toutes')",
    );
    assert_eq!(screen.read(marks), json!(vec!["\"✓\" (c’est fait)"; 6]));
    screen.write("mot-de-passe", "chat");
    screen.wait(
        "what is lacking is said",
        &format!("{PLAIN}(document.getElementById('etat-saisi').textContent) === 'Il manque : au moins 8 caractères, une majuscule, un chiffre, un caractère spécial, le même mot de passe dans les deux cases.'"),
    );
    assert_eq!(screen.read(marks)[2], "\"○\" (pas encore)");
}

/// Steps 2 and 3 of the CNIL's method: its own examples, those whose words no symbol stands for.
#[test]
fn a_sentence_becomes_what_the_cnil_says() {
    let site = Site::weekly();
    let screen = choosing(&site, Size::Desk);
    unfold(&screen, SENTENCE);
    for (sentence, password) in [
        ("L'homme qui valait trois milliards", "L'hqv3000000000"),
        ("L’homme qui valait trois milliards", "L'hqv3000000000"),
        ("Un gramme de chance vaut mieux que dix ans d'expérience", "Ugdcvmq10ad'e"),
        ("On ne comprend guère le mot jeunesse avant trente ans.", "Oncglmja30a."),
        ("La maison d'un des trois petits cochons est en pierre", "Lmd'1d3pceep"),
        ("tt % gg, dcdfdl'n", "t%g,d'n"),
        (
            "Les carreaux de la maison sont gris, ils mesurent 60 cm de long par 30 cm de large",
            "Lcdlmsg,im60cdlp30cdl",
        ),
        // Those with words that the first step would replace, without it.
        (
            "Je crois que deux et deux sont quatre, Sganarelle, et que quatre et quatre sont huit",
            "Jcq4s4,S,eq8s8",
        ),
        ("Un sourire vaut mille mots!!", "Usv1000m!!"),
        // The largest multiplier splits; hyphens and "et" between numbers go.
        ("quatre-vingt-sept", "87"),
        ("mille neuf cent quatre-vingt-quatre", "1984"),
        ("soixante et onze", "71"),
        ("toString constructor __proto__", "tc__p__"),
    ] {
        screen.write("phrase", sentence);
        assert_eq!(value(&screen, "resultat"), password, "{sentence}");
    }
    screen.write("phrase", "Anna a deux chats.");
    let shown = "[...document.querySelectorAll('#lettres b')].map(e => e.textContent + e.nextSibling.textContent.trim())";
    assert_eq!(screen.read(shown), json!(["Anna", "a", "2", "chats", "."]));
    screen.sees("Il manque : au moins 8 caractères.");
    screen.write("resultat", "Aa2c.plus");
    screen.sees("Toutes les règles sont respectées.");
}

fn every_page(size: Size) {
    let site = Site::weekly();
    let (mut titles, mut wrong) = (Vec::new(), Vec::new());
    let screen = Screen::new(&site, size, true);
    screen.open("/mot-de-passe");
    check(&screen, "asking", &mut titles, &mut wrong);
    screen.write("adresse", "lucie");
    screen.press("Recevoir le lien");
    check(&screen, "asking, refused", &mut titles, &mut wrong);
    asks(&screen);
    check(&screen, "asked", &mut titles, &mut wrong);
    let link = link(&site);
    screen.open(&link);
    check(&screen, "choosing", &mut titles, &mut wrong);
    // The same page again, in other states: its title is its own.
    let mut same = Vec::new();
    screen.open(&link);
    unfold(&screen, PROPOSED);
    unfold(&screen, SENTENCE);
    screen.write("mot-de-passe", "chat");
    screen.write("phrase", "Une très longue phrase, avec un-mot-que-rien-ne-coupe-et-qui-ne-tient-sur-aucun-téléphone-du-monde !");
    check(&screen, "choosing, all open", &mut same, &mut wrong);
    screen.press("Régénérer");
    check(&screen, "another proposed", &mut same, &mut wrong);
    screen.write("mot-de-passe", "chat");
    screen.press("Enregistrer ce mot de passe");
    check(&screen, "refused, own", &mut titles, &mut wrong);
    unfold(&screen, SENTENCE);
    screen.write("resultat", "Cantine2026!");
    screen.press("Enregistrer le mot de passe obtenu");
    check(&screen, "refused, sentence", &mut same, &mut wrong);
    unfold(&screen, PROPOSED);
    screen.read("document.getElementById('genere').value = 'x'");
    screen.press("Prendre ce mot de passe");
    check(&screen, "refused, proposed", &mut same, &mut wrong);
    screen.open("/mot-de-passe/0");
    check(&screen, "gone", &mut titles, &mut wrong);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(same_titles(&titles), [""; 0]);
}

#[test]
fn the_pages_of_a_password_on_a_phone_are_for_everybody() {
    every_page(Size::Phone);
}

#[test]
fn the_pages_of_a_password_on_a_narrow_phone_are_for_everybody() {
    every_page(Size::Narrow);
}

#[test]
fn the_pages_of_a_password_on_a_desk_are_for_everybody() {
    every_page(Size::Desk);
}

#[test]
fn the_pages_of_a_password_are_light_and_stand_still() {
    let site = Site::weekly();
    let screen = Screen::new(&site, Size::Phone, true);
    within("asking for a link, cold", &cold(&screen, "/mot-de-passe"), 14_600, 2);
    asks(&screen);
    within("choosing a password, cold", &cold(&screen, &link(&site)), 14_600, 3);
    assert_eq!(screen.read(SHIFTS), json!([]), "it moves while it loads");
    screen.write("mot-de-passe", "chat");
    assert_eq!(screen.read(SHIFTS), json!([]), "it moves as one types");
}
