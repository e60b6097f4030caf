//! "Mes connexions".

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::dress;
use crate::{
    account::{Bar, Session, Step},
    town::{Identity, view::frame},
    ui::{
        french::{NBSP, deadline, hour},
        layout,
    },
};

/// A session as its owner sees it.
pub struct Shown {
    /// What its button sends.
    pub id: String,
    /// The session.
    pub session: Session,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// What may have been done just before, by its name in the address.
const DONE: [(&str, &str); 2] = [
    ("une", "La connexion est fermée."),
    ("autres", "Vos autres connexions sont fermées. Seul cet appareil reste connecté."),
];

/// The page: this device first.
pub fn sessions(
    town: &Identity,
    bar: &Bar,
    sessions: &[Shown],
    done: Option<&str>,
    now: DateTime<Utc>,
) -> Markup {
    let mut frame = frame(town, "Mes connexions");
    dress(&mut frame, bar);
    frame.here = "/compte";
    let content = html! {
        h1 { "Mes connexions" }
        @for (_, words) in DONE.iter().filter(|(name, _)| done == Some(*name)) {
            p.saved role="status" { (words) }
        }
        p {
            "Voici où votre compte est ouvert. Si vous ne reconnaissez pas une connexion, fermez-la, puis "
            a href="/mot-de-passe" { "changez votre mot de passe" } "."
        }
        @for (shown, number) in sessions.iter().zip(1..) { (card(town, shown, number, now)) }
        @if sessions.len() > 1 {
            form method="post" action="/compte/connexions" {
                button.main name="autres" value="oui" { "Fermer toutes les autres connexions" }
            }
        }
        p { a.alone href="/compte" { "Revenir à mon compte" } }
    };
    layout::page(&frame, content)
}

fn card(town: &Identity, Shown { id, session, this }: &Shown, number: usize, now: DateTime<Utc>) -> Markup {
    let device = device(&session.device);
    let at = |instant| moment(town, instant, now);
    html! {
        div.card {
            h2 { (device) @if *this { " (cet appareil-ci)" } }
            p {
                "Ouverte " (at(session.begun)) br;
                "Dernière utilisation " (at(session.seen)) br;
                "Depuis l’adresse internet " (session.origin)
                @if session.stays { br; "Reste connecté 30" (NBSP) "jours" }
            }
            @if session.step != Step::In {
                p { "Le mot de passe a été donné, mais pas encore le code de la double vérification." }
            }
            @if !this {
                form method="post" action="/compte/connexions" {
                    input type="hidden" name="connexion" value=(id);
                    button.plain { "Fermer cette connexion" span.away { " (nº" (NBSP) (number) ", " (device) ")" } }
                }
            }
        }
    }
}

/// "Firefox sur Android".
fn device((browser, system): &(String, String)) -> String {
    let browser = if browser.is_empty() { "un navigateur" } else { browser };
    let words = if system.is_empty() { browser.into() } else { format!("{browser} sur {system}") };
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "aujourd’hui à 9 h 30", "le mardi 24 novembre à 8 h".
fn moment(town: &Identity, instant: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let local = |at: DateTime<Utc>| at.with_timezone(&town.timezone).naive_local();
    if local(instant).date() == local(now).date() {
        return format!("aujourd’hui à {}", hour(local(instant).time()));
    }
    format!("le {}", deadline(instant, town.timezone))
}
