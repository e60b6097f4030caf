//! The choice of a family.

use maud::{Markup, html};

use super::dress;
use crate::{
    account::Bar,
    family::FamilyId,
    town::{Identity, view::frame},
    ui::{
        french::{self, NBSP},
        layout,
    },
};

/// The page: each family with its children.
pub fn families(
    town: &Identity,
    bar: &Bar,
    families: &[(FamilyId, String, Vec<String>)],
    back: &str,
) -> Markup {
    let mut frame = frame(town, "Choisir une famille");
    dress(&mut frame, bar);
    frame.here = "/familles";
    let content = html! {
        h1 { "Choisir une famille" }
        @if families.is_empty() {
            p {
                "Votre compte n’est rattaché à aucune famille. Si cela vous semble être une erreur, adressez-vous à la mairie"
                (NBSP) ": " (town.contact.service) ", " (french::telephone(&town.contact.telephone)) "."
            }
        } @else {
            p { "Vous êtes responsable dans plusieurs familles. Laquelle voulez-vous voir" (NBSP) "?" }
            @for (id, name, children) in families {
                form.card method="post" action="/familles" {
                    input type="hidden" name="famille" value=(id);
                    @if back != "/" { input type="hidden" name="retour" value=(back); }
                    button.main { "Famille " (name) }
                    @if !children.is_empty() { p { (french::list(children.iter().map(String::as_str))) } }
                }
            }
        }
    };
    layout::page(&frame, content)
}
