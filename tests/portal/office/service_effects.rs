//! What an administrator changes in a service is what parents find on their grid.

use preau::{
    activity::{Service, ServiceId, store},
    reservation::store::of_service,
};

use super::value;
use crate::{
    browser::{Browser, form},
    world::World,
};

const HERE: &str = "/mairie/reglages/prestations";
const WEEK: &str = "/reservations/2026-12-07";
const CANTEEN: &str = "Cantine 1er service";

fn service(world: &World, id: u32) -> Service {
    let all = world.parts.store.read(store::services).expect("services");
    all.get(ServiceId(id)).expect("a service").clone()
}

/// The fields of the page of a service, as a browser would send them.
fn fields(nadia: &mut Browser, id: u32) -> Vec<(String, String)> {
    nadia.get(&format!("{HERE}/{id}"));
    let dom = nadia.page.dom();
    let select = |text: &str| scraper::Selector::parse(text).expect("a selector");
    let page = dom.select(&select("main form.card")).next().expect("its form");
    let mut all = Vec::new();
    for control in page.select(&select("input, select, textarea")) {
        let name = control.attr("name").expect("a name").to_owned();
        let sent = match (control.value().name(), control.attr("type")) {
            ("input", Some("checkbox")) if control.attr("checked").is_none() => continue,
            ("select", _) => {
                let chosen = control.select(&select("option[selected]")).next();
                let first = chosen.or_else(|| control.select(&select("option")).next()).expect("a choice");
                first.attr("value").unwrap_or_default().to_owned()
            }
            ("textarea", _) => control.text().collect(),
            _ => control.attr("value").unwrap_or_default().to_owned(),
        };
        all.push((name, sent));
    }
    all.push(("geste".into(), "enregistrer".into()));
    all
}

/// Changes a service on its page: what stood in these fields goes, this comes in.
fn change<'a, 'w>(nadia: &'a mut Browser<'w>, id: u32, instead: &[(&str, &[&str])]) -> &'a mut Browser<'w> {
    let mut all = fields(nadia, id);
    for (name, values) in instead {
        all.retain(|(known, _)| known != name);
        all.extend(values.iter().map(|value| ((*name).to_owned(), (*value).to_owned())));
    }
    let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    nadia.post(&format!("{HERE}/{id}"), &form(&all))
}

/// How the box of the canteen looks to Lucie, for Th\u{e9}o.
fn looks(world: &World, day: &str) -> String {
    world.sign_in("lucie.alain").get(WEEK).cell("Théo", day, CANTEEN)
}

#[test]
fn a_page_saved_as_it_is_changes_nothing() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    for id in 1..=9 {
        let before = format!("{:?}", service(&world, id));
        change(&mut nadia, id, &[]).sees("C’est enregistré.");
        assert_eq!(format!("{:?}", service(&world, id)), before);
    }
}

#[test]
fn weekdays_schools_classes_levels_and_dates_open_and_close_boxes() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let all: (&str, &[&str]) = ("jour", &["1", "2", "4", "5"]);
    for (instead, day, expected) in [
        (&[][..], "2026-12-10", "free"),
        (&[("jour", &["1", "2", "5"][..])][..], "2026-12-10", "absent"),
        (&[all, ("ecole", &["1"])], "2026-12-10", "absent"),
        (&[all, ("ecole", &["2"])], "2026-12-10", "free"),
        (&[all, ("ecole", &[]), ("niveau", &["PS"])], "2026-12-10", "absent"),
        (&[all, ("niveau", &[]), ("classe", &["1"])], "2026-12-10", "absent"),
        (&[all, ("classe", &[]), ("periode", &["Holidays"])], "2026-12-10", "absent"),
        (&[all, ("periode", &["Given"]), ("dates", &["10/12/2026"])], "2026-12-10", "free"),
        (&[all, ("periode", &["Given"]), ("dates", &["10/12/2026"])], "2026-12-11", "absent"),
        (&[all, ("periode", &["School"]), ("dates", &[""])], "2026-12-11", "free"),
        (&[("dernier", &["2026-12-10"])], "2026-12-11", "absent"),
        (&[("dernier", &["2026-12-10"])], "2026-12-10", "free"),
    ] {
        change(&mut nadia, 3, instead);
        if nadia.page.status.code == 422 {
            // Others had booked: it is said, and confirmed.
            let outside = value(&nadia.page, "dehors");
            change(&mut nadia, 3, &[instead, &[("dehors", &[outside.as_str()])]].concat());
        }
        nadia.sees("C’est enregistré.");
        let seen = looks(&world, day);
        let closed = matches!(seen.as_str(), "free" | "ticked");
        assert_eq!(closed, expected == "free", "{instead:?} {day}: {seen}");
    }
}

#[test]
fn bookings_that_a_change_leaves_outside_are_counted_first_and_kept() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get(WEEK).tick("Théo", "2026-12-10", CANTEEN).press("Valider").sees("1 réservation ajoutée");
    let bookings = || world.parts.store.read(|r| of_service(r, ServiceId(3))).expect("bookings");
    let before = bookings();
    let mut nadia = world.agent("nadia");
    let closed: &[(&str, &[&str])] = &[("jour", &["1", "2", "5"])];
    change(&mut nadia, 3, closed).sees("en dehors des jours").sees("Rien n’est annulé");
    assert_eq!((nadia.page.status.code, &service(&world, 3).weekdays[..]), (422, &[1, 2, 4, 5][..]));
    let outside = value(&nadia.page, "dehors");
    let to_come = before.iter().filter(|(_, cell)| cell.day.to_string() == "2026-12-10").count();
    assert!(outside.parse::<usize>().is_ok_and(|count| count >= to_come && to_come > 0), "{outside}");
    change(&mut nadia, 3, &[closed, &[("dehors", &[outside.as_str()])]].concat()).sees("C’est enregistré.");
    assert_eq!(service(&world, 3).weekdays, [1, 2, 5]);
    assert_eq!(bookings(), before, "they are kept");
    assert_eq!(lucie.get(WEEK).page.status.code, 200);
}

#[test]
fn a_service_that_needs_another_is_refused_without_it() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    // The snack is for who stays in the evening.
    change(&mut nadia, 5, &[("exige", &["6"])]).sees("C’est enregistré.");
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get(WEEK).tick("Théo", "2026-12-10", "Goûter").press("Valider");
    assert_eq!(lucie.page.status.code, 422);
    lucie.sees("Garderie soir");
    lucie.get(WEEK);
    assert_ne!(lucie.cell("Théo", "2026-12-10", "Goûter"), "ticked");
    lucie.tick("Théo", "2026-12-10", "Goûter").tick("Théo", "2026-12-10", "Garderie soir").press("Valider");
    lucie.sees("2 réservations ajoutées");
    // Without the evening it cannot stay either.
    lucie.get(WEEK).tick("Théo", "2026-12-10", "Garderie soir").press("Valider");
    assert_eq!(
        lucie.get(WEEK).cell("Théo", "2026-12-10", "Goûter"),
        lucie.cell("Théo", "2026-12-10", "Garderie soir")
    );
}

#[test]
fn a_service_open_to_all_needs_no_registration() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let mut sophie = world.sign_in("sophie.baconnais");
    let name = "Garderie soir";
    assert_eq!(sophie.get(WEEK).cell("Fanny", "2026-12-10", name), "absent", "she is not registered");
    change(&mut nadia, 6, &[("inscription", &["ouverte"])]).sees("C’est enregistré.");
    sophie.get(WEEK).tick("Fanny", "2026-12-10", name).press("Valider").sees("1 réservation ajoutée");
    assert_eq!(sophie.row("Fanny", name), "1 2,50 € 2,50 €", "at the first tariff offered");
}

#[test]
fn places_are_counted_for_all_or_by_school() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let own: &[(&str, &[&str])] = &[("compte", &["neuf"]), ("places", &["1"])];
    change(&mut nadia, 6, own).sees("C’est enregistré.");
    let pool = service(&world, 6).pool.expect("its own places");
    let pools = world.parts.store.read(store::services).expect("services").pools.clone();
    assert_eq!((pools[&pool].places, pools[&pool].by_school), (1, false));
    let day = "2026-12-11";
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get(WEEK).tick("Théo", day, "Garderie soir").press("Valider").sees("1 réservation ajoutée");
    let mut aminata = world.sign_in("aminata.diallo");
    let full = aminata.get(WEEK).page.text();
    assert!(full.contains("complet"), "{full}");
    // By school, each has that many.
    change(&mut nadia, 6, &[("parecole", &["oui"])]).sees("C’est enregistré.");
    let faults = world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).expect("a check");
    assert_eq!(faults.first(), None, "places are counted anew");
}

#[test]
fn the_order_and_the_short_names_are_those_of_the_grid() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let place = |page: &str, name: &str| page.find(&format!("{name}<")).or(page.find(name)).expect("a row");
    let mut lucie = world.sign_in("lucie.alain");
    let before = lucie.get(WEEK).page.html.clone();
    assert!(place(&before, CANTEEN) < place(&before, "Garderie soir"));
    for _ in 0..4 {
        nadia.post(HERE, &form(&[("geste", "monter"), ("service", "6")]));
    }
    let after = lucie.get(WEEK).page.html.clone();
    assert!(place(&after, "Garderie soir") < place(&after, CANTEEN));
}

#[test]
fn a_new_deadline_is_read_on_the_rules_and_holds_on_the_grid() {
    let world = World::new();
    let mut nadia = world.agent("nadia");
    let page = format!("{HERE}/6/delais/regle");
    nadia.get(&page);
    let seen = value(&nadia.page, "vu");
    let rule = [
        ("vu", seen.as_str()),
        ("depuis", "2026-12-07"),
        ("reserver-genre", "days_before"),
        ("reserver-nombre", "20"),
        ("geste", "enregistrer"),
    ];
    let mut lucie = world.sign_in("lucie.alain");
    assert_eq!(lucie.get(WEEK).cell("Théo", "2026-12-10", "Garderie soir"), "free");
    nadia.post(&page, &form(&rule)).sees("C’est enregistré.");
    assert_ne!(lucie.get(WEEK).cell("Théo", "2026-12-10", "Garderie soir"), "free");
    assert_eq!(lucie.get("/reservations/2026-11-30").cell("Théo", "2026-12-03", "Garderie soir"), "free");
    world.visitor().get("/regles").sees("20 jours avant");
}
