//! The town's side in a real browser: for everybody, and the journey of an administrator.

use preau::platform::{
    mail::{Mail, Mailer},
    outbox,
};

use crate::{
    accessibility::same_titles,
    checks::faults,
    screen::{Screen, Size},
    site::Site,
    world::{World, at},
};

/// Somebody of the town hall, with a session that was made in the store.
pub fn agent<'s>(site: &'s Site, size: Size, script: bool, mail: &str) -> Screen<'s> {
    let screen = Screen::new(site, size, script);
    screen.open("/connexion");
    let token = site.world.session(mail);
    let cookie =
        serde_json::json!({ "name": "preau", "value": token, "url": site.address("/"), "httpOnly": true });
    screen.tell("Network.setCookie", cookie);
    screen
}

/// The administrator.
pub fn nadia(site: &Site, size: Size, script: bool) -> Screen<'_> {
    agent(site, size, script, "nadia.belkacem@valpreau.example")
}

/// A town whose mail does not leave: one waits, one was given up.
fn without_server() -> Site {
    let port = crate::world::free_port();
    let address = format!("smtp://127.0.0.1:{port}");
    let world = World::mailing(|| Mailer::smtp(&address, "enfance@valpreau.example").expect("an address"));
    for to in ["lucie.alain@famille.example", "pas une adresse"] {
        let mail = Mail {
            to: to.into(),
            from_name: "Valpréau".into(),
            subject: "Vos réservations sont enregistrées".into(),
            text: "Bonjour".into(),
            html: "<p>Bonjour</p>".into(),
            secret: false,
            ..Mail::default()
        };
        world.change(move |w| Ok(outbox::queue(w, mail, "00ff", at("2026-11-24 06:00"))?));
    }
    Site::launch(world)
}

/// Fills in an invitation of Paul NEUF.
pub fn invite(screen: &Screen, mail: &str, role: &str) {
    screen.open("/mairie/agents/nouveau");
    for (field, words) in [("prenom", "Paul"), ("nom", "NEUF"), ("adresse", mail)] {
        screen.write(field, words);
    }
    screen.click(&format!("document.querySelector('input[name=role][value={role}]')"));
    screen.press("Envoyer l’invitation");
}

fn every_page(size: Size) {
    let site = without_server();
    let screen = nadia(&site, size, true);
    let (mut titles, mut wrong) = (Vec::new(), Vec::new());
    let mut check = |page: &str| {
        screen.settles();
        titles.push(screen.read("document.title").as_str().unwrap_or_default().to_owned());
        wrong.extend(faults(&screen).into_iter().map(|fault| format!("{page}: {fault}")));
        screen.network.forget();
    };
    for page in
        ["/mairie", "/mairie/agents", "/mairie/agents/nouveau", "/mairie/agents/11", "/mairie/courriels"]
    {
        screen.open(page);
        check(page);
    }
    invite(&screen, "paul", "families");
    screen.sees("Il y a un problème");
    check("invitation refused");
    invite(&screen, "paul.neuf@valpreau.example", "families");
    screen.sees("Un courriel part vers");
    check("invited");
    screen.open("/mairie/agents/10");
    screen.press("Terminer l’accès");
    screen.sees("Il faut au moins une personne");
    check("the last administrator");
    for page in ["/mairie/journal", "/mairie/journal?personne=10", "/premier/rien"] {
        screen.open(page);
        check(page);
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(same_titles(&titles), [""; 0]);
}

#[test]
fn the_towns_pages_on_a_phone_are_for_everybody() {
    every_page(Size::Phone);
}

#[test]
fn the_towns_pages_on_a_narrow_phone_are_for_everybody() {
    every_page(Size::Narrow);
}

#[test]
fn the_towns_pages_on_a_desk_are_for_everybody() {
    every_page(Size::Desk);
}

#[test]
fn an_agent_is_invited_gets_the_mail_and_changes_roles() {
    for (size, script) in [(Size::Phone, false), (Size::Desk, true)] {
        let site = Site::weekly();
        let screen = nadia(&site, size, script);
        screen.open("/mairie");
        screen.press("Agents");
        screen.press("Inviter un agent");
        invite(&screen, "paul.neuf@valpreau.example", "families");
        screen.sees("L’accès est créé.");
        let mails =
            crate::world::until("the mail leaves", || Some(site.world.mails()).filter(|all| !all.is_empty()));
        assert!(mails[0].to == "paul.neuf@valpreau.example" && mails[0].text.contains("/mot-de-passe/"));
        screen.click("document.querySelector('input[name=role][value=billing]')");
        screen.press("Enregistrer");
        screen.sees("Les modifications sont enregistrées.");
        screen.press("Voir dans le journal");
        screen.sees("Nadia BELKACEM a donné à Paul NEUF le rôle Facturation");
    }
}
