//! What changes as boxes are ticked: figures, counts, totals, boxes that were undone.

use maud::{Markup, html};

use super::{
    page::tick_box,
    reasons::{Tense, refusals},
};
use crate::{
    reservation::{
        Booking,
        grid::{Adjustment, ChildGrid, Face, Figure, Grid, GridBox, Row, Week},
        open::Open,
        plan::Refused,
        sheet::Asked,
        ticks::row_name,
    },
    tariff::price::Kind,
    ui::{
        form::Problem,
        fragment::Region,
        french::{NBSP, count, date, money},
    },
};

/// A grid and what was asked of it.
pub struct Live<'a> {
    /// What it shows.
    pub grid: &'a Grid,
    /// What was asked.
    pub asked: &'a Asked,
    /// What was refused.
    pub refused: &'a [Refused],
}

/// The regions of a grid that read otherwise than what was shown before; all that a tick may change when
/// nothing says what was. Both grids are of the same verdicts: the same tables, the same rows.
pub fn figures(live: &Live, before: Option<&Live>, open: &Open) -> Vec<Region> {
    let mut regions = Vec::new();
    let (grid, known) = (live.grid, before.map(|live| live.grid));
    let state_of = |grid: &Grid| (grid.total, grid.changes, grid.elsewhere);
    if known.is_none_or(|known| state_of(known) != state_of(grid)) {
        regions.push(Region::of("etat", state(grid)));
    }
    if before.is_none_or(|before| before.refused != live.refused) {
        regions.push(Region::of("refus", warnings(&refusals(live.refused, open, Tense::Preview))));
    }
    for (n, child) in grid.children.iter().enumerate() {
        let known = known.and_then(|known| known.children.get(n));
        if known.is_none_or(|known| known.total != child.total) {
            regions.push(Region::of(format_args!("t{}", child.id), total(child.total.0)));
        }
        for (n, week) in child.weeks.iter().enumerate() {
            let known = known.and_then(|known| known.weeks.get(n));
            of_week(&week_id(child, n), week, known, &mut regions);
            undone(child, week, live, known.zip(before), &mut regions);
        }
    }
    regions
}

fn of_week(id: &str, week: &Week, known: Option<&Week>, regions: &mut Vec<Region>) {
    if known.is_none_or(|known| known.total != week.total) {
        regions.push(Region::of(format_args!("s{id}"), total(week.total.0)));
    }
    if let Some(months) = &week.months
        && known.is_none_or(|known| known.months != week.months)
    {
        regions.push(Region::of(format_args!("j{id}"), adjustments(months)));
    }
    for (day, number) in week.counts.iter().enumerate() {
        if known.is_none_or(|known| known.counts.get(day) != Some(number)) {
            regions.push(Region::of(format_args!("c{id}-{day}"), html! { (number) }));
        }
    }
    for (n, row) in week.rows.iter().enumerate() {
        of_row(id, row, known.and_then(|known| known.rows.get(n)), regions);
    }
}

/// Quantities, unit prices, amounts.
fn of_row(week: &str, row: &Row, known: Option<&Row>, regions: &mut Vec<Region>) {
    if known.is_some_and(|known| known.figures == row.figures) {
        return;
    }
    let id = row_id(week, row);
    let same = |read: fn(&Figure) -> i64| {
        known.is_some_and(|known| known.figures.iter().map(read).eq(row.figures.iter().map(read)))
    };
    if !same(|figure| figure.quantity) {
        regions.push(Region::of(format_args!("q{id}"), quantities(&row.figures)));
    }
    if !same(|figure| figure.unit.0) {
        regions.push(Region::of(format_args!("u{id}"), units(&row.figures)));
    }
    if !same(|figure| (figure.unit * figure.quantity).0) {
        regions.push(Region::of(format_args!("m{id}"), amounts(&row.figures)));
    }
}

/// Boxes that the plan shows otherwise than the form: excluded by a later tick, or refused.
fn undone(
    child: &ChildGrid,
    week: &Week,
    live: &Live,
    known: Option<(&Week, &Live)>,
    regions: &mut Vec<Region>,
) {
    for (n, row) in week.rows.iter().enumerate() {
        let known = known.and_then(|(week, live)| Some((week.rows.get(n)?, live)));
        for (n, shown) in row.boxes.iter().enumerate() {
            let same = known
                .and_then(|(row, live)| Some((row.boxes.get(n)?, live)))
                .is_some_and(|(before, live)| before.face == shown.face && is_undone(before, live));
            if is_undone(shown, live) && !same {
                let target = format!(
                    "[name='{}'][value='{}']",
                    row_name(&shown.cell, row.booking),
                    chrono::Datelike::day(&shown.cell.day)
                );
                let inside = tick_box(child, row, shown, &date(shown.cell.day)).into_string();
                regions.push(Region { target, inside, whole: true });
            }
        }
    }
}

fn is_undone(shown: &GridBox, live: &Live) -> bool {
    matches!(shown.face, Face::Open { ticked, .. } if ticked != live.asked.ticks.contains_key(&shown.cell))
}

/// What a month takes off or adds: "Plafond du mois, ALAE : −3,96 €".
pub fn adjustments(months: &[Adjustment]) -> Markup {
    html! {
        @for month in months {
            p {
                @match month.kind {
                    Kind::Ceiling => "Plafond du mois, ",
                    _ => "Minimum du mois, ",
                }
                (month.service) (NBSP) ": " (money(month.amount.0))
            }
        }
    }
}

/// The bar at the foot: the total, and what is not saved.
pub fn state(grid: &Grid) -> Markup {
    html! {
        span { "Total de la période" }
        " " strong { (money(grid.total.0)) }
        @if grid.changes > 0 {
            " " em {
                (count(grid.changes, "changement non validé", "changements non validés"))
                @if grid.elsewhere.0 > 0 {
                    ", dont " (grid.elsewhere.0) " sur d’autres périodes"
                    @if grid.elsewhere.1.0 > 0 { " (" (money(grid.elsewhere.1.0)) ")" }
                }
            }
        }
    }
}

/// What cannot be as it was just ticked.
pub fn warnings(problems: &[Problem]) -> Markup {
    html! {
        @for problem in problems { p { (problem.words) } }
    }
}

/// An amount.
pub fn total(cents: i64) -> Markup {
    html! { (money(cents)) }
}

/// "3", or a line for each price.
pub fn quantities(figures: &[Figure]) -> Markup {
    lines(figures, |figure| figure.quantity.to_string())
}

/// "3,05 €", or a line for each price.
pub fn units(figures: &[Figure]) -> Markup {
    lines(figures, |figure| money(figure.unit.0))
}

/// "9,15 €", or a line for each price.
pub fn amounts(figures: &[Figure]) -> Markup {
    lines(figures, |figure| money((figure.unit * figure.quantity).0))
}

fn lines(figures: &[Figure], words: impl Fn(&Figure) -> String) -> Markup {
    html! {
        @match figures {
            [one] => (words(one)),
            several => @for figure in several { i { (words(figure)) } },
        }
    }
}

/// Identifies a week of a child.
pub fn week_id(child: &ChildGrid, n: usize) -> String {
    format!("{}-{n}", child.id)
}

/// Identifies a row of a week.
pub fn row_id(week: &str, row: &Row) -> String {
    let late = if row.booking == Booking::Late { "L" } else { "" };
    format!("{week}-{}{late}", row.service)
}

/// Whether a box was refused.
pub fn is_refused(shown: &GridBox, refused: &[Refused]) -> bool {
    refused.iter().any(|known| known.cell == shown.cell)
}
