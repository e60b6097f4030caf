//! The lines of a bill in words: the same on the page and in the document.

use chrono::{Datelike, NaiveDate};

use super::money;
use crate::{
    family::ChildId,
    invoice::{Invoice, Line, What},
    platform::money::Cents,
    tariff::price::Booked,
    ui::french,
};

/// The columns.
pub const COLUMNS: [&str; 6] = ["Enfant", "Prestation", "Jours", "Quantité", "Prix unitaire", "Total"];

/// The lines, each with the words of [`COLUMNS`].
pub fn rows(invoice: &Invoice) -> Vec<[String; 6]> {
    invoice.lines.iter().map(|line| row(invoice, line)).collect()
}

/// The name of a child, then the words of [`COLUMNS`] but the first for each of its lines.
pub type OfChild = (String, Vec<[String; 5]>);

/// The same child by child, for the page.
pub fn by_child(invoice: &Invoice) -> Vec<OfChild> {
    let mut children: Vec<(ChildId, OfChild)> = Vec::new();
    for (line, [child, rest @ ..]) in invoice.lines.iter().zip(rows(invoice)) {
        match children.iter_mut().find(|(known, _)| *known == line.child) {
            Some((_, (_, own))) => own.push(rest),
            None => children.push((line.child, (child, vec![rest]))),
        }
    }
    children.into_iter().map(|(_, own)| own).collect()
}

fn row(invoice: &Invoice, line: &Line) -> [String; 6] {
    let printed = &invoice.printed;
    let child = printed.children.get(&line.child).cloned().unwrap_or_default();
    let service = printed.services.get(&line.service).cloned().unwrap_or_default();
    let mut what = service;
    if let Some(said) = said(line) {
        what = format!("{what}, {said}");
    }
    if line.takes_back {
        what = format!("{what}, à déduire (déjà facturé)");
    }
    if line.charge.third != Cents::ZERO {
        what = format!("{what} (aide déduite{}: {} par jour)", french::NBSP, money(line.charge.third));
    }
    let sign = if line.takes_back { "−" } else { "" };
    [
        child,
        what,
        days(&line.days),
        format!("{sign}{}", line.days.len()),
        money(line.charge.unit),
        money(line.amount()),
    ]
}

/// What else than a day that was booked in time.
pub fn said(line: &Line) -> Option<&'static str> {
    Some(match (line.what, line.charge.booked) {
        (What::Ceiling, _) => "plafond du mois",
        (What::Minimum, _) => "minimum du mois",
        (What::Subscription, _) => "forfait",
        (What::Pickup, _) => "enfant repris en retard",
        (What::Day, Some(Booked::Late)) => "hors délai",
        (What::Day, Some(Booked::Unreserved(_))) => "sans réservation",
        (What::Day, Some(Booked::Absent)) => "absence",
        (What::Day, _) => return None,
    })
}

/// "3, 4 et 7 décembre": the days of each month once.
pub fn days(days: &[NaiveDate]) -> String {
    let months = days.chunk_by(|one, other| (one.year(), one.month()) == (other.year(), other.month()));
    let of_month = |days: &[NaiveDate]| {
        let numbers = french::list(days.iter().map(|day| match day.day() {
            1 => "1er".to_owned(),
            day => day.to_string(),
        }));
        format!("{numbers}{}{}", french::NBSP, french::month_name(days[0]))
    };
    french::list(months.map(of_month))
}
