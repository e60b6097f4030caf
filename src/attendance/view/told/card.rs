//! An absence as both sides read it: what was told, what it changes on the bill, the certificate.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::{Shown, What, days};
use crate::{
    attendance::{
        effect::Effect,
        told::{Reason, Told},
    },
    tariff::absence::Owed,
    ui::french::{self, NBSP},
};

/// What was told, and what it changes. `title`: the level of its heading.
pub fn card(shown: &Shown, title: &str) -> Markup {
    let told = &shown.told;
    let heading = html! { (shown.name.0) ", " (span(told)) };
    html! {
        @if title == "h2" { h2 { (heading) } } @else { h3 { (heading) } }
        p { (reason(told)) ". Signalée le " (french::moment(told.at, shown.zone)) " par " (shown.by) "." }
        @if shown.lines.is_empty() {
            p { "Rien n’est réservé ces jours-là" (NBSP) ": la facture ne change pas." }
        } @else {
            p { "Sur la facture" (NBSP) ":" }
            ul.plainly {
                @for line in &shown.lines {
                    li { strong { (line.service) } ", " (french::days(&line.days)) (NBSP) ": " (words(&line.what, shown)) "." }
                }
            }
            @if !shown.all { p { "Les autres jours, rien n’est réservé" (NBSP) ": ils ne changent rien." } }
        }
        @if told.reason == Reason::Ill { p { (certificate(shown)) } }
    }
}

/// "le jeudi 3 décembre".
pub fn span(told: &Told) -> String {
    days(told.first, told.last)
}

/// "Malade", "Autre motif : mariage".
pub fn reason(told: &Told) -> String {
    match (told.reason, told.words.as_str()) {
        (Reason::Ill, _) => "Malade".into(),
        (Reason::Other, "") => "Autre motif".into(),
        (Reason::Other, words) => format!("Autre motif{NBSP}: «{NBSP}{words}{NBSP}»"),
    }
}

/// Whether a certificate came, and how.
pub fn certificate(shown: &Shown) -> String {
    let Some(known) = &shown.told.certificate else { return "Aucun certificat n’est arrivé.".into() };
    let at = || french::moment(known.at, shown.zone);
    match (&known.scan, known.erased) {
        (Some(_), _) => format!("Certificat arrivé le {}.", at()),
        (None, true) => format!("Certificat arrivé le {}, effacé depuis.", at()),
        (None, false) => {
            let day = known.at.with_timezone(&shown.zone).date_naive();
            format!("Certificat reçu à la mairie le {}.", french::day_month_year(day))
        }
    }
}

fn words(what: &What, shown: &Shown) -> String {
    let before = |until: &DateTime<Utc>| format!("avant le {}", french::deadline(*until, shown.zone));
    match what {
        What::Came => "venu quand même, facturé comme réservé".into(),
        What::Owed(Effect { before: ways, otherwise }) => {
            let (owed, else_owed) = (|owed: &Owed| now(*owed), *otherwise);
            match ways.as_slice() {
                [] => now(else_owed).into(),
                [(until, with)] => {
                    format!(
                        "{} avec un certificat médical, {} si le certificat n’arrive pas {}",
                        owed(with),
                        then(else_owed),
                        before(until)
                    )
                }
                [(first, with), rest @ ..] => {
                    let more = rest
                        .iter()
                        .map(|(until, with)| format!("{} s’il arrive {}", owed(with), before(until)));
                    let more: Vec<String> = more.collect();
                    let last = rest.last().map_or(first, |(until, _)| until);
                    format!(
                        "{} si le certificat médical arrive {}, {}, {} si le certificat n’arrive pas {}",
                        owed(with),
                        before(first),
                        more.join(", "),
                        then(else_owed),
                        before(last)
                    )
                }
            }
        }
    }
}

fn now(owed: Owed) -> &'static str {
    match owed {
        Owed::Nothing => "n’est pas facturé",
        Owed::Booked => "reste facturé",
        Owed::Absent => "reste facturé au prix d’une absence",
    }
}

fn then(owed: Owed) -> &'static str {
    match owed {
        Owed::Nothing => "ne sera pas facturé",
        Owed::Booked => "restera facturé",
        Owed::Absent => "sera facturé au prix d’une absence",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::AccountId,
        family::{ChildId, FamilyId},
    };

    #[test]
    fn what_a_day_becomes_is_said_with_the_limit_of_the_certificate() {
        let told = Told {
            family: FamilyId(1),
            first: "2026-12-03".parse().unwrap(),
            last: "2026-12-04".parse().unwrap(),
            reason: Reason::Ill,
            words: String::new(),
            at: DateTime::default(),
            by: AccountId(1),
            form: String::new(),
            certificate: None,
            withdrawn: None,
        };
        let shown = Shown {
            child: ChildId(1),
            name: Default::default(),
            number: 1,
            told,
            by: String::new(),
            lines: vec![],
            all: true,
            open: true,
            sent_until: None,
            zone: chrono_tz::Europe::Paris,
        };
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (three, eight) = (at("2026-12-05T23:00:00Z"), at("2026-12-11T23:00:00Z"));
        use Owed::{Absent, Booked, Nothing};
        for (before, otherwise, expected) in [
            (vec![], Nothing, "n’est pas facturé"),
            (vec![], Booked, "reste facturé"),
            (vec![], Absent, "reste facturé au prix d’une absence"),
            (
                vec![(three, Nothing)],
                Absent,
                "n’est pas facturé avec un certificat médical, sera facturé au prix d’une absence si le \
                 certificat n’arrive pas avant le samedi 5 décembre à minuit",
            ),
            (
                vec![(three, Nothing), (eight, Booked)],
                Absent,
                "n’est pas facturé si le certificat médical arrive avant le samedi 5 décembre à minuit, reste facturé s’il \
                 arrive avant le vendredi 11 décembre à minuit, sera facturé au prix d’une absence si le \
                 certificat n’arrive pas avant le vendredi 11 décembre à minuit",
            ),
        ] {
            let said = words(&What::Owed(Effect { before, otherwise }), &shown);
            assert_eq!(said.replace(NBSP, " "), expected);
        }
    }
}
