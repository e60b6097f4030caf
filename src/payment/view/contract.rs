//! The contract with the service, as an administrator settles it.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::words;
use crate::{
    payment::{
        Mode,
        contract::Contract,
        fault::{Treatment, Trouble},
        gateway::Client,
        order::{NotBegun, Unfit},
    },
    town::Identity,
    ui::{
        form::{Field, Problem, hinted, problems},
        french::{self, NBSP},
        layout::{self, Frame},
    },
};

/// What is to be shown of what was sent.
#[derive(Default)]
pub struct Shown<'a> {
    /// What was typed.
    pub number: Option<&'a str>,
    /// What was chosen.
    pub mode: Option<Mode>,
    /// What is wrong with it.
    pub wrong: Option<Wrong>,
    /// Whom the service says the number is of.
    pub found: Option<&'a Client>,
    /// What was just done.
    pub done: Option<&'a str>,
    /// Why no trial began.
    pub not_begun: Option<String>,
}

/// What is wrong with what was typed.
pub enum Wrong {
    /// Not six figures.
    Number,
    /// No mode.
    Mode,
    /// The service does not confirm the number.
    Service(Trouble),
}

/// The page.
pub fn page(mut frame: Frame, town: &Identity, contract: Option<&Contract>, shown: &Shown) -> Markup {
    (frame.title, frame.here) = ("Paiement en ligne", "/mairie/reglages");
    frame.help = "/mairie/reglages/paiement";
    frame.refused = shown.wrong.is_some() || shown.not_begun.is_some();
    let wrong = shown.wrong.as_ref().map(|wrong| match wrong {
        Wrong::Number => ("numero", "Indiquez le numéro client\u{a0}: six chiffres.".to_owned()),
        Wrong::Mode => ("mode", "Choisissez ce que valent les paiements.".to_owned()),
        Wrong::Service(trouble) => ("numero", words::trouble(trouble)),
    });
    let list = wrong.iter().map(|(field, words)| (Some(*field), words));
    let list = list.chain(shown.not_begun.iter().map(|words| (None, words)));
    let list: Vec<Problem> =
        list.map(|(field, words)| Problem { field: field.map(String::from), words: words.clone() }).collect();
    let number = shown.number.or(contract.map(|known| known.client.as_str())).unwrap_or_default();
    let mode = shown.mode.or(contract.map(|known| known.mode));
    let at = |name: &str| wrong.as_ref().filter(|(field, _)| *field == name).map(|(_, words)| words.as_str());
    let field = Field {
        name: "numero",
        label: "Numéro client PayFiP",
        kind: "text",
        autocomplete: "off",
        value: number,
        problem: at("numero"),
    };
    let content = html! {
        h1 { "Paiement en ligne" }
        @match shown.done {
            Some("enregistrer") => p.saved role="status" { "Le contrat est enregistré." },
            Some("retirer") => p.saved role="status" { "Le contrat est retiré\u{a0}: les familles ne peuvent plus payer en ligne." },
            _ => {}
        }
        (problems(&list))
        (now(town, contract))
        form.card method="post" action="/mairie/reglages/paiement" novalidate {
            h2 { "Le contrat avec PayFiP" }
            p { "Le paiement en ligne demande une convention avec la Direction générale des finances publiques (DGFiP)." }
            (hinted(&field, "Les six chiffres qui sont sur la convention, par exemple 012345.", true))
            div.field {
                label for="mode" { "Ce que valent les paiements" }
                @let problem = at("mode");
                @if let Some(words) = problem { p.problem #mode-aide { (words) } }
                select #mode name="mode" aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| "mode-aide")] {
                    @for known in Mode::ALL {
                        option value=(known.key()) selected[mode == Some(known)] { (meant(known)) }
                    }
                }
            }
            @if let Some(client) = shown.found {
                div.notice role="status" {
                    p { "PayFiP connaît le numéro " (client.number) (NBSP) ":" }
                    @if client.labels.is_empty() { p { "sans libellé." } }
                    @else { ul { @for label in &client.labels { li { (label) } } } }
                    p { "Est-ce bien votre collectivité" (NBSP) "?" }
                }
                button.main name="geste" value="enregistrer" { "Oui, enregistrer ce contrat" }
                button.plain name="geste" value="verifier" { "Vérifier un autre numéro" }
            } @else {
                button.main name="geste" value="verifier" { "Vérifier auprès de PayFiP" }
            }
        }
        @if contract.is_some() { (trial()) (remove()) }
        p { a.alone href="/mairie/reglages" { "Revenir aux réglages" } }
    };
    layout::page(&frame, content)
}

fn now(town: &Identity, contract: Option<&Contract>) -> Markup {
    html! {
        @match contract {
            None => p.notice { "Sans contrat, le portail ne propose pas de payer en ligne." },
            Some(known) => {
                p {
                    @if known.offers() { strong { "Les familles peuvent payer en ligne." } }
                    @else if known.checked.is_none() { strong { "Le numéro " (known.client) " n’a pas encore été vérifié" (NBSP) ": rien n’est proposé aux familles." } }
                    @else { strong { "Le paiement en ligne est en essai" (NBSP) ": rien n’est proposé aux familles." } }
                }
                @if let Some(checked) = &known.checked {
                    p {
                        "Numéro " (known.client)
                        @if !checked.labels.is_empty() { ", " (checked.labels.join(", ")) }
                        ", vérifié le " (french::moment(checked.at, town.timezone)) "."
                    }
                }
            }
        }
    }
}

fn meant(mode: Mode) -> &'static str {
    match mode {
        Mode::Test => "Rien, nous essayons (test)",
        Mode::Activation => "Rien, essai avec la DGFiP (activation)",
        Mode::Production => "Ils sont réels (production)",
    }
}

fn trial() -> Markup {
    html! {
        form.card method="post" action="/mairie/reglages/paiement/essai" target="_blank" {
            h2 { "Essayer" }
            p { "Un paiement d’essai de 1" (NBSP) "€, qui ne vaut rien, vous mène à la page de PayFiP et vous en ramène. La page s’ouvre dans un nouvel onglet." }
            button.plain { "Faire un paiement d’essai (nouvel onglet)" }
        }
    }
}

fn remove() -> Markup {
    html! {
        form.card method="post" action="/mairie/reglages/paiement" {
            h2 { "Ne plus proposer le paiement en ligne" }
            p { "Les paiements déjà commencés vont jusqu’à leur fin." }
            button.plain name="geste" value="retirer" { "Retirer le contrat" }
        }
    }
}

/// Why nothing was begun, for who wanted to pay.
pub fn why(why: &NotBegun, zone: Tz) -> String {
    match why {
        NotBegun::NotOffered => "Le paiement en ligne n’est pas proposé.".into(),
        NotBegun::Paid => "C’est déjà payé.".into(),
        NotBegun::UnderWay(until) => format!(
            "Un paiement est déjà en cours. S’il n’aboutit pas, vous pourrez recommencer {}.",
            french::deadline(*until, zone)
        ),
        NotBegun::Doubtful => {
            "La mairie vérifie d’abord un paiement précédent. Ne payez pas une seconde fois.".into()
        }
        NotBegun::Unfit(Unfit::Mail) => words::treatment(Treatment::Mail).into(),
        NotBegun::Unfit(Unfit::TooSmall) => words::treatment(Treatment::TooSmall).into(),
        NotBegun::Unfit(Unfit::TooLarge) => words::treatment(Treatment::TooLarge).into(),
        NotBegun::Unfit(Unfit::Client | Unfit::Reference | Unfit::Year | Unfit::Address) => {
            words::treatment(Treatment::Town).into()
        }
        NotBegun::Refused(treatment) => words::treatment(*treatment).into(),
    }
}
