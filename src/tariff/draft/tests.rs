use super::*;
use crate::{demo::TOWN, office::import::Settings};

fn typed(fields: &[(&str, &str)]) -> Draft {
    let mut draft = Draft::default();
    for (name, value) in [("depuis", "2027-01-01"), ("c0-genre", "quotient")].iter().chain(fields) {
        draft.set(*name, *value);
    }
    draft
}

/// Rows "from to price" as they would be typed in the table of the first price.
fn table(rows: &[(&str, &str, &str)], above: &str) -> Draft {
    let mut draft = typed(&[("c0-t-haut", above)]);
    for (n, (from, to, price)) in rows.iter().enumerate() {
        draft.set(format!("c0-t{n}-de"), *from);
        draft.set(format!("c0-t{n}-a"), *to);
        draft.set(format!("c0-t{n}-prix"), *price);
    }
    draft
}

fn faults(draft: &Draft) -> Vec<(String, Wrong)> {
    let faults = draft.read().err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.field, fault.wrong)).collect()
}

#[test]
fn every_version_of_the_fixture_town_comes_back_equal() {
    let tariffs = Settings::read(TOWN).unwrap().tariffs;
    let mut seen = 0;
    for version in tariffs.iter().flat_map(|tariff| tariff.versions.iter()) {
        let draft = Draft::of(Some(version.from), &version.value);
        assert_eq!(draft.read(), Ok((version.from, version.value.clone())), "{draft:?}");
        seen += 1;
    }
    assert!(seen > 7, "{seen}");
}

#[test]
fn holes_and_overlaps_are_pointed_at() {
    use Wrong::{Hole, Missing, NoTop, Open, Order, Overlap, Unread};
    for (rows, above, expected) in [
        (&[("0", "775", "4,10"), ("776", "", "5,40")][..], "", &[][..]),
        (&[("", "775", "4,10"), ("", "", "5,40")], "", &[]),
        (&[("", "", "4,10"), ("776", "", "5,40")], "", &[]),
        (&[("0", "700", "4,10"), ("700,01", "1 300", "5,40")], "non", &[]),
        (&[("0", "700", "4,10"), ("701", "1300", "5,40"), ("", "", "")], "non", &[]),
        (&[("0", "700", "4,10"), ("702", "", "5,40")], "", &[("c0-t1-de", Hole)]),
        (&[("1", "700", "4,10"), ("701", "", "5,40")], "", &[]),
        (&[("100", "700", "4,10"), ("701", "", "5,40")], "", &[("c0-t0-de", Hole)]),
        (&[("0", "700", "4,10"), ("700", "", "5,40")], "", &[("c0-t1-de", Overlap)]),
        (&[("0", "700", "4,10"), ("500", "", "5,40")], "", &[("c0-t1-de", Overlap)]),
        (&[("0", "700", "4,10"), ("701", "600", "5,40"), ("", "", "6")], "", &[("c0-t1-a", Order)]),
        (&[("0", "", "4,10"), ("", "", "5,40")], "", &[("c0-t1-de", Unread)]),
        (&[("0", "700", "4,10")], "", &[("c0-t0-a", Open)]),
        (&[("0", "", "4,10")], "non", &[("c0-t0-a", NoTop)]),
        (&[("0", "700", ""), ("701", "", "5,40")], "", &[("c0-t0-prix", Missing)]),
        (&[], "", &[("c0-t0-prix", Missing)]),
    ] {
        let expected: Vec<_> = expected.iter().map(|(field, wrong)| (String::from(*field), *wrong)).collect();
        assert_eq!(faults(&table(rows, above)), expected, "{rows:?} {above}");
    }
}

#[test]
fn a_bound_is_where_the_next_row_begins() {
    let bounds = |draft: &Draft| {
        let (_, version) = draft.read().unwrap();
        let crate::tariff::rule::Rule::Brackets { resident, .. } = &version.cases[0].rule else { panic!() };
        resident.iter().map(|bracket| bracket.below.map(|below| below.to_string())).collect::<Vec<_>>()
    };
    let some = |text: &str| Some(text.to_owned());
    let draft = table(&[("0", "775", "4"), ("776", "1000", "5"), ("", "", "6")], "");
    assert_eq!(bounds(&draft), [some("776"), some("1000.01"), None]);
    let draft = table(&[("0", "700", "4"), ("", "1300", "5")], "non");
    assert_eq!(bounds(&draft), [some("700.01"), some("1300.01")]);
}

#[test]
fn fields_say_what_is_wrong_with_them() {
    for (fields, expected) in [
        (&[("depuis", "demain"), ("c0-genre", "prix"), ("c0-prix", "4,10")][..], ("depuis", Wrong::NotDate)),
        (&[("c0-genre", "prix")], ("c0-prix", Wrong::Missing)),
        (&[("c0-genre", "prix"), ("c0-prix", "4,105")], ("c0-prix", Wrong::NotAmount)),
        (&[("c0-genre", "prix"), ("c0-prix", "1e3")], ("c0-prix", Wrong::NotAmount)),
        (&[("c0-genre", "prix"), ("c0-prix", "-4")], ("c0-prix", Wrong::Negative)),
        (&[("c0-genre", "loterie")], ("c0-genre", Wrong::NotChosen)),
        (&[("c0-genre", "effort"), ("c0-pourcent", "un")], ("c0-pourcent", Wrong::NotDecimal)),
        (
            &[("c0-genre", "effort"), ("c0-pourcent", "0,3"), ("c0-plancher", "5"), ("c0-plafond", "4")],
            ("c0-plafond", Wrong::Order),
        ),
        (
            &[
                ("c0-genre", "paliers"),
                ("c0-s0-minutes", "60"),
                ("c0-s0-prix", "1"),
                ("c0-s1-minutes", "30"),
                ("c0-s1-prix", "2"),
            ],
            ("c0-s1-minutes", Wrong::Order),
        ),
        (
            &[
                ("c0-genre", "points"),
                ("c0-x0-qf", "300"),
                ("c0-x0-prix", "1"),
                ("c0-x1-qf", "300"),
                ("c0-x1-prix", "2"),
            ],
            ("c0-x1-qf", Wrong::Order),
        ),
        (
            &[
                ("c0-genre", "grille"),
                ("c0-t0-a", "500"),
                ("c0-t0-p1", "1"),
                ("c0-t1-p1", "1"),
                ("c0-t1-p2", "2"),
            ],
            ("c0-t0-p1", Wrong::Uneven),
        ),
        (
            &[("c0-genre", "enfants"), ("c0-p0-prix", "1"), ("c0-p1-prix", ""), ("c0-p2-prix", "2")],
            ("c0-p1-prix", Wrong::Missing),
        ),
        (
            &[("c0-genre", "prix"), ("c0-prix", "1"), ("c1-genre", "prix"), ("c1-prix", "2")],
            ("c1-pour", Wrong::NeverRead),
        ),
        (&[("c0-genre", "prix"), ("c0-prix", "1"), ("c0-minutes", "0")], ("c0-minutes", Wrong::NotNumber)),
        (
            &[("c0-genre", "prix"), ("c0-prix", "1"), ("c0-minutes", "30"), ("forfait", "mois")],
            ("c0-minutes", Wrong::WholeStay),
        ),
        (
            &[("c0-genre", "semaine"), ("c0-p0-prix", "1"), ("c0-minutes", "30")],
            ("c0-minutes", Wrong::WholeStay),
        ),
        (
            &[("c0-genre", "prix"), ("c0-prix", "1"), ("c0-tiers-montant", "1")],
            ("c0-tiers-nom", Wrong::Missing),
        ),
        (
            &[("c0-genre", "prix"), ("c0-prix", "1"), ("retard-genre", "ajout"), ("retard-valeur", "x")],
            ("retard-valeur", Wrong::NotAmount),
        ),
    ] {
        let (field, wrong) = expected;
        assert_eq!(faults(&typed(fields)), [(field.to_owned(), wrong)], "{fields:?}");
    }
}

#[test]
fn buttons_add_move_and_take_away_rows() {
    let mut draft = table(&[("0", "700", "4"), ("701", "900", "5"), ("901", "", "6")], "");
    assert!(draft.act("retirer:c0-t1") && draft.rows("c0-t") == 2);
    assert_eq!((draft.get("c0-t1-de"), draft.get("c0-t1-prix")), ("901", "6"));
    assert!(draft.act("ligne:c0-t") && draft.rows("c0-t") == 3);
    assert_eq!(draft.get("c0-t2-de"), "");
    assert!(draft.act("ligne:c") && draft.rows("c") == 2);
    draft.set("c1-prix", "9");
    assert!(draft.act("monter:c1"));
    assert_eq!((draft.get("c0-prix"), draft.get("c1-t0-prix")), ("9", "4"));
    assert_eq!((draft.columns("c1-"), draft.act("colonne:c1-"), draft.columns("c1-")), (2, true, 3));
    draft.set("c1-m-nouveau", "hors");
    assert!(draft.act("changement:c1-") && draft.get("c1-m0-genre") == "hors");
    assert!(!draft.act("enregistrer") && draft.act("afficher"));
    let mut empty = Draft::default();
    assert!(empty.act("ligne:c0-t") && empty.rows("c0-t") == 2);
}
