//! What the town decided about absences: all of it, and the form of a version.

mod form;
pub mod words;

pub use form::{Shown, form, preview};

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::{
    activity::{Service, ServiceId, Services},
    tariff::absence::{
        Absences, Terms,
        draft::{Fault, Wrong},
    },
    ui::{
        french::{self, NBSP, day_month_year},
        layout::{self, Frame},
    },
};

const HERE: &str = "/mairie/reglages/absences";
const HUB: &str = "/mairie/reglages";

/// The services that go on.
fn going_on(services: &Services, today: NaiveDate) -> impl Iterator<Item = &Service> {
    services.list.iter().filter(move |service| service.until.is_none_or(|last| last >= today))
}

/// All of it, services of which the same was decided together.
pub fn absences(
    mut frame: Frame,
    services: &Services,
    absences: &Absences,
    today: NaiveDate,
    done: bool,
) -> Markup {
    (frame.title, frame.here) = ("Absences", HUB);
    frame.help = HERE;
    let mut groups: Vec<Vec<&Service>> = Vec::new();
    for service in going_on(services, today) {
        let same = |group: &&mut Vec<&Service>| absences.0.get(&group[0].id) == absences.0.get(&service.id);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(service),
            None => groups.push(vec![service]),
        }
    }
    let content = html! {
        p { a.alone href=(HUB) { "Réglages" } }
        h1 { "Absences" }
        @if done { p.saved role="status" { "C’est enregistré." } }
        p { "Ce qui est dû quand un enfant réservé ne vient pas. Les parents lisent ces phrases sur la page «" (NBSP) "Règles et tarifs" (NBSP) "»." }
        @if groups.is_empty() { p.card { "Aucune prestation n’est encore enregistrée." } }
        @for group in &groups { (one(group, absences, today)) }
        p.hint { "Une règle déjà en vigueur n’est pas modifiée" (NBSP) ": une nouvelle commence à la date que vous choisissez." }
        p { a.alone href="/mairie/essai" { "Essayer un prix et une absence" } }
    };
    layout::page(&frame, content)
}

fn one(group: &[&Service], absences: &Absences, today: NaiveDate) -> Markup {
    let names = french::list(group.iter().map(|service| service.name.clone()));
    let versions = absences.0.get(&group[0].id);
    let now = versions.and_then(|versions| versions.on(today)).map(|known| known.from);
    html! {
        div.card {
            h2 { (names) }
            @if now.is_none() {
                p { "Rien n’est décidé aujourd’hui. Par prudence, le portail applique" (NBSP) ":" }
                ul.links { @for said in words::terms(&Terms::default()) { li { (said) } } }
            }
            @for known in versions.into_iter().flat_map(|versions| versions.iter()) {
                h3 { "Pour les jours à partir du " (day_month_year(known.from)) @if Some(known.from) == now { " (en vigueur)" } }
                ul.links { @for said in words::terms(&known.value) { li { (said) } } }
                @if !known.value.decision.is_empty() { p.hint { (known.value.decision) } }
                @if known.from > today {
                    p { a.alone href=(address(group, Some(known.from))) { "Modifier la règle du " (day_month_year(known.from)) span.away { ", " (names) } } }
                }
            }
            p { a.alone href=(address(group, None)) { @if versions.is_some() { "Nouvelle règle" } @else { "Décider" } span.away { ", " (names) } } }
        }
    }
}

fn address(group: &[&Service], version: Option<NaiveDate>) -> String {
    let of = |id: ServiceId| format!("prestation={id}");
    let mut fields: Vec<String> = group.iter().map(|service| of(service.id)).collect();
    fields.extend(version.map(|from| format!("version={from}")));
    format!("{HERE}/regle?{}", fields.join("&"))
}

/// The problem of a field, if it has one.
fn problem(faults: &[Fault], field: &str) -> Option<&'static str> {
    faults.iter().find(|fault| fault.field == field).map(|fault| wrong(fault.wrong))
}

/// What to do about it.
fn wrong(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Service => "Cochez au moins une prestation.",
        Wrong::Date => "Indiquez une date.",
        Wrong::Begun => "Choisissez une date à venir\u{a0}: ce qui s’applique déjà n’est pas modifié.",
        Wrong::Taken => {
            "Une autre règle commence déjà ce jour-là pour l’une de ces prestations\u{a0}: modifiez-la."
        }
        Wrong::Long => "Ce texte est trop long.",
        Wrong::Kind => "Choisissez ce qui est dû en cas de maladie.",
        Wrong::Days => "Indiquez un nombre de jours, par exemple 1.",
        Wrong::Hours => "Indiquez un nombre d’heures, par exemple 48.",
        Wrong::Tiers => "Indiquez au moins un délai, par exemple 48 heures, et douze au plus.",
        Wrong::Order => "Ce délai doit être plus long que celui d’avant.",
        Wrong::Changed => {
            "Quelqu’un d’autre vient de modifier ces règles. Rien n’a été enregistré de votre saisie\u{a0}: relisez-la, puis enregistrez."
        }
    }
}
