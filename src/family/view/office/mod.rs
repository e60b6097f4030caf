//! The town's pages of families, in French.

pub mod archive;
pub mod create;
pub mod file;
pub mod history;
pub mod one;

use maud::{Markup, html};

use crate::family::{FamilyId, Subject};

/// Where the town finds a family.
pub fn family_address(family: FamilyId) -> String {
    format!("/mairie/familles/{family}")
}

/// Where the town finds a file.
pub fn address(about: Subject) -> String {
    let family = family_address(about.family());
    match about {
        Subject::Household(_) => format!("{family}/foyer"),
        Subject::Guardian(_, id) => format!("{family}/responsables/{id}"),
        Subject::Adult(_, id) => format!("{family}/autres/{id}"),
        Subject::Child(_, id) => format!("{family}/enfants/{id}"),
    }
}

/// The way back to a family.
fn back(family: FamilyId, name: &str) -> Markup {
    html! { p { a.alone href=(family_address(family)) { "Revenir à la famille " (name) } } }
}
