//! One's own account on a screen: the session's end, another address, the second factor.

use preau::account::role::Role;
use totp_rs::Totp;

use crate::{
    accessibility::same_titles,
    checks::faults,
    screen::{Screen, Size},
    site::Site,
};

const WEEK: &str = "/reservations/2026-11-30";
const FIRST: &str = "Cantine 1er service";
const NEW: &str = "lucie.neuve@famille.example";

/// Lets the page believe that the session holds for so many seconds after its last use, and look at once.
fn ends_after(screen: &Screen, seconds: u32) {
    screen.read(&format!(
        "document.body.dataset.fin = {seconds}; document.dispatchEvent(new Event('visibilitychange', {{ bubbles: true }}))"
    ));
}

fn button(words: &str) -> String {
    format!("[...document.querySelectorAll('main button, main a')].find(e => e.textContent === '{words}')")
}

const BANNER: &str = "document.querySelector('[role=alert].session')";

#[test]
fn the_session_goes_on_when_the_warning_is_answered() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "lucie.alain");
    screen.open(WEEK);
    assert_eq!(screen.read(&format!("{BANNER} === null")), true, "nothing to say yet");
    site.world.set("2026-11-24 08:50");
    ends_after(&screen, 299);
    screen.sees("Votre session se termine dans 5 minutes.");
    let found = faults(&screen);
    assert!(found.is_empty(), "{found:#?}");
    screen.read("scrollTo(0, 400)");
    screen.read("document.body.dataset.fin = 3300");
    screen.click(&button("Rester connecté"));
    screen.sees("C’est noté : vous restez connecté.");
    // It would have ended at nine.
    site.world.set("2026-11-24 09:45");
    screen.open(WEEK);
    screen.sees("Lucie ALAIN");
}

#[test]
fn ticks_and_other_tabs_put_the_warning_off() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Desk, true, "lucie.alain");
    screen.open(WEEK);
    screen.read("localStorage['preau-session'] = 1000");
    screen.tick("Anna", "2026-12-03", FIRST);
    screen.wait("the tick counts", "Number(localStorage['preau-session']) > Date.now() - 60e3");
    ends_after(&screen, 299);
    screen.sees("Votre session se termine");
    // Another tab was used a moment from now.
    screen.read(
        "localStorage['preau-session'] = Date.now() + 60e3; dispatchEvent(new StorageEvent('storage'))",
    );
    screen.wait("the warning is gone", &format!("{BANNER}.hidden"));
}

#[test]
fn a_session_that_has_ended_says_so_and_loses_no_tick() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "lucie.alain");
    screen.open("/compte/connexions");
    ends_after(&screen, 0);
    screen.sees("Votre session est terminée.");
    let link = screen.read(&format!("{}.getAttribute('href')", button("Se connecter de nouveau")));
    assert_eq!(link, "/connexion?retour=%2Fcompte%2Fconnexions");
    screen.open(WEEK);
    screen.tick("Anna", "2026-12-03", FIRST);
    screen.sees("1 changement non validé");
    ends_after(&screen, 0);
    screen.sees("Vos cases restent cochées.");
    site.world.set("2026-11-24 10:00");
    screen.press("Se connecter de nouveau");
    screen.sees("Les cases que vous aviez cochées sans les valider vous attendent");
    screen.sign_in("lucie.alain");
    screen.sees("1 changement non validé");
}

/// The application of a telephone that reads the page.
fn application(screen: &Screen) -> Totp {
    let link = screen.read("document.querySelector('a[href^=otpauth]').href");
    Totp::from_url(link.as_str().expect("a link")).expect("what an application reads")
}

fn shown(site: &Site, application: &Totp) -> String {
    application.generate(site.world.parts.clock.now().timestamp().unsigned_abs()).to_string()
}

fn agent_signs_in_with_two_factors(script: bool) {
    let site = Site::weekly();
    site.world.appoint("nadia.belkacem", &[Role::Administrator]);
    let screen = Screen::signed_in(&site, Size::Phone, script, "nadia.belkacem");
    screen.sees("Activer la double vérification");
    let application = application(&screen);
    screen.write("code", &shown(&site, &application));
    screen.press("Activer");
    screen.sees("Imprimez-les");
    let recovery = screen.read("document.querySelector('.codes li').textContent");
    screen.read("document.querySelector('.person button').click()");
    screen.sees("Portail des familles de Valpréau");
    site.world.set("2026-11-24 08:02");
    screen.open("/connexion?retour=/compte");
    screen.sign_in("nadia.belkacem");
    screen.write("code", &shown(&site, &application));
    screen.press("Continuer");
    screen.sees("Mon compte");
    screen.read("document.querySelector('.person button').click()");
    screen.sees("Portail des familles de Valpréau");
    screen.open("/connexion?retour=/compte");
    screen.sign_in("nadia.belkacem");
    screen.press("Utiliser un code de secours");
    screen.write("code", recovery.as_str().expect("a code"));
    screen.press("Continuer");
    screen.sees("Il vous reste 9 codes de secours.");
    assert_eq!(screen.network.complaints(), [""; 0]);
}

#[test]
fn an_agent_sets_up_a_second_factor_and_signs_in_with_it() {
    agent_signs_in_with_two_factors(true);
}

#[test]
fn an_agent_does_so_without_scripts() {
    agent_signs_in_with_two_factors(false);
}

/// The checks of one page; refused forms are loaded with their status.
fn check(screen: &Screen, page: &str, titles: &mut Vec<String>, wrong: &mut Vec<String>) {
    screen.settles();
    titles.push(screen.read("document.title").as_str().unwrap_or_default().to_owned());
    wrong.extend(faults(screen).into_iter().map(|fault| format!("{page}: {fault}")));
    screen.network.forget();
}

fn every_page(size: Size) {
    let site = Site::weekly();
    let (mut titles, mut wrong) = (Vec::new(), Vec::new());
    let lucie = Screen::signed_in(&site, size, true, "lucie.alain");
    let other = Screen::signed_in(&site, size, true, "lucie.alain");
    for path in ["/compte", "/compte/connexions", "/compte/adresse", "/connexion/application", "/familles"] {
        lucie.open(path);
        check(&lucie, path, &mut titles, &mut wrong);
    }
    drop(other);
    lucie.open("/compte/adresse");
    lucie.write("mot-de-passe", "faux");
    lucie.press("Envoyer le message");
    check(&lucie, "address refused", &mut titles, &mut wrong);
    lucie.write("adresse", NEW);
    lucie.write("mot-de-passe", preau::demo::PASSWORD);
    lucie.press("Envoyer le message");
    check(&lucie, "address asked", &mut Vec::new(), &mut wrong);
    let mails = site.world.mails();
    let mail = mails.iter().find(|mail| mail.to == NEW).expect("a mail");
    let (_, link) = mail.text.split_once("http://localhost:8000").expect("a link");
    lucie.open(link.lines().next().unwrap());
    check(&lucie, "address link", &mut titles, &mut wrong);
    lucie.open("/compte/adresse/rien");
    check(&lucie, "address link over", &mut titles, &mut wrong);
    factor_pages(&site, &lucie, &mut titles, &mut wrong);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(same_titles(&titles), [""; 0]);
}

fn factor_pages(site: &Site, lucie: &Screen, titles: &mut Vec<String>, wrong: &mut Vec<String>) {
    lucie.open("/connexion/application");
    lucie.write("code", "000000");
    lucie.press("Activer");
    lucie.sees("Il y a un problème");
    check(lucie, "enrolment refused", titles, wrong);
    lucie.write("code", &shown(site, &application(lucie)));
    lucie.write("mot-de-passe", preau::demo::PASSWORD);
    lucie.press("Activer");
    lucie.sees("Imprimez-les");
    check(lucie, "recovery codes", titles, wrong);
    let mut seen = Vec::new();
    for path in ["/compte", "/compte/codes", "/compte/application/retirer"] {
        lucie.open(path);
        // The account's page was seen before.
        check(lucie, path, if path == "/compte" { &mut seen } else { titles }, wrong);
    }
    lucie.read("document.querySelector('.person button').click()");
    lucie.sees("Portail des familles de Valpréau");
    lucie.open("/connexion");
    lucie.sign_in("lucie.alain");
    check(lucie, "code", titles, wrong);
    lucie.press("Continuer");
    check(lucie, "code refused", titles, wrong);
    lucie.press("Utiliser un code de secours");
    check(lucie, "recovery code", titles, wrong);
}

#[test]
fn every_page_of_the_account_on_a_phone_is_for_everybody() {
    every_page(Size::Phone);
}

#[test]
fn every_page_of_the_account_on_a_narrow_phone_is_for_everybody() {
    every_page(Size::Narrow);
}

#[test]
fn every_page_of_the_account_on_a_desk_is_for_everybody() {
    every_page(Size::Desk);
}
