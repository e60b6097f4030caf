//! The page of the requests that wait.

use maud::{Markup, html};

use super::{Asked, List, One, answers, changes, who, wrong::wrong};
use crate::{
    town::Town,
    ui::{
        form::{Problem, problems},
        french::{NBSP, count},
        layout::{self, Frame},
    },
};

const NOTHING: &str = "Cochez au moins une demande.";

/// The page of those that wait.
pub fn list(mut frame: Frame, town: &Town, list: &List<'_>) -> Markup {
    frame.title = "Demandes des familles";
    frame.here = "/mairie/demandes";
    frame.refused = list.nothing || !list.wrong.is_empty();
    let content = html! {
        h1 { "Demandes des familles" }
        @if let Some(words) = list.done.and_then(done) { p.saved role="status" { (words) } }
        @if list.accepted > 0 { p.saved role="status" { (accepted(list.accepted)) } }
        (problems(&not_accepted(list)))
        @if list.asked.is_empty() { p { "Aucune demande n’attend de réponse." } }
        @else {
            p { (count(list.total, "demande attend", "demandes attendent")) " une réponse, la plus ancienne d’abord." @if list.pages > 1 { " Page " (list.page) " sur " (list.pages) "." } }
            @for asked in &list.asked { (card(town, list, asked)) }
            @if list.answers {
                form #toutes method="post" action="/mairie/demandes" tabindex="-1" {
                    @if list.nothing { p.problem { (NOTHING) } }
                    input type="hidden" name="page" value=(list.page);
                    p { button.main { "Accepter les demandes cochées" } }
                }
            }
            (pager(list))
        }
    };
    layout::page(&frame, content)
}

/// What was just done.
fn done(what: &str) -> Option<String> {
    match what {
        "accepter" => Some(accepted(1)),
        "refuser" => Some("La demande est refusée. La réponse part par courriel.".into()),
        number => number.parse().ok().filter(|count| *count > 0).map(accepted),
    }
}

fn accepted(number: usize) -> String {
    let done = count(number, "demande est acceptée", "demandes sont acceptées");
    let told = if number < 2 { "La réponse part" } else { "Les réponses partent" };
    format!("{done}. {told} par courriel.")
}

/// Those that were ticked and could not be accepted.
fn not_accepted(list: &List<'_>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = list
        .wrong
        .iter()
        .flat_map(|(asked, why)| {
            let here = list.asked.iter().any(|shown| shown.id == asked.id);
            let field = here.then(|| format!("demande-{}", asked.id));
            let whose = asked.whose();
            wrong(asked, why, false)
                .into_iter()
                .map(move |words| Problem { field: field.clone(), words: format!("{whose} – {words}") })
        })
        .collect();
    if list.nothing {
        problems.push(Problem { field: Some("toutes".into()), words: NOTHING.into() });
    }
    problems
}

/// A request among others.
fn card(town: &Town, list: &List<'_>, asked: &Asked) -> Markup {
    let id = asked.id;
    html! {
        article.ask aria-labelledby={ "demande-" (id) } {
            h2 #{ "demande-" (id) } tabindex="-1" { (asked.whose()) }
            (who(town, asked))
            (changes(asked, false))
            @if asked.request.is_sensitive() {
                p { a.alone href={ "/mairie/demandes/" (id) } { "Voir la demande n°" (NBSP) (id) ", " (asked.whose()) } }
            }
            @if list.answers {
                label.choice {
                    input type="checkbox" #{ "cocher-" (id) } name="demande" form="toutes" value={ (id) "." (asked.request.seen()) };
                    span { "Cocher" (asked.away()) }
                }
                (answers(asked, &One { today: list.today, ..One::default() }))
            }
        }
    }
}

fn pager(list: &List<'_>) -> Markup {
    html! {
        @if list.pages > 1 {
            p {
                @if list.page > 1 { a.alone href={ "/mairie/demandes?page=" (list.page - 1) } { "Page précédente" } }
                @if list.page < list.pages { a.alone href={ "/mairie/demandes?page=" (list.page + 1) } { "Page suivante" } }
            }
        }
    }
}
