//! The frame of a page: head, header, navigation, main, footer.

use maud::{DOCTYPE, Markup, html};

/// Addresses of the stylesheet and of the script, named by their hash when the program is built.
const STYLES: &str = env!("ASSET_APP");
const SCRIPT: &str = env!("ASSET_PORTAL");

/// What the frame needs to know.
pub struct Frame<'a> {
    /// Name of the town.
    pub town: &'a str,
    /// Where its accessibility stands: "non conforme".
    pub accessibility: &'a str,
    /// Whether the page uses the script.
    pub script: bool,
    /// What the page is, for its title: "Réservations – du 30 novembre au 4 décembre 2026".
    pub title: &'a str,
    /// Whether a form was refused: the title begins with it.
    pub refused: bool,
    /// Who is signed in: "Lucie Alain".
    pub person: Option<&'a str>,
    /// The address of the page in the menu.
    pub here: &'a str,
}

/// The pages of the menu, in their order.
const MENU: [(&str, &str); 2] = [("/", "Accueil"), ("/reservations", "Réservations")];

/// A whole page around its content.
pub fn page(frame: &Frame, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title {
                    @if frame.refused { "Erreur : " }
                    (frame.title) " – " (frame.town)
                }
                link rel="icon" href="data:,";
                link rel="stylesheet" href=(STYLES);
                @if frame.script {
                    meta name="htmx-config" content="history:false includeIndicatorCSS:false";
                    script src=(SCRIPT) defer {}
                }
            }
            body {
                a.skip href="#contenu" { "Aller au contenu" }
                (header(frame))
                main #contenu tabindex="-1" { (content) }
                footer {
                    p { (frame.town) ", portail des familles" }
                    p { a href="/accessibilite" { "Accessibilité : " (frame.accessibility) } }
                }
            }
        }
    }
}

fn header(frame: &Frame) -> Markup {
    html! {
        header {
            div.wide {
                a.town href="/" { (frame.town) }
                @if let Some(person) = frame.person {
                    nav aria-label="Menu principal" {
                        ul {
                            @for (address, words) in MENU {
                                li { a href=(address) aria-current=[(frame.here == address).then_some("page")] { (words) } }
                            }
                        }
                    }
                    form.person method="post" action="/deconnexion" {
                        span.long { (person) }
                        button { "Se déconnecter" }
                    }
                } @else {
                    nav aria-label="Menu principal" {
                        ul {
                            li { a href="/connexion" aria-current=[(frame.here == "/connexion").then_some("page")] { "Se connecter" } }
                        }
                    }
                }
            }
        }
    }
}
