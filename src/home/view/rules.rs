//! The rules, as parents read them: written from the settings, so that they cannot differ from what is applied.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::{
    account::{Bar, view::dress},
    activity::{Days, Kind, Service, Services, view::words::deadlines},
    platform::dated::From,
    registration::Offer,
    tariff::{
        Tariff, TariffId, Tariffs, Version,
        absence::{Absences, Terms},
        view::{absences::words as absent, words},
    },
    town::{Town, view::frame},
    ui::{
        french::{self, NBSP, day_month_year},
        layout,
    },
};

/// Everything that the page is written from.
pub struct Settings<'a> {
    /// The town.
    pub town: &'a Town,
    /// Its services.
    pub services: &'a Services,
    /// Its tariffs.
    pub tariffs: &'a Tariffs,
    /// What is owed of absences.
    pub absences: &'a Absences,
    /// At which of them it registers.
    pub offers: &'a [Offer],
    /// The day.
    pub today: NaiveDate,
}

/// The page.
pub fn rules(shown: &Settings, bar: Option<&Bar>) -> Markup {
    let mut frame = frame(&shown.town.identity, "Règles et tarifs");
    frame.help = "/regles";
    if let Some(bar) = bar {
        dress(&mut frame, bar);
    }
    let open = |service: &&Service| service.until.is_none_or(|last| last >= shown.today);
    let services: Vec<&Service> = shown.services.list.iter().filter(open).collect();
    let services = &services;
    let of =
        |id: TariffId| services.iter().filter(move |service| offered(shown, service).contains(&id)).copied();
    let tariffs: Vec<&Tariff> =
        shown.tariffs.0.values().filter(|tariff| of(tariff.id).next().is_some()).collect();
    let content = html! {
        h1 { "Règles et tarifs" }
        p { "Cette page est écrite d’après les réglages de la mairie, tels qu’ils sont appliqués aujourd’hui." }
        @if services.is_empty() { p.card { "Aucune prestation n’est encore ouverte." } }
        @for service in services { (service_card(shown, service)) }
        @if !tariffs.is_empty() { h2 { "Prix" } }
        @for tariff in tariffs { (tariff_card(shown, tariff, &of(tariff.id).collect::<Vec<_>>())) }
    };
    layout::page(&frame, content)
}

fn offered<'a>(shown: &'a Settings, service: &Service) -> &'a [TariffId] {
    shown.offers.iter().find(|offer| offer.service == service.id).map_or(&[], |offer| &offer.tariffs)
}

fn service_card(shown: &Settings, service: &Service) -> Markup {
    let weekdays = french::list(service.weekdays.iter().map(|day| french::weekday(*day)));
    let schools = service.schools.iter().filter_map(|id| shown.town.schools.get(id));
    html! {
        h2 { (service.name) }
        div.card {
            p {
                span.cap { (weekdays) }
                @match service.days {
                    Days::School => ", hors vacances scolaires",
                    Days::Holidays => ", pendant les vacances scolaires",
                    Days::Given => ", à certaines dates seulement",
                }
                @if let Some(last) = service.until { ", jusqu’au " (day_month_year(last)) } "."
            }
            @if !service.schools.is_empty() || !service.levels.is_empty() {
                p {
                    "Pour" (NBSP) ": " (french::list(schools.map(|school| school.name.clone())))
                    @if !service.schools.is_empty() && !service.levels.is_empty() { ", " }
                    @if !service.levels.is_empty() { "classes de " (french::list(service.levels.iter().map(|level| format!("{level:?}")))) } "."
                }
            }
            @for known in in_force(&service.deadlines, shown.today) {
                @if known.from > shown.today { p { strong { "À partir du " (day_month_year(known.from)) (NBSP) ":" } } }
                @for words in deadlines(&known.value, &service.weekdays) { p { (words) } }
                @if !known.value.source.is_empty() { p { small { "Source" (NBSP) ": " (known.value.source) "." } } }
            }
            (absences(shown, service))
            @let tariffs: Vec<&Tariff> = offered(shown, service).iter().filter_map(|id| shown.tariffs.0.get(id)).collect();
            @if !tariffs.is_empty() {
                p { "Prix" (NBSP) ": " @for (n, tariff) in tariffs.iter().enumerate() { @if n > 0 { ", " } a href={ "#tarif-" (tariff.id) } { "tarif «" (NBSP) (tariff.name) (NBSP) "»" } } "." }
            }
        }
    }
}

/// What is owed of a child's absences.
fn absences(shown: &Settings, service: &Service) -> Markup {
    let decided = shown.absences.0.get(&service.id);
    html! {
        p { strong { "Absences" } }
        @if decided.is_none_or(|decided| decided.on(shown.today).is_none()) {
            @for words in absent::terms(&Terms::default()) { p { (words) } }
        }
        @for known in decided.into_iter().flat_map(|decided| in_force(decided, shown.today)) {
            @if known.from > shown.today { p { strong { "À partir du " (day_month_year(known.from)) (NBSP) ":" } } }
            @for words in absent::terms(&known.value) { p { (words) } }
            @if !known.value.decision.is_empty() { p { small { "Source" (NBSP) ": " (known.value.decision) "." } } }
        }
    }
}

/// What is in force on a day, and what is to come.
fn in_force<T>(dated: &crate::platform::dated::Dated<T>, day: NaiveDate) -> impl Iterator<Item = &From<T>> {
    dated.on(day).into_iter().chain(dated.iter().filter(move |known| known.from > day))
}

fn tariff_card(shown: &Settings, tariff: &Tariff, services: &[&Service]) -> Markup {
    let unit = match services.first().map(|service| service.kind) {
        Some(Kind::Canteen) => "le repas",
        _ => "la séance",
    };
    html! {
        h3 #{ "tarif-" (tariff.id) } tabindex="-1" { (tariff.name) }
        @for known in in_force(&tariff.versions, shown.today) {
            div.card {
                p { strong { @if known.from > shown.today { "À partir du " } @else { "Depuis le " } (day_month_year(known.from)) } @if !known.value.decision.is_empty() { ", " (known.value.decision) } "." }
                (version(shown, tariff, known, unit))
            }
        }
    }
}

fn version(shown: &Settings, tariff: &Tariff, known: &From<Version>, unit: &str) -> Markup {
    let cases = &known.value.cases;
    html! {
        @for (n, case) in cases.iter().enumerate() {
            @let whom = words::when(&case.when, shown.services).unwrap_or_else(|| if n == 0 { "pour tous".into() } else { "dans les autres cas".into() });
            @if cases.len() > 1 { p { strong.cap { (whom) } } }
            (words::show(&words::case(case, words::unit(&known.value, unit)), &format!("{}, {whom}, {}", tariff.name, day_month_year(known.from))))
        }
        @for line in words::besides(&known.value) { p { span.cap { (line) } "." } }
    }
}
