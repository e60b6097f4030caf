//! Health and diet: shown to who needs them, and each reading written down.

use preau::{account::role::Role, family::history::What};

use super::{LEA, ODILE, appoint, fields, fill, filled, is_sound, past, readings, who};
use crate::world::World;

const FILE: &str = "/mairie/familles/3/enfants/4";
const OPEN: &str = "/mairie/familles/3/enfants/4/sante";
const KARIM: &str = "karim.haddad@valpreau.example";
const OWN: [(&str, &str); 1] = [("Sec-Fetch-Site", "same-origin")];

#[test]
fn they_are_not_on_the_page_before_somebody_asks() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(FILE).sees("Afficher la santé et le régime").sees_no("Arachides").sees_no("Riou");
    let seen = fields(&odile, FILE).into_iter().find(|(name, _)| name == "vu").unwrap().1;
    for field in ["diet", "avoid", "care_plan", "doctor", "blood_group", "tetanus"] {
        assert!(!seen.contains(field), "not even a digest of {field}");
    }
    assert_eq!(readings(&world, 3), []);
}

#[test]
fn they_are_shown_on_request_and_the_reading_is_written_down() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(FILE);
    let body = filled(&odile, FILE, &[("born_at", "Pornic")]);
    odile.post(OPEN, &body).sees("Arachides");
    assert_eq!(odile.page.status.code, 200);
    assert_eq!(readings(&world, 3), [(who(&world, ODILE), LEA)]);
    let kept = fields(&odile, FILE);
    assert!(kept.contains(&("born_at".into(), "Pornic".into())), "what was typed before stays");
    fill(&mut odile, FILE, &[("avoid", "Kiwis")])
        .sees("Les modifications sont enregistrées.")
        .sees_no("Kiwis");
    assert_eq!(readings(&world, 3).len(), 1, "saving is not reading");
    odile.post(OPEN, "").sees("Kiwis").sees("Pornic".replace("Pornic", "Santé").as_str());
    assert!(fields(&odile, FILE).contains(&("born_at".into(), "Pornic".into())));
    assert_eq!(readings(&world, 3).len(), 2, "each reading");
    odile.get("/mairie/familles/3/historique");
    odile.sees("Odile RENAUD a lu la santé et le régime alimentaire de Léa NOGUES.");
    odile
        .sees("Santé ou régime alimentaire : des réponses ont changé, elles ne sont pas montrées ici.")
        .sees_no("Kiwis")
        .sees_no("Arachides");
    is_sound(&world);
}

#[test]
fn a_refused_form_that_shows_them_again_is_read_again() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(FILE);
    odile.post(OPEN, "");
    fill(&mut odile, FILE, &[("doctor_phone", "le soir")])
        .sees("Téléphone du médecin : indiquez dix chiffres");
    odile.sees("Arachides");
    assert_eq!((odile.page.status.code, readings(&world, 3).len()), (422, 2));
    // A form that never showed them learns nothing, and is no reading.
    odile.get(FILE);
    fill(&mut odile, FILE, &[("last_name", "")]).sees("Nom : indiquez").sees_no("Arachides");
    assert_eq!(readings(&world, 3).len(), 2);
    // Who pretends that it did is written down like everybody.
    odile.get(FILE);
    let vu = fields(&odile, FILE).into_iter().find(|(name, _)| name == "vu").unwrap().1;
    fill(&mut odile, FILE, &[("vu", &format!("{vu} avoid:00")), ("avoid", "?")]).sees("entre-temps");
    assert_eq!(readings(&world, 3).len(), 3);
}

#[test]
fn who_does_not_need_them_is_refused() {
    let world = World::new();
    for who in ["jeanne", "marc.petit", "nadia"] {
        let mut agent = world.agent(who);
        if who != "nadia" {
            agent.get(FILE).sees("Fiche de Léa NOGUES").sees_no("Arachides").sees_no("Afficher la santé");
        }
        let page = agent.raw_post(OPEN, "", &OWN);
        assert_eq!(page.status.code, 403, "{who}");
        assert!(!page.html.contains("Arachides"));
    }
    assert_eq!(readings(&world, 3), []);
}

#[test]
fn who_takes_the_roll_reads_them_of_the_children_of_that_roll() {
    let world = World::new();
    let mut karim = world.agent("karim");
    karim
        .post(OPEN, "")
        .sees("Santé et régime de Léa NOGUES")
        .sees("Arachides")
        .sees("Votre lecture est inscrite");
    karim.sees_no("cousine").sees_no("Enregistrer");
    assert_eq!(readings(&world, 3), [(who(&world, KARIM), LEA)]);
    // Anna is at another school.
    let page = karim.raw_post("/mairie/familles/1/enfants/2/sante", "", &OWN);
    assert_eq!(page.status.code, 404);
    assert_eq!(readings(&world, 1), []);
    assert_eq!(karim.raw_get(FILE).status.code, 403, "the rest of the file is not for the roll");
}

#[test]
fn who_reads_files_and_takes_the_roll_does_not_change_them() {
    let world = World::new();
    appoint(&world, KARIM, &[Role::RollCall, Role::Reader]);
    let mut karim = world.agent("karim");
    karim.get(FILE).sees("Afficher la santé et le régime").sees_no("Enregistrer").sees_no("Arachides");
    karim.post(OPEN, "").sees("Arachides").sees_no("Enregistrer");
    assert_eq!(past(&world, 3)[0].1.what, What::Read);
}
