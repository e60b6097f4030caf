//! The confirmation of usual days over a month or a year: by child and by month, never day by day.

use chrono::{DateTime, Utc};

use crate::{
    platform::mail::Mail,
    reservation::{open::Open, series::Series, view::year::words},
    town::mail::letter,
    ui::{
        french::{NBSP, deadline, money},
        letter::Part,
    },
};

/// To a guardian. `reason`: why the town has booked, when it was not the family itself.
pub fn habit(
    open: &Open,
    series: &Series,
    to: &str,
    reason: Option<&str>,
    site: &str,
    now: DateTime<Utc>,
) -> Mail {
    let identity = &open.town.identity;
    let at = deadline(now, identity.timezone);
    let begins = match reason {
        None => format!("Vos jours habituels ont été réservés le {at}."),
        Some(reason) => {
            format!("La mairie a réservé les jours habituels de votre famille le {at}. Motif{NBSP}: {reason}")
        }
    };
    let months = series.months();
    let mut costs: Vec<String> = months
        .iter()
        .map(|(first, sum)| {
            format!("{}{NBSP}: {}, {}", words::month(*first), words::bookings(sum.days), money(sum.added.0))
        })
        .collect();
    costs.push(format!(
        "total{NBSP}: {}, {}",
        words::bookings(series.plan.added.len()),
        money(series.cost().0)
    ));
    let parts = series.parts().iter().map(|part| words::part(open, part)).collect();
    let mut paragraphs = vec![
        Part::Words(begins),
        Part::List(format!("Réservé{NBSP}:"), parts),
        Part::List(format!("Coût par mois{NBSP}:"), costs),
    ];
    if !series.missed.is_empty() {
        paragraphs.push(Part::Words(format!(
            "{} de la liste n’étaient plus possibles et n’ont pas été enregistrées.",
            words::bookings(series.missed.len())
        )));
    }
    paragraphs
        .push(Part::Button("Retrouver ou modifier mes réservations".into(), format!("{site}/reservations")));
    letter(identity, to, &format!("Vos réservations du {at}"), paragraphs, false)
}
