//! What is asked for: children, days, from when to when, how often.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{Door, words};
use crate::{
    activity::{Service, period::Period},
    reservation::{
        habit::{Rhythm, Typed, When, Wrong, first_week, offered, pupils},
        open::{Open, OpenChild},
        store::Done,
    },
    ui::{
        form::{Problem, problems},
        french::{self, NBSP, hour},
        layout::{self, Frame},
    },
};

/// What the page is made of.
pub struct Form<'a> {
    /// Whose page it is.
    pub door: &'a Door<'a>,
    /// What rules looked at.
    pub open: &'a Open,
    /// What is filled in.
    pub typed: &'a Typed,
    /// The day.
    pub today: NaiveDate,
    /// The days of "the whole school year"; none when no year is open.
    pub year: Option<(NaiveDate, NaiveDate)>,
    /// The months that may be chosen.
    pub months: Vec<Period>,
    /// What is wrong with it.
    pub wrong: &'a [Wrong],
    /// What was just booked.
    pub done: Option<&'a Done>,
}

/// The page.
pub fn form(frame: Frame, shown: &Form) -> Markup {
    let Form { door, open, .. } = shown;
    let title = match door.family {
        Some(family) => format!("Jours habituels de la famille {family}"),
        None => "Réserver mes jours habituels".into(),
    };
    let mut frame = frame;
    (frame.title, frame.refused) = (&title, !shown.wrong.is_empty());
    let pupils: Vec<&OpenChild> = pupils(open, shown.today).collect();
    let content = html! {
        h1 { (title) }
        @if let Some(done) = shown.done { (saved(done, open, door)) }
        (problems(&shown.problems()))
        @if pupils.is_empty() {
            p.card { "Aucun enfant n’est inscrit à un service. " (door.say("Adressez-vous à la mairie.", "Inscrivez d’abord l’enfant, sur sa fiche.")) }
        } @else if shown.year.is_none() {
            p.card { "Aucune année scolaire n’est ouverte pour le moment." }
        } @else {
            p {
                "La page suivante montre la liste des jours et ce qu’ils coûtent" (NBSP) ": rien n’est enregistré avant que "
                (door.say("vous ne validiez", "vous ne l’enregistriez")) ". Les jours déjà réservés le restent."
            }
            form method="get" action={ (door.base) "/liste" } autocomplete="off" {
                div.card {
                    (children(shown, &pupils))
                    (period(shown))
                    (rhythm(shown))
                }
                @for child in &pupils { (days(shown, child)) }
                p { button.main { "Voir la liste et le coût" } }
            }
        }
        p { a.alone href=(door.back) { (door.say("Revenir aux réservations", "Revenir à la famille")) } }
    };
    layout::page(&frame, content)
}

impl Form<'_> {
    fn problems(&self) -> Vec<Problem> {
        let said = |wrong: &Wrong| {
            let (field, words) = words::wrong(*wrong, self.open, self.typed.when == When::Dates);
            Problem { field: Some(field), words }
        };
        self.wrong.iter().map(said).collect()
    }

    /// What is said beside a field.
    fn beside(&self, field: &str) -> Option<String> {
        self.problems()
            .into_iter()
            .find(|problem| problem.field.as_deref() == Some(field))
            .map(|problem| problem.words)
    }
}

/// What was just booked for a family.
fn saved(done: &Done, open: &Open, door: &Door) -> Markup {
    let at = done.at.with_timezone(&open.town.identity.timezone).time();
    html! {
        p.saved role="status" tabindex="-1" autofocus {
            strong { "C’est enregistré" } ", à " (hour(at)) (NBSP) ": " (french::count(done.added, "réservation ajoutée", "réservations ajoutées")) "."
            @if door.family.is_some() { " La famille est prévenue par courriel." }
        }
    }
}

fn children(shown: &Form, pupils: &[&OpenChild]) -> Markup {
    let problem = shown.beside("enfants");
    html! {
        @if let [only] = pupils {
            input type="hidden" name="enfant" value=(only.id);
            @if let Some(problem) = &problem { p.problem #enfants { (problem) } }
        } @else {
            fieldset #enfants tabindex="-1" {
                legend { "Pour qui" }
                @if let Some(problem) = &problem { p.problem { (problem) } }
                @for child in pupils {
                    label.choice {
                        input type="checkbox" name="enfant" value=(child.id) checked[shown.typed.children.contains(&child.id)];
                        (child.child.first_name)
                    }
                }
            }
        }
    }
}

/// The whole year, a month, or dates.
fn period(shown: &Form) -> Markup {
    let Form { typed, year, .. } = shown;
    let chosen = |when: When| typed.when == when;
    let date =
        |typed: &str, day: NaiveDate| if typed.is_empty() { day.to_string() } else { typed.to_owned() };
    html! {
        @if let Some((first, last)) = *year {
            div.field {
                label for="periode" { "Période" }
                (beside(shown, "periode"))
                select #periode name="periode" aria-invalid=[shown.beside("periode").map(|_| "true")] aria-describedby=[shown.beside("periode").map(|_| "periode-aide")] {
                    option value=(When::Year.name()) selected[chosen(When::Year)] { "Toute l’année scolaire, " (french::from_to(first, last)) }
                    @for month in &shown.months {
                        option value=(month) selected[chosen(When::Month(*month))] { (words::month(month.first())) }
                    }
                    option value=(When::Dates.name()) selected[chosen(When::Dates)] { "D’une date à une autre" }
                }
            }
            div.pair role="group" aria-label="D’une date à une autre" {
                @for (name, label, value) in [("du", "Premier jour", date(&typed.from, first)), ("au", "Dernier jour", date(&typed.to, last))] {
                    div.field {
                        label for=(name) { (label) }
                        (beside(shown, name))
                        input #(name) name=(name) type="date" value=(value)
                            aria-invalid=[shown.beside(name).map(|_| "true")] aria-describedby=[shown.beside(name).map(|_| format!("{name}-aide"))];
                    }
                }
            }
            p.hint { "Ces deux dates ne servent que pour «" (NBSP) "D’une date à une autre" (NBSP) "»." }
        }
    }
}

fn beside(shown: &Form, field: &str) -> Markup {
    html! { @if let Some(problem) = shown.beside(field) { p.problem id={ (field) "-aide" } { (problem) } } }
}

/// Every week, or one in two: which ones is said with the first of them.
fn rhythm(shown: &Form) -> Markup {
    let from = shown.typed.from.parse().ok().filter(|_| shown.typed.when == When::Dates);
    let from: Option<NaiveDate> = match shown.typed.when {
        When::Month(month) => Some(month.first().max(shown.today)),
        _ => from.or(shown.year.map(|(first, _)| first)),
    };
    let first = |rhythm| from.map(|from| french::day_month(first_week(rhythm, from)));
    html! {
        div.field {
            label for="rythme" { "Quelles semaines" }
            select #rythme name="rythme" {
                @for (rhythm, words) in RHYTHMS {
                    option value=(rhythm.name()) selected[shown.typed.rhythm == rhythm] {
                        (words)
                        @if let Some(day) = first(rhythm).filter(|_| rhythm != Rhythm::Every) { " (la première" (NBSP) ": celle du " (day) ")" }
                    }
                }
            }
        }
    }
}

const RHYTHMS: [(Rhythm, &str); 3] = [
    (Rhythm::Every, "Toutes les semaines"),
    (Rhythm::Even, "Une sur deux, les semaines paires"),
    (Rhythm::Odd, "Une sur deux, les semaines impaires"),
];

/// The days of a child, service by service.
fn days(shown: &Form, child: &OpenChild) -> Markup {
    let id = format!("jours-{}", child.id);
    html! {
        div.card role="group" aria-labelledby={ (id) "-titre" } #(id) tabindex="-1" {
            h2 id={ (id) "-titre" } { "Les jours " (french::of(&child.child.first_name)) }
            @if let Some(problem) = shown.beside(&id) { p.problem { (problem) } }
            @for service in offered(shown.open, child, shown.today) { (line(shown, child, service)) }
        }
    }
}

fn line(shown: &Form, child: &OpenChild, service: &Service) -> Markup {
    let name = &child.child.first_name;
    html! {
        div.service role="group" aria-label={ (name) ", " (service.name) } {
            p { strong { (service.name) } }
            div.days {
                @for day in &service.weekdays {
                    label class={ "j" (day) } {
                        span aria-hidden="true" { (french::weekday_short(*day)) }
                        input type="checkbox" name={ (child.id) "." (service.id) } value=(day)
                            checked[shown.typed.days.contains(&(child.id, service.id, *day))]
                            aria-label={ (name) ", " (service.name) ", " (french::weekday(*day)) };
                    }
                }
            }
        }
    }
}
