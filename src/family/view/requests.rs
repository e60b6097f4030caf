//! What a family asked of the town, and what became of it.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::{
    parent::{OTHERS, Tab, done_words, tabs_of, title},
    words,
};
use crate::{
    family::{
        field::Kind,
        file::File,
        request::{Act, Request, RequestId, State},
    },
    ui::{
        french::{NBSP, moment},
        layout::{self, Frame},
        table::table,
    },
};

/// A request with the file that it is about.
pub struct Asked {
    /// Its number.
    pub id: RequestId,
    /// What is asked.
    pub request: Request,
    /// Of whom.
    pub file: File,
}

/// The list, the latest first. `done`: what was just done.
pub fn requests(frame: Frame, tabs: &[Tab], list: &[Asked], zone: Tz, done: Option<&str>) -> Markup {
    let (here, name) = OTHERS[2];
    let mut frame = frame;
    (frame.title, frame.here) = (name, "/famille");
    let content = html! {
        h1 { "Vos demandes" }
        (tabs_of(tabs, here, Kind::Household))
        (done_words(done))
        @if list.is_empty() { p { "Vous n’avez rien demandé à la mairie." } }
        @for asked in list { (one(asked, zone)) }
    };
    layout::page(&frame, content)
}

fn one(asked: &Asked, zone: Tz) -> Markup {
    let request = &asked.request;
    let id = format!("demande-{}", asked.id);
    html! {
        section.request aria-labelledby=(id) {
            h2 #(id) { "Demande nº" (NBSP) (asked.id) (NBSP) ": " (what(asked)) }
            p { "Faite le " (moment(request.at, zone)) " par " (request.name) "." }
            p { strong { (state(&request.state)) } @if let Some(at) = since(&request.state) { " le " (moment(at, zone)) } "." }
            @if let State::Refused { reason, .. } = &request.state { p.notice { "Réponse de la mairie" (NBSP) ": " (reason) } }
            @if request.act != Act::Remove { (changes(asked)) }
            @if request.state == State::Waiting {
                form method="post" action={ "/famille/demandes/" (asked.id) "/retirer" } {
                    button.plain { "Retirer la demande nº" (NBSP) (asked.id) }
                }
            }
        }
    }
}

/// "Fiche d’Anna", "ajouter Monique ALAIN".
pub fn what(asked: &Asked) -> String {
    match asked.request.act {
        Act::Change => title(&asked.file),
        Act::Add => format!("ajouter {}", asked.file.name()),
        Act::Remove => format!("retirer {}", asked.file.name()),
    }
}

/// What became of a request, of which "demande" is said.
pub fn state(state: &State) -> &'static str {
    match state {
        State::Waiting => "En attente de la réponse de la mairie",
        State::Accepted { .. } => "Acceptée",
        State::Refused { .. } => "Refusée",
        State::Withdrawn { .. } => "Retirée",
    }
}

fn since(state: &State) -> Option<chrono::DateTime<chrono::Utc>> {
    match state {
        State::Waiting => None,
        State::Accepted { at, .. } | State::Refused { at, .. } | State::Withdrawn { at } => Some(*at),
    }
}

/// Before and after, field by field.
fn changes(asked: &Asked) -> Markup {
    let (kind, choices) = (asked.file.about.kind(), &asked.file.choices);
    let row = |change: &crate::family::sheet::Change| {
        let said = |value: &str| html! { (words::value(choices, change.key, value)) };
        vec![html! { (words::key(kind, choices, change.key)) }, said(&change.before), said(&change.after)]
    };
    let rows: Vec<Vec<Markup>> = asked.request.changes.iter().map(row).collect();
    table(
        &format!("Changements de la demande nº{NBSP}{}", asked.id),
        &["Information", "Avant", "Demandé"],
        &rows,
    )
}
