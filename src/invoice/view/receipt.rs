//! A receipt, which prints well.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{means, money};
use crate::{
    invoice::{Means, number::Number},
    platform::money::Cents,
    ui::{
        french::{self, NBSP},
        layout::{self, Frame},
    },
};

/// What a receipt says.
pub struct Receipt<'a> {
    /// Name of the town.
    pub town: &'a str,
    /// The cash office, and who issues in its name.
    pub office: (&'a str, &'a str),
    /// The family.
    pub family: &'a str,
    /// Its number.
    pub number: Number,
    /// How much.
    pub amount: Cents,
    /// How.
    pub means: Means,
    /// The day.
    pub on: NaiveDate,
    /// Number of the cheque.
    pub note: &'a str,
    /// For which bills.
    pub of: &'a [Number],
    /// Whether the payment was taken back.
    pub returned: bool,
    /// The page one comes from.
    pub back: &'a str,
}

/// The page.
pub fn page(frame: Frame, receipt: &Receipt) -> Markup {
    let title = format!("Reçu {}", receipt.number);
    let mut frame = frame;
    frame.title = &title;
    let content = html! {
        h1 { (title) }
        @if receipt.returned { p.notice { "Ce paiement a été rejeté" (NBSP) ": il ne compte plus." } }
        div.card {
            p { strong { (receipt.town) } br; (receipt.office.0) br; (receipt.office.1) }
            p { "Reçu de la famille " (receipt.family) " la somme de " strong { (money(receipt.amount)) } ", le " (french::day_month_year(receipt.on)) "." }
            p { "Moyen de paiement" (NBSP) ": " (means(receipt.means)) @if !receipt.note.is_empty() { ", " (receipt.note) } "." }
            @if !receipt.of.is_empty() { p { "Pour " (french::list(receipt.of.iter().map(|number| format!("la facture {number}")))) "." } }
        }
        p.unprinted { a.alone href=(receipt.back) { "Revenir" } }
    };
    layout::page(&frame, content)
}
