//! The form of a rule of deadlines: its fields, the sentence, the next days.

use chrono::{DateTime, NaiveDate, Utc};
use maud::{Markup, html};

use super::{HERE, address, problem, select, text, what, words};
use crate::{
    activity::{
        Days, Service,
        deadline::{Deadlines, Limit, Limits},
        draft::{Fault, KINDS, NONE, Part, Typed},
    },
    town::Town,
    ui::{
        form::{Problem, problems},
        fragment::Region,
        french::{self, NBSP},
        layout::{self, Frame, Script},
        table::table,
    },
};

/// What the page of a rule shows.
pub struct Shown<'a> {
    /// The town.
    pub town: &'a Town,
    /// Whose rule it is.
    pub service: &'a Service,
    /// What the form holds.
    pub typed: &'a Typed,
    /// What it says, when it can be read.
    pub read: Option<&'a Deadlines>,
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// The next days, and what the rule gives for each.
    pub next: &'a [(NaiveDate, Limits)],
    /// The instant.
    pub now: DateTime<Utc>,
    /// Whether it was sent to be saved.
    pub refused: bool,
}

/// The weekdays that a rule speaks of.
pub(super) fn weekdays(service: &Service) -> Vec<u8> {
    match service.days {
        Days::Given => (1..=7).collect(),
        Days::School | Days::Holidays => service.weekdays.clone(),
    }
}

/// The page.
pub fn rule(frame: Frame, shown: &Shown) -> Markup {
    let title = format!("{} – changer les délais", shown.service.name);
    let mut frame = frame;
    let (service, typed) = (shown.service, shown.typed);
    let new = typed.get("version").is_empty();
    frame.title = &title;
    (frame.here, frame.help) = (super::HUB, super::DEADLINES);
    frame.refused = shown.refused;
    frame.script = Script::Live;
    let own = format!("{}/delais/regle", address(service.id));
    let listed: Vec<Problem> = match shown.refused {
        true => shown.faults.iter().map(listed).collect(),
        false => Vec::new(),
    };
    let faults = shown.faults;
    let content = html! {
        p { a.alone href=(format!("{}/delais", address(service.id))) { "Délais de «" (NBSP) (service.name) (NBSP) "»" } }
        h1 { @if new { "Nouvelle règle de délais" } @else { "Modifier la règle de délais" } }
        (problems(&listed))
        form.rules-form method="post" action=(own) novalidate
            hx-post=(format!("{}/delais/apercu", address(service.id))) hx-trigger="input delay:300ms"
            hx-swap="none" hx-sync="this:replace" {
            input type="hidden" name="version" value=(typed.get("version"));
            input type="hidden" name="vu" value=(typed.get("vu"));
            div.card {
                (text("depuis", "Pour les jours à partir du", "date", typed.get("depuis"), "Les jours d’avant gardent leurs délais.", problem(faults, "depuis"), ""))
                (text("source", "Où c’est écrit (facultatif)", "text", typed.get("source"), "Par exemple\u{a0}: règlement de la cantine, article 4.", problem(faults, "source"), ""))
            }
            @for part in Part::ALL { (fields(part, shown)) }
            div.card #apercu aria-live="polite" { (inside(shown)) }
            p {
                button.main name="geste" value="enregistrer" { "Enregistrer" } " "
                button.plain name="geste" value="voir" { "Voir" }
            }
            @if !new { p { button.plain name="geste" value="retirer" { "Retirer cette règle" } } }
        }
        p { a.alone href=(HERE) { "Toutes les prestations" } }
    };
    layout::page(&frame, content)
}

/// What changes while somebody types.
pub fn preview(shown: &Shown) -> [Region; 1] {
    [Region::of("apercu", inside(shown))]
}

fn listed(fault: &Fault) -> Problem {
    // The map has no field of its own: its first weekday stands for it.
    let field = match fault.field.ends_with("-j") {
        true => fault.field.trim_end_matches("-j").to_owned() + "-carte",
        false => fault.field.clone(),
    };
    let part = Part::ALL.into_iter().find(|part| fault.field.starts_with(&format!("{}-", part.key())));
    let words = match part {
        Some(part) => format!("{}{NBSP}: {}", title(part), what(fault.what)),
        None => what(fault.what).to_owned(),
    };
    Problem { field: Some(field), words }
}

fn title(part: Part) -> &'static str {
    match part {
        Part::Book => "Réserver",
        Part::Cancel => "Annuler",
        Part::Late => "Hors délai",
        Part::AfterHolidays => "Au retour des vacances",
    }
}

/// The sentence, what is still wrong, and the next days.
fn inside(shown: &Shown) -> Markup {
    html! {
        h2 { "Ce que liront les parents" }
        @match shown.read {
            Some(rules) => ul.links { @for words in words::deadlines(rules, &weekdays(shown.service)) { li { (words) } } },
            None => {
                p { "La règle n’est pas encore complète." }
                ul.links { @for fault in shown.faults { li.problem { (listed(fault).words) } } }
            }
        }
        @if shown.read.is_some() {
            @if shown.next.is_empty() {
                p.notice { "Cette prestation n’ouvre aucun jour dans les douze mois qui suivent" (NBSP) ": vérifiez ses jours et le calendrier." }
            } @else { (dated(shown)) }
        }
        p.hint { "Rien n’est publié avant «" (NBSP) "Enregistrer" (NBSP) "»." }
    }
}

/// The next days, each with its limits.
fn dated(shown: &Shown) -> Markup {
    let late = shown.read.is_some_and(|rules| rules.late.is_some());
    let mut columns = vec!["Jour", "Réserver", "Annuler"];
    columns.extend(late.then_some("Hors délai"));
    let row = |(day, limits): &(NaiveDate, Limits)| {
        let mut row = vec![html! { (french::date(*day)) }];
        let of = [limits.book, limits.cancel, limits.late];
        row.extend(of.iter().take(columns.len() - 1).map(|limit| limit_words(shown, *limit)));
        row
    };
    let rows: Vec<Vec<Markup>> = shown.next.iter().map(row).collect();
    let caption = match rows.len() {
        1 => "Le prochain jour".into(),
        count => format!("Les {count} prochains jours"),
    };
    table(&caption, &columns, &rows)
}

fn limit_words(shown: &Shown, limit: Limit) -> Markup {
    let zone = shown.town.identity.timezone;
    html! {
        @if let Some(opens) = limit.opens { "à partir du " (french::date(shown.town.date(opens))) ", " }
        @match limit.until {
            None => "jamais",
            Some(until) => {
                @let (word, when) = french::before(until, zone);
                (word) " " (when)
                @if until <= shown.now { small { " (déjà passé)" } }
            }
        }
    }
}

/// The fields of one rule: those of the chosen kind are shown, where the browser can.
fn fields(part: Part, shown: &Shown) -> Markup {
    let (typed, faults) = (shown.typed, shown.faults);
    let name = |field: &str| part.field(field);
    let get = |field: &str| typed.get(&part.field(field));
    let wrong = |field: &str| problem(faults, &part.field(field));
    html! {
        fieldset.card.rule {
            legend { (title(part)) }
            (select(&name("genre"), label(part), &kinds(part), get("genre"), "", wrong("genre"), "always"))
            div.pair {
                (text(&name("nombre"), ("Combien de jours avant", title(part)), "text", get("nombre"), "0 pour le jour même, 1 pour la veille.", wrong("nombre"), "k-days nombre"))
                (select(&name("jour"), ("Quel jour de la semaine", title(part)), &days_of_week(), get("jour"), "", wrong("jour"), "k-week"))
                (text(&name("quantieme"), ("Quel jour du mois précédent", title(part)), "text", get("quantieme"), "Par exemple 20. 31 pour son dernier jour.", wrong("quantieme"), "k-month nombre"))
                (text(&name("heure"), ("Avant quelle heure", title(part)), "time", get("heure"), "Rien pour toute la journée, jusqu’à minuit.", wrong("heure"), "k-hour"))
            }
            div.k-school {
                fieldset id=(name("classe")) tabindex="-1" {
                    legend { "Jours d’école" }
                    @if let Some(words) = wrong("classe") { p.problem { (words) } }
                    @for day in 1..=7u8 {
                        label.choice {
                            input type="checkbox" name=(name("classe")) value=(day) checked[typed.all(&name("classe")).contains(&day.to_string())];
                            span { (french::weekday(day)) span.away { ", jour d’école, " (title(part)) } }
                        }
                    }
                }
            }
            div.k-map {
                (map(part, "", "Pour chaque jour", shown))
                label.choice {
                    input type="checkbox" name=(name("ferie")) value="oui" checked[get("ferie") == "oui"];
                    span { "D’autres délais la semaine d’un lundi férié" span.away { ", " (title(part)) } }
                }
                (map(part, "f", "La semaine d’un lundi férié", shown))
            }
            div.k-windows { (windows(part, shown)) }
        }
    }
}

fn label(part: Part) -> &'static str {
    match part {
        Part::Book => "Jusqu’à quand peut-on réserver",
        Part::Cancel => "Jusqu’à quand peut-on annuler",
        Part::Late => "Passé le délai, peut-on encore réserver",
        Part::AfterHolidays => "Pour le premier jour après les vacances",
    }
}

fn kinds(part: Part) -> Vec<(String, String)> {
    let none = match part {
        Part::Book => "Choisissez",
        Part::Cancel => "Comme pour réserver",
        Part::Late => "Non, c’est refusé",
        Part::AfterHolidays => "Comme les autres jours",
    };
    let names = [
        "Un nombre de jours avant",
        "Un nombre de jours ouvrés avant (jours de la mairie)",
        "Un nombre de jours d’école avant",
        "Un délai pour chaque jour de la semaine",
        "Un jour de la semaine précédente",
        "Un jour de la même semaine",
        "Un jour du mois précédent",
        "Des périodes d’inscription datées",
    ];
    let mut all = vec![(NONE.to_owned(), none.to_owned())];
    all.extend(KINDS.iter().zip(names).map(|(key, name)| ((*key).to_owned(), name.to_owned())));
    all
}

fn days_of_week() -> Vec<(String, String)> {
    let mut all = vec![(String::new(), "Choisissez".to_owned())];
    all.extend((1..=7u8).map(|day| (day.to_string(), french::weekday(day).to_owned())));
    all
}

/// A row for each weekday of the service.
fn map(part: Part, which: &str, legend: &str, shown: &Shown) -> Markup {
    let (typed, faults) = (shown.typed, shown.faults);
    let name = |field: &str, day: u8| part.field(&format!("{which}{field}{day}"));
    let unique = format!("{legend}, {}", title(part));
    html! {
        fieldset id=[which.is_empty().then(|| part.field("carte"))] class=(if which.is_empty() { "" } else { "k-holiday" }) tabindex="-1" {
            legend { (legend) }
            p.hint { "0 pour le jour même, 1 pour la veille. Rien" (NBSP) ": jamais." }
            @if let Some(words) = problem(faults, &part.field(&format!("{which}j"))) { p.problem { (words) } }
            @for day in weekdays(shown.service) {
                @let of = french::weekday(day);
                div.pair {
                    (text(&name("j", day), (format!("Le {of}, jours avant").as_str(), unique.as_str()), "text", typed.get(&name("j", day)), "", problem(faults, &name("j", day)), "nombre"))
                    (text(&name("h", day), (format!("Le {of}, avant (heure)").as_str(), unique.as_str()), "time", typed.get(&name("h", day)), "", problem(faults, &name("h", day)), ""))
                }
            }
        }
    }
}

/// A row for each window, and one more.
fn windows(part: Part, shown: &Shown) -> Markup {
    let columns = [
        ("du", "Pour les jours du"),
        ("au", "au"),
        ("ouvre", "Inscriptions à partir du (facultatif)"),
        ("ferme", "jusqu’au"),
    ];
    let rows = shown.typed.all(&part.field("du")).iter().filter(|day| !day.is_empty()).count();
    html! {
        @for row in 0..=rows {
            fieldset {
                legend { "Période " (row + 1) }
                div.pair {
                    @for (column, label) in columns {
                        @let name = part.field(column);
                        @let id = format!("{name}-{row}");
                        @let wrong = problem(shown.faults, &id);
                        div.field {
                            label for=(id) { (label) span.away { ", période " (row + 1) ", " (title(part)) } }
                            @if let Some(words) = &wrong { p.problem id=(format!("{id}-aide")) { (words) } }
                            input id=(id) name=(name) type="date" value=(shown.typed.all(&name).get(row).map_or("", String::as_str))
                                aria-describedby=[wrong.as_ref().map(|_| format!("{id}-aide"))] aria-invalid=[wrong.as_ref().map(|_| "true")];
                        }
                    }
                }
            }
        }
        p { button.plain name="geste" value="ligne" { "Ajouter une période" span.away { ", " (title(part)) } } }
    }
}
