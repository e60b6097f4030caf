//! Services and their deadlines as they are read.

mod deadlines;
mod rule;
mod service;
mod services;
pub mod words;

pub use deadlines::{Kept, kept};
pub use rule::{Shown, preview, rule};
pub use service::{Sheet, service};
pub use services::services;

use maud::{Markup, html};

use crate::activity::draft::{Fault, What};

/// Where services are set.
const HERE: &str = "/mairie/reglages/prestations";
/// The help of deadlines, which stand below each service.
const DEADLINES: &str = "/mairie/reglages/delais";
/// Where all settings are.
const HUB: &str = "/mairie/reglages";

/// The page of a service.
fn address(id: impl std::fmt::Display) -> String {
    format!("{HERE}/{id}")
}

/// The words of a label, and what makes them those of one control: read aloud, not seen.
struct Label<'a>(&'a str, &'a str);

impl<'a> From<&'a str> for Label<'a> {
    fn from(words: &'a str) -> Self {
        Self(words, "")
    }
}

impl<'a> From<(&'a str, &'a str)> for Label<'a> {
    fn from((words, of): (&'a str, &'a str)) -> Self {
        Self(words, of)
    }
}

/// A control with its label, an example, and its problem: `inside` gets the id of what describes it.
fn control(
    name: &str,
    Label(label, of): Label,
    hint: &str,
    problem: Option<String>,
    class: &str,
    inside: impl Fn(Option<String>, Option<&'static str>) -> Markup,
) -> Markup {
    let help = (!hint.is_empty() || problem.is_some()).then(|| format!("{name}-aide"));
    html! {
        div.field.(class) {
            label for=(name) { (label) @if !of.is_empty() { span.away { ", " (of) } } }
            @if let Some(help) = &help {
                p.hint id=(help) {
                    (hint)
                    @if let Some(problem) = &problem { span.problem { " " (problem) } }
                }
            }
            (inside(help.clone(), problem.as_ref().map(|_| "true")))
        }
    }
}

/// A field of text, a date, an hour.
fn text<'a>(
    name: &str,
    label: impl Into<Label<'a>>,
    kind: &str,
    value: &str,
    hint: &str,
    problem: Option<String>,
    class: &str,
) -> Markup {
    control(name, label.into(), hint, problem, class, |help, invalid| {
        html! {
            input id=(name) name=(name) type=(kind) value=(value) autocomplete="off"
                inputmode=[(kind == "text" && class.contains("nombre")).then_some("numeric")]
                aria-describedby=[help] aria-invalid=[invalid];
        }
    })
}

/// A choice among a few.
fn select<'a>(
    name: &str,
    label: impl Into<Label<'a>>,
    options: &[(String, String)],
    value: &str,
    hint: &str,
    problem: Option<String>,
    class: &str,
) -> Markup {
    control(name, label.into(), hint, problem, class, |help, invalid| {
        html! {
            select id=(name) name=(name) aria-describedby=[help] aria-invalid=[invalid] {
                @for (key, words) in options { option value=(key) selected[key == value] { (words) } }
            }
        }
    })
}

/// The problem of a field, if it has one.
fn problem(faults: &[Fault], field: &str) -> Option<String> {
    faults.iter().find(|fault| fault.field == field).map(|fault| what(fault.what).into())
}

/// What to do about it.
fn what(what: What) -> &'static str {
    match what {
        What::Kind => "Choisissez une façon de compter.",
        What::Number => "Indiquez un nombre de jours, par exemple 2.",
        What::Hour => "Indiquez une heure, par exemple 09:00, ou rien pour toute la journée.",
        What::Weekday => "Choisissez un jour de la semaine.",
        What::MonthDay => "Indiquez un jour du mois, de 1 à 31.",
        What::Class => "Cochez au moins un jour d’école.",
        What::Map => "Indiquez un délai pour au moins un jour.",
        What::Windows => "Indiquez au moins une période.",
        What::Date => "Indiquez une date.",
        What::Backwards => "Cette date vient avant celle qu’elle devrait suivre.",
        What::Begun => "Choisissez une date à venir\u{a0}: ce qui s’applique déjà n’est pas modifié.",
        What::Taken => "Une autre règle commence déjà ce jour-là\u{a0}: modifiez-la.",
        What::Long => "Ce texte est trop long.",
        What::Changed => {
            "Quelqu’un d’autre vient de modifier cette prestation. Rien n’a été enregistré de votre saisie\u{a0}: relisez-la, puis enregistrez."
        }
        What::Name => "Indiquez un nom.",
        What::Weekdays => "Cochez au moins un jour.",
        What::Dates => "Indiquez au moins une date, une par ligne, par exemple 14/02/2027.",
        What::Places => "Indiquez un nombre de places, par exemple 40.",
        What::NeedsAndExcludes => "Une prestation ne peut pas être à la fois nécessaire et incompatible.",
        What::Used => {
            "Cette prestation a des réservations ou des inscriptions\u{a0}: donnez-lui plutôt un dernier jour."
        }
        What::Outside(_) => "Des réservations à venir seraient en dehors.",
        What::Limit => "La limite doit venir avant la fin du jour concerné.",
        What::Past => "Choisissez un jour à venir.",
        What::Unruled => "Aucune règle ne s’applique ce jour-là.",
    }
}
