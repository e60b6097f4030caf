//! What a family is told of a closure: only its own children and days.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    activity::{ServiceId, Services},
    family::ChildId,
    platform::mail::Mail,
    reservation::{
        Booking, Cell,
        closing::{Concerned, Lost},
        view::closures::{lost as why, when},
    },
    town::{Identity, calendar::Closure, mail::letter},
    ui::{
        french::{NBSP, date, days},
        letter::Part,
    },
};

/// Days are closed and what the family had booked is cancelled. `to`: one of its guardians; `site`: the portal.
pub fn closed(
    town: &Identity,
    services: &Services,
    closure: &Closure,
    family: &Concerned,
    to: &str,
    site: &str,
) -> Mail {
    let when = when(closure);
    let words = vec![
        Part::Words(format!("La mairie vous informe d’une fermeture {when}.")),
        Part::Words(format!("Motif{NBSP}: {}", closure.reason)),
        Part::List(
            format!("Ces réservations sont annulées et ne vous seront pas facturées{NBSP}:"),
            lines(services, family, |_| true),
        ),
        button(site),
    ];
    letter(town, to, &format!("Fermeture {when}"), words, false)
}

/// The closure is undone. `lost`: what does not come back, and why.
pub fn reopened(
    town: &Identity,
    services: &Services,
    closure: &Closure,
    family: &Concerned,
    lost: &[(Cell, &Lost)],
    to: &str,
    site: &str,
) -> Mail {
    let when = when(closure);
    let mut words = vec![Part::Words(format!(
        "La fermeture prévue {when} («{NBSP}{}{NBSP}») n’a pas lieu.",
        closure.reason
    ))];
    let back = lines(services, family, |cell| !lost.iter().any(|(known, _)| known == cell));
    if !back.is_empty() {
        words.push(Part::List(
            format!("Ces réservations, qui avaient été annulées, sont remises{NBSP}:"),
            back,
        ));
    }
    if !lost.is_empty() {
        let line = |(cell, reason): &(Cell, &Lost)| {
            let child = family.children.get(&cell.child).map_or("", String::as_str);
            format!(
                "{child}, {}, {}{NBSP}: {}",
                service(services, cell.service),
                date(cell.day),
                why(services, reason)
            )
        };
        words.push(Part::List(
            format!("Celles-ci ne sont pas remises{NBSP}:"),
            lost.iter().map(line).collect(),
        ));
    }
    words.push(button(site));
    letter(town, to, &format!("Fermeture annulée {when}"), words, false)
}

fn button(site: &str) -> Part {
    Part::Button("Voir mes réservations".into(), format!("{site}/reservations"))
}

/// "Anna, Cantine 1er service : jeudi 3 et vendredi 4 décembre".
fn lines(services: &Services, family: &Concerned, holds: impl Fn(&Cell) -> bool) -> Vec<String> {
    let mut rows: BTreeMap<(ChildId, ServiceId, Booking), Vec<NaiveDate>> = BTreeMap::new();
    for (cell, booking) in family.bookings.iter().filter(|(cell, _)| holds(cell)) {
        rows.entry((cell.child, cell.service, *booking)).or_default().push(cell.day);
    }
    let line = |((child, id, booking), dates): ((ChildId, ServiceId, Booking), Vec<NaiveDate>)| {
        let child = family.children.get(&child).map_or("", String::as_str);
        let late = if booking == Booking::Late { " hors délai" } else { "" };
        format!("{child}, {}{late}{NBSP}: {}", service(services, id), days(&dates))
    };
    rows.into_iter().map(line).collect()
}

fn service(services: &Services, id: ServiceId) -> &str {
    services.get(id).map_or("", |service| &service.name)
}
