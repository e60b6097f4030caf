//! The confirmation of what was saved.

mod year;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Booking, Cell, open::Open, plan::Plan};
use crate::{
    account::Parent,
    family::ChildId,
    platform::mail::Mail,
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
    let added: Vec<(Cell, Booking)> = plan.added.iter().map(|(cell, booking)| (*cell, *booking)).collect();
    let removed: Vec<(Cell, Booking)> = plan.removed.iter().map(|cell| (*cell, Booking::OnTime)).collect();
    let mut parts = vec![
        Part::Words(format!("Bonjour {},", parent.first_name)),
        Part::Words(format!("Vos réservations ont été enregistrées le {at}.")),
    ];
    for (what, cells) in [("Réservé", added), ("Annulé", removed)] {
        if !cells.is_empty() {
            parts.push(Part::List(format!("{what}{NBSP}:"), lines(open, &cells)));
        }
    }
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
    }
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
