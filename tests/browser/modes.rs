//! The files of a family in each way in which the town may open them, as a parent meets them.

use preau::family::{
    AdultId, ChildId, FamilyId, GuardianId, Subject,
    field::{Key, Page as Part},
    office::desk,
    request::State,
    rights::Mode,
    sheet::Sheet,
    store,
};
use serde_json::json;
use strum::VariantArray;

use crate::{
    checks::faults,
    screen::{PLAIN, Screen, Size},
    site::Site,
};

const ALAIN: FamilyId = FamilyId(1);

/// How a field is filled in.
enum Hand {
    /// Letters, over what was there.
    Types(&'static str),
    /// An answer among some.
    Picks(&'static str),
    /// A box turned over, by its value.
    Turns(&'static str),
}

use Hand::{Picks, Turns, Types};

/// A field of a page: its name, how it is filled in, what is stored then; how it is called, what it said, what is
/// asked, as they are read.
struct Change(Part, &'static str, Hand, &'static str, [&'static str; 3]);

/// A file, where it stands, what it says, a field of each of its pages.
struct Visit(Subject, &'static str, &'static str, &'static [Change]);

const FILES: [Visit; 4] = [
    Visit(
        Subject::Guardian(ALAIN, GuardianId(2)),
        "/famille/2",
        "Clinique du Parc",
        &[
            Change(
                Part::Identity,
                "born_at",
                Types("Vannes"),
                "Vannes",
                ["Lieu de naissance", "Nantes", "Vannes"],
            ),
            Change(
                Part::Permissions,
                "pickup-2",
                Turns("yes"),
                "",
                ["Peut venir chercher l’enfant – Anna", "Oui", "Non"],
            ),
            Change(
                Part::Contacts,
                "profession",
                Types("sage-femme"),
                "sage-femme",
                ["Profession", "infirmière", "sage-femme"],
            ),
            Change(
                Part::Remarks,
                "remarks",
                Types("De nuit le mardi."),
                "De nuit le mardi.",
                ["Remarques", "Non renseigné", "De nuit le mardi."],
            ),
        ],
    ),
    Visit(
        Subject::Household(ALAIN),
        "/famille/foyer",
        "4412345",
        &[Change(
            Part::Household,
            "quotient",
            Types("700,01"),
            "700.01",
            ["Quotient familial", "850", "700,01"],
        )],
    ),
    Visit(
        Subject::Adult(ALAIN, AdultId(1)),
        "/famille/autres",
        "Monique ALAIN",
        &[Change(
            Part::Adults,
            "relation",
            Types("voisine"),
            "voisine",
            ["Lien avec la famille", "grand-mère", "voisine"],
        )],
    ),
    Visit(
        Subject::Child(ALAIN, ChildId(2)),
        "/enfants/2",
        "M. Lefevbre",
        &[
            Change(
                Part::Child,
                "born_at",
                Types("Vannes"),
                "Vannes",
                ["Lieu de naissance", "Lannion", "Vannes"],
            ),
            Change(
                Part::School,
                "class",
                Picks("2"),
                "2",
                [
                    "Classe",
                    "Petite section (PS), École maternelle Les Tilleuls",
                    "Moyenne section (MS), École maternelle Les Tilleuls",
                ],
            ),
            Change(
                Part::Registrations,
                "usual-3",
                Turns("4"),
                "1,2,5",
                ["Jours habituels", "lundi, mardi, jeudi et vendredi", "lundi, mardi et vendredi"],
            ),
            Change(
                Part::Diet,
                "diet",
                Picks("Sans viande"),
                "Sans viande",
                ["Régime alimentaire", "Sans porc", "Sans viande"],
            ),
            Change(
                Part::Health,
                "avoid",
                Types("Noix"),
                "Noix",
                ["Aliments à éviter", "Non renseigné", "Noix"],
            ),
            Change(Part::Papers, "photo", Picks("no"), "no", ["Autorisation de photographie", "Oui", "Non"]),
            Change(
                Part::Remarks,
                "remarks",
                Types("Elle a un frère."),
                "Elle a un frère.",
                ["Remarques", "Non renseigné", "Elle a un frère."],
            ),
        ],
    ),
];

/// The town decides the same of every page.
fn decide(site: &Site, mode: Mode) {
    site.world.change(move |w| {
        let mut rights = (*store::rights(w)?).clone();
        rights.pages = Part::VARIANTS.iter().map(|page| (*page, mode)).collect();
        Ok(store::set_rights(w, &rights)?)
    });
}

fn sheet(site: &Site, about: Subject) -> Sheet {
    let today = "2026-11-24".parse().expect("a day");
    let file = site.world.parts.store.read(|r| desk::file(r, about, today));
    file.expect("files").expect("a file").sheet
}

/// How many requests of the family wait.
fn waiting(site: &Site) -> usize {
    let asked = site.world.parts.store.read(|r| store::requests_of(r, ALAIN)).expect("requests");
    asked.iter().filter(|(_, request)| request.state == State::Waiting).count()
}

/// How many controls stand on the page.
fn controls(screen: &Screen, selector: &str) -> serde_json::Value {
    screen.read(&format!("document.querySelectorAll({}).length", json!(selector)))
}

/// Opens a file; the one of another adult is behind the list of them.
fn visit(screen: &Screen, Visit(_, address, words, _): &Visit) {
    screen.open(address);
    if *address == "/famille/autres" {
        screen.press(words);
    }
}

/// Changes a field of each page of a file, in one form, and saves.
fn fill(screen: &Screen, file: &Visit) {
    visit(screen, file);
    for Change(_, name, hand, ..) in file.3 {
        match hand {
            Types(words) => screen.write(name, words),
            Picks(answer) => {
                let chosen = json!([name, answer]);
                screen.read(&format!("(([n, a]) => document.getElementById(n).value = a)({chosen})"));
            }
            Turns(value) => {
                let selector = json!(format!("input[name='{name}'][value='{value}']"));
                screen.click(&format!("document.querySelector({selector})"));
            }
        }
    }
    screen.press("Enregistrer");
}

/// Everything is read, nothing can be filled in or pressed, and it is said whom to ask. The checks need a script.
fn nothing(site: &Site, screen: &Screen, script: bool) {
    let mut wrong = Vec::new();
    const WHOM: &str = "Service enfance de la mairie, 02 40 00 00 00";
    screen.open("/famille/autres");
    screen.sees(&format!("Pour faire changer cette liste : {WHOM}"));
    assert_eq!(controls(screen, "main button, main a.main"), 0, "nobody is added");
    for file in &FILES {
        visit(screen, file);
        screen.sees(&format!("Pour les faire changer : {WHOM}"));
        let filled = "main input, main select, main textarea, main button, main form, main a[href$=retirer]";
        assert_eq!(controls(screen, filled), 0, "{}", file.1);
        screen.sees(file.2);
        let text = screen.text();
        for Change(page, _, _, _, [name, before, _]) in file.3 {
            assert!(text.contains(name) && text.contains(before), "{page:?}: {name}, {before} in {text}");
        }
        if script {
            wrong.extend(faults(screen).into_iter().map(|fault| format!("{}: {fault}", file.1)));
        }
    }
    assert_eq!(waiting(site), 0);
    assert_eq!(wrong, [""; 0]);
}

/// What is changed waits for the town: said, listed, not done; and withdrawn in the end.
fn ask(site: &Site, screen: &Screen) {
    for file in &FILES {
        let before = sheet(site, file.0);
        fill(screen, file);
        screen.sees("Votre demande est envoyée à la mairie.");
        assert!(!screen.text().contains("enregistrées"), "{}", file.1);
        assert_eq!(sheet(site, file.0), before, "{}: nothing changes before the answer", file.1);
    }
    screen.press("Voir mes demandes");
    assert_eq!(waiting(site), FILES.len());
    let rows = screen
        .read(&format!("[...document.querySelectorAll('main tbody tr')].map(row => {PLAIN}(row.innerText))"));
    let rows: Vec<&str> = rows.as_array().expect("rows").iter().filter_map(|row| row.as_str()).collect();
    let changes = || FILES.iter().flat_map(|file| file.3);
    assert_eq!(rows.len(), changes().count(), "{rows:?}");
    for Change(_, name, _, _, [words, before, after]) in changes() {
        let says = |row: &&&str| {
            let rest = row.strip_prefix(words).and_then(|rest| rest.split_once(before));
            rest.is_some_and(|(_, rest)| rest.ends_with(after))
        };
        assert_eq!(rows.iter().filter(says).count(), 1, "{name}: {words}, {before}, {after} in {rows:?}");
    }
    for left in (0..FILES.len()).rev() {
        screen.press("Retirer la demande");
        screen.sees("Votre demande est retirée.");
        assert_eq!(waiting(site), left);
    }
}

/// What is changed is saved, and that is all that is.
fn at_once(site: &Site, screen: &Screen) {
    for file in &FILES {
        let mut expected = sheet(site, file.0);
        fill(screen, file);
        screen.sees("Vos modifications sont enregistrées.");
        assert!(!screen.text().contains("envoyée à la mairie"), "{}", file.1);
        for Change(_, name, _, stored, _) in file.3 {
            expected.set(name.parse::<Key>().expect("a field"), *stored);
        }
        assert_eq!(sheet(site, file.0), expected, "{}", file.1);
    }
    assert_eq!(waiting(site), 0);
}

/// What Lucie meets, one way after another.
fn parent(size: Size, script: bool, modes: &[Mode]) {
    let site = Site::weekly();
    let screen = Screen::signed_in(&site, size, script, "lucie.alain");
    for mode in modes {
        decide(&site, *mode);
        match mode {
            Mode::Nothing => nothing(&site, &screen, script),
            Mode::Ask => ask(&site, &screen),
            Mode::AtOnce => at_once(&site, &screen),
        }
    }
}

const EVERY: [Mode; 3] = [Mode::Nothing, Mode::Ask, Mode::AtOnce];

#[test]
fn a_field_of_each_page_is_one_of_that_page() {
    for Visit(about, address, _, changes) in &FILES {
        let pages: Vec<Part> = about.kind().pages().iter().map(|(page, _)| *page).collect();
        let met: Vec<Part> = changes.iter().map(|change| change.0).collect();
        assert_eq!(met, pages, "{address}");
        for Change(page, name, ..) in *changes {
            let key: Key = name.parse().expect("a field");
            assert_eq!(about.kind().page(key.field), Some(*page), "{name}");
        }
    }
}

#[test]
fn each_way_on_a_phone_without_a_script() {
    parent(Size::Phone, false, &EVERY);
}

#[test]
fn each_way_on_a_desk() {
    parent(Size::Desk, true, &EVERY);
}

#[test]
fn what_is_asked_on_a_phone() {
    parent(Size::Phone, true, &[Mode::Ask]);
}

#[test]
fn what_is_saved_on_a_desk_without_a_script() {
    parent(Size::Desk, false, &[Mode::AtOnce]);
}
