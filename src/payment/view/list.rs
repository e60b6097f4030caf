//! The operations, for the town.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::words;
use crate::{
    payment::{
        OperationId,
        operation::{Operation, State},
    },
    ui::{
        french::{self, NBSP},
        layout::{self, Frame},
        table::brief,
    },
};

/// One of them.
pub struct Line {
    /// Its number.
    pub id: OperationId,
    /// Itself.
    pub operation: Operation,
    /// The family's name, if it is a family's.
    pub family: Option<String>,
}

/// All that the page tells of.
pub struct Shown<'a> {
    /// Under way, or to be looked at.
    pub open: &'a [Line],
    /// Ended lately, the newest first.
    pub ended: &'a [Line],
    /// The one that the service was just asked for.
    pub asked: Option<&'a (OperationId, Operation)>,
    /// Whether who reads may ask again.
    pub acts: bool,
}

/// The page.
pub fn page(mut frame: Frame, zone: Tz, shown: &Shown) -> Markup {
    (frame.title, frame.here) = ("Paiements en ligne", "/mairie/paiements");
    let again = |line: &Line| {
        html! {
            @if shown.acts && line.operation.service.is_some() {
                form method="post" action={ "/mairie/paiements/" (line.id) } {
                    button.plain name="geste" value="redemander" { "Redemander" span.away { " le résultat du paiement " (line.id) } }
                    @if line.operation.doubtful() {
                        " " button.plain name="geste" value="classer" { "Classer" span.away { " le paiement " (line.id) } }
                    }
                }
            }
        }
    };
    let row = |line: &Line, act: bool| {
        let known = &line.operation;
        let mut row = vec![
            html! { (line.id) },
            html! { (french::moment(known.begun, zone)) },
            html! { (line.family.as_deref().unwrap_or("mairie")) },
            html! { (known.due.reference) },
            html! { (french::money(known.due.amount.0)) },
            html! {
                (words::state(known))
                @if let Some(trouble) = known.trouble.as_ref().filter(|_| act || known.state == State::Failed) { br; small { (words::trouble(trouble)) } }
            },
        ];
        if act {
            row.push(again(line));
        }
        row
    };
    let open: Vec<Vec<Markup>> = shown.open.iter().map(|line| row(line, true)).collect();
    let ended: Vec<Vec<Markup>> = shown.ended.iter().map(|line| row(line, false)).collect();
    let columns = ["Paiement", "Commencé", "Famille", "Référence", "Montant", "État", "Geste"];
    let content = html! {
        h1 { "Paiements en ligne" }
        @if let Some((id, known)) = shown.asked {
            p.saved role="status" {
                @if known.closed { "Paiement " (id) } @else { "PayFiP a été interrogé sur le paiement " (id) }
                (NBSP) ": " (words::state(known)) "."
            }
        }
        @if shown.open.iter().any(|line| line.operation.doubtful()) {
            p.notice { "Un paiement est à vérifier" (NBSP) ": comparez-le avec votre espace PayFiP ou avec le comptable, puis classez-le. Il ne règle aucune facture." }
        }
        p { "Le portail demande lui-même à PayFiP le résultat de chaque paiement, jusqu’à le connaître." }
        @if open.is_empty() {
            p.saved { "Aucun paiement n’est en cours." }
        } @else {
            (brief("En cours, ou à vérifier", &columns, &open))
        }
        @if !ended.is_empty() { (brief("Terminés, les derniers", &columns[..6], &ended)) }
    };
    layout::page(&frame, content)
}
