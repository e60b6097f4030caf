//! The journal of what concerns rights, in sentences.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::agent::named;
use crate::{
    account::{
        AccountId,
        event::{COMMAND, Event, What},
        role::Role,
    },
    town::Identity,
    ui::{
        french::{self, NBSP, of},
        layout::{self, Frame},
        table::table,
    },
};

/// A page of what happened.
pub struct Past {
    /// The latest first, by number.
    pub events: Vec<(u64, Event)>,
    /// What accounts are called.
    pub names: BTreeMap<AccountId, String>,
    /// Those who are offered by name.
    pub agents: Vec<AccountId>,
    /// Only what concerns this person.
    pub person: Option<AccountId>,
    /// Only what came before this number.
    pub before: Option<u64>,
    /// The number that the next page begins before.
    pub next: Option<u64>,
}

/// The page.
pub fn journal(frame: Frame, town: &Identity, past: &Past) -> Markup {
    let mut frame = frame;
    let name = past.person.map(|person| past.name(person));
    let mut title = name.map_or_else(|| "Journal".to_owned(), |name| format!("Journal de {name}"));
    if let Some(before) = past.before {
        title += &format!(", avant le nº{NBSP}{before}");
    }
    frame.title = &title;
    frame.here = "/mairie/journal";
    let row = |(_, event): &(u64, Event)| {
        vec![
            html! { (french::moment(event.at, town.timezone)) },
            html! { (past.sentence(event)) },
            html! { @if event.origin == COMMAND { "ligne de commande" } @else { (event.origin) } },
        ]
    };
    let rows: Vec<Vec<Markup>> = past.events.iter().map(row).collect();
    let person = past.person.map(|person| format!("&personne={person}")).unwrap_or_default();
    let content = html! {
        h1 { "Journal" }
        p { "Les connexions et les changements de droits, du plus récent au plus ancien." }
        form.card.narrow method="get" action="/mairie/journal" {
            div.field {
                label for="personne" { "Personne" }
                select #personne name="personne" {
                    option value="" { "Tout le monde" }
                    @for id in past.offered() { option value=(id) selected[past.person == Some(id)] { (past.name(id)) } }
                }
            }
            button.plain { "Afficher" }
        }
        @if rows.is_empty() { p { "Rien à afficher." } } @else { (table("Ce qui s’est passé", &["Quand", "Quoi", "Depuis"], &rows)) }
        @if let Some(next) = past.next { p { a.alone href={ "/mairie/journal?avant=" (next) (person) } { "Voir ce qui précède" } } }
        @if past.before.is_some() { p { a.alone href={ "/mairie/journal?personne=" (past.person.map(|id| id.to_string()).unwrap_or_default()) } { "Revenir au plus récent" } } }
    };
    layout::page(&frame, content)
}

impl Past {
    fn name(&self, id: AccountId) -> &str {
        self.names.get(&id).map_or("un compte supprimé", String::as_str)
    }

    /// The agents by name, and the person who is shown.
    fn offered(&self) -> Vec<AccountId> {
        let people: BTreeSet<AccountId> = self.agents.iter().copied().chain(self.person).collect();
        let mut people: Vec<AccountId> = people.into_iter().collect();
        people.sort_by_key(|id| self.name(*id));
        people
    }

    /// Who did what, in one sentence.
    fn sentence(&self, event: &Event) -> String {
        let whom = event.about.map_or("une adresse inconnue", |id| self.name(id));
        match event.by.filter(|by| Some(*by) != event.about) {
            Some(by) => done_to(self.name(by), whom, &event.what),
            None => done(whom, &event.what),
        }
    }
}

/// What somebody did to another's account.
fn done_to(who: &str, whom: &str, what: &What) -> String {
    match what {
        What::Appointed { roles } => format!("{who} a donné à {whom} {}", named(roles)),
        What::RolesChanged { from, to } => match changes(from, to) {
            (given, taken) if taken.is_empty() => format!("{who} a donné à {whom} {}", named(&given)),
            (given, taken) if given.is_empty() => format!("{who} a retiré à {whom} {}", named(&taken)),
            (given, taken) => {
                format!("{who} a donné à {whom} {} et lui a retiré {}", named(&given), named(&taken))
            }
        },
        What::RollCallsChanged => format!("{who} a changé les pointages {}", of(whom)),
        What::AccessEnded => format!("{who} a terminé l’accès {}", of(whom)),
        What::AccessGiven => format!("{who} a rendu son accès à {whom}"),
        What::PasswordAsked => format!("{who} a envoyé à {whom} un lien pour son mot de passe"),
        What::ResetGiven => format!("{who} a envoyé à {whom} un lien qui retire sa double vérification"),
        What::FactorRemoved => format!("{who} a retiré la double vérification {}", of(whom)),
        What::SessionsEnded => format!("{who} a coupé les connexions {}", of(whom)),
        other => format!("{} (par {who})", done(whom, other)),
    }
}

/// What somebody did, or what a command did to an account.
fn done(who: &str, what: &What) -> String {
    match what {
        What::SignedIn { device: (browser, system) } => match (browser.as_str(), system.as_str()) {
            ("", _) | (_, "") => format!("Connexion {}", of(who)),
            (browser, system) => format!("Connexion {} avec {browser} sur {system}", of(who)),
        },
        What::SlowedDown => format!("Trop d’essais de mot de passe{NBSP}: {who} doit attendre"),
        What::PasswordAsked => format!("{who} a demandé un lien pour son mot de passe"),
        What::ResetGiven => format!("{who} a reçu un lien qui retire sa double vérification"),
        What::PasswordChanged => format!("{who} a changé son mot de passe"),
        What::AddressChanged { from, to } => {
            format!("{who} a changé d’adresse{NBSP}: {from} est devenue {to}")
        }
        What::SessionsEnded => format!("{who} a coupé ses autres connexions"),
        What::Appointed { roles } => format!("{who} a reçu {}", named(roles)),
        What::RolesChanged { from, to } => match changes(from, to) {
            (given, taken) if taken.is_empty() => format!("{who} a pris {}", named(&given)),
            (given, taken) if given.is_empty() => format!("{who} a quitté {}", named(&taken)),
            (given, taken) => format!("{who} a pris {} et quitté {}", named(&given), named(&taken)),
        },
        What::RollCallsChanged => format!("{who} a changé ses pointages"),
        What::AccessEnded => format!("{who} a terminé son accès"),
        What::AccessGiven => format!("{who} a retrouvé son accès"),
        What::FactorSet => format!("{who} a réglé sa double vérification"),
        What::FactorRemoved => format!("{who} a retiré sa double vérification"),
        What::RecoveryUsed { left } => {
            format!("Connexion {} avec un code de secours{NBSP}; il en reste {left}", of(who))
        }
        What::RecoveryMade => format!("{who} a refait ses codes de secours"),
    }
}

/// Roles that were given, and roles that were taken.
fn changes(from: &BTreeSet<Role>, to: &BTreeSet<Role>) -> (Vec<Role>, Vec<Role>) {
    (to.difference(from).copied().collect(), from.difference(to).copied().collect())
}
