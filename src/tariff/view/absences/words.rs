//! What was decided about absences, in sentences: the same for the town hall and for parents.

use strum::VariantArray;

use crate::{
    tariff::absence::{Cause, Excuse, Illness, Terms, Tier},
    ui::french::{self, NBSP, count},
};

/// All of it.
pub fn terms(terms: &Terms) -> Vec<String> {
    let (billed, free): (Vec<Cause>, Vec<Cause>) =
        Cause::VARIANTS.iter().partition(|cause| terms.billed.contains(cause));
    let named = |causes: &[Cause]| {
        let mut names = causes.iter().map(|cause| name(*cause));
        let first = names.next().map(capital).unwrap_or_default();
        french::list([first].into_iter().chain(names.map(str::to_owned)))
    };
    let mut all = vec![format!("Maladie{NBSP}: {}.", illness(&terms.illness))];
    if !free.is_empty() {
        all.push(format!("{}{NBSP}: rien n’est dû.", named(&free)));
    }
    if !billed.is_empty() {
        all.push(format!("{}{NBSP}: le jour reste dû s’il n’est pas annulé à temps.", named(&billed)));
    }
    all
}

/// What is not the family's doing.
pub fn name(cause: Cause) -> &'static str {
    match cause {
        Cause::Strike => "grève",
        Cause::Outing => "sortie de la classe",
        Cause::Teacher => "enseignant absent",
    }
}

fn illness(illness: &Illness) -> String {
    match illness {
        Illness::Billed => "l’absence est due si elle n’est pas annulée à temps".into(),
        Illness::Free { due, certificate: false } => first(*due),
        Illness::Free { due, certificate: true } => {
            format!("avec un certificat médical, {}{NBSP}; sans certificat, l’absence est due", first(*due))
        }
        Illness::FirstFree { days: 1 } => "le premier jour n’est pas dû, les suivants le sont".into(),
        Illness::FirstFree { days } => {
            format!("les {days} premiers jours ne sont pas dus, les suivants le sont")
        }
        Illness::Tiers { tiers } => by_certificate(tiers),
    }
}

/// What is owed of the first days alone.
fn first(due: usize) -> String {
    match due {
        0 => "rien n’est dû".into(),
        1 => "seul le premier jour est dû".into(),
        due => format!("seuls les {due} premiers jours sont dus"),
    }
}

fn by_certificate(tiers: &[Tier]) -> String {
    let owed = |due: Option<usize>| due.map_or_else(|| "l’absence est due".into(), first);
    let tier = |(n, (within, due)): (usize, &Tier)| match within {
        Some(hours) if n == 0 => {
            format!("avec un certificat médical remis dans les {}, {}", wait(*hours), owed(*due))
        }
        Some(hours) => format!("dans les {}, {}", wait(*hours), owed(*due)),
        None if n == 0 => format!("avec un certificat médical, {}", owed(*due)),
        None => format!("plus tard, {}", owed(*due)),
    };
    let mut all: Vec<String> = tiers.iter().enumerate().map(tier).collect();
    let last = if tiers.iter().any(|(within, _)| within.is_none()) { "" } else { "plus tard ou " };
    all.push(format!("{last}sans certificat, l’absence est due"));
    all.join(&format!("{NBSP}; "))
}

/// "48 heures", "240 heures (10 jours)".
fn wait(hours: u32) -> String {
    let words = count(hours as usize, "heure", "heures");
    match hours % 24 {
        0 if hours > 72 => format!("{words} ({})", count(hours as usize / 24, "jour", "jours")),
        _ => words,
    }
}

/// Why a child did not come: "malade, 2e jour, certificat en 48 heures".
pub fn excuse(excuse: Excuse, illness: &Illness) -> String {
    let asked = matches!(illness, Illness::Free { certificate: true, .. } | Illness::Tiers { .. });
    match excuse {
        Excuse::Cause(cause) => name(cause).into(),
        Excuse::Illness { nth, certificate } => {
            let day = match nth {
                1 => "malade, 1er jour".into(),
                nth => format!("malade, {nth}e jour"),
            };
            match certificate {
                _ if !asked => day,
                None => format!("{day}, sans certificat"),
                Some(0) => format!("{day}, avec certificat"),
                Some(hours) => format!("{day}, certificat remis après {}", wait(hours)),
            }
        }
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_said_in_a_sentence() {
        let free = |due, certificate| Illness::Free { due, certificate };
        let tiers = |tiers: &[Tier]| Illness::Tiers { tiers: tiers.to_vec() };
        for (illness, words) in [
            (Illness::Billed, "l’absence est due si elle n’est pas annulée à temps"),
            (free(0, false), "rien n’est dû"),
            (free(1, false), "seul le premier jour est dû"),
            (free(3, false), "seuls les 3 premiers jours sont dus"),
            (free(0, true), "avec un certificat médical, rien n’est dû ; sans certificat, l’absence est due"),
            (
                free(1, true),
                "avec un certificat médical, seul le premier jour est dû ; sans certificat, l’absence est due",
            ),
            (Illness::FirstFree { days: 2 }, "les 2 premiers jours ne sont pas dus, les suivants le sont"),
            (
                tiers(&[(Some(72), Some(0)), (Some(240), Some(2)), (None, None)]),
                "avec un certificat médical remis dans les 72 heures, rien n’est dû ; dans les 240 heures (10 jours), \
                 seuls les 2 premiers jours sont dus ; plus tard, l’absence est due ; sans certificat, l’absence est due",
            ),
            (
                tiers(&[(Some(48), Some(1))]),
                "avec un certificat médical remis dans les 48 heures, seul le premier jour est dû ; plus tard ou sans \
                 certificat, l’absence est due",
            ),
        ] {
            let said = terms(&Terms { illness, ..Terms::default() })[0].replace(NBSP, " ");
            assert_eq!(said, format!("Maladie : {words}."));
        }
        let causes = |billed: &[Cause]| {
            let said = terms(&Terms { billed: billed.iter().copied().collect(), ..Terms::default() });
            said[1..].iter().map(|words| words.replace(NBSP, " ")).collect::<Vec<_>>()
        };
        assert_eq!(causes(&[]), ["Grève, sortie de la classe et enseignant absent : rien n’est dû."]);
        assert_eq!(
            causes(&[Cause::Outing]),
            [
                "Grève et enseignant absent : rien n’est dû.",
                "Sortie de la classe : le jour reste dû s’il n’est pas annulé à temps."
            ]
        );
        assert_eq!(causes(Cause::VARIANTS).len(), 1);
    }
}
