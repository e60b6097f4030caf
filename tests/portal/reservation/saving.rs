//! "Valider": once, whole, told by mail, on the disk.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use preau::platform::store::{Reading, journal};

use crate::{browser::plain, world::World};

#[test]
fn a_form_sent_twice_has_one_effect_and_one_mail() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service");
    let body = lucie.body();
    let writes = || world.parts.store.read(journal::last).unwrap();
    lucie.post("/reservations/2026-11-30/valider", &body).sees("1 réservation ajoutée");
    let once = writes();
    lucie.post("/reservations/2026-11-30/valider", &body).sees("1 réservation ajoutée");
    assert_eq!(writes(), once, "the second leaves no trace");
    assert_eq!(world.mails().len(), 1);
    // Another parent's page has the same number and other ticks: it is another form.
    let other = body.replace("2.3.2612=3", "2.3.2612=4");
    lucie.post("/reservations/2026-11-30/valider", &other).sees("1 réservation ajoutée");
    assert_eq!(world.mails().len(), 2);
}

#[test]
fn two_doubled_requests_at_once_have_one_effect() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service");
    let body = lucie.body();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let mut again = world.sign_in("lucie.alain");
                again.post("/reservations/2026-11-30/valider", &body).sees("1 réservation ajoutée");
            });
        }
    });
    assert_eq!(world.mails().len(), 1);
}

#[test]
fn a_confirmation_tells_what_was_saved() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service");
    lucie.tick("Anna", "2026-12-04", "Cantine 1er service").press("Valider");
    lucie.tick("Anna", "2026-12-03", "Cantine 1er service").press("Valider");
    let mails = world.mails();
    let first = plain(&mails[0].text);
    assert_eq!(
        (mails[0].to.as_str(), mails[0].from_name.as_str()),
        ("lucie.alain@famille.example", "Valpréau")
    );
    assert_eq!(plain(&mails[0].subject), "Vos réservations du mardi 24 novembre à 8 h");
    assert!(
        first.contains("Réservé : - Anna, Cantine 1er service : jeudi 3 et vendredi 4 décembre"),
        "{first}"
    );
    assert!(first.contains("http://localhost:8000/reservations"), "{first}");
    assert!(mails[0].html.contains("jeudi\u{a0}3 et vendredi 4\u{a0}décembre"), "{}", mails[0].html);
    let second = plain(&mails[1].text);
    assert!(second.contains("Annulé : - Anna, Cantine 1er service : jeudi 3 décembre"), "{second}");
}

#[test]
fn nothing_changed_is_said_and_sends_no_mail() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").press("Valider").sees("Aucun changement à enregistrer");
    assert!(world.mails().is_empty());
}

#[test]
fn a_disk_that_is_full_is_said_in_words_and_nothing_is_stored() {
    let free = Arc::new(AtomicU64::new(u64::MAX));
    let world = World::on_disk_with(free.clone());
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Anna", "2026-12-03", "Cantine 1er service");
    let body = lucie.body();
    free.store(1 << 20, Ordering::SeqCst);
    lucie.post("/reservations/2026-11-30/valider", &body);
    assert_eq!(lucie.page.status.code, 507);
    lucie.sees("Le disque de la mairie est plein : rien n’a été enregistré.");
    world.set("2026-11-24 08:30");
    lucie.get("/reservations/2026-11-30").sees("Total de la période 0,00 €");
    free.store(u64::MAX, Ordering::SeqCst);
    lucie.post("/reservations/2026-11-30/valider", &body).sees("1 réservation ajoutée");
}

#[test]
fn places_taken_are_what_is_booked() {
    let world = World::new();
    let mut aminata = world.sign_in("aminata.diallo");
    aminata
        .get("/reservations/2026-11-30")
        .press("Cocher les jours habituels de tous les enfants")
        .press("Valider");
    aminata.tick("Awa", "2026-12-02", "ALSH mercredi journée").press("Valider").sees("1 réservation annulée");
    let (booked, rows) = world
        .parts
        .store
        .read(|r| {
            let day = "2026-12-02".parse().unwrap();
            let booked = preau::reservation::store::month_of_all(r, day)?;
            let wednesday =
                booked.iter().filter(|(_, cell, _)| cell.service.0 == 7 && cell.day == day).count();
            let keys = r.raw_range(places(), &[], &[0xff; 12], usize::MAX)?;
            Ok::<_, preau::platform::store::StoreError>((wednesday, keys))
        })
        .unwrap();
    assert_eq!(booked, 2);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].1, b"12", "one row, the document 2");
}

fn places() -> preau::platform::store::TableInfo {
    *preau::tables().iter().find(|table| table.name == "places-1").unwrap()
}
