//! The page of the grid.

use std::collections::BTreeSet;

use chrono::Datelike;
use maud::{Markup, html};

use super::{
    desk::Desk,
    reasons::{Tense, refusals, sentence, word},
    regions::{
        Live, adjustments, amounts, is_refused, quantities, row_id, state, total, units, warnings, week_id,
    },
    remarks::remarks,
    why::flat_rates,
};
use crate::{
    activity::period::Period,
    reservation::{
        Booking,
        grid::{ChildGrid, Face, Grid, GridBox, Row, Week},
        judge::Reason,
        notice::Notice,
        open::Open,
        store::Done,
        ticks::row_name,
    },
    town::{Span, calendar::monday},
    ui::{
        form::problems,
        french::{self, NBSP, column, count, date, hour},
        layout::{self, Frame, Script},
    },
};

/// What the page is made of.
pub struct Shown<'a> {
    /// Who looks at it.
    pub eye: Eye<'a>,
    /// The address of the grid, without its period.
    pub here: &'a str,
    /// What rules looked at.
    pub open: &'a Open,
    /// The grid.
    pub live: Live<'a>,
    /// What was just saved.
    pub done: Option<&'a Done>,
    /// The form's number.
    pub number: &'a str,
}

/// Who looks at a grid.
pub enum Eye<'a> {
    /// A parent, whom mail reaches at an address.
    Parent {
        /// The address.
        mail: &'a str,
    },
    /// The town hall.
    Town(Desk<'a>),
}

impl Shown<'_> {
    /// The town hall's, when it looks.
    pub fn desk(&self) -> Option<&Desk<'_>> {
        match &self.eye {
            Eye::Parent { .. } => None,
            Eye::Town(desk) => Some(desk),
        }
    }

    /// Whether who looks may change it.
    fn changes(&self) -> bool {
        self.desk().is_none_or(|desk| desk.changes)
    }
}

/// The whole page.
pub fn page(frame: Frame, shown: &Shown) -> Markup {
    let Live { grid, refused, .. } = &shown.live;
    let name = shown.desk().map(|desk| format!("Réservations de la famille {}", desk.name));
    let name = name.as_deref().unwrap_or("Réservations");
    let period = period_words(grid.period);
    let title = if shown.desk().is_some() { format!("{name}, {period}") } else { format!("{name} {period}") };
    let mut frame = frame;
    frame.title = &title;
    frame.script = Script::Live;
    let flawed = shown.desk().is_some_and(|desk| desk.flaw.is_some());
    frame.refused = flawed || shown.done.is_some() && !refused.is_empty();
    let here = format!("{}/{}", shown.here, grid.period);
    let content = html! {
        h1 { (name) }
        @if let Some(done) = shown.done { (outcome(shown, done)) }
        @if let Some(desk) = shown.desk() { (desk.opening()) }
        @if shown.changes() { (changing(shown, &here)) }
        @else {
            (links(grid, shown.here))
            @for child in &grid.children { (child_section(child, shown, &here)) }
            p.card { (state(grid)) }
        }
        @if let Some(desk) = shown.desk() { (desk.back()) }
    };
    layout::page(&frame, content)
}

/// The form of who may change it.
fn changing(shown: &Shown, here: &str) -> Markup {
    let Live { grid, refused, .. } = &shown.live;
    html! {
        form #grille method="post" action={ (here) "/valider" } autocomplete="off"
            hx-post=(here) hx-trigger="change" hx-swap="none" hx-sync="this:replace" {
            // What "Entrée" in a box presses: the first button of a form.
            input type="submit" hidden formaction=(here) value="Calculer le total";
            input type="hidden" name="n" value=(shown.number);
            input type="hidden" name="b" value=(grid.base());
            input type="hidden" name="p" value=(grid.draft.encode());
            input type="hidden" name="d";
            (navigation(grid, here))
            @if let Some(notice) = &grid.notice { (notice_words(notice, shown.open)) }
            @if grid.children.iter().filter(|child| child.usual && !child.weeks.is_empty()).count() > 1 {
                p.usual { button.plain formaction=(here) name="habituels" value="tous" { "Cocher les jours habituels de tous les enfants" } }
            }
            @for child in &grid.children { (child_section(child, shown, here)) }
            @if shown.desk().is_none() && grid.children.iter().any(|child| child.usual) {
                p { a.alone href="/reservations/annee" { "Réserver mes jours habituels sur toute l’année" } }
            }
            @if grid.children.is_empty() { p.card { "Aucun enfant n’est encore rattaché à votre famille. Adressez-vous à la mairie." } }
            @if let Some(desk) = shown.desk() { (desk.fields()) }
            div.bar {
                div.wide {
                    div #refus role="alert" { @if shown.done.is_none() { (warnings(&refusals(refused, shown.open, Tense::Preview))) } }
                    p #etat role="status" { (state(grid)) }
                    noscript { button.plain formaction=(here) { "Calculer le total" } }
                    button.main { "Valider" }
                }
            }
        }
    }
}

/// What became of "Valider".
fn outcome(shown: &Shown, done: &Done) -> Markup {
    let at = done.at.with_timezone(&shown.open.town.identity.timezone).time();
    let changed = [
        (done.added > 0).then(|| count(done.added, "réservation ajoutée", "réservations ajoutées")),
        (done.removed > 0).then(|| count(done.removed, "réservation annulée", "réservations annulées")),
    ];
    let changed = french::list(changed.into_iter().flatten());
    html! {
        @if done.refused.is_empty() || !changed.is_empty() {
            p.saved role="status" tabindex="-1" autofocus[done.refused.is_empty()] {
                @if changed.is_empty() {
                    "Aucun changement à enregistrer" (NBSP) ": voici vos réservations, à jour."
                } @else {
                    strong { "C’est enregistré" } ", à " (hour(at)) (NBSP) ": " (changed)
                    @match &shown.eye {
                        Eye::Parent { mail } => { ". Un message de confirmation est envoyé à " (mail) "." }
                        Eye::Town(desk) => { ". " (desk.told_words()) }
                    }
                }
            }
        }
        (problems(&refusals(&done.refused, shown.open, Tense::Saved)))
    }
}

fn period_words(period: Period) -> String {
    match period.span() {
        Span::Month => format!("de {} {}", french::month_name(period.first()), period.first().year()),
        Span::Week => french::from_to(period.first(), period.last()),
    }
}

/// Previous and next, which take along what is not saved.
fn navigation(grid: &Grid, here: &str) -> Markup {
    steps(grid, |to, words| html! { button.plain formaction=(here) name="aller" value=(to) { (words) } })
}

/// The same where nothing can be changed.
fn links(grid: &Grid, here: &str) -> Markup {
    steps(grid, |to, words| html! { a.alone href={ (here) "/" (to) } { (words) } })
}

fn steps(grid: &Grid, go: impl Fn(Period, Markup) -> Markup) -> Markup {
    let (unit, before, after) = match grid.period.span() {
        Span::Week => ("Semaine ", "précédente", "suivante"),
        Span::Month => ("Mois ", "précédent", "suivant"),
    };
    let (first, last) = (grid.period.first(), grid.period.last());
    html! {
        div.period {
            (go(grid.period.previous(), html! { span aria-hidden="true" { "‹ " } span.long { (unit) } span.cap { (before) } }))
            h2 {
                @match grid.period.span() {
                    Span::Week => { span.long { "Semaine " } span.cap { "du " (french::range(first, last)) } span.long { " " (last.year()) } }
                    Span::Month => { span.cap { (french::month_name(first)) } " " (first.year()) }
                }
            }
            (go(grid.period.next(), html! { span.long { (unit) } span.cap { (after) } span aria-hidden="true" { " ›" } }))
        }
    }
}

/// "Cantine : à réserver ou à annuler avant le mardi 1er décembre à 9 h pour jeudi 3 et vendredi 4."
fn notice_words(notice: &Notice, open: &Open) -> Markup {
    let names = |ids: &BTreeSet<_>| {
        let in_order = open.services.list.iter().filter(|service| ids.contains(&service.id));
        french::list(in_order.map(|service| service.name.as_str()))
    };
    let sentence = |what: &str, (services, days): &(BTreeSet<_>, BTreeSet<_>)| {
        let (before, instant) = french::before(notice.until, open.town.identity.timezone);
        html! {
            (names(services)) (NBSP) ": à " (what) " " (before) " "
            strong { (instant) }
            " pour " (french::days(days)) ". "
        }
    };
    html! {
        p.notice {
            @if notice.book == notice.cancel {
                (sentence("réserver ou à annuler", &notice.book))
            } @else {
                @if !notice.book.0.is_empty() { (sentence("réserver", &notice.book)) }
                @if !notice.cancel.0.is_empty() { (sentence("annuler", &notice.cancel)) }
            }
            @if notice.late { "Après, la réservation reste possible au prix «" (NBSP) "hors délai" (NBSP) "»." }
        }
    }
}

fn child_section(child: &ChildGrid, shown: &Shown, here: &str) -> Markup {
    html! {
        section.card aria-labelledby={ "e" (child.id) } {
            div.child {
                h3 id={ "e" (child.id) } { (child.first_name) span.long { " " (child.last_name) } }
                @if let Some((class, school)) = &child.class { p { (class) " · " (school) } }
                p.sum {
                    span.away { "Total pour " (child.first_name) (NBSP) ": " }
                    button name="prix" value=(child.id) formaction=(here) { span id={ "t" (child.id) } { (total(child.total.0)) } span.away { ", total de " (child.first_name) (NBSP) ": pourquoi" (NBSP) "?" } }
                }
                @if child.usual && !child.weeks.is_empty() && shown.changes() {
                    button.plain formaction=(here) name="habituels" value=(child.id) {
                        "Cocher ses jours habituels" span.away { " (" (child.first_name) ")" }
                    }
                }
            }
            @for (n, week) in child.weeks.iter().enumerate() { (week_table(child, n, week, shown, here)) }
            (flat_rates(child))
            @if child.weeks.is_empty() { p.empty { "Aucun service n’est ouvert pour " (child.first_name) " sur cette période." } }
        }
    }
}

fn week_table(child: &ChildGrid, n: usize, week: &Week, shown: &Shown, here: &str) -> Markup {
    let id = week_id(child, n);
    let dates: Vec<String> = week.days.iter().map(|day| date(*day)).collect();
    let month = shown.live.grid.period.span() == Span::Month;
    html! {
        table.{ "n" (week.days.len()) } role="table" {
            caption.away[!month] {
                "Semaine du " (french::day_month(monday(week.days[0]))) span.away { ", " (child.first_name) }
            }
            thead role="rowgroup" {
                tr role="row" {
                    th scope="col" role="columnheader" { span.away { "Prestation" } }
                    @for day in &week.days { th.d scope="col" role="columnheader" { (column(*day)) } }
                    th.f scope="col" role="columnheader" { "Quantité" }
                    th.f scope="col" role="columnheader" { "Prix" (NBSP) "unitaire" }
                    th.f scope="col" role="columnheader" { "Total" }
                }
            }
            tbody role="rowgroup" {
                @for row in &week.rows { (service_row(child, &id, row, &dates, (shown, here))) }
            }
            tfoot role="rowgroup" {
                tr role="row" {
                    th scope="row" role="rowheader" { "Total" }
                    @for (day, number) in week.counts.iter().enumerate() { td.d role="cell" id={ "c" (id) "-" (day) } { (number) } }
                    td role="cell" {} td role="cell" {}
                    td.m role="cell" id={ "s" (id) } { (total(week.total.0)) }
                }
            }
        }
        @if let Some(months) = &week.months { div.empty id={ "j" (id) } { (adjustments(months)) } }
        (remarks(week, shown.open))
    }
}

fn service_row(
    child: &ChildGrid,
    week: &str,
    row: &Row,
    dates: &[String],
    (shown, here): (&Shown, &str),
) -> Markup {
    let id = row_id(week, row);
    html! {
        tr role="row" {
            th scope="row" role="rowheader" { (why_button(child, row, &dates[0], here)) }
            @for (each, date) in row.boxes.iter().zip(dates) { (cell(child, row, each, date, shown)) }
            td.q role="cell" id={ "q" (id) } { (quantities(&row.figures)) }
            td.u role="cell" id={ "u" (id) } { (units(&row.figures)) }
            td.m role="cell" id={ "m" (id) } { (amounts(&row.figures)) }
        }
    }
}

/// The name of a service opens on why it costs what it does: first in its row on a phone as at a desk.
fn why_button(child: &ChildGrid, row: &Row, date: &str, here: &str) -> Markup {
    let late = if row.booking == Booking::Late { " hors délai" } else { "" };
    let asks = format!("{}{late}, {}, {date}{NBSP}: pourquoi ce prix{NBSP}?", row.name, child.first_name);
    html! {
        button name="prix" value=(price_of(row)) formaction=(here) aria-label=(asks) { (row_words(row)) }
    }
}

/// The row whose prices are asked about: the name of its first box, and the day.
fn price_of(row: &Row) -> String {
    let first = row.boxes.first().map(|first| first.cell);
    first.map_or_else(String::new, |cell| format!("{}.{}", row_name(&cell, row.booking), cell.day.day()))
}

fn row_words(row: &Row) -> Markup {
    html! {
        (row.name)
        @if row.booking == Booking::Late { " " b.late { "hors délai" } }
    }
}

fn cell(child: &ChildGrid, row: &Row, each: &GridBox, date: &str, shown: &Shown) -> Markup {
    let refused = row.booking == Booking::OnTime && is_refused(each, shown.live.refused);
    let id = refused.then(|| format!("{}.{}", row_name(&each.cell, Booking::OnTime), each.cell.day.day()));
    html! {
        td.d.refused[refused] role="cell" id=[&id] tabindex=[refused.then_some("-1")] {
            @match &each.face {
                Face::Open { ticked, .. } if !shown.changes() => {
                    input type="checkbox" checked[*ticked] disabled aria-label=(label(child, row, date));
                }
                Face::Open { .. } => (tick_box(child, row, each, date)),
                Face::Locked(reason) => {
                    input type="checkbox" checked disabled aria-label=(label(child, row, date));
                    small { (word(reason)) }
                }
                Face::Word(reason) => (instead(reason, shown.open)),
                Face::Elsewhere => { span.none { span.away { "voir l’autre ligne" } "–" } }
            }
            @if refused { small { "refusé" } }
            @else if each.mark.is_some() { small { "mairie" } }
            @if each.full { small { "complet" } }
        }
    }
}

fn instead(reason: &Reason, open: &Open) -> Markup {
    html! {
        @if word(reason) == "–" {
            span.none { span.away { (sentence(reason, open)) } "–" }
        } @else {
            small title=(sentence(reason, open)) { (word(reason)) }
        }
    }
}

/// A box that can be ticked. Its name is the row's, its value the day of the month; `date` is its day in words.
pub fn tick_box(child: &ChildGrid, row: &Row, each: &GridBox, date: &str) -> Markup {
    let Face::Open { ticked, changed } = each.face else {
        return html! {};
    };
    html! {
        input.new[changed] type="checkbox" name=(row_name(&each.cell, row.booking)) value=(each.cell.day.day())
            checked[ticked] aria-label=(label(child, row, date));
    }
}

/// The name of a box holds its own service, child and day.
fn label(child: &ChildGrid, row: &Row, date: &str) -> String {
    let late = if row.booking == Booking::Late { " hors délai" } else { "" };
    format!("{}{late}, {}, {date}", row.name, child.first_name)
}
