//! What follows from a change: the grid, the price, the household's address, certificates.

use preau::{
    family::{
        FamilyId, GuardianId, Subject,
        field::{Field, Kind, Page as Part},
        history::What,
        rights::Mode,
        store,
        view::words,
    },
    registration,
};

use super::{ALAIN, ANNA, asked, change, file, open};
use crate::{
    browser::{Browser, form},
    world::World,
};

const WEEK: &str = "/reservations/2026-11-30";

#[test]
fn the_grid_ticks_the_usual_days_of_the_file() {
    let world = World::new();
    open(&world, Part::Registrations, Mode::AtOnce);
    let mut lucie = world.sign_in("lucie.alain");
    change(&mut lucie, "/enfants/2", &[("usual-3", "4"), ("service-1", "yes"), ("usual-1", "5")]);
    lucie.get(WEEK).press("Cocher les jours habituels de tous les enfants");
    for (day, service, state) in [
        ("2026-12-01", "Cantine 1er service", "free"),
        ("2026-12-03", "Cantine 1er service", "ticked, not saved"),
        ("2026-12-04", "Bus matin", "ticked, not saved"),
        ("2026-12-03", "Bus matin", "free"),
    ] {
        assert!(
            lucie.cell("Anna", day, service).starts_with(state),
            "{day} {service}: {}",
            lucie.cell("Anna", day, service)
        );
    }
}

#[test]
fn a_registration_with_days_to_come_does_not_end() {
    let world = World::new();
    open(&world, Part::Registrations, Mode::AtOnce);
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get(WEEK).tick("Anna", "2026-12-03", "Cantine 1er service").press("Valider");
    change(&mut lucie, "/enfants/2", &[("service-3", ""), ("doctor", "M. Tanguy")]);
    assert_eq!(lucie.page.status.code, 422);
    lucie.sees("Inscription – Cantine 1er service : des jours sont encore réservés. Annulez-les d’abord");
    assert_eq!(lucie.page.at("a[href='/reservations']").as_deref(), Some("Réservations"));
    lucie.sees("Aller à mes réservations");
    assert_eq!(file(&world, ANNA).sheet.get(preau::family::field::Field::Doctor), "M. Lefevbre");
    // Nothing is booked from tomorrow on: the registration ends, and the past stays.
    world.set("2026-12-04 08:00");
    let mut lucie = world.sign_in("lucie.alain");
    change(&mut lucie, "/enfants/2", &[("service-3", "")]);
    lucie.sees("Vos modifications sont enregistrées.");
    let Subject::Child(family, child) = ANNA else { unreachable!() };
    let known = world.parts.store.read(|r| registration::store::registrations(r, family, child)).unwrap();
    let canteen = known.iter().find(|known| known.service.0 == 3).expect("it was registered");
    assert_eq!(canteen.until.map(|day| day.to_string()).as_deref(), Some("2026-12-03"));
    assert_eq!(
        lucie.get("/reservations/2026-12-07").cell("Anna", "2026-12-10", "Cantine 1er service"),
        "absent"
    );
}

#[test]
fn bills_follow_the_guardian_and_the_price_the_town_one_lives_in() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    let price = |lucie: &mut Browser| lucie.get("/reservations/2026-12-07").row("Théo", "Garderie matin");
    assert!(price(&mut lucie).contains("2,20 €"), "{}", price(&mut lucie));
    let moved = [("street", "3 rue du Port"), ("postcode", "44998"), ("city", "Saint-Aubin")];
    change(&mut lucie, "/famille/2", &moved);
    assert!(price(&mut lucie).contains("2,20 €"), "the bills go to Paul's address still");
    change(&mut lucie, "/famille/2", &[("billing", "yes")]);
    let address = world.parts.store.read(|r| store::family(r, ALAIN)).unwrap().unwrap().address;
    let address = address.on("2026-11-24".parse().unwrap()).unwrap().value.clone();
    assert_eq!((address.street.as_str(), address.resident), ("3 rue du Port", false));
    assert!(price(&mut lucie).contains("3,20 €"), "{}", price(&mut lucie));
    lucie.get("/famille/1").sees_no("name=\"billing\" value=\"yes\" checked");
    change(&mut lucie, "/famille/2", &[("postcode", "44999"), ("city", "VALPREAU")]);
    // That they live in the town, which lowers the price, is the town's word.
    assert!(price(&mut lucie).contains("3,20 €"), "{}", price(&mut lucie));
}

#[test]
fn a_certificate_is_dated_and_asked_again_after_the_towns_time() {
    let world = World::new();
    world.change(|w| {
        let rights = (*store::rights(w)?).clone();
        Ok(store::set_rights(w, &preau::family::rights::Rights { certify_after: 6, ..rights })?)
    });
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/").sees("À relire et à certifier : Paul Lucie Foyer Théo Anna");
    change(&mut lucie, "/enfants/2", &[("certifie", "yes")]);
    lucie
        .sees("Merci d’avoir certifié cette fiche.")
        .sees("certifiée à jour le 24 novembre 2026 par Lucie ALAIN");
    lucie
        .sees_no("Relisez cette fiche")
        .get("/")
        .sees("À relire et à certifier : Paul Lucie Foyer Théo")
        .sees_no("Théo Anna");
    for (day, due) in [("2027-05-23 12:00", false), ("2027-05-24 12:00", true)] {
        world.set(day);
        let mut paul = world.sign_in("paul.alain");
        paul.get("/enfants/2");
        assert_eq!(paul.page.text().contains("la mairie vous le demande de nouveau"), due, "{day}");
        assert_eq!(paul.get("/").page.html.contains("href=\"/enfants/2\""), due, "{day}");
    }
}

#[test]
fn health_and_diet_stand_in_no_mail_and_no_line_of_history() {
    let world = World::new();
    for page in [Part::Health, Part::Diet] {
        open(&world, page, Mode::AtOnce);
    }
    let mut lucie = world.sign_in("lucie.alain");
    let typed = [("avoid", "Mqnoix"), ("doctor", "Mqdocteur"), ("diet", "Sans gluten"), ("care_plan", "yes")];
    change(&mut lucie, "/enfants/2", &typed);
    assert_eq!(world.mails(), [], "what is saved at once is not answered");
    open(&world, Part::Health, Mode::Ask);
    change(&mut lucie, "/enfants/2", &[("avoid", "Mqoeufs"), ("doctor", "Mqautre"), ("care_plan", "")]);
    let [(id, request)] = &asked(&world, ALAIN)[..] else { panic!("one request") };
    let answered = form(&[("geste", "accepter"), ("vu", &request.seen())]);
    world.agent("odile").post(&format!("/mairie/demandes/{id}"), &answered).sees("1 demande est acceptée.");
    assert_eq!(file(&world, ANNA).sheet.get(Field::Avoid), "Mqoeufs");
    let mails = world.mails();
    let [mail] = &mails[..] else { panic!("the answer leaves: {mails:?}") };
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("lucie.alain@famille.example", "Votre demande est acceptée")
    );
    assert!(mail.text.contains("Fiche d’Anna"), "{}", mail.text);
    let all = format!("{} {} {}", mail.subject, mail.text, mail.html);
    let labels = Kind::Child.pages().iter().filter(|(page, _)| page.is_sensitive());
    let labels = labels.flat_map(|(page, fields)| {
        fields.iter().map(|field| words::field(Kind::Child, *field)).chain([words::page(*page)])
    });
    for word in labels.chain(["Mq", "gluten", "noix", "oeufs"]) {
        assert!(!all.contains(word), "{word}: {all}");
    }
    let history = world.parts.store.read(|r| store::history(r, ALAIN, None, 50)).unwrap();
    let lines: Vec<&What> = history.iter().flat_map(|(.., lines)| lines).map(|line| &line.what).collect();
    let changed = lines.iter().filter(|what| matches!(what, What::Changed(_))).count();
    assert_eq!(changed, 2, "both changes stand there, without what they say: {lines:?}");
    let history = format!("{history:?}");
    assert!(!history.contains("Mq") && !history.contains("gluten"), "{history}");
}

#[test]
fn bills_always_go_somewhere() {
    let world = World::new();
    let mut paul = world.sign_in("paul.alain");
    change(&mut paul, "/famille/1", &[("billing", "")]);
    assert_eq!(paul.page.status.code, 422);
    paul.sees("cochez cette case sur la fiche de l’autre responsable");
    let sheet = file(&world, Subject::Guardian(FamilyId(1), GuardianId(1))).sheet;
    assert_eq!(sheet.get(Field::Billing), "yes", "nothing was stored");
}
