//! Each state, each result, each fault of the service, in words: calm ones for who pays, exact ones for the town.

use crate::{
    payment::{
        Mode,
        answer::{Difference, Means},
        fault::{Code, Kind, Treatment, Trouble},
        operation::{Doubt, Operation, State},
    },
    ui::french::{self, NBSP},
};

/// What who pays reads: a title, a sentence, and whether all is well.
pub fn parent(known: &Operation) -> (&'static str, &'static str, bool) {
    match (&known.state, known.mode) {
        (State::Paid(_), Mode::Test | Mode::Activation) => {
            ("Essai réussi", "Le paiement d’essai a réussi. Aucune somme n’a été prélevée.", true)
        }
        (State::Paid(payment), Mode::Production) => match payment.means {
            Means::Card => (
                "Paiement accepté",
                "Votre paiement est enregistré. PayFiP vous envoie sa confirmation.",
                true,
            ),
            Means::Debit => (
                "Prélèvement enregistré",
                "Votre prélèvement est enregistré\u{a0}: la somme sera prélevée dans les prochains jours. PayFiP vous envoie sa confirmation.",
                true,
            ),
        },
        (State::Refused(Means::Card), _) => (
            "Paiement refusé",
            "Votre banque n’a pas accepté le paiement. Rien n’a été prélevé. Vous pouvez recommencer, avec une autre carte ou par prélèvement.",
            false,
        ),
        (State::Refused(Means::Debit), _) => (
            "Prélèvement refusé",
            "Le prélèvement n’a pas été accepté. Rien n’a été prélevé. Vous pouvez recommencer, ou payer par carte.",
            false,
        ),
        (State::Abandoned, _) => (
            "Paiement abandonné",
            "Vous avez quitté le paiement. Rien n’a été prélevé. Vous pouvez recommencer.",
            false,
        ),
        (State::Leaving, _) => (
            "Paiement abandonné",
            "Vous avez quitté la page de paiement. Rien n’a été prélevé, à moins que vous n’y soyez revenu\u{a0}: ce sera sûr dans quelques minutes.",
            false,
        ),
        (State::Expired, _) => (
            "Paiement non effectué",
            "Le temps prévu est passé et rien n’a été payé. Vous pouvez recommencer.",
            false,
        ),
        (State::Failed, _) => {
            ("Paiement non commencé", "Le paiement n’a pas pu commencer. Rien n’a été prélevé.", false)
        }
        (State::Doubtful(_), _) => (
            "Paiement à vérifier",
            "La mairie doit vérifier ce paiement. Ne payez pas une seconde fois\u{a0}: elle s’en occupe.",
            false,
        ),
        (State::Created | State::Redirected | State::Waiting, _) => (
            "Paiement en attente de confirmation",
            "Nous n’avons pas encore le résultat de votre paiement. Si vous avez payé, ne recommencez pas\u{a0}: la confirmation arrive d’elle-même.",
            false,
        ),
    }
}

/// Whether who pays may want to ask the town.
pub fn needs_town(known: &Operation) -> bool {
    matches!(known.state, State::Doubtful(_) | State::Failed)
}

/// What becomes of something that was not begun, for who wanted to pay.
pub fn treatment(treatment: Treatment) -> &'static str {
    match treatment {
        Treatment::Mail => {
            "Le service de paiement n’accepte pas votre adresse électronique. Corrigez-la dans votre fiche, puis recommencez."
        }
        Treatment::TooSmall => "Le paiement en ligne commence à 1\u{a0}€. Réglez cette somme à la mairie.",
        Treatment::TooLarge => {
            "Cette somme dépasse ce qui peut être payé en ligne en une fois. Adressez-vous à la mairie."
        }
        Treatment::Town => {
            "Le paiement en ligne n’est pas possible pour le moment. Rien n’a été prélevé. La mairie doit corriger un réglage."
        }
        Treatment::Later => {
            "Le service de paiement ne répond pas. Rien n’a été prélevé. Réessayez un peu plus tard."
        }
    }
}

/// A state, for the town.
pub fn state(known: &Operation) -> String {
    let trial = if known.mode == Mode::Production { "" } else { " (essai, sans valeur)" };
    let words = match &known.state {
        State::Created => "commencé".into(),
        State::Redirected => "sur la page de paiement".into(),
        State::Waiting => "en attente du résultat".into(),
        State::Leaving => "abandonné par le payeur, à confirmer".into(),
        State::Failed => "non commencé".into(),
        State::Expired => "expiré, rien n’a été payé".into(),
        State::Abandoned => "abandonné par le payeur".into(),
        State::Refused(Means::Card) => "carte refusée".into(),
        State::Refused(Means::Debit) => "prélèvement refusé".into(),
        State::Paid(payment) => match payment.means {
            Means::Card => "payé par carte".into(),
            Means::Debit => "payé par prélèvement".into(),
        },
        State::Doubtful(doubt) => format!("à vérifier{NBSP}: {}", self::doubt(doubt)),
    };
    let closed = if known.closed { ", classé" } else { "" };
    format!("{words}{trial}{closed}")
}

fn doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Silent => "PayFiP n’a donné aucun résultat en sept jours".into(),
        Doubt::Withheld(code) => format!("PayFiP ne donne pas le résultat (code {})", code.text()),
        Doubt::Unknown(letter) => format!("PayFiP répond un résultat inconnu, «{NBSP}{letter}{NBSP}»"),
        Doubt::Differs(what) => {
            let words = what.iter().map(|difference| match difference {
                Difference::Id => "le numéro d’opération",
                Difference::Client => "le numéro client",
                Difference::Reference => "la référence",
                Difference::Amount => "le montant",
                Difference::Mode => "le mode",
            });
            format!("la réponse de PayFiP ne concorde pas ({})", french::list(words))
        }
    }
}

/// Why the service gave no answer, for the town.
pub fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Unreachable(_) => "PayFiP ne répond pas. Réessayez dans quelques minutes.".into(),
        Trouble::Garbled(_) => {
            "PayFiP a répondu quelque chose d’inattendu. Signalez-le à qui tient le portail.".into()
        }
        Trouble::Fault(fault) => match fault.kind {
            Kind::Functional => code(&fault.code),
            Kind::Dysfunction => "PayFiP est en panne. Réessayez dans une demi-heure.".into(),
            Kind::Unavailable => "PayFiP est fermé pour le moment. Réessayez dans une demi-heure.".into(),
            Kind::Protocol => "PayFiP n’a pas compris la demande. Signalez-le à qui tient le portail.".into(),
        },
    }
}

/// A code of the service, for the town.
fn code(code: &Code) -> String {
    let words = match code {
        Code::A1 => "il manque l’adresse électronique du payeur",
        Code::A2 => "l’adresse électronique du payeur n’est pas acceptée",
        Code::R3 => "la référence n’est pas acceptée",
        Code::S1 => "le mode n’est pas accepté",
        Code::T1 => "le numéro client n’est pas accepté",
        Code::T2 => "ce numéro client n’existe pas",
        Code::T4 => "ce numéro client n’a pas accès au paiement sécurisé\u{a0}: demandez-le à la DGFiP",
        Code::M1 => "le montant n’est pas accepté",
        Code::M3 => "le montant est inférieur à 1\u{a0}€",
        Code::M5 => "le montant dépasse le plafond",
        Code::N1 => "l’adresse de notification n’est pas acceptée\u{a0}: faites-la autoriser par la DGFiP",
        Code::D1 => "l’adresse de retour n’est pas acceptée\u{a0}: faites-la autoriser par la DGFiP",
        Code::P1 => "l’opération n’existe pas, ou plus",
        Code::P3 => "l’opération a déjà servi",
        Code::P4 => "l’opération a plus de 15 minutes",
        Code::P5 => "le résultat n’est pas encore connu",
        Code::Other(_) => "PayFiP donne une raison que le portail ne connaît pas",
    };
    format!("Réponse de PayFiP{NBSP}: {words} (code {}).", code.text())
}
