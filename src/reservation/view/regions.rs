//! What changes as boxes are ticked: figures, counts, totals, boxes that were undone.

use maud::{Markup, html};

use super::{
    page::tick_box,
    reasons::{Tense, refusals},
};
use crate::{
    reservation::{
        Booking,
        grid::{ChildGrid, Face, Figure, Grid, GridBox, Row, Week},
        open::Open,
        plan::Refused,
        sheet::Asked,
        ticks::row_name,
    },
    ui::{
        form::Problem,
        fragment::Region,
        french::{count, money},
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

/// Every region of a grid that a tick may change.
pub fn figures(live: &Live, open: &Open) -> Vec<Region> {
    let mut regions = vec![
        Region::of("etat", state(live.grid)),
        Region::of("refus", warnings(&refusals(live.refused, open, Tense::Preview))),
    ];
    for child in &live.grid.children {
        regions.push(Region::of(format_args!("t{}", child.id), total(child.total.0)));
        for (n, week) in child.weeks.iter().enumerate() {
            of_week(child, n, week, &mut regions);
            undone(child, week, live, &mut regions);
        }
    }
    regions
}

fn of_week(child: &ChildGrid, n: usize, week: &Week, regions: &mut Vec<Region>) {
    let id = week_id(child, n);
    regions.push(Region::of(format_args!("s{id}"), total(week.total.0)));
    for (day, number) in week.counts.iter().enumerate() {
        regions.push(Region::of(format_args!("c{id}-{day}"), html! { (number) }));
    }
    for row in &week.rows {
        let id = row_id(&id, row);
        regions.push(Region::of(format_args!("q{id}"), quantities(&row.figures)));
        regions.push(Region::of(format_args!("u{id}"), units(&row.figures)));
        regions.push(Region::of(format_args!("m{id}"), amounts(&row.figures)));
    }
}

/// Boxes that the plan shows otherwise than the form: excluded by a later tick, or refused.
fn undone(child: &ChildGrid, week: &Week, live: &Live, regions: &mut Vec<Region>) {
    for row in &week.rows {
        for shown in &row.boxes {
            let asked = live.asked.ticks.contains_key(&shown.cell);
            if let Face::Open { ticked, .. } = shown.face
                && ticked != asked
            {
                let target = format!(
                    "[name='{}'][value='{}']",
                    row_name(&shown.cell, row.booking),
                    chrono::Datelike::day(&shown.cell.day)
                );
                let inside = tick_box(child, row, shown).into_string();
                regions.push(Region { target, inside, whole: true });
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
