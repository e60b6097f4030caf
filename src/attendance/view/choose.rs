//! Which roll call.

use chrono::{Days, NaiveDate};
use maud::{Markup, html};

use crate::{
    activity::ServiceId,
    attendance::roll::Tally,
    town::SchoolId,
    ui::{
        french::{self, NBSP, count},
        layout::{self, Frame},
        table::table,
    },
};

/// A roll call that can be opened.
pub struct Call {
    /// The service, with its name.
    pub service: (ServiceId, String),
    /// The school, with its name.
    pub school: (SchoolId, String),
    /// How it stands.
    pub tally: Tally,
}

/// The page.
pub fn page(mut frame: Frame, day: NaiveDate, today: NaiveDate, calls: &[Call]) -> Markup {
    (frame.title, frame.here) = ("Pointage", "/mairie/pointage");
    let to = |day: NaiveDate| format!("/mairie/pointage?jour={day}");
    let row = |call: &Call| {
        let address = format!("/mairie/pointage/{day}/{}-{}", call.service.0, call.school.0);
        vec![
            html! { a href=(address) { (call.service.1) ", " (call.school.1) } },
            html! { (call.tally.expected) },
            html! { (call.tally.here) },
            html! { (called(&call.tally)) },
        ]
    };
    let rows: Vec<Vec<Markup>> = calls.iter().map(row).collect();
    let content = html! {
        h1 { "Pointage" }
        p { span.cap { (french::date(day)) } " " (day.format("%Y").to_string()) @if day == today { ", aujourd’hui" } "." }
        p.unprinted {
            a.alone href=(to(day - Days::new(1))) { "Jour précédent" } " "
            @if day != today { a.alone href="/mairie/pointage" { "Aujourd’hui" } " " }
            a.alone href=(to(day + Days::new(1))) { "Jour suivant" }
        }
        @if calls.is_empty() { p.card { "Aucune prestation à pointer ce jour-là." } }
        @else { (table("Listes du jour", &["Prestation et école", "Attendus", "Présents", "Appel"], &rows)) }
    };
    layout::page(&frame, content)
}

fn called(tally: &Tally) -> String {
    match (tally.expected + tally.told, tally.uncalled) {
        (0, _) => "personne n’est attendu".into(),
        (_, 0) => "terminé".into(),
        (booked, uncalled) if booked == uncalled => "à faire".into(),
        (_, uncalled) => format!("reste{NBSP}: {}", count(uncalled, "enfant", "enfants")),
    }
}
