//! Mails about another mail address.

use super::letter;
use crate::{
    platform::mail::Mail,
    town::{Identity, view::name},
    ui::{french::NBSP, letter::Part},
};

/// To the new address: the link that confirms it.
pub fn address_link(town: &Identity, to: &str, link: String) -> Mail {
    let paragraphs = vec![
        Part::Words(format!(
            "Cette adresse a été indiquée comme nouvelle adresse d’un compte du portail des familles de {}. Pour le confirmer, suivez ce lien dans les 24{NBSP}heures{NBSP}: il sert une fois.",
            name(town)
        )),
        Part::Button("Confirmer la nouvelle adresse".into(), link),
        Part::Words(format!("Si vous n’avez rien demandé, ne faites rien{NBSP}: rien ne changera.")),
    ];
    letter(town, to, "Confirmez votre nouvelle adresse", paragraphs, true)
}

/// To the owner of an address that somebody else wants: nothing happens.
pub fn address_taken(town: &Identity, to: &str, site: &str) -> Mail {
    let paragraphs = vec![
        Part::Words(format!(
            "Une personne déjà connectée au portail des familles de {} a voulu prendre cette adresse pour son compte. Elle est celle de votre compte{NBSP}: rien n’a changé.",
            name(town)
        )),
        Part::Words(format!(
            "Si c’était vous, votre compte à cette adresse existe déjà{NBSP}: connectez-vous avec elle, ou demandez un nouveau mot de passe."
        )),
        Part::Button("Se connecter".into(), format!("{site}/connexion")),
    ];
    letter(town, to, "Cette adresse a déjà un compte", paragraphs, false)
}

/// To the address of today: another one was asked for.
pub fn address_asked(town: &Identity, to: &str, new: &str, site: &str) -> Mail {
    let paragraphs = vec![
        Part::Words(format!(
            "Une nouvelle adresse a été demandée pour votre compte du portail des familles{NBSP}: {new}. Elle remplacera celle-ci quand le lien qui y a été envoyé sera suivi."
        )),
        Part::Words(format!(
            "Si c’est vous, vous n’avez rien d’autre à faire ici. Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe{NBSP}:"
        )),
        Part::Button("Choisir un nouveau mot de passe".into(), format!("{site}/mot-de-passe")),
    ];
    letter(town, to, "Changement d’adresse demandé", paragraphs, false)
}

/// To the old address: the change has taken effect.
pub fn address_changed(town: &Identity, to: &str, new: &str) -> Mail {
    let paragraphs = vec![
        Part::Words(format!(
            "L’adresse de votre compte du portail des familles a changé. La nouvelle adresse est {new}. Nous n’écrirons plus à celle-ci."
        )),
        Part::Words(format!(
            "Si ce n’est pas vous, appelez-nous dès que possible{NBSP}: nous rétablirons votre adresse."
        )),
    ];
    letter(town, to, "Votre adresse a changé", paragraphs, false)
}
