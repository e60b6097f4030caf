//! What lines do to what is known.

use std::collections::BTreeMap;

use super::super::{
    class::Classes,
    edit::Edit,
    group::{Named, families},
    header::Kind,
    known::{Adult, Household, Known, Pupil},
    line::{Choices, Doubt, Line, Verdict},
    plan::Plan,
    record::{File, read},
};
use crate::{
    family::{ChildId, FamilyId, GuardianId, Subject, field::Field, sheet::Sheet},
    town::{Calendar, Class, ClassId, Contact, Identity, Level, School, SchoolId, Span, Town},
};

const PUPILS: &str =
    "Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;Adresse1;Cp1;Commune1;Libellé classe";
const RESPONSIBLES: &str = "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;Adresse responsable;CP responsable;Commune responsable;Courriel;Téléphone portable;Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants";
const PLAIN: &str = "Nom de la famille;Nom du responsable 1;Prénom du responsable 1;Courriel du responsable 1;Nom du responsable 2;Prénom du responsable 2;Adresse;Code postal;Commune;Quotient familial;Nom de l’enfant;Prénom de l’enfant;Date de naissance de l’enfant;Classe";

fn town() -> Town {
    let contact = Contact {
        service: String::new(),
        address: String::new(),
        telephone: String::new(),
        mail: String::new(),
        hours: String::new(),
    };
    let school = |id, short: &str| {
        (SchoolId(id), School { id: SchoolId(id), name: short.into(), short: short.into(), weekdays: vec![] })
    };
    let class = |id, school, name: &str| {
        (
            ClassId(id),
            Class { id: ClassId(id), school: SchoolId(school), name: name.into(), level: Level::CP },
        )
    };
    Town {
        identity: Identity {
            name: "Valpréau".into(),
            message: String::new(),
            contact,
            timezone: chrono_tz::Europe::Paris,
            period: Span::Week,
            legal: Default::default(),
            audit: None,
            opened: true,
            logo: None,
        },
        schools: [school(1, "Jules-Ferry"), school(2, "Les Tilleuls")].into(),
        classes: [class(1, 1, "CP"), class(2, 1, "CE1"), class(3, 2, "GS")].into(),
        calendar: Calendar::default(),
    }
}

fn file(header: &str, lines: &str) -> File {
    let file = read(format!("{header}\n{lines}").as_bytes(), "2026-11-24".parse().unwrap());
    file.unwrap_or_else(|why| panic!("{why:?}"))
}

fn import(known: Known, file: &File, choices: &Choices) -> (Vec<Line>, Known, Vec<String>) {
    let classes = Classes::of(&town(), choices.classes.clone());
    let named = Named::of(&file.records);
    let mut plan = Plan::new(file.kind, &named, known, &classes, choices);
    let mut lines: Vec<Line> =
        families(&file.records).into_iter().flatten().map(|at| plan.line(&file.records[at])).collect();
    lines.sort_by_key(|line| line.number);
    let missing = plan.missing().into_iter().map(|missing| missing.name).collect();
    (lines, plan.into_known(), missing)
}

/// What becomes of each line, and what is known afterwards.
fn done(known: Known, header: &str, lines: &str) -> (Vec<Line>, Known) {
    let (lines, known, _) = import(known, &file(header, lines), &Choices::default());
    (lines, known)
}

fn verdicts(lines: &[Line]) -> Vec<Verdict> {
    lines.iter().map(|line| line.verdict).collect()
}

/// The families with their guardians and children, in words.
fn portal(known: &Known) -> Vec<String> {
    let mut of = BTreeMap::<FamilyId, Vec<String>>::new();
    for (_, pupil) in known.children() {
        for family in &pupil.families {
            of.entry(*family).or_default().push(pupil.sheet.get(Field::FirstName).into());
        }
    }
    let words = |(id, children): (FamilyId, Vec<String>)| {
        let home = known.family(id).expect("a family");
        let guardians: Vec<_> =
            known.guardians(id).map(|(_, adult)| adult.sheet.get(Field::FirstName).to_owned()).collect();
        format!(
            "{} {}: {} / {}",
            home.name,
            home.place.get(Field::Street),
            guardians.join(" "),
            children.join(" ")
        )
    };
    of.into_iter().map(words).collect()
}

fn sheet(fields: &[(Field, &str)]) -> Sheet {
    let mut sheet = Sheet::default();
    fields.iter().for_each(|(field, value)| sheet.set(*field, *value));
    sheet
}

/// Anna ALAIN, in CP, and her mother Lucie, 1 rue Haute.
fn alain() -> Known {
    let mut known = Known::default();
    let place =
        sheet(&[(Field::Street, "1 rue Haute"), (Field::Postcode, "44999"), (Field::City, "Valpréau")]);
    known.add_family(FamilyId(1), Household { name: "ALAIN".into(), place, ..Household::default() });
    let lucie = sheet(&[
        (Field::FirstName, "Lucie"),
        (Field::LastName, "ALAIN"),
        (Field::Mail, "lucie@famille.example"),
    ]);
    known.add_guardian((FamilyId(1), GuardianId(1)), Adult { sheet: lucie, archived: false });
    let anna = sheet(&[
        (Field::FirstName, "Anna"),
        (Field::LastName, "ALAIN"),
        (Field::BornOn, "2020-03-14"),
        (Field::Class, "1"),
    ]);
    known.add_child(ChildId(1), Pupil { sheet: anna, families: [FamilyId(1)].into(), archived: false });
    known
}

use Verdict::*;

#[test]
fn the_two_files_of_a_school_make_families_and_twice_they_do_nothing() {
    let pupils = "LE GOFF;;ZOÉ;04/09/2019;F;12 rue de l'Église;44999;VALPREAU;CE1\n\
        LE GOFF;;Tom;01/02/2021;M;12, rue de l’église;44999;Valpréau;GS\n\
        LE GOFF;;Axel;01/02/2021;M;3 place du Port;44999;Valpréau;GS\n\
        D'ARC;MARTIN;Jeanne;05/05/2020;F;;;;CP";
    let (lines, known) = done(Known::default(), PUPILS, pupils);
    assert_eq!(verdicts(&lines), [New; 4]);
    assert_eq!(
        portal(&known),
        ["LE GOFF 12 rue de l'Église:  / Zoé Tom", "LE GOFF 3 place du Port:  / Axel", "MARTIN :  / Jeanne"]
    );
    let (lines, known) = done(known, PUPILS, pupils);
    assert_eq!(verdicts(&lines), [Same; 4]);

    let people = "MME;;LE GOFF;Katell;12 rue de l'Eglise;44999;Valpréau;katell@famille.example;0612345678;;LE GOFF;Zoé;CE1;;LE GOFF;Tom;GS\n\
        M.;;LE GOFF;Yann;12 rue de l'Église;44999;Valpréau;;;;Le Goff;ZOE;CE1;;LE-GOFF;Tom;GS\n\
        MME;MARTIN;PETIT;Rose;8 quai Sud;44999;Valpréau;;;MARTIN;D’ARC;Jeanne;CP";
    let (lines, known) = done(known, RESPONSIBLES, people);
    assert_eq!(verdicts(&lines), [New; 3], "{:?}", lines[1].doubts);
    assert_eq!(
        portal(&known),
        [
            "LE GOFF 12 rue de l'Église: Katell Yann / Zoé Tom",
            "LE GOFF 3 place du Port:  / Axel",
            // There was no address: hers is the family's.
            "MARTIN 8 quai Sud: Rose / Jeanne"
        ]
    );
    assert_eq!(known.guardian((FamilyId(1), GuardianId(1))).unwrap().sheet.get(Field::Billing), "yes");
    assert_eq!(known.guardian((FamilyId(1), GuardianId(2))).unwrap().sheet.get(Field::Billing), "");
    for (header, lines) in [(RESPONSIBLES, people), (PUPILS, pupils)] {
        assert!(done(known.clone(), header, lines).0.iter().all(|line| line.verdict == Same && !line.taken));
    }
}

#[test]
fn the_portals_own_file_makes_whole_families() {
    let text = "ALAIN;ALAIN;Lucie;lucie@famille.example;ALAIN;Paul;1 rue Haute;44999;Valpréau;850;ALAIN;Anna;14/03/2020;CP\n\
        ;ALAIN;Lucie;lucie@famille.example;;;1 rue Haute;44999;Valpréau;;BERNARD;Théo;01/06/2019;CE1\n\
        PETIT;PETIT;Rose;;;;;;;;PETIT;Line;02/06/2019;CE1\n\
        PETIT;PETIT;Rose;;;;;;;;PETIT;Marc;02/06/2020;CP";
    let (lines, known) = done(Known::default(), PLAIN, text);
    assert_eq!(verdicts(&lines), [New; 4]);
    assert_eq!(portal(&known), ["ALAIN 1 rue Haute: Lucie Paul / Anna Théo", "PETIT : Rose / Line Marc"]);
    assert_eq!(known.family(FamilyId(1)).unwrap().sheet.get(Field::Quotient), "850");
    assert_eq!(verdicts(&done(known, PLAIN, text).0), [Same; 4]);
}

#[test]
fn what_reads_otherwise_is_told_before_and_after() {
    let (lines, known) = done(
        alain(),
        PLAIN,
        "ALAIN;Alain;LUCIE;lucie.alain@famille.example;;;2 rue Basse;44999;Valpréau;900;ALAIN;Anna;14/03/2020;CE1",
    );
    assert_eq!(verdicts(&lines), [Changed]);
    let mut told: Vec<(Subject, Field, String, String)> = Vec::new();
    for edit in &lines[0].edits {
        let Edit::Change { about, changes, .. } = edit else { panic!("{edit:?}") };
        told.extend(changes.iter().map(|c| (*about, c.key.field, c.before.clone(), c.after.clone())));
    }
    let child = Subject::Child(FamilyId(1), ChildId(1));
    let home = Subject::Household(FamilyId(1));
    for change in [
        (child, Field::Class, "1".into(), "2".into()),
        (home, Field::Street, "1 rue Haute".into(), "2 rue Basse".into()),
        (home, Field::Quotient, String::new(), "900".into()),
        (
            Subject::Guardian(FamilyId(1), GuardianId(1)),
            Field::Mail,
            "lucie@famille.example".into(),
            "lucie.alain@famille.example".into(),
        ),
    ] {
        assert!(told.contains(&change), "{change:?} in {told:?}");
    }
    assert!(told.iter().all(|(_, field, ..)| !matches!(field, Field::LastName | Field::FirstName)));
    assert_eq!(portal(&known), ["ALAIN 2 rue Basse: Lucie / Anna"]);
    // What the file does not say stays.
    let (lines, _) = done(known, PLAIN, "ALAIN;ALAIN;Lucie;;;;;;;;ALAIN;Anna;14/03/2020;");
    assert_eq!(verdicts(&lines), [Same]);
}

#[test]
fn what_cannot_be_told_apart_is_left_out_until_somebody_takes_it() {
    let mut twins = alain();
    let again = twins.child(ChildId(1)).unwrap().clone();
    twins.add_child(ChildId(2), again);
    let mut away = alain();
    away.add_child(ChildId(1), Pupil { archived: true, ..away.child(ChildId(1)).unwrap().clone() });
    let near = |who: &str, born: &str| Doubt::NearChild(who.into(), born.into());
    for (known, line, doubt, does) in [
        (twins, "ALAIN;;Anna;14/03/2020;F;;;;CP", Doubt::Namesakes(2), false),
        (away, "ALAIN;;Anna;14/03/2020;F;;;;CP", Doubt::Archived("Anna ALAIN".into()), false),
        (alain(), "ALAIN;;Ana;14/03/2020;F;;;;CP", near("Anna ALAIN", "2020-03-14"), true),
        (alain(), "ALAIN PETIT;;Anna;14/03/2020;F;;;;CP", near("Anna ALAIN", "2020-03-14"), true),
        (alain(), "ALAIN;;Anna;15/03/2020;F;;;;CP", near("Anna ALAIN", "2020-03-14"), true),
        (alain(), "PETIT;;Line;15/03/2020;F;;;;Les petits", Doubt::Class("Les petits".into()), true),
    ] {
        let file = file(PUPILS, line);
        let (lines, after, _) = import(known.clone(), &file, &Choices::default());
        assert_eq!((verdicts(&lines), &lines[0].doubts), (vec![Doubtful], &vec![doubt]), "{line}");
        assert_eq!((lines[0].taken, portal(&after)), (false, portal(&known)), "{line}");
        let choices = Choices { take: [2].into(), ..Choices::default() };
        let (lines, after, _) = import(known.clone(), &file, &choices);
        assert_eq!((lines[0].taken, portal(&after) != portal(&known)), (does, does), "{line}");
        if does {
            assert_eq!(verdicts(&import(after, &file, &choices).0), [Same], "twice: {line}");
        }
    }
}

#[test]
fn responsible_persons_are_found_by_their_children() {
    let of = |person: &str, children: &str| format!("{person};2 rue Basse;44999;Valpréau;;;{children}");
    let elsewhere = Doubt::Apart("1 rue Haute, 44999 Valpréau".into());
    for (line, verdict, doubts) in [
        (of("M.;;ALAIN;Paul", ";ALAIN;Anna;CP"), Doubtful, vec![elsewhere.clone()]),
        (of("M.;;ROUX;Jean", ";ROUX;Line;CP"), Doubtful, vec![Doubt::NoChild(vec!["Line ROUX".into()])]),
        (
            of("MME;;ALAIN;Lucie", ";ALAIN;Anna;CP;;ALAIN;Zoé;6e"),
            Doubtful,
            vec![Doubt::LostChildren(vec!["Zoé ALAIN".into()])],
        ),
        (
            of("MME;;ALLAIN;Lucie", ";ALAIN;Anna;CP"),
            Doubtful,
            vec![elsewhere, Doubt::NearGuardian("Lucie ALAIN".into())],
        ),
        // She has moved, and the family with her.
        (of("MME;;ALAIN;Lucie", ";ALAIN;Anna;CP"), Changed, vec![]),
    ] {
        let (lines, _) = done(alain(), RESPONSIBLES, &line);
        assert_eq!((lines[0].verdict, &lines[0].doubts), (verdict, &doubts), "{line}");
    }
}

#[test]
fn a_child_of_two_families_stays_with_both() {
    let mut known = alain();
    known.add_family(FamilyId(2), Household { name: "NOGUES".into(), ..Household::default() });
    let julien = sheet(&[(Field::FirstName, "Julien"), (Field::LastName, "NOGUES")]);
    known.add_guardian((FamilyId(2), GuardianId(1)), Adult { sheet: julien, archived: false });
    let shared =
        Pupil { families: [FamilyId(1), FamilyId(2)].into(), ..known.child(ChildId(1)).unwrap().clone() };
    known.add_child(ChildId(1), shared);
    let line = |who: &str| format!("M.;;{who};9 quai Nord;44999;Valpréau;;0612345678;;ALAIN;Anna;CP");
    let (lines, after) = done(known.clone(), RESPONSIBLES, &line("NOGUES;Julien"));
    assert_eq!(verdicts(&lines), [Changed]);
    assert_eq!(after.family(FamilyId(1)).unwrap().place.get(Field::Street), "1 rue Haute");
    assert_eq!(after.family(FamilyId(2)).unwrap().place.get(Field::Street), "9 quai Nord");
    let (lines, _) = done(known, RESPONSIBLES, &line("ROUX;Marc"));
    assert_eq!(lines[0].doubts, [Doubt::TwoHomes("Anna ALAIN".into())]);
    assert!(!lines[0].taken && lines[0].edits.is_empty());
}

#[test]
fn names_of_classes_mean_what_somebody_has_said() {
    let file = file(PUPILS, "PETIT;;Line;15/03/2020;F;;;;Les petits\nPETIT;;Marc;15/03/2019;M;;;;ULIS");
    let classes = [("les petits".into(), Some(ClassId(3))), ("ulis".into(), None)].into();
    let (lines, known, _) = import(Known::default(), &file, &Choices { classes, ..Choices::default() });
    assert_eq!(verdicts(&lines), [New; 2]);
    let class = |id| known.child(ChildId(id)).unwrap().sheet.get(Field::Class).to_owned();
    assert_eq!((class(1), class(2)), ("3".into(), String::new()));
}

#[test]
fn who_is_not_in_the_file_is_named_and_stays() {
    let mut known = alain();
    let of = |first: &str, class: &str| Pupil {
        sheet: sheet(&[
            (Field::FirstName, first),
            (Field::LastName, "ROUX"),
            (Field::BornOn, "2019-01-01"),
            (Field::Class, class),
        ]),
        families: [FamilyId(1)].into(),
        archived: false,
    };
    known.add_child(ChildId(2), of("Gaston", "2"));
    // Of a school that the file does not speak of, and of none.
    known.add_child(ChildId(3), of("Line", "3"));
    known.add_child(ChildId(4), of("Marc", ""));
    let (_, after, missing) =
        import(known.clone(), &file(PUPILS, "ALAIN;;Anna;14/03/2020;F;;;;CP"), &Choices::default());
    assert_eq!((missing, after.children().count()), (vec!["Gaston ROUX".into()], 4));
    let people = file(RESPONSIBLES, "M.;;ALAIN;Paul;1 rue Haute;44999;Valpréau;;;;ALAIN;Anna;CP");
    let (_, after, missing) = import(known, &people, &Choices::default());
    assert_eq!((missing, after.guardians(FamilyId(1)).count()), (vec!["Lucie ALAIN".into()], 2));
}

#[test]
fn people_whom_the_file_names_are_nobody_else() {
    let twins = "ROUX;;Léa;15/03/2020;F;;;;CP\nROUX;;Léo;15/03/2020;M;;;;CP";
    let (lines, known) = done(Known::default(), PUPILS, twins);
    assert_eq!((verdicts(&lines), known.children().count()), (vec![New; 2], 2));
    let couple = "M.;;ROUX;Pascal;1 rue Haute;44999;V;;;;ROUX;Léa;CP\nMME;;ROUX;Pascale;1 rue Haute;44999;V;;;;ROUX;Léa;CP";
    let (lines, _) = done(known, RESPONSIBLES, couple);
    assert_eq!(verdicts(&lines), [New; 2]);
}

#[test]
fn a_line_that_is_wrong_or_left_out_does_nothing() {
    let lines = "ROUX;;Marc;15/03/2020;M;;;;CP\nROUX;;;15/03/2020;M;;;;CP\nROUX;;Line;15/03/2019;F;;;;CP";
    let choices = Choices { take: [3].into(), leave: [2].into(), ..Choices::default() };
    let (lines, known, _) = import(Known::default(), &file(PUPILS, lines), &choices);
    assert_eq!(verdicts(&lines), [New, Wrong, New]);
    assert_eq!(lines.iter().map(|line| line.taken).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(portal(&known), ["ROUX :  / Line"]);
}

#[test]
fn lines_of_one_family_are_done_together() {
    let pupils = file(
        PUPILS,
        "A;;Zoé;04/09/2019;F;1 rue Haute;44999;V;CP\nB;;Tom;01/02/2021;M;1 rue Haute;44999;V;GS\nA;;Max;01/02/2021;M;1 rue haute;44999;V;GS",
    );
    assert_eq!((pupils.kind, families(&pupils.records)), (Kind::Pupils, vec![vec![0, 2], vec![1]]));
    let people = file(
        RESPONSIBLES,
        "M.;;A;Jean;x;;;;;;A;Zoé;CP\nM.;;B;Luc;y;;;;;;B;Tom;CP\nMME;;C;Rose;z;;;;;;A;Zoé;CP;;B;Tom;CP",
    );
    assert_eq!(families(&people.records), [vec![0, 1, 2]]);
}
