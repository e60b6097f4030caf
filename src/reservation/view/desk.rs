//! What the town hall's grid has besides the parents': why, and what it allows itself.

use maud::{Markup, html};

use crate::{
    family::FamilyId,
    reservation::hand::{Act, Flaw, LONGEST},
    ui::{
        form::{Problem, problems},
        french::{self, NBSP},
    },
};

/// The town hall before a family's grid.
pub struct Desk<'a> {
    /// The family's number.
    pub family: FamilyId,
    /// Its name.
    pub name: &'a str,
    /// Whether who looks may change it.
    pub changes: bool,
    /// The whole act, as it was typed.
    pub act: &'a Act,
    /// What is wrong with it.
    pub flaw: Option<Flaw>,
    /// Addresses of the guardians who come in.
    pub told: &'a [String],
}

impl Desk<'_> {
    /// What stands above the grid.
    pub fn opening(&self) -> Markup {
        html! {
            @if let Some(flaw) = self.flaw {
                (problems(&[Problem { field: Some("motif".into()), words: words(flaw) }]))
            }
            @if self.changes {
                p { "Vous réservez et annulez ici à tout moment, jours passés compris. Ce que vous changez est marqué « mairie » sur la grille de la famille." }
            } @else { p { "Vous pouvez lire ces réservations, sans les modifier." } }
        }
    }

    /// Who has been written to.
    pub fn told_words(&self) -> String {
        match self.told {
            [] => format!("Personne de cette famille ne vient sur le portail{NBSP}: prévenez-la vous-même."),
            told => format!("Un message est envoyé à {}.", french::list(told.iter().map(String::as_str))),
        }
    }

    /// Why, and what is allowed for once.
    pub fn fields(&self) -> Markup {
        let described = if self.flaw.is_some() { "motif-aide motif-faute" } else { "motif-aide" };
        html! {
            fieldset.card {
                legend { "Pour toute la saisie" }
                div.field {
                    label for="motif" { "Motif" }
                    p #motif-aide {
                        "Obligatoire pour ce que la famille ne pourrait pas faire elle-même (délai passé, jour passé, complet). "
                        @if self.told.is_empty() { "Il reste dans l’historique du dossier" (NBSP) "; personne de la famille ne vient sur le portail." }
                        @else { "La famille le lit, et il part par courriel" (NBSP) ": n’écrivez rien sur la santé." }
                        " " (LONGEST) (NBSP) "caractères au plus. Exemple" (NBSP) ": oubli signalé par téléphone."
                    }
                    @if let Some(flaw) = self.flaw { p.problem #motif-faute { (words(flaw)) } }
                    input #motif name="motif" type="text" value=(self.act.reason) aria-describedby=(described) aria-invalid=[self.flaw.map(|_| "true")];
                }
                label.choice { input type="checkbox" name="normal" checked[self.act.leave.normal]; span { "Au tarif normal, même après le délai" } }
                label.choice { input type="checkbox" name="depasser" checked[self.act.leave.exceed]; span { "Dépasser le nombre de places" } }
            }
        }
    }

    /// The way back.
    pub fn back(&self) -> Markup {
        html! { p { a.alone href={ "/mairie/familles/" (self.family) } { "Revenir à la famille " (self.name) } } }
    }
}

fn words(flaw: Flaw) -> String {
    match flaw {
        Flaw::NoReason => {
            "Écrivez le motif : la famille ne pourrait pas faire ce changement elle-même. Rien n’est encore enregistré.".into()
        }
        Flaw::TooLong => format!("Raccourcissez le motif{NBSP}: {LONGEST} caractères au plus. Rien n’est encore enregistré."),
    }
}
