//! The form of a closure.

use maud::{Markup, html};

use super::{NEW, back};
use crate::{
    activity::Services,
    reservation::closing::{Sheet, Wrong},
    town::{SchoolId, Town},
    ui::{
        form::{Problem, problems},
        french::NBSP,
        layout::{self, Frame},
    },
};

/// What the form shows.
pub struct Form<'a> {
    /// What was typed.
    pub sheet: &'a Sheet,
    /// Why it is not accepted.
    pub wrong: &'a [Wrong],
}

/// The page.
pub fn form(mut frame: Frame, town: &Town, services: &Services, shown: &Form) -> Markup {
    frame.title = "Nouvelle fermeture";
    frame.refused = !shown.wrong.is_empty();
    let sheet = shown.sheet;
    let list: Vec<Problem> = shown.wrong.iter().map(|wrong| words(wrong, town)).collect();
    let problem = |name: &str| list.iter().find(|problem| problem.field.as_deref() == Some(name));
    let input = |name: &str, label: &str, kind: &str, hint: &str, value: &str, needed: bool| {
        let (problem, help) = (problem(name), format!("{name}-aide"));
        html! {
            div.field {
                label for=(name) { (label) }
                @if let Some(problem) = problem { p.problem id=(help) { (problem.words) } }
                @else { p id=(help) { (hint) } }
                input id=(name) name=(name) type=(kind) value=(value) autocomplete="off" required[needed]
                    aria-invalid=[problem.map(|_| "true")] aria-describedby=(help);
            }
        }
    };
    let content = html! {
        h1 { "Nouvelle fermeture" }
        (problems(&list))
        p { "Rien ne change tout de suite" (NBSP) ": la page suivante montre d’abord quels enfants ont réservé." }
        form.card method="post" action=(NEW) novalidate {
            div.pair {
                (input("du", "Premier jour fermé", "date", "Par exemple le 03/12/2026", &sheet.first, true))
                (input("au", "Dernier jour fermé", "date", "Vide pour un seul jour", &sheet.last, false))
            }
            (input("motif", "Motif, que les familles liront", "text", "Par exemple «\u{a0}grève du personnel\u{a0}»", &sheet.reason, true))
            fieldset #services tabindex="-1" {
                legend { "Prestations fermées" }
                p.hint { "Sans rien cocher" (NBSP) ": toutes." }
                @for service in &services.list {
                    label.choice { input type="checkbox" name="service" value=(service.id) checked[sheet.services.contains(&service.id)]; (service.name) }
                }
            }
            fieldset #ecoles tabindex="-1" {
                legend { "Écoles" }
                p.hint { "Sans cocher d’école ni de classe" (NBSP) ": toutes." }
                @if let Some(problem) = problem("ecoles") { p.problem { (problem.words) } }
                @for (id, school) in &town.schools {
                    label.choice { input type="checkbox" name="ecole" value=(id) checked[sheet.schools.contains(id)]; (school.name) }
                }
            }
            details open[!sheet.classes.is_empty()] {
                summary { "Seulement certaines classes" }
                @for (id, school) in &town.schools { (classes(town, *id, &school.name, sheet)) }
            }
            button.main name="geste" value="voir" { "Voir qui a réservé" }
        }
        (back())
    };
    layout::page(&frame, content)
}

fn classes(town: &Town, school: SchoolId, name: &str, sheet: &Sheet) -> Markup {
    html! {
        fieldset {
            legend { "Classes" (NBSP) ": " (name) }
            @for (id, class) in town.classes.iter().filter(|(_, class)| class.school == school) {
                label.choice { input type="checkbox" name="classe" value=(id) checked[sheet.classes.contains(id)]; (class.name) }
            }
        }
    }
}

/// Where a problem is, and what to do.
fn words(wrong: &Wrong, town: &Town) -> Problem {
    let (field, words) = match wrong {
        Wrong::First => ("du", "Indiquez le premier jour fermé, par exemple 03/12/2026.".into()),
        Wrong::Last => ("au", "Indiquez le dernier jour fermé, ou laissez vide pour un seul jour.".into()),
        Wrong::Backwards => ("au", "Le dernier jour vient avant le premier.".into()),
        Wrong::Far => ("du", "Vérifiez l’année : une fermeture dure un an au plus, à moins de deux ans d’ici.".into()),
        Wrong::Reason => ("motif", "Indiquez le motif en une ligne, de 120 lettres au plus.".into()),
        Wrong::Both(id) => {
            let class = town.classes.get(id);
            let school = class.and_then(|class| town.schools.get(&class.school)).map_or("", |school| &school.name);
            let class = class.map_or("", |class| &class.name);
            ("ecoles", format!("«\u{a0}{school}\u{a0}» et sa classe «\u{a0}{class}\u{a0}» sont cochées toutes les deux. Gardez l’école entière, ou la classe."))
        }
        Wrong::Unknown => ("services", "Ce qui était coché a changé dans les réglages. Vérifiez les prestations, les écoles et les classes.".into()),
        Wrong::Exists => ("du", "La même fermeture est déjà enregistrée.".into()),
    };
    Problem { field: Some(field.into()), words }
}
