//! The list of services, in the order of the grid.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{HERE, HUB, address, rule::weekdays, words};
use crate::{
    activity::{Days, Service, Services},
    ui::{
        french::{self, NBSP},
        layout::{self, Frame},
        table::table,
    },
};

/// The page.
pub fn services(mut frame: Frame, services: &Services, today: NaiveDate, done: Option<&str>) -> Markup {
    frame.title = "Prestations";
    (frame.here, frame.help) = (HUB, HERE);
    let last = services.list.len().saturating_sub(1);
    let row = |(place, service): (usize, &Service)| {
        let rules = service.deadlines.on(today).or_else(|| service.deadlines.iter().next());
        vec![
            html! { a.alone href=(address(service.id)) { (service.name) } },
            html! {
                (opens(service))
                @if let Some(day) = service.until { small { " jusqu’au " (french::day_month_year(day)) } }
            },
            html! {
                a.alone href=(format!("{}/delais", address(service.id))) { "Délais" span.away { " de " (service.name) } } (NBSP) ": "
                @match rules {
                    Some(known) => (words::deadlines(&known.value, &weekdays(service)).join(" ")),
                    None => "Aucun délai décidé" ,
                }
            },
            html! {
                form method="post" action=(HERE) {
                    input type="hidden" name="service" value=(service.id);
                    @if place > 0 { button.plain name="geste" value="monter" { "Monter" span.away { " " (service.name) } } " " }
                    @if place < last { button.plain name="geste" value="descendre" { "Descendre" span.away { " " (service.name) } } }
                }
            },
        ]
    };
    let rows: Vec<_> = services.list.iter().enumerate().map(row).collect();
    let content = html! {
        h1 { "Prestations" }
        @match done {
            Some("supprimer") => p.saved role="status" { "La prestation est supprimée." },
            Some(_) => p.saved role="status" { "C’est enregistré." },
            None => {}
        }
        p { "Ce que les parents réservent" (NBSP) ": cantine, garderie, mercredis… dans l’ordre de leur grille." }
        @if rows.is_empty() { p.notice { "Aucune prestation pour l’instant." } }
        @else { (table("Dans l’ordre de la grille", &["Prestation", "Jours", "Délais", "Ordre"], &rows)) }
        p { a.main href=(format!("{HERE}/nouvelle")) { "Ajouter une prestation" } }
    };
    layout::page(&frame, content)
}

/// "lundi et mardi, hors vacances".
fn opens(service: &Service) -> String {
    let days = french::list(service.weekdays.iter().map(|day| french::weekday(*day)));
    match service.days {
        Days::School => format!("{days}, en période scolaire"),
        Days::Holidays => format!("{days}, pendant les vacances"),
        Days::Given => french::count(service.dates.len(), "date", "dates"),
    }
}
