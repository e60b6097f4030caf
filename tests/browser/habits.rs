//! Usual days over a month or a year, on the screen: the taps they take, and the pages as they are read.

use crate::{
    checks::faults,
    screen::{Screen, Size},
    site::Site,
};

/// From the page after signing in to a validated month; gives how many taps it took.
fn validates_a_month(screen: &Screen, taps: &[&str]) -> usize {
    screen.sees("Bonjour");
    for words in taps {
        screen.press(words);
    }
    screen.sees("C’est enregistré");
    screen.sees("réservations ajoutées");
    taps.len()
}

const TAPS: [&str; 3] = ["Réserver mes jours habituels de décembre", "Voir la liste et le coût", "Valider"];

#[test]
fn a_usual_month_takes_four_taps_at_most_and_one_more_for_a_sibling() {
    for script in [true, false] {
        let site = Site::weekly();
        let sophie = Screen::signed_in(&site, Size::Phone, script, "sophie.baconnais");
        assert!(validates_a_month(&sophie, &TAPS) <= 4, "one child");
        let lucie = Screen::signed_in(&site, Size::Phone, script, "lucie.alain");
        assert!(validates_a_month(&lucie, &TAPS) <= 5, "two children");
        lucie.open("/reservations/2026-12-14");
        let ticked = lucie.read("document.querySelectorAll('td input:checked').length");
        // Each has four days of canteen, two mornings, two evenings, a Wednesday.
        assert_eq!(ticked, 18, "both children, every usual day of the week");
        assert_eq!(lucie.network.complaints(), [""; 0]);
    }
}

fn books_the_year(size: Size, script: bool) {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, size, script, "lucie.alain");
    screen.open("/reservations/2026-11-30");
    let mut wrong = Vec::new();
    let mut look = |page: &str| {
        if script {
            wrong.extend(faults(&screen).into_iter().map(|fault| format!("{page}: {fault}")));
        }
    };
    screen.press("Réserver mes jours habituels sur toute l’année");
    look("the form");
    screen.read("document.querySelector('#periode').value = 'dates'; document.querySelector('#au').value = '2029-01-01'");
    screen.press("Voir la liste et le coût");
    screen.sees("On réserve une année scolaire à la fois");
    look("the form refused");
    screen.read("document.querySelector('#periode').value = 'annee'; document.querySelector('#rythme').value = 'paires'");
    screen.press("Voir la liste et le coût");
    screen.sees("une semaine sur deux, les semaines paires");
    screen.sees("juin 2027");
    look("the list");
    screen.click("document.querySelector('details summary')");
    look("the list unfolded");
    screen.press("Valider");
    screen.sees("réservations ajoutées");
    screen.open("/reservations/2026-12-14");
    let even = screen.read("document.querySelectorAll('td input:checked').length");
    assert_eq!(even, 0, "an odd week stays free");
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_parent_books_the_year_on_a_phone() {
    books_the_year(Size::Phone, true);
}

#[test]
fn a_parent_books_the_year_on_a_desk() {
    books_the_year(Size::Desk, true);
}

#[test]
fn a_parent_books_the_year_without_scripts() {
    books_the_year(Size::Phone, false);
    books_the_year(Size::Desk, false);
}
