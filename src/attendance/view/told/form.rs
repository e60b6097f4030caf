//! The form by which an absence is told.

use maud::{Markup, html};

use super::{Form, Wrong, problem};
use crate::{
    attendance::limits::Limits,
    ui::{
        form::Field,
        form::hinted,
        french::{NBSP, count},
    },
};

/// The form, sent to an address: with a certificate by a family, without by the town hall.
pub fn form(form: &Form, address: &str) -> Markup {
    let said: Vec<_> = form.wrong.iter().map(|wrong| problem(*wrong, form.children)).collect();
    let said = |name: &str| {
        said.iter()
            .find(|problem| problem.field.as_deref() == Some(name))
            .map(|problem| problem.words.as_str())
    };
    let typed = form.typed;
    let day = |name, label, value, hint, required| {
        let problem = said(name);
        hinted(&Field { name, label, kind: "date", autocomplete: "off", value, problem }, hint, required)
    };
    html! {
        form.card method="post" action=(address) enctype=[(!form.town).then_some("multipart/form-data")] novalidate {
            input type="hidden" name="n" value=(typed.form);
            (children(form, said("enfant")))
            div.pair {
                (day("du", "Premier jour", &typed.first, "Par exemple 03/12/2026", true))
                (day("au", "Dernier jour", &typed.last, "Vide pour un seul jour", false))
            }
            (reasons(form, said("motif")))
            @let words = said("precision");
            div.field {
                label for="precision" { "Lequel, pour un autre motif" }
                p #precision-exemple { "Facultatif, 200" (NBSP) "lettres au plus. Rien de médical, s’il vous plaît" (NBSP) ": la mairie n’en a pas besoin." }
                @if let Some(words) = words { p.problem #precision-aide { (words) } }
                textarea #precision name="precision" rows="2" aria-invalid=[words.map(|_| "true")]
                    aria-describedby={ @if words.is_some() { "precision-aide " } "precision-exemple" } { (typed.words) }
            }
            @if !form.town {
                (scan(
                    "fichier",
                    "Certificat médical (facultatif)",
                    &format!("PDF, JPEG ou PNG, 5{NBSP}Mo au plus. Vous pourrez aussi l’envoyer plus tard. {}", kept(form.limits)),
                    said("fichier").map(String::from),
                ))
                @if form.wrong.iter().any(|wrong| matches!(wrong, Wrong::Slip(_))) {
                    p { "Si vous aviez choisi un certificat, choisissez-le de nouveau." }
                }
            }
            button.main { "Signaler l’absence" }
        }
    }
}

fn children(form: &Form, problem: Option<&str>) -> Markup {
    let only = form.children.len() == 1;
    html! {
        div.field {
            label for="enfant" { "Enfant" }
            @if let Some(words) = problem { p.problem #enfant-aide { (words) } }
            select #enfant name="enfant" aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| "enfant-aide")] {
                @if !only { option value="" { "Choisissez" } }
                @for (id, name) in form.children {
                    option value=(id) selected[only || form.typed.child == id.to_string()] { (name) }
                }
            }
        }
    }
}

fn reasons(form: &Form, problem: Option<&str>) -> Markup {
    html! {
        div.field {
            label for="motif" { "Motif" }
            @if let Some(words) = problem { p.problem #motif-aide { (words) } }
            select #motif name="motif" aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| "motif-aide")] {
                option value="" { "Choisissez" }
                @for (value, words) in [("ill", "Malade"), ("other", "Autre motif")] {
                    option value=(value) selected[form.typed.reason == value] { (words) }
                }
            }
        }
    }
}

/// The field of a certificate's file.
pub fn scan(id: &str, label: &str, hint: &str, problem: Option<String>) -> Markup {
    let (help, wrong) = (format!("{id}-exemple"), format!("{id}-aide"));
    html! {
        div.field {
            label for=(id) { (label) }
            p id=(help) { (hint) }
            @if let Some(words) = &problem { p.problem id=(wrong) { (words) } }
            input id=(id) name="fichier" type="file" accept="application/pdf,image/jpeg,image/png" aria-invalid=[problem.as_ref().map(|_| "true")]
                aria-describedby={ @if problem.is_some() { (wrong) " " } (help) };
        }
    }
}

/// Who sees a certificate, and for how long it is kept.
pub fn kept(limits: &Limits) -> String {
    let months = usize::try_from(limits.erased_after).unwrap_or(0);
    format!(
        "Seules votre famille et la mairie le voient, et il est effacé après {}.",
        count(months, "mois", "mois")
    )
}
