//! A new password: the link that is asked for, and what is chosen behind it.

use std::net::SocketAddr;

use preau::{
    account::{AccountId, event::What, store},
    family::{FamilyId, Guardian, GuardianId},
    platform::{
        mail::Mail,
        store::{Table, journal},
    },
    tables,
};
use rocket::{
    http::{ContentType, Header, Status},
    local::asynchronous::Client,
};

use crate::{
    browser::{form, plain},
    world::{World, until},
};

pub(super) const LUCIE: &str = "lucie.alain@famille.example";
pub(super) const PAUL: &str = "paul.alain@famille.example";
pub(super) const NOBODY: &str = "nobody.atall@famille.example";
/// As the guide shows one.
pub(super) const GOOD: &str = "nS3JJ|t+";
pub(super) const OWN_PAGE: [(&str, &str); 1] = [("Sec-Fetch-Site", "same-origin")];

pub(super) fn ask(world: &World, mail: &str) {
    world.visitor().post("/mot-de-passe", &form(&[("adresse", mail)])).sees("Regardez vos messages");
}

/// The address of the link in the last mail to somebody that holds one.
pub(super) fn link(world: &World, to: &str) -> String {
    let mails = world.mails();
    let mail = mails.iter().rfind(|mail| mail.to == to && mail.secret).expect("a mail with a link");
    path(mail)
}

pub(super) fn path(mail: &Mail) -> String {
    let rest = mail.text.split_once("http://localhost:8000").expect("a link of the configured address").1;
    rest.split_whitespace().next().expect("a path").to_owned()
}

/// A link that was just asked for.
pub fn fresh(world: &World, mail: &str) -> String {
    ask(world, mail);
    link(world, mail)
}

pub(super) fn own(password: &str) -> String {
    form(&[("mot-de-passe", password), ("confirmation", password)])
}

pub(super) fn signs_in(world: &World, mail: &str, password: &str) -> bool {
    let body = form(&[("adresse", mail), ("mot-de-passe", password)]);
    world.visitor().raw_post("/connexion", &body, &OWN_PAGE).status == Status::SeeOther
}

/// Everything that is stored, as a backup holds it.
pub(super) fn dump(world: &World) -> String {
    let mut out = Vec::new();
    let copied = world.parts.store.back_up(&tables(), world.parts.clock.now(), &mut out, &mut |_, _| ());
    assert!(copied.is_ok());
    String::from_utf8_lossy(&out).into_owned()
}

pub(super) fn events(world: &World) -> Vec<(Option<AccountId>, What)> {
    let page = world.parts.store.read(|r| store::events(r, None, 50)).expect("events");
    page.into_iter().rev().map(|(_, event)| (event.about, event.what)).collect()
}

pub(super) fn changes(world: &World) -> u64 {
    world.parts.store.read(journal::last).expect("the journal")
}

#[test]
fn the_pages_lead_to_it_and_the_address_of_who_is_signed_in_is_there() {
    let world = World::new();
    let mut visitor = world.visitor();
    visitor.get("/connexion").sees("Première connexion ou mot de passe oublié");
    visitor.get("/mot-de-passe").sees("Adresse électronique").sees_no("value=");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/");
    assert!(lucie.page.html.contains("href=\"/mot-de-passe\""), "the bar leads there");
    lucie.get("/mot-de-passe").sees("Se déconnecter");
    assert!(lucie.page.html.contains(&format!("value=\"{LUCIE}\"")));
}

#[test]
fn a_known_and_an_unknown_address_are_answered_alike_and_leave_the_same_rows() {
    let world = World::new();
    let mut asked = Vec::new();
    // Marc is known, and the town no longer lets him in.
    for mail in [LUCIE, NOBODY, "marc.faure@famille.example"] {
        let (before, rows) = (changes(&world), dump(&world).matches("\"origin\"").count());
        let mut visitor = world.visitor();
        let answer = visitor.raw_post("/mot-de-passe", &form(&[("adresse", mail)]), &OWN_PAGE);
        let page = visitor.raw_get(&answer.headers["location"]);
        let rows = dump(&world).matches("\"origin\"").count() - rows;
        let page = (page.status, page.html, page.headers);
        asked.push((answer.status, answer.html, answer.headers, page, rows, changes(&world) - before));
    }
    assert_eq!((asked[0].0, asked[0].4, asked[0].5), (Status::SeeOther, 1, 0), "one row, and not journalled");
    assert!(asked[0].3.1.contains("Si cette adresse est connue"));
    assert!(asked.iter().all(|answer| answer == &asked[0]), "{asked:#?}");
    let mails = world.mails();
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [LUCIE]);
    assert!(!dump(&world).contains(NOBODY), "nothing is kept of who is not known");
}

#[test]
fn what_is_not_an_address_is_said_beside_the_field() {
    let world = World::new();
    for mail in
        ["", "lucie", "a@b@c", "lucie\r\nBcc: x@y.example", &format!("{}@b.example", "a".repeat(10_000))]
    {
        let mut visitor = world.visitor();
        visitor.post("/mot-de-passe", &form(&[("adresse", mail)])).sees("Il y a un problème");
        visitor.sees("Indiquez votre adresse électronique, par exemple prenom@exemple.fr.");
        assert_eq!(visitor.page.status.code, 422);
        assert!(visitor.page.at("title").expect("a title").starts_with("Erreur : "));
    }
    assert_eq!(world.mails().len(), 0);
}

#[test]
fn the_mail_says_what_it_is_in_text_and_html() {
    let world = World::new();
    ask(&world, "  Lucie.ALAIN@famille.example ");
    let mails = world.mails();
    let [mail] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!((mail.to.as_str(), mail.from_name.as_str()), (LUCIE, "Valpréau"));
    assert_eq!(mail.subject, "Votre lien pour créer un mot de passe");
    let (text, html) = (plain(&mail.text), plain(&mail.html));
    for words in [
        "Bonjour,",
        "portail des familles de Valpréau",
        "Créer le mot de passe",
        "valable 24 heures, jusqu’au mercredi 25 novembre à 8 h, et ne sert qu’une fois",
        "Vous n’avez rien demandé ? Ne faites rien",
        "Service enfance de la mairie, 02 40 00 00 00",
    ] {
        assert!(text.contains(words) && html.contains(words), "{words}: {text}");
    }
    let path = path(mail);
    let token = path.strip_prefix("/mot-de-passe/").expect("a link");
    assert!(token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit()), "256 bits: {token}");
    assert!(html.contains(&format!("href=\"http://localhost:8000{path}\"")), "{html}");
    assert_eq!(events(&world), [(Some(AccountId(2)), What::PasswordAsked)]);
}

#[test]
fn a_link_is_of_the_configured_address_whatever_host_a_visitor_names() {
    let world = World::new();
    let body = form(&[("adresse", LUCIE)]);
    let headers = [
        OWN_PAGE[0],
        ("Host", "mechant.example"),
        ("X-Forwarded-Host", "mechant.example"),
        ("Forwarded", "host=mechant.example"),
    ];
    let answer = world.visitor().raw_post("/mot-de-passe", &body, &headers);
    assert_eq!(answer.headers["location"], "/mot-de-passe?fait=envoi");
    let mail = &world.mails()[0];
    assert!(mail.text.contains("http://localhost:8000/mot-de-passe/"));
    assert!(!mail.text.contains("mechant") && !mail.html.contains("mechant"));
}

#[test]
fn a_password_is_chosen_sessions_end_and_a_mail_tells() {
    let world = World::new();
    let (mut lucie, mut phone, mut paul) =
        (world.sign_in("lucie.alain"), world.sign_in("lucie.alain"), world.sign_in("paul.alain"));
    let link = fresh(&world, LUCIE);
    lucie.get(&link).sees("Choisir votre mot de passe").sees(LUCIE);
    let agent =
        [OWN_PAGE[0], ("User-Agent", "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0")];
    world.set("2026-11-24 08:05");
    let answer = lucie.raw_post(&link, &own(GOOD), &agent);
    assert_eq!(
        (answer.status, answer.headers["location"].as_str()),
        (Status::SeeOther, "/connexion?fait=mot-de-passe")
    );
    lucie.get("/connexion?fait=mot-de-passe").sees("Votre mot de passe est enregistré.");
    for ended in [&mut lucie, &mut phone] {
        ended.get("/reservations/2026-11-30").sees("Adresse électronique");
    }
    paul.get("/reservations/2026-11-30").sees("Valider");
    assert!(signs_in(&world, LUCIE, GOOD) && !signs_in(&world, LUCIE, preau::demo::PASSWORD));
    assert!(signs_in(&world, PAUL, preau::demo::PASSWORD), "only hers has changed");
    let mails = world.mails();
    let told = mails.last().expect("a mail");
    assert_eq!(
        (mails.len(), told.to.as_str(), told.subject.as_str()),
        (2, LUCIE, "Votre mot de passe a été changé")
    );
    for words in [
        "a été changé le mardi 24 novembre à 8 h 05, depuis Firefox sur Android.",
        "tous les appareils qui étaient connectés à votre compte ont été déconnectés",
        "Si ce n’était pas vous, demandez tout de suite un autre mot de passe à l’adresse http://localhost:8000/mot-de-passe, puis prévenez-nous.",
    ] {
        assert!(plain(&told.text).contains(words) && plain(&told.html).contains(words), "{}", told.text);
    }
    assert!(events(&world).contains(&(Some(AccountId(2)), What::PasswordChanged)));
}

#[test]
fn a_first_connection_begins_without_a_password() {
    let world = World::new();
    world.change(|w| {
        let account = store::account_of(w, AccountId(2))?.expect("Lucie");
        Ok(store::set_account(w, AccountId(2), &preau::account::Account { password: None, ..account })?)
    });
    let answer = |mail: &str| {
        let mut visitor = world.visitor();
        visitor.post("/connexion", &form(&[("adresse", mail), ("mot-de-passe", preau::demo::PASSWORD)]));
        assert_eq!(visitor.page.status.code, 422);
        visitor.page.html.replace(mail, "")
    };
    assert_eq!(answer(LUCIE), answer(NOBODY), "no password is like a wrong one");
    let link = fresh(&world, LUCIE);
    world.visitor().post(&link, &own(GOOD)).sees("Votre mot de passe est enregistré.");
    assert!(signs_in(&world, LUCIE, GOOD));
}

/// The link does nothing any more, says so, and offers another.
#[track_caller]
pub(super) fn is_gone(world: &World, link: &str) {
    let before = (changes(world), world.mails().len());
    for page in [world.visitor().raw_get(link), world.visitor().raw_post(link, &own("Autre-2!xK"), &OWN_PAGE)]
    {
        assert_eq!(page.status, Status::Gone);
        assert!(
            page.html.contains("Ce lien ne fonctionne plus") && page.html.contains("href=\"/mot-de-passe\"")
        );
        assert!(!page.html.contains("@famille.example"), "nothing says whose it was");
    }
    assert_eq!((changes(world), world.mails().len()), before);
    assert!(!signs_in(world, LUCIE, "Autre-2!xK"));
}

#[test]
fn a_link_is_good_once() {
    let world = World::new();
    let link = fresh(&world, LUCIE);
    world.visitor().post(&link, &own(GOOD)).sees("Votre mot de passe est enregistré.");
    is_gone(&world, &link);
    assert!(signs_in(&world, LUCIE, GOOD), "the form sent again changes nothing");
}

#[test]
fn a_link_is_good_for_24_hours() {
    let world = World::new();
    let link = fresh(&world, LUCIE);
    world.set("2026-11-25 07:59:59.999");
    assert_eq!(world.visitor().raw_get(&link).status, Status::Ok);
    world.set("2026-11-25 08:00");
    is_gone(&world, &link);
}

#[test]
fn a_newer_link_ends_the_older_and_nobody_elses() {
    let world = World::new();
    let (pauls, older) = (fresh(&world, PAUL), fresh(&world, LUCIE));
    world.set("2026-11-24 08:01");
    let newer = fresh(&world, LUCIE);
    assert_ne!(older, newer);
    is_gone(&world, &older);
    for good in [pauls, newer] {
        assert_eq!(world.visitor().raw_get(&good).status, Status::Ok);
    }
}

#[test]
fn a_link_that_never_was_is_answered_like_one_that_was() {
    let world = World::new();
    let used = fresh(&world, LUCIE);
    world.visitor().post(&used, &own(GOOD));
    let page = |link: &str| world.visitor().raw_get(link).html;
    for link in ["/mot-de-passe/0", "/mot-de-passe/%00%FF", &format!("/mot-de-passe/{}", "a".repeat(5000))] {
        assert_eq!(page(link), page(&used));
        is_gone(&world, link);
    }
}

#[test]
fn a_link_opens_for_whoever_holds_it_and_for_the_account_of_the_mail_only() {
    let world = World::new();
    for who in ["paul.alain", "claire.martel"] {
        world.parts.clock.set(world.parts.clock.now() + chrono::TimeDelta::minutes(2));
        let link = fresh(&world, LUCIE);
        let mut other = world.sign_in(who);
        other.get(&link).sees(LUCIE).sees_no("Se déconnecter");
        other.post(&link, &own(GOOD));
        other.get("/").sees("Se déconnecter");
    }
    assert!(signs_in(&world, LUCIE, GOOD) && signs_in(&world, PAUL, preau::demo::PASSWORD));
}

#[test]
fn whom_the_town_no_longer_lets_in_has_no_link() {
    let world = World::new();
    let link = fresh(&world, LUCIE);
    world.change(|w| {
        let (family, id) = (FamilyId(1), GuardianId(2));
        let known = preau::family::store::guardian(w, family, id)?.expect("Lucie");
        Ok(preau::family::store::set_guardian(w, family, id, &Guardian { access: false, ..known })?)
    });
    is_gone(&world, &link);
}

#[test]
fn an_account_gets_a_mail_a_minute_and_five_a_day() {
    let world = World::new();
    let mut counts = Vec::new();
    for minute in
        ["08:00:00", "08:00:30", "08:01:00", "08:03:00", "08:05:00", "08:07:00", "08:09:00", "22:00:00"]
    {
        world.set(&format!("2026-11-24 {minute}"));
        ask(&world, LUCIE);
        counts.push(world.mails().len());
    }
    assert_eq!(counts, [1, 1, 2, 3, 4, 5, 5, 5]);
    ask(&world, PAUL);
    assert_eq!(world.mails().len(), 6, "nobody else waits");
    world.set("2026-11-25 08:00");
    ask(&world, LUCIE);
    assert_eq!(world.mails().len(), 7);
    assert!(
        !plain(&world.visitor().get("/mot-de-passe?fait=envoi").page.text()).contains("trop"),
        "the page is the same"
    );
}

/// Asks from an address on the network.
pub(super) fn ask_from(world: &World, from: &str, mail: &str) -> (Status, String) {
    let from: SocketAddr = from.parse().expect("an address");
    let request = world.client.post("/mot-de-passe").remote(from).header(ContentType::Form);
    let request = request.header(Header::new(OWN_PAGE[0].0, OWN_PAGE[0].1)).body(form(&[("adresse", mail)]));
    world.runtime.block_on(async {
        let answer = request.dispatch().await;
        (answer.status(), plain(&answer.into_string().await.unwrap_or_default()))
    })
}

#[test]
fn who_asks_for_many_links_waits() {
    let world = World::new();
    for n in 0..10 {
        let mail = if n % 2 == 0 { LUCIE } else { NOBODY };
        assert_eq!(ask_from(&world, "203.0.113.9:1000", mail).0, Status::SeeOther, "{n}");
    }
    let (known, unknown) =
        (ask_from(&world, "203.0.113.9:1001", LUCIE), ask_from(&world, "203.0.113.9:1001", NOBODY));
    assert_eq!(known.0, Status::TooManyRequests);
    assert!(
        known.1.contains(
            "Beaucoup de liens ont été demandés depuis votre connexion : réessayez dans 61 secondes."
        ),
        "{}",
        known.1
    );
    assert_eq!(known.1.replace(LUCIE, ""), unknown.1.replace(NOBODY, ""));
    assert_eq!(ask_from(&world, "198.51.100.7:1000", LUCIE).0, Status::SeeOther, "others do not wait");
    world.set("2026-11-24 08:01:01");
    assert_eq!(ask_from(&world, "203.0.113.9:1002", LUCIE).0, Status::SeeOther);
}

#[test]
fn the_portal_answers_by_itself() {
    let world = World::new();
    ask(&world, LUCIE);
    let portal = preau::portal(world.parts.clone(), crate::world::figment());
    let _under_way = world.runtime.block_on(Client::untracked(portal)).expect("a portal");
    until("the link is made", || {
        events(&world).contains(&(Some(AccountId(2)), What::PasswordAsked)).then_some(())
    });
}

#[test]
fn a_token_is_stored_nowhere_once_its_mail_has_left() {
    let world = World::new();
    let link = fresh(&world, LUCIE);
    let token = link.strip_prefix("/mot-de-passe/").expect("a link");
    let stored = dump(&world);
    assert!(stored.contains("Votre lien pour créer un mot de passe"), "the dump shows the mail");
    assert!(!stored.contains(token));
    world.visitor().post(&link, &own(GOOD));
    world.mails();
    assert!(!dump(&world).contains(token) && !dump(&world).contains(GOOD));
}

#[test]
fn an_account_that_is_damaged_keeps_nobody_else_waiting() {
    const DAMAGED: Table<AccountId, u32> = Table::new("accounts-1");
    let world = World::new();
    world.change(|w| Ok(w.put(&DAMAGED, &AccountId(2), &7)?));
    ask(&world, LUCIE);
    ask(&world, PAUL);
    assert_eq!(world.mails().iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [PAUL]);
}
