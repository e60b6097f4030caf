//! The deadlines of a service: its rules, each from a day on, and the days that are not like the others.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{HERE, address, problem, rule::weekdays, text, what, words};
use crate::{
    activity::{
        Service,
        draft::{Fault, Typed},
    },
    ui::{
        form::{Problem, problems},
        french::{self, NBSP},
        layout::{self, Frame},
    },
};

/// What the page shows.
pub struct Kept<'a> {
    /// Whose deadlines.
    pub service: &'a Service,
    /// The day.
    pub today: NaiveDate,
    /// What the form of a day that is not like the others holds.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// Whether something was just saved.
    pub done: bool,
}

/// The page.
pub fn kept(frame: Frame, shown: &Kept) -> Markup {
    let title = format!("{} – délais", shown.service.name);
    let mut frame = frame;
    let (service, today, faults) = (shown.service, shown.today, shown.faults);
    frame.title = &title;
    (frame.here, frame.help) = (super::HUB, super::DEADLINES);
    frame.refused = !faults.is_empty();
    let own = format!("{}/delais", address(service.id));
    let weekdays = weekdays(service);
    let list: Vec<_> = faults
        .iter()
        .map(|fault| Problem { field: Some(fault.field.clone()), words: what(fault.what).into() })
        .collect();
    let current = service.deadlines.on(today).map(|known| known.from);
    let exceptions = service.deadlines.iter().flat_map(|known| {
        let until = service.deadlines.iter().map(|next| next.from).find(|next| *next > known.from);
        let own = known.value.exceptions.range(known.from..);
        own.filter(move |(day, _)| until.is_none_or(|until| **day < until))
    });
    let exceptions: Vec<_> = exceptions.filter(|(day, _)| **day >= today).collect();
    let content = html! {
        p { a.alone href=(address(service.id)) { (service.name) } }
        h1 { "Délais de «" (NBSP) (service.name) (NBSP) "»" }
        @if shown.done { p.saved role="status" { "C’est enregistré." } }
        (problems(&list))
        @if service.deadlines.iter().next().is_none() {
            p.notice { "Aucun délai n’est décidé" (NBSP) ": cette prestation ne peut pas encore être réservée." }
        }
        @for known in service.deadlines.iter() {
            div.card {
                h2 {
                    "Pour les jours à partir du " (french::day_month_year(known.from))
                    @if Some(known.from) == current { " (en vigueur)" }
                }
                ul.links { @for words in words::deadlines(&known.value, &weekdays) { li { (words) } } }
                @if !known.value.source.is_empty() { p.hint { (known.value.source) } }
                @if known.from > today {
                    p { a.alone href=(format!("{own}/regle?version={}", known.from)) { "Modifier la règle du " (french::day_month_year(known.from)) } }
                }
            }
        }
        p { a.main href=(format!("{own}/regle")) { "Nouvelle règle" } }
        p { a.alone href=(format!("/mairie/essai?prestation={}", service.id)) { "Essayer une réservation" } }
        p.hint { "Une règle déjà en vigueur n’est pas modifiée" (NBSP) ": une nouvelle commence à la date que vous choisissez." }
        form.card method="post" action=(own) novalidate {
            h2 { "Changer le délai d’un seul jour" }
            p { "Par exemple parce que la mairie est fermée la veille. La limite vaut pour réserver et pour annuler." }
            input type="hidden" name="vu" value=(shown.typed.get("vu"));
            div.pair {
                (text("jour", "Le jour concerné", "date", shown.typed.get("jour"), "", problem(faults, "jour"), ""))
                (text("limite", "Réserver ou annuler avant le", "date", shown.typed.get("limite"), "", problem(faults, "limite"), ""))
                (text("heure", "à (heure)", "time", shown.typed.get("heure"), "", problem(faults, "heure"), ""))
            }
            p.hint { "Sans heure" (NBSP) ": jusqu’à la fin de ce jour-là." }
            button.plain name="geste" value="ajouter" { "Changer ce jour" }
        }
        @if !exceptions.is_empty() {
            div.card {
                h2 { "Jours changés" }
                @for (day, until) in exceptions {
                    form method="post" action=(own) {
                        p { (words::exception(*day, *until)) }
                        input type="hidden" name="jour" value=(day);
                        input type="hidden" name="vu" value=(shown.typed.get("vu"));
                        p { button.plain name="geste" value="retirer" { "Rendre au " (french::date(*day)) " son délai ordinaire" } }
                    }
                }
            }
        }
        p { a.alone href=(HERE) { "Toutes les prestations" } }
    };
    layout::page(&frame, content)
}
