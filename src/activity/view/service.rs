//! The sheet of a service.

use maud::{Markup, html};
use strum::VariantArray;

use super::{HERE, HUB, address, problem, select, text, what};
use crate::{
    activity::{
        Days, Kind, Service, Services, Unit,
        draft::{Fault, Typed, What},
        sheet::{LEVELS, NEW},
    },
    town::Town,
    ui::{
        form::{Problem, problems},
        french::{self, NBSP},
        layout::{self, Frame},
    },
};

/// What the page of a service shows.
pub struct Sheet<'a> {
    /// The town.
    pub town: &'a Town,
    /// All services, and the places they share.
    pub services: &'a Services,
    /// The one; none: a new one.
    pub service: Option<&'a Service>,
    /// What the form holds.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// Whether it was just saved.
    pub done: bool,
}

/// The page.
pub fn service<'a>(frame: Frame<'a>, shown: &Sheet<'a>) -> Markup {
    let mut frame = frame;
    let (typed, faults) = (shown.typed, shown.faults);
    let title = shown.service.map_or("Nouvelle prestation", |service| service.name.as_str());
    frame.title = title;
    (frame.here, frame.help) = (HUB, HERE);
    frame.refused = !faults.is_empty();
    let action = shown.service.map_or_else(|| format!("{HERE}/nouvelle"), |service| address(service.id));
    let get = |name: &str| typed.get(name);
    let wrong = |name: &str| problem(faults, name);
    let others =
        || shown.services.list.iter().filter(|other| Some(other.id) != shown.service.map(|own| own.id));
    let listed: Vec<Problem> = faults.iter().map(listed).collect();
    let content = html! {
        p { a.alone href=(HERE) { "Toutes les prestations" } }
        h1 { (title) }
        @if shown.done { p.saved role="status" { "C’est enregistré." } }
        (problems(&listed))
        @if let Some(service) = shown.service {
            p { a.alone href=(format!("{}/delais", address(service.id))) { "Délais pour réserver et annuler" } }
        }
        form.card method="post" action=(action) novalidate {
            input type="hidden" name="vu" value=(get("vu"));
            input type="hidden" name="dehors" value=(outside(faults).unwrap_or(0));
            (text("nom", "Nom", "text", get("nom"), "Par exemple\u{a0}: Cantine.", wrong("nom"), ""))
            (text("court", "Nom court (facultatif)", "text", get("court"), "Là où il y a peu de place.", wrong("court"), ""))
            div.pair {
                (select("genre", "Ce que c’est", &options(Kind::VARIANTS, kind), get("genre"), "", None, ""))
                (select("unite", "Une réservation est", &[vec![(String::new(), "non précisé".into())], options(Unit::VARIANTS, unit)].concat(), get("unite"), "", None, ""))
                (select("periode", "Ouvre", &options(Days::VARIANTS, period), get("periode"), "", None, ""))
            }
            (choices("jours", "Jours de la semaine", "jour", "", wrong("jours"), typed, (1..=7u8).map(|day| (day.to_string(), french::weekday(day).to_owned()))))
            div.field {
                label for="dates" { "Dates, si elle n’ouvre qu’à des dates précises" }
                p.hint id="dates-aide" { "Une par ligne, par exemple 14/02/2027." @if let Some(words) = wrong("dates") { span.problem { " " (words) } } }
                textarea id="dates" name="dates" rows="3" aria-describedby="dates-aide" aria-invalid=[wrong("dates").map(|_| "true")] { (get("dates")) }
            }
            h2 { "Pour qui" }
            (choices("ecoles", "Écoles", "ecole", "Sans rien cocher\u{a0}: toutes.", None, typed, shown.town.schools.values().map(|school| (school.id.to_string(), school.name.clone()))))
            (choices("niveaux", "Niveaux", "niveau", "Sans rien cocher\u{a0}: tous.", None, typed, LEVELS.iter().map(|level| (format!("{level:?}"), format!("{level:?}")))))
            details open[!typed.all("classe").is_empty()] {
                summary { "Seulement certaines classes" }
                (choices("classes", "Classes", "classe", "Sans rien cocher\u{a0}: toutes.", None, typed, shown.town.classes.values().map(|class| (class.id.to_string(), class_name(shown.town, class)))))
            }
            (select("inscription", "Inscription", &[("demandee".into(), "Il faut y être inscrit".into()), ("ouverte".into(), "Ouverte à tous les enfants concernés".into())], get("inscription"), "Sans inscription, le premier tarif proposé s’applique.", None, ""))
            label.choice { input type="checkbox" name="mairie" value="oui" checked[get("mairie") == "oui"]; span { "Réservée par la mairie seulement (les parents la lisent)" } }
            h2 { "Places par jour" }
            div.pair {
                (select("compte", "Les places sont", &pools(shown.services), get("compte"), "Plusieurs prestations peuvent partager les mêmes.", None, ""))
                (text("places", "Nombre de places", "text", get("places"), "Par exemple 40.", wrong("places"), "nombre"))
            }
            label.choice { input type="checkbox" name="parecole" value="oui" checked[get("parecole") == "oui"]; span { "Ce nombre vaut pour chaque école (sinon, pour toutes ensemble)" } }
            @if others().next().is_some() {
                h2 { "Avec les autres prestations, le même jour" }
                (choices("exclut", "Ne va pas avec", "exclut", "L’enfant ne peut avoir qu’une des deux.", None, typed, others().map(|other| (other.id.to_string(), other.name.clone()))))
                (choices("exige", "Demande l’une de", "exige", "Sans l’une d’elles, elle ne peut pas être réservée.", wrong("exige"), typed, others().map(|other| (other.id.to_string(), other.name.clone()))))
            }
            (text("dernier", "Dernier jour (facultatif)", "date", get("dernier"), "Une prestation qui s’arrête garde son passé.", wrong("dernier"), ""))
            p { button.main name="geste" value="enregistrer" { "Enregistrer" } }
        }
        @if let Some(service) = shown.service {
            form.card method="post" action=(action) {
                h2 { "Supprimer" }
                p { "Possible seulement si personne n’y est inscrit et que rien n’est réservé." }
                p { button.plain #supprimer name="geste" value="supprimer" { "Supprimer «" (NBSP) (service.name) (NBSP) "»" } }
            }
        }
    };
    layout::page(&frame, content)
}

/// How many bookings to come would be left outside, when that is what is said.
fn outside(faults: &[Fault]) -> Option<usize> {
    faults.iter().find_map(|fault| match fault.what {
        What::Outside(count) => Some(count),
        _ => None,
    })
}

fn listed(fault: &Fault) -> Problem {
    let words = match fault.what {
        What::Outside(count) => format!(
            "Avec ce changement, {} en dehors des jours ou des enfants concernés. Rien n’est annulé\u{a0}: ces réservations sont gardées. Enregistrez de nouveau pour confirmer.",
            french::count(count, "réservation à venir serait", "réservations à venir seraient")
        ),
        other => what(other).into(),
    };
    Problem { field: Some(fault.field.clone()), words }
}

/// Boxes under one name; the group has an id for its problem.
fn choices(
    id: &str,
    legend: &str,
    name: &str,
    hint: &str,
    wrong: Option<String>,
    typed: &Typed,
    all: impl Iterator<Item = (String, String)>,
) -> Markup {
    html! {
        fieldset id=(id) tabindex="-1" {
            legend { (legend) }
            @if !hint.is_empty() { p.hint { (hint) } }
            @if let Some(words) = wrong { p.problem { (words) } }
            div.beside-each {
                @for (value, words) in all {
                    label.choice { input type="checkbox" name=(name) value=(value) checked[typed.all(name).contains(&value)]; span { (words) span.away { " (" (legend) ")" } } }
                }
            }
        }
    }
}

fn class_name(town: &Town, class: &crate::town::Class) -> String {
    match town.schools.get(&class.school) {
        Some(school) => format!("{}, {}", class.name, school.short),
        None => class.name.clone(),
    }
}

fn pools(services: &Services) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), "sans limite".to_owned())];
    all.extend(
        services
            .pools
            .values()
            .map(|pool| (pool.id.to_string(), format!("celles de «\u{a0}{}\u{a0}»", pool.name))),
    );
    all.push((NEW.into(), "comptées pour elle".into()));
    all
}

fn options<T: Copy + std::fmt::Debug>(all: &[T], words: fn(T) -> &'static str) -> Vec<(String, String)> {
    all.iter().map(|value| (format!("{value:?}"), words(*value).to_owned())).collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Canteen => "Cantine",
        Kind::Garderie => "Garderie",
        Kind::Snack => "Goûter",
        Kind::Bus => "Transport",
        Kind::Leisure => "Accueil de loisirs",
    }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Meal => "un repas",
        Unit::Session => "une séance",
        Unit::QuarterHour => "un quart d’heure",
        Unit::HalfHour => "une demi-heure",
        Unit::Hour => "une heure",
        Unit::HalfDay => "une demi-journée",
        Unit::Day => "une journée",
    }
}

fn period(days: Days) -> &'static str {
    match days {
        Days::School => "en période scolaire",
        Days::Holidays => "pendant les vacances",
        Days::Given => "à des dates précises",
    }
}
