//! A roll call in a real browser: for everybody, without scripts, without network, with two who call it.

use crate::{
    checks::faults,
    office::agent,
    screen::{Screen, Size},
    site::Site,
};

const KARIM: &str = "karim.haddad@valpreau.example";
const LIST: &str = "/mairie/pointage/2026-12-03/3-2";

/// Théo and Fanny are booked for the first sitting of Thursday; it is noon.
fn noon() -> Site {
    let site = Site::weekly();
    for (who, child) in [("lucie.alain", "Théo"), ("sophie.baconnais", "Fanny")] {
        let mut parent = site.world.sign_in(who);
        parent.get("/reservations/2026-11-30").tick(child, "2026-12-03", "Cantine 1er service");
        parent.press("Valider").sees("C’est enregistré");
    }
    site.world.set("2026-12-03 12:00");
    site
}

/// The button of a child: "here", "absent".
fn button(child: u32, state: &str) -> String {
    format!("document.querySelector('#e{child} [data-vers={state}]')")
}

fn offline(screen: &Screen, offline: bool) {
    let how = serde_json::json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    screen.tell("Network.emulateNetworkConditions", how);
}

#[test]
fn a_roll_is_called_with_and_without_scripts_by_everybody() {
    for (size, script) in [(Size::Phone, true), (Size::Desk, true), (Size::Phone, false), (Size::Desk, false)]
    {
        let site = noon();
        let screen = agent(&site, size, script, KARIM);
        let mut wrong = Vec::new();
        let mut check = |page: &str| {
            if script {
                wrong.extend(faults(&screen).into_iter().map(|fault| format!("{page}: {fault}")));
                screen.network.forget();
            }
        };
        screen.open("/mairie/pointage");
        check("lists");
        screen.press("Cantine 1er service");
        screen.sees("2 enfants attendus, 0 présent, 0 absent, reste à appeler : 2.");
        check("list");
        screen.click(&button(1, "here"));
        screen.sees("Présent, noté à 12 h par Karim HADDAD");
        site.world.set("2026-12-03 12:01");
        screen.press("Tous présents");
        screen.sees("2 enfants attendus, 2 présents, 0 absent.");
        check("all here");
        screen.press("Annuler « Tous présents »");
        screen.sees("reste à appeler : 1");
        screen.write("q", "diallo");
        screen.press("Chercher");
        check("found");
        // In two touches: found, then added.
        screen.click("document.querySelector('.found button')");
        screen.sees("dont 1 sans réservation");
        screen.open("/mairie/effectifs");
        screen.sees("Jeudi 3 décembre");
        check("counts");
        // On paper, which is as narrow as a phone, the week is a table.
        screen.tell("Emulation.setEmulatedMedia", serde_json::json!({ "media": "print" }));
        let laid_out = "[...document.querySelectorAll('table, thead, tbody tr, td')].map(e => getComputedStyle(e).display).join(' ')";
        let laid_out = screen.read(laid_out);
        assert_eq!(
            laid_out,
            "table table-header-group table-row table-cell table-cell table-cell table-cell table-cell"
        );
        assert_eq!(screen.read("document.querySelector('.column').checkVisibility()"), false);
        // Its headings are whole, the first one too.
        let headings = "[...document.querySelectorAll('thead th')].every(e => e.offsetWidth > 40 && getComputedStyle(e).clipPath === 'none')";
        assert_eq!(screen.read(headings), true);
        assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn a_touch_without_network_waits_says_so_and_leaves_once() {
    let site = noon();
    let screen = agent(&site, Size::Phone, true, KARIM);
    screen.open(LIST);
    offline(&screen, true);
    screen.click(&button(1, "here"));
    screen.sees("Pas de réseau : 1 pointage attend sur cet appareil.");
    screen.sees("En attente d’envoi");
    screen.click(&button(3, "absent"));
    screen.sees("2 pointages attendent");
    assert_eq!(screen.read(&format!("{}.getAttribute('aria-pressed')", button(1, "here"))), "true");
    let mut other = site.world.agent("karim");
    other.get(LIST).sees("reste à appeler : 2");
    offline(&screen, false);
    screen.sees("2 enfants attendus, 1 présent, 1 absent.");
    other.get(LIST).sees("2 enfants attendus, 1 présent, 1 absent.");
    let (karim, _) = site.world.account(KARIM);
    assert_eq!(screen.read(&format!("localStorage.getItem('preau-pointage-{karim}')")), "[]");
}

#[test]
fn all_here_without_network_waits_too_and_spares_who_was_called() {
    let site = noon();
    let screen = agent(&site, Size::Phone, true, KARIM);
    screen.open(LIST);
    screen.click(&button(3, "absent"));
    screen.sees("reste à appeler : 1");
    offline(&screen, true);
    screen.press_here("Tous présents");
    screen.sees("Pas de réseau : 1 pointage attend sur cet appareil.");
    offline(&screen, false);
    screen.sees("2 enfants attendus, 1 présent, 1 absent.");
}

#[test]
fn hours_are_typed_and_stay_typed_while_another_calls_the_roll() {
    let site = noon();
    site.world.canteen_by_time();
    let screen = agent(&site, Size::Phone, true, KARIM);
    screen.open(LIST);
    screen.read("document.getElementById('arrivee1').value = '11:40'");
    let mut other = site.world.agent("karim");
    other.post(LIST, "enfant=3&de=&vers=absent");
    screen.sees("0 présent, 1 absent, reste à appeler : 1.");
    assert_eq!(screen.read("document.getElementById('arrivee1').value"), "11:40");
    screen.click("document.querySelector('#e1 [data-heures]')");
    screen.sees("Présent, arrivé à 11 h 40, noté à 12 h");
    screen.read("document.getElementById('depart1').value = '13:15'");
    screen.click("document.querySelector('#e1 [data-heures]')");
    screen.sees("arrivé à 11 h 40, parti à 13 h 15");
}

#[test]
fn two_who_share_a_telephone_do_not_send_each_others_touches() {
    let site = noon();
    site.world.appoint("zoe", &[preau::account::role::Role::RollCall]);
    let screen = agent(&site, Size::Phone, true, KARIM);
    screen.open(LIST);
    offline(&screen, true);
    screen.click(&button(1, "here"));
    screen.sees("1 pointage attend");
    // Zoé takes the telephone, and the network is back: the page that is open still is Karim's.
    become_other(&screen, "zoe@famille.example");
    offline(&screen, false);
    screen.sees("Votre session est terminée : reconnectez-vous. Ce qui attend partira ensuite.");
    screen.open(LIST);
    screen.sees("1 pointage fait par une autre personne attend sur cet appareil");
    screen.click(&button(3, "absent"));
    screen.sees("2 enfants attendus, 0 présent, 1 absent, reste à appeler : 1.");
    // Karim is back: what waited for him leaves.
    become_other(&screen, KARIM);
    screen.open(LIST);
    screen.sees("2 enfants attendus, 1 présent, 1 absent.");
    screen.sees("Présent, noté à 12 h par Karim HADDAD");
}

/// Signs somebody else in on the same device.
fn become_other(screen: &Screen, mail: &str) {
    let token = screen.site.world.session(mail);
    let cookie = serde_json::json!({
        "name": "preau", "value": token, "url": screen.site.address("/"), "httpOnly": true
    });
    screen.tell("Network.setCookie", cookie);
}

#[test]
fn two_who_call_the_roll_see_each_others_touches() {
    let site = noon();
    let (one, other) = (agent(&site, Size::Phone, true, KARIM), agent(&site, Size::Desk, true, KARIM));
    one.open(LIST);
    other.open(LIST);
    one.click(&button(3, "absent"));
    one.sees("Enregistré à");
    other.sees("Absent, noté à 12 h par Karim HADDAD");
    // What has not been seen is not undone: the network was away while the other touched.
    offline(&other, true);
    one.click(&button(1, "absent"));
    one.sees("0 présent, 2 absents");
    other.click(&button(1, "here"));
    other.sees("Pas de réseau");
    offline(&other, false);
    other.sees("Quelqu’un d’autre vient de pointer cet enfant.");
    other.sees("0 présent, 2 absents");
}
