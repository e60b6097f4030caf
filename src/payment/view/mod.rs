//! Paying online, in French: the way to the service and back.

pub mod contract;
pub mod list;
pub mod words;

use maud::{Markup, html};

use super::operation::Operation;
use crate::{
    town::Identity,
    ui::{
        french::{self, NBSP},
        layout::{self, Frame},
    },
};

/// Shown while the payer leaves for the service's page.
pub fn away(mut frame: Frame, to: &str) -> Markup {
    (frame.title, frame.help) = ("Vers la page de paiement", "/paiement");
    let content = html! {
        h1 { "Vers la page de paiement" }
        p { "Vous allez payer sur le site PayFiP de la Direction générale des finances publiques." }
        p { a.main href=(to) rel="noreferrer" { "Aller à la page de paiement" } }
    };
    layout::page(&frame, content)
}

/// What became of a payment. `own`: what was paid may be read too. `again`: the address of this page.
pub fn back(mut frame: Frame, town: &Identity, known: Option<&Operation>, own: bool, again: &str) -> Markup {
    (frame.title, frame.help) = ("Paiement", "/paiement");
    let content = match known {
        None => html! {
            h1 { "Paiement" }
            p.notice { "Nous ne retrouvons pas ce paiement. Rien n’est perdu" (NBSP) ": ce que vous avez payé apparaîtra dans votre espace." }
        },
        Some(known) => {
            let (title, sentence, good) = words::parent(known);
            html! {
                h1 { (title) }
                p.saved[good].notice[!good] role="status" { (sentence) }
                @if own {
                    p { (known.due.object) ", référence " (known.due.reference) (NBSP) ": " strong { (french::money(known.due.amount.0)) } "." }
                }
                @if known.under_way() {
                    p { a.main href=(again) { "Voir où en est le paiement" } }
                }
                @if words::needs_town(known) {
                    p { "Une question" (NBSP) "? " (town.contact.service) ", " (french::telephone(&town.contact.telephone)) "." }
                }
            }
        }
    };
    // A family comes from its bills, and goes back there: to pay anew, or to see that it is paid.
    let bills = own && known.is_some_and(|known| known.due.family.is_some());
    let content = html! {
        (content)
        p {
            @if bills { a.alone href="/factures" { "Revenir aux factures" } }
            @else { a.alone href="/" { "Revenir au portail" } }
        }
    };
    layout::page(&frame, content)
}
