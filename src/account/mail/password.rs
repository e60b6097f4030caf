//! The link to a new password, and the news that it was changed.

use chrono::{DateTime, Utc};

use super::letter;
use crate::{
    platform::mail::Mail,
    town::{Identity, view::name},
    ui::{
        french::{self, NBSP},
        letter::Part,
    },
};

/// A link to a new password, good until an instant.
pub fn password_link(town: &Identity, to: &str, link: &str, until: DateTime<Utc>) -> Mail {
    let until = french::deadline(until, town.timezone);
    let paragraphs = vec![
        Part::Words(format!(
            "Vous avez demandé à choisir un mot de passe pour le portail des familles de {}. Il se crée en cliquant sur ce bouton{NBSP}:",
            name(town)
        )),
        Part::Button("Créer le mot de passe".into(), link.into()),
        Part::Words(format!(
            "Ce lien est valable 24{NBSP}heures, jusqu’au {until}, et ne sert qu’une fois. Si vous en avez demandé plusieurs, seul le dernier reçu fonctionne."
        )),
        Part::Words(format!(
            "Vous n’avez rien demandé{NBSP}? Ne faites rien{NBSP}: votre mot de passe reste le même, et ce lien n’a été envoyé qu’à vous."
        )),
    ];
    letter(town, to, "Votre lien pour créer un mot de passe", paragraphs, true)
}

/// A change of password.
pub struct Changed<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Browser and system.
    pub device: &'a (String, String),
    /// Whether the second factor was removed with it.
    pub without_factor: bool,
    /// Where another one can be asked for.
    pub ask: &'a str,
}

/// The news that the password was changed.
pub fn password_changed(town: &Identity, to: &str, changed: &Changed) -> Mail {
    let at = french::deadline(changed.at, town.timezone);
    let from = match (changed.device.0.as_str(), changed.device.1.as_str()) {
        ("", "") => String::new(),
        (one, "") | ("", one) => format!(", depuis {one}"),
        (browser, system) => format!(", depuis {browser} sur {system}"),
    };
    let mut paragraphs = vec![
        Part::Words(format!(
            "Le mot de passe de votre compte sur le portail des familles de {} a été changé le {at}{from}.",
            name(town)
        )),
        Part::Words(
            "Par sécurité, tous les appareils qui étaient connectés à votre compte ont été déconnectés."
                .into(),
        ),
    ];
    if changed.without_factor {
        paragraphs.push(Part::Words(
            "La double vérification (le code de votre téléphone) a été retirée en même temps.".into(),
        ));
    }
    paragraphs.push(Part::Words(format!(
        "C’était bien vous{NBSP}? Vous n’avez rien à faire. Si ce n’était pas vous, demandez tout de suite un autre mot de passe à l’adresse {}, puis prévenez-nous.",
        changed.ask
    )));
    letter(town, to, "Votre mot de passe a été changé", paragraphs, false)
}
