//! Worked answers of real towns.

use super::*;

#[test]
fn prices_of_the_fixture_town_are_those_of_the_towns_it_names() {
    let tariffs = fixture();
    let (nursery, primary) = (Level::MS, Level::CE1);
    let (before, since) = ("2027-01-11", "2027-01-12");
    for (place, tariff, level, known, resident, day, expected) in [
        ("Champcevinel", CANTEEN, nursery, "622", true, before, 100),
        ("Champcevinel", CANTEEN, nursery, "623", true, before, 330),
        ("Champcevinel", CANTEEN, nursery, "1500", true, before, 340),
        ("Champcevinel", CANTEEN, nursery, "1501", true, since, 350),
        ("Chemaudin-et-Vaux, avant", CANTEEN, primary, "780", true, before, 540),
        ("Chemaudin-et-Vaux, dès", CANTEEN, primary, "780", true, since, 425),
        ("Chemaudin-et-Vaux, dès", CANTEEN, primary, "900", true, since, 555),
        ("Chemaudin-et-Vaux, dès", CANTEEN, primary, "2101", true, since, 695),
        ("RPI du Val", MORNING, primary, "700", true, before, 200),
        ("RPI du Val", MORNING, primary, "900", true, before, 220),
        ("RPI du Val", MORNING, primary, "700", false, before, 300),
        ("RPI du Val", MORNING, primary, "900", false, before, 320),
        ("2C2R", SNACK, primary, "900", true, before, 48),
        ("2C2R", SNACK, primary, "900", false, before, 96),
        ("Le Sourn", BUS, primary, "900", true, before, 75),
        ("Le Sourn, the same for all", BUS, primary, "900", false, before, 75),
        ("Cenon-sur-Vienne", CENTRE, primary, "650", true, before, 623),
        ("Cenon-sur-Vienne", CENTRE, primary, "1200", false, before, 1457),
        ("Santec", HALF_DAY, primary, "1300", true, before, 710),
        ("Santec, no price of their own for others", HALF_DAY, primary, "1300", false, before, 710),
        ("Santeuil, alone", EVENING, primary, "900", true, before, 250),
    ] {
        let family = family(known, resident, &[level]);
        assert_eq!(unit(&tariffs, &family, cell(0, tariff, day)), Ok(expected), "{place}, {known}, {day}");
    }
}

#[test]
fn other_towns_prices_can_be_said() {
    let brackets = |own: &[(&str, i64)], other: Option<&[(&str, i64)]>| Rule::Brackets {
        resident: grid(own),
        other: other.map(grid),
        lower_from: None,
    };
    let le_sourn = brackets(&[("650", 1050), ("951", 1050), ("1251", 1160), ("", 1385)], Some(&[("", 1640)]));
    let val = brackets(&[("799", 300), ("", 320)], Some(&[("799", 400), ("", 420)]));
    let santec = brackets(&[("650.01", 700), ("999.01", 920), ("1300.01", 1320)], None);
    let milly = Rule::Flat { resident: Cents(380), other: Some(Cents(415)) };
    for (place, rule, known, resident, expected) in [
        ("Le Sourn, ALSH", &le_sourn, "1000", true, 1160),
        ("Le Sourn, ALSH", &le_sourn, "1000", false, 1640),
        ("RPI du Val, soir", &val, "900", true, 320),
        ("RPI du Val, soir", &val, "900", false, 420),
        ("Santec, journée", &santec, "650", true, 700),
        ("Santec, journée", &santec, "999", true, 920),
        ("Mametz", &brackets(&[("700", 50), ("1000.01", 100), ("", 310)], None), "1000", true, 100),
        ("Veigy-Foncenex", &brackets(&[("750.01", 230), ("", 350)], None), "750", true, 230),
        ("Veigy-Foncenex", &brackets(&[("750.01", 230), ("", 350)], None), "751", true, 350),
        ("Milly-sur-Thérain", &milly, "", true, 380),
        ("Milly-sur-Thérain", &milly, "", false, 415),
    ] {
        let (tariffs, family) = (only(rule.clone(), vec![], None), family(known, resident, &[Level::CP]));
        assert_eq!(unit(&tariffs, &family, cell(0, 1, "2026-12-01")), Ok(expected), "{place}, {known}");
    }
}

#[test]
fn brackets_end_below_their_bound() {
    let tariffs = fixture();
    for (tariff, known, expected) in [
        (CENTRE, "700", Ok(623)),
        (CENTRE, "700.01", Ok(887)),
        (CENTRE, "1100.99", Ok(887)),
        (CENTRE, "1101", Ok(1143)),
        (CENTRE, "0", Ok(623)),
        (HALF_DAY, "1300", Ok(710)),
        (HALF_DAY, "1300.01", Err(NoPrice::NotOffered)),
        (HALF_DAY, "5000", Err(NoPrice::NotOffered)),
        // A quotient that is not known is the highest bracket's.
        (CENTRE, "", Ok(1354)),
        (CANTEEN, "", Ok(610)),
        (HALF_DAY, "", Ok(710)),
    ] {
        let family = family(known, true, &[Level::CE1]);
        assert_eq!(unit(&tariffs, &family, cell(0, tariff, "2026-12-02")), expected, "{tariff}, {known:?}");
    }
}
