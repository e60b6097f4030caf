//! Absences told, as the town hall reads them.

use chrono::NaiveDate;
use chrono_tz::Tz;
use maud::{Markup, html};

use super::told::{Form, Shown, card, form, problem, reason, span};
use crate::{
    attendance::told::{Reason, Told},
    family::{ChildId, FamilyId},
    ui::{
        form::{Field, Problem, hinted, problems},
        french::{self, NBSP},
        layout::{self, Frame},
        table::table,
    },
};

const HERE: &str = "/mairie/absences";

/// Where an absence stands.
pub fn address(child: ChildId, number: u32) -> String {
    format!("{HERE}/{child}/{number}")
}

/// An absence of the list.
pub struct Listed {
    /// Of whom.
    pub child: ChildId,
    /// Its number among the child's.
    pub number: u32,
    /// "ALAIN Théo".
    pub name: String,
    /// "CE1"; empty: it is in none.
    pub class: String,
    /// What was told.
    pub told: Told,
}

/// The list of some days.
pub fn list(mut frame: Frame, first: NaiveDate, last: NaiveDate, listed: &[Listed], zone: Tz) -> Markup {
    (frame.title, frame.here) = ("Absences signalées", HERE);
    let row = |one: &Listed| {
        vec![
            html! { a href=(address(one.child, one.number)) { (one.name) } @if !one.class.is_empty() { ", " (one.class) } },
            html! { span.cap { (span(&one.told)) } },
            html! { (reason(&one.told)) },
            html! { (came(&one.told, zone)) },
        ]
    };
    let rows: Vec<Vec<Markup>> = listed.iter().map(row).collect();
    let day = |name, label, value: &str| {
        html! { div.field { label for=(name) { (label) } input id=(name) name=(name) type="date" value=(value) autocomplete="off"; } }
    };
    let content = html! {
        h1 { "Absences signalées" }
        form.card.unprinted method="get" action=(HERE) {
            div.pair { (day("du", "Du", &first.to_string())) (day("au", "Au", &last.to_string())) }
            button.plain { "Voir ces jours" }
        }
        @if listed.is_empty() { p.card { "Aucune absence n’est signalée " (super::told::days(first, last)) "." } }
        @else {
            @let caption = format!("Absences signalées {}", super::told::days(first, last));
            (table(&caption, &["Enfant", "Jours", "Motif", "Certificat"], &rows))
        }
        p.unprinted {
            "Une famille téléphone" (NBSP) "? " a.alone href="/mairie/familles" { "Chercher la famille" }
            " puis «" (NBSP) "Signaler une absence" (NBSP) "»."
        }
    };
    layout::page(&frame, content)
}

/// Whether a certificate came, in a column.
fn came(told: &Told, zone: Tz) -> String {
    let at = told.certificate.as_ref().map(|known| known.at.with_timezone(&zone).date_naive());
    match (told.reason, at) {
        (Reason::Other, _) => "–".into(),
        (Reason::Ill, None) => "aucun".into(),
        (Reason::Ill, Some(day)) => format!("arrivé le {}", french::day_month_year(day)),
    }
}

/// An absence. `refused`: what was typed as a day and is none.
pub fn one(
    frame: Frame,
    shown: &Shown,
    family: &str,
    changes: bool,
    done: Option<&str>,
    refused: Option<&str>,
) -> Markup {
    let title = format!("Absence {}", french::of(&format!("{} {}", shown.name.0, shown.name.1)));
    let mut frame = frame;
    (frame.title, frame.here, frame.refused) = (&title, HERE, refused.is_some());
    const DAY: &str = "Indiquez le jour où le certificat est arrivé\u{a0}: aujourd’hui ou avant.";
    let list = refused.map(|_| Problem { field: Some("recu".into()), words: DAY.into() });
    let withdrawn = shown.told.withdrawn;
    let content = html! {
        h1 { (title) }
        @if let Some(words) = done.and_then(said) { p.saved role="status" { (words) } }
        (problems(&Vec::from_iter(list)))
        div.card { (card(shown, "h2")) }
        @if let Some(at) = withdrawn { p.notice { "Cette absence a été retirée le " (french::moment(at, shown.zone)) "." } }
        @if changes && withdrawn.is_none() { (acts(shown, refused, DAY)) }
        p { a.alone href={ "/mairie/familles/" (shown.told.family) } { "Famille " (family) } }
        p { a.alone href=(HERE) { "Revenir aux absences" } }
    };
    layout::page(&frame, content)
}

fn acts(shown: &Shown, refused: Option<&str>, wrong: &str) -> Markup {
    let here = address(shown.child, shown.number);
    let known = shown.told.certificate.as_ref();
    let day = known.map(|known| known.at.with_timezone(&shown.zone).date_naive().to_string());
    let value = refused.unwrap_or(day.as_deref().unwrap_or_default());
    let field = Field {
        name: "recu",
        label: "Certificat reçu à la mairie le",
        kind: "date",
        autocomplete: "off",
        value,
        problem: refused.map(|_| wrong),
    };
    html! {
        @if let Some(scan) = known.and_then(|known| known.scan.as_ref()) {
            form method="post" action={ (here) "/certificat" } target="_blank" {
                p { "La lecture du certificat est notée dans l’historique de la famille." }
                p { button.plain { "Lire le certificat (" (scan.kind.word()) ", nouvel onglet)" } }
            }
        }
        @if shown.told.reason == Reason::Ill {
            form.card.narrow method="post" action={ (here) "/recu" } novalidate {
                (hinted(&field, "Remis sur papier, ou par courriel. Vide si aucun n’est arrivé.", false))
                button.plain { "Noter cette date" }
            }
        }
        form method="post" action={ (here) "/retirer" } { p { button.plain { "Retirer cette absence" } } }
    }
}

fn said(what: &str) -> Option<&'static str> {
    Some(match what {
        "signale" => "L’absence est signalée.",
        "recu" => "C’est noté.",
        "retire" => "L’absence est retirée.",
        _ => return None,
    })
}

/// The form by which the town hall tells an absence for a family.
pub fn tell(mut frame: Frame, id: FamilyId, family: &str, shown: &Form) -> Markup {
    let title = format!("Signaler une absence, famille {family}");
    frame.here = HERE;
    frame.refused = !shown.wrong.is_empty();
    let list: Vec<Problem> = shown.wrong.iter().map(|wrong| problem(*wrong, shown.children)).collect();
    let mut frame = Frame { title: &title, ..frame };
    frame.office = true;
    let here = format!("/mairie/familles/{id}");
    let content = html! {
        h1 { (title) }
        (problems(&list))
        p { "Pour une famille qui téléphone" (NBSP) ": un jour passé, aujourd’hui à toute heure, ou des jours à venir." }
        @if shown.children.is_empty() { p.card { "Aucun enfant n’est dans ce dossier." } }
        @else { (form(shown, &format!("{here}/absence"))) }
        p { a.alone href=(here) { "Revenir à la famille" } }
    };
    layout::page(&frame, content)
}
