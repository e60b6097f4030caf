//! Help in a real browser: from the foot of a screen to its help and back, for everybody, light.

use crate::{
    budgets::{cold, within},
    checks::faults,
    office::agent,
    screen::{Screen, Size},
    site::Site,
};

/// Follows the link at the foot of the page.
fn ask(screen: &Screen) {
    let to = screen
        .read("[...document.querySelectorAll('footer a')].find(a => a.textContent === 'Aide').pathname");
    screen.open(to.as_str().expect("an address"));
}

#[test]
fn help_is_one_step_away_and_leads_back() {
    let site = Site::weekly();
    for size in [Size::Phone, Size::Desk] {
        for script in [true, false] {
            let mut wrong = Vec::new();
            let mut check = |screen: &Screen, page: &str| {
                // What looks at a page is a script itself.
                if script {
                    wrong.extend(faults(screen).into_iter().map(|fault| format!("{page}: {fault}")));
                    screen.network.forget();
                }
            };
            let lucie = Screen::signed_in(&site, size, script, "lucie.alain");
            lucie.open("/reservations/2026-11-30");
            ask(&lucie);
            lucie.sees("Si quelque chose ne va pas");
            check(&lucie, "bookings");
            lucie.press("Toutes les pages d’aide");
            lucie.sees("Une page courte pour chaque écran");
            check(&lucie, "all");
            lucie.press("Aide : Absences");
            lucie.sees("Signaler une absence");
            check(&lucie, "absences");
            lucie.press("Revenir aux absences");
            lucie.sees("Votre enfant ne viendra pas");
            drop(lucie);
            let karim = agent(&site, size, script, "karim.haddad@valpreau.example");
            karim.open("/mairie/pointage");
            ask(&karim);
            karim.sees("Faire l’appel");
            check(&karim, "roll call");
            karim.press("Toutes les pages d’aide");
            karim.sees("Réglages : délais");
            check(&karim, "all, the town’s too");
            assert!(wrong.is_empty(), "{size:?}: {} faults:\n{}", wrong.len(), wrong.join("\n"));
        }
    }
}

#[test]
fn help_is_light() {
    let site = Site::weekly();
    let mut reader = site.world.agent("nadia");
    reader.get("/aide");
    let links = scraper::Selector::parse("main ul a").expect("a selector");
    let dom = reader.page.dom();
    let mut all: Vec<(usize, &str)> = dom
        .select(&links)
        .filter_map(|link| link.attr("href"))
        .map(|address| (reader.raw_get(address).html.len(), address))
        .collect();
    assert!(all.len() > 40, "{all:?}");
    all.sort();
    let screen = agent(&site, Size::Phone, true, "nadia.belkacem@valpreau.example");
    for (_, address) in all.iter().rev().take(3).chain(&[(0, "/aide")]) {
        within(&format!("{address}, cold"), &cold(&screen, address), 14_600, 3);
    }
}
