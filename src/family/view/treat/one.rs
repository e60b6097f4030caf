//! The page of one request.

use maud::{Markup, html};

use super::{Asked, One, answers, changes, who, wrong::wrong};
use crate::{
    family::{answer::Wrong, request::State},
    town::Town,
    ui::{
        form::{Problem, problems},
        french::{self, NBSP},
        layout::{self, Frame},
    },
};

/// The page of one request.
pub fn one(frame: Frame, town: &Town, asked: &Asked, said: &One) -> Markup {
    let mut frame = frame;
    let title = format!("Demande nº{NBSP}{}, {}", asked.id, asked.whose());
    frame.title = &title;
    frame.here = "/mairie/demandes";
    frame.refused = said.wrong.is_some();
    let content = html! {
        h1 { (title) }
        (problems(&not_answered(asked, said)))
        (who(town, asked))
        (state(town, asked))
        (changes(asked, said.open))
        @if !said.open && asked.request.is_sensitive() && said.answers {
            form.card method="post" action={ "/mairie/demandes/" (asked.id) } {
                p { "Affichez ces valeurs seulement si vous en avez besoin. Chaque lecture est inscrite dans l’historique de la famille, avec votre nom." }
                p { button.plain name="geste" value="afficher" { "Afficher les valeurs" } }
            }
        }
        @if said.answers && asked.is_waiting() { (answers(asked, said)) }
        p { a.alone href="/mairie/demandes" { "Revenir aux demandes" } }
    };
    layout::page(&frame, content)
}

/// Why it was not answered, for the summary.
fn not_answered(asked: &Asked, said: &One) -> Vec<Problem> {
    let Some(why) = &said.wrong else { return Vec::new() };
    let field = match why {
        Wrong::Day | Wrong::Later(_) => Some(format!("effet-{}", asked.id)),
        Wrong::NoReason | Wrong::LongReason => Some(format!("motif-{}", asked.id)),
        _ => None,
    };
    wrong(asked, why, said.open).into_iter().map(|words| Problem { field: field.clone(), words }).collect()
}

/// Where it stands, once it waits no more.
fn state(town: &Town, asked: &Asked) -> Markup {
    let moment = |at| french::moment(at, town.identity.timezone);
    html! {
        @match &asked.request.state {
            State::Waiting => {}
            State::Accepted { at, .. } => p.notice { "Acceptée par " (asked.by) " le " (moment(*at)) "." },
            State::Refused { at, reason, .. } => {
                p.notice { "Refusée par " (asked.by) " le " (moment(*at)) "." }
                p.remark { "Motif" (NBSP) ": " (reason) }
            }
            State::Withdrawn { at } => p.notice { "Retirée par la famille le " (moment(*at)) "." },
        }
    }
}
