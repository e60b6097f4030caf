//! With whom a child is, as the town writes it down and reads it back.

mod rule;

use std::{collections::BTreeMap, sync::Arc};

use chrono::{Datelike, Days, NaiveDate};
use maud::{Markup, html};

use super::found::{Found, search};
use crate::{
    activity::Services,
    family::{
        Child, ChildId, FamilyId,
        keeping::{Fault, Rule, Typed, seen},
    },
    ui::{
        form::{Problem, problems},
        french::{self, NBSP},
        layout::{self, Frame},
        table::table,
    },
};
use rule::{problem, sentence};

/// Lines of a calendar, and of exceptions, that are there to be filled in.
const EMPTY: usize = 3;
/// Weeks that are shown day by day.
const WEEKS: u64 = 4;
/// Bookings in the way that are named.
const NAMED: usize = 10;

/// A child, its families, and the form.
pub struct Custody<'a> {
    /// The family through which it is looked at.
    pub family: FamilyId,
    /// Its number.
    pub id: ChildId,
    /// The child.
    pub child: &'a Child,
    /// Its other family, or the one that is about to be.
    pub other: Option<FamilyId>,
    /// Names of the families.
    pub names: BTreeMap<FamilyId, String>,
    /// For the names of what is booked.
    pub services: Arc<Services>,
    /// The date in the town.
    pub today: NaiveDate,
    /// What stands in the form.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// What was searched.
    pub text: &'a str,
    /// And found.
    pub found: Vec<Found>,
    /// What was just done.
    pub done: Option<&'a str>,
}

impl Custody<'_> {
    /// "NOGUES"; two families of one name are told apart by their number.
    fn name(&self, id: FamilyId) -> String {
        let name = self.names.get(&id).map_or("", String::as_str);
        match self.names.values().filter(|known| *known == name).count() {
            0 | 1 => name.to_owned(),
            _ => format!("{name} (nº{NBSP}{id})"),
        }
    }

    fn address(&self) -> String {
        format!("/mairie/familles/{}/enfants/{}/garde", self.family, self.id)
    }

    fn has(&self, fault: &Fault) -> bool {
        self.faults.contains(fault)
    }
}

/// The page.
pub fn page(frame: Frame, custody: &Custody) -> Markup {
    let mut frame = frame;
    let title =
        format!("Garde {}", french::of(&format!("{} {}", custody.child.first_name, custody.child.last_name)));
    frame.title = &title;
    (frame.here, frame.help) = ("/mairie/familles", "/mairie/familles/garde");
    frame.refused = !custody.faults.is_empty();
    let family = custody.family;
    let content = html! {
        h1 { (title) }
        p { a.alone href={ "/mairie/familles/" (family) } { "Famille " (custody.name(family)) " (nº" (NBSP) (family) ")" } }
        @match custody.done {
            Some("enregistrer") => p.saved role="status" { "La garde est enregistrée." },
            Some("retirer") => p.saved role="status" { "La ligne est retirée." },
            _ => {}
        }
        (problems(&custody.faults.iter().map(|fault| summary(custody, fault)).collect::<Vec<_>>()))
        (booked(custody))
        h2 { "Ce qui est enregistré" }
        (rules(custody))
        (weeks(custody))
        h2 { "Changer la garde" }
        @match custody.other {
            None => p { "Cet enfant n’a qu’une famille. Pour le rattacher à une autre, cherchez-la ci-dessous." },
            Some(other) if !custody.child.is_of(other) => p.notice {
                "La famille " (custody.name(other)) " sera rattachée à cet enfant quand vous enregistrerez."
            },
            Some(_) => {}
        }
        (form(custody))
        h2 { @if custody.other.is_some() { "Choisir une autre famille" } @else { "Rattacher à une autre famille" } }
        (search(&custody.address(), custody.text, &custody.found, |found| html! {
            li { a.alone href={ (custody.address()) "?avec=" (found.id) } { "Choisir la famille " (found.name) " (nº" (NBSP) (found.id) ")" } " " (french::list(found.people.iter().map(|(_, name)| name.as_str()))) }
        }))
    };
    layout::page(&frame, content)
}

fn summary(custody: &Custody, fault: &Fault) -> Problem {
    let (field, words) = problem(custody, fault);
    Problem { field: field.map(str::to_owned).or_else(|| line_id(fault)), words }
}

/// The id of the line that a fault is about.
fn line_id(fault: &Fault) -> Option<String> {
    match fault {
        Fault::Days(n) => Some(format!("du-{}", n + 1)),
        Fault::Exception(n) => Some(format!("jour-{}", n + 1)),
        _ => None,
    }
}

/// The booked days that stand in the way, with the family that booked them.
fn booked(custody: &Custody) -> Markup {
    let lost = custody.faults.iter().find_map(|fault| match fault {
        Fault::Booked(lost) => Some(lost),
        _ => None,
    });
    let service = |id| custody.services.get(id).map_or("", |service| service.name.as_str());
    html! {
        @if let Some(lost) = lost {
            div.notice #reservations tabindex="-1" {
                p { "Ces jours sont réservés et changeraient de famille. Faites-les annuler d’abord, ou choisissez une autre date" (NBSP) ":" }
                ul {
                    @for (family, id, day) in lost.iter().take(NAMED) {
                        li { (french::date(*day)) ", " (service(*id)) ", réservé par la famille " (custody.name(*family)) }
                    }
                    @if lost.len() > NAMED { li { "et " (french::count(lost.len() - NAMED, "autre réservation", "autres réservations")) } }
                }
            }
        }
    }
}

/// Each rule, with the day from which it holds; those after the first can be taken back.
fn rules(custody: &Custody) -> Markup {
    let now = custody.child.home.on(custody.today).map(|home| home.from);
    html! {
        ul.rows {
            @for (n, home) in custody.child.home.iter().enumerate() {
                li {
                    p {
                        "À partir du " (french::day_month_year(home.from)) (NBSP) ": " (sentence(custody, &home.value))
                        @if Some(home.from) == now { strong { " En vigueur." } }
                    }
                    @if n > 0 {
                        form method="post" action=(custody.address()) {
                            input type="hidden" name="vu" value=(seen(&custody.child.home));
                            input type="hidden" name="des" value=(home.from);
                            button.plain name="geste" value="retirer" { "Retirer la règle du " (french::day_month_year(home.from)) }
                        }
                    }
                }
            }
        }
    }
}

/// The weeks that come, day by day: whose.
fn weeks(custody: &Custody) -> Markup {
    let monday = custody.today - Days::new(custody.today.weekday().num_days_from_monday().into());
    let row = |week: u64| {
        let day = |n: u64| monday + Days::new(week * 7 + n);
        let mut row = vec![html! { (french::range(day(0), day(6))) }];
        row.extend((0..7).map(|n| {
            let family = custody.child.family_on(day(n)).map(|id| custody.name(id));
            html! { (family.unwrap_or_else(|| "–".into())) }
        }));
        row
    };
    let rows: Vec<Vec<Markup>> = (0..WEEKS).map(row).collect();
    let columns: Vec<&str> = ["Semaine du"].into_iter().chain((1..=7).map(french::weekday)).collect();
    table("Les quatre semaines qui viennent, jour par jour", &columns, &rows)
}

/// The form.
fn form(custody: &Custody) -> Markup {
    let typed = &custody.typed;
    let both: Vec<FamilyId> = [Some(custody.family), custody.other].into_iter().flatten().collect();
    let said = |fault: &Fault| {
        html! { @if custody.has(fault) { p.problem #{ (problem(custody, fault).0.unwrap_or_default()) "-aide" } { (problem(custody, fault).1) } } }
    };
    let undated = custody.has(&Fault::From) || custody.has(&Fault::Never);
    let unruled = custody.has(&Fault::Rule) || custody.has(&Fault::Other);
    html! {
        form.card method="post" action=(custody.address()) novalidate {
            input type="hidden" name="vu" value=(seen(&custody.child.home));
            @if let Some(other) = custody.other { input type="hidden" name="autre" value=(other); }
            div.field.narrow {
                label for="des" { "À partir du" }
                (said(&Fault::From)) (said(&Fault::Never))
                input #des name="des" type="date" value=(typed.from) required aria-invalid=[undated.then_some("true")]
                    aria-describedby=[undated.then_some("des-aide")];
            }
            div.field {
                label for="regle" { "Règle" }
                p #regle-mot { (rule::explained()) }
                (said(&Fault::Rule)) (said(&Fault::Other))
                select #regle name="regle" aria-describedby=(if unruled { "regle-mot regle-aide" } else { "regle-mot" }) aria-invalid=[unruled.then_some("true")] {
                    @if typed.rule.is_none() { option value="" selected { "Choisissez" } }
                    @for rule in [Rule::One, Rule::Payer, Rule::Weeks, Rule::Calendar] {
                        option value=(<&str>::from(rule)) selected[typed.rule == Some(rule)] { (rule::called(rule)) }
                    }
                }
            }
            div.field {
                label for="famille" { "Famille" }
                p #famille-mot { "Celle qui a tous les jours, les semaines paires, ou les jours hors du calendrier." }
                (said(&Fault::Family))
                select #famille name="famille" aria-describedby=(if custody.has(&Fault::Family) { "famille-mot famille-aide" } else { "famille-mot" }) aria-invalid=[custody.has(&Fault::Family).then_some("true")] {
                    @for id in &both {
                        option value=(id) selected[typed.family == id.to_string()] { (custody.name(*id)) " (nº" (NBSP) (id) ")" }
                    }
                }
            }
            @if custody.other.is_some() { (calendar(custody, &said)) (exceptions(custody, &both)) }
            button.main { "Enregistrer la garde" }
        }
    }
}

/// The days of the other family.
fn calendar(custody: &Custody, said: &impl Fn(&Fault) -> Markup) -> Markup {
    let empty = (String::new(), String::new());
    let lines = custody.typed.days.iter().chain(std::iter::repeat_n(&empty, EMPTY));
    html! {
        fieldset #calendrier tabindex="-1" {
            legend { "Calendrier" (NBSP) ": les jours de l’autre famille" }
            p.hint { "Pour la règle «" (NBSP) "Calendrier" (NBSP) "» seulement. Premier et dernier jour compris. Enregistrez pour avoir d’autres lignes." }
            (said(&Fault::NoDays)) (said(&Fault::TooMany))
            @for (n, (first, last)) in (1..).zip(lines) {
                @let wrong = custody.has(&Fault::Days(n - 1));
                @if wrong { p.problem #{ "du-" (n) "-aide" } { (problem(custody, &Fault::Days(n - 1)).1) } }
                div.pair {
                    @for (name, word, value) in [("du", "Du", first), ("au", "Au", last)] {
                        div.field {
                            label for={ (name) "-" (n) } { (word) span.away { ", ligne " (n) } }
                            input #{ (name) "-" (n) } name=(name) type="date" value=(value) aria-invalid=[wrong.then_some("true")]
                                aria-describedby=[wrong.then(|| format!("du-{n}-aide"))];
                        }
                    }
                }
            }
        }
    }
}

/// Days that are not as the rule says.
fn exceptions(custody: &Custody, both: &[FamilyId]) -> Markup {
    let empty = (String::new(), String::new());
    let lines = custody.typed.exceptions.iter().chain(std::iter::repeat_n(&empty, EMPTY));
    html! {
        fieldset {
            legend { "Exceptions" (NBSP) ": les jours qui ne suivent pas la règle" }
            p.hint { "Pour les semaines et pour le calendrier." }
            @for (n, (day, whose)) in (1..).zip(lines) {
                @let wrong = custody.has(&Fault::Exception(n - 1));
                @if wrong { p.problem #{ "jour-" (n) "-aide" } { (problem(custody, &Fault::Exception(n - 1)).1) } }
                div.pair {
                    div.field {
                        label for={ "jour-" (n) } { "Jour" span.away { ", exception " (n) } }
                        input #{ "jour-" (n) } name="jour" type="date" value=(day) aria-invalid=[wrong.then_some("true")]
                            aria-describedby=[wrong.then(|| format!("jour-{n}-aide"))];
                    }
                    div.field {
                        label for={ "chez-" (n) } { "Chez" span.away { ", exception " (n) } }
                        select #{ "chez-" (n) } name="chez" {
                            @for id in both { option value=(id) selected[*whose == id.to_string()] { (custody.name(*id)) } }
                        }
                    }
                }
            }
        }
    }
}
