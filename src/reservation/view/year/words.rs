//! The words that pages and mails share.

use chrono::{Datelike, NaiveDate};

use crate::{
    activity::ServiceId,
    family::ChildId,
    reservation::{
        habit::{Rhythm, Wrong},
        judge::Reason,
        open::Open,
        series::Part,
        view::sentence,
    },
    ui::french::{self, NBSP, count, date},
};

/// "décembre 2026".
pub fn month(first: NaiveDate) -> String {
    format!("{} {}", french::month_name(first), first.year())
}

/// "Anna".
pub fn child(open: &Open, id: ChildId) -> &str {
    open.child(id).map_or("", |(_, child)| child.child.first_name.as_str())
}

/// "Cantine 1er service".
pub fn service(open: &Open, id: ServiceId) -> &str {
    open.services.get(id).map_or("", |service| service.name.as_str())
}

/// "12 réservations".
pub fn bookings(number: usize) -> String {
    count(number, "réservation", "réservations")
}

/// "Anna, Cantine 1er service : 12 jours, du jeudi 3 décembre 2026 au vendredi 18 décembre 2026".
pub fn part(open: &Open, part: &Part) -> String {
    let days = match part.days {
        1 => format!("{} {}", date(part.first), part.first.year()),
        number => format!(
            "{}, du {} {} au {} {}",
            count(number, "jour", "jours"),
            date(part.first),
            part.first.year(),
            date(part.last),
            part.last.year()
        ),
    };
    format!("{}, {}{NBSP}: {days}", child(open, part.child), service(open, part.service))
}

/// Why some days are not booked; the same words for all the days of the same reason.
pub fn why(reason: &Reason, open: &Open) -> String {
    match reason {
        Reason::TooLate { until: Some(_), late: false } => "le délai pour réserver est passé".into(),
        Reason::TooLate { until: Some(_), late: true } => {
            "le délai est passé ; il reste possible de réserver hors délai, jour par jour, sur la page des réservations"
                .replace(" ;", "\u{a0};")
        }
        reason => sentence(reason, open),
    }
}

/// "une semaine sur deux, les semaines paires".
pub fn rhythm(rhythm: Rhythm) -> &'static str {
    match rhythm {
        Rhythm::Every => "toutes les semaines",
        Rhythm::Even => "une semaine sur deux, les semaines paires",
        Rhythm::Odd => "une semaine sur deux, les semaines impaires",
    }
}

/// What to do about what is wrong, and the field.
pub fn wrong(wrong: Wrong, open: &Open, by_dates: bool) -> (String, String) {
    let when = if by_dates { "du" } else { "periode" };
    let (field, words) = match wrong {
        Wrong::NoChild => ("enfants".into(), "Choisissez au moins un enfant.".into()),
        Wrong::NoDay(id) => {
            let name = child(open, id);
            let words = format!("Cochez au moins un jour pour {name}, ou ne choisissez pas cet enfant.");
            (format!("jours-{id}"), words)
        }
        Wrong::From => (when.into(), "Écrivez la date du premier jour.".into()),
        Wrong::To => ("au".into(), "Écrivez la date du dernier jour.".into()),
        Wrong::Past => (when.into(), "Choisissez une période qui n’est pas passée.".into()),
        Wrong::Order => ("au".into(), "Le dernier jour vient avant le premier. Corrigez l’une des deux dates.".into()),
        Wrong::TooLong(most) => {
            let most = french::day_month_year(most);
            let words = format!("On réserve une année scolaire à la fois{NBSP}: choisissez un dernier jour au plus tard le {most}.");
            ("au".into(), words)
        }
        Wrong::NoYear => (when.into(), "Cette année scolaire n’est pas encore ouverte. Choisissez une période plus proche.".into()),
        Wrong::TooMany => {
            ("enfants".into(), "Cela fait trop de réservations en une fois. Choisissez moins d’enfants, ou une période plus courte.".into())
        }
    };
    (field, words)
}
