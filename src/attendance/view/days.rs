//! "Présences": what became of each booking, and what it costs. It is only read.

use maud::{Markup, html};

use super::state;
use crate::{
    activity::period::Period,
    attendance::{month::Day, store::Month},
    family::ChildId,
    platform::money::Cents,
    reservation::open::OpenChild,
    tariff::price::{Booked, Kind, Line},
    town::Span,
    ui::{
        french::{self, NBSP},
        layout::{self, Frame},
        table::table,
    },
};

/// What the page is made of.
pub struct Shown<'a> {
    /// The period.
    pub period: Period,
    /// The day.
    pub today: chrono::NaiveDate,
    /// The family's whole months around it.
    pub month: &'a Month,
}

/// The page.
pub fn page(frame: Frame, shown: &Shown) -> Markup {
    let (first, last) = (shown.period.first(), shown.period.last());
    let title = format!("Présences {}", french::from_to(first, last));
    let mut frame = frame;
    (frame.title, frame.here) = (&title, "/presences");
    let (before, after) = match shown.period.span() {
        Span::Week => ("Semaine précédente", "Semaine suivante"),
        Span::Month => ("Mois précédent", "Mois suivant"),
    };
    let to = |period: Period| format!("/presences?jour={}", period.first());
    let children = &shown.month.open.children;
    let total: Cents = (0..children.len())
        .flat_map(|n| lines(shown, n))
        .map(|(line, days)| line.unit * days.len() as i64)
        .sum();
    let nothing = !shown.month.days.iter().any(|day| shown.period.contains(day.day));
    let content = html! {
        h1 { "Présences" }
        p { span.cap { (french::from_to(first, last)) } "." }
        p { a.alone href=(to(shown.period.previous())) { (before) } " " a.alone href=(to(shown.period.next())) { (after) } }
        @if nothing { p.card { "Rien n’est réservé ni noté pour cette période." } }
        @for (n, child) in children.iter().enumerate() { (of_child(shown, n, child)) }
        @if total != Cents::ZERO { p { strong { "Total général" (NBSP) ": " (french::money(total.0)) } } }
        p.hint { "Cette page se lit seulement. Ce qui n’est pas encore pointé est compté comme réservé" (NBSP) "; la facture dit ce qui est dû." }
    };
    layout::page(&frame, content)
}

/// The lines of a child, each with its days in the period.
fn lines<'a>(shown: &'a Shown, child: usize) -> Vec<(&'a Line, Vec<chrono::NaiveDate>)> {
    let own = shown.month.lines.iter().filter(|line| line.child == child);
    let days = |line: &'a Line| {
        let days: Vec<_> = line.days.iter().copied().filter(|day| shown.period.contains(*day)).collect();
        (!days.is_empty()).then_some((line, days))
    };
    own.filter_map(days).collect()
}

fn of_child(shown: &Shown, n: usize, child: &OpenChild) -> Markup {
    let name = format!("{} {}", child.child.first_name, child.child.last_name);
    let lines = lines(shown, n);
    let row = |(line, days): &(&Line, Vec<chrono::NaiveDate>)| {
        vec![
            html! { (service(shown, line.service)) @if let Some(words) = kind(line.kind) { ", " (words) } },
            html! { (french::days(days.iter())) },
            html! { (days.len()) },
            html! { (french::money(line.unit.0)) },
            html! { (french::money((line.unit * days.len() as i64).0)) },
        ]
    };
    let rows: Vec<Vec<Markup>> = lines.iter().map(row).collect();
    let total: Cents = lines.iter().map(|(line, days)| line.unit * days.len() as i64).sum();
    let own: Vec<&Day> = of_days(shown, child.id).collect();
    let row = |of_day: &[&Day]| {
        vec![
            html! { span.cap { (french::date(of_day[0].day)) } },
            html! { @for day in of_day { (service(shown, day.service)) (NBSP) ": " (became(shown, day)) br; } },
        ]
    };
    let days: Vec<Vec<Markup>> = own.chunk_by(|one, other| one.day == other.day).map(row).collect();
    html! {
        @if !days.is_empty() {
            h2 { (name) }
            @if !rows.is_empty() {
                (table(&format!("Ce qui compte pour {}", child.child.first_name), &["Prestation", "Jours", "Quantité", "Prix unitaire", "Total"], &rows))
                p { "Total pour " (child.child.first_name) (NBSP) ": " strong { (french::money(total.0)) } }
            }
            (table(&format!("Jour par jour, {}", child.child.first_name), &["Jour", "Ce qui s’est passé"], &days))
        }
    }
}

fn of_days<'a>(shown: &'a Shown, child: ChildId) -> impl Iterator<Item = &'a Day> {
    let mut days: Vec<&Day> =
        shown.month.days.iter().filter(|day| day.child == child && shown.period.contains(day.day)).collect();
    days.sort_by_key(|day| day.day);
    days.into_iter()
}

fn service<'a>(shown: &'a Shown, id: crate::activity::ServiceId) -> &'a str {
    shown.month.open.services.get(id).map_or("", |service| &service.name)
}

/// What a line is, where it is not a day booked in time.
fn kind(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Days(Booked::OnTime) => return None,
        Kind::Days(Booked::Late) => "hors délai",
        Kind::Days(Booked::Unreserved(_)) => "sans réservation",
        Kind::Days(Booked::Absent) => "absence",
        Kind::Days(Booked::Excused) => "absence excusée",
        Kind::Ceiling => "plafond du mois",
        Kind::Minimum => "minimum du mois",
        Kind::Subscription => "forfait",
        Kind::Pickup => "enfant repris en retard",
    })
}

/// "réservé, présent", "réservé, pas pointé", "sans réservation, présent".
fn became(shown: &Shown, day: &Day) -> String {
    let booked = match day.booked {
        Some(Booked::Late) => "réservé hors délai",
        Some(_) => "réservé",
        None => "sans réservation",
    };
    let came = match &day.mark {
        Some(mark) => state(mark.state).to_lowercase(),
        None if day.told => "absence signalée".into(),
        None if day.day >= shown.today => "à venir".into(),
        None => "pas pointé".into(),
    };
    let owed = match day.taken {
        Some(Booked::Excused) => ", non facturé",
        _ => "",
    };
    format!("{booked}, {came}{owed}")
}
