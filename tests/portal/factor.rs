//! The second factor, as agents and parents meet it.

use preau::{
    account::{
        Agent,
        event::What,
        role::{Administrator, Role},
    },
    portal,
};
use rocket::{local::asynchronous::Client, routes};
use totp_rs::Totp;

use crate::{
    browser::{Browser, form},
    world::{World, figment},
};

const OWN: [(&str, &str); 1] = [("Sec-Fetch-Site", "same-origin")];

/// The application of a telephone that has read the page.
fn application(page: &Browser) -> Totp {
    let dom = page.page.dom();
    let link = dom.select(&scraper::Selector::parse("a[href^='otpauth:']").unwrap()).next().expect("a link");
    Totp::from_url(link.attr("href").unwrap()).unwrap()
}

/// The code that it shows now.
fn shown(world: &World, application: &Totp) -> String {
    application.generate(world.parts.clock.now().timestamp().unsigned_abs()).to_string()
}

/// The recovery codes on the page.
fn codes(page: &Browser) -> Vec<String> {
    let dom = page.page.dom();
    dom.select(&scraper::Selector::parse(".codes li").unwrap()).map(|code| code.text().collect()).collect()
}

fn code(code: &str) -> String {
    form(&[("code", code)])
}

/// Somebody who has set up a second factor at sign-in.
fn enrolled<'w>(world: &'w World, who: &str) -> (Browser<'w>, Totp, Vec<String>) {
    world.appoint(who, &[Role::Administrator]);
    let mut agent = world.sign_in(who);
    assert_eq!(agent.page.at("h1").unwrap(), "Activer la double vérification");
    let application = application(&agent);
    let first = shown(world, &application);
    agent.post("/connexion/application", &code(&first)).sees("La double vérification est activée");
    let codes = codes(&agent);
    (agent, application, codes)
}

#[test]
fn an_administrator_sets_up_an_application_before_anything_else() {
    let world = World::new();
    world.appoint("nadia.belkacem", &[Role::Administrator]);
    let mut nadia = world.sign_in("nadia.belkacem");
    nadia.sees("Vos fonctions à la mairie").sees("Code à six chiffres").sees_no("Mot de passe actuel");
    assert!(nadia.page.html.contains("<svg class=\"qr\" role=\"img\" aria-label="), "a drawing with a name");
    assert!(nadia.page.html.contains("inputmode=\"numeric\"") && nadia.page.html.contains("one-time-code"));
    assert!(!nadia.page.html.contains("Mon compte"), "nothing is open yet");
    for closed in ["/compte", "/compte/connexions", "/familles", "/compte/codes"] {
        assert_eq!(nadia.raw_get(closed).status.code, 303, "{closed}");
    }
    let application = application(&nadia);
    assert_eq!(application.issuer(), Some("Valpréau"));
    nadia.get("/connexion/application");
    assert_eq!(shown(&world, &application), shown(&world, &self::application(&nadia)), "the same each time");
    nadia.post("/connexion/application", &code("000000")).sees("Ce code n’est pas le bon");
    assert_eq!(nadia.page.status.code, 422);
    nadia.post("/connexion/application", &code("")).sees("Indiquez le code à six chiffres");
    let before = nadia.cookies["preau"].clone();
    let first = shown(&world, &application);
    nadia.post("/connexion/application", &code(&first)).sees("Imprimez-les");
    assert_ne!(nadia.cookies["preau"], before, "another session than before");
    let codes = codes(&nadia);
    assert_eq!(codes.len(), 10);
    nadia.get("/compte").sees("Activée").sees("Il vous reste 10 codes").sees("la rendent obligatoire");
    nadia.sees_no(&codes[0]);
    let happened: Vec<What> = world.events().into_iter().map(|event| event.what).collect();
    assert!(matches!(&happened[..], [What::SignedIn { .. }, What::FactorSet]), "{happened:?}");
    let mails = world.mails();
    assert_eq!(mails.last().unwrap().subject, "Double vérification activée");
    assert!(!mails.iter().any(|mail| mail.text.contains(&codes[0])), "no mail holds a code");
    let mut stolen = world.visitor();
    stolen.cookies.insert("preau".into(), before);
    assert_eq!(stolen.raw_get("/compte").status.code, 303, "the session before opens nothing");
}

#[test]
fn a_session_before_ends_when_a_factor_is_set_up() {
    let world = World::new();
    let mut other = world.sign_in("lucie.alain");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/connexion/application?retour=/compte").sees("Mot de passe actuel");
    let application = application(&lucie);
    let first = shown(&world, &application);
    let with = |password: &str| form(&[("code", &first), ("mot-de-passe", password), ("retour", "/compte")]);
    lucie.post("/connexion/application", &with("")).sees("Indiquez votre mot de passe.");
    lucie.post("/connexion/application", &with("faux")).sees("Le mot de passe n’est pas le bon.");
    assert_eq!(lucie.page.status.code, 422);
    other.get("/compte").sees("Pas encore activée");
    lucie.post("/connexion/application", &with(preau::demo::PASSWORD)).sees("est activée");
    assert!(lucie.page.html.contains("href=\"/compte\""));
    lucie.get("/reservations/2026-11-30").sees("Valider");
    other.get("/compte").sees("Adresse électronique");
    lucie.get("/connexion/application").sees("Retirer la double vérification");
    assert_eq!(lucie.address, "/compte", "no other is set up over it");
}

#[test]
fn each_sign_in_then_asks_for_a_code_that_serves_once() {
    let world = World::new();
    let (_, application, _) = enrolled(&world, "nadia.belkacem");
    let first = shown(&world, &application);
    let mut nadia = world.sign_in("nadia.belkacem");
    nadia.sees("Code de vérification");
    assert_eq!(nadia.raw_get("/compte").status.code, 303);
    nadia.post("/connexion/code", &code(&first)).sees("ou il a déjà servi");
    assert_eq!(nadia.page.status.code, 422);
    world.set("2026-11-24 08:01");
    let second = shown(&world, &application);
    let before = nadia.cookies["preau"].clone();
    nadia.post("/connexion/code", &form(&[("code", &second), ("retour", "/compte")])).sees("Mon compte");
    assert_eq!(nadia.address, "/compte");
    assert_ne!(nadia.cookies["preau"], before, "a new session");
    let mut stolen = world.visitor();
    stolen.cookies.insert("preau".into(), before);
    assert_eq!(stolen.raw_get("/compte").status.code, 303);
    let mut again = world.sign_in("nadia.belkacem");
    again.post("/connexion/code", &code(&second)).sees("ou il a déjà servi");
    assert!(matches!(world.events()[0].what, What::SignedIn { .. }));
}

#[test]
fn a_recovery_code_opens_once_and_its_use_is_told() {
    let world = World::new();
    let (_, _, codes) = enrolled(&world, "nadia.belkacem");
    let typed = codes[3].to_uppercase().replace('-', " ");
    let mut nadia = world.sign_in("nadia.belkacem");
    nadia.get("/connexion/code?secours=oui&retour=/compte").sees("Code de secours");
    assert!(!nadia.page.html.contains("numeric"), "letters can be typed");
    let body = form(&[("code", &typed), ("secours", "oui"), ("retour", "/compte")]);
    nadia.post("/connexion/code", &body).sees("Il vous reste 9 codes de secours.");
    assert_eq!(world.events()[0].what, What::RecoveryUsed { left: 9 });
    let told = world.mails().pop().unwrap();
    assert!(
        told.subject == "Code de secours utilisé" && told.text.contains("Il vous en reste 9."),
        "{told:?}"
    );
    let mut again = world.sign_in("nadia.belkacem");
    again.post("/connexion/code", &body).sees("Ce code de secours n’est pas le bon");
}

#[test]
fn wrong_codes_slow_down_by_account_and_say_how_long() {
    let world = World::new();
    let (_, application, codes) = enrolled(&world, "nadia.belkacem");
    let mut thief = world.sign_in("nadia.belkacem");
    for _ in 0..3 {
        thief.post("/connexion/code", &code("123456")).sees("Ce code n’est pas le bon");
    }
    thief.post("/connexion/code", &code("123456")).sees("réessayez dans 21 secondes");
    assert_eq!(thief.page.status.code, 429);
    // Another session of the same account waits too, and a recovery code as well.
    let mut other = world.sign_in("nadia.belkacem");
    other.post("/connexion/code", &code(&codes[0])).sees("réessayez dans 21 secondes");
    world.set("2026-11-24 08:01");
    let right = shown(&world, &application);
    other.post("/connexion/code", &form(&[("code", &right), ("retour", "/compte")])).sees("Mon compte");
    assert!(world.events().iter().any(|event| event.what == What::SlowedDown));
}

#[test]
fn a_sign_in_that_stops_half_way_ends_after_a_quarter_of_an_hour() {
    let world = World::new();
    let (_, application, _) = enrolled(&world, "nadia.belkacem");
    let mut nadia = world.sign_in("nadia.belkacem");
    world.set("2026-11-24 08:10");
    nadia.get("/connexion/code").sees("Code de vérification");
    assert!(!nadia.page.html.contains("data-fin"), "use does not prolong it");
    world.set("2026-11-24 08:16");
    let right = shown(&world, &application);
    nadia.post("/connexion/code", &code(&right)).sees("Adresse électronique");
}

#[test]
fn recovery_codes_are_made_anew_with_the_password() {
    let world = World::new();
    let (mut nadia, _, old) = enrolled(&world, "nadia.belkacem");
    nadia.get("/compte/codes").sees("Il vous reste 10 codes.");
    nadia.post("/compte/codes", &form(&[("mot-de-passe", "faux")])).sees("n’est pas le bon");
    nadia
        .post("/compte/codes", &form(&[("mot-de-passe", preau::demo::PASSWORD)]))
        .sees("Les anciens ne servent plus.");
    let new = codes(&nadia);
    assert!(new.len() == 10 && !new.contains(&old[0]));
    assert_eq!(world.events()[0].what, What::RecoveryMade);
    assert_eq!(world.mails().last().unwrap().subject, "Nouveaux codes de secours");
    let mut other = world.sign_in("nadia.belkacem");
    other.post("/connexion/code", &code(&old[0])).sees("n’est pas le bon");
    other.post("/connexion/code", &form(&[("code", &new[0]), ("retour", "/compte")])).sees("Mon compte");
}

#[test]
fn a_factor_is_taken_away_with_password_and_code_unless_it_is_compulsory() {
    let world = World::new();
    let (mut nadia, application, _) = enrolled(&world, "nadia.belkacem");
    let both = |code: &str, password: &str| form(&[("code", code), ("mot-de-passe", password)]);
    world.set("2026-11-24 08:01");
    let right = shown(&world, &application);
    nadia.get("/compte/application/retirer").sees("rendent la double vérification obligatoire");
    let refused = nadia.raw_post("/compte/application/retirer", &both(&right, preau::demo::PASSWORD), &OWN);
    assert_eq!(refused.status.code, 422);
    world.appoint("nadia.belkacem", &[Role::Reader]);
    nadia.get("/compte").sees("Retirer la double vérification");
    for (code, password, words) in [
        ("", "", "Indiquez le code à six chiffres"),
        ("123456", preau::demo::PASSWORD, "Ce code n’est pas le bon"),
        (&right, "faux", "Le mot de passe n’est pas le bon"),
    ] {
        nadia.post("/compte/application/retirer", &both(code, password)).sees(words);
        assert_eq!(nadia.page.status.code, 422);
    }
    nadia.post("/compte/application/retirer", &both(&right, preau::demo::PASSWORD)).sees("est retirée");
    assert_eq!(world.events()[0].what, What::FactorRemoved);
    assert_eq!(world.mails().last().unwrap().subject, "Double vérification retirée");
    world.sign_in("nadia.belkacem").get("/compte").sees("Pas encore activée");
}

#[test]
fn the_secret_is_not_compressed_with_what_a_visitor_sends() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let page = lucie.get_with("/connexion/application?retour=/x", &[("Accept-Encoding", "gzip, br")]);
    assert!(page.html.contains("otpauth:") && !page.headers.contains_key("content-encoding"));
    assert!(
        lucie
            .get_with("/compte", &[("Accept-Encoding", "gzip, br")])
            .headers
            .contains_key("content-encoding")
    );
}

/// A page of the town's side, for administrators.
#[rocket::get("/mairie/epreuve")]
fn probe(agent: Agent<Administrator>) -> String {
    agent.duty.first_name
}

#[test]
fn an_agent_whose_role_begins_to_need_a_factor_sets_it_up_at_the_next_page() {
    let mut world = World::new();
    let portal = portal(world.parts.clone(), figment()).mount("/", routes![probe]);
    world.client = world.runtime.block_on(Client::untracked(portal)).expect("a portal");
    world.appoint("nadia.belkacem", &[Role::Reader]);
    let mut nadia = world.sign_in("nadia.belkacem");
    assert_eq!(nadia.raw_get("/mairie/epreuve").status.code, 403);
    world.appoint("nadia.belkacem", &[Role::Reader, Role::Administrator]);
    nadia.get("/mairie/epreuve").sees("Vos fonctions à la mairie").sees("Mot de passe actuel");
    let first = shown(&world, &application(&nadia));
    let all =
        [("code", first.as_str()), ("mot-de-passe", preau::demo::PASSWORD), ("retour", "/mairie/epreuve")];
    nadia.post("/connexion/application", &form(&all)).sees("C’est fait, continuer");
    assert!(nadia.page.html.contains("href=\"/mairie/epreuve\""));
    assert_eq!(nadia.raw_get("/mairie/epreuve").html, "Nadia");
}
