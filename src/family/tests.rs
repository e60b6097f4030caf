//! Searches of a small town: who is found, and in which order.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{
    Address, Child, Family, FamilyId, Guardian, InClass, Known,
    custody::Home,
    entry::{Entry, More},
    find::{Asked, Which, find},
};
use crate::{
    demo::TOWN,
    office::import::Settings,
    platform::dated::Dated,
    town::{ClassId, SchoolId, Town},
};

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn town() -> Town {
    let settings = Settings::read(TOWN).unwrap();
    Town {
        identity: settings.town,
        schools: settings.schools.into_iter().map(|school| (school.id, school)).collect(),
        classes: settings.classes.into_iter().map(|class| (class.id, class)).collect(),
        calendar: settings.calendar,
    }
}

/// A family of one guardian, with the children of these names and classes.
fn entry(
    id: u32,
    name: &str,
    guardian: (&str, &str),
    street: &str,
    children: &[(&str, u32)],
) -> (FamilyId, Entry) {
    let (id, from) = (FamilyId(id), on("2026-09-01"));
    let address =
        Address { street: street.into(), postcode: "44999".into(), city: "Valpréau".into(), resident: true };
    let family = Family {
        name: name.into(),
        address: Dated::since(from, address),
        quotient: Dated::since(from, Known::of(None)),
        archived: None,
    };
    let guardian = Guardian {
        first_name: guardian.0.into(),
        last_name: guardian.1.into(),
        access: true,
        archived: None,
    };
    let child = |(first, class): &(&str, u32)| Child {
        first_name: (*first).into(),
        last_name: name.into(),
        born: from,
        class: Dated::since(from, InClass { class: Some(ClassId(*class)) }),
        home: Dated::since(from, Home::with(id)),
        archived: None,
    };
    let children: Vec<Child> = children.iter().map(child).collect();
    let texts = vec![format!("{}@famille.example", name.to_lowercase())];
    let more = More { texts, telephones: vec![format!("06 12 34 56 {:02}", id.0)] };
    (id, Entry::of(id, &family, &[guardian], &children, &more))
}

/// In the order of their names, as the store gives them.
fn families() -> Vec<(FamilyId, Entry)> {
    vec![
        entry(3, "BOIS", ("Martine", "MARTIN"), "2 rue du Four", &[("Zoé", 7)]),
        entry(1, "ÉVRARD", ("Chloé", "ÉVRARD"), "12 rue de la Mairie", &[("Lou", 5), ("Noé", 1)]),
        entry(2, "LE GALL", ("Yann", "LE GALL"), "1 place d’Armes", &[]),
        entry(12, "MARTIN", ("Paul", "MARTIN"), "3 rue du Four", &[("Jules", 7)]),
    ]
}

fn refer(families: &[(FamilyId, Entry)]) -> impl Iterator<Item = (FamilyId, &Entry)> {
    families.iter().map(|(id, entry)| (*id, entry))
}

fn found(asked: &Asked, day: &str) -> Vec<u32> {
    let families = families();
    find(refer(&families), asked, &town(), on(day)).into_iter().map(|(id, _)| id.0).collect()
}

fn search(text: &str) -> Vec<u32> {
    found(&Asked { text: text.into(), ..Default::default() }, "2026-11-24")
}

#[test]
fn every_word_must_begin_a_word_of_the_family_or_of_a_class_of_its_children() {
    for (text, ids) in [
        ("", &[3, 1, 2, 12][..]),
        ("  ’ ", &[3, 1, 2, 12]),
        ("evrard", &[1]),
        ("ÉVR", &[1]),
        ("vrard", &[]),
        ("zoe", &[3]),
        ("gall yann", &[2]),
        ("gall-1", &[2]),
        ("LEGALL", &[2]),
        ("place d'armes", &[2]),
        ("rue four", &[3, 12]),
        ("44999 valpre", &[3, 1, 2, 12]),
        // A class, its level, its school; with a name.
        ("ce1", &[3, 12]),
        ("CE1 martin", &[12, 3]),
        ("ce1 evrard", &[]),
        ("tilleuls", &[1]),
        ("petite section", &[1]),
        ("jules ferry", &[3, 1, 12]),
        ("ps noe", &[1]),
        // A mail, whole or begun.
        ("martin@famille.example", &[12]),
        ("evrard@fam", &[1]),
        ("martin@famille.ex", &[12]),
        // Everybody has an address there.
        ("famille", &[]),
        ("evrard@exemple.fr", &[]),
        ("gall@famille.example 1 place", &[2]),
        // Telephones.
        ("06.12.34.56.12", &[12]),
        ("+33 6 12 34 56 01", &[1]),
        ("061234", &[3, 1, 2, 12]),
        ("06 12 34 56 78", &[]),
        // A street number before a postcode is no telephone.
        ("12 44999", &[12, 1]),
    ] {
        let mut sorted = (search(text), ids.to_vec());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        assert_eq!(sorted.0, sorted.1, "{text:?}");
    }
}

#[test]
fn whose_name_or_number_it_is_comes_first() {
    assert_eq!(search("martin"), [12, 3], "a name, before a first name that begins so");
    assert_eq!(search("12"), [12, 1], "a number, before a street");
    assert_eq!(search("le g"), [2]);
    assert_eq!(search("rue"), [3, 1, 12], "otherwise by name");
}

#[test]
fn filters_are_of_one_child_and_of_the_day() {
    let school = |id| Asked { school: Some(SchoolId(id)), ..Default::default() };
    let class = |id| Asked { class: Some(ClassId(id)), ..Default::default() };
    assert_eq!(found(&school(1), "2026-11-24"), [1]);
    assert_eq!(found(&school(2), "2026-11-24"), [3, 1, 12]);
    assert_eq!(found(&class(5), "2026-11-24"), [1]);
    // Before the school year nobody is in a class, nor named by one.
    assert_eq!(found(&class(5), "2026-08-31"), [0; 0]);
    assert_eq!(found(&Asked { text: "ce1".into(), ..Default::default() }, "2026-08-31"), [0; 0]);
    // Each is met by a child, but not by the same.
    let both = Asked { school: Some(SchoolId(1)), class: Some(ClassId(5)), ..Default::default() };
    assert_eq!(found(&both, "2026-11-24"), [0; 0]);
    let known = |known| Asked { known: Some(known), ..Default::default() };
    assert_eq!(found(&known(true), "2026-11-24"), [0; 0]);
    assert_eq!(found(&known(false), "2026-11-24").len(), 4);
}

#[test]
fn files_that_are_put_away_are_shown_when_they_are_asked_for() {
    let mut families = families();
    families[0].1.archived = true;
    for (which, count) in [(Which::Current, 3), (Which::Archived, 1), (Which::All, 4)] {
        let asked = Asked { which, ..Default::default() };
        assert_eq!(find(refer(&families), &asked, &town(), on("2026-11-24")).len(), count);
        assert_eq!(Which::named(which.key()), which);
    }
    assert_eq!(Which::named("?"), Which::Current);
}

#[test]
fn a_child_who_has_left_is_no_longer_listed_and_still_finds_the_family() {
    let (id, mut left) = entry(1, "ÉVRARD", ("Chloé", "ÉVRARD"), "", &[("Lou", 5)]);
    left.children[0].here.push((on("2026-11-01"), false));
    assert_eq!((left.pupils(on("2026-10-31")).count(), left.pupils(on("2026-11-01")).count()), (1, 0));
    let families = [(id, left)];
    let count = |text: &str| {
        find(refer(&families), &Asked { text: text.into(), ..Default::default() }, &town(), on("2026-11-24"))
            .len()
    };
    assert_eq!((count("lou"), count("cp")), (1, 0));
}

proptest! {
    #[test]
    fn more_words_never_find_more(a in "[a-z0-9 é+]{0,12}", b in "[a-z0-9 é+.]{0,6}") {
        // A figure goes on with those before it.
        let fewer = search(&format!("{a} x{b}"));
        prop_assert!(fewer.iter().all(|id| search(&a).contains(id)), "{a:?} {b:?}");
    }

    #[test]
    fn any_text_is_a_search(text in "\\PC{0,200}") {
        search(&text);
    }
}
