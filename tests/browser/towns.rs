//! From an empty database to a parent's first booking, by the pages alone, with the rules of three real towns.
//!
//! A secretary has the paper before her: each town below is what it says, as she types it.

use preau::{account::job, platform::Parts};
use serde_json::{Value, json};

use crate::{
    by_mail::application,
    password::{link, own},
    screen::{Screen, Size, the_box},
    site::Site,
    world::World,
};

const MAIL: &str = "anne@bourg.example";
const PARENT: &str = "lise.durand@famille.example";
/// What real towns publish, and the answers that were worked out.
const TOWNS: &str = include_str!("../../fixtures/towns.json");

/// What a town's paper says of its canteen.
struct Paper {
    /// Its name in the fixtures.
    name: &'static str,
    /// Whether the first family lives there, and its quotient.
    resident: bool,
    quotient: &'static str,
    /// The price: the fields of its form.
    price: &'static [(&'static str, &'static str)],
    /// Until when: the fields of its form.
    deadlines: &'static [(&'static str, &'static str)],
    /// What the rules page then says of them.
    said: &'static [&'static str],
    /// The days that the parent books, and one for which it is too late.
    booked: &'static [&'static str],
    too_late: &'static str,
    /// The worked answer that the days come to.
    answer: Value,
}

/// Mametz (62): brackets of quotient; Friday nine for Monday and Tuesday, Tuesday nine for Thursday and Friday;
/// cancelled until Monday nine of the same week.
fn mametz() -> Paper {
    Paper {
        name: "Mametz (62)",
        resident: true,
        quotient: "1000",
        price: &[
            ("c0-genre", "quotient"),
            ("c0-t0-de", "0"),
            ("c0-t0-a", "699,99"),
            ("c0-t0-prix", "0,50"),
            ("c0-t1-de", "700"),
            ("c0-t1-a", "1000"),
            ("c0-t1-prix", "1"),
            ("c0-t2-de", "1000,01"),
            ("c0-t2-prix", "3,10"),
        ],
        deadlines: &[
            ("reserver-genre", "weekday_map"),
            ("reserver-j1", "3"),
            ("reserver-h1", "09:00"),
            ("reserver-j2", "4"),
            ("reserver-h2", "09:00"),
            ("reserver-j4", "2"),
            ("reserver-h4", "09:00"),
            ("reserver-j5", "3"),
            ("reserver-h5", "09:00"),
            ("annuler-genre", "same_week"),
            ("annuler-jour", "1"),
            ("annuler-heure", "09:00"),
        ],
        said: &["plus de 1 000", "3,10 €", "vendredi"],
        // It is Tuesday 24 November, eight in the morning.
        booked: &["2026-11-26"],
        too_late: "2026-11-24",
        answer: json!({ "service": "cantine", "qf": 1000 }),
    }
}

/// Milly-sur-Thérain (60): a price for residents and one for others; the eve at ten.
fn milly() -> Paper {
    Paper {
        name: "Milly-sur-Thérain / Bonnières (60) - syndicat",
        resident: false,
        quotient: "",
        price: &[("c0-genre", "prix"), ("c0-prix", "3,80"), ("c0-autre", "4,15")],
        deadlines: &[
            ("reserver-genre", "weekday_map"),
            ("reserver-j1", "3"),
            ("reserver-h1", "10:00"),
            ("reserver-j2", "1"),
            ("reserver-h2", "10:00"),
            ("reserver-j4", "2"),
            ("reserver-h4", "10:00"),
            ("reserver-j5", "1"),
            ("reserver-h5", "10:00"),
        ],
        said: &["3,80 €", "4,15 € pour les familles hors commune", "10 h"],
        booked: &["2026-11-26"],
        too_late: "2026-11-24",
        answer: json!({ "service": "cantine", "resident": false }),
    }
}

/// Saint-Barnabé (22): a week's price by its days; Thursday of the week before; cancelled until the eve at eleven.
fn barnabe() -> Paper {
    Paper {
        name: "Saint-Barnabé (22)",
        resident: true,
        quotient: "",
        price: &[
            ("c0-genre", "semaine"),
            ("c0-p0-prix", "2,77"),
            ("c0-p1-prix", "5,54"),
            ("c0-p2-prix", "8,31"),
            ("c0-p3-prix", "11,08"),
        ],
        deadlines: &[
            ("reserver-genre", "previous_week"),
            ("reserver-jour", "4"),
            ("annuler-genre", "weekday_map"),
            ("annuler-j1", "3"),
            ("annuler-h1", "11:00"),
            ("annuler-j2", "1"),
            ("annuler-h2", "11:00"),
            ("annuler-j4", "2"),
            ("annuler-h4", "11:00"),
            ("annuler-j5", "1"),
            ("annuler-h5", "11:00"),
        ],
        said: &["8,31 €", "jeudi de la semaine précédente", "11 h"],
        booked: &["2026-11-30", "2026-12-01", "2026-12-03"],
        too_late: "2026-11-26",
        answer: json!({ "service": "cantine", "days": 3 }),
    }
}

/// The worked answer of the fixtures, in cents: the one that says this and nothing else.
fn worked_out(paper: &Paper) -> i64 {
    let towns: Vec<Value> = serde_json::from_str(TOWNS).expect("towns");
    let town = towns.iter().find(|town| town["name"] == paper.name).expect("the town");
    let asked = |example: &&Value| {
        let mut example = (*example).clone();
        let fields = example.as_object_mut().expect("an answer");
        fields.remove("expect_cents").is_some() && fields.remove("ask").is_some() && example == paper.answer
    };
    let examples = town["examples"].as_array().expect("answers");
    examples.iter().find(asked).and_then(|example| example["expect_cents"].as_i64()).expect("a price")
}

/// Fills in fields, by their id or, for boxes, by what they say when they are sent.
fn fill(screen: &Screen, fields: &[(&str, &str)]) {
    for (field, value) in fields {
        match screen.read(&format!("document.getElementById({})?.type ?? null", json!(field))).as_str() {
            // What only a calendar, a clock or a list would let be chosen.
            Some("date" | "time" | "select-one") => {
                screen.read(&format!(
                    "(e => {{ e.focus(); e.value = {}; e.dispatchEvent(new Event('input', {{ bubbles: true }}));
                    e.dispatchEvent(new Event('change', {{ bubbles: true }})); return e.value; }})(document.getElementById({}))",
                    json!(value), json!(field)
                ));
                let now = screen.read(&format!("document.getElementById({}).value", json!(field)));
                assert_eq!(now, *value, "{field} offers it");
            }
            Some("checkbox") => screen.click(&format!("document.getElementById({})", json!(field))),
            Some(_) => screen.write(field, value),
            None => screen.click(&format!(
                "document.querySelector('main [name={}][value=\"{value}\"]')",
                json!(field).as_str().expect("a name")
            )),
        }
    }
}

/// Opens the page of a step from the hub.
fn step(screen: &Screen, name: &str) {
    screen.open("/mairie/reglages");
    screen.press(name);
}

/// The first administrator comes in by the link that the program prints, and gives herself the families' files.
fn comes_in(site: &Site, screen: &Screen, script: bool) {
    let Parts { store, config, random, clock, .. } = &*site.world.parts;
    let link = site.world.runtime.block_on(job::first(store, config, random, clock.now())).expect("a link");
    screen.open(&link.expect("nobody administers").replace("http://localhost:8000", ""));
    fill(screen, &[("prenom", "Anne"), ("nom", "NEUVE"), ("adresse", MAIL)]);
    screen.press("Continuer");
    let password = own(screen, script);
    screen.sign_in_with(MAIL, &password);
    screen.sees("Activer la double vérification");
    let now = clock.now().timestamp().unsigned_abs();
    screen.write("code", &application(screen).generate(now).to_string());
    screen.press("Activer");
    screen.press("C’est fait, continuer");
    screen.sees("Réglages de la commune");
}

/// Types what the paper says, step by step, until the portal opens.
fn sets_up(screen: &Screen, paper: &Paper, script: bool) {
    screen.sees("points restent à régler");
    step(screen, "Commune");
    fill(screen, &[("nom", "Bourg"), ("service", "Mairie"), ("adresse", "1 place de la Mairie")]);
    fill(screen, &[("telephone", "02 40 00 00 00"), ("courriel", "mairie@bourg.example")]);
    screen.press("Enregistrer");
    step(screen, "Écoles et classes");
    screen.press("Ajouter une école");
    fill(screen, &[("nom", "École du Bourg"), ("classe-0", "CE1"), ("niveau-0", "CE1")]);
    screen.press("Enregistrer");
    step(screen, "Calendrier");
    screen.press("Zone B");
    screen.press("Enregistrer le calendrier");
    step(screen, "Prestations");
    screen.press("Ajouter une prestation");
    fill(screen, &[("nom", "Cantine"), ("genre", "Canteen"), ("unite", "Meal")]);
    screen.press("Enregistrer");
    screen.sees("Aucun délai n’est décidé");
    screen.press("Nouvelle règle");
    fill(screen, paper.deadlines);
    if !script {
        screen.press("Voir");
    }
    screen.sees("Les 10 prochains jours");
    screen.press("Enregistrer");
    screen.sees("C’est enregistré.");
    step(screen, "Tarifs");
    fill(screen, &[("nom", "Cantine")]);
    screen.press("Ajouter le tarif");
    screen.press("prix");
    price(screen, paper, script);
    fill(screen, &[("prestation", "1")]);
    screen.press("Enregistrer");
    step(screen, "Courriels");
    screen.press("M’envoyer un courriel d’essai");
    screen.sees("Le courriel d’essai est parti");
    step(screen, "Ouverture");
    screen.press("Ouvrir le portail aux familles");
    screen.sees("Le portail est ouvert aux familles.");
    screen.open("/regles");
    for words in paper.said {
        screen.sees(words);
    }
}

/// The prices: rows are added as they are needed.
fn price(screen: &Screen, paper: &Paper, script: bool) {
    fill(screen, &[("depuis", "2026-09-01"), ("decision", "délibération du 26 juin 2026")]);
    fill(screen, &paper.price[..1]);
    if script {
        let first = json!(paper.price[1].0);
        screen.wait(
            "the fields of the choice are there",
            &format!("document.getElementById({first}) !== null"),
        );
    } else {
        screen.press("Afficher les champs de ce choix");
    }
    for (field, value) in &paper.price[1..] {
        if screen.read(&format!("document.getElementById({}) === null", json!(field))) == true {
            screen.press("Ajouter une ligne");
        }
        fill(screen, &[(field, value)]);
    }
    if script {
        screen.sees("En clair");
    }
    screen.press("Enregistrer les prix");
    screen.sees("Les prix sont enregistrés.");
}

/// A family comes to the counter: its file, its child, its access.
fn enters_a_family(screen: &Screen, paper: &Paper) {
    screen.open("/mairie/familles/nouvelle");
    fill(screen, &[("famille", "DURAND"), ("last_name", "DURAND"), ("first_name", "Lise"), ("mail", PARENT)]);
    fill(screen, &[("street", "2 rue de l’École"), ("postcode", "44999"), ("city", "Bourg")]);
    screen.press("Créer");
    screen.sees("Lise DURAND");
    let family = screen.read("location.pathname");
    let family = family.as_str().expect("its page").to_owned();
    screen.open(&format!("{family}/quotient"));
    if !paper.quotient.is_empty() {
        fill(screen, &[("quotient", paper.quotient), ("effet", "2026-09-01")]);
        screen.press("Enregistrer");
    }
    // A new family is taken for a resident.
    if !paper.resident {
        fill(screen, &[("habitant", "true")]);
        screen.press("Enregistrer la résidence");
    }
    screen.open(&format!("{family}/enfants/nouveau"));
    fill(screen, &[("first_name", "Zoé"), ("born_on", "2018-05-04"), ("class", "1"), ("sex", "f")]);
    screen.press("Ajouter cet enfant");
    screen.open(&format!("{family}/enfants/1"));
    fill(screen, &[("service-1", "yes")]);
    screen.press("Enregistrer");
    screen.sees("Les modifications sont enregistrées.");
    screen.open(&format!("{family}/acces"));
    screen.press("Inviter");
}

fn journey(paper: &Paper, size: Size, script: bool) {
    let site = Site::launch(World::empty());
    let screen = Screen::new(&site, size, script);
    comes_in(&site, &screen, script);
    sets_up(&screen, paper, script);
    enters_a_family(&screen, paper);
    let parent = Screen::new(&site, size, script);
    parent.open(&link(&site));
    let password = own(&parent, script);
    parent.sign_in_with(PARENT, &password);
    parent.sees("Bonjour Lise");
    parent.open(&format!("/reservations/{}", paper.too_late));
    let box_of = |day: &str| format!("{}?.disabled ?? null", the_box("Zoé", day, "Cantine"));
    assert_ne!(parent.read(&box_of(paper.too_late)), false, "{} is too late", paper.too_late);
    parent.open(&format!("/reservations/{}", paper.booked[0]));
    for day in paper.booked {
        parent.tick("Zoé", day, "Cantine");
    }
    parent.press("Valider");
    let count = paper.booked.len();
    parent.sees(&if count == 1 {
        "1 réservation ajoutée".to_owned()
    } else {
        format!("{count} réservations ajoutées")
    });
    parent.sees(&format!("Total de la période {}", preau::ui::french::money(worked_out(paper))));
}

#[test]
fn mametz_is_set_up_and_booked() {
    journey(&mametz(), Size::Desk, true);
}

#[test]
fn milly_is_set_up_and_booked_without_scripts() {
    journey(&milly(), Size::Desk, false);
}

#[test]
fn saint_barnabe_is_set_up_and_booked_on_a_phone() {
    journey(&barnabe(), Size::Phone, true);
}
