//! Who gets what: every route, every actor, every header.

use std::collections::BTreeMap;

use preau::platform::store::journal;
use rocket::http::Method;

use crate::{
    browser::{Browser, form, word},
    world::World,
};

/// What a route answers, by actor: nobody, a parent of the family, a parent of another family, the other
/// parent of a shared child, a guardian whom the town no longer lets in, an expired session.
struct Rule {
    method: Method,
    route: &'static str,
    /// An address of it that concerns the child Léa of the MARTEL family.
    address: &'static str,
    body: fn() -> String,
    /// Status for each of [`ACTORS`].
    answers: [u16; 6],
    /// Status for each of [`AGENTS`].
    agents: [u16; 6],
}

const ACTORS: [&str; 6] =
    ["nobody", "claire.martel", "lucie.alain", "julien.nogues", "marc.faure", "expired"];
/// Of the town hall: an administrator, billing, families, the roll call, a reader, and one whose access has ended.
const AGENTS: [&str; 6] = ["nadia", "marc.petit", "odile", "karim", "jeanne", "ended"];
/// What the town's pages answer to who is not of the town hall.
const NOT_AGENTS: [u16; 6] = [303, 403, 403, 403, 303, 303];
/// What the families' pages answer to who has no family.
const NO_FAMILY: [u16; 6] = [303; 6];
const NOTHING: fn() -> String = String::new;
const NUMBER: &str = "n=0123456789abcdef0123456789abcdef";

/// A form that books Léa's canteen, on a day that is her mother's.
fn booking() -> String {
    format!("{NUMBER}&{}", word(4, 3, "2026-12-10"))
}

/// The MARTEL family chosen.
fn martel() -> String {
    form(&[("famille", "3")])
}

/// A new agent.
fn invitation() -> String {
    let who = [("prenom", "Paul"), ("nom", "NEUF"), ("adresse", "paul.neuf@valpreau.example")];
    format!("{}&role=reader", form(&who))
}

fn end_access() -> String {
    form(&[("geste", "terminer")])
}

fn a_mail() -> String {
    form(&[("numero", "1")])
}

fn wrong_password() -> String {
    form(&[("adresse", "personne@famille.example"), ("mot-de-passe", "faux")])
}

fn unknown_address() -> String {
    form(&[("adresse", "personne@famille.example")])
}

fn new_password() -> String {
    form(&[("mot-de-passe", "nS3JJ|t+"), ("confirmation", "nS3JJ|t+")])
}

/// A new address, and a password that is not the right one.
fn moving() -> String {
    form(&[("adresse", "neuve@famille.example"), ("mot-de-passe", "faux")])
}

fn no_such_session() -> String {
    form(&[("connexion", "0123456789abcdef0123456789abcdef")])
}

fn no_code() -> String {
    form(&[("code", ""), ("mot-de-passe", "")])
}

const TABLE: [Rule; 46] = [
    Rule {
        method: Method::Get,
        route: "/",
        address: "/",
        body: NOTHING,
        answers: [200; 6],
        agents: [303, 303, 303, 303, 303, 200],
    },
    Rule {
        method: Method::Get,
        route: "/accessibilite",
        address: "/accessibilite",
        body: NOTHING,
        answers: [200; 6],
        agents: [200; 6],
    },
    Rule {
        method: Method::Get,
        route: "/<name>",
        address: "/absent.css",
        body: NOTHING,
        answers: [404; 6],
        agents: [404; 6],
    },
    Rule {
        method: Method::Get,
        route: "/connexion?<retour>&<fait>",
        address: "/connexion",
        body: NOTHING,
        answers: [200, 303, 303, 303, 200, 200],
        agents: [303, 303, 303, 303, 303, 200],
    },
    Rule {
        method: Method::Post,
        route: "/connexion",
        address: "/connexion",
        body: wrong_password,
        answers: [422; 6],
        agents: [422; 6],
    },
    Rule {
        method: Method::Post,
        route: "/deconnexion",
        address: "/deconnexion",
        body: NOTHING,
        answers: [303; 6],
        agents: [303; 6],
    },
    Rule {
        method: Method::Get,
        route: "/familles?<retour>",
        address: "/familles",
        body: NOTHING,
        // Each sees the names of their own children only.
        answers: [303, 200, 200, 200, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Post,
        route: "/familles",
        address: "/familles",
        body: martel,
        answers: [303, 303, 404, 404, 303, 303],
        agents: [404, 404, 404, 404, 404, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mot-de-passe?<fait>",
        address: "/mot-de-passe",
        body: NOTHING,
        // Each sees their own address only.
        answers: [200; 6],
        agents: [200; 6],
    },
    Rule {
        method: Method::Post,
        route: "/mot-de-passe",
        address: "/mot-de-passe",
        body: unknown_address,
        answers: [303; 6],
        agents: [303; 6],
    },
    Rule {
        method: Method::Get,
        route: "/mot-de-passe/<token>?<choix>",
        // Only who holds a link has one: nobody who asks is more than another.
        address: "/mot-de-passe/0123456789abcdef",
        body: NOTHING,
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Post,
        route: "/mot-de-passe/<token>",
        address: "/mot-de-passe/0123456789abcdef",
        body: new_password,
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Get,
        route: "/reservations?<p>",
        address: "/reservations",
        body: NOTHING,
        answers: [303; 6],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/reservations/<period>?<p>&<fait>",
        address: "/reservations/2026-12-07?p=4.3.2612.200",
        body: NOTHING,
        // To a stranger it is as if the child did not exist: the ticks are dropped.
        answers: [303, 200, 303, 200, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/reservations/<period>/valider",
        address: "/reservations/2026-12-07/valider",
        body: NOTHING,
        answers: [303; 6],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Post,
        route: "/reservations/<period>",
        address: "/reservations/2026-12-07",
        body: booking,
        answers: [303, 303, 422, 303, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Post,
        route: "/reservations/<period>/valider",
        address: "/reservations/2026-12-07/valider",
        body: booking,
        // Her father is told that the day is not his; to a stranger the child does not exist.
        answers: [303, 303, 422, 422, 303, 303],
        agents: NO_FAMILY,
    },
    Rule {
        method: Method::Get,
        route: "/mairie",
        address: "/mairie",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 200, 200, 200, 200, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mairie/agents",
        address: "/mairie/agents",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mairie/agents/nouveau",
        address: "/mairie/agents/nouveau",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Post,
        route: "/mairie/agents",
        address: "/mairie/agents",
        body: invitation,
        answers: NOT_AGENTS,
        agents: [303, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mairie/agents/<id>?<fait>",
        address: "/mairie/agents/11",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Post,
        route: "/mairie/agents/<id>",
        address: "/mairie/agents/11",
        body: end_access,
        answers: NOT_AGENTS,
        agents: [303, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mairie/journal?<personne>&<avant>",
        address: "/mairie/journal",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Get,
        route: "/mairie/courriels?<fait>",
        address: "/mairie/courriels",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 200, 200, 403, 200, 303],
    },
    Rule {
        method: Method::Post,
        route: "/mairie/courriels",
        address: "/mairie/courriels",
        body: a_mail,
        answers: NOT_AGENTS,
        agents: [303, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Post,
        route: "/mairie/courriels/tous",
        address: "/mairie/courriels/tous",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [303, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Post,
        route: "/mairie/courriels/essai",
        address: "/mairie/courriels/essai",
        body: NOTHING,
        answers: NOT_AGENTS,
        agents: [200, 403, 403, 403, 403, 303],
    },
    Rule {
        method: Method::Get,
        route: "/premier/<token>",
        address: "/premier/0123456789abcdef0123456789abcdef",
        body: NOTHING,
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Post,
        route: "/premier/<token>",
        address: "/premier/0123456789abcdef0123456789abcdef",
        body: invitation,
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Get,
        route: "/connexion/code?<retour>&<secours>",
        address: "/connexion/code",
        body: NOTHING,
        // None of them owes a code.
        answers: [303; 6],
        agents: [303; 6],
    },
    Rule {
        method: Method::Post,
        route: "/connexion/code",
        address: "/connexion/code",
        body: no_code,
        answers: [303; 6],
        agents: [303; 6],
    },
    Rule {
        method: Method::Get,
        route: "/connexion/application?<retour>",
        address: "/connexion/application",
        body: NOTHING,
        answers: [303, 200, 200, 200, 303, 303],
        agents: [303, 303, 200, 200, 200, 303],
    },
    Rule {
        method: Method::Post,
        route: "/connexion/application",
        address: "/connexion/application",
        body: no_code,
        answers: [303, 422, 422, 422, 303, 303],
        agents: [303, 303, 422, 422, 422, 303],
    },
    Rule {
        method: Method::Post,
        route: "/session",
        address: "/session",
        body: NOTHING,
        answers: [303, 204, 204, 204, 303, 303],
        agents: [204, 204, 204, 204, 204, 303],
    },
    Rule {
        method: Method::Get,
        route: "/compte?<fait>",
        address: "/compte",
        body: NOTHING,
        answers: [303, 200, 200, 200, 303, 303],
        agents: [200, 200, 200, 200, 200, 303],
    },
    Rule {
        method: Method::Get,
        route: "/compte/connexions?<fait>",
        address: "/compte/connexions",
        body: NOTHING,
        answers: [303, 200, 200, 200, 303, 303],
        agents: [200, 200, 200, 200, 200, 303],
    },
    Rule {
        method: Method::Post,
        route: "/compte/connexions",
        address: "/compte/connexions",
        body: no_such_session,
        answers: [303, 404, 404, 404, 303, 303],
        agents: [404, 404, 404, 404, 404, 303],
    },
    Rule {
        method: Method::Get,
        route: "/compte/adresse?<fait>",
        address: "/compte/adresse",
        body: NOTHING,
        answers: [303, 200, 200, 200, 303, 303],
        agents: [200, 200, 200, 200, 200, 303],
    },
    Rule {
        method: Method::Post,
        route: "/compte/adresse",
        address: "/compte/adresse",
        body: moving,
        answers: [303, 422, 422, 422, 303, 303],
        agents: [422, 422, 422, 422, 422, 303],
    },
    Rule {
        method: Method::Get,
        route: "/compte/adresse/<token>",
        address: "/compte/adresse/0123456789abcdef0123456789abcdef",
        body: NOTHING,
        // A link that nobody was sent.
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Post,
        route: "/compte/adresse/<token>",
        address: "/compte/adresse/0123456789abcdef0123456789abcdef",
        body: NOTHING,
        answers: [410; 6],
        agents: [410; 6],
    },
    Rule {
        method: Method::Get,
        route: "/compte/codes",
        address: "/compte/codes",
        body: NOTHING,
        // None of them has a second factor.
        answers: [303; 6],
        agents: [200, 200, 303, 303, 303, 303],
    },
    Rule {
        method: Method::Post,
        route: "/compte/codes",
        address: "/compte/codes",
        body: no_code,
        answers: [303; 6],
        agents: [422, 422, 303, 303, 303, 303],
    },
    Rule {
        method: Method::Get,
        route: "/compte/application/retirer",
        address: "/compte/application/retirer",
        body: NOTHING,
        answers: [303; 6],
        // They have one; that it is compulsory is said there.
        agents: [200, 200, 303, 303, 303, 303],
    },
    Rule {
        method: Method::Post,
        route: "/compte/application/retirer",
        address: "/compte/application/retirer",
        body: no_code,
        answers: [303; 6],
        // They have one; that it is compulsory is said there.
        agents: [422, 422, 303, 303, 303, 303],
    },
];

fn actor<'w>(world: &'w World, who: &str) -> Browser<'w> {
    let mut visitor = world.visitor();
    match who {
        "nobody" => {}
        "expired" => {
            visitor.sign_in("claire.martel");
            world.set("2026-11-24 09:30");
        }
        // He was let in, and then no longer.
        "marc.faure" => {
            access(world, true);
            visitor.sign_in(who);
            access(world, false);
        }
        "ended" => {
            visitor = world.agent("odile");
            world.change(|w| {
                let (id, mut account) =
                    preau::account::store::account(w, "odile.renaud@valpreau.example")?.expect("Odile");
                account.duty.as_mut().expect("a duty").access = false;
                Ok(preau::account::store::set_account(w, id, &account)?)
            });
        }
        who if AGENTS.contains(&who) => visitor = world.agent(who),
        who => drop(visitor.sign_in(who)),
    }
    visitor
}

fn access(world: &World, access: bool) {
    world.change(move |w| {
        let family = preau::family::FamilyId(8);
        let id = preau::family::GuardianId(9);
        let known = preau::family::store::guardian(w, family, id)?.expect("Marc");
        Ok(preau::family::store::set_guardian(w, family, id, &preau::family::Guardian { access, ..known })?)
    });
}

#[test]
fn every_route_has_its_line_in_the_table() {
    let world = World::new();
    let known: BTreeMap<String, &Rule> =
        TABLE.iter().map(|rule| (format!("{} {}", rule.method, rule.route), rule)).collect();
    for route in world.client.rocket().routes() {
        let name = format!("{} {}", route.method, route.uri);
        assert!(known.contains_key(&name), "{name} is not in the table");
    }
    assert_eq!(world.client.rocket().routes().count(), TABLE.len(), "the table has a line too many");
}

#[test]
fn each_actor_gets_what_the_table_says_and_sees_nothing_of_others() {
    for (n, who) in ACTORS.iter().chain(&AGENTS).enumerate() {
        for rule in &TABLE {
            let world = World::new();
            let mut visitor = actor(&world, who);
            let writes = || world.parts.store.read(journal::last).unwrap();
            let before = writes();
            let page = match rule.method {
                Method::Get => visitor.raw_get(rule.address),
                _ => visitor.raw_post(rule.address, &(rule.body)(), &[("Sec-Fetch-Site", "same-origin")]),
            };
            let answer = rule.answers.iter().chain(&rule.agents).nth(n);
            assert_eq!(Some(&page.status.code), answer, "{who}: {} {}", rule.method, rule.address);
            let books = match *who {
                "claire.martel" => rule.route.ends_with("valider"),
                "nadia" => rule.route.starts_with("/mairie/agents"),
                _ => false,
            };
            assert_eq!(
                writes() > before,
                books && rule.method == Method::Post,
                "{who}: {} {}",
                rule.method,
                rule.address
            );
            let strangers: &[&str] = match *who {
                "claire.martel" => &["Gare", "julien", "1420", "ALAIN"],
                "julien.nogues" => &["Peupliers", "claire", "640", "ALAIN"],
                "expired" => &["Léa", "Peupliers"],
                _ => &["Léa", "MARTEL", "NOGUES", "Peupliers"],
            };
            for marker in strangers {
                assert!(!page.html.contains(marker), "{who} sees {marker}: {} {}", rule.method, rule.address);
            }
        }
    }
}

/// Somebody who may send a form of that page.
fn insider<'w>(world: &'w World, rule: &Rule) -> Browser<'w> {
    match rule.route.starts_with("/mairie") {
        true => world.agent("nadia"),
        false => world.sign_in("claire.martel"),
    }
}

#[test]
fn what_changes_something_is_refused_from_another_site() {
    let world = World::new();
    for rule in TABLE.iter().filter(|rule| rule.method != Method::Get) {
        for (what, headers) in [
            ("another site", vec![("Sec-Fetch-Site", "cross-site")]),
            ("a neighbour", vec![("Sec-Fetch-Site", "same-site")]),
            ("another origin", vec![("Origin", "https://mechant.example")]),
            ("an origin that is none", vec![("Origin", "null")]),
            ("neither header", vec![]),
            (
                "a lie about the origin",
                vec![("Sec-Fetch-Site", "cross-site"), ("Origin", "http://localhost:8000")],
            ),
        ] {
            let mut claire = insider(&world, rule);
            let before = world.parts.store.read(journal::last).unwrap();
            let page = claire.raw_post(rule.address, &(rule.body)(), &headers);
            assert_eq!(page.status.code, 403, "{what}: {}", rule.address);
            assert_eq!(world.parts.store.read(journal::last).unwrap(), before);
            claire.get("/").sees("Bonjour");
        }
        let mut claire = insider(&world, rule);
        let page = claire.raw_post(rule.address, &(rule.body)(), &[("Origin", "http://localhost:8000")]);
        assert_ne!(page.status.code, 403, "an older browser says only the origin");
    }
}

#[test]
fn nothing_changes_by_get() {
    let world = World::new();
    for rule in TABLE.iter().filter(|rule| rule.method != Method::Get) {
        let mut claire = insider(&world, rule);
        let before = world.parts.store.read(journal::last).unwrap();
        claire.raw_get(rule.address);
        assert_eq!(world.parts.store.read(journal::last).unwrap(), before, "{}", rule.address);
        claire.get("/").sees("Bonjour");
    }
}

#[test]
fn every_answer_has_the_security_headers() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let refused = lucie.raw_post("/connexion", "", &[("Sec-Fetch-Site", "cross-site")]);
    let malformed = lucie.raw_post("/reservations/2026-11-30", "x", &[("Sec-Fetch-Site", "same-origin")]);
    let pages =
        ["/", "/connexion", "/accessibilite", "/reservations/2026-11-30", "/rien", "/reservations/rien"];
    let mut answers: Vec<_> = pages.iter().map(|address| lucie.raw_get(address)).collect();
    answers.extend([refused, malformed]);
    for page in &answers {
        let policy = &page.headers["content-security-policy"];
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.headers["x-content-type-options"], "nosniff");
        assert_eq!(page.headers["referrer-policy"], "same-origin");
        assert_eq!(page.headers["cache-control"], "no-store");
        assert!(!page.headers.contains_key("server"), "nothing says what serves");
    }
}

#[test]
fn answers_are_compressed_and_assets_kept_for_ever() {
    let world = World::new();
    let mut visitor = world.visitor();
    for (accepts, encoding) in [("gzip, deflate, br", Some("br")), ("gzip", Some("gzip")), ("identity", None)]
    {
        let page = visitor.get_with("/connexion", &[("Accept-Encoding", accepts)]);
        assert_eq!(page.headers.get("content-encoding").map(String::as_str), encoding);
        assert_eq!(page.headers["vary"], "Accept-Encoding");
        for kind in ["stylesheet", "script"] {
            let address = asset(&world, kind);
            let asset = visitor.get_with(&address, &[("Accept-Encoding", accepts)]);
            assert_eq!(asset.status.code, 200, "{address}");
            assert_eq!(asset.headers.get("content-encoding").map(String::as_str), encoding);
            assert_eq!(asset.headers["cache-control"], "public, max-age=31536000, immutable");
            assert_eq!(asset.headers["vary"], "Accept-Encoding");
        }
    }
}

/// The address of the stylesheet or of the script, as the grid names it.
fn asset(world: &World, kind: &str) -> String {
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30");
    let (selector, attribute) = match kind {
        "script" => ("script[src]", "src"),
        _ => ("link[rel=stylesheet]", "href"),
    };
    let dom = lucie.page.dom();
    dom.select(&scraper::Selector::parse(selector).unwrap())
        .next()
        .unwrap()
        .attr(attribute)
        .unwrap()
        .to_owned()
}
