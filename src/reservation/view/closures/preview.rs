//! Who is booked on days that are about to be closed.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{NEW, back, carried, counts, facts, families, when};
use crate::{
    activity::Services,
    reservation::closing::{Concerned, Sheet},
    town::{Town, calendar::Closure},
    ui::{
        french::{NBSP, count},
        layout::{self, Frame},
    },
};

/// The page: nothing has changed yet. `number`: of the form; `seen`: what it shows, for the form.
#[allow(clippy::too_many_arguments)]
pub fn preview(
    frame: Frame,
    town: &Town,
    services: &Services,
    closure: &Closure,
    concerned: &[Concerned],
    today: NaiveDate,
    number: &str,
    seen: &str,
) -> Markup {
    let mut frame = frame;
    let title = format!("Fermer {}", when(closure));
    frame.title = &title;
    let bookings: usize = concerned.iter().map(|family| family.bookings.len()).sum();
    let mails: usize = concerned.iter().map(|family| family.mails.len()).sum();
    let content = html! {
        h1 { (title) }
        (facts(closure, town, services))
        p.notice {
            @if concerned.is_empty() { "Personne n’a réservé. Rien n’est encore fermé." }
            @else {
                (count(bookings, "réservation", "réservations")) " de " (count(concerned.len(), "famille", "familles"))
                @if bookings < 2 { " sera annulée" } @else { " seront annulées" }
                ", et " (count(mails, "courriel partira", "courriels partiront")) ". Rien n’est encore changé."
            }
        }
        @if closure.first < today {
            p.notice { "Des jours sont déjà passés" (NBSP) ": leurs réservations seront annulées aussi et ne seront plus comptées." }
        }
        form.card method="post" action=(NEW) {
            (carried(&Sheet::of(closure)))
            input type="hidden" name="n" value=(number);
            input type="hidden" name="vus" value=(seen);
            p { "Vous pourrez annuler cette fermeture" (NBSP) ": les réservations reviendront." }
            button.main name="geste" value="fermer" { @if concerned.is_empty() { "Fermer" } @else { "Fermer et prévenir" } }
            " " button.plain name="geste" value="corriger" { "Corriger" }
        }
        @if !concerned.is_empty() {
            (counts(services, concerned))
            (families(services, concerned, "Familles concernées", "Courriels"))
        }
        (back())
    };
    layout::page(&frame, content)
}
