//! Another family is looked for: a plain form, and what it finds.

use maud::{Markup, html};

use crate::{
    family::{FamilyId, GuardianId},
    ui::french::NBSP,
};

/// A family that was found.
pub struct Found {
    /// Its number.
    pub id: FamilyId,
    /// "MARTEL".
    pub name: String,
    /// Its guardians: "Claire MARTEL".
    pub people: Vec<(GuardianId, String)>,
}

/// A search by name or number; `shown`: what to do with each that was found.
pub fn search(address: &str, text: &str, found: &[Found], shown: impl Fn(&Found) -> Markup) -> Markup {
    html! {
        form.narrow method="get" action=(address) {
            div.field {
                label for="q" { "Nom ou numéro de la famille" }
                input #q name="q" type="search" autocomplete="off" value=(text);
            }
            p { button.plain { "Chercher" } }
        }
        @if !text.trim().is_empty() {
            @if found.is_empty() { p role="status" { "Aucune famille trouvée pour «" (NBSP) (text) (NBSP) "»." } }
            @else { ul.links { @for family in found { (shown(family)) } } }
        }
    }
}
