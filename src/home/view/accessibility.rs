//! The declaration of accessibility, in the order of the model that the law gives (decree 2019-768; RGAA 4.1.2).

use chrono::{Months, NaiveDate};
use maud::{Markup, html};

use super::legal::page;
use crate::{
    account::Bar,
    town::{
        Identity,
        view::{accessibility as state, title},
    },
    ui::french::{NBSP, day_month_year, telephone},
};

/// How long a declaration holds, in months.
const HOLDS: Months = Months::new(36);

/// The page.
pub fn declaration(town: &Identity, bar: Option<&Bar>) -> Markup {
    let (legal, contact) = (&town.legal, &town.contact);
    let content = html! {
        h1 { "Déclaration d’accessibilité" }
        p {
            (title(town)) " s’engage à rendre ce portail accessible, conformément à l’article 47 de la loi n°" (NBSP) "2005-102 du "
            "11" (NBSP) "février 2005."
        }
        @if !legal.scheme.is_empty() || !legal.plan.is_empty() {
            p { "À cette fin, la commune met en œuvre" (NBSP) ":" }
            ul.plainly {
                @if !legal.scheme.is_empty() { li { "son schéma pluriannuel d’accessibilité" (NBSP) ": " (read_at(&legal.scheme, "le schéma pluriannuel")) } }
                @if !legal.plan.is_empty() { li { "son plan d’action de l’année" (NBSP) ": " (read_at(&legal.plan, "le plan d’action")) } }
            }
        }
        p { "Cette déclaration s’applique au portail des familles, et aux pages de la mairie qui s’y trouvent." }
        h2 { "État de conformité" }
        p {
            "Ce portail est " strong { (state(town)) } " avec le référentiel général d’amélioration de l’accessibilité (RGAA" (NBSP) "4.1.2)"
            @if town.audit.is_none() { ", car aucun audit n’a encore été réalisé" } "."
        }
        h2 { "Résultats des tests" }
        @match &town.audit {
            Some(audit) => p {
                "L’audit du " (day_month_year(audit.on)) @if !audit.by.is_empty() { ", réalisé par " (audit.by) "," }
                " révèle que " (audit.percent) (NBSP) "% des critères applicables sont respectés."
            },
            None => p { "Des contrôles automatiques sont faits à chaque version. Ils ne remplacent pas un audit." },
        }
        h2 { "Contenus non accessibles" }
        @match &town.audit {
            Some(audit) => {
                (part("Non-conformités", &audit.gaps))
                (part("Dérogations pour charge disproportionnée", &audit.burdens))
                (part("Contenus non soumis à l’obligation d’accessibilité", &audit.exempt))
            },
            None => p { "Sans audit, ils ne sont pas connus." },
        }
        h2 { "Établissement de cette déclaration" }
        @if let Some(day) = legal.declared.or(town.audit.as_ref().map(|audit| audit.on)) {
            p { "Elle a été établie le " (day_month_year(day)) (until(day)) "." }
        }
        p { "Technologies utilisées" (NBSP) ": HTML, CSS, JavaScript. Chaque page fonctionne aussi sans JavaScript." }
        p { "Environnement des contrôles" (NBSP) ": Chromium, à 320, 360 et 1" (NBSP) "280" (NBSP) "points de large, avec et sans JavaScript. Outils" (NBSP) ": axe-core, et des contrôles propres au programme. Aucun lecteur d’écran n’a encore été essayé." }
        p { "Pages vérifiées" (NBSP) ": l’accueil, la connexion, le mot de passe, les réservations, les présences, les absences, les factures, le paiement, les documents, la famille et les enfants, le contact, l’aide, les mentions légales, cette page, et celles de la mairie." }
        h2 { "Retour d’information et contact" }
        p {
            "Si vous n’arrivez pas à accéder à une page ou à un service, écrivez-nous pour obtenir une autre solution"
            (NBSP) ": " a href="/contact" { "par la page Contact" }
            @for way in [&contact.service, &contact.address, &contact.mail] { @if !way.is_empty() { ", " (way) } }
            @if !contact.telephone.is_empty() { ", " (telephone(&contact.telephone)) } "."
        }
        h2 { "Voies de recours" }
        p {
            "Si vous nous avez signalé un défaut d’accessibilité qui vous empêche d’accéder à une page ou à un service, et que vous n’avez pas "
            "reçu de réponse satisfaisante, vous pouvez saisir le Défenseur des droits" (NBSP) ":"
        }
        ul.plainly {
            li { "lui écrire un message" (NBSP) ": " a.alone href="https://formulaire.defenseurdesdroits.fr/" { "formulaire du Défenseur des droits" } }
            li { "contacter son délégué dans votre région" (NBSP) ": " a.alone href="https://www.defenseurdesdroits.fr/saisir/delegues" { "délégués du Défenseur des droits" } }
            li { "lui écrire gratuitement, sans timbre" (NBSP) ": Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07" }
        }
    };
    page(town, bar, "Déclaration d’accessibilité", content)
}

/// Where a paper is read: a link, where it is an address.
fn read_at(place: &str, what: &str) -> Markup {
    html! {
        @if place.starts_with("https://") { a.alone href=(place) { "lire " (what) } } @else { (place) }
    }
}

/// A part of what is not accessible.
fn part(title: &str, words: &str) -> Markup {
    html! {
        h3 { (title) }
        p.lines { @if words.is_empty() { "Aucun." } @else { (words) } }
    }
}

/// Until when it holds.
fn until(day: NaiveDate) -> Markup {
    html! { @if let Some(end) = day.checked_add_months(HOLDS) { ", et vaut jusqu’au " (day_month_year(end)) } }
}
