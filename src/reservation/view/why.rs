//! "Pourquoi ce prix ?": the decision, the rule, what was looked at, each step.

use maud::{Markup, html};
use rust_decimal::Decimal;

use crate::{
    account::{Parent, view::dress},
    activity::Kind,
    platform::money::Cents,
    reservation::{
        Booking,
        grid::{Adjustment, ChildGrid},
        open::Open,
        why::Row,
    },
    tariff::{
        Subscription,
        modifier::Modifier,
        month::Sum,
        price::Booked,
        rule::{Among, Rule},
        view::{
            figures::{amount, between, decimal, duration, ordinal, quotient},
            words,
        },
        why::{Step, Told},
    },
    town::view::frame,
    ui::{
        french::{self, NBSP, days, money},
        layout::{self, Frame},
    },
};

/// The page of a row of a family's grid. `back`: where it was opened.
pub fn why(parent: &Parent, open: &Open, row: &Row, back: &str) -> Markup {
    let mut frame = frame(&open.town.identity, "Pourquoi ce prix");
    dress(&mut frame, &parent.bar);
    frame.here = "/reservations";
    let content = html! {
        h1 { "Pourquoi ce prix" (NBSP) "?" }
        p { (name(open, row)) }
        (prices(open, row, &french::day_month))
        p { a.alone href=(back) { "Revenir aux réservations" } }
    };
    layout::page(&frame, content)
}

/// What a child's total is made of, row by row. `back`: the grid.
pub fn total(parent: &Parent, open: &Open, child: &ChildGrid, rows: &[Row], back: &str) -> Markup {
    let title = format!("Total de {}", child.first_name);
    let mut frame = frame(&open.town.identity, &title);
    dress(&mut frame, &parent.bar);
    frame.here = "/reservations";
    let content = html! {
        h1 { (title) (NBSP) ": " (money(child.total.0)) }
        @if rows.is_empty() { p { "Rien n’est coché sur cette période." } }
        (summed(open, rows))
        (adjusted(child.weeks.iter().filter_map(|week| week.months.as_ref()).flatten()))
        (flat_rates(child))
        p { a.alone href=(back) { "Revenir aux réservations" } }
    };
    layout::page(&frame, content)
}

/// What is owed besides.
pub(super) fn flat_rates(child: &ChildGrid) -> Markup {
    html! {
        @for flat in &child.flat {
            p.notice {
                "S’ajoute au total, que " (child.first_name) " vienne ou non" (NBSP) ": forfait " (flat.service) ", "
                strong { (money(flat.amount.0)) } " à partir du " (french::day_month_year(flat.from)) "."
            }
        }
    }
}

/// Rows, each with what its days come to, and why.
pub(super) fn summed(open: &Open, rows: &[Row]) -> Markup {
    html! {
        @for row in rows {
            h2 { (name(open, row)) }
            @for (days, told) in &row.prices {
                p {
                    (days.len()) (NBSP) "×" (NBSP) (money(told.quote.unit.0)) (NBSP) "=" (NBSP)
                    strong { (money((told.quote.unit * days.len() as i64).0)) }
                }
            }
            (prices(open, row, &french::day_month))
        }
    }
}

/// What months take off or add to such rows.
pub(super) fn adjusted<'a>(adjustments: impl IntoIterator<Item = &'a Adjustment>) -> Markup {
    html! {
        @for adjustment in adjustments.into_iter().filter(|adjustment| adjustment.amount != Cents::ZERO) {
            p { (adjustment.service) ", " @if adjustment.amount < Cents::ZERO { "plafond" } @else { "minimum" } " du mois" (NBSP) ": " strong { (money(adjustment.amount.0)) } }
        }
    }
}

/// The town's page of all that a family's children are registered for, on a day. `back`: the family's page.
pub fn of_family(mut frame: Frame, open: &Open, day: chrono::NaiveDate, rows: &[Row], back: &str) -> Markup {
    frame.title = "Prix de la famille";
    (frame.here, frame.help) = ("/mairie/familles", "/mairie/familles/dossier");
    let content = html! {
        h1 { "Prix de la famille" }
        form.narrow method="get" {
            div.field {
                label for="jour" { "Prix d’une journée, le" }
                input #jour type="date" name="jour" value=(day);
            }
            button.plain { "Afficher" }
        }
        p { "Ce que coûte le " (french::day_month_year(day)) ", réservé dans les délais, avec les autres réservations de ce jour-là." }
        @for row in rows { h2 { (name(open, row)) } (prices(open, row, &french::day_month_year)) }
        @if rows.is_empty() { p.card { "Aucun enfant n’est inscrit ce jour-là à une prestation qui a un prix." } }
        p { a.alone href=(back) { "Revenir à la famille" } }
    };
    layout::page(&frame, content)
}

/// "Cantine 1er service hors délai, Léa".
fn name(open: &Open, row: &Row) -> String {
    let service = open.services.get(row.service).map_or("", |service| &service.name);
    let child = open.child(row.child).map_or("", |(_, child)| &child.child.first_name);
    let late = if row.booking == Booking::Late { " hors délai" } else { "" };
    // One that is made up has no name.
    let comma = if child.is_empty() { "" } else { ", " };
    format!("{service}{late}{comma}{child}")
}

/// The prices of a row, each with its steps. `of_month`: how a day of its month is said.
pub(super) fn prices(open: &Open, row: &Row, of_month: &impl Fn(chrono::NaiveDate) -> String) -> Markup {
    let unit = match open.services.get(row.service).map(|service| service.kind) {
        Some(Kind::Canteen) => "le repas",
        _ => "la séance",
    };
    html! {
        @for (on, told) in &row.prices {
            section.card.why {
                h3 { span.cap { (days(on)) } (NBSP) ": " (money(told.quote.unit.0)) }
                (facts(told))
                h4 { "Calcul" }
                ol { @for (step, after) in &told.steps { li { (step_words(told, step)) (NBSP) ": " strong { (exact(*after)) } } } }
            }
        }
        @if let Some((first, told)) = row.prices.first() {
            details {
                summary { "Le tarif «" (NBSP) (told.tariff.name) (NBSP) "» en entier" span.away { ", " (name(open, row)) ", " (days(first)) } }
                div.card {
                    (words::show(&words::case(told.case, words::unit(told.version, unit)), &told.tariff.name))
                    @for line in words::besides(told.version) { p { span.cap { (line) } "." } }
                }
            }
        }
        @if let Some(sum) = &row.month { (month(sum, of_month)) }
    }
}

/// What was looked at.
fn facts(told: &Told) -> Markup {
    let resident = told.quote.why.resident;
    html! {
        dl.reading {
            div {
                dt { "Tarif" }
                dd {
                    (told.tariff.name) ", en vigueur depuis le " (french::day_month_year(told.quote.why.since))
                    @if let Some(next) = told.until { ", jusqu’au changement du " (french::day_month_year(next)) }
                }
            }
            div {
                dt { "Décision" }
                dd { @if told.quote.why.decision.is_empty() { "Référence non indiquée" } @else { (told.quote.why.decision) } }
            }
            div { dt { "Habitation" } dd { @if resident { "Dans la commune" } @else { "Hors commune, ou adresse inconnue" } } }
            div { dt { "Quotient familial" } dd { (quotient_words(told)) } }
            @if let Some(bounds) = told.bounds {
                div {
                    dt { "Tranche" }
                    dd {
                        span.cap { (between(bounds.from, bounds.below)) }
                        @if bounds.lowered { ", celle d’avant en raison du nombre d’enfants" }
                    }
                }
            }
            @if let Some(counted) = counted(told) { div { dt { "Enfants" } dd { (counted) } } }
        }
    }
}

fn quotient_words(told: &Told) -> String {
    let unknown = |known: &Modifier| matches!(known, Modifier::UnknownQuotient { .. });
    let matters =
        told.case.rule.looks_at_quotient(told.facts.resident) || told.case.modifiers.iter().any(unknown);
    let words = match told.quotient {
        Some((known, since)) => {
            format!("{}, depuis le {}", quotient(known), french::day_month_year(since))
        }
        None => "Non connu de la mairie".into(),
    };
    if matters { words } else { format!("{words} (sans effet sur ce prix)") }
}

/// The number or the rank of the children that was looked at.
fn counted(told: &Told) -> Option<String> {
    let facts = &told.facts;
    let children = french::count(facts.children, "enfant", "enfants");
    let ranked = |among| match among {
        Among::Family => format!("{} enfant de la famille, sur {}", ordinal(facts.rank), facts.children),
        Among::Present => {
            format!("{} des enfants réservés ce jour-là, sur {}", ordinal(facts.rank_present), facts.present)
        }
    };
    let by_modifier = told.case.modifiers.iter().find_map(|modifier| match modifier {
        Modifier::SiblingPercent { among, .. } => Some(ranked(*among)),
        Modifier::SiblingPresent { .. } => Some(ranked(Among::Present)),
        _ => None,
    });
    match &told.case.rule {
        Rule::Ranks { among, .. } => Some(ranked(*among)),
        Rule::Together { .. } => Some(ranked(Among::Present)),
        Rule::Children { .. } | Rule::Brackets { lower_from: Some(_), .. } => {
            Some(format!("{children} dans la famille"))
        }
        _ => by_modifier,
    }
}

/// What a step did.
pub(super) fn step_words(told: &Told, step: &Step) -> Markup {
    let facts = &told.facts;
    html! {
        @match step {
            Step::Rule(rule) => { (rule_words(told, rule)) }
            Step::Units(units, every) => {
                (french::count(*units as usize, "tranche", "tranches")) " de " (duration(*every, false))
            }
            Step::Modifier(modifier) => { span.cap { (words::modifier(modifier)) } }
            Step::Penalty(booked, penalty) => {
                @match booked {
                    Booked::OnTime | Booked::Late => "Réservation après la date limite, ",
                    Booked::Unreserved(_) => "Présence sans réservation, ",
                    Booked::Absent | Booked::Excused => "Absence non annulée à temps, ",
                }
                (words::penalty(penalty))
            }
            Step::Rounded => { "Arrondi au centime le plus proche" }
            Step::Third(third) => { span.cap { (words::third(third)) } ", il reste à votre charge" }
            Step::Subscription(Subscription { per, .. }) => { "Déjà compris dans le forfait " (words::span(*per)) }
            Step::Excused => "Absence excusée, rien n’est dû",
        }
        @if facts.minutes.is_none() && matches!(step, Step::Units(..) | Step::Rule(Rule::Steps { .. })) {
            ", pour la durée la plus courte" (NBSP) ": la durée n’est connue qu’au départ de l’enfant"
        }
    }
}

/// What the rule says of this child and this day.
fn rule_words(told: &Told, rule: &Rule) -> String {
    let facts = &told.facts;
    match rule {
        Rule::Share { percent, .. } if rule.looks_at_quotient(facts.resident) => match told.quotient {
            Some((known, _)) => {
                format!("{}{NBSP}% du quotient de {}", decimal(*percent), quotient(known))
            }
            None => "Prix le plus haut, sans quotient connu".into(),
        },
        Rule::Points { .. } if rule.looks_at_quotient(facts.resident) => {
            "Prix calculé en proportion entre deux quotients".into()
        }
        Rule::Ranks { .. } => "Prix de la tranche et du rang".into(),
        Rule::Children { .. } => "Prix pour ce nombre d’enfants".into(),
        Rule::Together { .. } if facts.rank_present == 1 => {
            "Prix de tous les enfants présents ce jour-là, compté avec l’aîné".into()
        }
        Rule::Together { .. } => "Compté avec l’aîné des enfants présents".into(),
        Rule::Week { .. } => {
            format!("Ce qu’ajoute au prix de la semaine son {} jour", ordinal(facts.day_of_week))
        }
        Rule::Weeks { .. } if facts.week_of_holidays.1 => {
            format!("Ce qu’ajoute la {} semaine de ces vacances", ordinal(facts.week_of_holidays.0))
        }
        Rule::Weeks { .. } => "Compté avec le premier jour de la semaine".into(),
        _ if told.bounds.is_some() => "Prix de la tranche".into(),
        _ if facts.resident => "Prix des habitants de la commune".into(),
        _ => "Prix des familles hors commune".into(),
    }
}

/// An amount before it is rounded: "1,525 €".
pub(super) fn exact(cents: Decimal) -> String {
    match cents.is_integer() {
        true => amount(Cents::round(cents)),
        false => format!("{}{NBSP}€", decimal((cents / Decimal::ONE_HUNDRED).round_dp(5))),
    }
}

/// The month's ceiling or minimum, and what each day comes to.
fn month(sum: &Sum, on: &impl Fn(chrono::NaiveDate) -> String) -> Markup {
    let alone: Cents = sum.days.iter().map(|(_, unit, _)| *unit).sum();
    let charged: Cents = sum.days.iter().map(|(.., charged)| *charged).sum();
    html! {
        section.card.why {
            h3 { "Le mois" }
            p { "Les journées réservées du mois font " (money(alone.0)) "." }
            @if let Some((ceiling, bounds)) = sum.ceiling {
                p {
                    "Le plafond du mois est de " (money(ceiling.0))
                    @if bounds.from.is_some() || bounds.below.is_some() { " (quotient " (between(bounds.from, bounds.below)) ")" }
                    ", compté dans l’ordre des dates" (NBSP) ": "
                    @match sum.days.iter().find(|(_, unit, charged)| unit != charged) {
                        Some((cell, ..)) => { "il est atteint le " (on(cell.day)) ". Il reste " (money(charged.0)) "." }
                        None => "il n’est pas atteint."
                    }
                }
            }
            @if let Some(minimum) = sum.minimum {
                p {
                    "Un mois où l’enfant vient coûte au moins " (money(minimum.0))
                    @if let Some(missing) = sum.missing { (NBSP) ": " (money(missing.0)) " s’ajoutent." } @else { "." }
                }
            }
        }
    }
}
