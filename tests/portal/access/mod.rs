//! Who gets what: every route, every actor, every header.

mod absences;
mod account;
mod attendance;
mod documents;
mod families;
mod files;
mod help;
mod invoices;
mod marks;
mod messages;
mod payments;
mod services;
mod table;
mod tariffs;
mod town;

use std::collections::BTreeMap;

use preau::platform::store::journal;
use rocket::http::Method;

use absences::ABSENCES;
use account::ACCOUNT;
use attendance::ATTENDANCE;
use documents::DOCUMENTS;
use families::{FAMILIES, changes};
use files::FILES;
use help::HELP;
use invoices::INVOICES;
use marks::{CARED, MARTEL, NOGUES, SHARED, mark, marked, of};
use messages::MESSAGES;
use payments::{EXEMPT, PAYMENTS};
use services::SERVICES;
use table::{ACTORS, AGENTS, Rule, TABLE};
use tariffs::TARIFFS;
use town::TOWN;

use crate::{
    browser::{Browser, Page, form},
    world::World,
};

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
            guardian(world, |known| known.access = true);
            visitor.sign_in(who);
            guardian(world, |known| known.access = false);
        }
        // So was he, and then put away.
        "archived" => {
            guardian(world, |known| (known.access, known.archived) = (true, None));
            visitor.sign_in("marc.faure");
            guardian(world, |known| known.archived = "2026-11-24".parse().ok());
        }
        // Has an account, and no password yet: nothing to come in with.
        "invited" => {
            guardian(world, |known| known.access = true);
            world.change(|w| {
                let (id, account) =
                    preau::account::store::account(w, "marc.faure@famille.example")?.expect("Marc");
                let account = preau::account::Account { password: None, ..account };
                Ok(preau::account::store::set_account(w, id, &account)?)
            });
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

#[test]
fn who_was_invited_has_no_password_to_come_in_with() {
    let world = World::new();
    let mut marc = actor(&world, "invited");
    for password in [preau::demo::PASSWORD, ""] {
        let body = form(&[("adresse", "marc.faure@famille.example"), ("mot-de-passe", password)]);
        let refused = marc.raw_post("/connexion", &body, &[("Sec-Fetch-Site", "same-origin")]);
        assert_eq!(refused.status.code, 422);
        assert_eq!(marc.raw_get("/enfants").status.code, 303);
    }
}

/// Changes what the town knows of Marc.
fn guardian(world: &World, change: fn(&mut preau::family::Guardian)) {
    world.change(move |w| {
        let family = preau::family::FamilyId(8);
        let id = preau::family::GuardianId(9);
        let mut known = preau::family::store::guardian(w, family, id)?.expect("Marc");
        change(&mut known);
        Ok(preau::family::store::set_guardian(w, family, id, &known)?)
    });
}

/// Every line.
fn rules() -> impl Iterator<Item = &'static Rule> {
    // Who takes payments is sent away by a line of the table.
    PAYMENTS
        .iter()
        .chain(INVOICES)
        .chain(DOCUMENTS)
        .chain(HELP)
        .chain(MESSAGES)
        .chain(TABLE)
        .chain(ATTENDANCE)
        .chain(ACCOUNT)
        .chain(FILES)
        .chain(TOWN)
        .chain(SERVICES)
        .chain(TARIFFS)
        .chain(ABSENCES)
        .chain(&FAMILIES)
}

#[test]
fn every_route_has_its_line_in_the_table() {
    let world = World::new();
    let known: BTreeMap<String, &Rule> =
        rules().map(|rule| (format!("{} {}", rule.method, rule.route), rule)).collect();
    for route in world.client.rocket().routes() {
        let name = format!("{} {}", route.method, route.uri);
        assert!(known.contains_key(&name), "{name} is not in the table");
    }
    assert_eq!(world.client.rocket().routes().count(), rules().count(), "the table has a line too many");
}

#[test]
fn each_actor_gets_what_the_table_says_and_sees_nothing_of_others() {
    let columns = ACTORS.iter().chain(&AGENTS).enumerate().chain(LIKE.iter().map(|(n, who)| (*n, who)));
    for (n, who) in columns {
        let mut kept = None;
        for rule in rules() {
            // As long as nothing was changed, the same town serves.
            let world = kept.take().unwrap_or_else(marked);
            let mut visitor = actor(&world, who);
            let writes = || world.parts.store.read(journal::last).unwrap();
            let before = writes();
            let page = match rule.method {
                Method::Get => visitor.raw_get(rule.address),
                _ => visitor.raw_post(rule.address, &(rule.body)(), &[("Sec-Fetch-Site", "same-origin")]),
            };
            let answer = rule.answers.iter().chain(&rule.agents).nth(n);
            assert_eq!(Some(&page.status.code), answer, "{who}: {} {}", rule.method, rule.address);
            let saves = match *who {
                "claire.martel" => {
                    let own = !rule.route.starts_with("/mairie");
                    own && SAVES.iter().any(|end| rule.route.ends_with(end))
                }
                "julien.nogues" => rule.route == "/enfants/<id>",
                "nadia" => {
                    let saved = [
                        "/mairie/reglages/prestations",
                        "/mairie/reglages/tarifs",
                        "/mairie/reglages/tarifs/<id>",
                        "/mairie/reglages/tarifs/<id>/version",
                        "/mairie/courriels/essai",
                    ];
                    rule.route.starts_with("/mairie/agents") || saved.contains(&rule.route)
                }
                "odile" => {
                    changes(rule)
                        || [
                            "/mairie/demandes/<id>",
                            "/mairie/fermetures/nouvelle",
                            "/mairie/absences/<child>/<number>/retirer",
                        ]
                        .contains(&rule.route)
                }
                "karim" => rule.route.ends_with("/sante"),
                _ => false,
            };
            assert_eq!(
                writes() > before,
                saves && rule.method == Method::Post,
                "{who}: {} {}",
                rule.method,
                rule.address
            );
            let what = format!("{} {}", rule.method, rule.route);
            match families::hidden(who, rule, &page.html) {
                Some(seen) => assert_eq!(seen, [""; 0], "{who}: {what}"),
                None => unmarked(who, &page, &what),
            }
            let changed = writes() > before || rule.method != Method::Get;
            drop(visitor);
            kept = (!changed && *who != "expired").then_some(world);
        }
    }
}

/// Who gets what an actor of the table gets, by its place there: a guardian who signed in and was put away is one
/// whom the town no longer lets in; one who was invited and has not chosen a password is nobody.
const LIKE: [(usize, &str); 2] = [(4, "archived"), (0, "invited")];

/// Ends of the routes by which Claire saves something.
const SAVES: [&str; 6] = [
    "valider",
    "/famille/<id>",
    "/enfants/<id>",
    "/autres/<id>/retirer",
    "/demandes/<id>/retirer",
    "/absences/<child>/<number>/retirer",
];

/// Marks of what is kept of the shared child's health and diet.
const CARE: [&str; 3] = ["Mqleadoctor", "Mqleaavoid", "Mqleadiet"];

/// Nothing of others stands on a page.
#[track_caller]
fn unmarked(who: &str, page: &Page, what: &str) {
    let (martel, nogues) = (of("Mqmartel"), of("Mqnogues"));
    let strangers: Vec<&str> = match who {
        "claire.martel" => [&["Gare", "julien", "1420", "ALAIN"], &nogues[..]].concat(),
        "julien.nogues" => [&["Peupliers", "claire", "640", "ALAIN"], &martel[..]].concat(),
        "expired" => [&["L\u{e9}a", "Peupliers", SHARED], &martel[..], &nogues].concat(),
        // Who keeps the files reads of a family what the page is about; of health, nothing on the way.
        "odile" if what.contains("/quotient") || what.contains("/acces") => {
            [&["Gare", SHARED], &nogues[..]].concat()
        }
        "odile" if what.contains("/garde") => [&CARE[..], &["Peupliers", "Gare", "1971-05"]].concat(),
        // A file that she may import, and who is missing from it by name.
        "odile" if what.contains("/mairie/import") => {
            [&CARE[..], &["Peupliers", "Gare", "1971-05", "1972-07", "Mqmartelremarks"]].concat()
        }
        "marc.petit" | "odile" | "jeanne" if what.contains("/mairie/demandes") => {
            [&CARE[..], &["Peupliers", "Gare", "1971-05", CARED]].concat()
        }
        // Of both families: what was told, and nothing of the files.
        "marc.petit" | "odile" | "jeanne" if what.contains("/mairie/absences") => {
            [&CARE[..], &["Peupliers", "Gare", "1971-05", CARED]].concat()
        }
        // What both families have written, and nothing of the files.
        "marc.petit" | "odile" | "jeanne" if what.contains("/mairie/messages") => {
            [&CARE[..], &["Peupliers", "Gare", "1971-05", "1972-07", SHARED]].concat()
        }
        _ => [&["L\u{e9}a", "MARTEL", "NOGUES", "Peupliers", SHARED], &martel[..], &nogues].concat(),
    };
    // What a form says of what it showed is letters and figures by chance.
    let html = match page.html.split_once("name=\"vu\" value=\"") {
        Some((before, after)) => format!("{before}{}", after.split_once('"').map_or("", |(_, rest)| rest)),
        None => page.html.clone(),
    };
    for marker in strangers {
        assert!(!html.contains(marker), "{who} sees {marker}: {what}");
    }
}

/// The addresses of all that a parent could ask for, by whatever number.
fn guesses() -> Vec<String> {
    let all = [
        "/",
        "/famille",
        "/famille/foyer",
        "/famille/autres",
        "/famille/autres/nouveau",
        "/famille/demandes",
        "/absences",
        "/absences/4/1/certificat",
        "/absences/4/2/certificat",
        "/contact",
        "/contact/1",
        "/contact/1/1/piece-jointe.pdf",
        "/contact/2",
        "/contact/2/1/piece-jointe.pdf",
    ];
    let numbered = (1..=10).flat_map(|n| {
        ["/famille/N", "/famille/autres/N", "/famille/autres/N/retirer", "/enfants/N"]
            .map(|address| address.replace('N', &n.to_string()))
    });
    all.map(String::from).into_iter().chain(numbered).collect()
}

#[test]
fn no_number_leads_to_what_is_another_familys() {
    let world = marked();
    for who in ["claire.martel", "julien.nogues", "lucie.alain"] {
        let mut parent = world.sign_in(who);
        for address in guesses() {
            let page = parent.raw_get(&address);
            unmarked(who, &page, &address);
        }
    }
    // The marks are there for who may see them.
    let mut claire = world.sign_in("claire.martel");
    for (address, marks) in [
        ("/famille/4", &["Mqmartelstreet", "1971-05-01", "Mqmartelby"][..]),
        ("/famille/foyer", &["Mqmartelallowance"]),
        ("/famille/autres", &["Mqmartelfirst_name", "Mqmartelmobile_phone"]),
        ("/famille/autres/7", &["Mqmartelremarks"]),
        ("/famille/demandes", &["Mqmartelafter", "Mqmartelreason", "Mqmartelasks"]),
        ("/absences", &["Mqmartelabsence"]),
        ("/contact/1", &["Mqmartelsubject", "Mqmartelwords", "Mqmartelwrites"]),
        ("/contact/1/1/piece-jointe.pdf", &["Mqmartelfile"]),
        (
            "/enfants/4",
            &["Mqmartelremarks", "Mqleadoctor", "Mqleaavoid", "Mqleapolicy", "Mqleadiet", "Mqmartelby"],
        ),
    ] {
        let page = claire.raw_get(address);
        for mark in marks {
            assert!(page.html.contains(mark), "{mark} is not on {address}");
        }
    }
    let mut julien = world.sign_in("julien.nogues");
    julien.get("/enfants/4");
    for shared in ["Mqleadoctor", "Mqleaavoid", "Mqleapolicy", "Mqleadiet"] {
        assert!(julien.page.html.contains(shared), "{shared} is the child's, for both parents");
    }
}

#[test]
fn what_one_family_does_changes_nothing_that_the_other_reads() {
    let world = World::new();
    let mut claire = world.sign_in("claire.martel");
    // The number of a form is another each time.
    let same = |html: String| match html.split_once("name=\"n\" value=\"") {
        Some((before, after)) => format!("{before}{}", after.split_once('"').map_or("", |(_, rest)| rest)),
        None => html,
    };
    let mut read = || guesses().iter().map(|address| same(claire.raw_get(address).html)).collect::<Vec<_>>();
    let before = read();
    world.change(|w| mark(w, "Mqnogues", NOGUES));
    for ((before, after), address) in before.iter().zip(read()).zip(guesses()) {
        assert_eq!(*before, after, "{address}");
    }
    world.change(|w| mark(w, "Mqmartel", MARTEL));
    assert_ne!(before, read(), "her own family's would be seen");
}

/// Somebody who may send a form of that page.
fn insider<'w>(world: &'w World, rule: &Rule) -> Browser<'w> {
    let mut agents = AGENTS.iter().zip(rule.agents);
    match (rule.route.starts_with("/mairie"), agents.find(|(_, status)| *status != 403)) {
        (true, Some((who, _))) => world.agent(who),
        _ => world.sign_in("claire.martel"),
    }
}

#[test]
fn what_changes_something_is_refused_from_another_site() {
    let world = World::new();
    for rule in rules().filter(|rule| rule.method != Method::Get && !EXEMPT.contains(&rule.route)) {
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
    for rule in rules().filter(|rule| rule.method != Method::Get) {
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
        assert_eq!(page.headers["referrer-policy"], "strict-origin");
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
