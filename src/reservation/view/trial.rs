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
        french::{NBSP, count},
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
    frame.help = "/mairie/essai";
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
        p.away #dit role="status" { (said(shown, answer)) }
        div #reponse { (inside(shown, answer)) }
    };
    layout::page(&frame, content)
}

/// What changes while somebody chooses.
pub fn regions(shown: &Shown, answer: Option<&Answer>) -> [Region; 2] {
    [Region::of("dit", said(shown, answer)), Region::of("reponse", inside(shown, answer))]
}

/// The answer in a few words, for who does not see it change.
fn said(shown: &Shown, answer: Option<&Answer>) -> Markup {
    html! {
        @match answer {
            Some(answer) => (answer::short(answer)),
            None if shown.asked => "À compléter.",
            None => {}
        }
    }
}

fn inside(shown: &Shown, answer: Option<&Answer>) -> Markup {
    html! {
        @match answer {
            Some(answer) => (answer::answer(shown, answer)),
            None if shown.asked => {
                div.card {
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
        fieldset.card {
            legend { "Quel enfant" }
            @if shown.searches {
                (field(shown, "q", "Chercher un enfant de la commune", "search", "Nom de l’enfant, d’un responsable, ou numéro de la famille."))
                p { button.plain name="chercher" value="oui" { "Chercher" } }
                @if !shown.typed.get("q").is_empty() {
                    p role="status" {
                        @match shown.found.len() {
                            0 => "Aucun enfant ne correspond.",
                            found => { (count(found, "enfant trouvé", "enfants trouvés")) (NBSP) ": choisissez dans la liste qui suit." }
                        }
                    }
                }
                (select(shown, "enfant", "L’enfant", html! {
                    option value="" { "Un enfant imaginé, décrit ci-dessous" }
                    @for found in shown.found { (one(found, chosen)) }
                }))
            } @else {
                input type="hidden" name="enfant" value="";
                p.hint { "Vos rôles n’ouvrent pas les dossiers des familles" (NBSP) ": vous essayez avec un enfant imaginé." }
            }
        }
    }
}

fn one(found: &Found, chosen: &str) -> Markup {
    let value = format!("{}-{}", found.family, found.id);
    html! {
        option value=(value) selected[chosen == value] {
            (found.name) @if let Some(class) = &found.class { ", " (class) } ", famille " (found.of) " n°" (NBSP) (found.family)
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
                (select(shown, "classe", "Classe et niveau", html! {
                    option value="" { "Aucune classe" }
                    @for (id, school) in &shown.town.schools { (classes((*id, &school.name))) }
                }))
                (field(shown, "ne", "Date de naissance (facultatif)", "date", ""))
            }
            div.pair {
                (options(shown, "habite", "Habite", &[("", "dans la commune"), ("non", "hors de la commune")]))
                (field(shown, "quotient", "Quotient familial", "figures", "Rien\u{a0}: il n’est pas connu."))
            }
            div.pair {
                (field(shown, "enfants", "Enfants de la famille", "figures", &format!("De 1 à {MOST}.")))
                (field(shown, "rang", "Son rang parmi eux", "figures", "1 pour l’aîné."))
                (options(shown, "regime", "Régime", &[("", "peu importe"), ("general", "général (CAF)"), ("agricultural", "agricole (MSA)"), ("other", "autre")]))
            }
            label.choice { input type="checkbox" name="ensemble" value="oui" checked[get("ensemble") == "oui"]; "Ses frères et sœurs sont réservés le même jour" }
            label.choice { input type="checkbox" name="repas" value="oui" checked[get("repas") == "oui"]; "Il apporte son repas (PAI)" }
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
            div.pair {
                (select(shown, "prestation", "Prestation", html! {
                    option value="" { "Choisissez" }
                    @for service in &shown.services.list { option value=(service.id) selected[get("prestation") == service.id.to_string()] { (service.name) } }
                }))
                (select(shown, "tarif", "Tarif", html! {
                    option value="" { "Celui de son inscription" }
                    @for tariff in shown.tariffs.0.values() { option value=(tariff.id) selected[get("tarif") == tariff.id.to_string()] { (tariff.name) } }
                }))
            }
            p.hint { "Un enfant imaginé est inscrit au premier tarif proposé pour la prestation." }
            div.pair {
                (field(shown, "jour", "Pour le", "date", ""))
                (field(shown, "le", "Réservé le", "date", ""))
                (field(shown, "heure", "à (heure)", "time", ""))
                (field(shown, "minutes", "Durée en minutes (facultatif)", "figures", "Pour un prix qui dépend du temps passé."))
            }
        }
    }
}

/// A field with an example under its label.
fn field(shown: &Shown, name: &str, label: &str, kind: &str, hint: &str) -> Markup {
    let wrong = shown.faults.iter().find(|(field, _)| shown.asked && *field == name);
    let (help, example) = (format!("{name}-aide"), format!("{name}-exemple"));
    let described = match (wrong, hint) {
        (Some(_), _) => Some(&help),
        (None, "") => None,
        (None, _) => Some(&example),
    };
    let (kind, mode) = if kind == "figures" { ("text", Some("numeric")) } else { (kind, None) };
    html! {
        div.field {
            label for=(name) { (label) }
            @if !hint.is_empty() { p.hint id=(example) { (hint) } }
            @if let Some((_, wrong)) = wrong { p.problem id=(help) { (words(*wrong)) } }
            input id=(name) name=(name) type=(kind) value=(shown.typed.get(name)) autocomplete="off" inputmode=[mode]
                aria-describedby=[described] aria-invalid=[wrong.map(|_| "true")];
        }
    }
}

fn select(shown: &Shown, name: &str, label: &str, options: Markup) -> Markup {
    let wrong = shown.faults.iter().find(|(field, _)| shown.asked && *field == name);
    let help = wrong.map(|_| format!("{name}-aide"));
    html! {
        div.field {
            label for=(name) { (label) }
            @if let Some((_, wrong)) = wrong { p.problem id=[help.as_ref()] { (words(*wrong)) } }
            select id=(name) name=(name) aria-describedby=[help.as_ref()] aria-invalid=[wrong.map(|_| "true")] { (options) }
        }
    }
}

fn options(shown: &Shown, name: &str, label: &str, all: &[(&str, &str)]) -> Markup {
    let value = shown.typed.get(name);
    select(
        shown,
        name,
        label,
        html! { @for (key, words) in all { option value=(key) selected[*key == value] { (words) } } },
    )
}
