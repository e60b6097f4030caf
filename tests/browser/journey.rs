//! A parent's way through the portal: with and without scripts, on a phone and on a desk.

use serde_json::{Value, json};

use crate::{
    screen::{PLAIN, Screen, Size, the_box},
    site::Site,
};

const WEEK: &str = "/reservations/2026-11-30";
const FIRST: &str = "Cantine 1er service";
const SECOND: &str = "Cantine 2e service";

/// The figures of a box on the screen: its row's, its day's, its child's, the period's.
fn figures(screen: &Screen, child: &str, day: &str, service: &str) -> Value {
    screen.read(&figures_of(child, day, service))
}

fn figures_of(child: &str, day: &str, service: &str) -> String {
    format!(
        "(() => {{
            const box = {}, row = box.closest('tr'), table = box.closest('table'), plain = {PLAIN};
            const at = [...row.querySelectorAll('td.d')].indexOf(box.closest('td'));
            const read = e => plain(e?.textContent ?? 'absent');
            return [box.checked, read(row.querySelector('.q')), read(row.querySelector('.m')),
                read(table.querySelectorAll('tfoot td.d')[at]), read(box.closest('section').querySelector('.sum [id]')),
                read(document.querySelector('#etat strong')), read(document.querySelector('#etat em'))];
        }})()",
        the_box(child, day, service)
    )
}

/// Waits until the figures of a box are these.
#[track_caller]
fn shows(screen: &Screen, (child, day, service): (&str, &str, &str), expected: Value) {
    let same = format!("JSON.stringify({}) === JSON.stringify({expected})", figures_of(child, day, service));
    let told =
        format!("{child}, {day}, {service}: {expected}, and first {}", figures(screen, child, day, service));
    screen.wait(&told, &same);
}

fn books_two_boxes(size: Size, script: bool) {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, size, script, "lucie.alain");
    screen.open(WEEK);
    let (anna, theo) = (("Anna", "2026-12-03", FIRST), ("Théo", "2026-12-04", SECOND));
    screen.read("window.same = true");
    screen.tick(anna.0, anna.1, anna.2);
    if script {
        shows(
            &screen,
            anna,
            json!([true, "1", "3,30 €", "1", "3,30 €", "3,30 €", "1 changement non validé"]),
        );
    }
    screen.tick(theo.0, theo.1, theo.2);
    if script {
        assert_eq!(screen.read("window.same"), true, "the page was not loaded again");
    } else {
        screen.press("Calculer le total");
    }
    shows(&screen, anna, json!([true, "1", "3,30 €", "1", "3,30 €", "8,70 €", "2 changements non validés"]));
    shows(&screen, theo, json!([true, "1", "5,40 €", "1", "5,40 €", "8,70 €", "2 changements non validés"]));
    screen.press("Valider");
    screen.sees("C’est enregistré");
    screen.sees("2 réservations ajoutées");
    screen.open("/");
    screen.sees("Bonjour Lucie");
    screen.open(WEEK);
    shows(&screen, anna, json!([true, "1", "3,30 €", "1", "3,30 €", "8,70 €", "absent"]));
    shows(&screen, theo, json!([true, "1", "5,40 €", "1", "5,40 €", "8,70 €", "absent"]));
    assert_eq!(screen.network.complaints(), [""; 0]);
}

#[test]
fn a_parent_books_on_a_phone() {
    books_two_boxes(Size::Phone, true);
}

#[test]
fn a_parent_books_on_a_desk() {
    books_two_boxes(Size::Desk, true);
}

#[test]
fn a_parent_books_on_a_phone_without_scripts() {
    books_two_boxes(Size::Phone, false);
}

#[test]
fn a_parent_books_on_a_desk_without_scripts() {
    books_two_boxes(Size::Desk, false);
}

#[test]
fn two_sittings_of_a_day_exclude_each_other_on_the_screen() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "lucie.alain");
    screen.open(WEEK);
    let (first, second) = (("Théo", "2026-12-04", FIRST), ("Théo", "2026-12-04", SECOND));
    screen.tick(first.0, first.1, first.2);
    shows(&screen, first, json!([true, "1", "5,40 €", "1", "5,40 €", "5,40 €", "1 changement non validé"]));
    screen.tick(second.0, second.1, second.2);
    shows(&screen, first, json!([false, "0", "0,00 €", "1", "5,40 €", "5,40 €", "1 changement non validé"]));
    shows(&screen, second, json!([true, "1", "5,40 €", "1", "5,40 €", "5,40 €", "1 changement non validé"]));
    screen.tick(second.0, second.1, second.2);
    shows(&screen, second, json!([false, "0", "0,00 €", "0", "0,00 €", "0,00 €", "absent"]));
}

#[test]
fn the_usual_days_are_ticked_in_one_tap() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "lucie.alain");
    screen.open(WEEK);
    screen.press("Cocher ses jours habituels (Théo)");
    for day in ["2026-11-30", "2026-12-01", "2026-12-03", "2026-12-04"] {
        assert_eq!(figures(&screen, "Théo", day, FIRST)[0], true, "{day}");
    }
    assert_eq!(figures(&screen, "Anna", "2026-12-03", FIRST)[0], false, "only his");
    // Two mornings, four canteens, a Wednesday, two evenings.
    screen.sees("9 changements non validés");
    screen.press("Cocher les jours habituels de tous les enfants");
    assert_eq!(figures(&screen, "Anna", "2026-12-03", FIRST)[0], true, "hers too");
    screen.sees("18 changements non validés");
}

#[test]
fn ticks_go_along_to_the_next_week() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "lucie.alain");
    screen.open(WEEK);
    screen.tick("Théo", "2026-12-04", FIRST);
    screen.press("Semaine suivante");
    assert_eq!(screen.read("location.pathname"), "/reservations/2026-12-07");
    screen.sees("1 changement non validé");
    screen.press("Semaine précédente");
    let ticked = ("Théo", "2026-12-04", FIRST);
    shows(&screen, ticked, json!([true, "1", "5,40 €", "1", "5,40 €", "5,40 €", "1 changement non validé"]));
}

#[test]
fn a_session_that_ends_loses_no_tick() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "lucie.alain");
    screen.open(WEEK);
    screen.tick("Anna", "2026-12-03", FIRST);
    screen.sees("1 changement non validé");
    site.world.set("2026-11-24 10:00");
    screen.read("window.earlier = true");
    screen.tick("Théo", "2026-12-04", FIRST);
    screen.arrives();
    screen.sees("Les cases que vous aviez cochées sans les valider vous attendent");
    screen.sign_in("lucie.alain");
    let theo = ("Théo", "2026-12-04", FIRST);
    shows(&screen, theo, json!([true, "1", "5,40 €", "1", "5,40 €", "8,70 €", "2 changements non validés"]));
    for (child, day) in [("Anna", "2026-12-03"), ("Théo", "2026-12-04")] {
        let mark = format!("{}.classList.contains('new')", the_box(child, day, FIRST));
        assert_eq!(screen.read(&mark), true, "{child}'s tick is shown as not saved");
    }
}

#[test]
fn a_keyboard_is_enough() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Desk, true, "lucie.alain");
    screen.open(WEEK);
    let wanted = the_box("Anna", "2026-12-03", FIRST);
    let here = format!("document.activeElement === {wanted}");
    let mut steps = 0;
    while screen.read(&here) != true {
        screen.key("Tab", 9, "");
        steps += 1;
        assert!(steps < 100, "Tab leads to no box");
    }
    screen.key(" ", 32, " ");
    shows(
        &screen,
        ("Anna", "2026-12-03", FIRST),
        json!([true, "1", "3,30 €", "1", "3,30 €", "3,30 €", "1 changement non validé"]),
    );
    assert_eq!(screen.read(&here), true, "the focus stays on the box");
}

#[test]
fn leaving_by_the_menu_with_ticks_not_validated_is_asked_first() {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, Size::Phone, true, "lucie.alain");
    screen.open(WEEK);
    let leave = "[...document.querySelectorAll('header a')].find(e => e.textContent === 'Accueil').click()";
    screen.read("window.asked = []; window.confirm = words => (asked.push(words), false)");
    screen.tick("Anna", "2026-12-03", FIRST);
    screen.sees("1 changement non validé");
    screen.read(leave);
    let asked = screen.read("asked.length === 1 && asked[0].includes('ne sont pas validés')");
    assert_eq!(
        (asked, screen.read("location.pathname")),
        (json!(true), json!(WEEK)),
        "she stays, her tick too"
    );
    // Taken back, nothing is lost and nothing is asked.
    screen.tick("Anna", "2026-12-03", FIRST);
    screen.wait("nothing waits", "!document.querySelector('#etat em')");
    screen.read(&format!("window.earlier = true; {leave}"));
    screen.arrives();
    assert_eq!(screen.read("location.pathname"), "/");
}
