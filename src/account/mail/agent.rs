//! The mails to the town hall's people.

use super::letter;
use crate::{
    account::{role::Duty, view::roles},
    platform::mail::Mail,
    town::{Identity, view::name},
    ui::{french::NBSP, letter::Part},
};

/// To somebody who has no password yet: what was given, and where to begin.
pub fn invitation(town: &Identity, to: &str, duty: &Duty, address: &str) -> Mail {
    let mut words = given(town, duty);
    words.push(Part::Words(
        "Pour commencer, créez votre mot de passe. Ce lien est valable 24 heures et ne sert qu’une fois."
            .into(),
    ));
    words.push(Part::Button("Créer le mot de passe".into(), address.into()));
    words.extend(factor(duty));
    letter(town, to, &format!("Votre accès au portail des familles de {}", name(town)), words, true)
}

/// To somebody who signs in already, as a parent.
pub fn duty_given(town: &Identity, to: &str, duty: &Duty, address: &str) -> Mail {
    let mut words = given(town, duty);
    words.push(Part::Words(
        "Connectez-vous avec votre adresse et votre mot de passe habituels. Votre espace famille ne change pas.".into(),
    ));
    words.push(Part::Button("Ouvrir le côté mairie".into(), address.into()));
    words.extend(factor(duty));
    letter(town, to, &format!("Votre accès au portail des familles de {}", name(town)), words, false)
}

/// A new link to a password, sent by an administrator.
pub fn new_link(town: &Identity, to: &str, address: &str, without_factor: bool) -> Mail {
    let mut words = vec![
        Part::Words(
            "L’administrateur du portail vous envoie un lien pour choisir un nouveau mot de passe. Il est valable 24 heures et ne sert qu’une fois.".into(),
        ),
        Part::Button("Choisir un mot de passe".into(), address.into()),
    ];
    if without_factor {
        words.push(Part::Words(
            "Votre double vérification sera retirée en même temps. Si votre rôle la demande, le portail vous proposera de la régler de nouveau à la connexion.".into(),
        ));
    }
    words.push(Part::Words(
        "Si vous n’attendiez pas ce message, ne suivez pas le lien et prévenez votre mairie.".into(),
    ));
    letter(town, to, "Un lien pour votre mot de passe", words, true)
}

fn given(town: &Identity, duty: &Duty) -> Vec<Part> {
    vec![Part::Words(format!(
        "{}, vous avez maintenant accès au portail des familles de {}, côté mairie{NBSP}: {}.",
        duty.first_name,
        name(town),
        roles(&duty.roles)
    ))]
}

fn factor(duty: &Duty) -> Option<Part> {
    duty.needs_factor().then(|| {
        Part::Words(
            "Ce rôle demande une double vérification. À la première connexion, gardez votre téléphone à portée de main : \
             le portail vous guidera.".replace(" :", "\u{a0}:"),
        )
    })
}
