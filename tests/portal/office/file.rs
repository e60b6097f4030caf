//! All settings as one file: taken away, brought in, never over what was used.

use preau::{
    demo::TOWN,
    office::import::Settings,
    reservation,
    tariff::{TariffId, store::tariffs},
    town,
};

use super::{setup::beginner, value};
use crate::{
    browser::{Browser, form},
    world::{World, at},
};

const PAGE: &str = "/mairie/reglages/fichier";
const PREVIEW: &str = "/mairie/reglages/fichier/apercu";
const EXPORT: &str = "/mairie/reglages/fichier/reglages.toml";

/// Says yes to the preview that is shown.
fn confirm(browser: &mut Browser, identity: bool) {
    let seen = value(&browser.page, "vu");
    let mut fields = vec![("geste", "prendre"), ("vu", seen.as_str())];
    fields.extend(identity.then_some(("commune", "oui")));
    browser.post(PREVIEW, &form(&fields));
}

fn settings(world: &World) -> Settings {
    world.parts.store.read(Settings::of).expect("settings")
}

#[test]
fn what_is_taken_away_is_what_a_neighbour_brings_in() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    nadia.get("/mairie/reglages").sees("Tous les réglages en un fichier");
    nadia.get(PAGE).sees("Télécharger les réglages");
    let file = nadia.raw_get(EXPORT);
    assert_eq!(file.headers["content-type"], "application/toml");
    assert_eq!(file.headers["content-disposition"], "attachment; filename=\"reglages.toml\"");
    assert!(file.html.contains("# Les écoles."), "it says what its parts are");
    let secret = ["alain", "Alain", "@famille", "argon2", "lucie"];
    assert_eq!(secret.iter().find(|word| file.html.contains(**word)), None, "nobody is in it");
    let empty = World::empty();
    let mut anne = beginner(&empty);
    anne.get("/mairie/reglages").sees("Partir de ses réglages");
    anne.upload(PAGE, "voisine.toml", file.html.as_bytes())
        .sees("Ce que le fichier change")
        .sees("voisine.toml");
    anne.sees("9 prestations à ajouter")
        .sees("7 tarifs à ajouter")
        .sees("2 écoles à ajouter")
        .sees("Rien n’est encore enregistré");
    assert_eq!(settings(&empty).services.len(), 0, "nothing is stored before the yes");
    confirm(&mut anne, false);
    anne.sees("Les réglages du fichier sont enregistrés");
    let taken = settings(&empty);
    assert_eq!((taken.town.name.as_str(), taken.town.opened), ("", false), "its name is its own");
    anne.get("/mairie/reglages").sees("Il manque le nom de la commune.").sees("Cantine 1er service");
    // With the name too, the same file comes out.
    anne.upload(PAGE, "voisine.toml", file.html.as_bytes());
    anne.get(&format!("{PREVIEW}?commune=oui"))
        .sees("deviennent ceux du fichier")
        .sees("9 prestations sans changement");
    confirm(&mut anne, true);
    let mut given = Settings::read(&file.html).expect("settings");
    given.town.opened = false;
    assert_eq!(settings(&empty).text(), given.text());
    anne.get(EXPORT);
    anne.get("/regles").sees("Cantine 1er service");
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let before = settings(&world).text();
    nadia.upload(PAGE, "town.toml", TOWN.as_bytes()).sees("dit la même chose que vos réglages");
    confirm(&mut nadia, true);
    assert_eq!(settings(&world).text(), before);
    nadia.get(PREVIEW).sees("Partir d’un fichier");
    assert_eq!(nadia.address, PAGE, "it waits no more");
}

#[test]
fn what_was_booked_or_has_begun_stays_as_it_is() {
    let world = World::new();
    let bookings = |world: &World| {
        world
            .parts
            .store
            .read(|r| reservation::store::month_of_all(r, at("2026-12-01 12:00").date_naive()))
            .expect("bookings")
    };
    let mut julien = world.sign_in("julien.nogues");
    julien.get("/reservations/2026-11-30");
    julien.tick("Léa", "2026-12-03", "Cantine 1er service").press("Valider").sees("1 réservation ajoutée");
    let booked = bookings(&world);
    assert!(!booked.is_empty());
    let mut nadia = world.agent("nadia");
    // The price of the canteen in force, and a service left out.
    let mut file = Settings::read(&TOWN.replace("price = 410", "price = 999")).expect("settings");
    file.services.retain(|service| service.name != "Bus matin");
    file.offers.retain(|offer| offer.service.0 != 1);
    file.cash_offices.clear();
    let file = file.text().expect("a file");
    nadia.upload(PAGE, "f.toml", file.as_bytes()).sees("ce qui vaut à partir du").sees("reste comme ici");
    nadia.sees("1 prestation hors du fichier, qui reste");
    confirm(&mut nadia, true);
    nadia.sees("Les réglages du fichier sont enregistrés");
    let now = settings(&world);
    assert_eq!(now.services.len(), 9);
    let prices = world.parts.store.read(tariffs).expect("tariffs");
    assert!(!serde_json::to_string(&prices.0[&TariffId(1)]).expect("JSON").contains("999"));
    assert_eq!(bookings(&world), booked);
    // Another service under the number of one that is booked.
    let clash = TOWN.replace("name = \"Cantine 1er service\"", "name = \"Piscine\"");
    nadia.upload(PAGE, "f.toml", clash.as_bytes());
    nadia.sees("« Piscine » a dans le fichier le numéro de « Cantine 1er service », qui a déjà servi ici");
    assert_eq!(nadia.page.status.code, 422);
    confirm(&mut nadia, true);
    assert_eq!((nadia.page.status.code, settings(&world).text()), (422, now.text()), "nothing is half done");
}

#[test]
fn a_file_that_is_none_is_told_so_with_its_line() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let before = settings(&world).text();
    let hole = TOWN.replace("{ below = \"1001\", price = 540 }", "{ below = \"700\", price = 540 }");
    assert_ne!(hole, TOWN);
    for (bytes, words) in [
        (&b"%PDF-1.7 \xff\xfe"[..], "n’est pas un texte"),
        (b"bonjour", "Ligne 1"),
        (TOWN.replacen("timezone", "fuseau", 1).as_bytes(), "Ligne "),
        (
            TOWN.replacen("school = 1\nname = \"Petite", "school = 9\nname = \"Petite", 1).as_bytes(),
            "renvoie à school 9",
        ),
        (hole.as_bytes(), "deux prix pour un même quotient"),
        (TOWN.replacen("Sans porc", "Halal", 1).as_bytes(), "jamais une religion"),
        (&vec![b'#'; (256 << 10) + 1], "trop lourd"),
        (b"", "Ligne 1"),
    ] {
        nadia.upload(PAGE, "f.toml", bytes).sees("Il y a un problème").sees(words);
        assert_eq!(nadia.page.status.code, 422, "{words}");
    }
    nadia.post(PAGE, "").sees("Choisissez d’abord un fichier.");
    assert_eq!(settings(&world).text(), before);
    // As Windows writes it.
    nadia
        .upload(PAGE, "f.toml", format!("\u{feff}{}", TOWN.replace('\n', "\r\n")).as_bytes())
        .sees("dit la même chose");
}

#[test]
fn who_confirms_has_seen_what_is_there() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let file = TOWN.replace("places = 84", "places = 60");
    nadia.upload(PAGE, "f.toml", file.as_bytes()).sees("1 nombre de places à changer");
    let mut late = world.agent("nadia");
    late.get(PREVIEW).sees("1 nombre de places à changer");
    world.change(|w| {
        let mut calendar = town::store::town(w)?.calendar.clone();
        calendar.closures.clear();
        Ok(town::store::set_calendar(w, &calendar)?)
    });
    confirm(&mut late, false);
    late.sees("Les réglages ont changé depuis que cette page a été montrée");
    assert_eq!(late.page.status.code, 422);
    confirm(&mut late, false);
    late.sees("sont enregistrés");
    let pools = settings(&world).pools;
    assert_eq!(pools.iter().map(|pool| pool.places).collect::<Vec<_>>(), [60, 40]);
    // Twice is once, and nothing is left waiting.
    confirm(&mut nadia, false);
    assert_eq!(nadia.address, PAGE);
    nadia.upload(PAGE, "f.toml", file.as_bytes());
    nadia.post(PREVIEW, "geste=laisser");
    nadia.get(PREVIEW);
    assert_eq!(nadia.address, PAGE);
    nadia.upload(PAGE, "f.toml", file.as_bytes()).sees("Ce que le fichier change");
    world.set("2026-11-24 10:01");
    nadia.get(PREVIEW);
    assert_ne!(nadia.address, PREVIEW, "it waited two hours");
}
