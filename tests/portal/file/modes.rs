//! Each page of a file, in each way in which the town may open it.

use preau::family::{
    AdultId, Subject,
    field::{Key, Page as Part},
    request::State,
    rights::Mode,
    sheet::{Seen, Sheet},
};

use super::{ALAIN, ANNA, LUCIE, asked, change, file, open};
use crate::{browser::form, world::World};

const HOME: Subject = Subject::Household(ALAIN);
const MONIQUE: Subject = Subject::Adult(ALAIN, AdultId(1));

/// A field of each page: whose file, where it stands, its name, what is typed, what is stored then.
const FIELDS: [(Part, Subject, &str, &str, &str, &str); 14] = [
    (Part::Identity, LUCIE, "/famille/2", "born_at", "Vannes", "Vannes"),
    (Part::Identity, LUCIE, "/famille/2", "marital", "free_union", "free_union"),
    (Part::Permissions, LUCIE, "/famille/2", "pickup-2", "", ""),
    (Part::Contacts, LUCIE, "/famille/2", "mobile_phone", "+33 (0)6.39.98.12.34", "06 39 98 12 34"),
    (Part::Contacts, LUCIE, "/famille/2", "billing", "yes", "yes"),
    (Part::Remarks, LUCIE, "/famille/2", "remarks", "Une ligne,\r\nune autre.", "Une ligne,\nune autre."),
    (Part::Household, HOME, "/famille/foyer", "quotient", "700,01", "700.01"),
    (Part::Adults, MONIQUE, "/famille/autres/1", "relation", "voisine", "voisine"),
    (Part::Child, ANNA, "/enfants/2", "born_on", "13/10/2023", "2023-10-13"),
    (Part::School, ANNA, "/enfants/2", "class", "2", "2"),
    (Part::Registrations, ANNA, "/enfants/2", "usual-3", "4", "4"),
    (Part::Diet, ANNA, "/enfants/2", "diet", "Sans viande", "Sans viande"),
    (Part::Health, ANNA, "/enfants/2", "avoid", "Noix", "Noix"),
    (Part::Papers, ANNA, "/enfants/2", "photo", "no", "no"),
];

#[test]
fn what_is_open_is_changed_at_once() {
    for (page, about, address, name, typed, stored) in FIELDS {
        let world = World::new();
        open(&world, page, Mode::AtOnce);
        let mut lucie = world.sign_in("lucie.alain");
        change(&mut lucie, address, &[(name, typed)]);
        lucie.sees("Vos modifications sont enregistrées.").sees_no("envoyée à la mairie");
        assert_eq!(file(&world, about).sheet.get(key(name)), stored, "{name}");
        assert_eq!(asked(&world, ALAIN), [], "{name}");
    }
}

#[test]
fn what_is_to_be_asked_waits_for_the_town() {
    for (page, about, address, name, typed, stored) in FIELDS {
        let world = World::new();
        open(&world, page, Mode::Ask);
        let before = file(&world, about).sheet;
        let mut lucie = world.sign_in("lucie.alain");
        change(&mut lucie, address, &[(name, typed)]);
        lucie.sees("Votre demande est envoyée à la mairie.").sees("Demandé à la mairie");
        assert_eq!(file(&world, about).sheet, before, "{name}: nothing changes before the answer");
        let [(_, request)] = &asked(&world, ALAIN)[..] else { panic!("{name}: one request") };
        assert_eq!(
            (request.about, &request.state, request.name.as_str()),
            (about, &State::Waiting, "Lucie ALAIN")
        );
        let changes: Vec<_> =
            request.changes.iter().map(|one| (one.key, one.before.as_str(), one.after.as_str())).collect();
        assert_eq!(changes, [(key(name), before.get(key(name)), stored)]);
    }
}

#[test]
fn what_is_closed_is_read_and_a_forged_form_changes_nothing() {
    for (page, about, address, name, typed, stored) in FIELDS {
        let world = World::new();
        open(&world, page, Mode::Nothing);
        let before = file(&world, about);
        let mut lucie = world.sign_in("lucie.alain");
        lucie.get(address).sees("Pour les faire changer : Service enfance de la mairie, 02 40 00 00 00");
        lucie.sees_no(&format!("name=\"{name}\""));
        let seen = Seen::of(&before.sheet, [key(name)]).encode();
        lucie
            .post(address, &form(&[("vu", &seen), (name, typed)]))
            .sees("la mairie vient de fermer cette réponse");
        assert_eq!(file(&world, about).sheet, before.sheet, "{name} ({stored})");
        assert_eq!(asked(&world, ALAIN), [], "{name}");
    }
}

#[test]
fn a_file_of_which_nothing_may_be_changed_has_no_button() {
    let world = World::new();
    for page in [Part::Household, Part::Adults] {
        open(&world, page, Mode::Nothing);
    }
    let mut lucie = world.sign_in("lucie.alain");
    lucie.get("/").sees_no("/famille/foyer");
    for address in ["/famille/foyer", "/famille/autres", "/famille/autres/1"] {
        lucie.get(address).sees("Service enfance de la mairie").sees_no("class=\"main\"").sees_no("certifie");
    }
    lucie.post("/famille/foyer", "certifie=yes").sees("Rien n’a changé.");
    assert_eq!(file(&world, HOME).certificate, None);
}

#[test]
fn at_which_tariff_a_child_is_registered_is_the_towns_to_say() {
    let world = World::new();
    open(&world, Part::Registrations, Mode::AtOnce);
    let before = file(&world, ANNA).sheet;
    let seen = Seen::of(&before, [key("tariff-3"), key("usual-3")]).encode();
    let mut lucie = world.sign_in("lucie.alain");
    lucie.post("/enfants/2", &form(&[("vu", &seen), ("tariff-3", "5"), ("usual-3", "1")]));
    assert_eq!(lucie.page.status.code, 422, "no form of ours has that field");
    assert_eq!(file(&world, ANNA).sheet, before);
    lucie.get("/enfants/2").sees_no("name=\"tariff-3\"");
    change(&mut lucie, "/enfants/2", &[("usual-3", "1")]);
    let mut expected: Sheet = before;
    expected.set(key("usual-3"), "1");
    assert_eq!(file(&world, ANNA).sheet, expected);
}

#[test]
fn a_refused_form_says_what_to_do_and_keeps_what_was_typed() {
    let world = World::new();
    let before = (file(&world, LUCIE).sheet, file(&world, ANNA).sheet);
    let mut lucie = world.sign_in("lucie.alain");
    let typed =
        [("postcode", "4400"), ("last_name", ""), ("city", "Vannes"), ("pickup-2", ""), ("certifie", "yes")];
    change(&mut lucie, "/famille/2", &typed);
    assert_eq!(lucie.page.status.code, 422);
    lucie.sees("Il y a un problème").sees("Code postal : indiquez cinq chiffres, par exemple 44000.");
    lucie.sees("Nom : indiquez une réponse, elle est nécessaire.");
    assert!(lucie.page.at("title").unwrap().starts_with("Erreur : "));
    for (link, what) in [("#postcode", "4400"), ("#last_name", "")] {
        assert!(lucie.page.at(&format!(".refused a[href='{link}']")).is_some(), "{link}");
        let field = format!("input{link}[aria-invalid=true]");
        let dom = lucie.page.dom();
        let field = dom.select(&scraper::Selector::parse(&field).unwrap()).next().expect("the field");
        assert_eq!(field.attr("value").unwrap_or_default(), what);
    }
    let sent = super::filled(&lucie.page);
    assert!(
        sent.contains(&("city".into(), "Vannes".into())) && sent.contains(&("certifie".into(), "yes".into()))
    );
    assert!(sent.iter().all(|(name, _)| name != "pickup-2"), "what was unticked stays unticked");
    // Days and boxes of a child's file.
    let typed = [("usual-3", "2"), ("service-4", ""), ("first_name", "An<b>na")];
    change(&mut lucie, "/enfants/2", &typed);
    lucie.sees("Prénom : écrivez-le en lettres.").sees_no("An<b>na");
    let sent = super::filled(&lucie.page);
    let days: Vec<_> =
        sent.iter().filter(|(name, _)| name == "usual-3").map(|(_, day)| day.as_str()).collect();
    assert_eq!(days, ["2"]);
    assert_eq!((file(&world, LUCIE).sheet, file(&world, ANNA).sheet), before, "nothing was saved by halves");
    assert_eq!(asked(&world, ALAIN), []);
}

#[test]
fn who_was_put_away_is_seen_no_more() {
    let world = World::new();
    world.change(|w| {
        use preau::family::{ChildId, GuardianId, store};
        let day = "2026-11-01".parse().ok();
        let paul = store::guardian(w, ALAIN, GuardianId(1))?.expect("Paul");
        store::set_guardian(w, ALAIN, GuardianId(1), &preau::family::Guardian { archived: day, ..paul })?;
        let theo = store::child(w, ALAIN, ChildId(1))?.expect("Théo");
        Ok(store::set_child(w, ChildId(1), &preau::family::Child { archived: day, ..theo })?)
    });
    let mut lucie = world.sign_in("lucie.alain");
    lucie
        .get("/famille")
        .sees("Lucie ALAIN")
        .sees_no("Paul")
        .get("/enfants")
        .sees("Fiche d’Anna")
        .sees_no("Théo");
    for address in ["/famille/1", "/enfants/1"] {
        assert_eq!(lucie.raw_get(address).status.code, 404);
        assert_eq!(lucie.post(address, "certifie=yes").page.status.code, 404);
    }
}

fn key(name: &str) -> Key {
    name.parse().expect("a field")
}
