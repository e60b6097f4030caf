//! A bill as a page, which prints well: for the family and for the town.

use maud::{Markup, html};

use super::{
    lines,
    list::{Online, online},
    money, state,
};
use crate::{
    invoice::{
        Invoice,
        ledger::Standing,
        number::{Number, Series},
        store::NotCancelled,
    },
    ui::{
        french::{self, NBSP},
        layout::{self, Frame},
        table::brief,
    },
};

/// What a page shows of a bill.
pub struct Shown<'a> {
    /// The bill.
    pub invoice: &'a Invoice,
    /// What is left of it; none of a credit note.
    pub standing: Option<Standing>,
    /// What parents may do online about it.
    pub online: Online,
    /// The day.
    pub today: chrono::NaiveDate,
    /// The address of its document.
    pub document: String,
    /// What may be done with it, below.
    pub acts: Markup,
    /// The page one comes from, and its name.
    pub back: (String, &'a str),
}

/// "Facture F2026-1-000042", "Avoir A2026-1-000003".
pub fn title(invoice: &Invoice) -> String {
    let what = if invoice.number.series == Series::Credit { "Avoir" } else { "Facture" };
    format!("{what} {}", invoice.number)
}

/// What the payment service calls a bill.
pub fn object(number: &Number) -> String {
    format!("Facture {number}")
}

/// The page.
pub fn page(frame: Frame, shown: &Shown) -> Markup {
    let (invoice, printed) = (shown.invoice, &shown.invoice.printed);
    let title = title(invoice);
    let mut frame = frame;
    frame.title = &title;
    let cells = |row: [String; 5]| row.into_iter().map(|cell| html! { (cell) }).collect::<Vec<_>>();
    let content = html! {
        h1 { (title) }
        @if let Some(standing) = &shown.standing {
            p.saved[standing.left().0 <= 0].notice[standing.left().0 > 0] {
                strong { (state(standing.state(shown.today))) }
                @if standing.left().0 > 0 { (NBSP) ": reste " (money(standing.left())) " à payer avant le " (french::day_month_year(standing.due)) }
                "."
            }
        }
        div.unprinted { (online(invoice, &shown.online)) }
        p.unprinted { a.plain href=(shown.document) target="_blank" { "Ouvrir le document (PDF, nouvel onglet)" } }
        h2 { (period(invoice)) }
        @for (child, rows) in lines::by_child(invoice) {
            (brief(&child, &lines::COLUMNS[1..], &rows.into_iter().map(cells).collect::<Vec<_>>()))
        }
        p { strong { (sum(invoice)) } }
        h2 { "Informations utiles" }
        div.card {
            p { strong { (printed.town) } br; (printed.office.name) @if !printed.town_address.is_empty() { br; (printed.town_address) } @if !printed.office.siret.is_empty() { br; "SIRET " (printed.office.siret) } }
            p {
                @for line in debtor(invoice) { (line) br; }
            }
            p { @for line in heads(invoice) { (line) br; } }
        }
        @for words in mentions(invoice) { p.hint { (words) } }
        (shown.acts)
        p.unprinted { a.alone href=(shown.back.0) { (shown.back.1) } }
    };
    layout::page(&frame, content)
}

/// Who owes, and where they live, line by line.
pub fn debtor(invoice: &Invoice) -> Vec<String> {
    let printed = &invoice.printed;
    let names = match printed.debtors[..] {
        [] => format!("Famille {}", printed.family),
        _ => french::list(printed.debtors.iter().cloned()),
    };
    let mut lines = vec![names];
    if let Some(address) = &printed.address {
        lines.push(address.street.clone());
        lines.push(format!("{} {}", address.postcode, address.city));
    }
    lines
}

/// What identifies a bill, line by line.
pub fn heads(invoice: &Invoice) -> Vec<String> {
    let mut lines = vec![format!(
        "Émis{} le {}",
        if invoice.number.series == Series::Credit { "" } else { "e" },
        french::day_month_year(invoice.issued)
    )];
    if invoice.number.series == Series::Bill {
        lines.push(format!("À payer avant le {}", french::day_month_year(invoice.due)));
    }
    if let Some(mended) = &invoice.mends {
        lines.push(format!("Porte sur la facture {mended}"));
    }
    lines.push(format!("Par {}", invoice.printed.office.issuer));
    lines
}

/// What is billed, and of which days.
pub fn period(invoice: &Invoice) -> String {
    format!("Prestations {}", french::from_to(invoice.first, invoice.last))
}

/// What it comes to.
pub fn sum(invoice: &Invoice) -> String {
    match invoice.number.series {
        Series::Credit => format!("Total en votre faveur{NBSP}: {}", money(-invoice.total)),
        _ => format!("Total à payer{NBSP}: {}", money(invoice.total)),
    }
}

/// What a bill must say besides: how it is paid, what happens then, how it is contested.
pub fn mentions(invoice: &Invoice) -> Vec<String> {
    let printed = &invoice.printed;
    let mut all = Vec::new();
    if !printed.decisions.is_empty() {
        all.push(format!("Tarifs fixés par{NBSP}: {}.", french::list(printed.decisions.iter().cloned())));
    }
    if invoice.number.series == Series::Bill {
        if !printed.office.means.is_empty() {
            all.push(format!("Pour payer{NBSP}: {}", printed.office.means));
        }
        all.push(format!("Référence à rappeler{NBSP}: {}.", invoice.number.reference()));
        if !printed.office.after.is_empty() {
            all.push(printed.office.after.clone());
        }
    } else {
        all.push("Cette somme est déduite de ce que vous devez à la régie.".into());
    }
    let remedies = &printed.office.remedies;
    all.push(match invoice.number.series {
        Series::Credit => remedies.replace("cette facture", "cet avoir"),
        _ => remedies.clone(),
    });
    let [service, telephone, mail] = &printed.contact;
    if !service.is_empty() {
        let ways = [french::telephone(telephone), mail.clone()];
        let ways: Vec<String> = ways.into_iter().filter(|way| !way.is_empty()).collect();
        all.push(format!("Une question{NBSP}? {service}, {}.", ways.join(", ")));
    }
    all.push("TVA non applicable, article 256 B du code général des impôts.".into());
    all
}

/// What the town may do with a bill: cancel it. `refused`: why it just could not.
pub fn cancelling(invoice: &Invoice, allowed: bool, refused: Option<NotCancelled>) -> Markup {
    html! {
        @if let Some(why) = refused {
            p.notice role="alert" {
                @match why {
                    NotCancelled::NoBill => "Un avoir ne s’annule pas.",
                    NotCancelled::Mended => "Cette facture a été corrigée depuis par un avoir ou par une autre facture. Pour corriger ce qui reste, changez le pointage ou les réservations, puis recalculez le mois sur le compte de la famille.",
                }
            }
        }
        @if allowed {
            details.card.unprinted {
                summary { "Annuler cette facture" }
                p { "Une facture émise ne change jamais" (NBSP) ": un avoir numéroté la reprend tout entière. Ses jours pourront être facturés de nouveau." }
                form method="post" action={ "/mairie/factures/" (invoice.number) "/annuler" } {
                    button.plain { "Émettre l’avoir qui annule " (invoice.number) }
                }
            }
        }
    }
}
