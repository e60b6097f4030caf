//! The list of the town hall's people.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::roles;
use crate::{
    account::{AccountId, role::Duty},
    town::Identity,
    ui::{
        french,
        layout::{self, Frame},
        table::table,
    },
};

/// One of them.
pub struct Line {
    /// The account.
    pub id: AccountId,
    /// Address.
    pub mail: String,
    /// Name, roles, access.
    pub duty: Duty,
    /// Whether there is a second factor.
    pub factor: bool,
    /// Whether there is no password yet.
    pub invited: bool,
    /// Last sign-in.
    pub seen: Option<DateTime<Utc>>,
}

/// The page.
pub fn agents(mut frame: Frame, town: &Identity, lines: &[Line]) -> Markup {
    frame.title = "Agents";
    frame.here = "/mairie/agents";
    let row = |line: &Line| {
        vec![
            html! { a href={ "/mairie/agents/" (line.id) } { (line.duty.first_name) " " (line.duty.last_name) } },
            html! { (line.mail) },
            html! { (roles(&line.duty.roles)) },
            html! { (factor(line)) },
            html! { @match line.seen { Some(at) => (french::moment(at, town.timezone)), None => "jamais" } },
            html! { (state(line)) },
        ]
    };
    let rows: Vec<Vec<Markup>> = lines.iter().map(row).collect();
    let columns = ["Nom", "Adresse", "Rôles", "Double vérification", "Dernière connexion", "État"];
    let content = html! {
        h1 { "Agents" }
        p { "Les personnes de la mairie qui ont accès au portail. Chacune choisit elle-même son mot de passe." }
        p { a.main href="/mairie/agents/nouveau" { "Inviter un agent" } }
        (table("Agents de la mairie", &columns, &rows))
    };
    layout::page(&frame, content)
}

fn factor(line: &Line) -> &'static str {
    match (line.factor, line.duty.needs_factor()) {
        (true, _) => "oui",
        (false, true) => "à régler",
        (false, false) => "non",
    }
}

fn state(line: &Line) -> &'static str {
    match (line.duty.access, line.invited) {
        (false, _) => "accès terminé",
        (true, true) => "invitation envoyée",
        (true, false) => "actif",
    }
}
