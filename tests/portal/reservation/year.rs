//! Usual days over a month or a year, as parents and the town book them.

use preau::{family::FamilyId, reservation::store as reservations};

use crate::{
    browser::{Browser, form},
    world::World,
};

/// Anna's canteen on Thursdays and Fridays of December.
const DECEMBER: &str = "enfant=2&periode=2026-12&du=&au=&rythme=toutes&2.3=4&2.3=5";

/// The value of a hidden field.
fn value(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}"));
    rest.split('"').next().unwrap().replace("&amp;", "&")
}

/// The first address on a page that holds a text.
fn link(page: &str, holds: &str) -> String {
    let mut links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.find(|to| to.contains(holds)).expect("a link").replace("&amp;", "&")
}

/// What the list to confirm on the screen would send.
fn confirmed(who: &Browser, fields: &[(&str, &str)]) -> String {
    let [n, q, l] = ["n", "q", "l"].map(|name| value(&who.page.html, name));
    form(&[&[("n", &*n), ("q", &*q), ("l", &*l)], fields].concat())
}

fn booked(world: &World, family: u32) -> usize {
    let (first, last) = ("2026-11-24".parse().unwrap(), "2027-07-31".parse().unwrap());
    let open = world.parts.store.read(|r| reservations::open_span(r, FamilyId(family), first, last)).unwrap();
    open.booked().len()
}

#[test]
fn a_list_says_what_is_booked_what_it_costs_and_what_is_not_booked() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let before = booked(&world, 1);
    lucie.get(&format!("/reservations/annee/liste?{DECEMBER}"));
    lucie.sees("Du 1er au 31 décembre 2026, toutes les semaines.");
    lucie.sees("Anna, Cantine 1er service Jours6 Premier jourjeudi 3 décembre 2026 Dernier jourvendredi 18 décembre 2026");
    lucie.sees("décembre 2026 Réservations6 Coût19,80 €");
    lucie.sees("Fermé pendant les vacances de Noël : 3 fois");
    lucie.sees("Valider – 6 réservations, 19,80 €");
    assert_eq!(booked(&world, 1), before, "nothing is stored by looking");
    let body = confirmed(&lucie, &[]);
    lucie.post("/reservations/annee/valider", &body);
    assert!(lucie.address.starts_with("/reservations/2026-11-30?fait="), "{}", lucie.address);
    lucie.sees("C’est enregistré, à 8 h : 6 réservations ajoutées.");
    assert_eq!(lucie.cell("Anna", "2026-12-03", "Cantine 1er service"), "ticked");
    // What is booked already is left as it is, and said.
    lucie.get(&format!("/reservations/annee/liste?{DECEMBER}"));
    lucie.sees("Il n’y a rien à réserver sur cette période.").sees("C’est déjà réservé : 6 fois");
    lucie.sees_no("name=\"l\"");
}

#[test]
fn each_month_of_the_list_opens_on_its_why() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 1er service").press("Valider");
    lucie.get(&format!("/reservations/annee/liste?{DECEMBER}"));
    let opens = link(&lucie.page.html, "/liste/2026-12");
    lucie.get(&opens).sees("Coût de décembre 2026");
    lucie.sees("6 réservations à confirmer : 19,80 €").sees("Ce qui était déjà réservé :");
    lucie.sees("Cantine 1er service, Anna 6 × 3,30 € = 19,80 €").sees("Cantine 1er service, Théo 1 ×");
    lucie.sees("délibération du 26 juin 2025").sees("Revenir à la liste à confirmer");
    for missing in ["2026-11", "2026-13", "noel"] {
        let to = format!("/reservations/annee/liste/{missing}?{DECEMBER}");
        assert_eq!(lucie.raw_get(&to).status.code, 404, "{missing}");
    }
    let mut agent = world.agent("odile");
    agent.get(&format!("/mairie/familles/1/annee/liste?{DECEMBER}"));
    let opens = link(&agent.page.html, "/liste/2026-12");
    agent.get(&opens).sees("Coût de décembre 2026").sees("6 × 3,30 € = 19,80 €");
}

#[test]
fn sent_twice_it_has_one_effect_and_one_mail_by_month() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/annee");
    lucie.sees("Toute l’année scolaire, du 26 novembre 2026 au 2 juillet 2027");
    let query = "enfant=1&enfant=2&periode=annee&du=&au=&rythme=toutes&1.3=1&1.3=2&1.3=4&1.3=5&2.3=1&2.6=4";
    lucie.get(&format!("/reservations/annee/liste?{query}"));
    let body = confirmed(&lucie, &[]);
    lucie.post("/reservations/annee/valider", &body).sees("réservations ajoutées");
    let after = booked(&world, 1);
    lucie.post("/reservations/annee/valider", &body).sees("réservations ajoutées");
    assert_eq!(booked(&world, 1), after);
    let mails = world.mails();
    let [mail] = &mails[..] else { panic!("{} mails", mails.len()) };
    let text = crate::browser::plain(&mail.text);
    assert!(
        text.contains("Théo, Cantine 1er service :") && text.contains("au vendredi 2 juillet 2027"),
        "{text}"
    );
    assert!(text.contains("janvier 2027 :") && text.contains("total :"), "{text}");
    assert!(text.lines().count() <= 1 && mail.text.lines().count() < 40, "{}", mail.text);
    assert_eq!(mail.to, "lucie.alain@famille.example");
}

#[test]
fn what_can_no_longer_be_booked_is_said_and_the_rest_is_booked() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get(&format!("/reservations/annee/liste?{DECEMBER}"));
    let body = confirmed(&lucie, &[]);
    // Tuesday at nine is the deadline of Thursday and Friday.
    world.set("2026-12-01 09:00");
    let mut lucie = world.sign_in("lucie.alain");
    let n = "n=ffffffffffffffffffffffffffffffff";
    let list = body.split_once('&').unwrap().1;
    lucie.post("/reservations/annee/valider", &format!("{n}&{list}"));
    assert_eq!(lucie.page.status.code, 422);
    lucie.sees("2 réservations ne sont plus possibles depuis que la liste a été montrée.");
    lucie.sees(
        "4 réservations ajoutées. Un message de confirmation est envoyé à lucie.alain@famille.example.",
    );
    lucie.sees("Le délai est passé ; il reste possible de réserver hors délai");
    lucie.sees("Anna, Cantine 1er service : jeudi 3 et vendredi 4 décembre");
    // Sent again it says the same.
    lucie.post("/reservations/annee/valider", &format!("{n}&{list}")).sees("4 réservations ajoutées");
    assert_eq!(world.mails().len(), 1);
}

#[test]
fn it_never_unticks_what_is_booked() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 2e service").press("Valider");
    lucie.get("/reservations/annee/liste?enfant=1&periode=2026-12&du=&au=&rythme=toutes&1.3=4");
    lucie
        .sees("« Cantine 2e service » est déjà choisi ce jour-là")
        .sees("Théo, Cantine 1er service : jeudi 3 décembre");
    let body = confirmed(&lucie, &[]);
    lucie.post("/reservations/annee/valider", &body).get("/reservations/2026-11-30");
    assert_eq!(lucie.cell("Théo", "2026-12-03", "Cantine 2e service"), "ticked");
    assert_eq!(lucie.cell("Théo", "2026-12-03", "Cantine 1er service"), "free");
}

#[test]
fn a_form_is_refused_with_what_was_typed() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    for (query, words) in [
        ("periode=annee&rythme=toutes&2.3=4", "Choisissez au moins un enfant."),
        (
            "enfant=2&periode=annee&rythme=toutes",
            "Cochez au moins un jour pour Anna, ou ne choisissez pas cet enfant.",
        ),
        ("enfant=2&periode=dates&du=&au=2026-12-18&rythme=toutes&2.3=4", "Écrivez la date du premier jour."),
        ("enfant=2&periode=dates&du=2026-12-01&au=x&rythme=toutes&2.3=4", "Écrivez la date du dernier jour."),
        (
            "enfant=2&periode=dates&du=2026-11-01&au=2026-12-18&rythme=toutes&2.3=4",
            "Choisissez une période qui n’est pas passée.",
        ),
        (
            "enfant=2&periode=dates&du=2026-12-18&au=2026-12-01&rythme=toutes&2.3=4",
            "Le dernier jour vient avant le premier.",
        ),
        (
            "enfant=2&periode=dates&du=2026-12-01&au=2027-12-01&rythme=paires&2.3=4",
            "On réserve une année scolaire à la fois : choisissez un dernier jour au plus tard le 1er septembre 2027.",
        ),
        ("enfant=2&periode=2029-12&rythme=toutes&2.3=4", "Cette année scolaire n’est pas encore ouverte."),
    ] {
        lucie.get(&format!("/reservations/annee/liste?{query}"));
        assert_eq!(lucie.page.status.code, 422, "{query}");
        lucie.sees("Il y a un problème").sees(words);
    }
    lucie.get(
        "/reservations/annee/liste?enfant=2&periode=dates&du=2026-12-01&au=2027-12-01&rythme=paires&2.3=4",
    );
    for kept in ["value=\"2026-12-01\"", "value=\"2027-12-01\"", "value=\"paires\" selected"] {
        assert!(lucie.page.html.contains(kept), "{kept}");
    }
    // Which weeks they are is said with the first of them.
    lucie.sees("les semaines paires (la première : celle du 7 décembre)");
}

#[test]
fn a_shared_child_is_booked_on_its_own_days() {
    let world = World::new();
    let mut claire = world.sign_in("claire.martel");
    claire.get("/reservations/annee/liste?enfant=4&periode=2026-12&du=&au=&rythme=toutes&4.3=4");
    claire.sees("Ce jour-là, l’enfant est dans son autre foyer").sees("jeudi 3 et jeudi 17 décembre");
}

#[test]
fn nonsense_and_lists_of_others_are_refused() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    for body in [
        "",
        "n=1",
        "n=0123456789abcdef0123456789abcdef",
        "n=0123456789abcdef0123456789abcdef&l=4.3.2612.200",
        "l=zz",
    ] {
        let page = lucie.raw_post("/reservations/annee/valider", body, &[("Sec-Fetch-Site", "same-origin")]);
        assert_eq!(page.status.code, 422, "{body}");
    }
    let far = "n=0123456789abcdef0123456789abcdef&l=1.3.2612.2_1.3.2812.2";
    assert_eq!(
        lucie.raw_post("/reservations/annee/valider", far, &[("Sec-Fetch-Site", "same-origin")]).status.code,
        422
    );
    for query in ["x=1", "enfant=a", "rythme=jamais", "periode=hier", "1.3=9"] {
        assert_eq!(
            lucie.get(&format!("/reservations/annee/liste?{query}")).address,
            "/reservations/annee",
            "{query}"
        );
    }
}

#[test]
fn who_was_signed_out_comes_back_to_the_list() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get(&format!("/reservations/annee/liste?{DECEMBER}"));
    let body = confirmed(&lucie, &[]);
    let page =
        world.visitor().raw_post("/reservations/annee/valider", &body, &[("Sec-Fetch-Site", "same-origin")]);
    assert_eq!(page.status.code, 303);
    let to = &page.headers["location"];
    assert!(to.starts_with("/connexion?retour=") && to.contains("annee%2Fliste"), "{to}");
}

#[test]
fn the_town_books_with_a_reason_and_the_family_is_told() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get("/mairie/familles/1").sees("Réserver les jours habituels");
    odile.get("/mairie/familles/1/annee").sees("Jours habituels de la famille ALAIN");
    odile.get(&format!("/mairie/familles/1/annee/liste?{DECEMBER}")).sees("Anna, Cantine 1er service");
    let before = booked(&world, 1);
    let body = confirmed(&odile, &[("motif", " ")]);
    odile.post("/mairie/familles/1/annee", &body);
    assert_eq!(odile.page.status.code, 422);
    odile.sees("Écrivez pourquoi la mairie réserve");
    assert_eq!(booked(&world, 1), before);
    let body = confirmed(&odile, &[("motif", "Fiche papier reçue le 24 novembre.")]);
    odile.post("/mairie/familles/1/annee", &body);
    odile.sees("C’est enregistré, à 8 h : 6 réservations ajoutées. La famille est prévenue par courriel.");
    assert_eq!(booked(&world, 1), before + 6);
    let mails = world.mails();
    let mut told: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, ["lucie.alain@famille.example", "paul.alain@famille.example"]);
    for mail in &mails {
        assert!(
            mail.text.contains("La mairie a réservé")
                && mail.text.contains("Fiche papier reçue le 24 novembre.")
        );
    }
    assert_eq!(odile.raw_get("/mairie/familles/999/annee").status.code, 404);
    // Both sides see whose doing it is, and why.
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").sees(
        "Cantine 1er service, jeudi 3 et vendredi 4 décembre : réservé par la mairie. Motif : Fiche papier reçue",
    );
    odile.get("/mairie/familles/1/historique").sees("Odile RENAUD a réservé pour Anna ALAIN : Cantine");
    assert_eq!(world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).expect("a check"), [""; 0]);
}
