//! Booking for a family, by the town hall.

use preau::{platform::store::journal, reservation::Booking};

use crate::{
    browser::{Browser, form, plain, regions, word},
    world::World,
};

const GRID: &str = "/mairie/familles/1/reservations";
const WEEK: &str = "/mairie/familles/1/reservations/2026-11-30";
const PAST: &str = "/mairie/familles/1/reservations/2026-11-16";
const CANTEEN: &str = "Cantine 1er service";
const WEDNESDAY: &str = "ALSH mercredi journée";
const LATE: &str = "Cantine 1er service hors délai";

/// The form as it is filled in, with a reason and boxes besides.
fn body(agent: &Browser, reason: &str, boxes: &[&str]) -> String {
    let said = form(&[("motif", reason)]);
    let rest = agent.body();
    let rest = rest
        .split('&')
        .filter(|pair| !pair.starts_with("motif=") && !boxes.iter().any(|b| pair.starts_with(b)));
    let boxes = boxes.iter().map(|name| format!("&{name}=on")).collect::<String>();
    format!("{}&{said}{boxes}", rest.collect::<Vec<_>>().join("&"))
}

fn validate(agent: &mut Browser, at: &str, reason: &str, boxes: &[&str]) {
    let body = body(agent, reason, boxes);
    agent.post(&format!("{at}/valider"), &body);
}

/// What is booked in a month: child, service, day.
fn booked(world: &World, day: &str) -> Vec<(u32, u32, String, Booking)> {
    let day = day.parse().expect("a day");
    let rows = world.parts.store.read(|r| preau::reservation::store::month_of_all(r, day)).expect("bookings");
    rows.into_iter()
        .map(|(_, cell, booking)| (cell.child.0, cell.service.0, cell.day.to_string(), booking))
        .collect()
}

fn sound(world: &World) {
    let faults = world.parts.store.read(|r| preau::check(r, &mut |_, _| {})).expect("data");
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn the_town_books_what_a_parent_could_without_a_reason_and_the_family_is_told() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get("/mairie/familles/1").sees("Réserver ou annuler pour la famille").get(WEEK);
    odile.sees("Réservations de la famille ALAIN").tick("Anna", "2026-12-03", CANTEEN);
    odile.press("Valider").sees("C’est enregistré, à 8 h : 1 réservation ajoutée. Un message est envoyé à");
    odile.sees("lucie.alain@famille.example");
    assert!(odile.address.starts_with(WEEK), "{}", odile.address);
    assert_eq!(odile.cell("Anna", "2026-12-03", CANTEEN), "ticked mairie");
    odile.sees("Cantine 1er service, jeudi 3 décembre : réservé par la mairie.");
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get("/reservations/2026-11-30")
        .sees("Cantine 1er service, jeudi 3 décembre : réservé par la mairie.");
    lucie.sees_no("Motif").sees("Total de la période 3,30 €");
    let told: Vec<String> = world.mails().into_iter().map(|mail| mail.to).collect();
    assert!(told.contains(&"lucie.alain@famille.example".to_owned()), "{told:?}");
    let mail = plain(&world.mails()[0].text);
    assert!(
        mail.contains("La mairie a modifié les réservations de votre famille le mardi 24 novembre à 8 h"),
        "{mail}"
    );
    assert!(mail.contains("Réservé : - Anna, Cantine 1er service : jeudi 3 décembre"), "{mail}");
    assert!(!mail.contains("Motif"), "{mail}");
    sound(&world);
}

#[test]
fn every_guardian_who_comes_in_is_told_once_and_nobody_else() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(WEEK).tick("Anna", "2026-12-03", CANTEEN).press("Valider");
    let mut told: Vec<String> = world.mails().into_iter().map(|mail| mail.to).collect();
    told.sort();
    let mut known = told.clone();
    known.dedup();
    assert_eq!(told, known, "each once");
    for mail in &told {
        assert!(mail.contains("alain"), "{mail} is not of this family");
    }
}

#[test]
fn a_past_day_asks_why_keeps_what_was_ticked_and_costs_what_a_parent_would_have_paid() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(PAST).tick("Anna", "2026-11-19", LATE);
    validate(&mut odile, PAST, " ", &[]);
    assert_eq!(odile.page.status.code, 422);
    odile.sees("Il y a un problème").sees("Écrivez le motif");
    assert_eq!(odile.cell("Anna", "2026-11-19", LATE), "ticked, not saved");
    assert!(world.mails().is_empty(), "nothing is saved");
    validate(&mut odile, PAST, "Oubli signalé <par> téléphone", &[]);
    odile.sees("1 réservation ajoutée");
    assert_eq!(
        booked(&world, "2026-11-19").iter().filter(|known| known.2 == "2026-11-19" && known.0 == 2).count(),
        1
    );
    assert_eq!(odile.cell("Anna", "2026-11-19", LATE), "ticked mairie");
    assert_eq!(odile.row("Anna", LATE), "1 4,95 € 4,95 €");
    odile.sees("jeudi 19 novembre : réservé par la mairie. Motif : Oubli signalé <par> téléphone");
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get("/reservations/2026-11-16")
        .sees("réservé par la mairie. Motif : Oubli signalé <par> téléphone");
    assert!(plain(&world.mails()[0].text).contains("Motif : Oubli signalé <par> téléphone"));
    odile.get("/mairie/familles/1/historique").sees(
        "Odile RENAUD a réservé pour Anna ALAIN : Cantine 1er service hors délai (jeudi 19 novembre) (motif : Oubli \
         signalé <par> téléphone).",
    );
    sound(&world);
}

#[test]
fn at_the_ordinary_price_when_the_box_is_ticked() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(PAST).tick("Anna", "2026-11-19", LATE);
    let sent = body(&odile, "Oubli", &["normal"]);
    let headers = [("Sec-Fetch-Site", "same-origin"), ("HX-Request", "true")];
    let live = regions(&odile.raw_post(PAST, &sent, &headers).html);
    assert!(live["#etat"].contains("3,30"), "{}", live["#etat"]);
    validate(&mut odile, PAST, "Oubli", &["normal"]);
    assert_eq!(odile.cell("Anna", "2026-11-19", CANTEEN), "ticked mairie");
    assert_eq!(odile.row("Anna", CANTEEN), "1 3,30 € 3,30 €");
    sound(&world);
}

#[test]
fn a_full_day_is_refused_and_booked_when_the_box_is_ticked() {
    let world = World::new();
    world.change(|w| {
        let pool = preau::activity::store::services(w)?.pools.values().next().expect("a pool").clone();
        Ok(preau::activity::store::set_pool(w, &preau::activity::Pool { places: 0, ..pool })?)
    });
    let mut odile = world.agent("odile");
    odile.get("/mairie/familles/1/reservations/2026-12-07").tick("Anna", "2026-12-09", WEDNESDAY);
    validate(&mut odile, "/mairie/familles/1/reservations/2026-12-07", "Urgence", &[]);
    odile.sees("complet");
    assert_eq!((odile.page.status.code, booked(&world, "2026-12-01").len()), (422, 0));
    odile.get("/mairie/familles/1/reservations/2026-12-07").tick("Anna", "2026-12-09", WEDNESDAY);
    validate(&mut odile, "/mairie/familles/1/reservations/2026-12-07", "", &["depasser"]);
    odile.sees("Écrivez le motif");
    validate(&mut odile, "/mairie/familles/1/reservations/2026-12-07", "Urgence", &["depasser"]);
    odile.sees("1 réservation ajoutée");
    assert_eq!(booked(&world, "2026-12-01").len(), 1);
    sound(&world);
}

#[test]
fn what_a_parent_can_no_longer_cancel_the_town_cancels_and_both_are_marked_until_the_parent_changes_it() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-11-30", CANTEEN).tick(
        "Anna",
        "2026-12-03",
        CANTEEN,
    );
    lucie.press("Valider");
    world.set("2026-11-27 10:00");
    let mut odile = world.agent("odile");
    odile.get(WEEK).tick("Anna", "2026-11-30", CANTEEN).tick("Anna", "2026-12-03", CANTEEN);
    odile.press("Valider").sees("Écrivez le motif");
    validate(&mut odile, WEEK, "Décès dans la famille", &[]);
    odile.sees("2 réservations annulées");
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get("/reservations/2026-11-30")
        .sees("Cantine 1er service, lundi 30 novembre et jeudi 3 décembre : annulé par la mairie. Motif : Décès dans la famille");
    lucie.tick("Anna", "2026-12-03", CANTEEN).press("Valider");
    lucie
        .sees("Cantine 1er service, lundi 30 novembre : annulé par la mairie")
        .sees_no("réservé par la mairie");
    odile
        .get("/mairie/familles/1/historique")
        .sees("Odile RENAUD a annulé pour Anna ALAIN : Cantine 1er service");
    sound(&world);
}

#[test]
fn a_form_sent_twice_has_one_effect_one_line_and_one_mail_each() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(WEEK).tick("Anna", "2026-12-03", CANTEEN);
    let body = body(&odile, "Oubli", &[]);
    odile.post(&format!("{WEEK}/valider"), &body).sees("1 réservation ajoutée");
    let (writes, mails) = (world.parts.store.read(journal::last).unwrap(), world.mails().len());
    odile.post(&format!("{WEEK}/valider"), &body).sees("1 réservation ajoutée");
    assert_eq!(world.parts.store.read(journal::last).unwrap(), writes);
    assert_eq!(world.mails().len(), mails);
    // Who did it stands in the journal.
    let entry = world.parts.store.read(|r| journal::entry(r, writes)).unwrap().expect("an entry");
    let (id, _) = world.account("odile.renaud@valpreau.example");
    assert_eq!(entry.who, format!("account {id}"));
}

#[test]
fn what_a_parent_did_meanwhile_stays() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(WEEK).tick("Anna", "2026-12-03", CANTEEN);
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-04", CANTEEN).press("Valider");
    odile.press("Valider").sees("1 réservation ajoutée");
    assert_eq!(odile.cell("Anna", "2026-12-04", CANTEEN), "ticked");
    assert_eq!(odile.cell("Anna", "2026-12-03", CANTEEN), "ticked mairie");
}

#[test]
fn reason_and_boxes_come_along_to_another_week_and_back() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(WEEK).tick("Anna", "2026-12-03", CANTEEN);
    let sent = format!("{}&aller=2026-12-07", body(&odile, "Oubli & cie", &["normal", "depasser"]));
    odile.post(WEEK, &sent).sees("1 changement non validé").sees("Semaine du 7 au 13 décembre 2026");
    assert_eq!(super::value(&odile.page, "motif"), "Oubli & cie");
    assert!(odile.page.at("input[name=normal][checked]").is_some());
    odile.press("Semaine précédente");
    assert_eq!(odile.cell("Anna", "2026-12-03", CANTEEN), "ticked, not saved");
    assert!(odile.page.at("input[name=depasser][checked]").is_some());
}

#[test]
fn another_familys_child_is_not_booked_here_and_days_of_its_other_family_stay_there() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(WEEK);
    let number = super::value(&odile.page, "n");
    let own = [("Sec-Fetch-Site", "same-origin")];
    let foreign = format!("n={number}&motif=Oubli&{}", word(4, 3, "2026-12-03"));
    assert_eq!(odile.raw_post(&format!("{WEEK}/valider"), &foreign, &own).status.code, 422);
    // Lea's week of 30 November is not her mother's family's, or the next is not.
    for week in ["2026-11-30", "2026-12-07"] {
        let mut days = Vec::new();
        for family in [3, 4] {
            odile.get(&format!("/mairie/familles/{family}/reservations/{week}"));
            let day = if week == "2026-11-30" { "2026-12-03" } else { "2026-12-10" };
            days.push(odile.cell("Léa", day, CANTEEN));
        }
        assert_eq!(days.iter().filter(|face| face.starts_with("free")).count(), 1, "{week}: {days:?}");
    }
    assert!(booked(&world, "2026-12-03").iter().all(|known| known.0 != 4));
}

#[test]
fn who_only_reads_sees_the_grid_and_changes_nothing() {
    let world = World::new();
    let mut jeanne = world.agent("jeanne");
    jeanne.get("/mairie/familles/1").sees("Voir les réservations").get(WEEK);
    jeanne.sees("Vous pouvez lire ces réservations, sans les modifier.").sees_no("Valider").sees_no("Cocher");
    assert_eq!(
        jeanne
            .page
            .dom()
            .select(&scraper::Selector::parse("main form, main input:not([disabled])").unwrap())
            .count(),
        0
    );
    assert!(jeanne.page.at(&format!("a[href='{GRID}/2026-12-07']")).is_some());
}

#[test]
fn a_file_put_away_is_read_and_not_changed() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(WEEK).tick("Anna", "2026-12-03", CANTEEN);
    let (form, mut other) = (odile.body(), world.agent("odile"));
    let archive = super::value(&other.get("/mairie/familles/1/archivage").page, "vu");
    other.post(
        "/mairie/familles/1/archivage",
        &crate::browser::form(&[("vu", &archive), ("geste", "archiver")]),
    );
    other.get(WEEK).sees("sans les modifier");
    let own = [("Sec-Fetch-Site", "same-origin")];
    assert_eq!(odile.raw_post(&format!("{WEEK}/valider"), &form, &own).status.code, 404);
}

#[test]
fn the_towns_fields_are_not_a_parents() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", CANTEEN);
    for field in ["normal=on", "depasser=on", "motif=Oubli"] {
        let body = format!("{}&{field}", lucie.body());
        let own = [("Sec-Fetch-Site", "same-origin")];
        assert_eq!(
            lucie.raw_post("/reservations/2026-11-30/valider", &body, &own).status.code,
            422,
            "{field}"
        );
    }
}
