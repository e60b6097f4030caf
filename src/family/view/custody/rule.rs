//! A rule of custody in words, and what is wrong with one.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Custody;
use crate::{
    family::{
        FamilyId,
        custody::Home,
        keeping::{Fault, Rule},
    },
    ui::french::{self, NBSP},
};

/// What a rule is called.
pub(super) fn called(rule: Rule) -> &'static str {
    match rule {
        Rule::One => "Une seule famille",
        Rule::Payer => "Un seul payeur",
        Rule::Weeks => "Semaines paires et impaires",
        Rule::Calendar => "Calendrier",
    }
}

/// What each rule means.
pub(super) fn explained() -> String {
    "Une seule famille : l’autre n’a plus de jour. Un seul payeur : une famille a tous les jours et toutes les factures, \
     l’autre voit la fiche de l’enfant. Semaines : les paires chez l’une, les impaires chez l’autre. \
     Calendrier : une famille, sauf les jours indiqués ci-dessous."
        .replace(" :", "\u{a0}:")
}

/// A rule in a sentence.
pub(super) fn sentence(custody: &Custody, home: &Home) -> String {
    let name = |id: &FamilyId| custody.name(*id);
    match home {
        Home::One { family, also: None } => format!("tous les jours chez {}.", name(family)),
        Home::One { family, also: Some(also) } => format!(
            "tous les jours et toutes les factures à {}{NBSP}; {} voit la fiche de l’enfant.",
            name(family),
            name(also)
        ),
        Home::Alternating { even, odd, exceptions } => format!(
            "les semaines paires chez {}, les semaines impaires chez {}{}.",
            name(even),
            name(odd),
            but(custody, exceptions)
        ),
        Home::Calendar { usual, other, days, exceptions } => format!(
            "chez {}, sauf {} chez {}{}.",
            name(usual),
            french::list(days.iter().map(|span| words(*span))),
            name(other),
            but(custody, exceptions)
        ),
    }
}

/// "le 4 décembre 2026", "du 19 au 26 décembre 2026".
fn words((first, last): (NaiveDate, NaiveDate)) -> String {
    if first == last { format!("le {}", french::day_month_year(first)) } else { french::from_to(first, last) }
}

/// "; par exception, le 25 décembre 2026 chez MARTEL".
fn but(custody: &Custody, exceptions: &BTreeMap<NaiveDate, FamilyId>) -> String {
    if exceptions.is_empty() {
        return String::new();
    }
    let day = |(day, family): (&NaiveDate, &FamilyId)| {
        format!("le {} chez {}", french::day_month_year(*day), custody.name(*family))
    };
    format!("{NBSP}; par exception, {}", french::list(exceptions.iter().map(day)))
}

/// Which field a fault is about, and what to do.
pub(super) fn problem(custody: &Custody, fault: &Fault) -> (Option<&'static str>, String) {
    let (field, words) = match fault {
        Fault::From => {
            (Some("des"), "Indiquez le premier jour : pas plus de deux ans avant ou après aujourd’hui.".into())
        }
        Fault::Rule => (Some("regle"), "Choisissez une règle.".into()),
        Fault::Family => (Some("famille"), "Choisissez la famille.".into()),
        Fault::Other => {
            (Some("regle"), "Cette règle demande deux familles : cherchez et choisissez l’autre famille d’abord.".into())
        }
        Fault::Never => (
            Some("des"),
            "L’enfant ne serait plus du tout dans ce dossier : choisissez une date de début plus tardive.".into(),
        ),
        Fault::Days(n) => (
            None,
            format!("Calendrier, ligne {} : indiquez deux dates, la première avant la dernière.", n + 1),
        ),
        Fault::NoDays => (Some("calendrier"), "Indiquez au moins une ligne du calendrier.".into()),
        Fault::Exception(n) => (None, format!("Exception {} : indiquez une date et une famille.", n + 1)),
        Fault::TooMany => (Some("calendrier"), "120 lignes au plus.".into()),
        Fault::Changed => (
            Some("regle"),
            "Quelqu’un d’autre vient de changer la garde de cet enfant. Relisez ce qui est enregistré, puis enregistrez de nouveau.".into(),
        ),
        Fault::Booked(lost) => (
            Some("reservations"),
            format!(
                "{} par la famille {} : rien n’a été changé.",
                french::count(lost.len(), "jour est réservé", "jours sont réservés"),
                french::list(lost.iter().map(|(family, ..)| *family).collect::<std::collections::BTreeSet<_>>().into_iter().map(|id| custody.name(id)))
            ),
        ),
    };
    (field, words.replace(" :", "\u{a0}:"))
}
