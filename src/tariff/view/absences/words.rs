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

/// Why a child did not come: "malade, 2 premiers jours, certificat remis en 48 heures". `last`: the last day of the
/// illness that is meant; none: all that follow.
pub fn excuse(excuse: Excuse, last: Option<usize>, illness: &Illness) -> String {
    let (nth, certificate) = match excuse {
        Excuse::Cause(cause) => return name(cause).into(),
        Excuse::Illness { nth, certificate } => (nth, certificate),
    };
    let days = match (nth, last) {
        (1, None) => "malade".into(),
        (1, Some(1)) => "malade, premier jour".into(),
        (1, Some(last)) => format!("malade, {last} premiers jours"),
        (nth, _) => format!("malade, à partir du {nth}e jour"),
    };
    let certificate = match (illness, certificate) {
        (Illness::Free { certificate: true, .. }, Some(_)) => ", avec certificat".into(),
        (Illness::Free { certificate: true, .. } | Illness::Tiers { .. }, None) => ", sans certificat".into(),
        (Illness::Tiers { tiers }, Some(hours)) => {
            match tiers.iter().any(|(within, _)| within.is_some_and(|within| hours <= within)) {
                true => format!(", certificat remis en {}", wait(hours)),
                false => ", certificat remis plus tard".into(),
            }
        }
        _ => String::new(),
    };
    days + &certificate
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_of_an_illness_has_a_name() {
        let tiers = Illness::Tiers { tiers: vec![(Some(72), Some(0)), (Some(240), Some(2))] };
        for (illness, names) in [
            (Illness::Billed, &["malade"][..]),
            (
                Illness::Free { due: 1, certificate: true },
                &[
                    "malade, premier jour, avec certificat",
                    "malade, à partir du 2e jour, avec certificat",
                    "malade, sans certificat",
                ],
            ),
            (
                tiers,
                &[
                    "malade, certificat remis en 72 heures",
                    "malade, 2 premiers jours, certificat remis en 240 heures (10 jours)",
                    "malade, à partir du 3e jour, certificat remis en 240 heures (10 jours)",
                    "malade, certificat remis plus tard",
                    "malade, sans certificat",
                ],
            ),
        ] {
            let said = illness.cases().into_iter().map(|(known, last)| excuse(known, last, &illness));
            assert_eq!(said.map(|words| words.replace(NBSP, " ")).collect::<Vec<_>>(), names);
        }
    }

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
