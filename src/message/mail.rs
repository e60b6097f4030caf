//! Mails of messages: to the town what a family writes, to a parent what the town answers.

use super::{Message, Thread, ThreadId, view};
use crate::{
    platform::mail::{Enclosed, Mail},
    town::{
        Identity,
        mail::letter,
        view::{name, title},
    },
    ui::{
        french::NBSP,
        letter::{Part, page, text},
    },
};

/// To the town: what a family has written, with its file. Who answers from a mail program answers the parent. `reply_to`:
/// the parent's address; `family`: the family's name.
pub fn to_town(
    town: &Identity,
    family: &str,
    (id, thread, message): (ThreadId, &Thread, &Message),
    reply_to: &str,
    site: &str,
) -> Mail {
    let mut parts = vec![
        Part::Words(format!(
            "{}, famille {family}, écrit à la mairie au sujet de «{NBSP}{}{NBSP}»{NBSP}:",
            message.name, thread.subject
        )),
        Part::Quote(message.words.clone()),
    ];
    if message.file.is_some() {
        parts.push(Part::Words("Un fichier est joint.".into()));
    }
    parts.extend([
        Part::Button("Répondre sur le portail".into(), format!("{site}/mairie/messages/{id}")),
        Part::Words(
            "Une réponse écrite sur le portail reste lisible par la famille et par vos collègues. Une réponse à ce courriel \
             part à son auteur, sans être gardée sur le portail."
                .into(),
        ),
    ]);
    Mail {
        to: town.contact.mail.clone(),
        from_name: title(town).into(),
        // The town's list of mails shows subjects to who may not read messages.
        subject: format!("Message nº{NBSP}{id} de {}", message.name),
        text: text(&parts),
        html: page(&parts).into_string(),
        reply_to: Some(reply_to.into()),
        enclosed: message.file.as_ref().map(|file| Enclosed {
            name: view::FILE.into(),
            hash: file.hash.clone(),
            kind: file.kind,
        }),
        ..Mail::default()
    }
}

/// To a parent: that the town has answered, and what. Its file is read on the portal.
pub fn answered(
    town: &Identity,
    to: &str,
    (id, thread, message): (ThreadId, &Thread, &Message),
    site: &str,
) -> Mail {
    let subject = format!("{} a répondu à votre message nº{NBSP}{id}", name(town));
    let mut parts = vec![
        Part::Words(format!(
            "{} a répondu à votre message «{NBSP}{}{NBSP}»{NBSP}:",
            message.name, thread.subject
        )),
        Part::Quote(message.words.clone()),
    ];
    if message.file.is_some() {
        parts.push(Part::Words("Un fichier est joint à la réponse, sur le portail.".into()));
    }
    parts.push(Part::Button("Lire l’échange et répondre".into(), format!("{site}/contact/{id}")));
    letter(town, to, &subject, parts, false)
}
