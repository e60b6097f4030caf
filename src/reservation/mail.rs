//! The confirmation of what was saved.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use maud::html;

use super::{Booking, Cell, open::Open, plan::Plan};
use crate::{
    account::Parent,
    family::ChildId,
    platform::mail::Mail,
    ui::french::{NBSP, date, days, deadline},
};

/// "Ajouté", "Annulé", and what.
type Part = (&'static str, Vec<String>);

/// Tells a parent what was booked and cancelled, by child.
pub fn confirmation(open: &Open, plan: &Plan, parent: &Parent, site: &str, now: DateTime<Utc>) -> Mail {
    let identity = &open.town.identity;
    let at = deadline(now, identity.timezone);
    let added: Vec<(Cell, Booking)> = plan.added.iter().map(|(cell, booking)| (*cell, *booking)).collect();
    let removed: Vec<(Cell, Booking)> = plan.removed.iter().map(|cell| (*cell, Booking::OnTime)).collect();
    let parts: Vec<Part> = [("Réservé", added), ("Annulé", removed)]
        .into_iter()
        .filter(|(_, cells)| !cells.is_empty())
        .map(|(what, cells)| (what, lines(open, &cells)))
        .collect();
    let link = format!("{site}/reservations");
    let opening = format!("Vos réservations ont été enregistrées le {at}.");
    let closing = format!(
        "Ce message est envoyé automatiquement. Pour toute question{NBSP}: {}, {}.",
        identity.contact.service, identity.contact.telephone
    );
    let mut text = format!("Bonjour {},\n\n{opening}\n", parent.first_name);
    for (what, lines) in &parts {
        text += &format!("\n{what}{NBSP}:\n");
        for line in lines {
            text += &format!("- {line}\n");
        }
    }
    text += &format!("\nLes retrouver ou les modifier{NBSP}: {link}\n\n{closing}\n\n{}\n", identity.name);
    let page = html! {
        p { "Bonjour " (parent.first_name) "," }
        p { (opening) }
        @for (what, lines) in &parts {
            p { strong { (what) (NBSP) ":" } }
            ul { @for line in lines { li { (line) } } }
        }
        p { a href=(link) { "Retrouver ou modifier mes réservations" } }
        p { (closing) }
        p { (identity.name) }
    };
    Mail {
        to: parent.mail.clone(),
        from_name: identity.name.clone(),
        subject: format!("Vos réservations du {at}"),
        text,
        html: page.into_string(),
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
