//! Mails about the second factor.

use super::letter;
use crate::{
    platform::mail::Mail,
    town::Identity,
    ui::{french::NBSP, letter::Part},
};

/// What happened to a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorChange {
    /// An application was set up.
    Set,
    /// It was taken away.
    Removed,
    /// Recovery codes were made anew.
    RecoveryMade,
    /// One was used; so many are left.
    RecoveryUsed(usize),
}

/// Tells somebody of a change of the second factor.
pub fn factor_changed(town: &Identity, to: &str, changed: FactorChange, site: &str) -> Mail {
    let (subject, words) = match changed {
        FactorChange::Set => (
            "Double vérification activée",
            "La double vérification est activée sur votre compte. À chaque connexion, un code de votre application sera demandé après le mot de passe.".to_owned(),
        ),
        FactorChange::Removed => (
            "Double vérification retirée",
            "La double vérification a été retirée de votre compte. Le mot de passe suffit désormais pour se connecter.".to_owned(),
        ),
        FactorChange::RecoveryMade => (
            "Nouveaux codes de secours",
            "De nouveaux codes de secours ont été faits pour votre compte. Les anciens ne servent plus.".to_owned(),
        ),
        FactorChange::RecoveryUsed(left) => (
            "Code de secours utilisé",
            format!(
                "Une connexion à votre compte vient d’être faite avec un code de secours. Il vous en reste {}.",
                if left == 0 { "aucun".into() } else { left.to_string() }
            ),
        ),
    };
    let paragraphs = vec![
        Part::Words(words),
        Part::Words(format!(
            "Si c’est vous, vous n’avez rien à faire. Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe, et prévenez-nous{NBSP}:"
        )),
        Part::Button("Choisir un nouveau mot de passe".into(), format!("{site}/mot-de-passe")),
    ];
    letter(town, to, subject, paragraphs, false)
}
