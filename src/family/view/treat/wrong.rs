//! Why a request is not answered, in sentences.

use super::Asked;
use crate::{
    family::{answer::Wrong, field::Page, value::Fault, view::words},
    ui::french,
};

/// Each thing that is in the way. `open`: whether what concerns health and diet may be named.
pub(super) fn wrong(asked: &Asked, wrong: &Wrong, open: bool) -> Vec<String> {
    let one = |words: &str| vec![words.replace(" :", "\u{a0}:")];
    match wrong {
        Wrong::Accepted(by) => vec![format!("{by} a déjà accepté cette demande.")],
        Wrong::Refused(by) => vec![format!("{by} a déjà refusé cette demande.")],
        Wrong::Withdrawn => one("La famille a retiré cette demande."),
        Wrong::Changed => one("La famille a changé sa demande entre-temps. Relisez-la, puis répondez."),
        Wrong::Gone => {
            one("Cette fiche n’est plus dans le dossier de la famille. Refusez la demande, avec ce motif.")
        }
        Wrong::Day => {
            one("Indiquez une date d’effet : pas plus de deux ans en arrière, ni d’un an en avant.")
        }
        Wrong::Later(from) => vec![format!(
            "Un autre quotient est enregistré à partir du {}. Choisissez cette date ou une date suivante, ou corrigez l’historique du quotient.",
            french::day_month_year(*from)
        )],
        Wrong::NoReason => one("Indiquez le motif du refus, que la famille lira."),
        Wrong::Hidden => {
            one("Une partie de cette demande est masquée. Ouvrez-la pour la lire, puis répondez.")
        }
        Wrong::LongReason => one("Le motif est trop long : 500 caractères au plus."),
        Wrong::Faults(faults) => {
            let is_hidden = |page: Option<Page>| !open && page.is_some_and(Page::is_sensitive);
            let words = |fault: &Fault| match is_hidden(asked.request.page(fault.key)) {
                true => {
                    "Une valeur masquée ne peut plus être enregistrée. Ouvrez la demande pour la lire.".into()
                }
                false => words::why(&asked.file, fault.key, &fault.why),
            };
            let mut all: Vec<String> = faults.iter().map(words).collect();
            all.dedup();
            all
        }
    }
}
