//! The history in sentences.

use preau::family::{
    AdultId, ChildId, FamilyId, GuardianId, Subject,
    field::{Field, Key},
    history::{Line, What},
    request::{Act, RequestId},
    sheet::Change,
    store,
};

use super::{ODILE, fill, who};
use crate::world::World;

#[test]
fn each_thing_that_is_done_has_its_sentence() {
    let world = World::new();
    let id = FamilyId(1);
    let (theo, lucie) = (Subject::Child(id, ChildId(1)), Subject::Guardian(id, GuardianId(2)));
    let (home, monique) = (Subject::Household(id), Subject::Adult(id, AdultId(1)));
    let request = RequestId(3);
    let change = |field: Field, of, before: &str, after: &str| {
        What::Changed(vec![Change { key: Key { field, of }, before: before.into(), after: after.into() }])
    };
    let said = [
        (home, "ALAIN", What::Created, "a créé le dossier de la famille ALAIN."),
        (theo, "Théo ALAIN", What::Created, "a créé la fiche de Théo ALAIN."),
        (
            lucie,
            "Lucie ALAIN",
            change(Field::MobilePhone, 0, "", "06 39 98 00 02"),
            "a modifié la fiche de Lucie ALAIN : Téléphone portable : « Non renseigné » → « 06 39 98 00 02 »",
        ),
        (
            lucie,
            "Lucie ALAIN",
            change(Field::Pickup, 1, "yes", ""),
            "Peut venir chercher l’enfant – Théo : « Oui » → « Non »",
        ),
        (theo, "Théo ALAIN", change(Field::Class, 0, "", "7"), "Classe : « Aucune classe » → « CE1"),
        (
            theo,
            "Théo ALAIN",
            change(Field::Usual, 3, "1,2", "4"),
            "Jours habituels – Cantine 1er service : « lundi et mardi » → « jeudi »",
        ),
        (theo, "Théo ALAIN", change(Field::Tariff, 3, "1", "8"), "Tarif – Cantine 1er service : « "),
        (
            theo,
            "Théo ALAIN",
            change(Field::Diet, 0, "Repas ordinaire", "Sans porc"),
            "Santé ou régime alimentaire : des réponses ont changé, elles ne sont pas montrées ici.",
        ),
        (
            home,
            "",
            change(Field::Quotient, 0, "850", "912.50"),
            "a modifié la fiche du foyer : Quotient familial : « 850 » → « 912,50 »",
        ),
        (theo, "Théo ALAIN", What::Certified, "a certifié la fiche de Théo ALAIN."),
        (
            theo,
            "Théo ALAIN",
            What::Asked(request, Act::Change),
            "a demandé à la mairie de modifier la fiche de Théo ALAIN (demande nº 3).",
        ),
        (
            monique,
            "Monique ALAIN",
            What::Asked(request, Act::Add),
            "a demandé à la mairie d’ajouter Monique ALAIN (demande nº 3).",
        ),
        (
            monique,
            "Monique ALAIN",
            What::Asked(request, Act::Remove),
            "a demandé à la mairie de retirer Monique ALAIN (demande nº 3).",
        ),
        (
            theo,
            "Théo ALAIN",
            What::Accepted(request),
            "a accepté la demande nº 3 sur la fiche de Théo ALAIN.",
        ),
        (theo, "Théo ALAIN", What::Refused(request), "a refusé la demande nº 3 sur la fiche de Théo ALAIN."),
        (
            theo,
            "Théo ALAIN",
            What::Withdrawn(request),
            "a retiré sa demande nº 3 sur la fiche de Théo ALAIN.",
        ),
        (home, "ALAIN", What::Archived, "a archivé le dossier de la famille ALAIN."),
        (theo, "Théo ALAIN", What::Archived, "a archivé la fiche de Théo ALAIN."),
        (home, "ALAIN", What::Restored, "a repris le dossier de la famille ALAIN."),
        (theo, "Théo ALAIN", What::Restored, "a repris la fiche de Théo ALAIN."),
        (monique, "Monique ALAIN", What::Removed, "a retiré Monique ALAIN des autres responsables."),
        (theo, "Théo ALAIN", What::Attached(FamilyId(4)), "a aussi rattaché Théo ALAIN à la famille NOGUES."),
        (
            theo,
            "Théo ALAIN",
            What::Custody("2026-12-01".parse().unwrap()),
            "a changé les jours de garde de Théo ALAIN à partir du 1er décembre 2026.",
        ),
        (lucie, "Lucie ALAIN", What::Invited, "a invité Lucie ALAIN à se connecter au portail."),
        (lucie, "Lucie ALAIN", What::AccessEnded, "a terminé l’accès de Lucie ALAIN au portail."),
        (lucie, "Lucie ALAIN", What::AccessGiven, "a rendu à Lucie ALAIN son accès au portail."),
        (theo, "Théo ALAIN", What::Read, "a lu la santé et le régime alimentaire de Théo ALAIN."),
    ];
    let lines: Vec<Line> = said
        .iter()
        .map(|(about, name, what, _)| Line { about: *about, name: name.to_string(), what: what.clone() })
        .collect();
    world.change(move |w| Ok(lines.into_iter().try_for_each(|line| store::note(w, id, line))?));
    let mut jeanne = world.agent("jeanne");
    jeanne.get("/mairie/familles/1/historique").sees("24 novembre 2026 à 8 h : Le portail");
    for (.., words) in said {
        jeanne.sees(words);
    }
    jeanne.sees_no("Sans porc");
}

#[test]
fn it_says_who_did_it() {
    let world = World::new();
    let line =
        |name: &str| Line { about: Subject::Household(FamilyId(1)), name: name.into(), what: What::Created };
    let odile: &'static str = Box::leak(who(&world, ODILE).into_boxed_str());
    let lucie: &'static str = Box::leak(who(&world, "lucie.alain@famille.example").into_boxed_str());
    for author in ["demo", "import", odile, lucie, "account 999"] {
        let line = line(author);
        let note = world.parts.store.write(author, move |w| store::note(w, FamilyId(1), line));
        world.runtime.block_on(note).unwrap();
    }
    let mut jeanne = world.agent("jeanne");
    jeanne.get("/mairie/familles/1/historique").sees("La ville d’essai a créé").sees("Un import a créé");
    jeanne
        .sees("Odile RENAUD a créé")
        .sees("Lucie ALAIN a créé")
        .sees("Le portail a créé le dossier de la famille account 999");
}

#[test]
fn it_is_read_a_page_at_a_time_and_the_family_shows_the_latest() {
    let world = World::new();
    for n in 0..60 {
        let line =
            Line { about: Subject::Household(FamilyId(1)), name: format!("N{n:02}"), what: What::Created };
        world.change(move |w| Ok(store::note(w, FamilyId(1), line)?));
    }
    let mut jeanne = world.agent("jeanne");
    jeanne.get("/mairie/familles/1").sees("N59").sees("N50").sees_no("N49").sees("Voir tout l’historique");
    jeanne
        .get("/mairie/familles/1/historique")
        .sees("N59")
        .sees("N10")
        .sees_no("N09")
        .sees("Voir ce qui précède");
    let older = jeanne
        .page
        .dom()
        .select(&super::select("a[href*=avant]"))
        .next()
        .unwrap()
        .attr("href")
        .unwrap()
        .to_owned();
    jeanne
        .get(&older)
        .sees("N09")
        .sees("N00")
        .sees_no("N10")
        .sees_no("Voir ce qui précède")
        .sees("Revenir au plus récent");
    jeanne.get("/mairie/familles/2/historique").sees("Rien n’a encore été fait sur ce dossier.");
}

#[test]
fn a_change_by_the_town_stands_there_with_the_hour() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get("/mairie/familles/1/responsables/2");
    fill(&mut odile, "/mairie/familles/1/responsables/2", &[("mobile_phone", "06 39 98 77 77")]);
    odile.get("/mairie/familles/1/historique").sees(
        "24 novembre 2026 à 8 h : Odile RENAUD a modifié la fiche de Lucie ALAIN : Téléphone portable : « 06 39 98 00 02 » → « 06 39 98 77 77 »",
    );
}
