//! The page of the requests that wait.

use maud::{Markup, html};

use super::{Asked, List, One, answers, changes, who, wrong::wrong};
use crate::{
    family::answer::Wrong,
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
    let bad_reason = list.reason.1.as_ref().map(reason_words);
    frame.refused = list.nothing || !list.wrong.is_empty() || bad_reason.is_some();
    let content = html! {
        h1 { "Demandes des familles" }
        @if let Some(words) = list.done.and_then(done) { p.saved role="status" { (words) } }
        @if list.answered.0 > 0 { p.saved role="status" { (answered(list.answered)) } }
        (problems(&not_accepted(list)))
        @if list.asked.is_empty() { p { "Aucune demande n’attend de réponse." } }
        @else {
            p { (count(list.total, "demande attend", "demandes attendent")) " une réponse" @if list.total > 1 { ", la plus ancienne d’abord" } "." @if list.pages > 1 { " Page " (list.page) " sur " (list.pages) "." } }
            @for asked in &list.asked { (card(town, list, asked)) }
            @if list.answers {
                form #toutes method="post" action="/mairie/demandes" tabindex="-1" {
                    @if list.nothing { p.problem { (NOTHING) } }
                    input type="hidden" name="page" value=(list.page);
                    p { button.main name="geste" value="accepter" { "Accepter les demandes cochées" } }
                    div.field {
                        label for="raison-toutes" { "Motif du refus des demandes cochées" }
                        p #raison-toutes-mots { "Les familles le liront dans leur courriel." }
                        @if let Some(words) = &bad_reason { p.problem #raison-toutes-aide { (words) } }
                        textarea #raison-toutes name="motif" rows="2" aria-describedby={ "raison-toutes-mots" @if bad_reason.is_some() { " raison-toutes-aide" } }
                            aria-invalid=[bad_reason.as_ref().map(|_| "true")] { (list.reason.0) }
                    }
                    p { button.plain name="geste" value="refuser" { "Refuser les demandes cochées" } }
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
        number => {
            let (number, accepted) =
                number.strip_prefix("non-").map_or((number, true), |number| (number, false));
            number.parse().ok().filter(|count| *count > 0).map(|count| answered((count, accepted)))
        }
    }
}

fn accepted(number: usize) -> String {
    answered((number, true))
}

/// "2 demandes sont acceptées. Les réponses partent par courriel."
fn answered((number, accepted): (usize, bool)) -> String {
    let done = match accepted {
        true => count(number, "demande est acceptée", "demandes sont acceptées"),
        false => count(number, "demande est refusée", "demandes sont refusées"),
    };
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
    if let Some(why) = &list.reason.1 {
        problems.push(Problem { field: Some("raison-toutes".into()), words: reason_words(why) });
    }
    if list.nothing {
        problems.push(Problem { field: Some("toutes".into()), words: NOTHING.into() });
    }
    problems
}

fn reason_words(wrong: &Wrong) -> String {
    match wrong {
        Wrong::LongReason => "Le motif est trop long\u{a0}: 500 caractères au plus.".into(),
        _ => "Indiquez le motif du refus, que les familles liront.".into(),
    }
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
                p { a.alone href={ "/mairie/demandes/" (id) } { "Voir la demande nº" (NBSP) (id) ", " (asked.whose()) } }
            }
            @if list.answers {
                // What is hidden is answered by who has read it.
                @if !asked.request.is_sensitive() { label.choice {
                    input type="checkbox" #{ "cocher-" (id) } name="demande" form="toutes" value={ (id) "." (asked.request.seen()) };
                    span { "Répondre avec d’autres" (asked.away()) }
                } }
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
