//! The adults of a family who are not guardians.

use preau::family::{
    AdultId, FamilyId,
    field::{Field, Key, Page as Part},
    history::What,
    request::{Act, State},
    rights::Mode,
    sheet::Sheet,
    store,
};

use super::{ALAIN, asked, change, open, send};
use crate::{browser::form, world::World};

const NEW: &str = "/famille/autres/nouveau";
const GEORGES: [(&str, &str); 4] = [
    ("first_name", "Georges"),
    ("last_name", "LE GALL"),
    ("mobile_phone", "0639980091"),
    ("pickup-2", "yes"),
];

fn adults(world: &World, family: FamilyId) -> Vec<(AdultId, Sheet)> {
    world.parts.store.read(|r| store::adults(r, family)).expect("adults")
}

/// What was done to the file, the latest first.
fn done(world: &World) -> Vec<(String, What)> {
    let page = world.parts.store.read(|r| store::history(r, ALAIN, None, 50)).expect("history");
    page.into_iter().flat_map(|(.., lines)| lines).map(|line| (line.name, line.what)).collect()
}

#[test]
fn they_are_listed_added_changed_and_taken_out() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/famille/autres").sees("Monique ALAIN").sees("grand-mère").sees("06 39 98 00 90");
    lucie.sees("Venir chercher Théo et Anna. Être prévenue en cas d’urgence pour Anna.");
    change(&mut lucie, NEW, &GEORGES);
    assert_eq!(lucie.address, "/famille/autres?fait=a");
    lucie.sees("Cette personne est ajoutée.").sees("Georges LE GALL").sees("06 39 98 00 91");
    lucie.sees("Venir chercher Anna.");
    change(
        &mut lucie,
        "/famille/autres/2",
        &[("relation", "voisin"), ("pickup-2", ""), ("emergency-1", "yes")],
    );
    lucie.sees("Vos modifications sont enregistrées.");
    lucie.get("/famille/autres").sees("voisin").sees("Être prévenue en cas d’urgence pour Théo.");
    // Leaving takes two steps; the first changes nothing.
    lucie.get("/famille/autres/2").sees("Retirer Georges LE GALL de mon dossier");
    lucie.get("/famille/autres/2/retirer").sees("Georges LE GALL n’aura plus aucune autorisation");
    assert_eq!(adults(&world, ALAIN).len(), 2);
    lucie
        .post("/famille/autres/2/retirer", "")
        .sees("Cette personne est retirée de votre dossier.")
        .sees_no("Georges");
    assert_eq!(lucie.raw_get("/famille/autres/2").status.code, 404);
    let history: Vec<_> =
        done(&world).into_iter().map(|(name, what)| (name, matches!(what, What::Changed(_)), what)).collect();
    assert_eq!(history[0], ("Georges LE GALL".into(), false, What::Removed));
    assert!(history[1].1);
    assert_eq!(history[2], ("Georges LE GALL".into(), false, What::Created));
    // The number is nobody's again: its history stays that of who had it.
    change(&mut lucie, NEW, &[("first_name", "Yves"), ("last_name", "LE GALL")]);
    let numbers: Vec<u32> = adults(&world, ALAIN).into_iter().map(|(id, _)| id.0).collect();
    assert_eq!(numbers, [1, 3]);
}

#[test]
fn the_same_form_sent_twice_adds_one_person_and_another_form_another() {
    for mode in [Mode::AtOnce, Mode::Ask] {
        let world = World::new();
        open(&world, Part::Adults, mode);
        let mut lucie = world.sign_in("lucie.alain");
        lucie.get(NEW);
        let page = lucie.page.clone();
        for _ in 0..2 {
            lucie.page = page.clone();
            send(&mut lucie, NEW, &GEORGES);
        }
        let all = |world: &World| adults(world, ALAIN).len() - 1 + asked(world, ALAIN).len();
        assert_eq!(all(&world), 1);
        // Two parents who add two people from two pages of the same moment.
        lucie.page = page.clone();
        send(&mut lucie, NEW, &[("first_name", "Yves"), ("last_name", "LE GALL")]);
        assert_eq!(all(&world), 2);
    }
}

#[test]
fn the_town_is_asked_where_it_wants_to_be() {
    let world = World::new();
    open(&world, Part::Adults, Mode::Ask);
    let mut lucie = world.sign_in("lucie.alain");
    change(&mut lucie, NEW, &GEORGES);
    lucie
        .sees("Votre demande est envoyée à la mairie.")
        .sees("Une demande attend la réponse")
        .sees_no("Georges");
    lucie.get("/famille/autres/1/retirer").sees("Votre demande sera envoyée à la mairie");
    for _ in 0..2 {
        lucie.post("/famille/autres/1/retirer", "").sees("Monique ALAIN");
    }
    let all: Vec<_> =
        asked(&world, ALAIN).into_iter().map(|(_, request)| (request.act, request.state)).collect();
    assert_eq!(all, [(Act::Remove, State::Waiting), (Act::Add, State::Waiting)], "asked once each");
    assert_eq!(adults(&world, ALAIN).len(), 1);
    lucie.get("/famille/demandes").sees("ajouter Georges LE GALL").sees("retirer Monique ALAIN");
    lucie.sees("Téléphone portable").sees("06 39 98 00 91").sees("Peut venir chercher l’enfant – Anna");
    let asks = |what: &What| matches!(what, What::Asked(..));
    assert_eq!(done(&world).iter().filter(|(_, what)| asks(what)).count(), 2);
}

#[test]
fn where_nothing_may_be_changed_nobody_comes_or_goes() {
    let world = World::new();
    open(&world, Part::Adults, Mode::Nothing);
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get("/famille/autres")
        .sees("Monique ALAIN")
        .sees("Pour faire changer cette liste")
        .sees_no("/nouveau");
    lucie.get("/famille/autres/1").sees("grand-mère").sees_no("/retirer");
    for address in [NEW, "/famille/autres/1/retirer"] {
        assert_eq!(lucie.raw_get(address).status.code, 404, "{address}");
        assert_eq!(lucie.post(address, &form(&GEORGES)).page.status.code, 404, "{address}");
    }
    assert_eq!((adults(&world, ALAIN).len(), asked(&world, ALAIN).len()), (1, 0));
}

#[test]
fn a_refused_form_keeps_what_was_typed() {
    let world = World::new();
    let mut lucie = world.sign_in("lucie.alain");
    change(&mut lucie, NEW, &[("first_name", "Georges"), ("mobile_phone", "12"), ("pickup-1", "yes")]);
    assert_eq!(lucie.page.status.code, 422);
    lucie
        .sees("Nom : indiquez une réponse, elle est nécessaire.")
        .sees("Téléphone portable : indiquez dix chiffres");
    let sent = super::filled(&lucie.page);
    for (name, words) in [("first_name", "Georges"), ("mobile_phone", "12"), ("pickup-1", "yes")] {
        assert!(sent.contains(&(name.into(), words.into())), "{name}");
    }
    send(&mut lucie, NEW, &[("last_name", "LE GALL"), ("mobile_phone", "")]);
    let georges = &adults(&world, ALAIN)[1].1;
    assert_eq!(georges.get(Key { field: Field::Pickup, of: 1 }), "yes");
    // A child of somebody else is no child of theirs.
    change(&mut lucie, NEW, &[("first_name", "Eve"), ("last_name", "LE GALL"), ("pickup-4", "yes")]);
    assert_eq!(adults(&world, ALAIN)[2].1.get(Key { field: Field::Pickup, of: 4 }), "");
}
