//! What families have written to the fixture town, and what it has answered: something to read in the demonstration.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    account::{self, AccountId},
    message::{Message, Side, State, Thread, store},
    platform::{error::Error, store::Write},
};

/// Who wrote, how many hours ago, and what.
type Letter = (&'static str, i64, &'static str);

/// Subjects, and their messages.
const THREADS: [(&str, &[Letter]); 3] = [
    (
        "Sortie scolaire du 10 décembre",
        &[
            (
                "lucie.alain@famille.example",
                50,
                "Bonjour,\n\nLa classe de Théo part en sortie le 10 décembre. Dois-je annuler sa cantine ?\n\nMerci d’avance,\nLucie Alain",
            ),
            (
                "odile.renaud@valpreau.example",
                46,
                "Bonjour,\n\nNon : l’école nous prévient, et l’agent le note au pointage. Vous n’avez rien à faire.\n\nBonne journée,\nOdile Renaud",
            ),
        ],
    ),
    (
        "Quotient familial",
        &[(
            "hugo.perrin@famille.example",
            26,
            "Bonjour,\n\nJe viens de recevoir mon attestation de la CAF. Comment vous l’envoyer ?\n\nHugo Perrin",
        )],
    ),
    (
        "Nouvelle personne pour venir chercher Awa",
        &[(
            "aminata.diallo@famille.example",
            3,
            "Bonjour,\n\nMa sœur viendra chercher Awa vendredi soir. Faut-il l’ajouter sur le portail ?\n\nAminata Diallo",
        )],
    ),
];

/// Writes them down.
pub(super) fn write(w: &Write, now: DateTime<Utc>) -> Result<(), Error> {
    for (subject, letters) in THREADS {
        let id = store::next_id(w)?;
        for (letter, number) in letters.iter().zip(1..) {
            let (mail, hours, words) = *letter;
            let at = now - TimeDelta::hours(hours);
            let (by, known) = account::store::account(w, mail)?
                .unwrap_or((AccountId::MIN, account::Account::of(mail, vec![])));
            let (side, state) = match known.families.first() {
                Some(_) => (Side::Family, State::Waiting(at)),
                None => (Side::Town, State::Answered),
            };
            let family = match (known.families.first(), store::thread(w, id)?) {
                (Some((family, _)), _) => *family,
                (None, Some(thread)) => thread.family,
                (None, None) => continue,
            };
            let name = account::store::name(w, &known)?;
            let words = words.replace(" ?", "\u{a0}?").replace(" :", "\u{a0}:");
            let message = Message { side, by, name, at, words, file: None };
            let thread = Thread { family, subject: subject.into(), messages: number, at, state };
            store::write(w, id, &thread, &message, None)?;
        }
    }
    Ok(())
}
