//! Why not, in words: the same everywhere.

use chrono_tz::Tz;

use super::super::{
    Booking,
    judge::Reason,
    open::Open,
    plan::{Refused, Wish},
    ticks::row_name,
};
use crate::{
    activity::opening::Closed,
    tariff::price::NoPrice,
    town::view::feast,
    ui::{
        form::Problem,
        french::{NBSP, date, deadline},
    },
};

/// One word or two, to stand where a box would.
pub fn word(reason: &Reason) -> &'static str {
    match reason {
        Reason::OtherFamily => "autre foyer",
        Reason::NotRegistered => "–",
        Reason::Closed(Closed::Feast(_)) => "férié",
        Reason::Closed(Closed::Closure(_)) => "fermé",
        Reason::Closed(_) => "–",
        Reason::Past => "passé",
        Reason::NotYet(_) => "pas encore ouvert",
        Reason::TooLate { .. } => "délai passé",
        Reason::Full => "complet",
        Reason::Excluded(_) => "autre service",
        Reason::ByTown => "mairie",
        Reason::Needs(_) | Reason::NeededBy(_) => "autre service",
        Reason::NoPrice(_) => "non proposé",
    }
}

/// A sentence without its full stop, for a screen reader and for the list of what was refused.
pub fn sentence(reason: &Reason, open: &Open) -> String {
    let zone = open.town.identity.timezone;
    match reason {
        Reason::OtherFamily => "ce jour-là, l’enfant est dans son autre foyer".into(),
        Reason::NotRegistered => "l’enfant n’y est pas inscrit ce jour-là".into(),
        Reason::Closed(closed) => closed_sentence(closed),
        Reason::Past => "cette journée est passée".into(),
        Reason::NotYet(opens) => format!("les réservations ouvriront le {}", opening(*opens, zone)),
        Reason::TooLate { until: None, .. } => "ce n’est pas possible pour ce jour-là".into(),
        Reason::TooLate { until: Some(until), late: false } => {
            format!("le délai est passé depuis le {}", deadline(*until, zone))
        }
        Reason::TooLate { until: Some(until), late: true } => format!(
            "le délai est passé depuis le {}{NBSP}; il reste possible de réserver hors délai, au prix indiqué",
            deadline(*until, zone)
        ),
        Reason::Full if open.hand.is_town() => {
            "toutes les places sont prises (cochez « Dépasser le nombre de places » pour réserver quand même)"
                .into()
        }
        Reason::Full => "toutes les places sont prises".into(),
        Reason::Excluded(service) => {
            let other = open.services.get(*service).map_or("une autre prestation", |service| &service.name);
            format!("«{NBSP}{other}{NBSP}» est déjà choisi ce jour-là, et les deux ne vont pas ensemble")
        }
        Reason::ByTown => "c’est la mairie qui réserve cette prestation".into(),
        Reason::Needs(needed) => {
            let names = needed.iter().filter_map(|id| open.services.get(*id));
            let names: Vec<String> = names.map(|service| format!("«{NBSP}{}{NBSP}»", service.name)).collect();
            format!("il faut aussi réserver {} ce jour-là", names.join(" ou "))
        }
        Reason::NeededBy(service) => {
            let other = open.services.get(*service).map_or("une autre prestation", |service| &service.name);
            format!("«{NBSP}{other}{NBSP}» en a besoin ce jour-là, et ne peut plus être annulé")
        }
        Reason::NoPrice(NoPrice::NotDecided) => "aucun tarif n’est encore fixé pour ce jour-là".into(),
        Reason::NoPrice(NoPrice::NotOffered) if open.hand.is_town() => {
            "ce service n’est pas proposé pour le quotient de la famille".into()
        }
        Reason::NoPrice(NoPrice::NotOffered) => {
            "ce service n’est pas proposé pour votre quotient familial".into()
        }
    }
}

fn opening(opens: chrono::DateTime<chrono::Utc>, zone: Tz) -> String {
    date(opens.with_timezone(&zone).date_naive())
}

fn closed_sentence(closed: &Closed) -> String {
    match closed {
        Closed::Weekday | Closed::SchoolDay => "le service n’ouvre pas ce jour-là".into(),
        Closed::Holidays(name) => format!("fermé pendant les {name}"),
        Closed::Feast(name) => format!("jour férié ({})", feast(*name)),
        Closed::Closure(reason) => format!("fermé{NBSP}: {reason}"),
        Closed::NotPlanned => "cette année scolaire n’est pas encore ouverte".into(),
        Closed::School => "le service ne concerne pas l’école de l’enfant".into(),
        Closed::Level => "le service ne concerne pas le niveau de l’enfant".into(),
        Closed::Class => "le service ne concerne pas la classe de l’enfant".into(),
        Closed::Ended => "ce service n’existe plus".into(),
    }
}

/// Whether words are about what was sent to be saved, or about what is only ticked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// Ticked, not sent.
    Preview,
    /// Sent by "Valider".
    Saved,
}

/// The boxes that were refused, each with its child, its day and why.
pub fn refusals(refused: &[Refused], open: &Open, tense: Tense) -> Vec<Problem> {
    let problem = |refused: &Refused| {
        let cell = &refused.cell;
        let child = open.child(cell.child).map_or("", |(_, child)| child.child.first_name.as_str());
        let service = open.services.get(cell.service).map_or("", |service| service.name.as_str());
        let wish = match (refused.wish, tense) {
            (Wish::Book, Tense::Saved) => "n’a pas été réservé",
            (Wish::Cancel, Tense::Saved) => "n’a pas été annulé",
            (Wish::Book, Tense::Preview) => "ne peut pas être réservé",
            (Wish::Cancel, Tense::Preview) => "ne peut pas être annulé",
        };
        Problem {
            field: Some(box_id(refused)),
            words: format!(
                "{child}, {service}, {} {wish}{NBSP}: {}.",
                date(cell.day),
                sentence(&refused.reason, open)
            ),
        }
    };
    refused.iter().map(problem).collect()
}

/// The id of the cell of a refused box.
pub fn box_id(refused: &Refused) -> String {
    format!("{}.{}", row_name(&refused.cell, Booking::OnTime), chrono::Datelike::day(&refused.cell.day))
}
