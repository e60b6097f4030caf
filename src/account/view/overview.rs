//! "Mon compte".

use maud::{Markup, html};

use super::dress;
use crate::{
    account::{Account, Bar},
    town::{Identity, view::frame},
    ui::{
        french::{NBSP, count},
        layout,
    },
};

/// What the page tells.
pub struct Overview<'a> {
    /// Who looks at it.
    pub bar: &'a Bar,
    /// The account.
    pub account: &'a Account,
    /// How many sessions hold.
    pub sessions: usize,
    /// What was just done, by its name in the address.
    pub done: Option<&'a str>,
}

/// What may have been done just before, by its name in the address.
const DONE: [(&str, &str); 2] = [
    ("adresse", "Votre nouvelle adresse est enregistrée. Vos autres connexions sont fermées."),
    ("application", "La double vérification est retirée."),
];

/// The page.
pub fn overview(town: &Identity, shown: &Overview) -> Markup {
    let mut frame = frame(town, "Mon compte");
    dress(&mut frame, shown.bar);
    frame.here = "/compte";
    let content = html! {
        h1 { "Mon compte" }
        @for (_, words) in DONE.iter().filter(|(name, _)| shown.done == Some(*name)) {
            p.saved role="status" { (words) }
        }
        div.card {
            h2 { "Vous" }
            p { (shown.bar.person) br; span.long-word { (shown.account.mail) } }
            p { a.alone href="/compte/adresse" { "Changer mon adresse électronique" } }
        }
        div.card {
            h2 { "Mot de passe" }
            p { "Un message vous est envoyé, avec un lien pour en choisir un nouveau." }
            p { a.alone href="/mot-de-passe" { "Changer mon mot de passe" } }
        }
        div.card {
            h2 { "Mes connexions" }
            p {
                @match shown.sessions {
                    0 | 1 => "Votre compte est ouvert sur cet appareil seulement.",
                    many => { "Votre compte est ouvert sur " (count(many, "appareil ou navigateur", "appareils ou navigateurs")) "." }
                }
            }
            p { a.alone href="/compte/connexions" { "Voir mes connexions" } }
        }
        div.card { (factor(shown.account)) }
    };
    layout::page(&frame, content)
}

/// Where the second factor stands, and what can be done with it.
fn factor(account: &Account) -> Markup {
    html! {
        h2 { "Double vérification" }
        @match &account.factor {
            Some(factor) => {
                p { "Activée" (NBSP) ": après le mot de passe, un code de votre application est demandé." }
                p {
                    @match factor.recovery.len() {
                        0 => "Il ne vous reste aucun code de secours.",
                        left => { "Il vous reste " (count(left, "code", "codes")) " de secours." }
                    }
                }
                p { a.alone href="/compte/codes" { "Refaire mes codes de secours" } }
                @if account.needs_factor() {
                    p { "Vos fonctions à la mairie la rendent obligatoire." }
                } @else {
                    p { a.alone href="/compte/application/retirer" { "Retirer la double vérification" } }
                }
            }
            None => {
                p { "Pas encore activée. Avec elle, un code donné par votre téléphone est demandé après le mot de passe" (NBSP) ": qui trouverait votre mot de passe ne pourrait pas entrer." }
                p { a.alone href="/connexion/application?retour=/compte" { "Activer la double vérification" } }
            }
        }
    }
}
