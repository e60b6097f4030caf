//! With whom a child is: written down by the town, followed by the grid, never told to the other parent.

use preau::{
    family::{ChildId, FamilyId, custody::Home, history::What, store},
    registration,
};

use super::{requests::history, value};
use crate::{
    browser::{Browser, form},
    world::World,
};

const MARTEL: FamilyId = FamilyId(3);
const NOGUES: FamilyId = FamilyId(4);
/// Léa's page through her mother's family.
const LEA: &str = "/mairie/familles/3/enfants/4/garde";
/// Anna's through hers, which is the only one.
const ANNA: &str = "/mairie/familles/1/enfants/2/garde";

/// Fills in the form as it stands on a page.
fn keep<'a, 'w>(odile: &'a mut Browser<'w>, page: &str, fields: &[(&str, &str)]) -> &'a mut Browser<'w> {
    odile.get(page);
    let (vu, other) = (value(&odile.page, "vu"), value(&odile.page, "autre"));
    let path = page.split('?').next().unwrap();
    odile.post(path, &form(&[&[("vu", &*vu), ("autre", &*other)], fields].concat()))
}

fn home(world: &World, family: FamilyId, child: u32, day: &str) -> Home {
    let child =
        world.parts.store.read(|r| store::child(r, family, ChildId(child))).unwrap().expect("a child");
    child.home.on(day.parse().unwrap()).expect("a home").value.clone()
}

/// Odd weeks are the father's from the start; from the 30th on there is a calendar, with an exception each way.
const CALENDAR: [(&str, &str); 9] = [
    ("des", "2026-11-30"),
    ("regle", "calendar"),
    ("famille", "3"),
    ("du", "2026-12-03"),
    ("au", "2026-12-11"),
    ("jour", "2026-12-04"),
    ("chez", "3"),
    ("jour", "2026-12-01"),
    ("chez", "4"),
];

#[test]
fn the_page_reads_the_rule_back_and_shows_four_weeks() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile
        .get(LEA)
        .sees("Garde de Léa NOGUES")
        .sees("les semaines paires chez MARTEL, les semaines impaires chez NOGUES.");
    let table = odile.page.at("table").expect("the weeks");
    let weeks = [
        ("23 au 29 novembre", "MARTEL"),
        ("30 novembre au 6 décembre", "NOGUES"),
        ("7 au 13 décembre", "MARTEL"),
    ];
    for (week, family) in weeks {
        let row = table.split(week).nth(1).unwrap_or_else(|| panic!("{week}: {table}"));
        let here: Vec<&str> =
            row.split_whitespace().filter(|word| ["MARTEL", "NOGUES"].contains(word)).take(7).collect();
        assert_eq!(here, [family; 7], "{week}");
    }
    for who in ["jeanne", "marc.petit", "nadia"] {
        assert_eq!(world.agent(who).raw_get(LEA).status.code, 403);
    }
    assert_eq!(odile.raw_get("/mairie/familles/1/enfants/4/garde").status.code, 404, "not a child of theirs");
}

#[test]
fn the_grid_follows_a_calendar_with_exceptions_and_names_nobody() {
    let world = World::new();
    let mut odile = world.agent("odile");
    keep(&mut odile, LEA, &CALENDAR).sees("La garde est enregistrée.");
    odile.sees("À partir du 30 novembre 2026 : chez MARTEL, sauf du 3 au 11 décembre 2026 chez NOGUES ; par exception, le 1er décembre 2026 chez NOGUES et le 4 décembre 2026 chez MARTEL.");
    odile.sees("À partir du 1er septembre 2025 : les semaines paires chez MARTEL");
    let (mut claire, mut julien) = (world.sign_in("claire.martel"), world.sign_in("julien.nogues"));
    claire.get("/reservations/2026-11-30");
    julien.get("/reservations/2026-11-30");
    let mothers = [("2026-12-01", false), ("2026-12-03", false), ("2026-12-04", true)];
    for (day, hers) in mothers {
        let cells = [&claire, &julien].map(|parent| parent.cell("Léa", day, "Cantine 1er service"));
        let free = cells.clone().map(|cell| cell.starts_with("free"));
        assert_eq!(free, [hers, !hers], "{day}: {cells:?}");
    }
    julien.tick("Léa", "2026-12-03", "Cantine 1er service").press("Valider").sees("1 réservation ajoutée");
    claire.get("/reservations/2026-12-07").sees_no("NOGUES, Julien").sees_no("Julien").sees_no("boulevard");
    julien.get("/reservations/2026-12-07").sees_no("MARTEL").sees_no("Claire");
    for (parent, stranger) in [(&mut claire, "Julien"), (&mut julien, "MARTEL")] {
        for page in ["/", "/enfants/4", "/famille", "/reservations/2026-11-30"] {
            parent.get(page).sees_no(stranger);
        }
    }
    let both = [history(&world, 3), history(&world, 4)];
    assert_eq!(
        both,
        [3, 4].map(|_| vec![("Léa NOGUES".to_owned(), What::Custody("2026-11-30".parse().unwrap()))])
    );
}

#[test]
fn booked_days_do_not_change_family() {
    let world = World::new();
    let mut julien = world.sign_in("julien.nogues");
    julien.get("/reservations/2026-11-30").tick("Léa", "2026-12-03", "Cantine 1er service").press("Valider");
    let mut odile = world.agent("odile");
    keep(&mut odile, LEA, &[("des", "2026-11-30"), ("regle", "one"), ("famille", "3")]);
    odile.sees("1 jour est réservé par la famille NOGUES : rien n’a été changé.");
    odile.sees("jeudi 3 décembre, Cantine 1er service, réservé par la famille NOGUES");
    assert_eq!(odile.page.status.code, 422);
    assert!(matches!(home(&world, MARTEL, 4, "2026-12-03"), Home::Alternating { .. }));
    // From the day after it can be.
    keep(&mut odile, LEA, &[("des", "2026-12-04"), ("regle", "payer"), ("famille", "3")]);
    odile.sees("tous les jours et toutes les factures à MARTEL ; NOGUES voit la fiche de l’enfant.");
    assert_eq!(home(&world, NOGUES, 4, "2026-12-04"), Home::One { family: MARTEL, also: Some(NOGUES) });
    julien.get("/enfants/4").sees("Léa");
    let faults = world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).unwrap();
    assert_eq!(faults, [""; 0]);
    // The days that were booked under the new rule hold it in its turn.
    world
        .sign_in("claire.martel")
        .get("/reservations/2026-12-14")
        .tick("Léa", "2026-12-17", "Cantine 1er service")
        .press("Valider");
    odile.get(LEA);
    let vu = value(&odile.page, "vu");
    odile.post(LEA, &form(&[("vu", &*vu), ("geste", "retirer"), ("des", "2026-12-04")]));
    odile.sees("1 jour est réservé par la famille MARTEL");
    assert_eq!(home(&world, NOGUES, 4, "2026-12-04"), Home::One { family: MARTEL, also: Some(NOGUES) });
}

#[test]
fn a_rule_is_taken_back() {
    let world = World::new();
    let mut odile = world.agent("odile");
    keep(&mut odile, LEA, &CALENDAR).sees("Retirer la règle du 30 novembre 2026");
    let vu = value(&odile.page, "vu");
    for (from, code) in [("2025-09-01", 422), ("2026-11-30", 200)] {
        odile.post(LEA, &form(&[("vu", &*vu), ("geste", "retirer"), ("des", from)]));
        assert_eq!(odile.page.status.code, code, "the first holds since ever");
    }
    odile.sees("La ligne est retirée.").sees_no("À partir du 30 novembre 2026");
}

#[test]
fn a_child_is_attached_to_a_second_family_found_by_name_or_number() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(ANNA).sees("Cet enfant n’a qu’une famille.").sees("tous les jours chez ALAIN.");
    odile.get(&format!("{ANNA}?q=zelda")).sees("Aucune famille trouvée pour « zelda ».");
    for text in ["baconnais", "Sophie", "fanny", "2"] {
        odile
            .get(&format!("{ANNA}?q={text}"))
            .sees("Choisir la famille BACONNAIS (nº 2)")
            .sees("Sophie BACONNAIS");
    }
    odile
        .get(&format!("{ANNA}?avec=2"))
        .sees("La famille BACONNAIS sera rattachée à cet enfant quand vous enregistrerez.");
    let page = format!("{ANNA}?avec=2");
    let weeks = [("des", "2026-11-30"), ("regle", "weeks"), ("famille", "1")];
    keep(&mut odile, &page, &weeks)
        .sees("les semaines paires chez ALAIN, les semaines impaires chez BACONNAIS.");
    let mut sophie = world.sign_in("sophie.baconnais");
    sophie.get("/reservations/2026-11-30");
    assert!(
        sophie.cell("Anna", "2026-12-03", "Cantine 1er service").starts_with("free"),
        "registered as with the others"
    );
    sophie.sees_no("ALAIN, Lucie").sees_no("Lucie").sees_no("Lilas");
    let known =
        world.parts.store.read(|r| registration::store::registrations(r, FamilyId(2), ChildId(2))).unwrap();
    assert!(known.iter().all(|one| one.from.to_string() == "2026-11-30") && !known.is_empty());
    assert!(history(&world, 1).contains(&("Anna ALAIN".into(), What::Attached(FamilyId(2)))));
    assert!(history(&world, 2).contains(&("Anna ALAIN".into(), What::Attached(FamilyId(1)))));
    let faults = world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).unwrap();
    assert_eq!(faults, [""; 0]);
}

#[test]
fn what_is_wrong_is_said_and_what_was_typed_stays() {
    let world = World::new();
    let mut odile = world.agent("odile");
    keep(
        &mut odile,
        LEA,
        &[
            ("des", "2020-01-01"),
            ("regle", "calendar"),
            ("famille", "4"),
            ("du", "2026-12-03"),
            ("au", "2026-12-01"),
        ],
    );
    assert_eq!((odile.page.status.code, value(&odile.page, "des")), (422, "2020-01-01".into()));
    odile.sees("Indiquez le premier jour").sees("Calendrier, ligne 1 : indiquez deux dates");
    assert_eq!(odile.page.at("#problemes-titre").as_deref(), Some("Il y a un problème"));
    keep(&mut odile, ANNA, &[("des", "2026-12-01"), ("regle", "weeks"), ("famille", "1")]);
    odile.sees("Cette règle demande deux familles");
    let mut other = world.agent("hugo");
    other.get(LEA);
    let vu = value(&other.page, "vu");
    keep(&mut odile, LEA, &CALENDAR);
    other.post(LEA, &form(&[("vu", &*vu), ("des", "2026-12-01"), ("regle", "one"), ("famille", "3")]));
    other
        .sees("Quelqu’un d’autre vient de changer la garde de cet enfant.")
        .sees("sauf du 3 au 11 décembre 2026");
}
