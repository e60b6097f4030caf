//! The town's calendar: a zone in one tap, then every line as the town wants it.

use preau::{
    town::{self, Calendar, feast::Feast},
    ui::french::NBSP,
};
use scraper::Selector;

use super::value;
use crate::{
    browser::{Browser, form},
    world::World,
};

const ADDRESS: &str = "/mairie/reglages/calendrier";

fn calendar(world: &World) -> Calendar {
    world.parts.store.read(town::store::town).expect("a town").calendar.clone()
}

/// The fields of the page as they are filled in.
fn fields(nadia: &Browser) -> Vec<(String, String)> {
    let dom = nadia.page.dom();
    let inputs = Selector::parse("main form input").expect("a selector");
    let sent = dom
        .select(&inputs)
        .filter(|input| input.attr("type") != Some("checkbox") || input.attr("checked").is_some());
    sent.map(|input| {
        let of = |name| input.attr(name).unwrap_or_default().to_owned();
        (of("name"), of("value"))
    })
    .collect()
}

/// Sends the page's form by a button.
fn press<'a, 'w>(
    nadia: &'a mut Browser<'w>,
    fields: &[(String, String)],
    button: &str,
) -> &'a mut Browser<'w> {
    let mut pairs: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    pairs.push(("geste", button));
    nadia.post(ADDRESS, &form(&pairs))
}

fn set(fields: &mut [(String, String)], value: &str, to: &str) {
    let field = fields.iter_mut().find(|(_, known)| known == value).expect("a field");
    field.1 = to.into();
}

#[test]
fn a_zone_is_chosen_in_one_tap_and_stored_when_it_is_saved() {
    let world = World::new();
    let before = calendar(&world);
    let mut nadia = world.agent("nadia");
    let typed = fields(nadia.get(ADDRESS));
    press(&mut nadia, &typed, "zone-c").sees("Le calendrier de la zone C est rempli ci-dessous.");
    assert_eq!(calendar(&world).holidays.len(), before.holidays.len());
    let typed = fields(&nadia);
    press(&mut nadia, &typed, "enregistrer").sees("Le calendrier est enregistré.");
    let after = calendar(&world);
    let day = "2027-02-06".parse().unwrap();
    assert_eq!(after.term(day), town::Term::Holidays("vacances d’hiver"));
    assert_eq!(after.closures, before.closures, "closures are not on this page");
}

#[test]
fn lines_are_added_changed_and_taken_away() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let typed = fields(nadia.get(ADDRESS));
    press(&mut nadia, &typed, "ajouter-vacances");
    let mut typed = fields(&nadia);
    for name in ["vacances-nom", "vacances-du", "vacances-au"] {
        let field = typed.iter_mut().rfind(|(known, _)| known == name).expect("a new line");
        field.1 = if name == "vacances-nom" { "journée du maire".into() } else { "2027-05-10".into() };
    }
    press(&mut nadia, &typed, "enregistrer").sees("enregistré");
    let day = "2027-05-10".parse().unwrap();
    assert_eq!(calendar(&world).term(day), town::Term::Holidays("journée du maire"));
    let mut typed = fields(&nadia);
    set(&mut typed, "journée du maire", "");
    typed.iter_mut().filter(|(_, value)| value == "2027-05-10").for_each(|field| field.1.clear());
    press(&mut nadia, &typed, "enregistrer");
    assert_eq!(calendar(&world).term(day), town::Term::School);
}

#[test]
fn overlaps_and_holes_are_pointed_at_and_refused() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let typed = fields(nadia.get(ADDRESS));
    for (from, to, words) in [
        ("2027-09-01", "2027-08-30", "La période du 31 août au 1er septembre 2027 n’est ni dans une année"),
        ("2027-03-07", "2027-04-20", "commence avant la fin de"),
        ("2027-03-07", "2027-01-01", "le dernier jour vient avant le premier."),
        ("2027-03-07", "bientôt", "indiquez le premier et le dernier jour."),
    ] {
        let mut wrong = typed.clone();
        set(&mut wrong, from, to);
        press(&mut nadia, &wrong, "enregistrer").sees("Il y a un problème").sees(words);
        assert_eq!(nadia.page.status.code, 422);
        assert!(fields(&nadia).iter().any(|(_, value)| value == to), "what was typed stays");
    }
}

#[test]
fn public_holidays_are_listed_and_local_ones_ticked() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.get(ADDRESS).sees("2026 : jour de l’An (1er janvier), lundi de Pâques (6 avril)");
    let mut typed = fields(&nadia);
    for name in ["GoodFriday", "AbolitionReunion"] {
        typed.push(("ferie".into(), name.into()));
    }
    press(&mut nadia, &typed, "enregistrer").sees(&format!("Vendredi saint (26{NBSP}mars)"));
    assert_eq!(calendar(&world).feast("2026-12-20".parse().unwrap()), Some(Feast::AbolitionReunion));
}

#[test]
fn days_of_the_town_hall_move_what_is_counted_in_working_days() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let typed = fields(nadia.get(ADDRESS));
    press(&mut nadia, &typed, "ajouter-jour");
    let mut typed = fields(&nadia);
    typed.iter_mut().rfind(|(name, _)| name == "jour").expect("a line").1 = "2027-05-07".into();
    press(&mut nadia, &typed, "enregistrer").sees("enregistré");
    assert!(!calendar(&world).is_working_day("2027-05-07".parse().unwrap()));
    let mut typed = fields(&nadia);
    for day in 1..=5 {
        typed.push(("ferme".into(), day.to_string()));
    }
    press(&mut nadia, &typed, "enregistrer").sees("La mairie doit être ouverte au moins un jour");
}

#[test]
fn bookings_on_days_that_would_close_are_said_and_left() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-12-14").tick("Anna", "2026-12-18", "Cantine 1er service").press("Valider");
    let before = calendar(&world);
    let mut nadia = world.agent("nadia");
    let mut typed = fields(nadia.get(ADDRESS));
    set(&mut typed, "2026-12-19", "2026-12-17");
    press(&mut nadia, &typed, "enregistrer");
    nadia.sees("1 réservation est sur des jours qui ne seraient plus ouverts. Elles resteront réservées.");
    assert_eq!(calendar(&world).holidays.len(), before.holidays.len());
    let day = "2026-12-18".parse().unwrap();
    assert_eq!(calendar(&world).term(day), town::Term::School);
    let typed = fields(&nadia);
    press(&mut nadia, &typed, "enregistrer").sees("Le calendrier est enregistré.");
    assert_ne!(calendar(&world).term(day), town::Term::School);
    let booked = |r: &_| preau::reservation::store::month_of_all(r, day);
    assert_eq!(world.parts.store.read(booked).unwrap().len(), 1);
}

#[test]
fn who_comes_second_changes_nothing_unseen() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let mut typed = fields(nadia.get(ADDRESS));
    world.change(|w| {
        let mut calendar = town::store::town(w)?.calendar.clone();
        calendar.town_hall_closed = vec![7];
        Ok(town::store::set_calendar(w, &calendar)?)
    });
    set(&mut typed, "vacances de Noël", "Noël");
    press(&mut nadia, &typed, "enregistrer").sees("Quelqu’un d’autre vient de modifier le calendrier.");
    assert_eq!((calendar(&world).town_hall_closed, value(&nadia.page, "vu").len()), (vec![7], 16));
}
