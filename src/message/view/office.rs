//! The town's inbox.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::{Form, Wrong, address, choose_again, form, messages, problems_of};
use crate::{
    family::FamilyId,
    message::{Message, State, Thread, ThreadId, draft::Typed},
    ui::{
        form::problems,
        french::{count, moment},
        layout::{self, Frame},
        table::table,
    },
};

const HERE: &str = "/mairie/messages";

/// Which threads a list holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Which {
    /// Those that wait for an answer.
    Waiting,
    /// All.
    All,
    /// Those of a family, by its name.
    Of(FamilyId, String),
}

/// A list of threads.
pub struct List<'a> {
    /// Which.
    pub which: Which,
    /// How many wait, whichever are listed.
    pub waiting: usize,
    /// The lines of this page, each with the name of its family.
    pub lines: &'a [(ThreadId, Thread, String)],
    /// This page, from 1.
    pub page: usize,
    /// Whether there is another one.
    pub more: bool,
    /// The town's.
    pub zone: Tz,
    /// What was just done.
    pub done: Option<&'a str>,
}

/// The list.
pub fn list(frame: Frame, list: &List) -> Markup {
    let title = match &list.which {
        Which::Waiting => "Messages à traiter".to_owned(),
        Which::All => "Tous les messages".into(),
        Which::Of(_, name) => format!("Messages de la famille {name}"),
    };
    let frame = Frame { title: &title, here: HERE, ..frame };
    let row = |(id, thread, family): &(ThreadId, Thread, String)| {
        vec![
            html! { a href=(address(HERE, *id)) { (thread.subject) } },
            html! { a href={ "/mairie/familles/" (thread.family) } { "Famille " (family) } },
            html! {
                @match thread.state {
                    State::Waiting(since) => strong { "attend une réponse depuis le " (moment(since, list.zone)) },
                    other => (state(other)),
                }
            },
            html! { (moment(thread.at, list.zone)) },
        ]
    };
    let rows: Vec<Vec<Markup>> = list.lines.iter().map(row).collect();
    let content = html! {
        h1 { (title) }
        @match list.done {
            Some("repondu") => p.saved role="status" { "La réponse est envoyée. Un courriel prévient la famille." },
            Some("sans-courriel") => p.saved role="status" { "La réponse est enregistrée. Personne n’est prévenu par courriel\u{a0}: qui avait écrit n’a plus accès au portail." },
            Some("classe") => p.saved role="status" { "Le message est classé sans réponse." },
            _ => {}
        }
        p {
            @match list.waiting {
                0 => "Aucun message n’attend de réponse.",
                waiting => { (count(waiting, "message attend", "messages attendent")) " une réponse" @if waiting > 1 { ", le plus ancien d’abord" } "." }
            }
        }
        p {
            @if list.which != Which::Waiting { a.alone href=(HERE) { "Messages à traiter" } }
            @if list.which != Which::All { a.alone href={ (HERE) "?lesquels=tous" } { "Tous les messages" } }
        }
        @if !rows.is_empty() { (table(&title, &["Objet", "Famille", "État", "Dernier message"], &rows)) }
        @if rows.is_empty() && list.which != Which::Waiting { p.card { "Aucun message." } }
        (pager(list))
    };
    layout::page(&frame, content)
}

/// Where a thread stands.
fn state(state: State) -> &'static str {
    match state {
        State::Waiting(_) => "attend une réponse",
        State::Answered => "a reçu une réponse",
        State::PutAway => "est classé sans réponse",
    }
}

fn pager(list: &List) -> Markup {
    let which = match &list.which {
        Which::Waiting => String::new(),
        Which::All => "lesquels=tous&".into(),
        Which::Of(family, _) => format!("famille={family}&"),
    };
    html! {
        @if list.page > 1 || list.more {
            p {
                @if list.page > 1 { a.alone href={ (HERE) "?" (which) "page=" (list.page - 1) } { "Page précédente" } }
                @if list.more { a.alone href={ (HERE) "?" (which) "page=" (list.page + 1) } { "Page suivante" } }
            }
        }
    }
}

/// What the page of a thread shows.
pub struct Shown<'a> {
    /// Its number.
    pub id: ThreadId,
    /// The thread.
    pub thread: &'a Thread,
    /// The family's name.
    pub family: &'a str,
    /// Its messages.
    pub messages: &'a [Message],
    /// The town's.
    pub zone: Tz,
    /// Whether who reads answers.
    pub answers: bool,
    /// Whether an answer would be told by mail.
    pub heard: bool,
    /// What is typed.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub wrong: &'a [Wrong],
}

/// A thread, and the form that answers.
pub fn thread(frame: Frame, shown: &Shown) -> Markup {
    let refused = !shown.wrong.is_empty();
    let frame = Frame { title: &shown.thread.subject, here: HERE, refused, ..frame };
    let (here, list) = (address(HERE, shown.id), problems_of(shown.wrong, shown.zone));
    let waits = matches!(shown.thread.state, State::Waiting(_));
    let hint = match shown.heard {
        true => "La famille la lit sur le portail, et dans le courriel qui la prévient.",
        false => {
            "La famille la lit sur le portail. Personne n’est prévenu par courriel\u{a0}: qui avait écrit n’a plus accès au portail."
        }
    };
    let content = html! {
        h1 { (shown.thread.subject) }
        p { a.alone href={ "/mairie/familles/" (shown.thread.family) } { "Famille " (shown.family) } " Cet échange " (state(shown.thread.state)) "." }
        (problems(&list))
        (messages(shown.messages, &here, shown.zone))
        @if shown.answers {
            h2 { "Répondre" }
            (form(&Form {
                action: &here,
                first: false,
                label: "Réponse",
                hint,
                button: "Envoyer la réponse",
                typed: shown.typed,
                problems: &list,
                again: choose_again(shown.wrong),
            }))
            @if waits {
                form method="post" action={ (here) "/classer" } {
                    input type="hidden" name="vu" value=(shown.thread.messages);
                    p { button.plain { "Classer sans répondre" } }
                }
            }
        }
        p { a.alone href=(HERE) { "Revenir aux messages à traiter" } }
    };
    layout::page(&frame, content)
}
