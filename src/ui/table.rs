//! A table of things: rows on a desk, cards on a phone. Roles are said, since a phone lays it out as blocks.

use maud::{Markup, html};

/// The table. The first cell of a row names it; the others say their column on a phone.
pub fn table(caption: &str, columns: &[&str], rows: &[Vec<Markup>]) -> Markup {
    laid_out(caption, columns, rows, false)
}

/// The same of short values: on a phone each stands beside the name of its column, not under it.
pub fn brief(caption: &str, columns: &[&str], rows: &[Vec<Markup>]) -> Markup {
    laid_out(caption, columns, rows, true)
}

fn laid_out(caption: &str, columns: &[&str], rows: &[Vec<Markup>], brief: bool) -> Markup {
    html! {
        div.card.list.brief[brief] {
            table role="table" {
                caption { (caption) }
                thead role="rowgroup" {
                    tr role="row" { @for column in columns { th scope="col" role="columnheader" { (column) } } }
                }
                tbody role="rowgroup" {
                    @for row in rows {
                        tr role="row" {
                            @for (n, (cell, column)) in row.iter().zip(columns).enumerate() {
                                @if n == 0 {
                                    th scope="row" role="rowheader" { (cell) }
                                } @else {
                                    td role="cell" {
                                        span.column aria-hidden="true" { (column) }
                                        @if brief { div { (cell) } } @else { (cell) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
