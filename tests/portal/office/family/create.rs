//! Families, guardians and children written down by the town.

use preau::family::{
    ChildId, FamilyId, GuardianId, Subject, custody::Home, field::Field, history::What, store,
};

use super::{fields, fill, is_sound, past};
use crate::world::World;

const NEW: &str = "/mairie/familles/nouvelle";
const PAUL: [(&str, &str); 5] = [
    ("first_name", "Paul"),
    ("last_name", "NEUF"),
    ("street", "1 rue Neuve"),
    ("postcode", "44999"),
    ("city", "valpreau"),
];

#[test]
fn a_family_is_made_with_its_first_guardian_then_its_children() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(NEW).sees("Nouvelle famille");
    fill(&mut odile, NEW, &PAUL).sees("Famille NEUF").sees("Le dossier est créé.").sees("Habite la commune.");
    odile
        .sees("1 rue Neuve, 44999 valpreau")
        .sees("Inconnu")
        .sees("Odile RENAUD a créé le dossier de la famille NEUF.");
    let here = odile.address.split('?').next().unwrap().to_owned();
    let id = FamilyId(here.rsplit('/').next().unwrap().parse().unwrap());
    let family = world.parts.store.read(|r| store::family(r, id)).unwrap().unwrap();
    assert!(family.address.iter().next().unwrap().value.resident, "the town's own name, without its accent");
    let child = format!("{here}/enfants/nouveau");
    odile.get(&child).sees("Nouvel enfant, famille NEUF");
    assert!(
        fields(&odile, &child).contains(&("last_name".into(), "NEUF".into())),
        "what is likely is filled in"
    );
    fill(
        &mut odile,
        &child,
        &[("first_name", "Zoé"), ("sex", "f"), ("born_on", "2019-02-03"), ("class", "7")],
    );
    odile.sees("La fiche est créée.").sees("Fiche de Zoé NEUF").sees("Cantine");
    let (_, zoe) = world.parts.store.read(|r| store::children(r, id)).unwrap().remove(0);
    let today = "2026-11-24".parse().unwrap();
    assert_eq!(
        zoe.home.iter().map(|home| (home.from, home.value.clone())).collect::<Vec<_>>(),
        [(today, Home::with(id))]
    );
    assert_eq!(zoe.class.on(today).unwrap().value.class.unwrap().0, 7);
    let guardian = format!("{here}/responsables/nouveau");
    odile.get(&guardian);
    assert!(fields(&odile, &guardian).contains(&("street".into(), "1 rue Neuve".into())));
    fill(
        &mut odile,
        &guardian,
        &[("first_name", "Inès"), ("last_name", "NEUF"), ("street", "2 rue Haute"), ("billing", "yes")],
    );
    odile.sees("Fiche d’Inès NEUF");
    let sheet = |n| {
        world
            .parts
            .store
            .read(|r| store::sheet(r, Subject::Guardian(id, GuardianId(n)), today))
            .unwrap()
            .unwrap()
    };
    assert_eq!(
        (sheet(1).get(Field::Billing), sheet(2).get(Field::Billing)),
        ("", "yes"),
        "bills go to one address"
    );
    odile.get(&here).sees("2 rue Haute").sees("N’a pas été invité(e) sur le portail.");
    let made = past(&world, id.0).into_iter().filter(|(_, line)| line.what == What::Created).count();
    assert_eq!(made, 4, "the family, two guardians, a child");
    is_sound(&world);
}

#[test]
fn only_what_is_needed_is_asked_and_what_is_wrong_is_said() {
    let world = World::new();
    let mut odile = world.agent("odile");
    odile.get(NEW);
    fill(&mut odile, NEW, &[("famille", "R2D2"), ("mail", "paul")]);
    assert_eq!(odile.page.status.code, 422);
    for words in [
        "Nom de la famille : écrivez-le en lettres.",
        "Prénom : indiquez une réponse",
        "Ville : indiquez une réponse",
        "Adresse électronique : indiquez une adresse",
    ] {
        odile.sees(words);
    }
    assert!(fields(&odile, NEW).contains(&("famille".into(), "R2D2".into())));
    fill(&mut odile, NEW, &[&PAUL[..], &[("famille", "NEUF-RIOU"), ("mail", "")]].concat())
        .sees("Famille NEUF-RIOU");
}

#[test]
fn who_is_called_like_somebody_there_is_said_before() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let families = || world.parts.store.read(store::families).unwrap().len();
    let before = families();
    odile.get(NEW);
    let lucie = [&PAUL[2..], &[("first_name", "LUCIE"), ("last_name", "Alain")]].concat();
    fill(&mut odile, NEW, &lucie).sees("Lucie ALAIN est peut-être déjà dans les dossiers");
    odile.sees("Lucie ALAIN, famille ALAIN nº 1");
    super::links_to(&odile, "/mairie/familles/1/responsables/2");
    assert_eq!((odile.page.status.code, families()), (422, before));
    assert!(fields(&odile, NEW).contains(&("first_name".into(), "LUCIE".into())), "what was typed stays");
    fill(&mut odile, NEW, &[("quand-meme", "oui")]).sees("Le dossier est créé.");
    assert_eq!(families(), before + 1);
}

#[test]
fn a_child_of_the_same_name_and_birth_is_said_before() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let new = "/mairie/familles/2/enfants/nouveau";
    odile.get(new);
    let lea = [("first_name", "Lea"), ("last_name", "Nogues"), ("sex", "f"), ("born_on", "20/11/2017")];
    fill(&mut odile, new, &lea)
        .sees("Léa NOGUES, famille MARTEL nº 3")
        .sees("Léa NOGUES, famille NOGUES nº 4");
    odile.sees("rattachez plutôt sa fiche");
    assert_eq!(odile.page.status.code, 422);
    // Another day: another child.
    fill(&mut odile, new, &[("born_on", "2017-11-21")]).sees("Fiche de Lea Nogues");
    let next = world.parts.store.read(store::next_child).unwrap();
    let known = world.parts.store.read(|r| store::child(r, FamilyId(2), ChildId(next.0 - 1))).unwrap();
    assert_eq!(known.expect("the child").last_name, "Nogues");
}

#[test]
fn nobody_is_added_to_a_family_that_is_put_away() {
    let world = World::new();
    world.change(|w| {
        let mut family = store::family(w, FamilyId(1))?.unwrap();
        family.archived = Some("2026-11-20".parse().unwrap());
        Ok(store::set_family(w, FamilyId(1), &family)?)
    });
    let mut odile = world.agent("odile");
    for page in ["responsables", "enfants", "autres"] {
        assert_eq!(odile.raw_get(&format!("/mairie/familles/1/{page}/nouveau")).status.code, 404);
    }
    odile
        .get("/mairie/familles/1/responsables/2")
        .sees("cette fiche peut être lue, pas modifiée")
        .sees_no("Enregistrer");
    let page = odile.raw_post(
        "/mairie/familles/1/responsables/2",
        "vu=profession:00&profession=x",
        &[("Sec-Fetch-Site", "same-origin")],
    );
    assert_eq!(page.status.code, 404);
}

#[test]
fn the_same_form_sent_twice_makes_one() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let child = "/mairie/familles/1/enfants/nouveau";
    let guardian = "/mairie/familles/1/responsables/nouveau";
    let zoe = [("first_name", "Zoé"), ("sex", "f"), ("born_on", "2019-02-03")];
    // Who is called so is there when the form comes a second time: it is still the same form.
    for (new, typed) in [(NEW, &PAUL[..]), (guardian, &PAUL[..]), (child, &zoe[..])] {
        odile.get(new);
        let body = super::filled(&odile, new, &[typed, &[("quand-meme", "")]].concat());
        let counts = || {
            world.parts.store.read(|r| {
                let people =
                    (store::guardians(r, FamilyId(1))?.len(), store::children(r, FamilyId(1))?.len());
                Ok::<_, preau::platform::store::StoreError>((store::families(r)?.len(), people))
            })
        };
        let before = counts().unwrap();
        let body = if new == guardian { body.replace("first_name=Paul", "first_name=Pauline") } else { body };
        let send = |odile: &mut crate::browser::Browser| {
            let page = odile.raw_post(new, &body, &[("Sec-Fetch-Site", "same-origin")]);
            assert_eq!(page.status.code, 303, "{new}: {}", page.text());
            page.headers["location"].clone()
        };
        let first = (send(&mut odile), counts().unwrap());
        assert_ne!(first.1, before, "{new}");
        assert_eq!((send(&mut odile), counts().unwrap()), first, "{new}");
    }
    // The form opened again is another one.
    odile.get(child);
    fill(&mut odile, child, &zoe).sees("Zoé ALAIN est peut-être déjà dans les dossiers");
    is_sound(&world);
}
