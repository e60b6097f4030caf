//! The confirmation of what was saved.

pub mod closure;
mod year;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Booking, Cell, open::Open, plan::Plan};
use crate::{
    account::Parent,
    family::ChildId,
    platform::mail::Mail,
    town,
    ui::{
        french::{NBSP, date, days, deadline},
        letter::{self, Part},
    },
};

pub use year::habit;

/// Tells a parent what was booked and cancelled, by child.
pub fn confirmation(open: &Open, plan: &Plan, parent: &Parent, site: &str, now: DateTime<Utc>) -> Mail {
    let identity = &open.town.identity;
    let at = deadline(now, identity.timezone);
    let mut parts = vec![
        Part::Words(format!("Bonjour {},", parent.first_name)),
        Part::Words(format!("Vos réservations ont été enregistrées le {at}.")),
    ];
    parts.extend(changes(open, plan));
    parts.extend([
        Part::Button("Retrouver ou modifier mes réservations".into(), format!("{site}/reservations")),
        Part::Words(format!(
            "Ce message est envoyé automatiquement. Pour toute question{NBSP}: {}, {}.",
            identity.contact.service, identity.contact.telephone
        )),
        Part::Words(identity.name.clone()),
    ]);
    Mail {
        to: parent.mail.clone(),
        from_name: identity.name.clone(),
        subject: format!("Vos réservations du {at}"),
        text: letter::text(&parts),
        html: letter::page(&parts).into_string(),
        secret: false,
        ..Mail::default()
    }
}

/// Tells a guardian what the town hall booked and cancelled for the family, and why.
pub fn by_town(open: &Open, plan: &Plan, reason: &str, to: &str, site: &str, now: DateTime<Utc>) -> Mail {
    let identity = &open.town.identity;
    let at = deadline(now, identity.timezone);
    let mut parts =
        vec![Part::Words(format!("La mairie a modifié les réservations de votre famille le {at}."))];
    parts.extend(changes(open, plan));
    if !reason.is_empty() {
        parts.push(Part::Words(format!("Motif{NBSP}: {reason}")));
    }
    parts.push(Part::Button("Voir mes réservations".into(), format!("{site}/reservations")));
    town::mail::letter(identity, to, "La mairie a modifié vos réservations", parts, false)
}

/// What is booked, then what is cancelled.
fn changes(open: &Open, plan: &Plan) -> Vec<Part> {
    let added: Vec<(Cell, Booking)> = plan.added.iter().map(|(cell, booking)| (*cell, *booking)).collect();
    let removed: Vec<(Cell, Booking)> = plan.removed.iter().map(|cell| (*cell, Booking::OnTime)).collect();
    let told = [("Réservé", added), ("Annulé", removed)].into_iter().filter(|(_, cells)| !cells.is_empty());
    told.map(|(what, cells)| Part::List(format!("{what}{NBSP}:"), lines(open, &cells))).collect()
}

/// "Anna, Cantine 1er service : jeudi 3 et vendredi 4 décembre".
fn lines(open: &Open, cells: &[(Cell, Booking)]) -> Vec<String> {
    let mut rows: BTreeMap<(ChildId, u32, Booking), Vec<NaiveDate>> = BTreeMap::new();
    for (cell, booking) in cells {
        rows.entry((cell.child, cell.service.0, *booking)).or_default().push(cell.day);
    }
    let line = |((child, service, booking), dates): ((ChildId, u32, Booking), Vec<NaiveDate>)| {
        let child = open.child(child).map_or("", |(_, child)| &child.child.first_name);
        let service =
            open.services.list.iter().find(|known| known.id.0 == service).map_or("", |known| &known.name);
        let late = if booking == Booking::Late { " hors délai" } else { "" };
        let when = if dates.len() == 1 { date(dates[0]) } else { days(&dates) };
        format!("{child}, {service}{late}{NBSP}: {when}")
    };
    rows.into_iter().map(line).collect()
}
