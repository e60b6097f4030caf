//! The frame of a page: head, header, navigation, main, footer.

use maud::{DOCTYPE, Markup, html};

/// Addresses of the stylesheets and of the scripts, named by their hash when the program is built.
const STYLES: &str = env!("ASSET_APP");
const OFFICE: &str = env!("ASSET_OFFICE");
const LIVE: &str = env!("ASSET_PORTAL");
const LIGHT: &str = env!("ASSET_ACCOUNT");
const ROLL: &str = env!("ASSET_ROLLCALL");

/// What the portal is called of a town that has not said its name.
pub const UNNAMED: &str = "Portail des familles";

/// What the frame needs to know.
pub struct Frame<'a> {
    /// Name of the town.
    pub town: &'a str,
    /// Its logo, if it has one.
    pub logo: Option<Logo>,
    /// Where its accessibility stands: "non conforme".
    pub accessibility: &'a str,
    /// The script that the page uses.
    pub script: Script,
    /// Whether it is the town's side, whose sheet holds what only it has besides.
    pub office: bool,
    /// What the page is, for its title: "Réservations – du 30 novembre au 4 décembre 2026".
    pub title: &'a str,
    /// Whether a form was refused: the title begins with it.
    pub refused: bool,
    /// Who is signed in: "Lucie Alain".
    pub person: Option<&'a str>,
    /// The menu of who is signed in: addresses and words.
    pub menu: Vec<(&'static str, &'static str)>,
    /// Seconds until the session ends without use, when it does.
    pub ends: Option<i64>,
    /// The address of the page in the menu.
    pub here: &'a str,
    /// The screen whose help is this page's, where it is not `here`: "/mairie/reglages/tarifs".
    pub help: &'a str,
}

/// A logo: its place is known before it is there.
pub struct Logo {
    /// Where it is.
    pub address: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// The script of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// None; a light one on the pages of who is signed in, for the end of the session.
    None,
    /// Of the pages of accounts.
    Light,
    /// htmx, and what the grid adds to it.
    Live,
    /// Of a roll call: touches that wait for the network.
    Roll,
}

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
                link rel="stylesheet" href=(if frame.office { OFFICE } else { STYLES });
                @match (frame.script, frame.ends) {
                    (Script::Live, _) => {
                        meta name="htmx-config" content="history:false includeIndicatorCSS:false";
                        script src=(LIVE) defer {}
                    }
                    (Script::Roll, _) => script src=(ROLL) defer {},
                    (Script::Light, _) | (Script::None, Some(_)) => script src=(LIGHT) defer {},
                    (Script::None, None) => {}
                }
            }
            body data-fin=[frame.ends] {
                a.skip href="#contenu" { "Aller au contenu" }
                (header(frame))
                main #contenu tabindex="-1" { (content) }
                footer {
                    p { (frame.town) @if frame.town != UNNAMED { ", portail des familles" } }
                    p { a href={ "/aide" (if frame.help.is_empty() { frame.here } else { frame.help }) } { "Aide" } " " a href="/regles" { "Règles et tarifs" } " " a href="/accessibilite" { "Accessibilité : " (frame.accessibility) } " " a href="/mentions-legales" { "Mentions légales" } " " a href="/confidentialite" { "Confidentialité" } }
                }
            }
        }
    }
}

fn header(frame: &Frame) -> Markup {
    html! {
        header {
            div.wide {
                @if let Some(logo) = &frame.logo {
                    img src=(logo.address) alt={ "Logo de " (frame.town) } width=(logo.width) height=(logo.height);
                }
                a.town href="/" { (frame.town) }
                @if let Some(person) = frame.person {
                    form.person method="post" action="/deconnexion" {
                        span.long { (person) }
                        button { "Se déconnecter" }
                    }
                    nav.menu aria-label="Menu principal" {
                        ul {
                            @for (address, words) in &frame.menu {
                                li { a href=(address) aria-current=[(frame.here == *address).then_some("page")] { (words) } }
                            }
                        }
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
