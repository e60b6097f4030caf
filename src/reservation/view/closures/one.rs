//! A closure that was made: what it cancelled, and the way back.

use maud::{Markup, html};

use super::{ADDRESS, back, counts, facts, families, lost, when};
use crate::{
    activity::Services,
    family::{ChildId, FamilyId},
    reservation::{
        Cell,
        closing::{Act, ActId, Concerned, Lost},
    },
    town::Town,
    ui::{
        french::{self, NBSP, count},
        layout::{self, Frame},
        table::table,
    },
};

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Closed.
    Closed,
    /// Undone.
    Undone,
}

/// The page. `by`, `undone_by`: names of who did it; `lost`: what does not come back, or did not; `mails`: how many leave
/// when it is undone.
#[allow(clippy::too_many_arguments)]
pub fn one(
    frame: Frame,
    town: &Town,
    services: &Services,
    (id, act): (ActId, &Act),
    concerned: &[Concerned],
    lost: &[(FamilyId, Cell, Lost)],
    [by, undone_by]: [&str; 2],
    mails: usize,
    done: Option<Done>,
) -> Markup {
    let mut frame = frame;
    let (zone, closure) = (town.identity.timezone, &act.closure);
    let title = format!("Fermeture {}", when(closure));
    frame.title = &title;
    let content = html! {
        h1 { (title) }
        @match (done, &act.undone) {
            (Some(Done::Closed), None) => p.saved role="status" {
                "Les jours sont fermés. " (cancelled(act)) ", " (count(act.mails, "courriel part", "courriels partent")) "."
            },
            (Some(Done::Undone), Some(undone)) => p.saved role="status" {
                "La fermeture est annulée. " (count(undone.back, "réservation est remise", "réservations sont remises"))
                ", " (count(undone.mails, "courriel part", "courriels partent")) "."
            },
            _ => {}
        }
        @if !act.meanwhile.is_empty() {
            p.notice { "Ont réservé ou changé pendant que vous lisiez la liste, et sont compris" (NBSP) ": " (names(&act.meanwhile, concerned)) "." }
        }
        (facts(closure, town, services))
        p { "Fermé le " (french::moment(act.at, zone)) " par " (by) ". " (cancelled(act)) " de " (count(act.families, "famille", "familles")) "." }
        @match &act.undone {
            Some(undone) => {
                p { "Fermeture annulée le " (french::moment(undone.at, zone)) " par " (undone_by) (NBSP) ": " (count(undone.back, "réservation remise", "réservations remises")) "." }
                (not_back(services, concerned, lost, "Réservations qui n’ont pas été remises"))
            }
            None => {
                form.card method="post" action={ (ADDRESS) "/" (id) } {
                    h2 { "Annuler cette fermeture" }
                    p {
                        @let back = act.bookings.saturating_sub(lost.len());
                        (count(back, "réservation sera remise", "réservations seront remises")) " comme avant, même si le délai est passé"
                        @if !lost.is_empty() { ", sauf " (count(lost.len(), "réservation", "réservations")) " de la liste ci-dessous" }
                        ". " (count(mails, "courriel préviendra les familles", "courriels préviendront les familles")) "."
                    }
                    button.plain name="geste" value="annuler" { "Annuler cette fermeture" }
                }
                (not_back(services, concerned, lost, "Réservations qui ne seraient pas remises"))
            }
        }
        @if !concerned.is_empty() {
            h2 { "Ce qui a été annulé" }
            (counts(services, concerned))
            (families(services, concerned, "Familles concernées", "Personnes à prévenir"))
        }
        (back())
    };
    layout::page(&frame, content)
}

fn cancelled(act: &Act) -> String {
    count(act.bookings, "réservation annulée", "réservations annulées")
}

/// "Anna ALAIN et Théo ALAIN".
fn names(who: &[(FamilyId, ChildId)], concerned: &[Concerned]) -> String {
    french::list(who.iter().filter_map(|(family, child)| name(concerned, *family, *child)))
}

fn name(concerned: &[Concerned], family: FamilyId, child: ChildId) -> Option<String> {
    let family = concerned.iter().find(|known| known.id == family)?;
    Some(format!("{} (famille {})", family.children.get(&child)?, family.name))
}

/// What does not come back, and why.
fn not_back(
    services: &Services,
    concerned: &[Concerned],
    all: &[(FamilyId, Cell, Lost)],
    caption: &str,
) -> Markup {
    let row = |(family, cell, why): &(FamilyId, Cell, Lost)| {
        let service = services.get(cell.service).map_or("", |service| &service.name);
        vec![
            html! { (name(concerned, *family, cell.child).unwrap_or_default()) },
            html! { (service) ", " (french::date(cell.day)) },
            html! { (lost(services, why)) },
        ]
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    html! { @if !rows.is_empty() { (table(caption, &["Enfant", "Réservation", "Pourquoi"], &rows)) } }
}
