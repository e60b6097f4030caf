//! Days that the town closes: who is booked is shown, cancelled and told in one act, which can be undone.

use preau::{
    activity::{self, ServiceId},
    family::{ChildId, FamilyId},
    reservation::{Booking, Cell, store},
    town,
};

use super::value;
use crate::{
    browser::{Browser, form, plain},
    world::World,
};

const NEW: &str = "/mairie/fermetures/nouvelle";
const STRIKE: [(&str, &str); 2] = [("du", "2026-12-03"), ("motif", "grève du personnel")];

/// All that is booked in December.
fn booked(world: &World) -> Vec<(FamilyId, Cell, Booking)> {
    let day = "2026-12-01".parse().unwrap();
    world.parts.store.read(|r| store::month_of_all(r, day)).expect("bookings")
}

#[track_caller]
fn is_sound(world: &World) {
    assert_eq!(world.parts.store.read(|r| preau::check(r, &mut |_, _| ())).expect("a check"), [""; 0]);
}

fn book(world: &World, who: &str, cells: &[(&str, &str, &str)]) {
    let mut parent = world.sign_in(who);
    for (child, day, service) in cells {
        parent.get(&format!("/reservations/{day}")).tick(child, day, service).press("Valider");
        parent.sees("C’est enregistré");
    }
}

/// Shows who is booked.
fn show<'a, 'w>(odile: &'a mut Browser<'w>, fields: &[(&str, &str)]) -> &'a mut Browser<'w> {
    odile.post(NEW, &(form(fields) + "&geste=voir"))
}

/// The form of the page that shows who is booked, as its button sends it.
fn shown(odile: &Browser, fields: &[(&str, &str)]) -> String {
    let (n, seen) = (value(&odile.page, "n"), value(&odile.page, "vus"));
    form(fields) + &form(&[("", ""), ("n", &n), ("vus", &seen), ("geste", "fermer")])[1..]
}

/// Shows, then closes.
fn close<'a, 'w>(odile: &'a mut Browser<'w>, fields: &[(&str, &str)]) -> &'a mut Browser<'w> {
    show(odile, fields);
    let body = shown(odile, fields);
    odile.post(NEW, &body)
}

/// Anna and Théo are booked on Thursday, Anna on Friday too, Léa on Thursday by her father and a week later by
/// her mother.
fn booked_world() -> World {
    let world = World::new();
    let canteen = "Cantine 1er service";
    book(
        &world,
        "lucie.alain",
        &[("Anna", "2026-12-03", canteen), ("Théo", "2026-12-03", canteen), ("Anna", "2026-12-04", canteen)],
    );
    book(&world, "julien.nogues", &[("Léa", "2026-12-03", canteen)]);
    book(&world, "claire.martel", &[("Léa", "2026-12-10", canteen)]);
    world.mails();
    world
}

/// Mails since so many.
fn since(world: &World, before: usize) -> Vec<(String, String)> {
    let mails = world.mails().split_off(before);
    mails.into_iter().map(|mail| (mail.to, plain(&mail.text))).collect()
}

#[test]
fn who_is_booked_is_shown_before_anything_changes() {
    let world = booked_world();
    let (before, mails) = (booked(&world), world.mails().len());
    let mut odile = world.agent("odile");
    odile.get("/mairie").sees("Fermetures").get("/mairie/fermetures").sees("travaux dans la cuisine");
    odile.get(NEW).sees("Rien ne change tout de suite");
    show(&mut odile, &STRIKE);
    odile.sees("Fermer le jeudi 3 décembre 2026").sees("3 réservations de 2 familles seront annulées");
    odile.sees("3 courriels partiront. Rien n’est encore changé.");
    odile.sees("Cantine 1er service, jeudi 3 décembre").sees("3 enfants");
    odile.sees("Anna : Cantine 1er service, jeudi 3 décembre").sees("NOGUES");
    odile.sees_no("MARTEL");
    assert_eq!((booked(&world), since(&world, mails)), (before, vec![]));
    // What was typed can be put right.
    odile.post(NEW, &(form(&STRIKE) + "&geste=corriger"));
    assert_eq!(value(&odile.page, "motif"), "grève du personnel");
}

#[test]
fn closing_cancels_and_tells_each_family_once_of_its_own_children() {
    let world = booked_world();
    let mails = world.mails().len();
    let mut odile = world.agent("odile");
    let fields = [("du", "2026-12-03"), ("au", "2026-12-10"), ("motif", "inondation"), ("service", "3")];
    close(&mut odile, &fields).sees("Les jours sont fermés. 5 réservations annulées, 4 courriels partent.");
    odile.sees("Odile RENAUD").sees("de 3 familles");
    assert_eq!(booked(&world), []);
    is_sound(&world);
    let told = since(&world, mails);
    let to: Vec<&str> = told.iter().map(|(to, _)| to.split('.').next().unwrap()).collect();
    assert_eq!(to, ["paul", "lucie", "claire", "julien"]);
    let (lucie, claire, julien) = (&told[1].1, &told[2].1, &told[3].1);
    assert!(lucie.contains("du 3 au 10 décembre 2026") && lucie.contains("Motif : inondation"), "{lucie}");
    assert!(lucie.contains("Anna, Cantine 1er service : jeudi 3 et vendredi 4 décembre"), "{lucie}");
    assert!(lucie.contains("Théo") && !lucie.contains("Léa"), "{lucie}");
    // A shared child's day is one family's: the other is told nothing of it.
    assert!(claire.contains("jeudi 10") && !claire.contains("jeudi 3"), "{claire}");
    assert!(julien.contains("jeudi 3") && !julien.contains("jeudi 10"), "{julien}");
    let mut parent = world.sign_in("lucie.alain");
    parent.get("/reservations/2026-11-30").sees("fermé : inondation").sees("Total de la période 0,00 €");
    odile.get("/mairie/familles/1/historique");
    odile.sees("Odile RENAUD a annulé 3 réservations de la famille, par la fermeture « inondation ».");
    odile.get("/mairie/fermetures").sees("inondation").sees("5 réservations annulées");
}

#[test]
fn who_books_meanwhile_is_included_and_said() {
    let world = booked_world();
    let mut odile = world.agent("odile");
    show(&mut odile, &STRIKE);
    let body = shown(&odile, &STRIKE);
    book(&world, "sophie.baconnais", &[("Fanny", "2026-12-03", "Cantine 1er service")]);
    let mails = world.mails().len();
    odile.post(NEW, &body).sees("4 réservations annulées");
    odile.sees("Ont réservé ou changé pendant que vous lisiez la liste, et sont compris : Fanny (famille BACONNAIS).");
    assert!(since(&world, mails).iter().any(|(to, _)| to.starts_with("sophie")));
    // Sent twice, it has one effect.
    let (mails, acts) = (world.mails().len(), world.parts.store.read(store::acts).unwrap().len());
    odile.post(NEW, &body).sees("Les jours sont fermés.");
    assert_eq!((since(&world, mails), world.parts.store.read(store::acts).unwrap().len()), (vec![], acts));
    // Another agent, who saw the page as well, closes the same.
    show(&mut odile, &STRIKE);
    let again = shown(&odile, &STRIKE);
    odile.post(NEW, &again).sees("La même fermeture est déjà enregistrée.");
    assert_eq!(odile.page.status.code, 422);
}

#[test]
fn undone_it_is_as_if_it_had_never_been_and_families_are_told_once_more() {
    let world = booked_world();
    let late = Cell { child: ChildId(1), service: ServiceId(6), day: "2026-12-03".parse().unwrap() };
    world.change(move |w| {
        let late = [(FamilyId(1), late, Some(Booking::Late))].into_iter();
        Ok(store::set(w, late, |_| None, |_| None)?)
    });
    let before = booked(&world);
    let calendar = || world.parts.store.read(town::store::town).unwrap().calendar.closures.clone();
    let closures = calendar();
    let mut odile = world.agent("odile");
    close(&mut odile, &STRIKE).sees("4 réservations annulées");
    assert_eq!((calendar().len(), booked(&world).len()), (closures.len() + 1, before.len() - 4));
    // The deadline of that day is over: it is the town's doing.
    world.set("2026-12-03 07:00");
    let mut odile = world.agent("odile");
    odile.get("/mairie/fermetures/1").sees("4 réservations seront remises comme avant");
    let mails = world.mails().len();
    let undo = form(&[("geste", "annuler")]);
    odile.post("/mairie/fermetures/1", &undo).sees("4 réservations sont remises, 3 courriels partent.");
    assert_eq!((booked(&world), calendar()), (before, closures));
    is_sound(&world);
    let told = since(&world, mails);
    assert_eq!(told.len(), 3);
    assert!(
        told[1].1.contains("n’a pas lieu") && told[1].1.contains("hors délai : jeudi 3 décembre"),
        "{}",
        told[1].1
    );
    odile.post("/mairie/fermetures/1", &undo).sees("4 réservations sont remises");
    assert_eq!(since(&world, mails).len(), 3, "twice is once");
    odile.get("/mairie/familles/1/historique").sees("« grève du personnel » : 3 réservations remises.");
    odile.get("/mairie/fermetures").sees("annulée le 3 décembre 2026");
}

#[test]
fn what_comes_back_is_the_town_halls_doing_again_where_it_was() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let canteen = "Cantine 1er service";
    odile.get("/mairie/familles/1/reservations/2026-11-30").tick("Anna", "2026-12-03", canteen);
    odile.press("Valider").sees("1 réservation ajoutée");
    close(&mut odile, &STRIKE).sees("1 réservation annulée");
    odile.post("/mairie/fermetures/1", &form(&[("geste", "annuler")])).sees("1 réservation est remise");
    odile.get("/mairie/familles/1/reservations/2026-11-30");
    assert_eq!(odile.cell("Anna", "2026-12-03", canteen), "ticked mairie");
    odile.sees("Cantine 1er service, jeudi 3 décembre : réservé par la mairie.");
    is_sound(&world);
}

#[test]
fn what_needs_no_registration_comes_back_too() {
    let world = World::new();
    let canteen = "Cantine 1er service";
    book(&world, "lucie.alain", &[("Anna", "2026-12-03", canteen)]);
    let before = booked(&world);
    // From now on the canteen is open to all, and nobody registers any more.
    world.change(|w| {
        let mut services = activity::store::services(w)?.list.clone();
        services.iter_mut().filter(|known| known.id == ServiceId(3)).for_each(|known| known.open = true);
        activity::store::set_services(w, &services)?;
        for (child, _) in preau::family::store::children(w, FamilyId(1))? {
            preau::registration::store::set_registrations(w, FamilyId(1), child, &vec![])?;
        }
        Ok(())
    });
    let mut odile = world.agent("odile");
    close(&mut odile, &STRIKE).sees("1 réservation annulée");
    odile.post("/mairie/fermetures/1", &form(&[("geste", "annuler")])).sees("1 réservation est remise");
    assert_eq!(booked(&world), before);
}

#[test]
fn what_was_taken_otherwise_since_is_said_and_left() {
    let world = booked_world();
    let mut odile = world.agent("odile");
    let fields = [("du", "2026-12-03"), ("motif", "four en panne"), ("service", "3")];
    close(&mut odile, &fields);
    book(&world, "lucie.alain", &[("Théo", "2026-12-03", "Cantine 2e service")]);
    let mails = world.mails().len();
    let why = "ce jour est déjà réservé pour « Cantine 2e service »";
    odile.get("/mairie/fermetures/1").sees("2 réservations seront remises").sees(why);
    odile.post("/mairie/fermetures/1", &form(&[("geste", "annuler")])).sees("2 réservations sont remises");
    odile.sees("Réservations qui n’ont pas été remises").sees("Théo (famille ALAIN)").sees(why);
    is_sound(&world);
    let told = since(&world, mails);
    assert!(
        told[1].1.contains("Théo, Cantine 1er service, jeudi 3 décembre : ce jour est déjà"),
        "{}",
        told[1].1
    );
}

#[test]
fn a_place_that_somebody_else_took_is_not_sold_twice() {
    let world = World::new();
    let one_place = |places| {
        world.change(move |w| {
            let pool = activity::store::services(w)?.pools.values().next().expect("a pool").clone();
            Ok(activity::store::set_pool(w, &activity::Pool { places, ..pool })?)
        });
    };
    one_place(1);
    book(&world, "lucie.alain", &[("Théo", "2026-12-09", "ALSH mercredi journée")]);
    let mut odile = world.agent("odile");
    let fields = [("du", "2026-12-09"), ("motif", "classe en sortie"), ("service", "7"), ("classe", "7")];
    close(&mut odile, &fields).sees("1 réservation annulée");
    let before = booked(&world);
    book(&world, "lucie.alain", &[("Anna", "2026-12-09", "ALSH mercredi journée")]);
    odile.post("/mairie/fermetures/1", &form(&[("geste", "annuler")])).sees("0 réservation est remise");
    odile.sees("il n’y a plus de place");
    assert_eq!(booked(&world).len(), before.len() + 1);
    is_sound(&world);
}

#[test]
fn days_closed_twice_open_when_both_closures_are_undone() {
    let world = booked_world();
    let before = booked(&world);
    let mut odile = world.agent("odile");
    close(&mut odile, &[("du", "2026-12-03"), ("motif", "four en panne"), ("service", "3")]);
    close(&mut odile, &[("du", "2026-12-02"), ("au", "2026-12-04"), ("motif", "tempête")]);
    odile.sees("1 réservation annulée");
    let undo = form(&[("geste", "annuler")]);
    odile.post("/mairie/fermetures/1", &undo).sees("0 réservation est remise");
    odile.sees("ce jour reste fermé (« tempête »)");
    odile.post("/mairie/fermetures/2", &undo).sees("4 réservations sont remises");
    assert_eq!(booked(&world), before);
    is_sound(&world);
}

#[test]
fn a_class_or_a_school_is_closed_alone() {
    let world = booked_world();
    let mut odile = world.agent("odile");
    // Anna is in a nursery class, Théo and Léa in classes of the primary school.
    show(&mut odile, &[STRIKE[0], STRIKE[1], ("classe", "7")])
        .sees("1 réservation de 1 famille")
        .sees("Théo");
    show(&mut odile, &[STRIKE[0], STRIKE[1], ("classe", "7"), ("ecole", "1")])
        .sees("2 réservations")
        .sees("Anna");
    show(&mut odile, &[STRIKE[0], STRIKE[1], ("classe", "7"), ("ecole", "2")]);
    odile.sees("sont cochées toutes les deux");
    close(&mut odile, &[STRIKE[0], STRIKE[1], ("classe", "7")]);
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30");
    assert_eq!(lucie.cell("Théo", "2026-12-03", "Cantine 1er service"), "fermé");
    assert_eq!(lucie.cell("Anna", "2026-12-03", "Cantine 1er service"), "ticked");
}

#[test]
fn a_refused_form_says_why_and_loses_nothing() {
    let world = World::new();
    let mut odile = world.agent("odile");
    for (fields, words) in [
        (vec![("du", ""), ("motif", "x")], "Indiquez le premier jour fermé"),
        (vec![("du", "2026-12-03"), ("au", "hier"), ("motif", "x")], "Indiquez le dernier jour fermé"),
        (vec![("du", "2026-12-03"), ("au", "2026-12-02"), ("motif", "x")], "vient avant le premier"),
        (vec![("du", "0206-12-03"), ("motif", "x")], "Vérifiez l’année"),
        (vec![("du", "2026-12-03"), ("au", "2028-01-03"), ("motif", "x")], "Vérifiez l’année"),
        (vec![("du", "2026-12-03"), ("motif", " ")], "Indiquez le motif"),
        // Without what is no longer there, more would be closed than was meant.
        (vec![("du", "2026-12-03"), ("motif", "x"), ("service", "99")], "a changé dans les réglages"),
        (vec![("du", "2026-12-03"), ("motif", "x"), ("classe", "999")], "a changé dans les réglages"),
    ] {
        show(&mut odile, &fields).sees("Il y a un problème").sees(words);
        assert_eq!((odile.page.status.code, value(&odile.page, "du").as_str()), (422, fields[0].1));
    }
    show(&mut odile, &[("du", "2026-11-23"), ("motif", "grève")]).sees("Des jours sont déjà passés");
}

#[test]
fn a_closure_that_came_with_the_settings_is_taken_away_or_made_to_cancel() {
    let world = booked_world();
    let closure = town::calendar::Closure {
        first: "2026-12-03".parse().unwrap(),
        last: "2026-12-03".parse().unwrap(),
        reason: STRIKE[1].1.into(),
        schools: vec![],
        classes: vec![],
        services: vec![],
    };
    world.change(move |w| {
        let mut calendar = town::store::town(w)?.calendar.clone();
        calendar.closures.push(closure);
        Ok(town::store::set_calendar(w, &calendar)?)
    });
    let mut odile = world.agent("odile");
    odile.get("/mairie/fermetures").sees("entrée avec les réglages, 3 réservations restent");
    let fields = [STRIKE[0], ("au", "2026-12-03"), STRIKE[1]];
    close(&mut odile, &fields).sees("3 réservations annulées");
    odile.get("/mairie/fermetures").sees_no("réservations restent");
    // One that cancelled is undone, not taken away.
    let refused =
        odile.raw_post("/mairie/fermetures/retirer", &form(&fields), &[("Sec-Fetch-Site", "same-origin")]);
    assert_eq!(refused.status.code, 422);
    let kitchen = [
        ("du", "2026-12-08"),
        ("au", "2026-12-08"),
        ("motif", "travaux dans la cuisine"),
        ("ecole", "2"),
        ("service", "3"),
        ("service", "4"),
    ];
    odile.post("/mairie/fermetures/retirer", &form(&kitchen)).sees("La fermeture est retirée.");
    odile.sees_no("travaux dans la cuisine");
}
