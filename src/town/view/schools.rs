//! Schools and their classes, as an administrator settles them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::{
    town::{
        ClassId, Level, School, SchoolId, Town,
        schools::{Fault, Row, Typed},
    },
    ui::{
        form::{Field, Problem, hinted, problems},
        french::{self, NBSP, count},
        layout::{self, Frame},
        table::table,
    },
};

const PAGE: &str = "/mairie/reglages/ecoles";

/// What is to be shown of what was done or sent.
#[derive(Default)]
pub struct Shown<'a> {
    /// What is wrong with what was typed.
    pub faults: &'a [Fault],
    /// What keeps the school from being taken away.
    pub holds: &'a [Holds],
    /// Whether a line was just added.
    pub added: bool,
    /// What was just done.
    pub done: Option<&'a str>,
}

/// What hangs on a school.
#[derive(Clone, Debug, PartialEq)]
pub enum Holds {
    /// So many children are or were in this class.
    Class(String, usize),
    /// This service is for it.
    Service(String),
    /// Something is closed there: why, and the first day.
    Closure(String, NaiveDate),
    /// This agent takes its roll.
    Agent(String),
}

/// All schools.
pub fn list(mut frame: Frame, town: &Town, done: Option<&str>) -> Markup {
    frame.title = "Écoles et classes";
    (frame.here, frame.help) = ("/mairie/reglages", PAGE);
    let row = |school: &School| {
        let classes = town.classes.values().filter(|class| class.school == school.id);
        let names: Vec<&str> = classes.map(|class| class.name.as_str()).collect();
        vec![
            html! { a href={ (PAGE) "/" (school.id) } { (school.name) } },
            html! { (days(&school.weekdays)) },
            html! { @if names.is_empty() { "aucune classe" } @else { (names.join(", ")) } },
        ]
    };
    let rows: Vec<Vec<Markup>> = town.schools.values().map(row).collect();
    let content = html! {
        h1 { "Écoles et classes" }
        @if done == Some("supprimer") { p.saved role="status" { "L’école est supprimée, avec ses classes." } }
        p { "Les écoles de la commune, leurs jours de classe et leurs classes. Vous pouvez ajouter une école à tout moment." }
        @if rows.is_empty() {
            p { "Aucune école n’est encore enregistrée." }
        } @else {
            (table("Écoles de la commune", &["École", "Jours de classe", "Classes"], &rows))
        }
        p { a.main href={ (PAGE) "/nouvelle" } { "Ajouter une école" } }
        p { a.alone href="/mairie/reglages" { "Revenir aux réglages" } }
    };
    layout::page(&frame, content)
}

/// "lundi, mardi, jeudi et vendredi".
pub fn days(weekdays: &[u8]) -> String {
    french::list(weekdays.iter().map(|day| french::weekday(*day)))
}

/// A school, or one to come.
pub fn one(
    mut frame: Frame,
    id: Option<SchoolId>,
    typed: &Typed,
    used: &BTreeMap<ClassId, usize>,
    shown: &Shown,
) -> Markup {
    let title = if id.is_some() { "École et classes" } else { "Nouvelle école" };
    (frame.title, frame.here, frame.help) = (title, "/mairie/reglages", PAGE);
    frame.refused = !shown.faults.is_empty() || !shown.holds.is_empty();
    let mut list: Vec<Problem> = shown
        .faults
        .iter()
        .map(|fault| {
            let (field, words) = words(*fault);
            Problem { field: Some(field), words }
        })
        .collect();
    if !shown.holds.is_empty() {
        let words = "Cette école ne peut pas être supprimée\u{a0}: elle sert encore.".into();
        list.push(Problem { field: Some("supprimer".into()), words });
    }
    let said = |name: &str| {
        shown
            .faults
            .iter()
            .map(|fault| words(*fault))
            .find(|(field, _)| field == name)
            .map(|(_, words)| words)
    };
    let text = |name, label, value, hint, required| {
        let problem = said(name);
        let field =
            Field { name, label, kind: "text", autocomplete: "off", value, problem: problem.as_deref() };
        hinted(&field, hint, required)
    };
    let address = match id {
        Some(id) => format!("{PAGE}/{id}"),
        None => format!("{PAGE}/nouvelle"),
    };
    let content = html! {
        h1 { (title) }
        @if shown.done == Some("enregistrer") { p.saved role="status" { "L’école et ses classes sont enregistrées." } }
        (problems(&list))
        form.card method="post" action=(address) novalidate {
            input type="hidden" name="vu" value=(typed.seen);
            (text("nom", "Nom de l’école", &typed.name, "Par exemple École élémentaire Jules-Ferry.", true))
            (text("court", "Nom court (facultatif)", &typed.short, "Pour les listes, par exemple Jules-Ferry. Sans lui, le nom entier est montré.", false))
            (weekdays(typed, said("jours").as_deref()))
            h2 { "Classes" }
            p { "Une ligne par classe. Pour une classe à plusieurs niveaux, choisissez le plus courant. Une ligne laissée vide ne compte pas." }
            @let last = typed.rows.len().saturating_sub(1);
            @for (n, row) in typed.rows.iter().enumerate() { (line(n, row, used, &said, shown.added && n == last)) }
            p { button.plain name="geste" value="ligne" { "Ajouter une classe" } }
            button.main name="geste" value="enregistrer" { "Enregistrer" }
        }
        @if id.is_some() { (removal(&address, shown.holds)) }
        p { a.alone href=(PAGE) { "Revenir aux écoles" } }
    };
    layout::page(&frame, content)
}

fn weekdays(typed: &Typed, problem: Option<&str>) -> Markup {
    html! {
        fieldset #jours tabindex="-1" {
            legend { "Jours de classe" }
            @if let Some(words) = problem { p.problem { (words) } }
            @for day in 1..=6u8 {
                label.choice { input type="checkbox" name="jour" value=(day) checked[typed.weekdays.contains(&day)]; span.cap { (french::weekday(day)) } }
            }
        }
    }
}

/// A class. `here`: it was just added, and takes the focus.
fn line(
    n: usize,
    row: &Row,
    used: &BTreeMap<ClassId, usize>,
    said: &impl Fn(&str) -> Option<String>,
    here: bool,
) -> Markup {
    let number = n + 1;
    let (name, level, gone) = (format!("classe-{n}"), format!("niveau-{n}"), format!("retirer-{n}"));
    let (about_name, about_level, about_gone) = (said(&name), said(&level), said(&gone));
    let children = row.id.and_then(|id| used.get(&id)).copied().unwrap_or(0);
    html! {
        fieldset {
            legend { "Classe " (number) }
            div.fields {
                div.field {
                    label for=(name) { "Nom" span.away { " de la classe " (number) } }
                    @if let Some(words) = &about_name { p.problem #{ (name) "-aide" } { (words) } }
                    input type="hidden" name="numero" value=[row.id];
                    input #(name) name="classe" type="text" autocomplete="off" value=(row.name) autofocus[here]
                        aria-invalid=[about_name.as_ref().map(|_| "true")] aria-describedby=[about_name.as_ref().map(|_| format!("{name}-aide"))];
                }
                div.field {
                    label for=(level) { "Niveau" span.away { " de la classe " (number) } }
                    @if let Some(words) = &about_level { p.problem #{ (level) "-aide" } { (words) } }
                    select #(level) name="niveau" aria-invalid=[about_level.as_ref().map(|_| "true")] aria-describedby=[about_level.as_ref().map(|_| format!("{level}-aide"))] {
                        option value="" selected[row.level.is_none()] { "Choisissez" }
                        @for known in Level::ALL {
                            @let known_name = format!("{known:?}");
                            option value=(known_name) selected[row.level == Some(known)] { (known_name) }
                        }
                    }
                }
            }
            @if children > 0 {
                p { (count(children, "enfant y est ou y a été", "enfants y sont ou y ont été")) (NBSP) ": la classe ne peut pas être retirée, et un autre niveau vaudrait aussi pour les jours passés." }
            }
            @if row.id.is_some() && (children == 0 || row.gone) {
                @if let Some(words) = &about_gone { p.problem #{ (gone) "-aide" } { (words) } }
                label.choice {
                    input #(gone) type="checkbox" name="retirer" value="oui" checked[row.gone] aria-describedby=[about_gone.as_ref().map(|_| format!("{gone}-aide"))];
                    span { "Retirer cette classe" span.away { " (" (row.name) ")" } }
                }
            }
        }
    }
}

/// The button that takes the school away, and why it could not.
fn removal(address: &str, holds: &[Holds]) -> Markup {
    html! {
        form.card method="post" action=(address) {
            h2 { "Supprimer l’école" }
            p { "Pour une école créée par erreur. Une école où des enfants sont ou ont été inscrits reste dans le portail, avec son passé." }
            @if !holds.is_empty() {
                ul #supprimer-aide { @for hold in holds { li.problem { (held(hold)) } } }
            }
            p { button.plain #supprimer name="geste" value="supprimer" aria-describedby=[(!holds.is_empty()).then_some("supprimer-aide")] { "Supprimer cette école et ses classes" } }
        }
    }
}

fn held(hold: &Holds) -> String {
    match hold {
        Holds::Class(name, children) => {
            format!(
                "Classe {name}{NBSP}: {}.",
                count(*children, "enfant y est ou y a été", "enfants y sont ou y ont été")
            )
        }
        Holds::Service(name) => format!("La prestation «{NBSP}{name}{NBSP}» est pour cette école."),
        Holds::Closure(reason, first) => {
            format!("Une fermeture la concerne{NBSP}: {reason}, {}.", french::day_month_year(*first))
        }
        Holds::Agent(name) => format!("{name} y fait le pointage."),
    }
}

/// Which field a fault is about, and what to do.
fn words(fault: Fault) -> (String, String) {
    let line = |name: &str, n: usize, words: &str| {
        (format!("{name}-{n}"), format!("Classe {}{NBSP}: {words}", n + 1))
    };
    let of = |name: &str, words: &str| (name.to_owned(), words.to_owned());
    match fault {
        Fault::Name => of("nom", "Indiquez le nom de l’école, en 80\u{a0}lettres au plus."),
        Fault::NameTaken => of("nom", "Une autre école porte déjà ce nom."),
        Fault::Short => of("court", "Indiquez un nom court, de 40\u{a0}lettres au plus."),
        Fault::Weekdays => of("jours", "Cochez au moins un jour de classe."),
        Fault::RowName(n) => line("classe", n, "indiquez son nom, en 40\u{a0}lettres au plus."),
        Fault::RowLevel(n) => line("niveau", n, "choisissez son niveau."),
        Fault::RowTwice(n) => line("classe", n, "une autre classe de l’école porte déjà ce nom."),
        Fault::RowUsed(n, children) => line(
            "retirer",
            n,
            &format!(
                "elle ne peut pas être retirée, {}.",
                count(children, "enfant y est ou y a été", "enfants y sont ou y ont été")
            ),
        ),
        Fault::Many => of("nom", "60\u{a0}classes au plus par école."),
        Fault::Changed => of(
            "nom",
            "Quelqu’un d’autre vient de changer cette école. Rien n’a été enregistré de votre saisie\u{a0}: vérifiez-la, puis enregistrez de nouveau.",
        ),
    }
}
