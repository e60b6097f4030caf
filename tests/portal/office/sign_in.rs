//! Agents through the door: what `World::agent` makes in the store is what the pages give.

use preau::{
    account::{
        Session,
        store::{Kind, keyed, visitor},
    },
    demo::{FACTOR, PASSWORD, RECOVERY, agents},
};
use totp_rs::Builder;

use crate::{
    browser::{Browser, form},
    world::World,
};

/// The session of a browser, but for where it is used from.
fn session(world: &World, browser: &Browser) -> Session {
    let key = keyed(&world.parts.config, Kind::Session, &browser.cookies["preau"]);
    let visitor = world.parts.store.read(|r| visitor(r, &key, world.parts.clock.now()));
    let session = visitor.expect("sessions").expect("a session").session;
    Session { origin: String::new(), device: Default::default(), ..session }
}

#[test]
fn every_agent_comes_in_through_the_pages() {
    let world = World::new();
    let application = Builder::new().with_secret(FACTOR).with_account_name("mairie").build_noncompliant();
    let shown = application.generate(world.parts.clock.now().timestamp().unsigned_abs()).to_string();
    let (by_application, by_recovery) =
        ([("code", shown.as_str())], [("code", RECOVERY[2]), ("secours", "oui")]);
    for (mail, _, factor) in agents() {
        let steps: &[&[(&str, &str)]] = if factor { &[&by_application, &by_recovery] } else { &[&[]] };
        for step in steps {
            let mut agent = world.visitor();
            agent.post("/connexion", &form(&[("adresse", mail), ("mot-de-passe", PASSWORD)]));
            if factor {
                agent.sees("Code de vérification");
                assert_eq!(agent.raw_get("/mairie").status.code, 303, "{mail}: not before the code");
                agent.post("/connexion/code", &form(step));
            }
            // A parent who works there too is in the family's space first.
            if mail == "hugo.perrin@famille.example" {
                assert_eq!(agent.address, "/");
                agent.sees("Mairie").get("/mairie");
            }
            assert_eq!((agent.address.as_str(), agent.page.status.code), ("/mairie", 200), "{mail}");
            let mut made = world.agent(mail);
            assert_eq!(agent.page.html, made.get("/mairie").page.html, "{mail}: the same page");
            assert_eq!(session(&world, &agent), session(&world, &made), "{mail}: the same session");
        }
    }
}
