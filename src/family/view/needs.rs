//! What of its file needs a family, on its first page.

use maud::{Markup, html};

use super::{
    parent::Tab,
    requests::{Asked, state, what},
};
use crate::ui::french::NBSP;

/// What needs a family.
pub struct Needs {
    /// Files to look over and to certify.
    pub due: Vec<Tab>,
    /// Requests that the town has just answered.
    pub answered: Vec<Asked>,
}

/// Said in words with links; nothing when nothing needs the family.
pub fn needs(needs: &Needs) -> Markup {
    html! {
        @if !needs.due.is_empty() || !needs.answered.is_empty() {
            h2 { "Votre dossier" }
            @for asked in &needs.answered {
                p { a.alone href="/famille/demandes" { "Demande nº" (NBSP) (asked.id) " (" (what(asked)) ")" (NBSP) ": " (state(&asked.request.state).to_lowercase()) } }
            }
            @if !needs.due.is_empty() {
                p { "À relire et à certifier" (NBSP) ": " @for tab in &needs.due { a.alone href=(tab.address) { (tab.name) } " " } }
            }
        }
    }
}
