//! Sessions: how long they hold, where they are open, who ends them; and the families they show.

use preau::{
    account::{Account, AccountId, event::What, role::Role, store},
    family::{self, FamilyId, Guardian, GuardianId},
    platform::store::journal,
};

use crate::{
    browser::{Browser, form},
    world::World,
};

const PHONE: &str = "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0";
const WEEK: &str = "/reservations/2026-11-30";

/// Lucie at home, and on her telephone somewhere else.
fn at_home_and_on_the_phone(world: &World) -> (Browser<'_>, Browser<'_>) {
    let home = world.sign_in("lucie.alain");
    world.set("2026-11-24 08:07");
    let mut phone = world.visitor();
    phone.from = Some("203.0.113.9".parse().unwrap());
    phone.agent = PHONE.into();
    phone.sign_in("lucie.alain");
    (home, phone)
}

/// What the buttons of "Mes connexions" send.
fn ids(page: &Browser) -> Vec<String> {
    let dom = page.page.dom();
    let inputs = scraper::Selector::parse("input[name=connexion]").unwrap();
    dom.select(&inputs).map(|input| input.attr("value").unwrap().to_owned()).collect()
}

fn body(pairs: &[(&str, &str)]) -> String {
    form(pairs)
}

#[test]
fn my_account_says_who_i_am_and_leads_to_what_can_be_changed() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get("/compte")
        .sees("Lucie ALAIN")
        .sees("lucie.alain@famille.example")
        .sees("cet appareil seulement");
    for link in
        ["/compte/adresse", "/mot-de-passe", "/compte/connexions", "/connexion/application?retour=/compte"]
    {
        assert!(lucie.page.html.contains(&format!("href=\"{link}\"")), "{link}");
    }
    world.appoint("nadia.belkacem", &[Role::Reader]);
    world.sign_in("nadia.belkacem").get("/compte").sees("Nadia BELKACEM").sees("Pas encore activée");
}

#[test]
fn my_sessions_say_which_device_where_from_and_when() {
    let world = World::new();
    let (mut home, mut phone) = at_home_and_on_the_phone(&world);
    phone.get("/compte/connexions");
    phone
        .sees("Firefox sur Android (cet appareil-ci)")
        .sees("203.0.113.9")
        .sees("Ouverte aujourd’hui à 8 h 07");
    phone.sees("Un navigateur Ouverte aujourd’hui à 8 h").sees("Dernière utilisation aujourd’hui à 8 h 07");
    home.get("/compte/connexions")
        .sees("Un navigateur (cet appareil-ci)")
        .sees("Fermer cette connexion (nº 2, Firefox sur Android)");
    home.get("/compte").sees("Votre compte est ouvert sur 2 appareils ou navigateurs.");
    world.set("2026-11-24 08:50");
    home.get("/compte/connexions").sees("Firefox sur Android");
    // The session that has ended is not shown.
    world.set("2026-11-24 09:20");
    home.get("/compte/connexions").sees("Dernière utilisation aujourd’hui à 9 h 20").sees_no("Firefox");
}

#[test]
fn nothing_on_the_page_opens_a_session() {
    let world = World::new();
    let (mut home, phone) = at_home_and_on_the_phone(&world);
    home.get("/compte/connexions");
    let (_, account) = world
        .parts
        .store
        .read(|r| store::account(r, "lucie.alain@famille.example"))
        .unwrap()
        .map(|(id, a)| (a, id))
        .unwrap();
    for (key, _) in world.parts.store.read(|r| store::sessions(r, account)).unwrap() {
        home.sees_no(&preau::platform::random::hex(&key)[..16]);
    }
    home.sees_no(&phone.cookies["preau"]);
}

#[test]
fn a_session_is_ended_from_another_and_that_is_written_down() {
    let world = World::new();
    let (mut home, mut phone) = at_home_and_on_the_phone(&world);
    home.get("/compte/connexions");
    let id = ids(&home).pop().unwrap();
    home.post("/compte/connexions", &body(&[("connexion", &id)]))
        .sees("La connexion est fermée.")
        .sees_no("Firefox");
    phone.get(WEEK).sees("Adresse électronique");
    home.get(WEEK).sees("Valider");
    assert!(matches!(world.events()[0].what, What::SessionsEnded));
    home.post("/compte/connexions", &body(&[("connexion", &id)])).sees("Page introuvable");
}

#[test]
fn all_the_others_are_ended_at_once() {
    let world = World::new();
    let (mut home, mut phone) = at_home_and_on_the_phone(&world);
    let mut third = world.sign_in("lucie.alain");
    phone.post("/compte/connexions", "autres=oui").sees("Vos autres connexions sont fermées.");
    for gone in [&mut home, &mut third] {
        gone.get(WEEK).sees("Adresse électronique");
    }
    phone.get(WEEK).sees("Valider");
}

#[test]
fn somebody_elses_session_is_as_if_it_were_not_there() {
    let world = World::new();
    let (mut home, mut phone) = at_home_and_on_the_phone(&world);
    home.get("/compte/connexions");
    let hers = ids(&home).pop().unwrap();
    let mut paul = world.sign_in("paul.alain");
    let before = world.parts.store.read(journal::last).unwrap();
    let page = paul.raw_post(
        "/compte/connexions",
        &body(&[("connexion", &hers)]),
        &[("Sec-Fetch-Site", "same-origin")],
    );
    assert_eq!(page.status.code, 404);
    assert_eq!(world.parts.store.read(journal::last).unwrap(), before);
    phone.get(WEEK).sees("Valider");
}

#[test]
fn a_session_goes_on_when_asked_to_however_short_the_time() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    // Nearer than what a page writes down.
    world.set("2026-11-24 08:04");
    let own = [("Sec-Fetch-Site", "same-origin")];
    assert_eq!(lucie.raw_post("/session", "", &own).status.code, 204);
    world.set("2026-11-24 09:03");
    lucie.get(WEEK).sees("Valider");
    world.set("2026-11-24 10:04");
    assert_eq!(lucie.raw_post("/session", "", &own).status.code, 303, "it has ended");
}

/// The page's promise: so long after any request, the session still holds.
#[test]
fn the_page_promises_no_more_than_the_session_holds() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let ends = |page: &Browser| {
        page.page
            .dom()
            .select(&scraper::Selector::parse("body").unwrap())
            .next()
            .unwrap()
            .attr("data-fin")
            .map(str::to_owned)
    };
    // A use that is too near to the one before to be written down.
    world.set("2026-11-24 08:05");
    lucie.get(WEEK);
    assert_eq!(ends(&lucie).as_deref(), Some("3300"));
    world.set("2026-11-24 08:59:59");
    lucie.get(WEEK).sees("Valider");
}

#[test]
fn staying_signed_in_lasts_thirty_days_and_is_not_for_agents() {
    let world = World::new();
    let sign_in = |who: &str| {
        let mut visitor = world.visitor();
        let mail = format!("{who}@famille.example");
        let body = form(&[("adresse", &mail), ("mot-de-passe", preau::demo::PASSWORD), ("rester", "oui")]);
        let page = visitor.raw_post("/connexion", &body, &[("Sec-Fetch-Site", "same-origin")]);
        assert_eq!(page.status.code, 303, "{}", page.text());
        let cookies = page.headers["set-cookie"].clone();
        let cookie = cookies.lines().find(|line| line.starts_with("preau=")).unwrap().to_owned();
        (visitor, cookie)
    };
    let (mut lucie, cookie) = sign_in("lucie.alain");
    assert!(cookie.contains("Max-Age=2592000"), "{cookie}");
    lucie.get(WEEK);
    assert!(!lucie.page.html.contains("data-fin"), "nothing to warn of");
    world.appoint("nadia.belkacem", &[Role::Reader]);
    let (mut nadia, cookie) = sign_in("nadia.belkacem");
    assert!(!cookie.contains("Max-Age"), "{cookie}");
    world.set("2026-11-24 09:01");
    nadia.get("/compte").sees("Adresse électronique");
    world.set("2026-12-24 07:59");
    lucie.get("/compte/connexions").sees("Reste connecté 30 jours");
    world.set("2026-12-24 08:01");
    lucie.get(WEEK).sees("Adresse électronique");
}

#[test]
fn after_signing_in_again_one_is_back_on_the_same_page() {
    let world = World::new();
    for (hour, page) in (9..).step_by(2).zip([
        "/reservations/2026-12-07?p=2.3.2612.200",
        "/compte",
        "/compte/connexions",
        "/compte/adresse",
        "/familles",
    ]) {
        let mut lucie = world.sign_in("lucie.alain");
        world.set(&format!("2026-11-24 {:02}:30", hour + 1));
        lucie.get(page).sees("Connectez-vous pour continuer.");
        let dom = lucie.page.dom();
        let back = dom.select(&scraper::Selector::parse("input[name=retour]").unwrap()).next().unwrap();
        let back = back.attr("value").unwrap().to_owned();
        let mail = "lucie.alain@famille.example";
        let body = form(&[("adresse", mail), ("mot-de-passe", preau::demo::PASSWORD), ("retour", &back)]);
        lucie.post("/connexion", &body);
        assert_eq!((lucie.address.as_str(), lucie.page.status.code), (page, 200));
    }
}

#[test]
fn a_form_of_the_account_sent_too_late_leads_back_to_it() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    world.set("2026-11-24 09:30");
    let page =
        lucie.raw_post("/compte/adresse", "adresse=a&mot-de-passe=b", &[("Sec-Fetch-Site", "same-origin")]);
    assert_eq!(page.headers["location"], "/connexion?retour=%2Fcompte");
}

/// Lucie is a guardian of the BACONNAIS family too.
fn two_families(world: &World) {
    world.change(|w| {
        let (id, lucie) = store::account(w, "lucie.alain@famille.example")?.expect("Lucie");
        let second = (FamilyId(2), GuardianId(99));
        let known =
            Guardian { first_name: "Lucie".into(), last_name: "ALAIN".into(), access: true, archived: None };
        family::store::set_guardian(w, second.0, second.1, &known)?;
        let families = [lucie.families.clone(), vec![second]].concat();
        Ok(store::set_account(w, id, &Account { families, ..lucie })?)
    });
}

fn end_access(world: &World, family: u32, guardian: u32) {
    world.change(move |w| {
        let (family, id) = (FamilyId(family), GuardianId(guardian));
        let known = family::store::guardian(w, family, id)?.expect("a guardian");
        Ok(family::store::set_guardian(w, family, id, &Guardian { access: false, ..known })?)
    });
}

#[test]
fn who_has_two_families_chooses_sees_only_that_one_and_changes() {
    let world = World::new();
    two_families(&world);
    let mut lucie = world.sign_in("lucie.alain");
    assert_eq!(lucie.address, "/familles?retour=%2F");
    lucie.sees("Famille ALAIN, Théo et Anna").sees("Famille BACONNAIS, Fanny");
    lucie.get(WEEK).sees("Laquelle voulez-vous voir");
    lucie.post("/familles", &form(&[("famille", "2"), ("retour", WEEK)])).sees("Fanny").sees_no("Théo");
    lucie.sees("Changer de famille");
    lucie.get("/familles").sees("C’est celle que vous voyez en ce moment.");
    lucie.post("/familles", "famille=1").sees("Anna").sees_no("Fanny");
    let page = lucie.raw_post("/familles", "famille=3", &[("Sec-Fetch-Site", "same-origin")]);
    assert_eq!(page.status.code, 404, "not hers");
    let mut paul = world.sign_in("paul.alain");
    paul.get("/").sees_no("Changer de famille");
}

#[test]
fn a_family_whose_access_ends_is_out_at_once_and_offered_no_more() {
    let world = World::new();
    two_families(&world);
    let mut lucie = world.sign_in("lucie.alain");
    lucie.post("/familles", "famille=2").sees("Fanny");
    end_access(&world, 2, 99);
    lucie.get(WEEK).sees("Votre compte ouvre cette famille.").sees("Famille ALAIN").sees_no("BACONNAIS");
    lucie.post("/familles", "famille=1").sees("Anna").sees_no("Changer de famille");
    assert_eq!(
        lucie.raw_post("/familles", "famille=2", &[("Sec-Fetch-Site", "same-origin")]).status.code,
        404
    );
    end_access(&world, 1, 2);
    lucie.get(WEEK).sees("Adresse électronique");
    assert_eq!(
        world.parts.store.read(|r| store::account_of(r, AccountId(2))).unwrap().unwrap().families.len(),
        2
    );
}
