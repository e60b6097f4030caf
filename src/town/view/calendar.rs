//! The page of the calendar, in French.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

use super::feast as feast_name;
use crate::{
    town::{
        feast::{Feast, feast},
        schedule::{Kind, Row, Sheet, Wrong},
    },
    ui::{
        form::{Problem, problems},
        french::{self, NBSP, count},
        layout::{self, Frame},
    },
};

/// Where it is.
pub const ADDRESS: &str = "/mairie/reglages/calendrier";

/// What the page shows.
#[derive(Default)]
pub struct Shown<'a> {
    /// What is wrong with what was typed.
    pub wrong: &'a [Wrong],
    /// How many bookings are on days that would not be open any more: to be confirmed.
    pub booked: usize,
    /// Whether it was just saved.
    pub saved: bool,
    /// The zone whose calendar was just filled in.
    pub zone: Option<&'a str>,
}

/// The page. `seen`: what the stored calendar was, for the form.
pub fn page(mut frame: Frame, sheet: &Sheet, shown: &Shown, seen: &str, today: NaiveDate) -> Markup {
    frame.title = "Calendrier";
    (frame.here, frame.help) = ("/mairie/reglages", "/mairie/reglages/calendrier");
    frame.refused = !shown.wrong.is_empty();
    let list: Vec<Problem> = shown.wrong.iter().map(words).collect();
    let content = html! {
        h1 { "Calendrier" }
        @if shown.saved { p.saved role="status" { "Le calendrier est enregistré." } }
        (problems(&list))
        form method="post" action=(ADDRESS) novalidate {
            input type="hidden" name="vu" value=(seen);
            @if shown.booked > 0 {
                div.notice {
                    p {
                        strong { (count(shown.booked, "réservation est", "réservations sont")) " sur des jours qui ne seraient plus ouverts." }
                        " Elles resteront réservées. Pour les annuler et prévenir les familles, "
                        a href="/mairie/fermetures/nouvelle" { "fermez ces jours" } " d’abord."
                    }
                    input type="hidden" name="confirme" value="oui";
                    button.main name="geste" value="enregistrer" { "Enregistrer quand même" }
                }
            }
            // First of the form: the key "Entrée" saves.
            @else { button.main name="geste" value="enregistrer" { "Enregistrer le calendrier" } }
            div.card {
                h2 { "Zone scolaire" }
                @match shown.zone {
                    Some(zone) => p.notice role="status" { "Le calendrier de la zone " (zone.to_uppercase()) " est rempli ci-dessous. Vérifiez-le, puis enregistrez." },
                    None => p { "Le calendrier du ministère, de 2025 à 2028, remplit les années et les vacances ci-dessous. Rien n’est enregistré avant votre accord." },
                }
                p.beside-each {
                    @for (zone, label) in [("a", "Zone A"), ("b", "Zone B"), ("c", "Zone C")] {
                        button.plain name="geste" value={ "zone-" (zone) } { (label) }
                    }
                }
                p { "En Corse et outre-mer, le calendrier est celui de l’académie" (NBSP) ": saisissez-le ci-dessous." }
            }
            div.card {
                h2 #annees { "Années scolaires" }
                @for (n, row) in sheet.years.iter().enumerate() { (line(Kind::Year, n, row, &list)) }
                button.plain name="geste" value="ajouter-annee" { "Ajouter une année" }
            }
            div.card {
                h2 #vacances { "Vacances scolaires" }
                p { "Du premier au dernier jour sans classe. Pour retirer une ligne, videz-la." }
                @for (n, row) in sheet.holidays.iter().enumerate() { (line(Kind::Holidays, n, row, &list)) }
                button.plain name="geste" value="ajouter-vacances" { "Ajouter des vacances" }
            }
            div.card {
                h2 { "Jours fériés" }
                (feasts(today.year(), &sheet.feasts))
                (feasts(today.year() + 1, &sheet.feasts))
                fieldset {
                    legend { "Jours fériés locaux" }
                    @for local in Feast::LOCAL {
                        label.choice { input type="checkbox" name="ferie" value=(key(local)) checked[sheet.feasts.contains(&local)]; (feast_name(local)) @if matches!(local, Feast::GoodFriday | Feast::SaintStephen) { " (Alsace-Moselle)" } }
                    }
                }
            }
            div.card {
                h2 { "Mairie fermée" }
                p { "Ces jours ne sont pas ouvrés" (NBSP) ": les délais comptés en jours ouvrés les sautent. Les prestations restent ouvertes." }
                fieldset #semaine tabindex="-1" {
                    legend { "Chaque semaine" }
                    @for day in 1..=7u8 {
                        label.choice { input type="checkbox" name="ferme" value=(day) checked[sheet.weekdays.contains(&day)]; (french::weekday(day)) }
                    }
                }
                @for (n, day) in sheet.days.iter().enumerate() {
                    (input(&format!("jour-{n}"), "jour", &format!("Mairie fermée le (jour {})", n + 1), "date", day, &list))
                }
                button.plain name="geste" value="ajouter-jour" { "Ajouter un jour" }
            }
        }
        p { a.alone href="/mairie/reglages" { "Revenir aux réglages" } }
    };
    layout::page(&frame, content)
}

/// The name of a local public holiday in the form.
fn key(feast: Feast) -> String {
    format!("{feast:?}")
}

/// The local public holiday that the form calls so.
pub fn local(name: &str) -> Option<Feast> {
    Feast::LOCAL.into_iter().find(|feast| key(*feast) == name)
}

fn line(kind: Kind, n: usize, row: &Row, list: &[Problem]) -> Markup {
    let (id, what) = named(kind, n);
    html! {
        div.pair id=(id) tabindex="-1" {
            (input(&format!("{id}-nom"), &format!("{}-nom", short(kind)), &format!("{what}, nom"), "text", &row.name, list))
            (input(&format!("{id}-du"), &format!("{}-du", short(kind)), &format!("{what}, premier jour"), "date", &row.first, list))
            (input(&format!("{id}-au"), &format!("{}-au", short(kind)), &format!("{what}, dernier jour"), "date", &row.last, list))
        }
    }
}

fn short(kind: Kind) -> &'static str {
    match kind {
        Kind::Year => "annee",
        Kind::Holidays => "vacances",
    }
}

/// The id of a line, and what it is called.
fn named(kind: Kind, n: usize) -> (String, String) {
    let what = match kind {
        Kind::Year => "Année",
        Kind::Holidays => "Vacances",
    };
    (format!("{}-{n}", short(kind)), format!("{what} {}", n + 1))
}

fn input(id: &str, name: &str, label: &str, kind: &str, value: &str, list: &[Problem]) -> Markup {
    let problem = list.iter().find(|problem| problem.field.as_deref() == Some(id));
    let help = format!("{id}-aide");
    html! {
        div.field {
            label for=(id) { (label) }
            @if let Some(problem) = problem { p.problem id=(help) { (problem.words) } }
            input id=(id) name=(name) type=(kind) value=(value) autocomplete="off"
                aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| &help)];
        }
    }
}

/// The public holidays of a year, with their dates.
fn feasts(year: i32, local: &[Feast]) -> Markup {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let days = first.iter_days().take_while(|day| day.year() == year);
    let days = days
        .filter_map(|day| Some(format!("{} ({})", feast_name(feast(day, local)?), french::day_month(day))));
    html! { p { strong { (year) } (NBSP) ": " (french::list(days)) "." } }
}

/// Where a problem is, and what to do.
fn words(wrong: &Wrong) -> Problem {
    let at = |kind: &Kind, n: &usize, end: &str| format!("{}{end}", named(*kind, *n).0);
    let what = |kind: &Kind, n: &usize| named(*kind, *n).1;
    let (field, words) = match wrong {
        Wrong::Name(kind, n) => {
            (at(kind, n, "-nom"), format!("{}{NBSP}: indiquez un nom, de 60 lettres au plus.", what(kind, n)))
        }
        Wrong::Date(kind, n) => {
            (at(kind, n, "-du"), format!("{}{NBSP}: indiquez le premier et le dernier jour.", what(kind, n)))
        }
        Wrong::Backwards(kind, n) => {
            (at(kind, n, "-au"), format!("{}{NBSP}: le dernier jour vient avant le premier.", what(kind, n)))
        }
        Wrong::Overlap(kind, one, other) => (
            at(kind, other, "-du"),
            format!("{} commence avant la fin de {}.", what(kind, other), what(kind, one)),
        ),
        Wrong::Hole(first, last) => (
            "vacances".into(),
            format!(
                "{} n’est ni dans une année scolaire ni dans des vacances. Ajoutez les vacances qui manquent.",
                gap(*first, *last)
            ),
        ),
        Wrong::Day(n) => {
            (format!("jour-{n}"), "Indiquez un jour, par exemple 07/05/2027, ou videz la ligne.".into())
        }
        Wrong::NeverWorks => {
            ("semaine".into(), "La mairie doit être ouverte au moins un jour de la semaine.".into())
        }
        Wrong::Changed => (
            "annees".into(),
            "Quelqu’un d’autre vient de modifier le calendrier. Rien n’a été enregistré de votre saisie."
                .into(),
        ),
    };
    Problem { field: Some(field), words }
}

fn gap(first: NaiveDate, last: NaiveDate) -> String {
    match first == last {
        true => format!("Le {}", french::day_month_year(first)),
        false => format!("La période {}", french::from_to(first, last)),
    }
}
