//! What a month of the list comes to, and why.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

use super::{Door, words};
use crate::{
    reservation::{
        grid::Adjustment,
        habit::Typed,
        open::Open,
        series::Sum,
        view::why::{adjusted, summed},
        why::Row,
    },
    ui::{
        french::{NBSP, count, money},
        layout::{self, Frame},
    },
};

/// What the page is made of.
pub struct Month<'a> {
    /// Whose page it is.
    pub door: &'a Door<'a>,
    /// What rules looked at.
    pub open: &'a Open,
    /// What the list was made from.
    pub typed: &'a Typed,
    /// Its first day.
    pub first: NaiveDate,
    /// What it comes to.
    pub sum: Sum,
    /// Its rows, with what was booked before.
    pub rows: &'a [Row<'a>],
    /// What it takes off or adds.
    pub adjustments: &'a [Adjustment],
}

/// The page.
pub fn month(frame: Frame, shown: &Month) -> Markup {
    let Month { door, open, sum, .. } = shown;
    let month = words::month(shown.first);
    let of = if matches!(shown.first.month(), 4 | 8 | 10) { "d’" } else { "de " };
    let title = format!("Coût {of}{month}");
    let mut frame = frame;
    frame.title = &title;
    let before = sum.total - sum.added;
    let content = html! {
        h1 { (title) (NBSP) ": " (money(sum.total.0)) }
        p {
            (count(sum.days, "réservation à confirmer", "réservations à confirmer")) (NBSP) ": " strong { (money(sum.added.0)) } "."
            @if before.0 != 0 { " Ce qui était déjà réservé" (NBSP) ": " (money(before.0)) "." }
        }
        (summed(open, shown.rows))
        (adjusted(shown.adjustments))
        p { a.alone href={ (door.base) "/liste?" (shown.typed.query()) } { "Revenir à la liste à confirmer" } }
    };
    layout::page(&frame, content)
}
