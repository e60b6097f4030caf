//! The cash desk: what a family owes, and a payment that is taken.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use maud::{Markup, html};
use strum::VariantArray;

use super::{bill, list, list::Account, means, money, run::months, state};
use crate::{
    family::FamilyId,
    invoice::{
        Means, OfficeId,
        cash::CashOffice,
        desk::{Fault, Typed},
        ledger::{Entry, payments},
        number::{Number, Series},
    },
    ui::{
        form::{Field, Problem, hinted, problems},
        french::{self, NBSP},
        layout::{self, Frame},
        table::table,
    },
};

/// What the page is made of.
pub struct Shown<'a> {
    /// The family.
    pub id: FamilyId,
    /// "ALAIN".
    pub family: &'a str,
    /// The cash offices.
    pub offices: &'a BTreeMap<OfficeId, CashOffice>,
    /// What it owes.
    pub accounts: &'a [Account],
    /// The day.
    pub today: NaiveDate,
    /// Whether who reads takes payments.
    pub acts: bool,
    /// What was typed of a payment.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// What was just done: the number of a receipt, or "rejet".
    pub done: Option<&'a str>,
}

/// The page.
pub fn page(frame: Frame, shown: &Shown) -> Markup {
    let title = format!("Compte de la famille {}", shown.family);
    let mut frame = frame;
    (frame.here, frame.help) = ("/mairie/familles", "/mairie/familles/compte");
    let list: Vec<Problem> = shown
        .faults
        .iter()
        .map(|fault| {
            let (field, words) = words(*fault);
            Problem { field: Some(field.into()), words: words.into() }
        })
        .collect();
    let content = html! {
        h1 { (title) }
        @match shown.done {
            Some("rejet") => p.saved role="status" { "Le rejet est enregistré" (NBSP) ": ce paiement ne compte plus." },
            Some(number) if number.parse::<Number>().is_ok() => p.saved role="status" {
                "Le paiement est enregistré. " a.alone href={ "/mairie/familles/" (shown.id) "/compte/recus/" (number) } { "Ouvrir le reçu " (number) }
            },
            _ => {}
        }
        (problems(&list))
        @if shown.accounts.is_empty() { p.card { "Aucune facture, aucun paiement." } }
        @for account in shown.accounts { (of_office(shown, account)) }
        @if shown.acts && !shown.offices.is_empty() { (payment(shown)) (again(shown)) }
        p { a.alone href={ "/mairie/familles/" (shown.id) } { "Voir le dossier de la famille" } }
    };
    frame.title = &title;
    layout::page(&frame, content)
}

fn of_office(shown: &Shown, account: &Account) -> Markup {
    let row = |(invoice, standing): &(crate::invoice::Invoice, Option<crate::invoice::ledger::Standing>)| {
        vec![
            html! { a href={ "/mairie/factures/" (invoice.number) } { (bill::title(invoice)) } },
            html! { (french::day_month_year(invoice.issued)) },
            html! { (money(invoice.total)) },
            html! { @match standing { Some(known) => { (state(known.state(shown.today))) @if known.left().0 > 0 { ", reste " (money(known.left())) } }, None => "Déduit" } },
            html! { @if invoice.number.series == Series::Bill { (french::day_month_year(invoice.due)) } @else { "–" } },
        ]
    };
    let rows: Vec<Vec<Markup>> = account.bills.iter().map(row).collect();
    let kept = payments(&account.payments);
    let returns = account.payments.iter().filter_map(|entry| match entry {
        Entry::Payment { number, amount, means, .. }
            if kept.contains_key(number) && *means != Means::Online =>
        {
            Some((*number, *amount))
        }
        _ => None,
    });
    html! {
        h2 { (account.office) }
        p.saved[account.balance.0 <= 0].notice[account.balance.0 > 0] {
            @match account.balance.0 {
                0 => "Cette famille ne doit rien.",
                1.. => { "Cette famille doit " strong { (money(account.balance)) } (NBSP) ": ses factures, moins ses avoirs et ses paiements." },
                _ => { "Cette famille a " strong { (money(-account.balance)) } " d’avance" (NBSP) ": cette somme est déduite de ses prochaines factures." },
            }
        }
        @if !rows.is_empty() { (table("Factures et avoirs", &["Document", "Émis le", "Montant", "État", "À payer avant le"], &rows)) }
        @if !account.payments.is_empty() {
            (list::payments(account, &format!("/mairie/familles/{}/compte/recus/", shown.id)))
            @if shown.acts {
                details.card {
                    summary { "Un paiement a été rejeté (chèque sans provision)" }
                    @for (number, amount) in returns {
                        form method="post" action={ "/mairie/familles/" (shown.id) "/compte/recus/" (number) "/rejeter" } {
                            p { button.plain { "Enregistrer le rejet de " (number) ", " (money(amount)) } }
                        }
                    }
                }
            }
        }
    }
}

fn payment(shown: &Shown) -> Markup {
    let typed = shown.typed;
    let said = |name: &str| {
        shown
            .faults
            .iter()
            .map(|fault| words(*fault))
            .find(|(field, _)| *field == name)
            .map(|(_, words)| words)
    };
    let text = |name: &str, label: &str, kind: &str, value: &str, hint: &str, required: bool| {
        hinted(&Field { name, label, kind, autocomplete: "off", value, problem: said(name) }, hint, required)
    };
    let open = shown.accounts.iter().flat_map(|account| &account.bills).filter_map(|(bill, standing)| {
        let left = standing.as_ref()?.left();
        (left.0 > 0).then_some((bill.number, left))
    });
    let problem = said("moyen");
    html! {
        form.card method="post" action={ "/mairie/familles/" (shown.id) "/compte" } novalidate {
            h2 { "Enregistrer un paiement" }
            input type="hidden" name="formulaire" value=(typed.form);
            @if shown.offices.len() == 1 {
                @for id in shown.offices.keys() { input type="hidden" name="regie" value=(id); }
            } @else {
                div.field {
                    label for="regie" { "Régie" }
                    @if let Some(words) = said("regie") { p.problem { (words) } }
                    select #regie name="regie" { @for (id, office) in shown.offices { option value=(id) selected[typed.office == id.to_string()] { (office.name) } } }
                }
            }
            (text("montant", "Montant, en euros", "text", &typed.amount, "Par exemple 45,60. Une partie d’une facture, ou plusieurs factures ensemble.", true))
            div.field {
                label for="moyen" { "Moyen de paiement" }
                @if let Some(words) = problem { p.problem #moyen-aide { (words) } }
                select #moyen name="moyen" required aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| "moyen-aide")] {
                    option value="" { "Choisir" }
                    @for one in Means::VARIANTS.iter().filter(|one| **one != Means::Online) {
                        @let key: &'static str = one.into();
                        option value=(key) selected[typed.means == key] { (means(*one)) }
                    }
                }
            }
            (text("date", "Date du paiement", "date", &typed.on, "Aujourd’hui, ou avant.", true))
            (text("note", "Numéro du chèque (facultatif)", "text", &typed.note, "Ou ce qui permet de retrouver ce paiement.", false))
            @let open: Vec<(Number, crate::platform::money::Cents)> = open.collect();
            @if !open.is_empty() {
                fieldset {
                    legend { "Pour quelles factures" }
                    p.hint { "Sans choix, les plus anciennes sont payées d’abord." }
                    @for (number, left) in open {
                        label.choice {
                            input type="checkbox" name="facture" value=(number) checked[typed.of.contains(&number.to_string())];
                            span { (number) ", reste " (money(left)) }
                        }
                    }
                }
            }
            button.main { "Enregistrer le paiement" }
        }
    }
}

/// A month worked out again for this family alone: shown first, then issued, as a whole run is.
fn again(shown: &Shown) -> Markup {
    html! {
        form.card method="get" action="/mairie/factures/apercu" {
            input type="hidden" name="famille" value=(shown.id);
            h2 { "Recalculer un mois" }
            p { "Après une correction (pointage, réservation, quotient, garde)" (NBSP) ": ce qui n’était pas facturé l’est, ce qui l’était à tort est repris par un avoir. Vous voyez d’abord ce qui change." }
            div.field { label for="mois" { "Mois" } (months(shown.today, "")) }
            @if shown.offices.len() == 1 {
                @for id in shown.offices.keys() { input type="hidden" name="regie" value=(id); }
            } @else {
                div.field { label for="regie-mois" { "Régie" } select #regie-mois name="regie" { @for (id, office) in shown.offices { option value=(id) { (office.name) } } } }
            }
            button.plain { "Recalculer ce mois" }
        }
    }
}

/// Which field a fault is about, and what to do.
fn words(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Office => ("regie", "Choisissez la régie."),
        Fault::Amount => ("montant", "Indiquez un montant au-dessus de zéro, en euros, par exemple 45,60."),
        Fault::Means => ("moyen", "Choisissez comment la famille a payé."),
        Fault::Day => ("date", "Indiquez la date du paiement\u{a0}: aujourd’hui, ou avant."),
        Fault::Note => ("note", "Raccourcissez ce numéro\u{a0}: 80\u{a0}lettres au plus."),
    }
}
