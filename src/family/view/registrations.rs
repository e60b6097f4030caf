//! What a child is registered for, as one line for each service.

use maud::{Markup, html};

use super::{
    control::control,
    file::{Form, waiting},
};
use crate::{
    family::{
        field::{Field, Key},
        file::ServiceChoice,
        value::YES,
    },
    tariff::TariffId,
    ui::french::{self, NBSP},
};

/// The services, each with its box, its tariff and its usual days.
pub(super) fn registrations(form: &Form) -> Markup {
    let services = &form.file.choices.services;
    html! {
        @if services.is_empty() && form.file.sheet.get(Field::Class).is_empty() {
            p { "Cet enfant n’est encore dans aucune classe" (NBSP) ": les services dépendent de la classe." }
        } @else if services.is_empty() { p { "Aucun service n’est proposé pour la classe de cet enfant." } }
        @else if form.town { p.hint { "Les jours cochés sont les jours habituels de la famille." } }
        @else { p.hint { "Les jours cochés sont vos jours habituels" (NBSP) ": la page des réservations les coche d’un geste." } }
        @for service in services { (line(form, service)) }
    }
}

fn line(form: &Form, service: &ServiceChoice) -> Markup {
    let [registered, tariff, usual] =
        [Field::Service, Field::Tariff, Field::Usual].map(|field| Key { field, of: service.id.0 });
    let days: Vec<u8> = form.shown.get(usual).split(',').filter_map(|day| day.parse().ok()).collect();
    let help = format!("{registered}-aide");
    let problems: Vec<String> = [registered, usual].into_iter().filter_map(|key| form.problem(key)).collect();
    let described = (!problems.is_empty()).then_some(help.as_str());
    html! {
        div.service role="group" aria-label=(service.name) {
            @if !problems.is_empty() { div.problem #(help) { @for problem in problems { p { (problem) } } } }
            label.choice {
                input type="checkbox" #(registered) name=(registered) value=(YES) checked[form.shown.get(registered) == YES] aria-describedby=[described];
                span { span.away { "Inscrire – " } (service.name) }
            }
            @if form.town && service.tariffs.len() > 1 { (control(form, tariff)) }
            @else if let Some((id, words)) = tariff_of(form, service) {
                p.hint {
                    "Tarif" (NBSP) ": " (words)
                    @if form.town { input type="hidden" name=(tariff) value=(id); }
                }
            }
            div.days role="group" aria-label={ "Jours habituels – " (service.name) } #(usual) tabindex="-1" {
                @for day in &service.weekdays {
                    label class={ "j" (day) } {
                        span aria-hidden="true" { (french::weekday_short(*day)) }
                        input type="checkbox" name=(usual) value=(day) checked[days.contains(day)] aria-label={ (service.name) ", " (french::weekday(*day)) };
                    }
                }
            }
            (waiting(form, registered)) (waiting(form, usual))
        }
    }
}

/// The tariff at which a child is registered, or would be.
fn tariff_of<'s>(form: &Form, service: &'s ServiceChoice) -> Option<&'s (TariffId, String)> {
    let own = form.file.sheet.get(Key { field: Field::Tariff, of: service.id.0 });
    service.tariffs.iter().find(|(id, _)| id.to_string() == own).or(service.tariffs.first())
}
