//! What the settings answer: may it be booked, until when, at what price, and what else it may cost.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::{Answer, Shown};
use crate::{
    activity::deadline::{Limit, Limits},
    reservation::{
        Booking,
        judge::Reason,
        trial::{Otherwise, Trial},
        view::{
            reasons::sentence,
            why::{exact, prices, step_words},
        },
    },
    tariff::{
        absence::{Illness, Terms},
        price::{Booked, NoPrice},
        view::{absences::words as absent, words},
        why::Told,
    },
    ui::{
        french::{self, NBSP, money},
        table::table,
    },
};

/// The answer.
pub(super) fn answer(shown: &Shown, answer: &Answer) -> Markup {
    let Answer { open, question, trial } = answer;
    let service = open.services.get(question.cell.service);
    let name = service.map_or("", |service| &service.name);
    html! {
        h2 { (name) ", " (french::date(question.cell.day)) " " (chrono::Datelike::year(&question.cell.day)) }
        (coming(shown, answer))
        div.card {
            h3 { "Peut-on réserver" (NBSP) "?" }
            p { "Le " (french::moment(question.at, shown.town.identity.timezone)) (NBSP) ": " strong { (bookable(answer)) } }
            @if let Some(limits) = &trial.judged.limits {
                h3 { "Délais" }
                (deadlines(limits, question.at, shown))
                @if let Err(reason) = &trial.judged.cancel { p { "Annuler à ce moment-là" (NBSP) ": non, " (sentence(reason, open)) "." } }
                @else { p { "Annuler à ce moment-là" (NBSP) ": oui." } }
            } @else { p { "Il n’y a pas de délai ce jour-là" (NBSP) ": la prestation ne peut pas être réservée." } }
        }
        @match trial.price.as_ref().and_then(|row| row.prices.first().map(|(_, told)| (row, told))) {
            Some((row, told)) => {
                h3 #prix-essai { "Prix" (NBSP) ": " (money(told.quote.unit.0)) }
                (prices(open, row, &french::day_month_year))
                (otherwise(trial))
            }
            None => p.card { strong { "Prix" (NBSP) ": " } (unpriced(answer)) "." }
        }
    }
}

/// In a few words.
pub(super) fn short(answer: &Answer) -> Markup {
    let told = answer.trial.price.as_ref().and_then(|row| row.prices.first());
    html! {
        "Réserver" (NBSP) ": " (bookable(answer)) " "
        @if let Some((_, told)) = told { "Prix" (NBSP) ": " (money(told.quote.unit.0)) "." }
    }
}

/// What does not hold yet today.
fn coming(shown: &Shown, answer: &Answer) -> Markup {
    let Answer { open, question, trial } = answer;
    let told = trial.price.as_ref().and_then(|row| row.prices.first());
    let price = told.map(|(_, told)| told.quote.why.since);
    let service = open.services.get(question.cell.service);
    let rules = service.and_then(|service| service.deadlines.on(question.cell.day)).map(|known| known.from);
    let absences = trial.absences.map(|known| known.from);
    let all = [("le tarif", price), ("les délais", rules), ("les absences", absences)];
    let later: Vec<String> = all
        .into_iter()
        .filter_map(|(what, from)| Some((what, from.filter(|from| *from > shown.today)?)))
        .map(|(what, from)| format!("{what} (à partir du {})", french::day_month_year(from)))
        .collect();
    html! {
        @if !later.is_empty() {
            p.notice { "Pas encore en vigueur aujourd’hui" (NBSP) ": " (french::list(later)) "." }
        }
    }
}

fn bookable(answer: &Answer) -> String {
    let Answer { open, trial, .. } = answer;
    if trial.judged.booked.is_some() {
        return "c’est déjà réservé.".into();
    }
    match &trial.book {
        Ok(Booking::OnTime) => "oui, dans les délais.".into(),
        Ok(Booking::Late) => "oui, hors délai, au prix « hors délai ».".into(),
        Err(Reason::NotRegistered) => {
            format!("non, l’enfant n’y est pas inscrit ce jour-là{NBSP}: choisissez un tarif pour l’essayer.")
        }
        Err(reason) => format!("non, {}.", sentence(reason, open)),
    }
}

fn unpriced(answer: &Answer) -> String {
    match &answer.trial.book {
        Err(reason @ (Reason::NotRegistered | Reason::NoPrice(_))) => sentence(reason, answer.open),
        _ => sentence(&Reason::NoPrice(NoPrice::NotDecided), answer.open),
    }
}

fn deadlines(limits: &Limits, at: DateTime<Utc>, shown: &Shown) -> Markup {
    let all = [("Réserver", limits.book), ("Annuler", limits.cancel), ("Réserver hors délai", limits.late)];
    html! {
        dl.reading {
            @for (what, limit) in all { div { dt { (what) } dd { (limit_words(limit, at, shown)) } } }
        }
    }
}

fn limit_words(limit: Limit, at: DateTime<Utc>, shown: &Shown) -> String {
    let zone = shown.town.identity.timezone;
    let opens = limit.opens.map(|opens| format!("à partir du {}, ", french::date(shown.town.date(opens))));
    let until = match limit.until {
        None => "jamais".into(),
        Some(until) => {
            let (word, when) = french::before(until, zone);
            let over = if until <= at { " (dépassé)" } else { "" };
            format!("{word} {when}{over}")
        }
    };
    opens.unwrap_or_default() + &until
}

/// What else may happen that day, and what each costs.
fn otherwise(trial: &Trial) -> Markup {
    let illness = trial.absences.map_or(Illness::Billed, |known| known.value.illness.clone());
    let late = trial.judged.limits.is_some_and(|limits| limits.late.until.is_some());
    let row = |(what, told): &(Otherwise, Result<Told, NoPrice>)| {
        let (price, why) = match told {
            Ok(told) => (html! { (money(told.quote.unit.0)) }, steps(told)),
            Err(_) => (html! { "non proposé" }, html! {}),
        };
        vec![html! { span.cap { (named(*what, &illness, late)) } }, price, why]
    };
    let rows: Vec<Vec<Markup>> = trial.others.iter().map(row).collect();
    html! {
        (table("Selon ce qui arrive", &["Situation", "Prix", "Calcul"], &rows))
        @if let Some(pickup) = &trial.pickup { p { "Repris en retard" (NBSP) ": " (words::pickup(pickup)) "." } }
        div.card {
            h3 { "Ce que lisent les parents des absences" }
            @match trial.absences {
                Some(known) => ul.links { @for said in absent::terms(&known.value) { li { (said) } } },
                None => {
                    p { "Rien n’est décidé pour cette prestation ce jour-là. Par prudence, le portail applique" (NBSP) ":" }
                    ul.links { @for said in absent::terms(&Terms::default()) { li { (said) } } }
                }
            }
        }
    }
}

fn named(what: Otherwise, illness: &Illness, late: bool) -> String {
    match what {
        Otherwise::Booked(Booked::OnTime) => "réservé dans les délais".into(),
        Otherwise::Booked(Booked::Late) if late => "réservé hors délai".into(),
        Otherwise::Booked(Booked::Late) => "réservé hors délai (par la mairie seulement)".into(),
        Otherwise::Booked(Booked::Unreserved(1)) => "venu sans réservation".into(),
        Otherwise::Booked(Booked::Unreserved(nth)) => format!("venu sans réservation, {nth}e fois"),
        Otherwise::Booked(Booked::Absent | Booked::Excused) => "absent sans avoir annulé".into(),
        Otherwise::Excused(excuse, last) => format!("absent, {}", absent::excuse(excuse, last, illness)),
    }
}

fn steps(told: &Told) -> Markup {
    html! { ol { @for (step, after) in &told.steps { li { (step_words(told, step)) (NBSP) ": " (exact(*after)) } } } }
}
