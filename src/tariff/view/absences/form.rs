//! The form of what is decided about absences, and the sentence that it makes.

use chrono::NaiveDate;
use maud::{Markup, html};
use strum::VariantArray;

use super::{HERE, HUB, going_on, problem, words, wrong};
use crate::{
    activity::{Services, draft::Typed},
    tariff::absence::{
        Cause, Terms,
        draft::{Fault, KINDS, key},
    },
    ui::{
        form::{Problem, problems},
        fragment::Region,
        french::NBSP,
        layout::{self, Frame, Script},
    },
};

/// What the page shows.
pub struct Shown<'a> {
    /// The town's services.
    pub services: &'a Services,
    /// The day.
    pub today: NaiveDate,
    /// What the form holds.
    pub typed: &'a Typed,
    /// What it says, when it can be read.
    pub read: Option<&'a Terms>,
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// Whether it was sent to be saved.
    pub refused: bool,
}

/// The page.
pub fn form(mut frame: Frame, shown: &Shown) -> Markup {
    let (typed, faults) = (shown.typed, if shown.refused { shown.faults } else { &[] });
    let new = typed.get("version").is_empty();
    frame.title = "Absences – règle";
    (frame.here, frame.help) = (HUB, HERE);
    frame.refused = shown.refused;
    frame.script = Script::Live;
    let of = |fault: &Fault| Problem { field: Some(fault.field.clone()), words: wrong(fault.wrong).into() };
    let listed: Vec<Problem> = faults.iter().map(of).collect();
    let content = html! {
        p { a.alone href=(HERE) { "Revenir aux absences" } }
        h1 { @if new { "Nouvelle règle d’absences" } @else { "Modifier la règle d’absences" } }
        (problems(&listed))
        form method="post" action={ (HERE) "/regle" } novalidate
            hx-post={ (HERE) "/apercu" } hx-trigger="input delay:300ms"
            hx-swap="none" hx-sync="this:replace" {
            input type="hidden" name="version" value=(typed.get("version"));
            input type="hidden" name="vu" value=(typed.get("vu"));
            fieldset.card #prestation tabindex="-1" {
                legend { "Pour quelles prestations" }
                (beside("prestation", faults))
                @for service in going_on(shown.services, shown.today) {
                    label.choice {
                        input type="checkbox" name="prestation" value=(service.id) checked[typed.all("prestation").contains(&service.id.to_string())];
                        (service.name)
                    }
                }
            }
            div.card {
                (text(shown, "depuis", "Pour les jours à partir du", "date", "Les jours d’avant gardent leur règle."))
                (text(shown, "decision", "Décision (facultatif)", "text", "Par exemple\u{a0}: délibération du 26 juin 2025, règlement article 6."))
            }
            (illness(shown, faults))
            fieldset.card {
                legend { "Ce qui ne vient pas de la famille" }
                p.hint { "Sans coche, rien n’est dû. Cochez ce qui reste dû quand le jour n’est pas annulé à temps." }
                @for cause in Cause::VARIANTS {
                    label.choice {
                        input type="checkbox" name="du" value=(key(*cause)) checked[typed.all("du").iter().any(|known| known == key(*cause))];
                        (billed(*cause))
                    }
                }
            }
            div.card #apercu aria-live="polite" { (inside(shown)) }
            p {
                button.main name="geste" value="enregistrer" { "Enregistrer" } " "
                button.plain name="geste" value="voir" { "Voir" }
            }
            @if !new { p { button.plain name="geste" value="retirer" { "Retirer cette règle" } } }
        }
    };
    layout::page(&frame, content)
}

/// What changes while somebody types.
pub fn preview(shown: &Shown) -> [Region; 1] {
    [Region::of("apercu", inside(shown))]
}

fn inside(shown: &Shown) -> Markup {
    html! {
        h2 { "Ce que liront les parents" }
        @match shown.read {
            Some(terms) => ul.links { @for said in words::terms(terms) { li { (said) } } },
            None => {
                p { "La règle n’est pas encore complète." }
                ul.links { @for fault in shown.faults { li.problem { (wrong(fault.wrong)) } } }
            }
        }
        p.hint { "Rien n’est publié avant «" (NBSP) "Enregistrer" (NBSP) "»." }
    }
}

fn billed(cause: Cause) -> &'static str {
    match cause {
        Cause::Strike => "La grève reste due",
        Cause::Outing => "La sortie de la classe reste due",
        Cause::Teacher => "L’absence de l’enseignant reste due",
    }
}

/// The problem of a group of fields.
fn beside(name: &str, faults: &[Fault]) -> Markup {
    html! { @if let Some(words) = problem(faults, name) { p.problem { (words) } } }
}

fn text(shown: &Shown, name: &str, label: &str, kind: &str, hint: &str) -> Markup {
    nth(shown, (name, name), label, kind, hint, shown.typed.get(name))
}

/// A field by its id and its name, with its problem and an example.
fn nth(shown: &Shown, (id, name): (&str, &str), label: &str, kind: &str, hint: &str, value: &str) -> Markup {
    let faults = if shown.refused { shown.faults } else { &[] };
    let wrong = problem(faults, id);
    let (help, example) = (format!("{id}-aide"), format!("{id}-exemple"));
    let described = match (wrong, hint) {
        (Some(_), _) => Some(&help),
        (None, "") => None,
        (None, _) => Some(&example),
    };
    // Figures are short.
    let (kind, mode) = if kind == "number" { ("text", Some("numeric")) } else { (kind, None) };
    html! {
        div.field {
            label for=(id) { (label) }
            @if !hint.is_empty() { p.hint id=(example) { (hint) } }
            @if let Some(words) = wrong { p.problem id=(help) { (words) } }
            input id=(id) name=(name) type=(kind) value=(value) autocomplete="off" inputmode=[mode]
                aria-describedby=[described] aria-invalid=[wrong.map(|_| "true")];
        }
    }
}

/// The four ways, and the fields of each: those of the one that is chosen are shown, where the browser can.
fn illness(shown: &Shown, faults: &[Fault]) -> Markup {
    let typed = shown.typed;
    let ways = [
        "L’absence est due",
        "L’absence n’est pas due, sauf peut-être les premiers jours",
        "Seuls les premiers jours ne sont pas dus",
        "Selon le délai du certificat médical",
    ];
    let wrong = problem(faults, "maladie");
    html! {
        fieldset.card.ways {
            legend { "En cas de maladie" }
            div.field {
                label for="maladie" { "Ce qui est dû" }
                p.hint #maladie-exemple { "D’une absence qui n’a pas été annulée dans les délais." }
                @if let Some(words) = wrong { p.problem #maladie-aide { (words) } }
                select #maladie name="maladie" aria-describedby=(if wrong.is_some() { "maladie-aide" } else { "maladie-exemple" }) aria-invalid=[wrong.map(|_| "true")] {
                    option value="" { "Choisissez" }
                    @for (kind, words) in KINDS.iter().zip(ways) { option value=(kind) selected[typed.get("maladie") == *kind] { (words) } }
                }
            }
            div.way-free {
                (text(shown, "carence", "Premiers jours dus (jours de carence)", "number", "Rien, ou 0\u{a0}: aucun. Les jours sont ceux qui étaient réservés."))
                label.choice {
                    input type="checkbox" name="certificat" value="oui" checked[typed.get("certificat") == "oui"];
                    "Un certificat médical est demandé"
                }
            }
            div.way-first_free {
                (text(shown, "gratuits", "Premiers jours qui ne sont pas dus", "number", "Par exemple 2\u{a0}: le troisième jour réservé est dû."))
            }
            div.way-tiers { (tiers(shown)) }
        }
    }
}

/// A row for each certificate, and one more.
fn tiers(shown: &Shown) -> Markup {
    let (hours, due) = (shown.typed.all("heures"), shown.typed.all("dus"));
    let typed = |n: usize| [hours, due].iter().any(|all| all.get(n).is_some_and(|text| !text.is_empty()));
    let rows = (0..hours.len().max(due.len())).rfind(|n| typed(*n)).map_or(0, |last| last + 1);
    let rows = if shown.typed.get("geste") == "ligne" { hours.len().max(rows) } else { rows };
    let at = |all: &[String], n: usize| all.get(n).cloned().unwrap_or_default();
    html! {
        p.hint { "Heures comptées depuis le premier jour d’absence. Rien dans «" (NBSP) "heures" (NBSP) "»" (NBSP) ": quel que soit le délai. Rien dans «" (NBSP) "jours dus" (NBSP) "»" (NBSP) ": toute l’absence est due. Plus tard, ou sans certificat, l’absence est due." }
        @for n in 0..=rows {
            div.pair {
                (nth(shown, (&format!("heures-{n}"), "heures"), &format!("Certificat {}, remis dans les (heures)", n + 1), "number", "", &at(hours, n)))
                (nth(shown, (&format!("dus-{n}"), "dus"), &format!("Certificat {}, premiers jours dus", n + 1), "number", "", &at(due, n)))
            }
        }
        p { button.plain name="geste" value="ligne" { "Ajouter un délai" } }
    }
}
