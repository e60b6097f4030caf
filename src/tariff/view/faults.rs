//! What is wrong with the form of a version of prices, in French.

use maud::{Markup, html};

use crate::{
    tariff::draft::{Fault, Wrong},
    ui::{form::Problem, french::NBSP},
};

/// What is wrong with the bounds of a row, while it is typed: what is not written yet is not wrong there.
pub fn row_problem(row: &str, faults: &[Fault]) -> Markup {
    let own = |fault: &&Fault| fault.field.strip_prefix(row).is_some_and(|rest| rest.starts_with('-'));
    let shown = faults.iter().filter(own).find(|fault| fault.wrong != Wrong::Missing);
    html! { @if let Some(fault) = shown { (wrong(fault.wrong)) } }
}

/// A fault in the summary: the line of its table, and what to do.
pub fn problem(fault: &Fault) -> Problem {
    let row = |letter: &str| {
        let rest = fault.field.split('-').nth(1)?.strip_prefix(letter)?;
        rest.parse::<usize>().ok().map(|n| n + 1)
    };
    let line = ["t", "h", "k", "p", "x", "s", "m"].into_iter().find_map(row);
    let place = line.map_or_else(String::new, |n| format!("Ligne {n}{NBSP}: "));
    Problem { field: Some(fault.field.clone()), words: format!("{place}{}", wrong_of(fault)) }
}

/// The same of one field: what every page needs is named.
pub fn wrong_of(fault: &Fault) -> &'static str {
    match (fault.field.as_str(), fault.wrong) {
        ("depuis", Wrong::Missing) => "Indiquez à partir de quel jour ces prix valent.",
        (_, other) => wrong(other),
    }
}

/// What is wrong, and what to do.
fn wrong(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Missing => "Indiquez cette valeur, elle est nécessaire.",
        Wrong::NotDate => "Indiquez une date.",
        Wrong::NotHour => "Indiquez une heure, par exemple 18:30.",
        Wrong::NotAmount => "Écrivez un montant en euros, par exemple 4,10.",
        Wrong::NotQuotient => "Écrivez un quotient, par exemple 776 ou 700,01.",
        Wrong::NotNumber => "Écrivez un nombre entier, par exemple 2.",
        Wrong::NotDecimal => "Écrivez un pourcentage ou un nombre, par exemple 50 ou 0,36.",
        Wrong::NotChosen => "Choisissez dans la liste.",
        Wrong::Negative => "Ce montant ne peut pas être négatif.",
        Wrong::Hole => {
            "Des quotients avant cette ligne n’ont pas de prix. La ligne doit commencer là où finit celle d’avant."
        }
        Wrong::Overlap => {
            "Un même quotient a deux prix. La ligne doit commencer après la fin de celle d’avant."
        }
        Wrong::Unread => "Indiquez où commence cette ligne, ou bien où finit celle d’avant.",
        Wrong::Open => {
            "Rien n’est dit au-dessus de cette ligne. Laissez sa fin vide, ou choisissez « pas proposé »."
        }
        Wrong::NoTop => "Indiquez jusqu’à quel quotient c’est proposé.",
        Wrong::Uneven => "Cette ligne a moins de prix que les autres.",
        Wrong::Order => "Cette valeur doit être plus grande que celle d’avant.",
        Wrong::NeverRead => {
            "Un prix pour tous les enfants est placé avant celui-ci, qui ne servira jamais. Placez-le avant."
        }
        Wrong::WholeStay => "Ce prix vaut pour tout le temps passé : laissez cette case vide.",
        Wrong::Both => "Indiquez un pourcentage ou un montant, pas les deux.",
        Wrong::Long => "200 caractères au plus, sur une ligne.",
    }
}
