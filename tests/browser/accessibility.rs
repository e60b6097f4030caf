//! Every page for everybody: axe at zero, and what axe does not see.

use std::collections::BTreeSet;

use crate::{
    checks::faults,
    screen::{Screen, Size},
    site::Site,
};

const WEEK: &str = "/reservations/2026-11-30";
/// The week under way: boxes that are past, locked, late and free.
const THIS_WEEK: &str = "/reservations/2026-11-23";

/// The checks of one page, and its title.
#[track_caller]
pub fn check(screen: &Screen, page: &str, titles: &mut Vec<String>, wrong: &mut Vec<String>) {
    screen.settles();
    wrong.extend(screen.network.complaints().into_iter().map(|fault| format!("{page}: console {fault}")));
    titles.push(screen.read("document.title").as_str().unwrap_or_default().to_owned());
    wrong.extend(faults(screen).into_iter().map(|fault| format!("{page}: {fault}")));
    screen.network.forget();
}

/// A sign-in that is refused.
pub fn refused_sign_in(screen: &Screen) {
    screen.open("/connexion");
    screen.write("adresse", "lucie.alain@famille.example");
    screen.write("mot-de-passe", "pas le bon");
    screen.press("Se connecter");
    screen.sees("Il y a un problème");
}

/// "Valider" a minute too late for one box; another is booked already, and locked by then.
pub fn refused_box(screen: &Screen) {
    screen.site.world.set("2026-11-24 08:50");
    screen.open(THIS_WEEK);
    screen.tick("Anna", "2026-11-26", "Cantine 1er service");
    screen.press("Valider");
    screen.sees("1 réservation ajoutée");
    screen.tick("Théo", "2026-11-26", "Cantine 2e service");
    screen.sees("changement non validé");
    screen.tick("Théo", "2026-11-27", "Garderie matin");
    screen.sees("changements non validés");
    screen.site.world.set("2026-11-24 09:01");
    screen.press("Valider");
    screen.sees("Il y a un problème");
}

fn every_page(size: Size) {
    let (mut titles, mut wrong) = (Vec::new(), Vec::new());
    by_week(size, &mut titles, &mut wrong);
    by_month(size, &mut titles, &mut wrong);
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(same_titles(&titles), [""; 0]);
}

fn by_week(size: Size, titles: &mut Vec<String>, wrong: &mut Vec<String>) {
    let site = Site::weekly();
    let screen = Screen::new(&site, size, true);
    for path in ["/", "/connexion", "/accessibilite", "/nulle-part"] {
        screen.open(path);
        check(&screen, path, titles, wrong);
    }
    refused_sign_in(&screen);
    check(&screen, "sign-in refused", titles, wrong);
    screen.sign_in("lucie.alain");
    // The welcome page and the home page are one address: they need not differ in title.
    check(&screen, "home", &mut Vec::new(), wrong);
    for path in [WEEK, THIS_WEEK] {
        screen.open(path);
        check(&screen, path, titles, wrong);
    }
    refused_box(&screen);
    check(&screen, "grid with a refusal", titles, wrong);
}

fn by_month(size: Size, titles: &mut Vec<String>, wrong: &mut Vec<String>) {
    let site = Site::monthly();
    let screen = Screen::signed_in(&site, size, true, "lucie.alain");
    screen.open("/reservations/2026-12");
    check(&screen, "month", titles, wrong);
}

/// Titles that two pages share.
pub fn same_titles(titles: &[String]) -> Vec<&String> {
    let mut seen = BTreeSet::new();
    titles.iter().filter(|title| !seen.insert(*title)).collect()
}

#[test]
fn every_page_on_a_phone_is_for_everybody() {
    every_page(Size::Phone);
}

#[test]
fn every_page_on_a_narrow_phone_is_for_everybody() {
    every_page(Size::Narrow);
}

#[test]
fn every_page_on_a_desk_is_for_everybody() {
    every_page(Size::Desk);
}

#[test]
fn the_totals_are_announced_as_they_change() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "lucie.alain");
    screen.open(WEEK);
    screen.read(
        "window.region = document.querySelector('[role=status]#etat'); window.text = region.textContent",
    );
    screen.tick("Anna", "2026-12-03", "Cantine 1er service");
    screen.wait("the same region says something else", "region.isConnected && region.textContent !== text");
}
