//! Trying the settings: the same answers as the grid's, for days to come as well.

use std::collections::BTreeSet;

use preau::{
    account::role::Role,
    activity::period::Period,
    family::FamilyId,
    reservation::{
        grid::{Face, grid},
        plan::plan,
        sheet::Asked,
        store,
    },
    town::Span,
    ui::french::money,
};

use super::family::appoint;
use crate::{
    browser::{Browser, form, plain},
    world::{World, at},
};

const HERE: &str = "/mairie/essai";
const NADIA: &str = "nadia.belkacem@valpreau.example";

/// A pupil of CE1 (class 7) who is made up, and a service on a day, asked on Tuesday 24 November at eight.
fn pretend(more: &[(&str, &str)]) -> String {
    let fields = [
        ("enfant", ""),
        ("classe", "7"),
        ("quotient", "850"),
        ("prestation", "3"),
        ("jour", "2026-12-03"),
        ("le", "2026-11-24"),
        ("heure", "08:00"),
    ];
    let kept = fields.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    format!("{HERE}?{}", form(&kept.chain(more).copied().collect::<Vec<_>>()))
}

fn price(nadia: &Browser) -> Option<String> {
    nadia.page.at("#prix-essai").map(|words| plain(&words))
}

#[test]
fn it_costs_what_the_grid_says() {
    let world = World::new();
    appoint(&world, NADIA, &[Role::Administrator, Role::Reader]);
    let mut nadia = world.agent("nadia");
    let (now, mut compared) = (at("2026-11-24 08:00"), 0);
    for family in [1, 2, 3] {
        for monday in ["2026-11-23", "2026-11-30", "2027-01-11"] {
            let period = Period::of(Span::Week, monday.parse().expect("a day"));
            let read = |r: &_| store::open(r, FamilyId(family), period, &BTreeSet::new());
            let open = world.parts.store.read(read).expect("a family");
            let shown = grid(&open, &plan(&open, &Asked::default(), now), period, now);
            let rows = shown.children.iter().flat_map(|child| &child.weeks).flat_map(|week| &week.rows);
            for row in rows {
                // The price of each of its days, when they have one.
                let [figure] = row.figures[..] else { continue };
                let priced =
                    row.boxes.iter().filter(|one| matches!(one.face, Face::Open { .. } | Face::Locked(_)));
                for cell in priced.map(|one| one.cell) {
                    let (child, day) = (format!("{family}-{}", cell.child), cell.day.to_string());
                    let service = cell.service.to_string();
                    let asked = [("enfant", &*child), ("prestation", &service), ("jour", &day)];
                    nadia.get(&pretend(&asked));
                    let words = plain(&format!("Prix : {}", money(figure.unit.0)));
                    assert_eq!(price(&nadia), Some(words), "{asked:?} {:?}", row.booking);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 60, "{compared}");
}

#[test]
fn a_child_that_is_made_up_has_the_price_of_its_class_its_quotient_and_its_family() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    for (more, words) in [
        (&[][..], "5,40 €"),
        (&[("quotient", "775,99")], "4,10 €"),
        (&[("quotient", "")], "6,10 €"),
        (&[("classe", "1")], "3,30 €"),
        // From January on: the brackets of the next decision.
        (&[("jour", "2027-01-12")], "5,55 €"),
        (&[("prestation", "6")], "2,50 €"),
        (&[("prestation", "6"), ("enfants", "2"), ("rang", "2")], "2,50 €"),
        (&[("prestation", "6"), ("enfants", "2"), ("rang", "2"), ("ensemble", "oui")], "2,40 €"),
        (&[("prestation", "2"), ("habite", "non")], "3,20 €"),
        (&[("prestation", "2"), ("tarif", "5")], "0,75 €"),
    ] {
        nadia.get(&pretend(more));
        assert_eq!(price(&nadia), Some(format!("Prix : {words}")), "{more:?}");
    }
}

#[test]
fn it_says_until_when_why_not_and_what_else_may_happen() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.get(&pretend(&[])).sees("oui, dans les délais.");
    // Thursday's canteen is booked until Tuesday at nine, then late until the same morning.
    nadia.sees("avant le mardi 1er décembre à 9 h").sees("avant le jeudi 3 décembre à 9 h");
    nadia.sees("venu sans réservation").sees("absent, grève").sees("Absence excusée, rien n’est dû");
    nadia.sees("absent, malade, à partir du 3e jour, certificat remis en 240 heures (10 jours)");
    nadia.sees("absent, malade, sans certificat").sees_no("Pas encore en vigueur");
    for (more, words) in [
        (&[("le", "2026-12-01"), ("heure", "09:00")][..], "oui, hors délai"),
        (&[("le", "2026-12-01"), ("heure", "08:59")], "oui, dans les délais."),
        (&[("le", "2026-12-03"), ("heure", "09:00")], "non, le délai est passé"),
        (&[("jour", "2026-12-02")], "non, le service n’ouvre pas ce jour-là"),
        (&[("jour", "2026-12-25")], "non, fermé pendant les vacances de Noël"),
        (&[("jour", "2026-12-08")], "travaux dans la cuisine"),
        (
            &[("jour", "2027-01-12")],
            "Pas encore en vigueur aujourd’hui : le tarif (à partir du 12 janvier 2027).",
        ),
    ] {
        nadia.get(&pretend(more)).sees(words);
        assert_eq!(nadia.page.status.code, 200, "{words}");
    }
    nadia.get(&pretend(&[("le", "2026-12-01"), ("heure", "10:00")]));
    assert_eq!(price(&nadia).as_deref(), Some("Prix : 8,10 €"), "half as much again");
}

#[test]
fn what_was_decided_for_later_is_tried_before_it_begins() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let version =
        [("depuis", "2027-03-08"), ("c0-genre", "prix"), ("c0-prix", "9,99"), ("geste", "enregistrer")];
    nadia.post("/mairie/reglages/tarifs/1/version", &form(&version));
    nadia.get(&pretend(&[("jour", "2027-03-09")])).sees("le tarif (à partir du 8 mars 2027)");
    assert_eq!(price(&nadia).as_deref(), Some("Prix : 9,99 €"));
    nadia.get(&pretend(&[("jour", "2027-02-09")]));
    assert_eq!(price(&nadia).as_deref(), Some("Prix : 5,55 €"));
}

#[test]
fn a_child_is_found_by_who_may_read_files_and_by_nobody_else() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let martel = [("enfant", "3-4")];
    nadia.get(HERE).sees("Un enfant imaginé").sees_no("Chercher un enfant");
    nadia.get(&format!("{HERE}?q=martel")).sees_no("MARTEL");
    nadia.get(&pretend(&martel));
    assert_eq!(nadia.page.status.code, 404);
    appoint(&world, NADIA, &[Role::Administrator, Role::Reader]);
    let mut nadia = world.agent("nadia");
    nadia.get(&format!("{HERE}?q=martel")).sees("Léa NOGUES").sees("famille MARTEL n° 3");
    nadia.get(&pretend(&martel)).sees("Léa NOGUES").sees("Prix :");
    nadia.get(&pretend(&[("enfant", "3-1")])).sees("Choisissez un enfant.");
    assert_eq!(nadia.page.status.code, 422);
}

#[test]
fn what_is_missing_is_named_beside_its_field_and_kept() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    for (more, words) in [
        (("prestation", ""), "Choisissez une prestation."),
        (("prestation", "99"), "Choisissez une prestation."),
        (("jour", ""), "Indiquez une date."),
        (("heure", "midi"), "Indiquez une heure"),
        (("quotient", "beaucoup"), "Indiquez un quotient"),
        (("rang", "3"), "un rang qui ne le dépasse pas"),
        (("minutes", "-5"), "Indiquez une durée en minutes"),
    ] {
        nadia.get(&pretend(&[more])).sees("Il y a un problème").sees(words);
        assert_eq!(nadia.page.status.code, 422, "{words}");
        assert!(nadia.page.html.contains("<title>Erreur"), "{words}");
    }
    // A link fills in a field, and asks nothing yet.
    nadia.get(&format!("{HERE}?prestation=3")).sees_no("Il y a un problème");
    assert!(nadia.page.html.contains("value=\"3\" selected"));
}
