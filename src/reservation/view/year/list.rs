//! The list to confirm: what is booked, what it costs by month, what is not booked and why.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

use super::{Door, words};
use crate::{
    activity::ServiceId,
    family::ChildId,
    reservation::{
        Cell,
        habit::{Typed, Wanted},
        open::Open,
        plan::Refused,
        series::Series,
        store::Done,
        ticks::encode,
    },
    ui::{
        form::{Problem, problems},
        french::{self, NBSP, count, date, hour, money},
        layout::{self, Frame},
        table::table,
    },
};

/// What the page is made of.
pub struct List<'a> {
    /// Whose page it is.
    pub door: &'a Door<'a>,
    /// What rules looked at.
    pub open: &'a Open,
    /// What was asked for.
    pub typed: &'a Typed,
    /// The days of it.
    pub wanted: &'a Wanted,
    /// What becomes of them.
    pub series: &'a Series,
    /// The form's number.
    pub number: &'a str,
    /// The reason as the town has typed it, and whether it is missing.
    pub reason: Option<(&'a str, bool)>,
}

/// The page.
pub fn list(frame: Frame, shown: &List) -> Markup {
    let List { door, open, series, wanted, .. } = shown;
    let title = match door.family {
        Some(family) => format!("Jours habituels de la famille {family} à confirmer"),
        None => "Mes jours habituels à confirmer".into(),
    };
    let missing = shown.reason.is_some_and(|(_, missing)| missing);
    let mut frame = frame;
    (frame.title, frame.refused) = (&title, missing);
    let (added, cost) = (series.plan.added.len(), series.cost());
    let wrong = missing.then(|| Problem { field: Some("motif".into()), words: NO_REASON.into() });
    let content = html! {
        h1 { (title) }
        (problems(&Vec::from_iter(wrong)))
        p {
            (sentence_case(&french::from_to(wanted.first, wanted.last))) ", " (words::rhythm(shown.typed.rhythm)) ". "
            a.alone href={ (door.base) "?" (shown.typed.query()) } { "Modifier les jours ou la période" }
        }
        @if added == 0 {
            p.notice { @if series.missed.is_empty() && !series.known.is_empty() { "Tous ces jours sont déjà réservés." } @else { "Il n’y a rien à réserver sur cette période." } }
        } @else {
            (booked(open, series))
            (months(shown))
        }
        (not_booked(open, &series.missed, &series.known))
        @if added > 0 {
            form method="post" action=(door.confirm) autocomplete="off" {
                input type="hidden" name="n" value=(shown.number);
                input type="hidden" name="q" value=(shown.typed.query());
                input type="hidden" name="l" value=(encode(&series.plan.added));
                @if let Some((typed, missing)) = shown.reason { (reason(typed, missing)) }
                p { button.main { (door.say("Valider", "Réserver pour la famille")) " – " (words::bookings(added)) ", " (money(cost.0)) } }
            }
        }
        p { a.alone href=(door.back) { (door.say("Revenir aux réservations", "Revenir à la famille")) } }
    };
    layout::page(&frame, content)
}

const NO_REASON: &str = "Écrivez pourquoi la mairie réserve, en 500 lettres au plus. La famille le lira.";

/// Why the town books.
fn reason(typed: &str, missing: bool) -> Markup {
    html! {
        div.card {
            div.field {
                label for="motif" { "Motif" }
                @if missing { p.problem #motif-aide { (NO_REASON) } }
                textarea #motif name="motif" rows="2" maxlength="500" required aria-invalid=[missing.then_some("true")] aria-describedby=[missing.then_some("motif-aide")] { (typed) }
                p { "Par exemple" (NBSP) ": fiche papier reçue le 24 novembre. La famille le lit dans le courriel qui lui est envoyé." }
            }
        }
    }
}

/// By child and service.
fn booked(open: &Open, series: &Series) -> Markup {
    let day = |day: NaiveDate| html! { (date(day)) " " (day.year()) };
    let row = |part: &crate::reservation::series::Part| {
        vec![
            html! { (words::child(open, part.child)) ", " (words::service(open, part.service)) },
            html! { (part.days) },
            day(part.first),
            day(part.last),
        ]
    };
    let rows: Vec<Vec<Markup>> = series.parts().iter().map(row).collect();
    table("Ce qui sera réservé", &["Enfant et prestation", "Jours", "Premier jour", "Dernier jour"], &rows)
}

/// What each month comes to; each amount opens on why.
fn months(shown: &List) -> Markup {
    let List { door, series, typed, .. } = shown;
    let months = series.months();
    let why = |first: &NaiveDate, what: &str, cents: i64| {
        html! {
            a href={ (door.base) "/liste/" (first.format("%Y-%m")) "?" (typed.query()) } {
                (money(cents)) span.away { ", " (what) " de " (words::month(*first)) (NBSP) ": pourquoi" (NBSP) "?" }
            }
        }
    };
    // What was booked before is only spoken of where there is something.
    let more = months.values().any(|sum| sum.total != sum.added);
    let mut columns = vec!["Mois", "Réservations", "Coût"];
    columns.extend(more.then_some("Total du mois"));
    let row = |(first, sum): (&NaiveDate, &crate::reservation::series::Sum)| {
        let mut row = vec![
            html! { span.cap { (words::month(*first)) } },
            html! { (sum.days) },
            why(first, "coût", sum.added.0),
        ];
        row.extend(more.then(|| why(first, "total", sum.total.0)));
        row
    };
    let mut rows: Vec<Vec<Markup>> = months.iter().map(row).collect();
    let days: usize = months.values().map(|sum| sum.days).sum();
    let mut total = vec![html! { "Total" }, html! { (days) }, html! { strong { (money(series.cost().0)) } }];
    total.extend(more.then(|| html! { (money(months.values().map(|sum| sum.total.0).sum())) }));
    rows.push(total);
    html! {
        (table("Coût par mois", &columns, &rows))
        @if more { p.hint { "Le total du mois comprend ce qui était déjà réservé." } }
    }
}

/// The days that are not booked, folded by reason.
fn not_booked(open: &Open, missed: &[Refused], known: &BTreeSet<Cell>) -> Markup {
    let mut reasons: Vec<(String, Vec<Cell>)> = Vec::new();
    for missed in missed {
        let words = words::why(&missed.reason, open);
        match reasons.iter_mut().find(|(known, _)| *known == words) {
            Some((_, cells)) => cells.push(missed.cell),
            None => reasons.push((words, vec![missed.cell])),
        }
    }
    if !known.is_empty() {
        reasons.push(("c’est déjà réservé".into(), known.iter().copied().collect()));
    }
    html! {
        @if !reasons.is_empty() {
            h2 #raisons { "Ce qui n’est pas réservé, et pourquoi" }
            div.card {
                @for (words, cells) in &reasons {
                    details {
                        summary { span { (sentence_case(words)) (NBSP) ": " (count(cells.len(), "fois", "fois")) } }
                        ul.links { @for line in lines(open, cells) { li { (line) } } }
                    }
                }
            }
        }
    }
}

/// "Anna, Cantine 1er service et Garderie soir : lundi 21 et mardi 22 décembre".
fn lines(open: &Open, cells: &[Cell]) -> Vec<String> {
    let mut of: BTreeMap<(ChildId, ServiceId), Vec<NaiveDate>> = BTreeMap::new();
    for cell in cells {
        of.entry((cell.child, cell.service)).or_default().push(cell.day);
    }
    // Services with the same days share a line.
    let mut shared: Vec<(ChildId, Vec<NaiveDate>, Vec<&str>)> = Vec::new();
    for ((child, service), days) in of {
        let name = words::service(open, service);
        match shared.iter_mut().find(|(known, same, _)| *known == child && *same == days) {
            Some((.., names)) => names.push(name),
            None => shared.push((child, days, vec![name])),
        }
    }
    let line = |(child, days, names): (ChildId, Vec<NaiveDate>, Vec<&str>)| {
        format!("{}, {}{NBSP}: {}", words::child(open, child), french::list(names), french::days(&days))
    };
    shared.into_iter().map(line).collect()
}

/// What became of a list of which something could no longer be booked.
pub fn outcome(frame: Frame, door: &Door, open: &Open, done: &Done, mail: Option<&str>) -> Markup {
    let title = match door.family {
        Some(family) => format!("Jours habituels de la famille {family}"),
        None => "Mes jours habituels".into(),
    };
    let mut frame = frame;
    (frame.title, frame.refused) = (&title, true);
    let at = done.at.with_timezone(&open.town.identity.timezone).time();
    let words = format!(
        "{} depuis que la liste a été montrée.",
        count(done.refused.len(), "réservation n’est plus possible", "réservations ne sont plus possibles")
    );
    layout::page(
        &frame,
        html! {
            h1 { (title) }
            (problems(&[Problem { field: Some("raisons".into()), words }]))
            @if done.added > 0 {
                p.saved role="status" {
                    strong { "C’est enregistré" } ", à " (hour(at)) (NBSP) ": " (count(done.added, "réservation ajoutée", "réservations ajoutées")) ". "
                    @match mail {
                        Some(mail) => { "Un message de confirmation est envoyé à " (mail) "." }
                        None => "La famille est prévenue par courriel.",
                    }
                }
            } @else { p { "Rien n’a été réservé." } }
            (not_booked(open, &done.refused, &BTreeSet::new()))
            p { a.alone href=(door.back) { (door.say("Voir mes réservations", "Revenir à la famille")) } }
        },
    )
}

fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
