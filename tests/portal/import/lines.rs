//! Lines among those that are known: what is told of each, and what somebody decides.

use preau::family::{FamilyId, Subject, field::Field, store};

use super::{
    PEOPLE, PUPILS, child, count, done, field, guardians, import, is_whole, known, last, press, send,
};
use crate::{
    browser::{Browser, form},
    world::World,
};

const SHORT: &str = "Nom élève;Prénom élève;Date naissance;Sexe;Adresse1;Cp1;Commune1;Libellé classe";

/// The boxes of the page, ticked or not, by their lines.
fn boxes(odile: &Browser) -> Vec<(String, bool)> {
    let dom = odile.page.dom();
    let boxes = scraper::Selector::parse("input[name=ligne]").unwrap();
    dom.select(&boxes)
        .map(|tick| (tick.attr("value").unwrap().into(), tick.attr("checked").is_some()))
        .collect()
}

#[test]
fn what_is_known_is_matched_and_what_differs_is_shown_before_and_after() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let (anna, family) = child(&world, "Anna");
    let born = field(&world, Subject::Child(family, anna), Field::BornOn);
    let day: Vec<&str> = born.split('-').rev().collect();
    let file = format!("{SHORT}\nAlain;ANNA;{};F;;;;CM2\n", day.join("/"));
    let there = count(&world);
    let address = send(&mut odile, file.as_bytes());
    odile
        .sees("Lignes modifiées : 1")
        .sees("Anna ALAIN, Classe : CM2, École élémentaire Jules-Ferry au lieu de");
    press(&mut odile, &address, "importer");
    done(&world);
    odile.get(&address).sees("1 ligne a mis à jour une fiche");
    assert_eq!(
        (count(&world), field(&world, Subject::Child(family, anna), Field::Class)),
        (there, "10".into())
    );
    let child = world.parts.store.read(|r| store::child(r, family, anna)).unwrap().expect("Anna");
    let before = child.class.on("2026-11-23".parse().unwrap()).expect("a class").value.class;
    assert_ne!(before.map(|class| class.0), Some(10), "from today on only");
    let history = world.parts.store.read(|r| store::history(r, family, None, 10)).unwrap();
    assert!(
        history.iter().any(|(_, _, who, lines)| who.starts_with("account") && lines[0].name == "Anna ALAIN")
    );
    // What a parent has not said in this file stays: sex, address, guardians.
    assert_eq!(guardians(&world, family).len(), 2);
    is_whole(&world);
}

#[test]
fn doubtful_lines_are_left_out_unless_they_are_ticked() {
    let world = World::new();
    import(&world, PUPILS.as_bytes());
    let mut odile = world.agent("odile");
    let address = send(&mut odile, PEOPLE.as_bytes());
    odile
        .sees("Lignes douteuses : 3")
        .sees("N’habite pas à l’adresse de la famille")
        .sees("« anais@@famille » : ce n’est pas une adresse électronique.")
        .sees("Aïda BÂ n’est pas dans le portail.");
    let shown = boxes(&odile);
    let ticked = |line: &str| shown.iter().find(|(known, _)| known == line).map(|(_, ticked)| *ticked);
    assert_eq!(["2", "3", "4", "5", "6", "7"].map(ticked), [true, true, true, false, false, false].map(Some));
    // She takes the father who lives elsewhere, and leaves Yann out.
    let body: Vec<(&str, &str)> = [("geste", "garder"), ("voir", "douteux")]
        .into_iter()
        .chain(["2", "3", "4", "5", "6", "7"].map(|line| ("vu", line)))
        .chain(["2", "4", "5"].map(|line| ("ligne", line)))
        .collect();
    let before = last(&world);
    odile.post(&address, &form(&body)).sees("Vos choix sont gardés.");
    assert_eq!(boxes(&odile).into_iter().filter(|(_, ticked)| *ticked).count(), 1, "of the doubtful ones");
    assert_eq!(last(&world), before);
    press(&mut odile, &address, "importer");
    done(&world);
    odile.get(&address).sees("3 responsables créés").sees("3 lignes laissées de côté");
    let (_, shared) = child(&world, "Noël");
    let names: Vec<String> = guardians(&world, shared).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Jeanne-Marie", "Luc"]);
    let luc = Subject::Guardian(shared, guardians(&world, shared)[1].0);
    assert_eq!(field(&world, luc, Field::Street), "9 quai Nord");
    let home = world.parts.store.read(|r| store::family(r, shared)).unwrap().expect("a family");
    let street = home.address.on("2026-11-24".parse().unwrap()).expect("an address").value.street.clone();
    assert_eq!(street, "3 bis, lieu-dit \"Le Bourg\"", "the family stays where it was");
    assert_eq!(guardians(&world, child(&world, "Zoé").1).len(), 1, "Yann was left out");
    // What was taken is the same from now on.
    send(&mut odile, PEOPLE.as_bytes());
    odile.sees("Lignes sans changement : 3").sees("Lignes nouvelles : 1");
}

#[test]
fn a_name_of_a_class_is_said_once_and_remembered() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let file =
        format!("{SHORT}\nGUÉRIN;Line;02/06/2019;F;;;;Les lucioles\nGUÉRIN;Marc;02/06/2018;M;;;;ULIS\n");
    let address = send(&mut odile, file.as_bytes());
    odile.sees("Classes à reconnaître").sees("La classe « Les lucioles » n’est pas reconnue.");
    let said =
        [("geste", "garder"), ("nom", "Les lucioles"), ("classe", "7"), ("nom", "ULIS"), ("classe", "0")];
    let before = last(&world);
    odile.post(&address, &form(&said)).sees("Lignes nouvelles : 2").sees_no("n’est pas reconnue");
    assert_eq!(last(&world), before, "nothing is the town's yet");
    press(&mut odile, &address, "importer");
    done(&world);
    let (line, family) = child(&world, "Line");
    assert_eq!(field(&world, Subject::Child(family, line), Field::Class), "7");
    let (marc, family) = child(&world, "Marc");
    assert_eq!(field(&world, Subject::Child(family, marc), Field::Class), "");
    send(&mut odile, file.as_bytes());
    odile.sees("Lignes sans changement : 2").sees_no("Classes à reconnaître");
}

#[test]
fn nobody_who_is_not_in_the_file_is_deleted() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let children: Vec<_> = known(&world).children().map(|(id, pupil)| (id, pupil.sheet.clone())).collect();
    send(&mut odile, PUPILS.as_bytes());
    odile
        .sees("personnes du portail ne sont pas dans ce fichier")
        .sees("Théo ALAIN, enfant")
        .sees_no("Anna ALAIN");
    import(&world, PUPILS.as_bytes());
    let after = known(&world);
    for (id, sheet) in children {
        assert_eq!(after.child(id).expect("still there").sheet, sheet);
    }
}

#[test]
fn a_shared_child_keeps_its_two_families_apart() {
    let world = World::new();
    let header = PEOPLE.lines().next().unwrap();
    let file = format!(
        "{header}\nM.;;NOGUES;Julien;30 boulevard de la Gare;44999;Valpréau;;;;;0612345699;;NOGUES;Léa;CM1\n"
    );
    let (claire, julien) = (FamilyId(3), FamilyId(4));
    let before = field(&world, Subject::Guardian(claire, guardians(&world, claire)[0].0), Field::Street);
    import(&world, file.as_bytes());
    let mobile =
        |family| field(&world, Subject::Guardian(family, guardians(&world, family)[0].0), Field::MobilePhone);
    assert_eq!(mobile(julien), "06 12 34 56 99");
    assert_ne!(mobile(claire), "06 12 34 56 99");
    assert_eq!(guardians(&world, claire).len(), 1);
    assert_eq!(
        field(&world, Subject::Guardian(claire, guardians(&world, claire)[0].0), Field::Street),
        before
    );
    let home = |family| {
        let family = world.parts.store.read(|r| store::family(r, family)).unwrap().expect("a family");
        family.address.on("2026-11-24".parse().unwrap()).expect("an address").value.street.clone()
    };
    assert_eq!(home(julien), "30 boulevard de la Gare");
    assert_ne!(home(claire), "30 boulevard de la Gare");
    is_whole(&world);
}

#[test]
fn lines_that_cannot_be_used_are_told_with_their_numbers() {
    let world = World::new();
    let mut odile = world.agent("odile");
    let file = format!(
        "{SHORT}\nGUÉRIN;Line;31/02/2019;F;;;;CE1\n\n<script>x</script>;Marc;02/06/2018;M;;;;CE1\nGUÉRIN;;02/06/2018;M;;;;CE1\nGUÉRIN;Jeanne;02/06/2018;F;;;;CE1;;x\n{};Zoé;02/06/2018;F;;;;CE1\n",
        "G".repeat(10_000)
    );
    let before = last(&world);
    let address = send(&mut odile, file.as_bytes());
    for words in [
        "Lignes inutilisables : 5",
        "2 – Line GUÉRIN",
        "« 31/02/2019 » : une date s’écrit 14/03/2019.",
        "4 – Marc",
        "un nom s’écrit en lettres",
        "Prénom de l’enfant : cette case est vide.",
        "Cette ligne a 10 cases pour 8 colonnes",
        "c’est trop long",
        "rien à importer",
    ] {
        odile.sees(words);
    }
    assert!(!odile.page.html.contains("<script>x") && !odile.page.html.contains(&"G".repeat(100)));
    press(&mut odile, &address, "importer");
    done(&world);
    odile.get(&address).sees("5 lignes inutilisables").sees("0 enfant créé");
    assert_eq!(last(&world), before);
}
