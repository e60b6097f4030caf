//! A town's settings as one file.

use super::import::{Settings, Unread, Wrong};
use crate::demo::TOWN;

#[test]
fn the_fixture_town_is_read_and_written_in_the_same_form() {
    let town = Settings::read(TOWN).unwrap();
    let written = town.text().unwrap();
    let again = Settings::read(&super::view::file::commented(&written)).unwrap();
    assert_eq!(again.text().unwrap(), written);
    assert_eq!(serde_json::to_value(&again).unwrap(), serde_json::to_value(&town).unwrap());
    assert_eq!((again.schools.len(), again.classes.len(), again.services.len()), (2, 10, 9));
}

#[test]
fn what_does_not_hold_together_is_named() {
    let faults = |from: &str, to: &str| {
        assert!(TOWN.contains(from), "{from}");
        Settings::read(&TOWN.replacen(from, to, 1)).unwrap_err()
    };
    let unknown = |what, id, at: &str| vec![Wrong::Unknown { what, id, at: at.into() }];
    assert_eq!(
        faults("school = 1\nname = \"Petite", "school = 9\nname = \"Petite"),
        unknown("school", 9, "Petite section")
    );
    assert_eq!(faults("excludes = [4]", "excludes = [44]"), unknown("service", 44, "Cantine 1er service"));
    assert_eq!(faults("pool = 2", "pool = 22"), unknown("pool", 22, "ALSH vacances"));
    assert_eq!(
        faults("[[absences]]\nservice = 3", "[[absences]]\nservice = 33"),
        unknown("service", 33, "absences")
    );
    assert_eq!(
        faults("[[absences]]\nservice = 4", "[[absences]]\nservice = 3"),
        [Wrong::Twice { what: "absences", id: 3 }]
    );
    assert_eq!(faults("name = \"Valpréau\"", "name = \" \""), [Wrong::Empty { what: "town" }]);
    assert_eq!(
        faults("id = 2\nname = \"École", "id = 1\nname = \"École")[0],
        Wrong::Twice { what: "school", id: 1 }
    );
    let backwards = Wrong::Backwards { what: "2025-2026, 2025-09-01".into() };
    assert_eq!(faults("last = \"2026-07-03\"", "last = \"2025-07-03\""), [backwards]);
}

#[test]
fn what_cannot_be_read_is_told_by_its_line() {
    let [Wrong::Syntax { line, .. }] = &Settings::read("[town]\nname = \n").unwrap_err()[..] else {
        panic!()
    };
    assert_eq!(*line, 2);
    let misspelt = TOWN.replacen("timezone", "timezon", 1);
    let [Wrong::Syntax { why, .. }] = &Settings::read(&misspelt).unwrap_err()[..] else { panic!() };
    assert_eq!(*why, Unread::Unknown("timezon".into()));
    let short = TOWN.replacen("timezone = \"Europe/Paris\"\n", "", 1);
    let [Wrong::Syntax { why, .. }] = &Settings::read(&short).unwrap_err()[..] else { panic!() };
    assert_eq!(*why, Unread::Missing("timezone".into()));
    let [Wrong::Syntax { why, .. }] = &Settings::read("[town").unwrap_err()[..] else { panic!() };
    assert_eq!(*why, Unread::Form);
    let misspelt = TOWN.replacen("certificate = true", "certificat = true", 1);
    assert!(matches!(&Settings::read(&misspelt).unwrap_err()[..], [Wrong::Syntax { .. }]));
    // A condition of a price that nobody knows is not a price for everybody.
    for (from, to) in [("levels = ", "levles = "), ("rule = ", "rules = ")] {
        let at = TOWN.find("[[tariffs]]").unwrap();
        let (before, tariffs) = TOWN.split_at(at);
        assert!(tariffs.contains(from), "{from}");
        let misspelt = format!("{before}{}", tariffs.replacen(from, to, 1));
        assert!(matches!(&Settings::read(&misspelt).unwrap_err()[..], [Wrong::Syntax { .. }]), "{to}");
    }
}
