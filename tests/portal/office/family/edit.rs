//! Files changed by the town.

use preau::family::{FamilyId, GuardianId, Subject, field::Field, store};
use preau::{
    activity::ServiceId,
    registration::{self, Offer},
    tariff::TariffId,
};

use super::{fields, fill, filled, is_sound, past, who};
use crate::{browser::form, world::World};

const LUCIE: &str = "/mairie/familles/1/responsables/2";
const THEO: &str = "/mairie/familles/1/enfants/1";

fn sheet(world: &World, about: Subject) -> preau::family::sheet::Sheet {
    let today = "2026-11-24".parse().unwrap();
    world.parts.store.read(|r| store::sheet(r, about, today)).unwrap().expect("a file")
}

fn lucie() -> Subject {
    Subject::Guardian(FamilyId(1), GuardianId(2))
}

#[test]
fn the_town_changes_at_once_what_parents_may_only_ask_for() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(LUCIE).sees("Fiche de Lucie ALAIN");
    fill(&mut odile, LUCIE, &[("marital", "divorced"), ("mobile_phone", "06.39.98.11.22")]);
    odile.sees("Les modifications sont enregistrées.");
    assert_eq!(sheet(&world, lucie()).get(Field::Marital), "divorced");
    assert_eq!(sheet(&world, lucie()).get(Field::MobilePhone), "06 39 98 11 22");
    let (author, _) = past(&world, 1).remove(0);
    assert_eq!(author, who(&world, super::ODILE));
    fill(&mut odile, LUCIE, &[]).sees("Rien n’a changé.");
    is_sound(&world);
}

#[test]
fn a_refused_form_says_why_and_loses_nothing() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(LUCIE);
    fill(&mut odile, LUCIE, &[("last_name", ""), ("mobile_phone", "le soir"), ("profession", "sage-femme")]);
    assert_eq!(odile.page.status.code, 422);
    odile
        .sees("Il y a un problème")
        .sees("Nom : indiquez une réponse")
        .sees("Téléphone portable : indiquez dix chiffres");
    let kept = fields(&odile, LUCIE);
    assert!(
        kept.contains(&("profession".into(), "sage-femme".into()))
            && kept.contains(&("mobile_phone".into(), "le soir".into()))
    );
    assert!(odile.page.html.contains("<title>Erreur : "));
    assert_eq!(sheet(&world, lucie()).get(Field::Profession), "infirmière", "nothing is saved by half");
}

#[test]
fn of_two_who_change_one_file_the_second_is_told_and_loses_nothing() {
    let world = World::new();
    let (mut odile, mut hugo) = (world.agent("odile"), world.agent("hugo"));
    odile.get(LUCIE);
    hugo.get(LUCIE);
    fill(&mut hugo, LUCIE, &[("profession", "sage-femme")]).sees("enregistrées");
    fill(&mut odile, LUCIE, &[("profession", "pompière"), ("employer", "SDIS")]);
    odile.sees("Profession : entre-temps, une autre personne a enregistré « sage-femme ».");
    assert_eq!(odile.page.status.code, 422);
    assert_eq!(sheet(&world, lucie()).get(Field::Employer), "Clinique du Parc");
    fill(&mut odile, LUCIE, &[]).sees("enregistrées");
    assert_eq!(sheet(&world, lucie()).get(Field::Profession), "pompière");
}

#[test]
fn the_tariff_of_a_registration_is_the_towns_to_choose() {
    let world = World::new();
    world.change(|w| {
        let tariffs = vec![TariffId(1), TariffId(2)];
        Ok(registration::store::set_offers(w, &vec![Offer { service: ServiceId(3), tariffs }])?)
    });
    let mut odile = world.agent("odile");
    odile.get(THEO).sees("Tarif");
    let offered: Vec<String> = odile
        .page
        .dom()
        .select(&super::select("[name=tariff-3] option"))
        .map(|option| option.attr("value").unwrap().into())
        .collect();
    assert!(offered.len() > 1, "{offered:?}");
    fill(&mut odile, THEO, &[("tariff-3", &offered[1]), ("usual-3", "2")]).sees("enregistrées");
    let known = world
        .parts
        .store
        .read(|r| registration::store::registrations(r, FamilyId(1), preau::family::ChildId(1)))
        .unwrap();
    let canteen: Vec<_> = known.iter().filter(|known| known.service.0 == 3).collect();
    assert_eq!(canteen.len(), 2, "the past stays: {canteen:?}");
    assert_eq!((canteen[1].tariff.to_string(), &canteen[1].usual), (offered[1].clone(), &vec![2]));
}

#[test]
fn a_file_that_is_sent_as_it_was_shown_changes_nothing() {
    let world = World::new();
    let mut odile = world.agent("odile");
    for file in [THEO, LUCIE, "/mairie/familles/1/autres/1", "/mairie/familles/1/foyer"] {
        odile.get(file);
        fill(&mut odile, file, &[]).sees("Rien n’a changé.");
    }
    assert_eq!(past(&world, 1), []);
}

#[test]
fn a_child_is_registered_with_its_usual_days() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(THEO);
    let body = filled(&odile, THEO, &[("service-1", "yes"), ("usual-1", "1")]);
    odile.post(THEO, &body).sees("enregistrées");
    odile.get("/mairie/familles/1").sees("Bus matin (tarif Bus) : lundi");
    odile.get(THEO);
    let body = filled(&odile, THEO, &[]).replace("&service-1=yes", "");
    odile.post(THEO, &body).sees("enregistrées");
    odile.get("/mairie/familles/1").sees_no("Bus matin (tarif");
}

#[test]
fn a_registration_does_not_end_over_days_that_are_booked() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/reservations/2026-11-30").tick("Théo", "2026-12-03", "Cantine 2e service").press("Valider");
    let mut odile = world.agent("odile");
    odile.get(THEO);
    let mut body = filled(&odile, THEO, &[]);
    for service in ["service-3=yes", "service-4=yes"] {
        body = body.replace(&format!("&{service}"), "");
    }
    odile.post(THEO, &body).sees("des jours sont encore réservés. Annulez-les d’abord");
    assert_eq!(odile.page.status.code, 422);
}

#[test]
fn what_is_changed_of_a_shared_child_is_said_and_stays_in_its_family() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get("/mairie/familles/4/enfants/4").sees("Cet enfant est aussi dans la famille MARTEL.");
    odile.sees("sont ceux de la famille NOGUES.").sees_no("cousine");
    super::links_to(&odile, "/mairie/familles/3/enfants/4");
    fill(&mut odile, "/mairie/familles/4/enfants/4", &[("remarks", "Chez son père"), ("born_at", "Rennes")])
        .sees("enregistrées");
    odile.get("/mairie/familles/3/enfants/4").sees("cousine").sees_no("Chez son père");
    let kept = fields(&odile, "/mairie/familles/3/enfants/4");
    assert!(kept.contains(&("born_at".into(), "Rennes".into())), "who it is, is the same for both");
}

#[test]
fn a_family_is_called_otherwise() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get("/mairie/familles/1/foyer").sees("Foyer ALAIN");
    let late = filled(&odile, "/mairie/familles/1/nom", &[("famille", "AUTREMENT")]);
    fill(&mut odile, "/mairie/familles/1/nom", &[("famille", "ALAIN-DUPONT")])
        .sees("Les modifications sont enregistrées.");
    odile
        .get("/mairie/familles/1")
        .sees("Famille ALAIN-DUPONT")
        .sees("Nom de la famille : « ALAIN » → « ALAIN-DUPONT »");
    odile
        .post("/mairie/familles/1/nom", &late)
        .sees("entre-temps, une autre personne a enregistré « ALAIN-DUPONT »");
    assert_eq!(odile.page.status.code, 422);
    for (typed, said) in [
        ("", "Nom de la famille : indiquez une réponse"),
        ("R2D2", "Nom de la famille : écrivez-le en lettres"),
    ] {
        let body = form(&[("famille", typed), ("avant", "ALAIN-DUPONT")]);
        odile.post("/mairie/familles/1/nom", &body).sees(said);
    }
}

#[test]
fn other_adults_are_changed_added_and_taken_out() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let monique = "/mairie/familles/1/autres/1";
    odile.get(monique).sees("Fiche de Monique ALAIN");
    fill(&mut odile, monique, &[("relation", "tante")]).sees("enregistrées");
    let new = "/mairie/familles/1/autres/nouveau";
    odile.get(new).sees("Nouvelle personne, famille ALAIN");
    fill(&mut odile, new, &[("first_name", "Yann")]).sees("Nom : indiquez une réponse");
    assert_eq!(odile.page.status.code, 422);
    fill(&mut odile, new, &[("last_name", "RIOU"), ("pickup-1", "yes")])
        .sees("La fiche est créée.")
        .sees("Fiche de Yann RIOU");
    assert_eq!(odile.address, "/mairie/familles/1/autres/2?fait=cree");
    odile
        .get("/mairie/familles/1/autres/1/retrait")
        .sees("Retirer Monique ALAIN")
        .sees("L’historique garde la trace");
    odile.post("/mairie/familles/1/autres/1/retrait", "").sees("Cette personne est retirée.");
    odile
        .sees("Odile RENAUD a retiré Monique ALAIN des autres responsables.")
        .sees_no(&format!("href=\"{monique}\""));
    assert_eq!(odile.raw_get(monique).status.code, 404);
}
