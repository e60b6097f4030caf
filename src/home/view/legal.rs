//! The legal notice, and what becomes of personal data: written from the settings.

use maud::{Markup, html};

use crate::{
    account::{Bar, view::dress},
    town::{
        Identity,
        view::{frame, title},
    },
    ui::{
        french::{NBSP, count, telephone},
        layout::{self, Frame},
    },
};

/// Who publishes and hosts the portal (law 2004-575, article 1-1).
pub fn notice(town: &Identity, bar: Option<&Bar>) -> Markup {
    let (legal, contact) = (&town.legal, &town.contact);
    let content = html! {
        h1 { "Mentions légales" }
        h2 { "Qui publie ce portail" }
        p {
            "Commune" (NBSP) ": " (title(town))
            @if !contact.address.is_empty() { ", " (contact.address) }
            @if !contact.telephone.is_empty() { ", " (telephone(&contact.telephone)) }
            @if !contact.mail.is_empty() { ", " (contact.mail) }
            "."
        }
        p {
            "Direction de la publication" (NBSP) ": "
            @if legal.director.is_empty() { "le ou la maire de la commune" } @else { (legal.director) }
            "."
        }
        h2 { "Qui l’héberge" }
        p { @if legal.host.is_empty() { "La commune héberge elle-même ce portail, à l’adresse ci-dessus." } @else { (legal.host) } }
        h2 { "Le programme" }
        p { "Préau, un logiciel libre sous licence Apache 2.0." }
    };
    page(town, bar, "Mentions légales", content)
}

/// What becomes of personal data (GDPR, articles 13 and 14).
pub fn privacy(town: &Identity, bar: Option<&Bar>) -> Markup {
    let (legal, contact) = (&town.legal, &town.contact);
    let content = html! {
        h1 { "Vos données personnelles" }
        h2 { "Qui en répond" }
        p { "La commune" (NBSP) ": " (title(town)) @if !contact.mail.is_empty() { ", " (contact.mail) } "." }
        p {
            "Délégué à la protection des données" (NBSP) ": "
            @if legal.officer.is_empty() { "adressez votre demande à la mairie, qui la lui transmet" } @else { (legal.officer) }
            "."
        }
        h2 { "Pourquoi elles sont là" }
        p { "Inscrire vos enfants aux services de la commune, réserver, savoir qui est présent, les nourrir et les garder en sécurité, facturer et encaisser." }
        p { "C’est une mission d’intérêt public (règlement général sur la protection des données, article 6, 1, e). Les champs obligatoires sont indiqués" (NBSP) ": sans eux, l’inscription n’est pas possible." }
        h2 { "Lesquelles" }
        p { "L’identité et les coordonnées des responsables et des personnes qui peuvent venir chercher un enfant, les enfants, leur classe, la garde, le quotient familial, les réservations, les présences, les factures, les paiements, et ce que vous écrivez à la mairie." }
        p { "Le régime alimentaire et la santé ne sont demandés que pour s’occuper de l’enfant. Ils s’ouvrent à la demande, et chaque lecture est notée." }
        h2 { "Qui les voit" }
        p { "Vous, l’autre responsable de votre famille, et les agents de la mairie, chacun selon son travail. Un parent séparé ne voit pas le dossier de l’autre famille. Un paiement en ligne passe par PayFiP, le service des finances publiques. Rien n’est transmis hors de l’Union européenne, ni à des publicitaires." }
        h2 { "Combien de temps" }
        ul.plainly {
            li { "Le dossier de la famille" (NBSP) ": " (count(legal.years as usize, "an", "ans")) " après le départ du dernier enfant." }
            li { "Ce que vous écrivez à la mairie" (NBSP) ": " (count(legal.years as usize, "an", "ans")) " après le dernier message de l’échange." }
            li { "Les factures et les paiements" (NBSP) ": dix ans, comme la comptabilité publique le demande." }
            li { "Ce qui permet de rester connecté" (NBSP) ": le temps de la session. Le portail ne dépose aucun autre témoin de connexion." }
        }
        h2 { "Vos droits" }
        p { "Lire vos données, les faire corriger, en limiter l’usage ou vous y opposer" (NBSP) ": écrivez à la mairie ou au délégué. Aucune décision n’est prise par une machine seule." }
        p { "Si la réponse ne vous convient pas, vous pouvez saisir la CNIL" (NBSP) ": 3 place de Fontenoy, TSA 80715, 75334 Paris CEDEX 07." }
    };
    page(town, bar, "Confidentialité", content)
}

/// A page that anybody reads, with the menu of who is signed in.
pub fn page(town: &Identity, bar: Option<&Bar>, title: &str, content: Markup) -> Markup {
    let mut frame: Frame = frame(town, title);
    if let Some(bar) = bar {
        dress(&mut frame, bar);
    }
    layout::page(&frame, content)
}
