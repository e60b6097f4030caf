//! The list of closures, to come and past.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{ADDRESS, NEW, carried, what, when, whom};
use crate::{
    activity::Services,
    reservation::closing::{Act, ActId, Sheet},
    town::{Town, calendar::Closure},
    ui::{
        french::{self, NBSP, count},
        layout::{self, Frame},
        table::table,
    },
};

/// One of them.
pub struct Line {
    /// What is closed.
    pub closure: Closure,
    /// What it cancelled; none when it came with the settings.
    pub act: Option<(ActId, Act)>,
    /// Whether it stands in the calendar.
    pub stands: bool,
    /// What is booked all the same, when it came with the settings.
    pub booked: usize,
}

/// The page. `removed`: one was just taken away.
pub fn list(
    mut frame: Frame,
    town: &Town,
    services: &Services,
    lines: &[Line],
    today: NaiveDate,
    removed: bool,
) -> Markup {
    frame.title = "Fermetures";
    let (coming, past): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.closure.last >= today);
    let columns = ["Jours", "Motif", "Prestations", "Écoles et classes", "État"];
    let row = |line: &&Line| {
        let closure = &line.closure;
        let when = when(closure);
        vec![
            html! {
                @match &line.act { Some((id, _)) => a href={ (ADDRESS) "/" (id) } { (when) }, None => (when) }
            },
            html! { (closure.reason) },
            html! { (what(closure, services)) },
            html! { (whom(closure, town)) },
            html! { (state(line, town, closure.last >= today)) },
        ]
    };
    let rows = |lines: &[&Line]| lines.iter().map(row).collect::<Vec<_>>();
    let content = html! {
        h1 { "Fermetures" }
        @if removed { p.saved role="status" { "La fermeture est retirée." } }
        p { "Un jour fermé ne se réserve plus. Ce qui était réservé est montré d’abord, puis annulé, et les familles sont prévenues." }
        p { a.main href=(NEW) { "Fermer des jours" } }
        h2 { "À venir" }
        @if coming.is_empty() { p { "Aucune fermeture à venir." } }
        @else { (table("Fermetures à venir", &columns, &rows(&coming))) }
        @if !past.is_empty() {
            h2 { "Passées" }
            (table("Fermetures passées", &columns, &rows(&past.into_iter().rev().collect::<Vec<_>>())))
        }
    };
    layout::page(&frame, content)
}

fn state(line: &Line, town: &Town, coming: bool) -> Markup {
    let name = format!("{} ({})", when(&line.closure), line.closure.reason);
    html! {
        @match &line.act {
            Some((_, act)) => {
                @if let Some(undone) = &act.undone { "annulée le " (french::moment(undone.at, town.identity.timezone)) }
                @else {
                    (count(act.bookings, "réservation annulée", "réservations annulées"))
                    @if !line.stands { ". N’est plus au calendrier" (NBSP) ": les réglages ont été importés depuis." }
                }
            }
            None => {
                "entrée avec les réglages"
                @if line.booked > 0 { ", " strong { (count(line.booked, "réservation reste", "réservations restent")) } }
                @if coming {
                    form method="post" action=(NEW) {
                        (carried(&Sheet::of(&line.closure)))
                        @if line.booked > 0 { button.plain name="geste" value="voir" aria-label={ "Voir qui a réservé : fermeture " (name) } { "Voir qui a réservé" } }
                        " " button.plain formaction={ (ADDRESS) "/retirer" } aria-label={ "Retirer la fermeture " (name) } { "Retirer" }
                    }
                }
            }
        }
    }
}
