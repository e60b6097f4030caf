//! Runs: those that were made, the next one, and how far one is.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::money;
use crate::{
    activity::Services,
    family::FamilyId,
    invoice::{
        OfficeId,
        cash::CashOffice,
        run::{Issuing, RunId},
    },
    platform::money::Cents,
    town::Identity,
    ui::{
        french::{self, NBSP, count},
        layout::{self, Frame, Script},
        table::table,
    },
};

/// What the first page of bills is made of.
pub struct List<'a> {
    /// The cash offices.
    pub offices: &'a BTreeMap<OfficeId, CashOffice>,
    /// The services.
    pub services: &'a Services,
    /// The runs.
    pub runs: &'a [(RunId, Issuing)],
    /// Families who owe something, or to whom something is owed.
    pub owing: &'a [(FamilyId, String, OfficeId, Cents)],
    /// The day.
    pub today: NaiveDate,
    /// The town's clocks.
    pub zone: Tz,
    /// Whether who reads issues bills.
    pub acts: bool,
}

/// A month, "décembre 2026".
pub fn month(day: NaiveDate) -> String {
    format!("{} {}", french::month_name(day), day.year())
}

/// The months that can be chosen: a year back, and the next one, the last that is over first.
pub fn months(today: NaiveDate, chosen: &str) -> Markup {
    let first = today.with_day(1).unwrap_or(today);
    let months = (-1..12).filter_map(|back: i32| match u32::try_from(back) {
        Ok(back) => first.checked_sub_months(Months::new(back)),
        Err(_) => first.checked_add_months(Months::new(1)),
    });
    html! {
        select #mois name="mois" {
            @for day in months {
                @let value = day.format("%Y-%m").to_string();
                option value=(value) selected[value == chosen] { (month(day)) }
            }
        }
    }
}

/// The first page of bills.
pub fn list(mut frame: Frame, shown: &List) -> Markup {
    (frame.title, frame.here) = ("Factures", "/mairie/factures");
    let content = html! {
        h1 { "Factures" }
        @if shown.offices.is_empty() {
            p.notice { "Aucune régie n’est encore réglée" (NBSP) ": c’est elle qui émet les factures. Un administrateur la règle sur la page " a href="/mairie/reglages/regies" { "Régies" } "." }
        } @else if shown.acts {
            @for (id, office) in shown.offices { (prepare(shown, *id, office)) }
        }
        (runs(shown))
        (owing(shown))
    };
    layout::page(&frame, content)
}

fn prepare(shown: &List, id: OfficeId, office: &CashOffice) -> Markup {
    let last = shown.today.checked_sub_months(Months::new(1)).unwrap_or(shown.today);
    html! {
        form.card method="get" action="/mairie/factures/apercu" {
            h2 { "Préparer les factures" @if shown.offices.len() > 1 { ", " (office.name) } }
            p { "Vous verrez d’abord ce qui serait facturé, famille par famille. Rien n’est émis avant votre accord." }
            input type="hidden" name="regie" value=(id);
            div.field { label for="mois" { "Mois" } (months(shown.today, &last.format("%Y-%m").to_string())) }
            fieldset {
                legend { "Prestations" }
                @for service in shown.services.list.iter().filter(|service| office.services.contains(&service.id)) {
                    label.choice { input type="checkbox" name="prestation" value=(service.id) checked; span { (service.name) } }
                }
            }
            button.main { "Voir ce qui serait facturé" }
        }
    }
}

fn runs(shown: &List) -> Markup {
    let row = |(id, issuing): &(RunId, Issuing)| {
        vec![
            html! { a href={ "/mairie/factures/emissions/" (id) } { (month(issuing.run.first)) span.away { ", émission " (id) } } },
            html! { (french::moment(issuing.at, shown.zone)) },
            html! { (issuing.bills) @if issuing.credits > 0 { " et " (count(issuing.credits as usize, "avoir", "avoirs")) } },
            html! { (money(issuing.total)) },
            html! { @if issuing.ended.is_some() { "Terminée" } @else { "En cours" } },
        ]
    };
    let rows: Vec<Vec<Markup>> = shown.runs.iter().rev().take(24).map(row).collect();
    html! {
        @if !rows.is_empty() { (table("Émissions, les dernières d’abord", &["Mois", "Demandée", "Factures", "Montant", "État"], &rows)) }
    }
}

fn owing(shown: &List) -> Markup {
    let row = |(family, name, office, left): &(FamilyId, String, OfficeId, Cents)| {
        vec![
            html! { a href={ "/mairie/familles/" (family) "/compte" } { (name) } },
            html! { (shown.offices.get(office).map_or("", |office| &office.name)) },
            html! { @if left.0 > 0 { "Doit " (money(*left)) } @else { "A " (money(-*left)) " d’avance" } },
        ]
    };
    let rows: Vec<Vec<Markup>> = shown.owing.iter().map(row).collect();
    html! {
        @if rows.is_empty() { p.saved { "Aucune famille ne doit rien." } } @else {
            (table("Ce que doivent les familles", &["Famille", "Régie", "Solde"], &rows))
        }
    }
}

/// How far a run is. While it is under way, the page asks again every second.
pub fn progress(frame: Frame, town: &Identity, id: RunId, issuing: &Issuing, waiting: usize) -> Markup {
    let title = format!("Factures de {}", month(issuing.run.first));
    let mut frame = frame;
    let under_way = issuing.ended.is_none() || waiting > 0;
    frame.here = "/mairie/factures";
    if under_way {
        frame.script = Script::Live;
    }
    let address = format!("/mairie/factures/emissions/{id}");
    let documents = (issuing.bills + issuing.credits) as usize;
    let issued = html! {
        @if documents > 0 {
            p {
                (count(issuing.bills as usize, "facture émise", "factures émises"))
                @if issuing.credits > 0 { ", " (count(issuing.credits as usize, "avoir émis", "avoirs émis")) }
                ", " (money(issuing.total)) " en tout. Les familles sont prévenues par courriel."
            }
        }
    };
    let content = html! {
        h1 { (title) }
        @if under_way {
            div #avance hx-get=(address) hx-trigger="every 1s" hx-select="#avance" hx-target="#avance" hx-swap="outerHTML" {
                @if issuing.ended.is_none() {
                    label for="barre" { "Familles faites" (NBSP) ": " (issuing.done) " sur " (issuing.all) }
                    p { progress #barre value=(issuing.done) max=(issuing.all) { (issuing.done) " sur " (issuing.all) } }
                } @else {
                    @let made = documents.saturating_sub(waiting);
                    label for="barre" { "Documents faits" (NBSP) ": " (made) " sur " (documents) }
                    p { progress #barre value=(made) max=(documents) { (made) " sur " (documents) } }
                }
                (issued)
                p { "Vous pouvez quitter cette page" (NBSP) ": l’émission continue. Interrompue, elle reprend où elle en était." }
            }
            noscript { p { a.alone href=(address) { "Actualiser" } } }
        } @else {
            div #avance {
                @if let Some(at) = issuing.ended { p.saved role="status" { "Terminé le " (french::moment(at, town.timezone)) "." } }
                (issued)
                @if documents == 0 { p { "Rien n’était à facturer" (NBSP) ": tout ce qui est dû l’est déjà." } }
            }
        }
        @if let Some(family) = issuing.run.only { p { a.alone href={ "/mairie/familles/" (family) "/compte" } { "Voir le compte de la famille" } } }
        p { a.alone href="/mairie/factures" { "Revenir aux factures" } }
    };
    frame.title = &title;
    layout::page(&frame, content)
}
