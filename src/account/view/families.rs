//! The choice of a family.

use maud::{Markup, html};

use super::dress;
use crate::{
    account::Bar,
    family::FamilyId,
    town::{
        Identity,
        view::{frame, reach},
    },
    ui::{
        french::{self, NBSP},
        layout,
    },
};

/// The page: each family with its children. `shown`: the one that is on the screen until now.
pub fn families(
    town: &Identity,
    bar: &Bar,
    families: &[(FamilyId, String, Vec<String>)],
    shown: Option<FamilyId>,
    back: &str,
) -> Markup {
    let mut frame = frame(town, "Choisir une famille");
    dress(&mut frame, bar);
    frame.here = "/familles";
    let content = html! {
        h1 { "Choisir une famille" }
        @match families.len() {
            0 => {
                p {
                    "Votre compte n’est rattaché à aucune famille. Si cela vous semble être une erreur, adressez-vous à la mairie"
                    (NBSP) ": " (reach(town)) "."
                }
                @if bar.office { p { a.main href="/mairie" { "Aller au côté mairie" } } }
            }
            1 => p { "Votre compte ouvre cette famille." },
            _ => p { "Vous êtes responsable dans plusieurs familles. Laquelle voulez-vous voir" (NBSP) "?" },
        }
        @for (id, name, children) in families {
            form.card method="post" action="/familles" {
                input type="hidden" name="famille" value=(id);
                @if back != "/" { input type="hidden" name="retour" value=(back); }
                p {
                    @let children = french::list(children.iter().map(String::as_str));
                    button.main { "Famille " (name) @if !children.is_empty() { span.away { ", " (children) } } }
                    @if !children.is_empty() { span.beside aria-hidden="true" { (children) } }
                }
                @if shown == Some(*id) { p { "C’est celle que vous voyez en ce moment." } }
            }
        }
    };
    layout::page(&frame, content)
}
