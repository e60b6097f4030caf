//! The first page of the town's side.

use maud::{Markup, html};

use crate::{
    account::{
        AccountId,
        role::{Billing, Duty, Families, Mails, Permission, Reader, Role, RollCall},
        view::roles,
    },
    ui::{
        french::{NBSP, count},
        layout::{self, Frame},
    },
};

/// What needs somebody.
#[derive(Default)]
pub struct Needs {
    /// Whether the portal is to be opened to parents, by who reads this.
    pub closed: bool,
    /// Requests of families that wait.
    pub requests: usize,
    /// Messages of families that wait for an answer.
    pub messages: usize,
    /// Online payments that somebody must look at.
    pub payments: usize,
    /// Mails that were given up.
    pub failed: usize,
    /// Mails that have waited for long.
    pub late: usize,
    /// Agents who were invited and have never come.
    pub invited: Vec<(AccountId, String)>,
}

/// The page.
pub fn home(mut frame: Frame, duty: &Duty, needs: &Needs) -> Markup {
    frame.title = "Mairie";
    frame.here = "/mairie";
    let nothing = !needs.closed
        && needs.requests == 0
        && needs.messages == 0
        && needs.payments == 0
        && needs.failed == 0
        && needs.late == 0
        && needs.invited.is_empty();
    let content = html! {
        h1 { "Bonjour " (duty.first_name) }
        h2 { "À voir" }
        @if nothing { p.saved { "Rien ne demande votre attention." } }
        @if needs.closed {
            div.card.todo {
                p { "Le portail n’est pas encore ouvert aux familles." }
                a.plain href="/mairie/reglages" { "Voir ce qu’il reste à régler" }
            }
        }
        @if needs.requests > 0 {
            div.card.todo {
                p { (count(needs.requests, "demande d’une famille attend", "demandes de familles attendent")) " une réponse." }
                a.plain href="/mairie/demandes" { "Voir les demandes" }
            }
        }
        @if needs.messages > 0 {
            div.card.todo {
                p { (count(needs.messages, "message d’une famille attend", "messages de familles attendent")) " une réponse." }
                a.plain href="/mairie/messages" { "Voir les messages" }
            }
        }
        @if needs.payments > 0 {
            div.card.todo {
                p { (count(needs.payments, "paiement en ligne est à vérifier", "paiements en ligne sont à vérifier")) "." }
                a.plain href="/mairie/paiements" { "Voir les paiements en ligne" }
            }
        }
        @if needs.failed > 0 {
            div.card.todo {
                p { (count(needs.failed, "courriel n’est pas parti", "courriels ne sont pas partis")) "." }
                a.plain href="/mairie/courriels" { "Voir les courriels" }
            }
        }
        @if needs.late > 0 {
            div.card.todo {
                p { (count(needs.late, "courriel attend", "courriels attendent")) " depuis plus d’une heure." }
                a.plain href="/mairie/courriels" { "Voir les courriels" }
            }
        }
        @for (id, name) in &needs.invited {
            div.card.todo {
                p { (name) " n’a pas encore choisi son mot de passe." }
                a.plain href={ "/mairie/agents/" (id) } { "Voir la fiche de " (name) }
            }
        }
        h2 { "Vos rôles" }
        p { (roles(&duty.roles)) "." }
        @let calls = duty.has(RollCall::ROLES);
        @if calls || duty.has(Mails::ROLES) {
            h2 { "Les pages" }
            ul.links {
                @if calls {
                    li { a.alone href="/mairie/pointage" { "Pointage" (NBSP) ": faire l’appel, d’un geste par enfant" } }
                    li { a.alone href="/mairie/effectifs" { "Effectifs" (NBSP) ": combien d’enfants la cuisine attend" } }
                }
                @if duty.has(Reader::ROLES) {
                    li { a.alone href="/mairie/familles" { "Familles" (NBSP) ": chercher un dossier, le lire, le modifier" } }
                    li { a.alone href="/mairie/messages" { "Messages" (NBSP) ": ce que les familles écrivent à la mairie, et les réponses" } }
                    li { a.alone href="/mairie/demandes" { "Demandes" (NBSP) ": ce que les familles demandent à la mairie" } }
                }
                @if duty.has(Reader::ROLES) {
                    li { a.alone href="/mairie/factures" { "Factures" (NBSP) ": les émettre, ce que doivent les familles, les paiements" } }
                    li { a.alone href="/mairie/absences" { "Absences" (NBSP) ": ce que les familles ont signalé, et les certificats" } }
                }
                @if duty.has(Billing::ROLES) {
                    li { a.alone href="/mairie/paiements" { "Paiements" (NBSP) ": les paiements en ligne, en cours et terminés" } }
                }
                @if duty.has(Families::ROLES) {
                    li { a.alone href="/mairie/fermetures" { "Fermetures" (NBSP) ": les jours fermés, et prévenir ceux qui avaient réservé" } }
                }
                @if duty.has(&[Role::Administrator]) {
                    li { a.alone href="/mairie/reglages" { "Réglages" (NBSP) ": la commune, ses écoles, ses prestations, ses tarifs, l’ouverture" } }
                    li { a.alone href="/mairie/fiches" { "Fiches" (NBSP) ": ce que les familles peuvent changer elles-mêmes" } }
                    li { a.alone href="/mairie/reglages/tarifs" { "Tarifs" (NBSP) ": les prix, par délibération" } }
                    li { a.alone href="/mairie/agents" { "Agents" (NBSP) ": les personnes de la mairie et leurs rôles" } }
                }
                @if duty.has(Mails::ROLES) { li { a.alone href="/mairie/courriels" { "Courriels" (NBSP) ": ce qui est parti, ce qui attend" } } }
                @if duty.has(&[Role::Administrator]) {
                    li { a.alone href="/mairie/journal" { "Journal" (NBSP) ": les connexions et les changements de droits" } }
                }
            }
        }
    };
    layout::page(&frame, content)
}
