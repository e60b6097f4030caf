use super::*;
use crate::{activity::ServiceId, town::Level};

fn plain(text: &str) -> String {
    text.replace(NBSP, " ")
}

/// The table, a row a line, and the sentences.
fn said(said: &Said) -> String {
    let rows = said.grid.iter().flat_map(|grid| std::iter::once(&grid.columns).chain(&grid.rows));
    let rows = rows.map(|row| row.join(" | "));
    plain(&rows.chain(said.lines.iter().cloned()).collect::<Vec<_>>().join("\n"))
}

fn grid(rows: &[(&str, i64)]) -> Vec<Bracket> {
    let below = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
    rows.iter().map(|(bound, price)| Bracket { below: below(bound), price: Cents(*price) }).collect()
}

#[test]
fn every_rule_is_said() {
    let line = |below: &str, prices: &[i64]| Row {
        below: (!below.is_empty()).then(|| below.parse().unwrap()),
        prices: prices.iter().map(|price| Cents(*price)).collect(),
    };
    let share = |floor, ceiling| Rule::Share {
        percent: "0.36".parse().unwrap(),
        floor,
        ceiling,
        quotient_floor: None,
        quotient_ceiling: Some(Quotient::euros(1500)),
        other: Some(Cents(900)),
    };
    for (price, words) in [
        (Rule::Flat { resident: Cents(410), other: None }, "4,10 € le repas"),
        (Rule::Flat { resident: Cents(0), other: None }, "gratuit le repas"),
        (
            Rule::Flat { resident: Cents(380), other: Some(Cents(415)) },
            "3,80 € le repas pour les habitants de la commune, 4,15 € pour les familles hors commune",
        ),
        (
            Rule::Brackets {
                resident: grid(&[("776", 410), ("1001", 540), ("", 610)]),
                other: None,
                lower_from: Some(3),
            },
            "Quotient familial | Prix\nmoins de 776 | 4,10 €\nde 776 à moins de 1 001 | 5,40 €\n1 001 et plus | 6,10 €\nà partir de 3 enfants dans la famille, le prix est celui de la tranche d’avant\nquand la mairie ne connaît pas le quotient, le prix est celui de la tranche la plus haute",
        ),
        (
            Rule::Brackets {
                resident: grid(&[("650.01", 400), ("1300.01", 710)]),
                other: None,
                lower_from: None,
            },
            "Quotient familial | Prix\njusqu’à 650 | 4,00 €\nplus de 650, jusqu’à 1 300 | 7,10 €\nplus de 1 300 | pas proposé\nquand la mairie ne connaît pas le quotient, le prix est celui de la tranche la plus haute",
        ),
        (
            Rule::Brackets {
                resident: grid(&[("800", 200), ("", 220)]),
                other: Some(grid(&[("800", 300), ("", 320)])),
                lower_from: None,
            },
            "Quotient familial | Commune | Hors commune\nmoins de 800 | 2,00 € | 3,00 €\n800 et plus | 2,20 € | 3,20 €\nquand la mairie ne connaît pas le quotient, le prix est celui de la tranche la plus haute",
        ),
        (
            Rule::Brackets {
                resident: grid(&[("800", 200), ("", 220)]),
                other: Some(grid(&[("", 640)])),
                lower_from: None,
            },
            "Quotient familial | Prix\nmoins de 800 | 2,00 €\n800 et plus | 2,20 €\nfamilles hors commune : 6,40 €\nquand la mairie ne connaît pas le quotient, le prix est celui de la tranche la plus haute",
        ),
        (
            Rule::Ranks { grid: vec![line("", &[300, 250])], other: None, among: Among::Family },
            "Pour | Prix\n1er enfant | 3,00 €\n2e enfant et suivants | 2,50 €",
        ),
        (
            Rule::Ranks {
                grid: vec![line("500", &[300, 250]), line("", &[400])],
                other: Some(grid(&[("", 500)])),
                among: Among::Present,
            },
            "Quotient familial | 1er enfant présent | 2e enfant présent et suivants\nmoins de 500 | 3,00 € | 2,50 €\n500 et plus | 4,00 € | 4,00 €\nquand la mairie ne connaît pas le quotient, le prix est celui de la tranche la plus haute\nfamilles hors commune : 5,00 € le repas",
        ),
        (
            Rule::Children { prices: vec![Cents(300), Cents(200)] },
            "Enfants de la famille | Prix le repas, par enfant\n1 | 3,00 €\n2 et plus | 2,00 €",
        ),
        (
            Rule::Together { totals: vec![Cents(300), Cents(500)] },
            "Enfants présents ce jour-là | Prix le repas, pour la famille\n1 | 3,00 €\n2 et plus | 5,00 €",
        ),
        (
            share(Some(Cents(100)), Some(Cents(500))),
            "0,36 % du quotient familial le repas, 1,00 € au moins et 5,00 € au plus\n9,00 € le repas pour les familles hors commune\nun quotient au-dessus de 1 500 compte pour 1 500",
        ),
        (
            share(None, Some(Cents(500))),
            "0,36 % du quotient familial le repas, 5,00 € au plus\n9,00 € le repas pour les familles hors commune\nun quotient au-dessus de 1 500 compte pour 1 500",
        ),
        (
            Rule::Points {
                points: vec![(Quotient::euros(300), Cents(100)), (Quotient::euros(1200), Cents(500))],
                other: None,
            },
            "Quotient familial | Prix le repas\nquotient 300 | 1,00 €\nquotient 1 200 | 5,00 €\nentre deux quotients, le prix est calculé en proportion",
        ),
        (
            Rule::Steps { steps: vec![(60, Cents(100)), (90, Cents(150))] },
            "Durée | Prix\njusqu’à 1 h | 1,00 €\njusqu’à 1 h 30 | 1,50 €\nplus de 1 h 30 | pas proposé",
        ),
        (
            Rule::Week { totals: vec![Cents(500), Cents(900)] },
            "Jours dans la semaine | Prix de la semaine\n1 | 5,00 €\n2 et plus | 9,00 €",
        ),
        (
            Rule::Weeks { grid: vec![line("", &[5000])] },
            "Pour | Prix\n1 semaine et plus, par semaine ajoutée comme la dernière | 50,00 €",
        ),
    ] {
        assert_eq!(said(&rule(&price, "le repas")), words);
    }
}

#[test]
fn a_price_of_each_unit_of_time() {
    let of = |rule, every| said(&case(&Case { every: Some(every), ..Case::of(rule) }, "la séance"));
    let flat = Rule::Flat { resident: Cents(85), other: None };
    let share = Rule::Share {
        percent: "0.36".parse().unwrap(),
        floor: None,
        ceiling: Some(Cents(500)),
        quotient_floor: None,
        quotient_ceiling: None,
        other: None,
    };
    assert_eq!(of(flat, 30), "0,85 € par demi-heure commencée");
    assert_eq!(
        of(share, 60).lines().next(),
        Some("0,36 % du quotient familial par heure commencée, 5,00 € au plus")
    );
    let resident = grid(&[("651", 30), ("", 48)]);
    let table = of(Rule::Brackets { resident, other: None, lower_from: None }, 20);
    assert!(table.contains("0,48 €\nce prix est compté par tranche de 20 minutes commencée"), "{table}");
}

#[test]
fn whom_a_price_is_for_is_said() {
    let services = Services { list: vec![], pools: Default::default() };
    for (who, words) in [
        (When::default(), None),
        (When { levels: vec![Level::PS, Level::GS], ..When::default() }, Some("en PS et GS")),
        (When { from_age: Some(3), to_age: Some(5), ..When::default() }, Some("de 3 à 5 ans")),
        (When { from_age: Some(6), ..When::default() }, Some("à partir de 6 ans")),
        (When { to_age: Some(6), ..When::default() }, Some("jusqu’à 6 ans")),
        (
            When { regime: Some(Regime::Agricultural), own_meal: Some(true), ..When::default() },
            Some("au régime agricole (MSA), avec un PAI et le repas apporté par la famille"),
        ),
        (
            When { with: Some(ServiceId(9)), ..When::default() },
            Some("avec « une autre prestation » le même jour"),
        ),
    ] {
        assert_eq!(when(&who, &services).map(|words| plain(&words)).as_deref(), words);
    }
}

#[test]
fn what_changes_a_price_is_said() {
    let percent = |text: &str| text.parse::<Decimal>().unwrap();
    let siblings = |then: Vec<Decimal>, among| Modifier::SiblingPercent {
        from_rank: 2,
        percent: percent("-10"),
        then,
        among,
    };
    for (change, words) in [
        (siblings(vec![], Among::Family), "10 % de moins à partir du 2e des enfants de la famille"),
        (
            siblings(vec![percent("-20.5")], Among::Present),
            "10 % de moins pour le 2e et 20,5 % de moins pour le 3e et les suivants des enfants de la famille présents ce jour-là",
        ),
        (
            Modifier::SiblingPresent { add: Cents(-10) },
            "0,10 € de moins par enfant quand des frères ou sœurs sont présents le même jour",
        ),
        (Modifier::Outsider { add: Cents(150) }, "1,50 € de plus pour les familles hors commune"),
        (
            Modifier::UnknownQuotient { add: Cents(0) },
            "rien de plus quand la mairie ne connaît pas le quotient",
        ),
    ] {
        assert_eq!(plain(&modifier(&change)), words);
    }
    for (what, words) in [
        (Penalty::Percent { percent: percent("50") }, "50 % de plus"),
        (Penalty::Percent { percent: percent("-100") }, "rien n’est dû"),
        (Penalty::Add { cents: Cents(200) }, "2,00 € de plus"),
        (Penalty::Replace { cents: Cents(700), other: None }, "7,00 € au lieu du prix habituel"),
        (
            Penalty::Replace { cents: Cents(700), other: Some(Cents(900)) },
            "7,00 € au lieu du prix habituel, 9,00 € pour les familles hors commune",
        ),
        (Penalty::Times { factor: percent("1.5"), from: 1 }, "le prix est multiplié par 1,5"),
        (
            Penalty::Times { factor: percent("2"), from: 3 },
            "le prix est multiplié par 2 à partir de la 3e fois",
        ),
    ] {
        assert_eq!(plain(&penalty(&what)), words);
    }
}

#[test]
fn months_thirds_and_flat_rates_are_said() {
    assert_eq!(ceiling(&[]), None);
    for (words, expected) in [
        (ceiling(&grid(&[("", 5000)])).unwrap(), "50,00 € au plus par mois et par enfant"),
        (
            ceiling(&grid(&[("600", 3000), ("", 5000)])).unwrap(),
            "au plus par mois et par enfant, selon le quotient : moins de 600 : 30,00 €, 600 et plus : 50,00 €",
        ),
        (minimum(Cents(800)), "8,00 € au moins pour un mois où l’enfant vient"),
        (
            third(&Third { name: "le CCAS".into(), percent: Some(50.into()), cents: None }),
            "50 % du prix payés par le CCAS",
        ),
        (
            third(&Third { name: "le CCAS".into(), percent: None, cents: Some(Cents(100)) }),
            "1,00 € payés chaque fois par le CCAS",
        ),
        (
            subscription(&Subscription { per: Span::Month, charged: None }),
            "forfait par mois, que l’enfant vienne ou non",
        ),
        (
            subscription(&Subscription { per: Span::Year, charged: Some(2) }),
            "forfait par année scolaire, que l’enfant vienne ou non, payé pour 2 enfants de la famille au plus",
        ),
        (pickup(&Pickup::Flat { cents: Cents(500) }), "enfant repris en retard : 5,00 € chaque fois"),
        (
            pickup(&Pickup::Started { minutes: 15, cents: Cents(500) }),
            "enfant repris en retard : 5,00 € par tranche de quart d’heure commencée",
        ),
    ] {
        assert_eq!(plain(&words), expected);
    }
}

#[test]
fn what_stands_beside_the_prices_is_said() {
    let mut version = Version::of(vec![Case::of(Rule::Flat { resident: Cents(100), other: None })]);
    assert_eq!((besides(&version), unit(&version, "le jour")), (vec![], "le jour"));
    version.late = Some(Penalty::Percent { percent: 50.into() });
    version.absent = Some(Penalty::Add { cents: Cents(100) });
    version.subscription = Some(Subscription { per: Span::Month, charged: None });
    let words: Vec<String> = besides(&version).iter().map(|words| plain(words)).collect();
    assert_eq!(
        words,
        [
            "forfait par mois, que l’enfant vienne ou non",
            "réservation après la date limite : 50 % de plus",
            "absence non annulée à temps : 1,00 € de plus"
        ]
    );
    assert_eq!(unit(&version, "le jour"), "le mois");
    let shown = show(&Said::line("pas de prix"), "Prix").into_string();
    assert_eq!(shown, "<p>Pas de prix.</p>");
}
