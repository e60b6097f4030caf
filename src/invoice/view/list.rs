//! "Factures", as parents read them.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{bill, money, state};
use crate::{
    invoice::{
        Invoice,
        ledger::{Entry, Standing},
        number::Number,
    },
    platform::money::Cents,
    ui::{
        french::{self, NBSP},
        layout::{self, Frame},
        table::table,
    },
};

/// What a family owes a cash office.
pub struct Account {
    /// The cash office.
    pub office: String,
    /// What is owed; below zero: what the office owes.
    pub balance: Cents,
    /// Its bills and credit notes, the newest first.
    pub bills: Vec<(Invoice, Option<Standing>)>,
    /// Its payments.
    pub payments: Vec<Entry>,
}

/// What parents may do online about a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Online {
    /// Nothing.
    Nothing,
    /// Pay it.
    Pays,
    /// Pay it elsewhere: what is left is less than the service takes.
    TooSmall,
    /// See what becomes of a payment under way, at this address; pay anew once that one is old enough.
    UnderWay(String, bool),
    /// Wait: the town looks at a payment first.
    Checked,
}

/// What can be done online about a bill.
pub fn online(invoice: &Invoice, online: &Online) -> Markup {
    let title = bill::title(invoice);
    let pay = || {
        html! {
            form method="post" action={ "/factures/" (invoice.number) "/payer" } target="_blank" {
                button.main { "Payer par CB" span.away { " la " (title) } " (nouvel onglet)" }
            }
        }
    };
    html! {
        @match online {
            Online::Nothing => {},
            Online::Pays => (pay()),
            Online::TooSmall => p { "Le paiement en ligne commence à 1" (NBSP) "€" (NBSP) ": payez cette somme à la mairie, ou avec une prochaine facture." },
            Online::UnderWay(follow, again) => {
                p { "Un paiement est en attente de confirmation." }
                p { a.plain href=(follow) { "Voir où en est le paiement" span.away { " de la " (title) } } }
                @if *again { (pay()) }
            },
            Online::Checked => p { "La mairie vérifie un paiement de cette facture. Ne payez pas une seconde fois" (NBSP) ": elle s’en occupe." },
        }
    }
}

/// The page. `of`: what can be done online about a bill. `said`: why a payment did not begin.
pub fn page(
    mut frame: Frame,
    accounts: &[Account],
    today: NaiveDate,
    of: &dyn Fn(&Number) -> Online,
    said: Option<&str>,
) -> Markup {
    (frame.title, frame.here) = ("Factures", "/factures");
    let content = html! {
        h1 { "Factures" }
        @if let Some(words) = said { p.notice role="alert" { (words) } }
        @if accounts.iter().all(|account| account.bills.is_empty()) {
            p.card { "Aucune facture pour le moment. Quand la mairie en émet une, un courriel vous prévient." }
        }
        @for account in accounts {
            @if accounts.len() > 1 { h2 { (account.office) } }
            (owed(account.balance))
            (bills(account, today, of))
            @if !account.payments.is_empty() { (payments(account, "/factures/recus/")) }
        }
    };
    layout::page(&frame, content)
}

/// What a family owes, as the sum of its bills and payments.
pub fn owed(balance: Cents) -> Markup {
    html! {
        p.saved[balance.0 <= 0].notice[balance.0 > 0] {
            @match balance.0 {
                0 => "Vous ne devez rien.",
                1.. => { "Vous devez " strong { (money(balance)) } (NBSP) ": vos factures, moins ce que vous avez payé." },
                _ => { "La régie vous doit " strong { (money(-balance)) } (NBSP) ": cette somme est déduite de vos prochaines factures." },
            }
        }
    }
}

fn bills(account: &Account, today: NaiveDate, of: &dyn Fn(&Number) -> Online) -> Markup {
    let row = |(invoice, standing): &(Invoice, Option<Standing>)| {
        let address = format!("/factures/{}", invoice.number);
        let title = bill::title(invoice);
        vec![
            html! { a href=(address) { (title) } },
            html! { (french::month_name(invoice.first)) " " (chrono::Datelike::year(&invoice.first)) },
            html! { (money(invoice.total)) },
            html! { @match standing { Some(known) => { (state(known.state(today))) @if known.left().0 > 0 && known.left() != known.amount { ", reste " (money(known.left())) } }, None => "Déduit" } },
            html! { @if standing.as_ref().is_some_and(|known| known.left().0 > 0) { (french::day_month_year(invoice.due)) } @else { "–" } },
            html! {
                a href={ (address) "/facture.pdf" } target="_blank" { "Ouvrir" span.away { " " (title) } " (PDF, nouvel onglet)" }
                (online(invoice, &of(&invoice.number)))
            },
        ]
    };
    let rows: Vec<Vec<Markup>> = account.bills.iter().map(row).collect();
    html! {
        @if !rows.is_empty() {
            (table("Vos factures, les dernières d’abord", &["Facture", "Mois", "Montant", "État", "À payer avant le", "Que faire"], &rows))
        }
    }
}

/// The payments of an account; `receipts`: where each receipt is, before its number.
pub fn payments(account: &Account, receipts: &str) -> Markup {
    let returned = |number: &Number| {
        account
            .payments
            .iter()
            .any(|entry| matches!(entry, Entry::Returned { number: known, .. } if known == number))
    };
    let row = |entry: &Entry| match entry {
        Entry::Payment { number, amount, means, on, .. } => Some(vec![
            html! { a href={ (receipts) (number) } { "Reçu " (number) } },
            html! { (french::day_month_year(*on)) },
            html! { (money(*amount)) },
            html! { (super::means(*means)) @if returned(number) { ", rejeté" } },
        ]),
        _ => None,
    };
    let rows: Vec<Vec<Markup>> = account.payments.iter().rev().filter_map(row).collect();
    table("Paiements", &["Reçu", "Date", "Montant", "Moyen"], &rows)
}
