//! Closures, in French: which days, for what and whom.

mod form;
mod list;
mod one;
mod preview;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use maud::{Markup, html};

pub use form::{Form, form};
pub use list::{Line, list};
pub use one::{Done, one};
pub use preview::preview;

use crate::{
    activity::{ServiceId, Services},
    reservation::closing::{Concerned, Lost, Sheet},
    town::{Town, calendar::Closure},
    ui::{
        french::{self, NBSP, count},
        table::table,
    },
};

/// Where closures are.
pub const ADDRESS: &str = "/mairie/fermetures";
/// Where a new one is made.
pub const NEW: &str = "/mairie/fermetures/nouvelle";

/// "le jeudi 3 décembre 2026", "du 3 au 5 décembre 2026".
pub fn when(closure: &Closure) -> String {
    match closure.first == closure.last {
        true => format!("le {}", day(closure.first)),
        false => french::from_to(closure.first, closure.last),
    }
}

fn day(day: NaiveDate) -> String {
    use chrono::Datelike;
    format!("{} {}", french::date(day), day.year())
}

/// "Cantine 1er service et Garderie soir", "toutes les prestations".
fn what(closure: &Closure, services: &Services) -> String {
    let name = |id: &u32| services.get(ServiceId(*id)).map(|service| service.name.clone());
    match closure.services.is_empty() {
        true => "toutes les prestations".into(),
        false => french::list(closure.services.iter().filter_map(name)),
    }
}

/// "Jules-Ferry et CE1 A", "toutes les écoles".
fn whom(closure: &Closure, town: &Town) -> String {
    if closure.is_for_all() {
        return "toutes les écoles".into();
    }
    let schools =
        closure.schools.iter().filter_map(|id| town.schools.get(id)).map(|school| school.short.clone());
    let class = |id| {
        let class: &crate::town::Class = town.classes.get(id)?;
        Some(match town.schools.get(&class.school) {
            Some(school) => format!("{} ({})", class.name, school.short),
            None => class.name.clone(),
        })
    };
    french::list(schools.chain(closure.classes.iter().filter_map(class)))
}

/// Why a booking does not come back, after a colon.
pub fn lost(services: &Services, lost: &Lost) -> String {
    match lost {
        Lost::Gone => "le dossier est archivé".into(),
        Lost::OtherFamily => "ce jour est maintenant celui de l’autre foyer de l’enfant".into(),
        Lost::NotRegistered => "l’enfant n’est plus inscrit à cette prestation".into(),
        Lost::Taken(id) => {
            let name = services.get(*id).map_or("", |service| &service.name);
            format!("ce jour est déjà réservé pour «{NBSP}{name}{NBSP}»")
        }
        Lost::Closed(reason) => format!("ce jour reste fermé («{NBSP}{reason}{NBSP}»)"),
        Lost::Full => "il n’y a plus de place".into(),
    }
}

/// How many are booked, for each service and day.
fn counts(services: &Services, families: &[Concerned]) -> Markup {
    let mut days: BTreeMap<(usize, NaiveDate), usize> = BTreeMap::new();
    for (cell, _) in families.iter().flat_map(|family| &family.bookings) {
        let place = services.list.iter().position(|service| service.id == cell.service);
        *days.entry((place.unwrap_or(usize::MAX), cell.day)).or_default() += 1;
    }
    let row = |((place, date), number): (&(usize, NaiveDate), &usize)| {
        let name = services.list.get(*place).map_or("", |service| &service.name);
        vec![html! { (name) ", " (french::date(*date)) }, html! { (count(*number, "enfant", "enfants")) }]
    };
    let rows: Vec<_> = days.iter().map(row).collect();
    table("Réservations par prestation et par jour", &["Prestation et jour", "Réservé"], &rows)
}

/// The families, their children and days, and whether a mail reaches them. `told`: what the column of mails is called.
fn families(services: &Services, families: &[Concerned], caption: &str, told: &str) -> Markup {
    let row = |family: &Concerned| {
        vec![
            html! { a href={ "/mairie/familles/" (family.id) } { (family.name) } },
            html! { @for line in lines(services, family) { div { (line) } } },
            html! {
                @match family.mails.len() {
                    0 => { strong { "aucun" } " – à prévenir autrement" },
                    number => (number),
                }
            },
        ]
    };
    let rows: Vec<_> = families.iter().map(row).collect();
    table(caption, &["Famille", "Enfants et jours", told], &rows)
}

/// "Anna : Cantine 1er service, jeudi 3 décembre".
fn lines(services: &Services, family: &Concerned) -> Vec<String> {
    let mut rows: BTreeMap<_, Vec<NaiveDate>> = BTreeMap::new();
    for (cell, _) in &family.bookings {
        rows.entry((cell.child, cell.service)).or_default().push(cell.day);
    }
    let line = |((child, service), days): (_, Vec<NaiveDate>)| {
        let child = family.children.get(&child).map_or("", String::as_str);
        let service = services.get(service).map_or("", |service| &service.name);
        format!("{child}{NBSP}: {service}, {}", french::days(&days))
    };
    rows.into_iter().map(line).collect()
}

/// What was typed, carried along.
fn carried(sheet: &Sheet) -> Markup {
    html! {
        input type="hidden" name="du" value=(sheet.first);
        input type="hidden" name="au" value=(sheet.last);
        input type="hidden" name="motif" value=(sheet.reason);
        @for id in &sheet.services { input type="hidden" name="service" value=(id); }
        @for id in &sheet.schools { input type="hidden" name="ecole" value=(id); }
        @for id in &sheet.classes { input type="hidden" name="classe" value=(id); }
    }
}

/// The way back to the list.
fn back() -> Markup {
    html! { p { a.alone href=(ADDRESS) { "Revenir à la liste des fermetures" } } }
}

/// What is closed, in a list of facts.
fn facts(closure: &Closure, town: &Town, services: &Services) -> Markup {
    html! {
        dl.card.reading {
            div { dt { "Jours" } dd { (when(closure)) } }
            div { dt { "Motif" } dd { (closure.reason) } }
            div { dt { "Prestations" } dd { (what(closure, services)) } }
            div { dt { "Écoles et classes" } dd { (whom(closure, town)) } }
        }
    }
}
