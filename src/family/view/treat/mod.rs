//! What families ask of the town, as the town reads and answers it.

mod list;
mod one;
mod wrong;

use chrono::NaiveDate;
use maud::{Markup, html};

pub use list::list;
pub use one::one;

use super::words;
use crate::{
    family::{
        answer::Wrong,
        field::{Field, Page},
        file::File,
        request::{Act, Request, RequestId, State},
        sheet::Change,
    },
    town::Town,
    ui::{
        french::{self, NBSP},
        table::table,
    },
};
use wrong::wrong;

/// A request with what it is about.
pub struct Asked {
    /// Its number.
    pub id: RequestId,
    /// The request.
    pub request: Request,
    /// "ALAIN".
    pub family: String,
    /// The file that it is about; of somebody who is not there yet, or no longer, as it was asked.
    pub file: File,
    /// Whether the file is there.
    pub there: bool,
    /// Who answered it.
    pub by: String,
}

/// The page of those that wait.
#[derive(Default)]
pub struct List<'a> {
    /// Those of this page, the oldest first.
    pub asked: Vec<Asked>,
    /// How many wait.
    pub total: usize,
    /// From 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Whether the reader may answer.
    pub answers: bool,
    /// The date in the town.
    pub today: NaiveDate,
    /// What was just done: "accepter", "refuser", or how many were accepted, "non-3" for how many were refused.
    pub done: Option<&'a str>,
    /// How many of those ticked were answered, and whether that was to accept them.
    pub answered: (usize, bool),
    /// The reason for which those ticked were to be refused, and what is wrong with it.
    pub reason: (String, Option<Wrong>),
    /// Those that could not be.
    pub wrong: Vec<(Asked, Wrong)>,
    /// Whether nothing was ticked.
    pub nothing: bool,
}

/// The page of one request.
#[derive(Default)]
pub struct One {
    /// Whether the reader may answer.
    pub answers: bool,
    /// The date in the town.
    pub today: NaiveDate,
    /// Whether what is kept of health and diet is shown.
    pub open: bool,
    /// Why it was not answered.
    pub wrong: Option<Wrong>,
    /// The reason that was typed.
    pub reason: String,
    /// The day that was typed.
    pub from: String,
}

impl Asked {
    fn is_waiting(&self) -> bool {
        self.request.state == State::Waiting
    }

    /// "Foyer ALAIN", "Théo ALAIN".
    fn whose(&self) -> String {
        let name = self.file.name();
        if name.is_empty() { format!("Foyer {}", self.family) } else { name }
    }

    /// For the ears: each control says which request it is about.
    fn away(&self) -> Markup {
        html! { span.away { " – demande nº" (NBSP) (self.id) ", " (self.whose()) } }
    }

    fn is_hidden(&self, change: &Change) -> bool {
        self.request.page(change.key).is_some_and(Page::is_sensitive)
    }

    fn asks_quotient(&self) -> bool {
        self.request.act == Act::Change
            && self.request.changes.iter().any(|change| change.key.field == Field::Quotient)
    }
}

/// Who asked, when, for which family.
fn who(town: &Town, asked: &Asked) -> Markup {
    let family = asked.request.about.family();
    html! {
        p {
            a.alone href={ "/mairie/familles/" (family) } { "Famille " (asked.family) " (nº" (NBSP) (family) ")" }
            " Demandé par " (asked.request.name) " le " (french::moment(asked.request.at, town.identity.timezone)) "."
        }
    }
}

/// Before and after, side by side; what has moved since.
fn changes(asked: &Asked, open: bool) -> Markup {
    let request = &asked.request;
    let choices = &asked.file.choices;
    let moved = match request.act {
        Act::Change if asked.there => request.moved(&asked.file.sheet),
        _ => Vec::new(),
    };
    let shown: Vec<&Change> =
        request.changes.iter().filter(|change| open || !asked.is_hidden(change)).collect();
    let kind = request.about.kind();
    let value = |change: &Change, value: &str| words::value(choices, change.key, value);
    let row = |change: &&Change| {
        let mut row = vec![html! { (words::key(kind, choices, change.key)) }];
        if request.act == Act::Change {
            row.push(html! { (value(change, &change.before)) });
        }
        row.push(html! { strong { (value(change, &change.after)) } });
        if !moved.is_empty() {
            let now = moved.iter().find(|now| now.key == change.key);
            row.push(match now {
                Some(now) => html! { strong { (value(change, &now.after)) } },
                None => html! { "inchangé" },
            });
        }
        row
    };
    let columns: &[&str] = match (request.act, moved.is_empty()) {
        (Act::Change, true) => &["Information", "Avant", "Demandé"],
        (Act::Change, false) => &["Information", "Avant", "Demandé", "Aujourd’hui"],
        _ => &["Information", "Demandé"],
    };
    let caption = format!("Demande nº{NBSP}{}", asked.id);
    html! {
        @match request.act {
            Act::Add => p { "Ajouter cette personne aux autres responsables de la famille." },
            Act::Remove => p { "Retirer " (asked.whose()) " des autres responsables de la famille." },
            Act::Change => {}
        }
        @if !asked.there && asked.is_waiting() && request.act != Act::Add {
            p.notice { "Cette fiche n’est plus dans le dossier de la famille." }
        }
        @if !moved.is_empty() {
            p.notice { "Depuis cette demande, quelqu’un a changé la même information" (NBSP) ": voyez la colonne «" (NBSP) "Aujourd’hui" (NBSP) "»." }
        }
        @if !shown.is_empty() { (table(&caption, columns, &shown.iter().map(row).collect::<Vec<_>>())) }
        @if !open && request.is_sensitive() {
            p { (hidden(request)) (NBSP) ": valeurs masquées." }
        }
    }
}

/// The parts of a request whose values are hidden.
fn hidden(request: &Request) -> String {
    let pages = request.pages().into_iter().filter(|page| page.is_sensitive());
    french::list(pages.map(words::page))
}

/// The forms that accept and that refuse.
fn answers(asked: &Asked, said: &One) -> Markup {
    let id = asked.id;
    let action = format!("/mairie/demandes/{id}");
    let day = said.wrong == Some(Wrong::Day) || matches!(said.wrong, Some(Wrong::Later(_)));
    let unsaid = matches!(said.wrong, Some(Wrong::NoReason | Wrong::LongReason));
    let seen = html! { input type="hidden" name="vu" value=(asked.request.seen()); };
    let from = if said.from.is_empty() { said.today.to_string() } else { said.from.clone() };
    let problem = |of: bool| {
        let first = said.wrong.as_ref().filter(|_| of).map(|why| wrong(asked, why, true));
        first.and_then(|words| words.into_iter().next())
    };
    html! {
        form method="post" action=(action) {
            (seen)
            @if asked.asks_quotient() {
                div.field.narrow {
                    label for={ "effet-" (id) } { "Date d’effet du quotient" (asked.away()) }
                    @if let Some(words) = problem(day) { p.problem #{ "effet-" (id) "-aide" } { (words) } }
                    input type="date" #{ "effet-" (id) } name="effet" value=(from) aria-invalid=[day.then_some("true")]
                        aria-describedby=[day.then(|| format!("effet-{id}-aide"))];
                }
            }
            p { button.plain name="geste" value="accepter" { "Accepter" (asked.away()) } }
        }
        details open[unsaid] {
            summary { "Refuser…" (asked.away()) }
            form method="post" action=(action) novalidate {
                (seen)
                div.field {
                    label for={ "motif-" (id) } { "Motif du refus" (asked.away()) }
                    p #{ "motif-" (id) "-aide" } { "La famille le lira, et il part par courriel" (NBSP) ": n’écrivez rien sur la santé. 500 caractères au plus." }
                    @if let Some(words) = problem(unsaid) { p.problem #{ "motif-" (id) "-faute" } { (words) } }
                    textarea #{ "motif-" (id) } name="motif" rows="3" required aria-invalid=[unsaid.then_some("true")]
                        aria-describedby={ "motif-" (id) "-aide" @if unsaid { " motif-" (id) "-faute" } } { (said.reason) }
                }
                p { button.plain name="geste" value="refuser" { "Refuser la demande" (asked.away()) } }
            }
        }
    }
}
