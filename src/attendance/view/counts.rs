//! How many children: for the kitchen, for paper.

use chrono::{Days, NaiveDate};
use maud::{Markup, html};

use crate::{
    activity::{ServiceId, Services},
    attendance::count::{Count, Counts},
    town::{SchoolId, Town},
    ui::{
        french::{self, NBSP},
        layout::{self, Frame},
        table::brief,
    },
};

/// The columns of the file, before those of diets.
pub const COLUMNS: [&str; 7] =
    ["Jour", "Prestation", "École", "Réservés", "Absences signalées", "Attendus", "Venus"];

/// The columns of a day on the page.
const OF_DAY: [&str; 6] =
    ["Prestation et école", "Réservés", "Absences signalées", "Attendus", "Régimes des attendus", "Venus"];

/// What the page is made of.
pub struct Shown<'a> {
    /// The town.
    pub town: &'a Town,
    /// Its services.
    pub services: &'a Services,
    /// The Monday.
    pub first: NaiveDate,
    /// The counts.
    pub counts: &'a Counts,
}

impl Shown<'_> {
    /// Name of a service.
    pub fn service(&self, id: ServiceId) -> &str {
        self.services.get(id).map_or("", |service| &service.name)
    }

    /// Name of a school.
    pub fn school(&self, id: SchoolId) -> &str {
        self.town.schools.get(&id).map_or("", |school| &school.short)
    }
}

/// The page.
pub fn page(mut frame: Frame, shown: &Shown) -> Markup {
    (frame.title, frame.here) = ("Effectifs", "/mairie/effectifs");
    let (first, last) = (shown.first, shown.first + Days::new(6));
    let to = |day: NaiveDate| format!("/mairie/effectifs?jour={day}");
    let content = html! {
        h1 { "Effectifs" }
        p { span.cap { (french::from_to(first, last)) } "." }
        p.unprinted {
            a.alone href=(to(first - Days::new(7))) { "Semaine précédente" } " "
            a.alone href=(to(first + Days::new(7))) { "Semaine suivante" } " "
            a.alone href={ "/mairie/effectifs.csv?jour=" (first) } { "Télécharger (CSV)" }
        }
        @for day in first.iter_days().take(7) { (of_day(shown, day)) }
        @if shown.counts.is_empty() { p.card { "Aucune réservation cette semaine." } }
    };
    layout::page(&frame, content)
}

fn of_day(shown: &Shown, day: NaiveDate) -> Markup {
    let of_day = shown.counts.iter().filter(|((known, ..), _)| *known == day);
    let row = |((_, service, school), count): (&(NaiveDate, ServiceId, SchoolId), &Count)| {
        vec![
            html! { (shown.service(*service)) ", " (shown.school(*school)) },
            html! { (count.booked) },
            html! { @match count.told { 0 => "–", told => (told) } },
            html! { strong { (count.expected()) } },
            html! { (diets(count)) },
            html! { @match count.came { Some(came) => (came), None => "–" } },
        ]
    };
    let rows: Vec<Vec<Markup>> = of_day.map(row).collect();
    let mut caption = french::date(day);
    caption[..1].make_ascii_uppercase();
    html! {
        @if !rows.is_empty() { (brief(&caption, &OF_DAY, &rows)) }
    }
}

/// "2 sans porc, 1 végétarien"; nothing where all eat everything.
pub fn diets(count: &Count) -> String {
    let named = count.diets.iter().filter(|(diet, _)| !diet.is_empty());
    let words: Vec<String> = named.map(|(diet, number)| format!("{number}{NBSP}{diet}")).collect();
    if words.is_empty() { "–".into() } else { words.join(", ") }
}
