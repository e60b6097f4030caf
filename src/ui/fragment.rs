//! Regions of a page that change without a reload.
//!
//! A page is a list of regions, each with an id. After a change, the regions that now read otherwise
//! are sent, and htmx swaps the inside of each. Which they are is told by what they show: most are never
//! put into words.

use maud::{Markup, PreEscaped, html};

/// What stands inside an element.
#[derive(Debug, PartialEq)]
pub struct Region {
    /// A selector of the element: `#t12`.
    pub target: String,
    /// What stands inside.
    pub inside: String,
    /// Whether the element itself is replaced, not only its inside.
    pub whole: bool,
}

impl Region {
    /// The inside of an element by its id.
    pub fn of(id: impl std::fmt::Display, inside: Markup) -> Self {
        Self { target: format!("#{id}"), inside: inside.into_string(), whole: false }
    }
}

/// As htmx takes them.
pub fn send(regions: &[Region]) -> Markup {
    html! {
        @for region in regions {
            (PreEscaped(format!(
                "<hx-partial hx-target=\"{}\"{}>",
                region.target,
                if region.whole { " hx-swap=outerHTML" } else { "" },
            )))
            (PreEscaped(&region.inside))
            (PreEscaped("</hx-partial>"))
        }
    }
}
