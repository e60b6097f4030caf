//! Two people with one file before them.

use preau::family::{ChildId, FamilyId, Subject, custody::Home, field::Field, store};

use super::{LUCIE, change, file, filled, send};
use crate::world::World;

#[test]
fn the_second_is_shown_what_changed_meanwhile_and_nobody_loses_anything() {
    let world = World::new();
    let (mut lucie, mut paul) = (world.sign_in("lucie.alain"), world.sign_in("paul.alain"));
    lucie.get("/famille/2");
    change(&mut paul, "/famille/2", &[("city", "Vannes"), ("profession", "médecin"), ("pickup-2", "")]);
    send(&mut lucie, "/famille/2", &[("city", "Lorient"), ("employer", "Hôpital")]);
    assert_eq!(lucie.page.status.code, 422);
    lucie.sees("Il y a un problème");
    lucie.sees("Ville : entre-temps, une autre personne a enregistré « Vannes ». Votre saisie est gardée");
    lucie.sees(
        "Profession : entre-temps, une autre personne a enregistré « médecin ». C’est ce qui est affiché",
    );
    lucie.sees("Peut venir chercher l’enfant – Anna : entre-temps, une autre personne a enregistré « Non »");
    let sent = filled(&lucie.page);
    for (name, words) in [("city", "Lorient"), ("employer", "Hôpital"), ("profession", "médecin")] {
        assert!(sent.contains(&(name.into(), words.into())), "{name}");
    }
    assert_eq!(
        file(&world, LUCIE).sheet.get(Field::City),
        "Vannes",
        "nothing is stored before she has seen it"
    );
    send(&mut lucie, "/famille/2", &[]);
    lucie.sees("Vos modifications sont enregistrées.");
    let sheet = file(&world, LUCIE).sheet;
    assert_eq!((sheet.get(Field::City), sheet.get(Field::Employer)), ("Lorient", "Hôpital"));
    assert_eq!(sheet.get(Field::Profession), "médecin", "what she did not touch is as he left it");
    assert_eq!(sheet.get("pickup-2".parse::<preau::family::field::Key>().unwrap()), "");
}

#[test]
fn who_types_the_same_or_elsewhere_is_not_in_the_way() {
    let world = World::new();
    let (mut lucie, mut paul) = (world.sign_in("lucie.alain"), world.sign_in("paul.alain"));
    lucie.get("/famille/2");
    change(&mut paul, "/famille/2", &[("city", "Vannes")]);
    send(&mut lucie, "/famille/2", &[("city", "Vannes"), ("employer", "Hôpital")]);
    lucie.sees("Vos modifications sont enregistrées.");
    lucie.get("/enfants/2");
    change(&mut paul, "/enfants/1", &[("doctor", "Mme Ropars")]);
    send(&mut lucie, "/enfants/2", &[("doctor", "M. Tanguy")]);
    lucie.sees("Vos modifications sont enregistrées.");
}

#[test]
fn of_a_shared_child_it_is_not_said_who_was_faster() {
    let world = World::new();
    let (mut claire, mut julien) = (world.sign_in("claire.martel"), world.sign_in("julien.nogues"));
    claire.get("/enfants/4");
    let typed = [("doctor", "M. Tanguy"), ("remarks", "Pour mon dossier"), ("certifie", "yes")];
    change(&mut julien, "/enfants/4", &typed);
    send(&mut claire, "/enfants/4", &[("doctor", "Mme Ropars"), ("remarks", "Pour le mien")]);
    claire.sees("Médecin traitant : entre-temps, une autre personne a enregistré « M. Tanguy ».");
    for other in ["Julien", "NOGUES Julien", "Gare", "Pour mon dossier", "parent", "certifiée"] {
        claire.sees_no(other);
    }
    send(&mut claire, "/enfants/4", &[]);
    claire.sees("Vos modifications sont enregistrées.");
    let remarks = |family| {
        file(&world, Subject::Child(FamilyId(family), ChildId(4))).sheet.get(Field::Remarks).to_owned()
    };
    assert_eq!((remarks(3).as_str(), remarks(4).as_str()), ("Pour le mien", "Pour mon dossier"));
}

#[test]
fn a_family_that_a_child_has_left_sees_its_file_no_more() {
    let world = World::new();
    let lea = |world: &World, from: &'static str, home: Home| {
        world.change(move |w| {
            let mut lea = store::child(w, FamilyId(3), ChildId(4))?.expect("Léa");
            lea.home.set(from.parse().expect("a date"), home);
            Ok(store::set_child(w, ChildId(4), &lea)?)
        });
    };
    let mut claire = world.sign_in("claire.martel");
    claire.get("/enfants/4").sees("Fiche de Léa");
    // From the 25th on she is with her father: that day her mother's page is gone, not before.
    lea(&world, "2026-11-25", Home::with(FamilyId(4)));
    claire.get("/enfants/4").sees("Fiche de Léa");
    world.set("2026-11-25 08:00");
    let mut claire = world.sign_in("claire.martel");
    assert_eq!(claire.raw_get("/enfants/4").status.code, 404);
    let form = claire.raw_post("/enfants/4", "certifie=yes", &[("Sec-Fetch-Site", "same-origin")]);
    assert_eq!(form.status.code, 404);
    claire.get("/enfants").sees("Aucun enfant").get("/reservations/2026-11-30").sees_no("Léa");
    world.sign_in("julien.nogues").get("/enfants/4").sees("Fiche de Léa");
    // One payer: her days are her father's, and her mother sees the file.
    lea(&world, "2026-11-25", Home::One { family: FamilyId(4), also: Some(FamilyId(3)) });
    claire.get("/enfants/4").sees("Fiche de Léa");
}
