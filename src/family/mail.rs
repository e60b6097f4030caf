//! The mails about families' files. No value of a file is in them, and nothing says that health or diet is meant.

use super::{
    Subject,
    field::Page,
    request::{Act, Request},
    view::words,
};
use crate::{
    platform::mail::Mail,
    town::{Identity, mail::letter, view::name},
    ui::{
        french::{self, NBSP},
        letter::Part,
    },
};

/// What the town has answered to a request, to who asked. `name`: whose file it is about; `refused`: why it was not
/// accepted; `link`: where it is read.
pub fn answered(
    town: &Identity,
    to: &str,
    request: &Request,
    name: &str,
    refused: Option<&str>,
    link: String,
) -> Mail {
    let at = french::moment(request.at, town.timezone);
    let (subject, said) = match refused {
        None => ("Votre demande est acceptée", "La mairie a accepté la demande que vous avez faite le"),
        Some(_) => {
            ("Votre demande n’est pas acceptée", "La mairie n’accepte pas la demande que vous avez faite le")
        }
    };
    let mut words = vec![Part::Words(format!("{said} {at}."))];
    words.push(Part::List(format!("{}{NBSP}:", whose(request.about, name)), parts(request)));
    match refused {
        // What is answered about health stays on the portal.
        Some(_) if request.is_sensitive() => {
            words.push(Part::Words("La raison est écrite dans votre dossier, sur le portail.".into()));
        }
        Some(reason) => words.push(Part::Words(format!("Motif{NBSP}: {reason}"))),
        None => words.push(Part::Words("Les changements sont faits dans votre dossier.".into())),
    }
    words.push(Part::Button("Voir mon dossier".into(), link));
    letter(town, to, subject, words, false)
}

/// "Fiche de Théo", "Votre foyer".
fn whose(about: Subject, name: &str) -> String {
    match about {
        Subject::Household(_) => "Votre foyer".into(),
        _ => format!("Fiche {}", french::of(name)),
    }
}

/// The parts of the file that the request is about.
fn parts(request: &Request) -> Vec<String> {
    match request.act {
        Act::Add => return vec!["Ajout dans votre dossier".into()],
        Act::Remove => return vec!["Retrait de votre dossier".into()],
        Act::Change => {}
    }
    let (hidden, shown): (Vec<Page>, Vec<Page>) =
        request.pages().into_iter().partition(|page| page.is_sensitive());
    let mut parts: Vec<String> = shown.into_iter().map(|page| words::page(page).to_owned()).collect();
    if !hidden.is_empty() {
        parts.push("Informations réservées".into());
    }
    parts
}

/// To a guardian who has no password yet: where to begin.
pub fn invitation(town: &Identity, to: &str, first_name: &str, address: String) -> Mail {
    let words = vec![
        Part::Words(format!(
            "{first_name}, la mairie vous ouvre le portail des familles de {}. Vous pourrez y réserver les services de vos enfants et tenir votre dossier à jour.",
            name(town)
        )),
        Part::Words(
            "Pour commencer, créez votre mot de passe. Ce lien est valable 24 heures et ne sert qu’une fois."
                .into(),
        ),
        Part::Button("Créer le mot de passe".into(), address),
        Part::Words(
            "Si vous n’attendiez pas ce message, ne suivez pas le lien et prévenez votre mairie.".into(),
        ),
    ];
    letter(town, to, &format!("Votre accès au portail des familles de {}", name(town)), words, true)
}

/// To a guardian who signs in already: another family is shown.
pub fn shown(town: &Identity, to: &str, first_name: &str, family: &str, site: &str) -> Mail {
    let words = vec![
        Part::Words(format!(
            "{first_name}, le dossier de la famille {family} est maintenant visible avec votre compte du portail des familles de {}.",
            name(town)
        )),
        Part::Words("Connectez-vous avec votre adresse et votre mot de passe habituels.".into()),
        Part::Button("Ouvrir le portail".into(), format!("{site}/connexion")),
        Part::Words("Si vous n’attendiez pas ce message, prévenez votre mairie.".into()),
    ];
    letter(town, to, "Un dossier de plus dans votre compte", words, false)
}
