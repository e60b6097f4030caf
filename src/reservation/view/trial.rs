//! Trying it: the form, and what the settings answer.

mod answer;

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::{
    activity::draft::Typed,
    family::{ChildId, FamilyId},
    reservation::{
        open::Open,
        trial::{
            Question, Trial,
            read::{Fault, MOST, Wrong},
        },
    },
    tariff::Tariffs,
    town::{Class, Town},
    ui::{
        form::{Problem, problems},
        fragment::Region,
        french::NBSP,
        layout::{self, Frame, Script},
    },
};

const HERE: &str = "/mairie/essai";

/// A child that was found.
pub struct Found {
    /// Its family.
    pub family: FamilyId,
    /// The family's name.
    pub of: String,
    /// Its number.
    pub id: ChildId,
    /// "Léa MARTEL".
    pub name: String,
    /// Its class today.
    pub class: Option<String>,
}

/// What the page shows.
pub struct Shown<'a> {
    /// The town.
    pub town: &'a Town,
    /// The town's services.
    pub services: &'a crate::activity::Services,
    /// Its tariffs.
    pub tariffs: &'a Tariffs,
    /// The day.
    pub today: NaiveDate,
    /// What the form holds.
    pub typed: &'a Typed,
    /// Whether who looks may look for a child of a family.
    pub searches: bool,
    /// Those that were found, and the one that is chosen.
    pub found: &'a [Found],
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// Whether something is asked.
    pub asked: bool,
}

/// What the settings answer.
pub struct Answer<'a> {
    /// What the rules looked at.
    pub open: &'a Open,
    /// What was asked.
    pub question: &'a Question,
    /// The answer.
    pub trial: &'a Trial<'a>,
}

/// The page.
pub fn page(mut frame: Frame, shown: &Shown, answer: Option<&Answer>) -> Markup {
    (frame.title, frame.here) = ("Essayer", "/mairie/reglages");
    frame.script = Script::Live;
    frame.refused = shown.asked && !shown.faults.is_empty();
    let of = |(field, wrong): &Fault| Problem { field: Some((*field).into()), words: words(*wrong).into() };
    let listed: Vec<Problem> = match frame.refused {
        true => shown.faults.iter().map(of).collect(),
        false => Vec::new(),
    };
    let content = html! {
        p { a.alone href="/mairie/reglages" { "Réglages" } }
        h1 { "Essayer" }
        p { "Ce que les réglages répondent pour un enfant, une prestation et un jour. Rien n’est réservé. Un tarif ou un délai qui commence plus tard sert pour les jours à partir de son début, avant que les parents ne le voient." }
        (problems(&listed))
        form method="get" action=(HERE) autocomplete="off" hx-get=(HERE) hx-trigger="change" hx-swap="none" hx-sync="this:replace" {
            (who(shown))
            (pretend(shown))
            (what(shown))
            p { button.main { "Essayer" } }
        }
        div #reponse aria-live="polite" { (inside(shown, answer)) }
    };
    layout::page(&frame, content)
}

/// What changes while somebody chooses.
pub fn regions(shown: &Shown, answer: Option<&Answer>) -> [Region; 1] {
    [Region::of("reponse", inside(shown, answer))]
}

fn inside(shown: &Shown, answer: Option<&Answer>) -> Markup {
    html! {
        @match answer {
            Some(answer) => (answer::answer(shown, answer)),
            None if shown.asked => {
                section.card {
                    h2 { "À compléter" }
                    ul.links { @for (_, wrong) in shown.faults { li.problem { (words(*wrong)) } } }
                }
            }
            None => {}
        }
    }
}

fn words(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Child => "Choisissez un enfant.",
        Wrong::Service => "Choisissez une prestation.",
        Wrong::Tariff => "Cette prestation n’a pas encore de tarif\u{a0}: choisissez-en un.",
        Wrong::Date => "Indiquez une date.",
        Wrong::Hour => "Indiquez une heure, par exemple 09:00.",
        Wrong::Quotient => "Indiquez un quotient, par exemple 850, ou rien s’il n’est pas connu.",
        Wrong::Rank => "Indiquez un nombre d’enfants de 1 à 12, et un rang qui ne le dépasse pas.",
        Wrong::Minutes => "Indiquez une durée en minutes, par exemple 45, ou rien.",
    }
}

/// A child of a family, or one that is made up.
fn who(shown: &Shown) -> Markup {
    let chosen = shown.typed.get("enfant");
    html! {
        fieldset.card #enfant tabindex="-1" {
            legend { "Quel enfant" }
            (beside(shown, "enfant"))
            label.choice { input type="radio" name="enfant" value="" checked[chosen.is_empty()]; "Un enfant imaginé, décrit ci-dessous" }
            @for found in shown.found {
                @let value = format!("{}-{}", found.family, found.id);
                label.choice { input type="radio" name="enfant" value=(value) checked[chosen == value]; (found.name) @if let Some(class) = &found.class { ", " (class) } ", famille " (found.of) " n°" (NBSP) (found.family) }
            }
            @if shown.searches {
                (field(shown, "q", "Chercher un enfant de la commune", "search", "Nom de l’enfant, d’un responsable, ou numéro de la famille."))
                @if !shown.typed.get("q").is_empty() && shown.found.is_empty() { p { "Aucun enfant ne correspond." } }
                p { button.plain name="chercher" value="oui" { "Chercher" } }
            } @else {
                p.hint { "Vos rôles n’ouvrent pas les dossiers des familles" (NBSP) ": vous essayez avec un enfant imaginé." }
            }
        }
    }
}

fn pretend(shown: &Shown) -> Markup {
    let get = |name: &str| shown.typed.get(name);
    let classes = |(school, name): (crate::town::SchoolId, &str)| {
        let of = shown.town.classes.values().filter(move |class| class.school == school);
        html! { optgroup label=(name) { @for class in of { option value=(class.id) selected[get("classe") == class.id.to_string()] { (class_name(class)) } } } }
    };
    html! {
        fieldset.card {
            legend { "L’enfant imaginé" }
            div.pair {
                (select("classe", "Classe et niveau", html! {
                    option value="" { "Aucune classe" }
                    @for (id, school) in &shown.town.schools { (classes((*id, &school.name))) }
                }))
                (field(shown, "ne", "Date de naissance (facultatif)", "date", ""))
            }
            div.pair {
                (options("habite", "Habite", &[("", "dans la commune"), ("non", "hors de la commune")], get("habite")))
                (field(shown, "quotient", "Quotient familial", "figures", "Rien\u{a0}: il n’est pas connu."))
            }
            div.pair {
                (field(shown, "enfants", "Enfants de la famille", "figures", &format!("De 1 à {MOST}.")))
                (field(shown, "rang", "Son rang parmi eux", "figures", "1 pour l’aîné."))
            }
            label.choice { input type="checkbox" name="ensemble" value="oui" checked[get("ensemble") == "oui"]; "Ses frères et sœurs sont réservés le même jour" }
            label.choice { input type="checkbox" name="repas" value="oui" checked[get("repas") == "oui"]; "Il apporte son repas (PAI)" }
            (options("regime", "Régime", &[("", "peu importe"), ("general", "général (CAF)"), ("agricultural", "agricole (MSA)"), ("other", "autre")], get("regime")))
        }
    }
}

fn class_name(class: &Class) -> String {
    let level = format!("{:?}", class.level);
    if class.name.contains(&level) { class.name.clone() } else { format!("{} ({level})", class.name) }
}

fn what(shown: &Shown) -> Markup {
    let get = |name: &str| shown.typed.get(name);
    html! {
        fieldset.card {
            legend { "La réservation" }
            (beside(shown, "tarif"))
            div.pair {
                (select("prestation", "Prestation", html! {
                    option value="" { "Choisissez" }
                    @for service in &shown.services.list { option value=(service.id) selected[get("prestation") == service.id.to_string()] { (service.name) } }
                }))
                (select("tarif", "Tarif", html! {
                    option value="" { "Celui de son inscription" }
                    @for tariff in shown.tariffs.0.values() { option value=(tariff.id) selected[get("tarif") == tariff.id.to_string()] { (tariff.name) } }
                }))
            }
            (beside(shown, "prestation"))
            p.hint { "Un enfant imaginé est inscrit au premier tarif proposé pour la prestation." }
            div.pair {
                (field(shown, "jour", "Pour le", "date", "Un jour à venir lit les tarifs et les délais de ce jour-là."))
                (field(shown, "le", "Réservé le", "date", ""))
                (field(shown, "heure", "à (heure)", "time", ""))
            }
            (field(shown, "minutes", "Durée en minutes (facultatif)", "figures", "Pour un prix qui dépend du temps passé."))
        }
    }
}

fn beside(shown: &Shown, name: &str) -> Markup {
    let wrong = shown.faults.iter().find(|(field, _)| shown.asked && *field == name);
    html! { @if let Some((_, wrong)) = wrong { p.problem { (words(*wrong)) } } }
}

/// A field with an example under its label.
fn field(shown: &Shown, name: &str, label: &str, kind: &str, hint: &str) -> Markup {
    let wrong = shown.faults.iter().find(|(field, _)| shown.asked && *field == name);
    let help = (!hint.is_empty() || wrong.is_some()).then(|| format!("{name}-aide"));
    let (kind, mode) = if kind == "figures" { ("text", Some("numeric")) } else { (kind, None) };
    html! {
        div.field {
            label for=(name) { (label) }
            @if let Some(help) = &help {
                p.hint id=(help) { (hint) @if let Some((_, wrong)) = wrong { span.problem { " " (words(*wrong)) } } }
            }
            input id=(name) name=(name) type=(kind) value=(shown.typed.get(name)) inputmode=[mode]
                aria-describedby=[help.as_ref()] aria-invalid=[wrong.map(|_| "true")];
        }
    }
}

fn select(name: &str, label: &str, options: Markup) -> Markup {
    html! { div.field { label for=(name) { (label) } select id=(name) name=(name) { (options) } } }
}

fn options(name: &str, label: &str, all: &[(&str, &str)], value: &str) -> Markup {
    select(
        name,
        label,
        html! { @for (key, words) in all { option value=(key) selected[*key == value] { (words) } } },
    )
}
