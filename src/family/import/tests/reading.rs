//! Files as they come.

use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;

use super::super::{
    LINES,
    header::{Column, Kind, Unknown},
    record::{Fault, File, Record, Refused},
    text::NotText,
};
use crate::family::{field::Field, value::Why};

fn read(bytes: &[u8]) -> Result<File, Refused> {
    super::super::record::read(bytes, "2026-11-24".parse().unwrap())
}

const PUPILS: &str = "Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Adresse1;Cp1;Commune1;Pays1;Adresse2;Cp2;Commune2;Pays2; Cycle;Niveau;Libellé classe;Identifiant classe;Attestation fournie;Autorisation associations;Autorisation photo;Décision de passage";
const RESPONSIBLES: &str = "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;Adresse responsable;CP responsable;Commune responsable;Pays;Courriel;Téléphone domicile;Téléphone travail;Téléphone portable;Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants";
const CHILD: &str = ";Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants";
/// The names of a group, numbered.
fn numbered(number: u8) -> String {
    CHILD.split(';').skip(1).map(|name| format!(";{name} {number}")).collect()
}

const PLAIN: &str = "Nom de la famille;Nom du responsable 1;Prénom du responsable 1;Nom de l’enfant;Prénom de l’enfant;Date de naissance de l’enfant";

fn records(text: &str) -> Vec<Record> {
    read(text.as_bytes()).unwrap_or_else(|why| panic!("{why:?}: {text}")).records
}

#[test]
fn pupils_are_read_in_each_encoding_and_their_national_number_is_not() {
    let text = format!(
        "{PUPILS}\r\nLE GOFF;;ZOÉ;04/09/2019;F;1234567890A;12 rue de l'Église;44999;VALPRÉAU;FRANCE;;;;;CYCLE II;CE1;CE1 A;77;Oui;Non;Oui;\r\n\
         D’ARC;\"L’HÉRITIER\";Noël;1/2/2018;M;;\"3 bis, \"\"Le Bourg\"\"\";44999;Valpréau;;;;;;CYCLE III;CM1;CM1;78;;;;\r\n"
    );
    let western = WINDOWS_1252.encode(&text).0.into_owned();
    let with_mark = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for bytes in [text.as_bytes(), &western, &with_mark] {
        let file = read(bytes).unwrap();
        assert_eq!(file.kind, Kind::Pupils);
        let [zoe, noel] = &file.records[..] else { panic!("two pupils") };
        let kid = &zoe.children[0];
        assert_eq!(
            (zoe.line, kid.who.last(), kid.who.first(), kid.who.sheet.get(Field::Sex)),
            (2, "LE GOFF", "Zoé", "f")
        );
        assert_eq!(kid.who.sheet.get(Field::BornOn), "2019-09-04");
        assert_eq!((kid.class.as_str(), zoe.place.get(Field::Street)), ("CE1 A", "12 rue de l'Église"));
        let kid = &noel.children[0];
        assert_eq!(
            (kid.who.last(), kid.who.other.as_str(), kid.who.first()),
            ("L’HÉRITIER", "D’ARC", "Noël")
        );
        assert_eq!(noel.place.get(Field::Street), "3 bis, \"Le Bourg\"");
        assert!(file.records.iter().all(|record| record.wrong.is_empty() && record.aside.is_empty()));
        assert!(file.ignored.contains(&"INE".to_owned()) && file.ignored.contains(&"Cycle".to_owned()));
        assert!(!format!("{file:?}").contains("1234567890A"));
    }
}

#[test]
fn a_responsible_person_has_as_many_children_as_there_are_groups() {
    let line = "MME;DIALLO;KEITA;AMINATA;5 allée des Peupliers;44999;Valpréau;FRANCE;Aminata.Diallo@famille.example;0240000001;;612345678";
    let kids = ";;DIALLO;Awa;CP A;;DIALLO;Issa;CE2;KEITA;DIALLO;Fatou;PS";
    for header in [
        format!("{RESPONSIBLES}{CHILD}{CHILD}"),
        // The names of the groups numbered, left out, or written once.
        format!("{RESPONSIBLES}{}{}", numbered(2), numbered(3)),
        format!("{RESPONSIBLES};;;;;;;;"),
        RESPONSIBLES.to_owned(),
    ] {
        let file = read(format!("{header}\n{line}{kids}\n").as_bytes()).unwrap();
        assert_eq!(file.kind, Kind::Responsibles);
        let [record] = &file.records[..] else { panic!("one person") };
        assert_eq!((&record.wrong[..], &record.aside[..]), (&[][..], &[][..]), "{header}");
        let kids: Vec<_> =
            record.children.iter().map(|kid| (kid.who.last(), kid.who.first(), kid.class.as_str())).collect();
        assert_eq!(
            kids,
            [("DIALLO", "Awa", "CP A"), ("DIALLO", "Issa", "CE2"), ("KEITA", "Fatou", "PS")],
            "{header}"
        );
        let person = &record.guardians[0];
        assert_eq!(
            (person.sheet.get(Field::Title), person.last(), person.other.as_str()),
            ("mrs", "DIALLO", "KEITA")
        );
        assert_eq!(
            (person.sheet.get(Field::Mail), person.sheet.get(Field::MobilePhone)),
            ("aminata.diallo@famille.example", "06 12 34 56 78")
        );
        assert_eq!(person.first(), "Aminata");
    }
}

#[test]
fn separators_and_unknown_columns_do_not_matter() {
    for separator in [";", ",", "\t"] {
        let header = format!("Couleur préférée;{PLAIN}").replace(';', separator);
        let line = ["bleu", "ALAIN", "ALAIN", "Lucie", "ALAIN", "Anna", "03/04/2018"].join(separator);
        for first in ["", "sep=;\r\n", "\u{feff}"] {
            let file = read(
                format!("{first}{header}\r\n\r\n;;;;;;\r\n{line}\r\n")
                    .replace(";;;;;;", &separator.repeat(6))
                    .replace("sep=;", &format!("sep={separator}"))
                    .as_bytes(),
            )
            .unwrap();
            assert_eq!((file.kind, &file.ignored[..]), (Kind::Plain, &["Couleur préférée".to_owned()][..]));
            assert_eq!((file.records.len(), file.records[0].children[0].who.first()), (1, "Anna"));
        }
    }
}

#[test]
fn a_column_that_is_missing_is_named() {
    let missing = |text: String| match read(text.as_bytes()) {
        Err(Refused::Header(Unknown::Missing(kind, columns, _))) => (kind, columns),
        other => panic!("{other:?}"),
    };
    assert_eq!(missing(PUPILS.replace("Date naissance", "Jour")), (Kind::Pupils, vec![Column::Born]));
    let without = RESPONSIBLES.replace("Prénom enfant", "x").replace("Nom responsable", "y");
    assert_eq!(missing(without), (Kind::Responsibles, vec![Column::Last(1), Column::ChildFirst]));
    assert!(
        matches!(read(b"Produit;Prix\nPain;1,20\n"), Err(Refused::Header(Unknown::Kind(names))) if names == ["Produit", "Prix"])
    );
}

#[test]
fn what_cannot_be_used_is_refused_whole() {
    let open =
        format!("{PLAIN}\nA;A;A;A;A;1/1/2018\n\"B;B;B;B;B;1/1/2018\n{}", "C;C;C;C;C;1/1/2018\n".repeat(40));
    for (text, why) in [
        (String::new(), Refused::NotText(NotText::Empty)),
        ("PK\u{3}\u{4}".into(), Refused::NotText(NotText::Workbook)),
        (PLAIN.into(), Refused::NoLine),
        (format!("{PLAIN}\r\n;;;;;\r\n"), Refused::NoLine),
        (open, Refused::Quote(3)),
        (format!("{PLAIN}\n{}", "A;A;A;A;A;1/1/2018\n".repeat(LINES + 1)), Refused::TooMany),
    ] {
        assert_eq!(read(text.as_bytes()), Err(why));
    }
    let most = format!("{PLAIN}\n{}", "A;A;A;A;A;1/1/2018\n".repeat(LINES));
    assert_eq!(read(most.as_bytes()).unwrap().records.len(), LINES);
}

#[test]
fn faults_name_their_column_and_their_line() {
    let header = format!("{PLAIN};Courriel du responsable 1;Quotient familial;Classe");
    let line = |cells: &str| records(&format!("{header}\n{cells}\n")).remove(0);
    let good = line("ALAIN;ALAIN;Lucie;ALAIN;Anna;03/04/2018;lucie@famille.example;850;CP A");
    assert_eq!((good.line, &good.wrong[..], &good.aside[..]), (2, &[][..], &[][..]));
    let long = "x".repeat(10_000);
    for (cells, fault) in [
        (
            "ALAIN;ALAIN;Lucie;ALAIN;Anna;31/02/2018;;;",
            Fault::Cell(Column::Born, Why::NotADate, "31/02/2018".into()),
        ),
        (
            "ALAIN;ALAIN;Lucie;ALAIN;;03/04/2018;;;",
            Fault::Cell(Column::ChildFirst, Why::Missing, String::new()),
        ),
        ("ALAIN;;Lucie;ALAIN;Anna;03/04/2018;;;", Fault::Cell(Column::Last(1), Why::Missing, String::new())),
        (
            "ALAIN;ALAIN;Lucie;<b>;Anna;03/04/2018;;;",
            Fault::Cell(Column::ChildLast, Why::NotAName, "<b>".into()),
        ),
        (
            "ALAIN;ALAIN;Lucie;AL\u{202e}AIN;Anna;03/04/2018;;;",
            Fault::Cell(Column::ChildLast, Why::Unseen, "AL\u{202e}AIN".into()),
        ),
        ("ALAIN;ALAIN;Lucie;ALAIN;Anna;03/04/2018;;;;x", Fault::Cells(10, 9)),
        (
            &format!("ALAIN;ALAIN;Lucie;{long};Anna;03/04/2018;;;"),
            Fault::Cell(Column::ChildLast, Why::TooLong(60), "x".repeat(60)),
        ),
    ] {
        assert_eq!(line(cells).wrong, [fault], "{}", &cells[..cells.len().min(80)]);
    }
    for (cells, fault) in [
        (
            "ALAIN;ALAIN;Lucie;ALAIN;Anna;03/04/2018;lucie;;",
            Fault::Cell(Column::Mail(1), Why::NotAMail, "lucie".into()),
        ),
        (
            "ALAIN;ALAIN;Lucie;ALAIN;Anna;03/04/2018;;beaucoup;",
            Fault::Cell(Column::Quotient, Why::NotAQuotient, "beaucoup".into()),
        ),
        (
            &format!("ALAIN;ALAIN;Lucie;ALAIN;Anna;03/04/2018;;;{long}"),
            Fault::Cell(Column::Class, Why::TooLong(100), "x".repeat(60)),
        ),
    ] {
        let read = line(cells);
        assert_eq!((&read.wrong[..], &read.aside[..]), (&[][..], &[fault][..]));
    }
    let level = format!("{PUPILS}\nLE GOFF;;Zoé;04/09/2019;F;;;;;;;;;;;6EME;6e;;;;;\n");
    assert_eq!(records(&level)[0].aside, [Fault::Cell(Column::Level, Why::NotOffered, "6EME".into())]);
    // A street on two lines counts as two, and the next line is still found.
    let after = records(&format!(
        "{header}\n\"AL\nAIN\";ALAIN;Lucie;ALAIN;Anna;03/04/2018;;;\nx;y;z;ALAIN;Anna;;;;\n"
    ));
    assert_eq!(
        (after[0].family.as_str(), after[1].line, &after[1].wrong[..]),
        ("AL AIN", 4, &[Fault::Cell(Column::Born, Why::Missing, String::new())][..])
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail_otherwise_than_by_a_reason(bytes: Vec<u8>) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_lines_under_a_known_header_make_it_fail(kind in 0..3usize, lines in "[a-zA-Zéà0-9;,\"'\\t\\n\\r/@\\PC]{0,400}") {
        let header = [PUPILS, RESPONSIBLES, PLAIN][kind];
        let read = read(format!("{header}\n{lines}").as_bytes());
        if let Ok(file) = read {
            let width = header.matches(';').count() + 2;
            for record in file.records {
                prop_assert!(record.line >= 2 && record.line as usize <= lines.matches(['\n', '\r']).count() + 2);
                prop_assert!(record.wrong.iter().chain(&record.aside).count() <= 6 * width);
                let named = record.children.iter().all(|kid| !kid.who.last().is_empty() && !kid.who.first().is_empty());
                prop_assert!(named || !record.wrong.is_empty());
            }
        }
    }
}
