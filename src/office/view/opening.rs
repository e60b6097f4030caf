//! Opening the portal to parents, and closing it.

use maud::{Markup, html};

use super::settings::lack;
use crate::{
    office::ready::Missing,
    town::Identity,
    ui::{
        form::{Problem, problems},
        french::NBSP,
        layout::{self, Frame},
    },
};

/// The page. `refused`: it was asked to open and something is missing.
pub fn page(mut frame: Frame, town: &Identity, missing: &[Missing], refused: bool, done: bool) -> Markup {
    (frame.title, frame.here, frame.refused) = ("Ouverture du portail", "/mairie/reglages", refused);
    frame.help = "/mairie/reglages/ouverture";
    let (minor, major): (Vec<&Missing>, Vec<&Missing>) = missing.iter().partition(|what| what.is_minor());
    let problem = refused.then(|| Problem {
        field: Some("manque".into()),
        words: "Le portail n’est pas ouvert\u{a0}: il manque encore quelque chose.".into(),
    });
    let content = html! {
        h1 { "Ouverture du portail" }
        @if done {
            p.saved role="status" {
                @if town.opened { "Le portail est ouvert aux familles. Elles peuvent se connecter dès maintenant." }
                @else { "Le portail est fermé aux familles. Rien n’est perdu" (NBSP) ": ce qu’elles ont réservé est gardé." }
            }
        }
        (problems(&problem.into_iter().collect::<Vec<_>>()))
        p {
            "En ce moment, le portail est " strong { @if town.opened { "ouvert" } @else { "fermé" } } " aux familles."
            @if !town.opened { " Seules les personnes de la mairie peuvent se connecter." }
        }
        @if !major.is_empty() {
            div.card #manque tabindex="-1" {
                h2 { @if town.opened { "Ce qui manque" } @else { "Ce qui manque avant d’ouvrir" } }
                ul.plainly { @for what in &major { (lack(what)) } }
            }
        }
        @if !minor.is_empty() {
            div.card {
                h2 { "À savoir" }
                ul.plainly { @for what in &minor { (lack(what)) } }
            }
        }
        form.card method="post" action="/mairie/reglages/ouverture" {
            @if town.opened {
                h2 { "Fermer le portail aux familles" }
                p { "Les parents connectés sont arrêtés tout de suite, et personne ne peut plus réserver, annuler ni demander un mot de passe. Les réservations et les dossiers restent, et les personnes de la mairie continuent à travailler. Vous pourrez rouvrir à tout moment." }
                button.plain name="geste" value="fermer" { "Fermer le portail aux familles" }
            } @else {
                h2 { "Ouvrir le portail aux familles" }
                @if major.is_empty() { p { "Tout est réglé." } } @else { p { "Vous pourrez ouvrir quand rien ne manquera plus." } }
                p { "Une fois ouvert, les parents que vous avez invités, ou dont vous connaissez l’adresse, peuvent choisir un mot de passe et réserver." }
                button.main[major.is_empty()].plain[!major.is_empty()] name="geste" value="ouvrir" { "Ouvrir le portail aux familles" }
            }
        }
        p { a.alone href="/mairie/reglages" { "Revenir aux réglages" } }
    };
    layout::page(&frame, content)
}
